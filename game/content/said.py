"""How is what a check found said in the reader's language?

The checks say it in English. Their sentences are known by their form, which stands in a file of
words beside the French; what has no such form is passed on as it is. That file is read by itself,
so that it can be said whatever is wrong with the content, and no mod can spoil it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from game.content import places
from game.content.first_words import FirstTable

WORDS_FILE = "words/check.yaml"
_NAME = re.compile(r"\{([a-z]+)\}")
_QUOTED = re.compile(r"'([^']*)'")
_NARROW = "\u202f"

# What names in braces stand for: some for words of the checks, others for one word of the content.
OURS = frozenset({"what", "kind"})
ONE_WORD = dict.fromkeys(("n", "m", "line", "char", "place", "where", "owner"), r"\S+")
ONE_WORD |= dict.fromkeys(("name", "id", "scene"), "[^';]+")

Said = Callable[[str], str]  # a sentence of a check → the same as it is read


def in_language(lang: str) -> Said:
    """How a sentence of a check is said in a language."""
    return _french if lang == "fr" else str


@cache
def _french(sentence: str) -> str:
    """The sentence in French, or as it came."""
    exact, forms = _table()
    if sentence in exact:
        return exact[sentence]
    for form, french in forms:
        found = form.fullmatch(sentence)
        filled = _filled(found.groupdict()) if found else None
        if filled is not None:
            return "".join(filled.get(part, part) for part in _NAME.split(french))
    return sentence


def _filled(given: dict[str, str]) -> dict[str, str] | None:
    """What stands in a sentence, said in French; None where some of it cannot be."""
    filled = dict(given)
    for name in given.keys() & OURS:
        filled[name] = _french(given[name])
        if filled[name] == given[name] and given[name] not in _table()[0]:
            return None
    if "quoted" in given:
        filled["quoted"] = _QUOTED.sub(f"«{_NARROW}\\1{_NARROW}»", _french(given["quoted"]))
    return filled


@cache
def _table() -> tuple[dict[str, str], list[tuple[re.Pattern[str], str]]]:
    """Sentences without names, and forms with names, those that say most before the others."""
    pairs = FirstTable(places.base_dir() / WORDS_FILE).pairs()
    exact = {en: fr for en, fr in pairs if not _NAME.search(en)}
    formed = [pair for pair in pairs if pair[0] not in exact]
    formed.sort(key=lambda pair: -len(_NAME.sub("", pair[0])))
    return exact, [(_form(en), fr) for en, fr in formed]


def _form(english: str) -> re.Pattern[str]:
    """What a sentence with names looks like once they are filled in."""
    parts = _NAME.split(english)
    groups = (
        f"(?P<{part}>{ONE_WORD.get(part, '.+?')})" if n % 2 else re.escape(part)
        for n, part in enumerate(parts)
    )
    return re.compile("".join(groups), re.DOTALL)

"""Which words of a text have a page of their own?

Titles, names and search words of all pages, longest first, whole words only, each page once. A
search word counts in a language when its own page uses it there and no other page claims it; words
that stand in every other text are left alone. Plurals are folded.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from game.story.codex_shelf import Entry, shelf

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Bilingual

_TOKEN = re.compile(r"\w+")
ARTICLE = re.compile(r"^(?:the|an?|le|la|les|un|une)\s+|^l['’]", re.IGNORECASE)
_BETWEEN = frozenset({" ", "-", "’", "'", "\u202f", "\u00a0", "‑", "\n"})
COMMON = 0.12  # a search word in more than this part of the texts says too little
SHORTEST = 3
_WHOLE = frozenset({"mechanism", "idea", "chip", "node", "item", "actor", "region", "advisor"})
_PHRASES = frozenset({"order", "figure"})  # their names are linked when they have several words


@dataclass(frozen=True)
class Mark:
    """A place in a text, from a character to before another, and the page that it names."""

    start: int
    end: int
    page: str


Tokens = tuple[str, ...]


def fold(text: str) -> str:
    """A word without case, accents, nor typographic apostrophes."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'").replace("œ", "oe"))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().strip()


@lru_cache(maxsize=8192)
def stem(token: str) -> str:
    """A word without case nor the sign of its plural; accents count: contrôle, contrôlé."""
    small = token.casefold()
    return small[:-1] if len(small) > SHORTEST and small[-1] in "sx" else small


def stems(text: str) -> Tokens:
    """The words of a name."""
    return tuple(stem(token) for token in _TOKEN.findall(text))


def marks(ruleset: Ruleset, text: str, lang: str, but: str = "") -> tuple[Mark, ...]:
    """Where a text names other pages, the first time each; `but` is the page it stands on."""
    lexicon = _lexicon(ruleset, lang)
    tokens = [(match.start(), match.end(), stem(match.group())) for match in _TOKEN.finditer(text)]
    found: list[Mark] = []
    seen = {but}
    place = 0
    while place < len(tokens):
        length, page_id = _longest(lexicon, text, tokens, place)
        if page_id and page_id not in seen:
            seen.add(page_id)
            found.append(Mark(tokens[place][0], tokens[place + length - 1][1], page_id))
        place += max(1, length)
    return tuple(found)


def _longest(
    lexicon: dict[str, list[tuple[Tokens, str]]],
    text: str,
    tokens: list[tuple[int, int, str]],
    place: int,
) -> tuple[int, str]:
    """The longest name that begins at a word: how many words it has, and its page."""
    for name, page_id in lexicon.get(tokens[place][2], ()):
        here = tokens[place : place + len(name)]
        if tuple(token for _, _, token in here) != name:
            continue
        gaps = (text[a[1] : b[0]] for a, b in pairwise(here))
        if all(gap in _BETWEEN for gap in gaps):
            return len(name), page_id
    return 0, ""


@lru_cache(maxsize=8)
def _lexicon(ruleset: Ruleset, lang: str) -> dict[str, list[tuple[Tokens, str]]]:
    """Every name by its first word, the longest first."""
    names: dict[Tokens, str] = {}
    for id_, entry in shelf(ruleset).items():
        for name in _titles(entry, lang):
            names.setdefault(name, id_)
    for name, id_ in _search_words(ruleset, lang):
        names.setdefault(name, id_)
    found: dict[str, list[tuple[Tokens, str]]] = {}
    for name, id_ in names.items():
        found.setdefault(name[0], []).append((name, id_))
    for known in found.values():
        known.sort(key=lambda one: -len(one[0]))
    return found


def _titles(entry: Entry, lang: str) -> Iterator[Tokens]:
    """Title and name without their article, when they can stand in a sentence."""
    titles = [_in(entry.title, lang), *([_in(entry.called, lang)] if entry.called else [])]
    for title in titles:
        name = stems(ARTICLE.sub("", title))
        whole = entry.shelf in _WHOLE and sum(map(len, name)) >= SHORTEST
        if name and (whole or (entry.shelf in _PHRASES and len(name) > 1)):
            yield name


def _search_words(ruleset: Ruleset, lang: str) -> Iterator[tuple[Tokens, str]]:
    """The search words that one page alone claims, and that it uses itself in this language."""
    entries = {id_: each for id_, each in shelf(ruleset).items() if each.shelf in _WHOLE}
    claims = Counter(
        name for each in entries.values() for name in {stems(word) for word in each.words}
    )
    texts = [set(stems(_said(each, lang))) for each in entries.values() if each.text]
    counts = Counter(token for text in texts for token in text)
    vague = set(stems(ruleset.words(lang).t("story.codex.unlinked")))
    for id_, entry in entries.items():
        own = f" {' '.join(stems(_said(entry, lang)))} "
        for name in dict.fromkeys(map(stems, entry.words)):
            common = len(name) == 1 and (name[0] in vague or counts[name[0]] > COMMON * len(texts))
            short = sum(map(len, name)) < SHORTEST
            if claims[name] == 1 and not common and not short and f" {' '.join(name)} " in own:
                yield name, id_


def _said(entry: Entry, lang: str) -> str:
    """Title and text of an entry."""
    return f"{_in(entry.title, lang)} {_in(entry.text, lang) if entry.text else ''}"


def _in(text: Bilingual, lang: str) -> str:
    """A text in a language, or in the other one where it is missing."""
    return (text.fr or text.en) if lang == "fr" else (text.en or text.fr)

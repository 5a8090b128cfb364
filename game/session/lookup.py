"""Which thing did somebody mean by a word?

Folds accents and case, finds by id, by label, by their beginnings and words, and says what is near.
Knows no game.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Mapping

_BETWEEN = re.compile(r"[\W_]+")
WORD = 4  # letters, for a word that says something of its own


def fold(text: str) -> str:
    """A word without case and accents: `Décidé` and `decide` are one."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().strip()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to a mistyped one, or None when none is near."""
    from difflib import get_close_matches  # only now: few words are misspelt

    folded = {fold(each): each for each in known}
    close = get_close_matches(fold(word), list(folded), n=1, cutoff=0.66)
    return folded[close[0]] if close else None


def split(text: str) -> list[str]:
    """The words of a text, folded: what stands between them does not matter."""
    return [part for part in _BETWEEN.split(fold(text)) if part]


def exact(word: str, named: Mapping[str, str]) -> list[str]:
    """The ids that have this very label, which is what one reads; failing it, this very id."""
    sought = split(word)
    labelled = [key for key, label in named.items() if sought and split(label) == sought]
    return labelled or [key for key in named if sought and split(key) == sought]


def find(word: str, named: Mapping[str, str]) -> list[str]:
    """The ids a word may mean among id → label; nothing is guessed from its spelling.

    An exact id or label wins alone; then what starts with the word, then where every word of it
    begins a word of the id or of the label.
    """
    sought = split(word)
    if not sought:
        return []
    whole, starts, inside = " ".join(sought), [], []
    for key, label in named.items():
        names = split(key), split(label)
        if any(" ".join(name).startswith(whole) for name in names):
            starts.append(key)
        elif any(all(_begins(each, name) for each in sought) for name in names):
            inside.append(key)
    return exact(word, named) or starts or inside


def near(
    word: str, named: Mapping[str, str], weak: Container[str] = frozenset(), most: int = 3
) -> list[str]:
    """A few ids that somebody may have meant who found none, the likeliest first.

    They share a word with what was typed, and not only one of the `weak` ones; failing these, the
    nearest spellings.
    """
    from difflib import get_close_matches  # only now: few words are misspelt

    sought = [each for each in split(word) if len(each) >= WORD]
    strong = [each for each in sought if each not in weak]
    if not strong:
        return []
    ranked = []
    for place, (key, label) in enumerate(named.items()):
        has = [*split(label), *split(key)]
        shared = sum(_akin(each, has) for each in strong)
        if shared:
            ranked.append((-shared, -sum(_akin(each, has) for each in sought), place, key))
    if ranked:
        return [key for *_, key in sorted(ranked)[:most]]
    spelt = {fold(name): key for key, label in named.items() for name in (label, key)}
    close = get_close_matches(" ".join(strong), list(spelt), n=most, cutoff=0.75)
    return list(dict.fromkeys(spelt[each] for each in close))


def _begins(sought: str, has: list[str]) -> bool:
    return any(each.startswith(sought) for each in has)


def _akin(sought: str, has: list[str]) -> bool:
    """Whether one of these words begins with the word, or the word with one of them."""
    return any(
        each.startswith(sought) or (len(each) >= WORD and sought.startswith(each)) for each in has
    )

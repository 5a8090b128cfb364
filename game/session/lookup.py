"""Which thing did somebody mean by a word?

Folds accents and case, and finds by id, by label, by their beginnings, by the nearest spelling.
Knows no game.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping


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


def find(word: str, named: Mapping[str, str]) -> list[str]:
    """The ids a word may mean among id → label, the surest first.

    An exact id or label wins alone; then what starts with the word, then where one of its words
    does; failing these what contains it, and the nearest spelling.
    """
    sought = fold(word)
    if not sought:
        return []
    exact, starts, inside, holds = [], [], [], []
    begins = re.compile(rf"[\W_]{re.escape(sought)}")
    for key, label in named.items():
        names = (fold(key), fold(label))
        if sought in names:
            exact.append(key)
        elif any(name.startswith(sought) for name in names):
            starts.append(key)
        elif any(begins.search(name) for name in names):
            inside.append(key)
        elif any(sought in name for name in names):
            holds.append(key)
    found = exact or [*starts, *inside] or holds
    if found:
        return found
    close = nearest(word, [*named, *named.values()])
    return [key for key, label in named.items() if close in (key, label)][:1]

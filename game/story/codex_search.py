"""Which pages does a word mean, however it is spelt?

Looks among ids, titles and search words in both languages, whatever the session's own, then in the
texts, then for the nearest spelling. Accents and case do not count. The index is made once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

from game.story.codex_links import ARTICLE, fold
from game.story.codex_shelf import shelf

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

TITLE, WORD = 0, 3  # ranks of what is meant for sure: a title, a search word
NEAR = 0.7  # how alike a mistyped word and a name must be
_SPLIT = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class _Names:
    """What one page answers to, folded."""

    titles: tuple[str, ...]  # its id and its titles
    words: tuple[str, ...]
    parts: frozenset[str]  # every word of them
    called: tuple[str, ...]  # its titles without its ids
    title_parts: frozenset[str]  # every word of those
    text: str
    minor: bool  # one of hundreds of numbers: behind everything else, unless it is meant


def search(ruleset: Ruleset, query: str, most: int = 10) -> tuple[str, ...]:
    """The ids of the pages, the surest first; endings, which are nobody's business, left out."""
    sought = " ".join(fold(query).split())
    if not sought:
        return ()
    names = _names(ruleset)
    found = _ranked(names, sought) or _ranked(names, _corrected(ruleset, sought))
    return found[:most]


def titles_of(ruleset: Ruleset, query: str) -> tuple[str, ...]:
    """The pages of exactly this id or title."""
    sought = " ".join(fold(query).split())
    return tuple(id_ for id_, known in _names(ruleset).items() if sought in known.titles)


def _ranked(names: dict[str, _Names], sought: str) -> tuple[str, ...]:
    if not sought:
        return ()
    ranks: dict[int, list[str]] = {}
    parts = [part for part in _SPLIT.split(sought) if part]
    for id_, known in names.items():
        rank = _rank(sought, parts, known)
        if rank is not None:
            ranks.setdefault(rank, []).append(id_)
    if not ranks and len(sought) > 3:  # nobody is called so: perhaps somebody speaks of it
        return tuple(
            id_ for id_, known in names.items() if all(part in known.text for part in parts)
        )
    found = [id_ for rank in sorted(ranks) for id_ in ranks[rank]]
    sure = {id_ for rank in (TITLE, WORD) for id_ in ranks.get(rank, ())}
    return tuple(sorted(found, key=lambda id_: names[id_].minor and id_ not in sure))


def _rank(sought: str, parts: Iterable[str], known: _Names) -> int | None:
    """Titles first, the very one, a beginning or words of one; then search words, then parts."""
    if sought in known.titles:
        return TITLE
    if any(name.startswith(sought) for name in known.called):
        return 1
    if all(part in known.title_parts for part in parts):
        return 2
    if sought in known.words:
        return WORD
    if all(part in known.parts for part in parts):
        return 4
    if any(name.startswith(sought) for name in known.words):
        return 5
    if any(name.startswith(sought) for name in known.titles):
        return 6
    return 7 if any(sought in name for name in (*known.titles, *known.words)) else None


@lru_cache(maxsize=4)
def _names(ruleset: Ruleset) -> dict[str, _Names]:
    """The index, in the order of the shelves."""
    found = {}
    for id_, entry in shelf(ruleset).items():
        if entry.shelf == "ending":
            continue
        called = (entry.called.en, entry.called.fr) if entry.called else ()
        thing = (entry.thing[1],) if entry.thing else ()
        whole = (entry.title.en, entry.title.fr, *called)
        bare = [ARTICLE.sub("", title) for title in whole]
        titles = tuple(dict.fromkeys(map(fold, (id_, *thing, *whole, *bare))))
        words = tuple(map(fold, entry.words))
        names = tuple(dict.fromkeys(map(fold, (*whole, *bare))))
        of_titles = frozenset(part for name in names for part in _SPLIT.split(name))
        parts = frozenset(part for name in (*titles, *words) for part in _SPLIT.split(name))
        number = entry.shelf == "figure"
        minor = number and not ruleset.figures[entry.id].headline
        told = None if number else entry.text
        text = fold(f"{told.en} {told.fr}") if told else ""
        found[id_] = _Names(titles, words, parts, names, of_titles, text, minor)
    return found


@lru_cache(maxsize=4)
def _vocabulary(ruleset: Ruleset) -> tuple[str, ...]:
    """Every name, and every word of one, once."""
    known: dict[str, None] = {}
    for names in _names(ruleset).values():
        known.update(dict.fromkeys((*names.titles, *names.words)))
        known.update(dict.fromkeys(part for part in sorted(names.parts) if len(part) > 2))
    return tuple(known)


@lru_cache(maxsize=256)
def _corrected(ruleset: Ruleset, sought: str) -> str:
    """The nearest name, or the nearest words one by one; empty when something is near nothing."""
    vocabulary = _vocabulary(ruleset)
    near = get_close_matches(sought, vocabulary, n=1, cutoff=NEAR)
    if near:
        return near[0]
    parts = sought.split()
    if len(parts) < 2:
        return ""
    words = [get_close_matches(part, vocabulary, n=1, cutoff=NEAR) for part in parts]
    return " ".join(word[0] for word in words if word) if all(words) else ""

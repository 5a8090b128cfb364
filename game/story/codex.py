"""What does the encyclopaedia know of a word?

One shelf of pages from facts, codex, chips, nodes, licence items, actors and figures, found by id,
title or search word, whatever the accents, or else by the nearest word; each with links. It knows
the rules and not the run: no page depends on a world.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.models.basis import Reference
    from game.content.models.world import Node
    from game.content.ruleset import Ruleset
    from game.content.words import Bilingual, Words

MOST_PAGES = 10
NEAR = 0.6


@dataclass(frozen=True)
class Entry:
    """One page before it is worded."""

    id: str
    title: Bilingual
    text: Bilingual | None  # None for a node, which has numbers instead
    kind: str
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    see: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """One page in one language; links are (id, title)."""

    id: str
    title: str
    text: str
    kind: str
    sources: tuple[str, ...]
    references: tuple[Reference, ...]
    links: tuple[tuple[str, str], ...]


def fold(text: str) -> str:
    """A word without case, accents, nor typographic apostrophes."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in apart if not unicodedata.combining(c)).casefold().strip()


@lru_cache(maxsize=4)
def shelf(ruleset: Ruleset) -> dict[str, Entry]:
    """Every page by id, the written ones before the lists; a taken id gets its kind in front."""
    found: dict[str, Entry] = {}
    for kind, entries in (
        ("codex", _written(ruleset)),
        ("fact", _facts(ruleset)),
        ("chip", _things(ruleset, "chips")),
        ("node", _things(ruleset, "nodes")),
        ("item", _things(ruleset, "items")),
        ("actor", _things(ruleset, "actors")),
        ("figure", _figures(ruleset)),
    ):
        for entry in entries:
            found[entry.id if entry.id not in found else f"{kind}:{entry.id}"] = entry
    return found


def _written(ruleset: Ruleset) -> Iterable[Entry]:
    for page in ruleset.codex.values():
        see = (*page.see, *page.figures)
        yield Entry(
            id=page.id,
            title=page.title,
            text=page.text,
            kind=page.kind,
            words=page.words,
            sources=page.sources,
            references=page.references,
            see=see,
        )


def _facts(ruleset: Ruleset) -> Iterable[Entry]:
    for fact in ruleset.facts.values():
        see = (*fact.see, *fact.figures)
        yield Entry(fact.id, fact.title, fact.text, fact.kind, fact.words, (), fact.references, see)


def _things(ruleset: Ruleset, table: str) -> Iterable[Entry]:
    """Chips, nodes, licence items and actors: what the file says of them, and who stands near."""
    for thing in getattr(ruleset, table).values():
        near = [str(getattr(thing, part)) for part in ("maker", "node") if hasattr(thing, part)]
        near += [chip.id for chip in ruleset.chips.values() if thing.id in (chip.maker, chip.node)]
        source = getattr(thing, "source", None)
        yield Entry(
            id=thing.id,
            title=thing.name,
            text=getattr(thing, "about", None),
            kind="documented" if getattr(thing, "real", True) else "invented",
            sources=thing.sources,
            references=(*thing.references, source) if source else thing.references,
            see=(*near, *_citing(ruleset, thing.sources)),
        )


def _node_text(node: Node, words: Words) -> str:
    """What building a fab of this node and buying its wafers cost."""
    return words.t(
        "story.codex.node",
        capex=words.money(node.capex_usd_per_kwpm),
        price=words.money(node.wafer_price_usd),
        n=round(node.layers_euv),
    )


def _figures(ruleset: Ruleset) -> Iterable[Entry]:
    for name, figure in ruleset.figures.items():
        kind = "documented" if figure.sources else "invented"
        yield Entry(
            id=name,
            title=figure.label,
            text=figure.meaning,
            kind=kind,
            sources=figure.sources,
            references=figure.references,
            see=about_figure(ruleset, name),
        )


def _citing(ruleset: Ruleset, sources: Iterable[str]) -> tuple[str, ...]:
    """The written pages that rest on one of these claims."""
    cited = set(sources)
    return tuple(page.id for page in ruleset.codex.values() if cited & set(page.sources))


@lru_cache(maxsize=2048)
def about_figure(ruleset: Ruleset, name: str) -> tuple[str, ...]:
    """The pages that explain a figure: those that name it, then those that name its family."""
    pages: list[tuple[str, tuple[str, ...]]] = [
        *((page.id, page.figures) for page in ruleset.codex.values()),
        *((fact.id, fact.figures) for fact in ruleset.facts.values()),
    ]
    exact = [id_ for id_, figures in pages if name in figures]
    if exact:
        return tuple(exact)
    family = name.rpartition(".")[0] or name
    return tuple(id_ for id_, figures in pages if any(f.startswith(f"{family}.") for f in figures))


def find(ruleset: Ruleset, query: str, words: Words) -> tuple[Page, ...]:
    """The pages a word may mean, the surest first; the page of the nearest word when none is."""
    sought = fold(query)
    if not sought:
        return ()
    ranked: dict[int, list[str]] = {0: [], 1: [], 2: [], 3: []}
    names = _names(ruleset)
    for id_, known in names.items():
        rank = _rank(sought, known)
        if rank is not None:
            ranked[rank].append(id_)
    found = ranked[0] or [id_ for rank in (1, 2, 3) for id_ in ranked[rank]]
    if not found:
        every = {name: id_ for id_, known in reversed(names.items()) for name in known}
        close = get_close_matches(sought, list(every), n=1, cutoff=NEAR)
        found = [every[name] for name in close]
    return tuple(page(ruleset, id_, words) for id_ in found[:MOST_PAGES])


@lru_cache(maxsize=4)
def _names(ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """What each page answers to, folded: its id, its titles, its search words."""
    return {
        id_: tuple(fold(name) for name in (id_, entry.title.en, entry.title.fr, *entry.words))
        for id_, entry in shelf(ruleset).items()
    }


def _rank(sought: str, known: tuple[str, ...]) -> int | None:
    """0 the very name, 1 its beginning, 2 one of its words, 3 a part of it."""
    if sought in known:
        return 0
    if any(name.startswith(sought) for name in known):
        return 1
    if any(sought in name.replace("-", " ").replace("'", " ").split() for name in known):
        return 2
    return 3 if any(sought in name for name in known) else None


def page(ruleset: Ruleset, id_: str, words: Words) -> Page:
    """One page by its exact id; KeyError when there is none."""
    entries = shelf(ruleset)
    entry = entries[id_]
    see = dict.fromkeys(other for other in (*entry.see, *entry.sources) if other in entries)
    written = words.text(entry.text) if entry.text else _node_text(ruleset.nodes[entry.id], words)
    return Page(
        id=id_,
        title=words.text(entry.title),
        text=written,
        kind=entry.kind,
        sources=entry.sources,
        references=entry.references,
        links=tuple((other, words.text(entries[other].title)) for other in see if other != id_),
    )

"""Which pages does the encyclopaedia hold?

The written pages first, then one page for everything that is defined elsewhere and that no written
page describes: chips, nodes, licence items, actors, regions, advisers, orders, figures, parts of
the score, facts and endings. So whatever a mod adds has its page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.models.basis import Reference
    from game.content.models.lore import Dispute, Subject
    from game.content.ruleset import Ruleset
    from game.content.words import Bilingual

# The shelves, in the order in which they are listed and in which equal names are found.
SHELVES = (
    "mechanism",
    "idea",
    "chip",
    "node",
    "item",
    "actor",
    "region",
    "advisor",
    "order",
    "score",
    "fact",
    "figure",
    "ending",
)
_WRITTEN_ON = {"institution": "actor", "place": "region"}
_ABOUT = ("actor", "chip", "node", "region", "item")  # what a written page may describe
Thing = tuple[str, str]  # a shelf and an id: ("chip", "h100")


@dataclass(frozen=True)
class Entry:
    """One page before it is worded."""

    id: str
    shelf: str
    title: Bilingual
    text: Bilingual | None  # None where there are only numbers
    kind: str  # documented, disputed or invented
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    see: tuple[Thing, ...] = ()
    thing: Thing | None = None  # what is defined elsewhere and described here
    figures: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    dispute: Dispute | None = None


@lru_cache(maxsize=4)
def shelf(ruleset: Ruleset) -> dict[str, Entry]:
    """Every page by id; an id that an earlier shelf has taken gets its own shelf in front."""
    found: dict[str, Entry] = {}
    written = list(_written(ruleset))
    described = {entry.thing for entry in written}
    listed = (
        *_things(ruleset),
        *_advisors(ruleset),
        *_orders(ruleset),
        *_score(ruleset),
        *_facts(ruleset),
        *_figures(ruleset),
        *_endings(ruleset),
    )
    every = sorted([*written, *listed], key=lambda entry: SHELVES.index(entry.shelf))
    for entry in every:
        if entry in written or entry.thing not in described:
            found[entry.id if entry.id not in found else f"{entry.shelf}:{entry.id}"] = entry
    return found


@lru_cache(maxsize=4)
def homes(ruleset: Ruleset) -> dict[Thing, str]:
    """The page of every thing: that of ("chip", "h100") may be called chip_h100."""
    found: dict[Thing, str] = {}
    for id_, entry in shelf(ruleset).items():
        found[(entry.shelf, entry.id)] = id_
        if entry.thing is not None:
            found[entry.thing] = id_
    return found


def home(ruleset: Ruleset, *thing: str) -> str | None:
    """The page of a thing: home(ruleset, "chip", "h100")."""
    return homes(ruleset).get((thing[0], thing[1]))


def stage_page(ruleset: Ruleset, cause: str) -> str | None:
    """The page of the step of a quarter to which a cause belongs, such as market.sales."""
    stage = cause.partition(".")[0]
    return next((page.id for page in ruleset.codex.values() if stage in page.stages), None)


def _any(names: Iterable[str]) -> tuple[Thing, ...]:
    """Links to written pages or facts, of whichever shelf."""
    return tuple(("", name) for name in names)


def _of(shelf_: str, ids: Iterable[str]) -> tuple[Thing, ...]:
    return tuple((shelf_, id_) for id_ in ids if id_)


def _subject(subject: Subject | None) -> Thing | None:
    for name in _ABOUT if subject is not None else ():
        if id_ := getattr(subject, name):
            return name, id_
    return None


def _written(ruleset: Ruleset) -> Iterator[Entry]:
    for page in ruleset.codex.values():
        thing = _subject(page.of)
        near = _near(ruleset, *thing) if thing else ()
        known = _named(ruleset, thing) if thing else ()
        yield Entry(
            id=page.id,
            shelf=_WRITTEN_ON.get(page.group, page.group),
            title=page.title,
            text=page.text,
            kind=page.kind,
            words=(*page.words, *known),
            sources=page.sources,
            references=page.references,
            see=(*_any(page.see), *near, *_of("figure", page.figures)),
            thing=thing,
            figures=page.figures,
            stages=page.stages,
            dispute=page.dispute,
        )


def _table(ruleset: Ruleset, shelf_: str) -> dict[str, object]:
    found: dict[str, object] = getattr(ruleset, f"{shelf_}s")
    return found


def _named(ruleset: Ruleset, thing: Thing) -> tuple[str, ...]:
    """The id and the names of a thing, under which the page that describes it is found too."""
    name: Bilingual = getattr(_table(ruleset, thing[0])[thing[1]], "name")  # noqa: B009
    return thing[1], name.en, name.fr


def _things(ruleset: Ruleset) -> Iterator[Entry]:
    """Chips, nodes, licence items, actors and regions."""
    for shelf_ in _ABOUT:
        for id_, thing in _table(ruleset, shelf_).items():
            yield _thing(ruleset, shelf_, id_, thing)


def _thing(ruleset: Ruleset, shelf_: str, id_: str, thing: object) -> Entry:
    """What its file says of it, and who stands near."""
    sources: tuple[str, ...] = getattr(thing, "sources", ())
    references: tuple[Reference, ...] = getattr(thing, "references", ())
    source: Reference | None = getattr(thing, "source", None)
    seat = ruleset.seats.get(id_) if shelf_ == "actor" else None
    return Entry(
        id=id_,
        shelf=shelf_,
        title=getattr(thing, "name"),  # noqa: B009
        text=getattr(thing, "about", None),
        kind="documented" if getattr(thing, "real", True) else "invented",
        words=(seat.title.en, seat.title.fr) if seat else (),
        sources=sources,
        references=(*references, source) if source else references,
        see=(*_near(ruleset, shelf_, id_), *_citing(ruleset, sources)),
        thing=(shelf_, id_),
    )


def _near(ruleset: Ruleset, shelf_: str, id_: str) -> tuple[Thing, ...]:
    """Who makes it and in which generation, what it makes, where it is, who advises there."""
    chips, actors = ruleset.chips.values(), ruleset.actors.values()
    if shelf_ == "chip":
        chip = ruleset.chips[id_]
        like = _of("chip", (chip.respec_of or "",))
        price = _of("figure", (f"price.{id_}",))
        return (*_of("actor", (chip.maker,)), *_of("node", (chip.node,)), *like, *price)
    if shelf_ == "node":
        return _of("chip", (chip.id for chip in chips if chip.node == id_))
    if shelf_ == "region":
        there = (actor.id for actor in actors if actor.region == id_)
        return _of("actor", dict.fromkeys((ruleset.regions[id_].state, *there)))
    if shelf_ == "item":
        return _of("order", _moving(ruleset, f"licence.{id_}."))
    actor = ruleset.actors[id_]
    advisers = (one.id for one in ruleset.advisors.values() if id_ in one.for_)
    return (
        *_of("region", (actor.region,)),
        *_of("actor", (actor.parent or "",)),
        *_of("chip", (chip.id for chip in chips if chip.maker == id_)),
        *_of("advisor", advisers),
    )


def _moving(ruleset: Ruleset, figure: str) -> list[str]:
    """The orders that move a figure, or those whose name begins so."""
    return [
        id_
        for id_, order in ruleset.orders.items()
        if any(name == figure or (figure[-1] == "." and name.startswith(figure))
               for name in order.moves)
    ]  # fmt: skip


def _advisors(ruleset: Ruleset) -> Iterator[Entry]:
    for one in ruleset.advisors.values():
        yield Entry(
            id=one.id,
            shelf="advisor",
            title=_Plain(one.name),
            text=one.bias,
            kind=one.kind,
            words=(one.role.en, one.role.fr),
            sources=one.sources,
            references=one.references,
            see=(*_of("actor", one.for_), *_of("figure", one.watches)),
            figures=one.watches,
        )


@dataclass(frozen=True)
class _Plain:
    """A name that is the same in both languages."""

    name: str

    @property
    def en(self) -> str:
        return self.name

    @property
    def fr(self) -> str:
        return self.name


def _orders(ruleset: Ruleset) -> Iterator[Entry]:
    for order in ruleset.orders.values():
        yield Entry(
            id=order.id,
            shelf="order",
            title=order.title,
            text=order.text,
            kind=order.kind,
            sources=order.sources,
            references=order.references,
            see=(*_of("actor", order.seats), *_of("figure", order.moves),
                 *_citing(ruleset, order.sources)),
        )  # fmt: skip


def _score(ruleset: Ruleset) -> Iterator[Entry]:
    for part in ruleset.score.values():
        names = _of("figure", sorted(part.value.names & set(ruleset.figures)))
        yield Entry(
            id=part.id,
            shelf="score",
            title=part.label,
            text=part.meaning,
            kind="invented",
            sources=part.sources,
            references=part.references,
            see=(*_any(("mech_score",)), *names),
        )


def _facts(ruleset: Ruleset) -> Iterator[Entry]:
    for fact in ruleset.facts.values():
        citing = _citing(ruleset, (fact.id,))
        yield Entry(
            id=fact.id,
            shelf="fact",
            title=fact.title,
            text=fact.text,
            kind=fact.kind,
            words=fact.words,
            references=fact.references,
            see=(*_any(fact.see), *_of("figure", fact.figures), *citing),
            figures=fact.figures,
            dispute=fact.dispute,
        )


def _figures(ruleset: Ruleset) -> Iterator[Entry]:
    for name, figure in ruleset.figures.items():
        about = (about_figure(ruleset, name), _parts(ruleset, name))
        yield Entry(
            id=name,
            shelf="figure",
            title=figure.label,
            text=figure.meaning,
            kind="documented" if figure.sources else "invented",
            sources=figure.sources,
            references=figure.references,
            see=(*_any(about[0]), *about[1], *_of("order", _moving(ruleset, name))),
            figures=(name,),
        )


def _parts(ruleset: Ruleset, name: str) -> tuple[Thing, ...]:
    """The things named in the name of a figure: the chip and the region of licence.h100.cn."""
    parts = name.split(".")[1:]
    return tuple(
        (shelf_, part) for part in parts for shelf_ in _ABOUT if part in _table(ruleset, shelf_)
    )


def _endings(ruleset: Ruleset) -> Iterator[Entry]:
    for ending in ruleset.endings.values():
        yield Entry(
            id=ending.id,
            shelf="ending",
            title=ending.title,
            text=None,
            kind=ending.kind,
            sources=ending.sources,
            references=ending.references,
            see=_any(("mech_score",)),
        )


def _citing(ruleset: Ruleset, sources: Iterable[str]) -> tuple[Thing, ...]:
    """The written pages that rest on one of these claims."""
    cited = set(sources)
    return _any(page.id for page in ruleset.codex.values() if cited & set(page.sources))


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

"""Which pages does the encyclopaedia hold?

The written pages first, then one page for everything that is defined elsewhere and that no written
page describes: chips, nodes, licence items, actors, regions, advisers, orders, figures, parts of
the score, facts and endings. So whatever a mod adds has its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from game.story.codex_near import (
    ABOUT,
    Thing,
    about_figure,
    citing,
    movers,
    near,
    pages,
    parts_of,
    table,
    things,
)

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
    called: Bilingual | None = None  # the name of that thing, where the title is another
    figures: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    dispute: Dispute | None = None


@lru_cache(maxsize=4)
def shelf(ruleset: Ruleset) -> dict[str, Entry]:
    """Every page by id; an id that an earlier shelf has taken gets its own shelf in front."""
    found: dict[str, Entry] = {}
    written = tuple(_written(ruleset))
    described = {entry.thing for entry in written}
    every = [
        *written,
        *(entry for entry in _things(ruleset) if entry.thing not in described),
        *_advisors(ruleset),
        *_orders(ruleset),
        *_score(ruleset),
        *_facts(ruleset),
        *_figures(ruleset),
        *_endings(ruleset),
    ]
    for entry in sorted(every, key=lambda each: SHELVES.index(each.shelf)):
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


def _subject(subject: Subject | None) -> Thing | None:
    for name in ABOUT if subject is not None else ():
        if id_ := getattr(subject, name):
            return name, id_
    return None


def _written(ruleset: Ruleset) -> Iterator[Entry]:
    for page in ruleset.codex.values():
        thing = _subject(page.of)
        close = near(ruleset, *thing) if thing else ()
        called = _name(ruleset, thing) if thing else None
        also = (thing[1], called.en, called.fr) if thing and called else ()
        yield Entry(
            id=page.id,
            shelf=_WRITTEN_ON.get(page.group, page.group),
            title=page.title,
            text=page.text,
            kind=page.kind,
            words=(*page.words, *also),
            sources=page.sources,
            references=page.references,
            see=(*pages(page.see), *close, *things("figure", page.figures)),
            thing=thing,
            called=called,
            figures=page.figures,
            stages=page.stages,
            dispute=page.dispute,
        )


def _name(ruleset: Ruleset, thing: Thing) -> Bilingual:
    """What a thing is called: the page that describes it is found under this name too."""
    name: Bilingual = getattr(table(ruleset, thing[0])[thing[1]], "name")  # noqa: B009
    return name


def _things(ruleset: Ruleset) -> Iterator[Entry]:
    """Chips, nodes, licence items, actors and regions."""
    for shelf_ in ABOUT:
        for id_, thing in table(ruleset, shelf_).items():
            yield _thing(ruleset, shelf_, id_, thing)


def _thing(ruleset: Ruleset, shelf_: str, id_: str, thing: object) -> Entry:
    """What its file says of it, and who stands near."""
    sources: tuple[str, ...] = getattr(thing, "sources", ())
    references: tuple[Reference, ...] = getattr(thing, "references", ())
    source: Reference | None = getattr(thing, "source", None)
    cited = (*references, source) if source else references
    seat = ruleset.seats.get(id_) if shelf_ == "actor" else None
    made_up = source is not None and not (source.url or source.year or sources)
    known = getattr(thing, "real", True) and not made_up
    return Entry(
        id=id_,
        shelf=shelf_,
        title=_name(ruleset, (shelf_, id_)),
        text=getattr(thing, "about", None),
        kind="documented" if known else "invented",
        words=(seat.title.en, seat.title.fr) if seat else (),
        sources=sources,
        references=cited,
        see=(*near(ruleset, shelf_, id_), *citing(ruleset, sources)),
        thing=(shelf_, id_),
    )


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
            see=(*things("actor", one.for_), *things("figure", one.watches)),
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
            see=(*things("actor", order.seats), *things("figure", order.moves),
                 *citing(ruleset, order.sources)),
        )  # fmt: skip


def _score(ruleset: Ruleset) -> Iterator[Entry]:
    for part in ruleset.score.values():
        names = things("figure", sorted(part.value.names & set(ruleset.figures)))
        yield Entry(
            id=part.id,
            shelf="score",
            title=part.label,
            text=part.meaning,
            kind="invented",
            sources=part.sources,
            references=part.references,
            see=(*pages(("mech_score",)), *names),
        )


def _facts(ruleset: Ruleset) -> Iterator[Entry]:
    for fact in ruleset.facts.values():
        cited_by = citing(ruleset, (fact.id,))
        yield Entry(
            id=fact.id,
            shelf="fact",
            title=fact.title,
            text=fact.text,
            kind=fact.kind,
            words=fact.words,
            references=fact.references,
            see=(*pages(fact.see), *things("figure", fact.figures), *cited_by),
            figures=fact.figures,
            dispute=fact.dispute,
        )


def _figures(ruleset: Ruleset) -> Iterator[Entry]:
    for name, figure in ruleset.figures.items():
        about = (about_figure(ruleset, name), parts_of(ruleset, name))
        yield Entry(
            id=name,
            shelf="figure",
            title=figure.label,
            text=figure.meaning,
            kind="documented" if figure.sources else "invented",
            sources=figure.sources,
            references=figure.references,
            see=(*pages(about[0]), *about[1], *things("order", movers(ruleset).get(name, ()))),
            figures=(name,),
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
            see=pages(("mech_score",)),
        )

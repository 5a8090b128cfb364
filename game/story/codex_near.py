"""What stands near what, so that one page leads to another?

Read from the definitions: who makes a chip and in which generation, who lives in a region, which
orders move a figure, which pages explain it, which rest on a claim. A thing is a shelf and an id;
an empty shelf stands for whichever holds a page of that id.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

ABOUT = ("actor", "chip", "node", "region", "item")  # what a written page may describe
Thing = tuple[str, str]  # a shelf and an id: ("chip", "h100")


def pages(names: Iterable[str]) -> tuple[Thing, ...]:
    """Links to written pages or facts, of whichever shelf."""
    return tuple(("", name) for name in names)


def things(shelf_: str, ids: Iterable[str]) -> tuple[Thing, ...]:
    return tuple((shelf_, id_) for id_ in ids if id_)


def table(ruleset: Ruleset, shelf_: str) -> dict[str, object]:
    found: dict[str, object] = getattr(ruleset, f"{shelf_}s")
    return found


def near(ruleset: Ruleset, shelf_: str, id_: str) -> tuple[Thing, ...]:
    """Who makes it and in which generation, what it makes, where it is, who advises there."""
    chips, actors = ruleset.chips.values(), ruleset.actors.values()
    if shelf_ == "chip":
        chip = ruleset.chips[id_]
        like = things("chip", (chip.respec_of or "",))
        price = things("figure", (f"price.{id_}",))
        return (*things("actor", (chip.maker,)), *things("node", (chip.node,)), *like, *price)
    if shelf_ == "node":
        return things("chip", (chip.id for chip in chips if chip.node == id_))
    if shelf_ == "region":
        there = (actor.id for actor in actors if actor.region == id_)
        return things("actor", dict.fromkeys((ruleset.regions[id_].state, *there)))
    if shelf_ == "item":
        return things("order", _moving(ruleset, f"licence.{id_}."))
    actor = ruleset.actors[id_]
    advisers = (one.id for one in ruleset.advisors.values() if id_ in one.for_)
    return (
        *things("region", (actor.region,)),
        *things("actor", (actor.parent or "",)),
        *things("chip", (chip.id for chip in chips if chip.maker == id_)),
        *things("advisor", advisers),
    )


def parts_of(ruleset: Ruleset, name: str) -> tuple[Thing, ...]:
    """The things named in the name of a figure: the chip and the region of licence.h100.cn."""
    known = _by_id(ruleset)
    return tuple(thing for part in name.split(".")[1:] for thing in known.get(part, ()))


@lru_cache(maxsize=4)
def _by_id(ruleset: Ruleset) -> dict[str, list[Thing]]:
    """The things of each id."""
    found: dict[str, list[Thing]] = {}
    for shelf_ in ABOUT:
        for id_ in table(ruleset, shelf_):
            found.setdefault(id_, []).append((shelf_, id_))
    return found


def _moving(ruleset: Ruleset, beginning: str) -> list[str]:
    """The orders that move a figure whose name begins so."""
    moved = movers(ruleset).items()
    return list(
        dict.fromkeys(id_ for name, ids in moved if name.startswith(beginning) for id_ in ids)
    )


@lru_cache(maxsize=4)
def movers(ruleset: Ruleset) -> dict[str, list[str]]:
    """The orders that move each figure."""
    found: dict[str, list[str]] = {}
    for id_, order in ruleset.orders.items():
        for name in order.moves:
            found.setdefault(name, []).append(id_)
    return found


def citing(ruleset: Ruleset, sources: Iterable[str]) -> tuple[Thing, ...]:
    """The written pages that rest on one of these claims."""
    known = _cited(ruleset)
    return pages(dict.fromkeys(page for source in sources for page in known.get(source, ())))


@lru_cache(maxsize=4)
def _cited(ruleset: Ruleset) -> dict[str, list[str]]:
    """The written pages that rest on each claim."""
    found: dict[str, list[str]] = {}
    for page in ruleset.codex.values():
        for source in page.sources:
            found.setdefault(source, []).append(page.id)
    return found


def about_figure(ruleset: Ruleset, name: str) -> tuple[str, ...]:
    """The pages that explain a figure: those that name it, then those that name its family."""
    exact, families = _explained(ruleset)
    if name in exact:
        return tuple(exact[name])
    return tuple(families.get(name.rpartition(".")[0] or name, ()))


@lru_cache(maxsize=4)
def _explained(ruleset: Ruleset) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The pages that name each figure, and each family: `licence.h100` of licence.h100.cn."""
    exact: dict[str, list[str]] = {}
    families: dict[str, list[str]] = {}
    named = [
        *((page.id, page.figures) for page in ruleset.codex.values()),
        *((fact.id, fact.figures) for fact in ruleset.facts.values()),
    ]
    for id_, names in named:
        for name in names:
            exact.setdefault(name, []).append(id_)
            family = name
            while "." in family:
                family = family.rpartition(".")[0]
                known = families.setdefault(family, [])
                if id_ not in known:
                    known.append(id_)
    return exact, families

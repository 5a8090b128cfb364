"""Does every table that names all of a kind go on to do so, once a mod brings one more?

The equations read a number for each region, for each state and for each laboratory, and 0 for
whoever is not named. Which tables these are follows from what the base itself names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from game.content.definitions import BASE, Definition
from game.content.document import Path
from game.content.models import Actor, Coefficient, Model, Opening
from game.content.openable import OPENABLE
from game.errors import Problem

Definitions = Mapping[str, Mapping[str, Definition]]
Tables = Mapping[str, Mapping[str, Model]]


@dataclass(frozen=True)
class Group:
    """The ids of a kind: all of them, and those that the base brings."""

    kind: str  # "regions" or "actors"
    ids: tuple[str, ...]
    of_base: frozenset[str]


def check(definitions: Definitions, tables: Tables) -> list[Problem]:
    """Regions that a coefficient by region leaves out."""
    group = regions(definitions, tables)
    return [
        _problem(definitions, group, known, id_)
        for known, id_ in left_out(definitions, tables, group)
    ]


def regions(definitions: Definitions, tables: Tables) -> Group:
    """All regions."""
    return _group(definitions, tables, "regions", tuple(tables["regions"]))


def actors(definitions: Definitions, tables: Tables) -> Iterator[Group]:
    """States, and laboratories. Firms differ so much that a table names those that it is about."""
    known = [each for each in tables["actors"].values() if isinstance(each, Actor)]
    for kind in ("state", "lab"):
        ids = tuple(each.id for each in known if each.kind == kind)
        yield _group(definitions, tables, "actors", ids)


def _group(definitions: Definitions, tables: Tables, kind: str, ids: tuple[str, ...]) -> Group:
    found = definitions[kind]
    return Group(kind, ids, frozenset(id_ for id_ in ids if found[id_].owner == BASE))


def left_out(
    definitions: Definitions, tables: Tables, group: Group
) -> Iterator[tuple[Coefficient, str]]:
    """The coefficients of the base that name a whole group, each with whom it leaves out now."""
    for id_, known in tables["coefficients"].items():
        if isinstance(known, Coefficient) and isinstance(known.value, dict):
            definition = definitions["coefficients"][id_]
            if definition.owner == BASE and _names_all(_as_written(definition), group):
                yield from ((known, each) for each in group.ids if each not in known.value)


def _as_written(definition: Definition) -> frozenset[str]:
    """The keys of a table before any patch."""
    path: Path = (*definition.prefix, "value")
    values: Any = reduce(lambda inside, step: inside[step], path, definition.document.value)
    return frozenset(values) if isinstance(values, dict) else frozenset()


def _names_all(keys: frozenset[str], group: Group) -> bool:
    """Whether a table is one of a whole group; of regions, that it names some says so already."""
    if group.kind == "regions":
        return len(keys) > 1 and keys <= group.of_base
    return len(keys) > 1 and keys == group.of_base


def _problem(definitions: Definitions, group: Group, known: Coefficient, id_: str) -> Problem:
    """At whoever is left out; or, where the base brings it, at the table."""
    message, hint = said(known, id_)
    if definitions[group.kind][id_].owner == BASE:
        table = definitions["coefficients"][known.id]
        return table.problem("E316", ("value",), message, hint)
    return definitions[group.kind][id_].problem("E316", ("id",), message, hint)


def strangers(
    definitions: Definitions, tables: Tables, kind: str
) -> Iterator[tuple[str, str, list[str]]]:
    """Tables of the base by the ids of a kind: each key that is none of them, and the others."""
    ids = set(tables[kind])
    for id_, known in tables["coefficients"].items():
        if isinstance(known, Coefficient) and isinstance(known.value, dict):
            definition = definitions["coefficients"][id_]
            written = _as_written(definition) if definition.overlays else frozenset()
            if written and written <= ids:
                yield from ((id_, key, sorted(ids)) for key in known.value if key not in ids)


def said(known: Coefficient, id_: str) -> tuple[str, str]:
    """What is said of a gap in a table, and how to close it."""
    patch = f'{{patch: "base:{known.id}", set: {{value.{id_}: NUMBER}}}}'
    numbers = known.value.values() if isinstance(known.value, dict) else ()
    elsewhere = spread(numbers)
    message = f"the coefficient '{known.id}' has no value for '{id_}'"
    unit = f", in {known.unit}" if known.unit != "-" else ""
    return message, f"add to coefficients/: {patch}{unit}{elsewhere}"


def spread(numbers: Any) -> str:
    """Between what the numbers of the others lie."""
    found = sorted(numbers)
    if not found:
        return ""
    low, high = f"{found[0]:g}", f"{found[-1]:g}"
    return f"; elsewhere {low}" if low == high else f"; elsewhere {low} to {high}"


# --------------------------------------------------------------------------------- openings


def closed(definitions: Definitions, tables: Tables) -> Iterator[tuple[str, str, Opening]]:
    """Each array that the base opens in every region, where it opens at 0, and an opening of it."""
    group = regions(definitions, tables)
    by_array: dict[str, list[Opening]] = {}
    for each in tables["openings"].values():
        if isinstance(each, Opening) and "region" in _axes(each):
            by_array.setdefault(each.field, []).append(each)
    for array, openings in by_array.items():
        own = [each for each in openings if definitions["openings"][each.id].owner == BASE]
        named = frozenset().union(*(opened(each) for each in openings))
        if own and not EVERYWHERE & named and group.of_base <= named:
            yield from ((array, id_, own[0]) for id_ in group.ids if id_ not in named)


def _axes(opening: Opening) -> tuple[str, ...]:
    known = OPENABLE.get(opening.field)
    return known.axes if known else ()


EVERYWHERE = frozenset("*")


def opened(opening: Opening) -> frozenset[str]:
    """The regions that an opening names; all of them where it is one number."""
    level = [opening.values]
    for axis in _axes(opening):
        if any(not isinstance(each, dict) for each in level):
            return EVERYWHERE
        if axis == "region":
            return frozenset(key for each in level for key in each)
        level = [inside for each in level for inside in each.values()]
    return frozenset()

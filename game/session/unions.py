"""How does an effect on the regions of a union read?

Europe is several regions and one chair. What moves them all alike is told of the union; what moves
one of them, with what the union's own figure makes of it, to whoever sits in that chair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from game.session.sight import Sight
from game.world.figures import Reader, bindings
from game.world.state import Array


class Moved(NamedTuple):
    """One figure that an effect moves, and what that makes of the figure of its union."""

    name: str
    amount: float
    whole: str = ""  # empty where there is no more to say
    of_whole: float = 0.0


def moved(sight: Sight, amounts: Mapping[str, float]) -> list[Moved]:
    """What some additions to figures come to, the regions of a union together."""
    found, told = [], set()
    for name, amount in amounts.items():
        whole = union_of(sight, name)
        if whole in told:
            continue
        parts = regions_of(sight, whole) if whole else ()
        alike = parts and all(amounts.get(part) == amount for part in parts)
        if not alike:
            found.append(_with_whole(sight, name, amount, whole))
            continue
        told.add(whole)
        found.append(Moved(whole, _of_whole(sight, whole, dict.fromkeys(parts, amount))))
    return found


def union_of(sight: Sight, name: str) -> str:
    """The figure of the union that takes in a region's; empty where there is none."""
    head, _, place = name.rpartition(".")
    region = sight.ruleset.regions.get(place)
    whole = f"{head}.{region.state}" if region else ""
    return whole if whole in sight.ruleset.figures else ""


def regions_of(sight: Sight, whole: str) -> tuple[str, ...]:
    """The figures of the regions that a union's figure takes in."""
    head, _, owner = whole.rpartition(".")
    regions = sight.ruleset.regions.values()
    return tuple(f"{head}.{region.id}" for region in regions if region.state == owner)


def _with_whole(sight: Sight, name: str, amount: float, whole: str) -> Moved:
    """An effect on one region, and on its union where that is the chair of the reader."""
    if not whole or not whole.endswith(f".{sight.seat}"):
        return Moved(name, amount)
    of_whole = _of_whole(sight, whole, {name: amount})
    return (
        Moved(name, amount, whole, of_whole)
        if sight.tells(whole, of_whole)
        else Moved(name, amount)
    )


def _of_whole(sight: Sight, whole: str, amounts: Mapping[str, float]) -> float:
    """By how much a union's figure moves when figures of its regions do: read as it always is."""
    arrays: dict[str, Array] = {}
    for name, amount in amounts.items():
        place = bindings(sight.ruleset)[name]
        array = arrays.setdefault(place.array, getattr(sight.world, place.array).copy())
        array[place.index] += amount
    after = Reader(sight.ruleset, replace(sight.world, **arrays), sight.seat)
    return float(after(whole)[0]) - sight.value(whole)

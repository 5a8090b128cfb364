"""Which places may something be promised to, and in which row of `pending` does it wait?

What the stages order ahead, and every lasting or delayed effect of content. The rows are the same
in every world and in every save of the same content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.world.figures import ME, Binding, bindings, bound

if TYPE_CHECKING:
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset
    from game.world.state import Floats, Ints, World


@lru_cache(maxsize=8)
def targets(ruleset: Ruleset) -> dict[str, int]:
    """Places that anything may change later, named `array[ids]`, with their row in `pending`."""
    found = set(_built(ruleset))
    for seats, outcome in _lasting(ruleset):
        for name in (*outcome.add, *outcome.set):
            binding = bindings(ruleset)[name]
            for seat in seats if ME in binding.index else ("",):
                found.add(target_name(binding, seat))
    return {name: row for row, name in enumerate(sorted(found))}


def _built(ruleset: Ruleset) -> Iterator[str]:
    """What the stages themselves order ahead: fabs, machines to print with, and power."""
    for foundry in ("tsmc", "smic", "texas_instruments"):
        yield from (f"wafers[{foundry},{node}]" for node in ruleset.axis("node"))
    yield from ("euv_tools[tsmc]", "euv_tools[smic]", "duv_tools[smic]")
    yield from ("packaging[tsmc]", "hbm[memory_makers]")
    for region in ruleset.axis("region"):
        yield from (f"power_mw[{region}]", f"gas_mw[{region}]")


def _lasting(ruleset: Ruleset) -> Iterator[tuple[tuple[str, ...], Effect]]:
    """Every effect of content that brings something later, with the seats it may befall."""
    for order in ruleset.orders.values():
        for effect in order.effects:
            if effect.after or effect.for_:
                yield tuple(order.seats), effect
    yield from ruleset.lasting
    for line in ruleset.scripts.values():
        if line.effect is not None and (line.effect.after or line.effect.for_):
            yield (line.actor,), line.effect


def target_name(binding: Binding, seat: str) -> str:
    """The row of `pending` in which a later change to this place waits."""
    place = ",".join(seat if label == "me" else label for label in binding.labels)
    return f"{binding.array}[{place}]" if place else binding.array


@lru_cache(maxsize=8)
def target_bindings(ruleset: Ruleset) -> tuple[Binding, ...]:
    """The binding of each row of `pending`, with the bounds of the figure first declared there."""
    bounds: dict[tuple[str, tuple[str, ...]], tuple[float | None, float | None]] = {}
    for binding in bindings(ruleset).values():
        if not binding.derived and ME not in binding.index:
            bounds.setdefault((binding.array, binding.labels), (binding.low, binding.high))
    for binding in bindings(ruleset).values():
        if not binding.derived and binding.index == (ME,):
            for actor in ruleset.axis("actor"):
                bounds.setdefault((binding.array, (actor,)), (binding.low, binding.high))
    found = []
    for name in targets(ruleset):
        place = bound(ruleset, name, None, None)
        low, high = bounds.get((place.array, place.labels), (0.0, None))
        found.append(replace(place, low=low, high=high))
    return tuple(found)


def wafers_coming(ruleset: Ruleset, w: World) -> Floats:
    """(actor, node, worlds): lines ordered and not yet open, whoever pays for them."""
    rows_, places_ = _lines_coming(ruleset)
    coming = np.zeros(w.wafers.shape)
    coming[places_] = w.pending[rows_].sum(axis=1)
    return coming


def wafers_coming_of(ruleset: Ruleset, w: World, who: int, node: int) -> Floats:
    """The same of one actor and node."""
    rows_, (actors, nodes) = _lines_coming(ruleset)
    there = rows_[(actors == who) & (nodes == node)]
    coming: Floats = w.pending[there].sum(axis=1).sum(axis=0)
    return coming


@lru_cache(maxsize=8)
def _lines_coming(ruleset: Ruleset) -> tuple[Ints, tuple[Ints, Ints]]:
    """In which rows of `pending` lines wait, and of which foundry and node they are."""
    found = [
        (targets(ruleset)[name], a, n)
        for a, actor in enumerate(ruleset.axis("actor"))
        for n, node in enumerate(ruleset.axis("node"))
        if (name := f"wafers[{actor},{node}]") in targets(ruleset)
    ]
    row, actors, nodes = np.array(found).T
    return row, (actors, nodes)

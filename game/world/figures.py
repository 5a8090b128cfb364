"""How is a named figure read from the world, and how does an effect write it?

Content declares a figure's name and the array it reads (`read: licence[h100,cn]`); this file turns
that into indices once and reads or writes it for all worlds at once. It holds no rule: what an
effect is worth is for the engine to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.world.derived import DERIVED
from game.world.state import FIELDS, Array, Floats, World

if TYPE_CHECKING:
    from game.content.models.story import Effect
    from game.content.ruleset import Ruleset

_READ = re.compile(r"^([a-z0-9_]+)(?:\[([a-z0-9_, ]+)\])?$")
ME = -1


@dataclass(frozen=True)
class Binding:
    """Where a figure lives: an array and the place in it; ME stands for whoever asks."""

    array: str
    index: tuple[int, ...]
    labels: tuple[str, ...]
    derived: bool
    low: float | None = None
    high: float | None = None

    def at(self, me: int) -> tuple[int, ...]:
        """The place in the array for the actor `me`."""
        return tuple(me if i == ME else i for i in self.index)


@lru_cache(maxsize=8)
def bindings(ruleset: Ruleset) -> dict[str, Binding]:
    """Every declared figure, bound to its array. Raises ValueError when content names no array."""
    return {name: _bind(ruleset, f.read, f.low, f.high) for name, f in ruleset.figures.items()}


def _bind(ruleset: Ruleset, read: str, low: float | None, high: float | None) -> Binding:
    match = _READ.match(read)
    if match is None:
        raise ValueError(f"'{read}' is not of the form array[place, place]")
    name, inside = match.group(1), match.group(2)
    derived = name in DERIVED
    if not derived and name not in FIELDS:
        raise ValueError(f"there is no array '{name}' in the world")
    axes = DERIVED[name][0] if derived else FIELDS[name]["axes"]
    labels = [part.strip() for part in inside.split(",")] if inside else []
    if len(labels) != len(axes):
        raise ValueError(f"'{read}': the array '{name}' has the axes {axes}")
    index = tuple(
        ME if label == "me" else ruleset.index(axis, label)
        for axis, label in zip(axes, labels, strict=True)
    )
    return Binding(name, index, tuple(labels), derived, low, high)


class Reader:
    """Reads figures by name for one seat; each derived array is worked out once.

    Calling it gives an array of shape (worlds,), float64. Besides figures it knows the story's
    memory, `taken.STORYLET.CHOICE` and `seen.STORYLET`, and `was.NAME` when it is given the world
    of a quarter ago. Raises KeyError for an unknown name.
    """

    def __init__(
        self, ruleset: Ruleset, world: World, seat: str | None = None, before: World | None = None
    ) -> None:
        self._ruleset = ruleset
        self._world = world
        self._seat = seat
        self._me = ruleset.index("actor", seat) if seat else 0
        self._before = Reader(ruleset, before, seat) if before is not None else None
        self._derived: dict[str, Floats] = {}

    def __call__(self, name: str) -> Floats:
        binding = bindings(self._ruleset).get(name)
        if binding is not None:
            return self._read(binding)
        head, _, rest = name.partition(".")
        if head == "was" and self._before is not None:
            return self._before(rest)
        if head == "taken":
            storylet, _, choice = rest.rpartition(".")
            index = self._ruleset.choices.index((storylet, choice))
            return self._remembered(self._world.story_took[index])
        if head == "seen":
            return self._remembered(self._world.story_seen[self._ruleset.index("storylet", rest)])
        raise KeyError(name)

    def _read(self, binding: Binding) -> Floats:
        source: Array
        if binding.derived:
            if binding.array not in self._derived:
                compute = DERIVED[binding.array][1]
                self._derived[binding.array] = compute(self._ruleset, self._world)
            source = self._derived[binding.array]
        else:
            source = getattr(self._world, binding.array)
        value = source[binding.at(self._me)] if binding.index else source
        return value.astype(np.float64)

    def _remembered(self, by_seat: Array) -> Floats:
        """1 where the reading seat has lived it."""
        if self._seat not in self._ruleset.axis("seat"):
            return np.zeros(self._world.width)
        mine = by_seat[self._ruleset.index("seat", str(self._seat))]
        return (mine >= 0).astype(np.float64)


def write(
    ruleset: Ruleset, world: World, name: str, me: int, value: Floats, mask: Array, how: str
) -> Floats:
    """Add to or set a figure where `mask` holds, within its bounds; returns what was added."""
    binding = bindings(ruleset)[name]
    if binding.derived:
        raise ValueError(f"'{name}' follows from other figures and cannot be written")
    old = getattr(world, binding.array)[binding.at(me)].astype(np.float64)
    return write_at(world, binding, me, value if how == "set" else old + value, mask)


def write_at(world: World, binding: Binding, me: int, new: Floats, mask: Array) -> Floats:
    """Put `new`, clipped to the figure's bounds, where `mask` holds; returns what was added."""
    target = getattr(world, binding.array)
    place = binding.at(me)
    old = target[place].copy()
    if binding.low is not None:
        new = np.maximum(new, binding.low)
    if binding.high is not None:
        new = np.minimum(new, binding.high)
    if target.dtype.kind == "i":
        new = np.rint(new)
    target[place] = np.where(mask, new, old).astype(target.dtype)
    difference: Floats = (target[place] - old).astype(np.float64)
    return difference


@lru_cache(maxsize=8)
def targets(ruleset: Ruleset) -> dict[str, int]:
    """Places that anything may change later, named `array[ids]`, with their row in `pending`."""
    found: set[str] = set()
    for seats, outcome in effects(ruleset):
        if not (outcome.after or outcome.for_):
            continue
        for name in (*outcome.add, *outcome.set):
            binding = bindings(ruleset)[name]
            for seat in seats if ME in binding.index else ("",):
                found.add(target_name(binding, seat))
    return {name: row for row, name in enumerate(sorted(found))}


def effects(ruleset: Ruleset) -> Iterator[tuple[tuple[str, ...], Effect]]:
    """Every outcome that content can bring about, with the seats it may befall."""
    for order in ruleset.orders.values():
        for effect in order.effects:
            yield tuple(order.seats), effect
    for storylet in ruleset.storylets.values():
        for choice in storylet.choices:
            for outcome in (choice.win, choice.lose):
                if outcome is not None:
                    yield tuple(storylet.seats), outcome


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
        bound = _bind(ruleset, name, None, None)
        low, high = bounds[bound.array, bound.labels]
        found.append(replace(bound, low=low, high=high))
    return tuple(found)

"""How is a named figure read from the world, and how does an effect write it?

Content declares a figure's name and the array it reads (`read: licence[h100,cn]`); this file turns
that into indices once and reads or writes it for all worlds at once. It holds no rule: what an
effect is worth is for the engine to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

import numpy as np

from game.world.axes import shape_of
from game.world.derived import DERIVED, OF_ONE, SELDOM
from game.world.state import FIELDS, Array, Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

_READ = re.compile(r"^([a-z0-9_]+)(?:\[([a-z0-9_, ]+)\])?$")
ME = -1
Kept = dict[str, dict[tuple[int, ...], Any]]  # what was read of each array, by the place in it
CALENDAR = frozenset({"quarter", "turn"})  # arrays that are the same in every world of a batch


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
        if ME not in self.index:
            return self.index
        return tuple(me if i == ME else i for i in self.index)


@lru_cache(maxsize=8)
def bindings(ruleset: Ruleset) -> dict[str, Binding]:
    """Every declared figure, bound to its array. Raises ValueError when content names no array."""
    return {name: bound(ruleset, f.read, f.low, f.high) for name, f in ruleset.figures.items()}


def bound(ruleset: Ruleset, read: str, low: float | None, high: float | None) -> Binding:
    """A place written `array[ids]`, with the bounds of what stands there; raises ValueError."""
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


class Place(NamedTuple):
    """Where one seat finds a figure."""

    array: str
    at: tuple[int, ...]
    derived: bool


@lru_cache(maxsize=256)
def _places(ruleset: Ruleset, me: int) -> dict[str, Place]:
    """What has been found for an actor so far, by the name of the figure."""
    return {}


def place_of(ruleset: Ruleset, me: int, name: str) -> Place | None:
    """Where `me` finds a figure, or None when there is none of this name."""
    known, binding = _places(ruleset, me), bindings(ruleset).get(name)
    if name not in known and binding is not None:
        known[name] = Place(binding.array, binding.at(me), binding.derived)
    return known.get(name)


class Reader:
    """Reads figures by name for one seat; each derived array is worked out once.

    Calling it gives an array of shape (worlds,), float64. Besides figures it knows the story's
    memory, `taken.STORYLET.CHOICE` and `seen.STORYLET`, `was.NAME` when it is given the world of a
    quarter ago or its figures (`was`), and `ago.NAME` when it is given the figures of a year ago;
    one that is not among them has not moved. Readers of a world that stands still may share what
    they have read, in `kept`; nobody may write into what they give. When there are `few` of them,
    nothing is worked out for all actors where one will do. Derived arrays that are `fixed` are not
    worked out anew.
    Raises KeyError for an unknown name.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        world: World,
        seat: str | None = None,
        before: World | None = None,
        kept: Kept | None = None,
        ago: Mapping[str, float] | None = None,
        few: bool = False,
        fixed: Mapping[str, Array] | None = None,
        was: Mapping[str, float] | None = None,
    ) -> None:
        self._ruleset = ruleset
        self._fixed = fixed or {}
        self._world = world
        self._seat = seat
        self._me = ruleset.index("actor", seat) if seat else 0
        self._before = Reader(ruleset, before, seat) if before is not None else None
        self._kept_of = {"was": was, "ago": ago}
        self._places = _places(ruleset, self._me)
        self._derived: Kept = {} if kept is None else kept
        self._kept = kept
        self._few = few or kept is None

    def __call__(self, name: str) -> Floats:
        place = self._places.get(name) or place_of(self._ruleset, self._me, name)
        if place is None:
            return self._other(name)
        if self._kept is None:
            return self.at(place).astype(np.float64)
        known = self._kept.setdefault(place.array, {})
        value: Floats | None = known.get(place.at)
        if value is None:
            value = known[place.at] = self.at(place).astype(np.float64, copy=False)
        return value

    def brief(self, name: str) -> Floats | float:
        """The same, but one number for the date, which all worlds of a batch share."""
        value = self(name)
        place = self._places.get(name)
        return float(value[0]) if place is not None and place.array in CALENDAR else value

    def first(self, name: str) -> float:
        """The same in the first world alone."""
        place = self._places.get(name) or place_of(self._ruleset, self._me, name)
        if place is None:
            return float(self(name)[0])
        return float(self._source(place)[(*place.at, 0)])

    def _other(self, name: str) -> Floats:
        """What is no figure: last quarter's, last year's, or what the seat has lived."""
        head, _, rest = name.partition(".")
        if head == "was" and self._before is not None:
            return self._before(rest)
        if (past := self._kept_of.get(head)) is not None:
            return np.full(self._world.width, past[rest]) if rest in past else self(rest)
        if head == "taken":
            return self._remembered(self._world.story_took[self._ruleset.index("choice", rest)])
        if head == "seen":
            return self._remembered(self._world.story_seen[self._ruleset.index("storylet", rest)])
        raise KeyError(name)

    def at(self, place: Place) -> Array:
        """The figure that stands there, as it is stored or worked out."""
        if place.array in self._fixed:
            return cast(Array, self._fixed[place.array][place.at])
        if place.array not in OF_ONE or not (self._few or place.array in SELDOM):
            return cast(Array, self._source(place)[place.at])
        known = self._derived.setdefault(place.array, {})
        if place.at not in known:  # nobody else will ask
            known[place.at] = OF_ONE[place.array](self._ruleset, self._world, *place.at)
        return cast(Array, known[place.at])

    def _source(self, place: Place) -> Array:
        """The array that holds the figure, worked out when it is first asked for if it must be."""
        if not place.derived:
            return cast(Array, getattr(self._world, place.array))
        return _whole(self._ruleset, self._world, place.array, self._derived)

    def _remembered(self, by_chair: Array) -> Floats:
        """1 where the reading seat has lived it."""
        if self._seat not in self._ruleset.axis("chair"):
            return np.zeros(self._world.width)
        mine = by_chair[self._ruleset.index("chair", str(self._seat))]
        return (mine >= 0).astype(np.float64)


def _whole(ruleset: Ruleset, world: World, array: str, kept: Kept) -> Array:
    """A derived array, worked out when it is first asked for."""
    known = kept.setdefault(array, {})
    if () not in known:  # the place of the whole array
        known[()] = DERIVED[array][1](ruleset, world)
    return cast(Array, known[()])


def gather(
    ruleset: Ruleset,
    world: World,
    names: tuple[str, ...],
    seat: str | None = None,
    out: Floats | None = None,
    kept: Kept | None = None,
) -> Floats:
    """Many figures as one seat finds them, shape (names, worlds): one look-up for each array.

    `kept` is shared with the readers of a world that stands still.
    """
    known = {} if kept is None else kept
    found = np.empty((len(names), world.width)) if out is None else out
    me = ruleset.index("actor", seat) if seat else 0
    for array, derived, pieces in _gathering(ruleset, names, me):
        source: Array = (
            getattr(world, array) if not derived else _whole(ruleset, world, array, known)
        )
        flat = source.reshape(-1, world.width)
        for rows, cells in pieces:
            found[rows] = flat[cells]
    return found


@lru_cache(maxsize=64)
def _gathering(
    ruleset: Ruleset, names: tuple[str, ...], me: int
) -> list[tuple[str, bool, list[tuple[slice, slice]]]]:
    """Array by array: its name, whether it is derived, the rows to fill from which cells."""
    groups: dict[tuple[str, bool], list[tuple[slice, slice]]] = {}
    for row, name in enumerate(names):
        place = place_of(ruleset, me, name)
        if place is None:
            raise KeyError(name)
        axes = DERIVED[place.array][0] if place.derived else FIELDS[place.array]["axes"]
        shape = shape_of(axes, ruleset)
        cell = int(np.ravel_multi_index(place.at, shape)) if shape else 0
        pieces = groups.setdefault((place.array, place.derived), [])
        if pieces and (pieces[-1][0].stop, pieces[-1][1].stop) == (row, cell):  # one run
            rows, cells = pieces.pop()
            pieces.append((slice(rows.start, row + 1), slice(cells.start, cell + 1)))
        else:
            pieces.append((slice(row, row + 1), slice(cell, cell + 1)))
    return [(array, derived, pieces) for (array, derived), pieces in groups.items()]


class Bounded(Protocol):
    """Whatever says between which bounds a figure stays; None is no bound."""

    @property
    def low(self) -> float | None: ...

    @property
    def high(self) -> float | None: ...


def put(row: Array, bounds: Bounded, new: Any, mask: Array) -> None:
    """Put `new`, an array or one number, clipped to the figure's bounds, where `mask` holds."""
    if bounds.low is not None:
        new = np.maximum(new, bounds.low)
    if bounds.high is not None:
        new = np.minimum(new, bounds.high)
    if row.dtype.kind == "i":
        new = np.rint(new)
    np.copyto(row, new, casting="unsafe", where=mask)

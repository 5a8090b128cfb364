"""How is a saved world read back?

A save names the ids along every axis of the state, so that content may move under it: things that
have moved keep their values, and numbers that point at a place on an axis follow it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from game.world.axes import axis_ids, shape_of
from game.world.state import FIELDS, Array, World

_EXACT = 2.0**62  # greater whole numbers are none that an array of them can hold

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def from_lane(
    lane: Mapping[str, Any],
    ruleset: Ruleset,
    width: int = 2,
    axes: Mapping[str, Sequence[str]] | None = None,
    fresh: World | None = None,
) -> World:
    """Read a saved world back, `width` equal lanes wide.

    `axes` are the ids under which it was saved (see `axes_of`): things that have since moved
    keep their values, new ones start fresh, vanished ones are dropped. An array that the game
    did not have when it was saved is taken from `fresh`, the opening of the scenario.
    Raises ValueError when an array is missing or does not fit, or its numbers do not.
    """
    values = {}
    for name, spec in FIELDS.items():
        if name not in lane and fresh is not None:
            values[name] = np.repeat(getattr(fresh, name)[..., :1], width, axis=-1)
            continue
        if name not in lane:
            raise ValueError(f"array '{name}' is missing")
        saved = np.asarray(lane[name])
        one = saved.astype(spec["kind"])
        if one.itemsize < saved.itemsize and not np.array_equal(one, saved):
            raise ValueError(f"array '{name}' holds numbers that are too large")
        if axes is not None:
            one = _realign(one, spec, axes, ruleset)
        shape = shape_of(spec["axes"], ruleset)
        if one.shape != shape:
            raise ValueError(f"array '{name}' has shape {one.shape}, expected {shape}")
        values[name] = np.repeat(one[..., None], width, axis=-1)
    return World(**values)


def at_once(
    lane: Mapping[str, Any], ruleset: Ruleset, width: int = 2, like: World | None = None
) -> World | None:
    """The world of `from_lane`, read at one stroke; None when the lane is not plain enough for it.

    It is plain when it was saved under the same axes, as lists of numbers or as arrays. What it
    lacks is as in `like`, and is shared with it.
    """
    values: dict[str, Array] = dict(vars(like)) if like else {}
    numbers: dict[type, list[Any]] = {np.float64: [], np.int64: []}
    spans: dict[str, tuple[type, int, tuple[int, ...]]] = {}
    for name, (kind, shape) in _laid_out(ruleset).items():
        if name not in lane:
            if like is None:
                return None
            continue
        value = lane[name]
        if isinstance(value, np.ndarray):
            one = _narrowed(value, kind)
            if one is None or one.shape != shape:
                return None
            values[name] = np.repeat(one[..., None], width, axis=-1)
            continue
        if kind not in numbers:
            return None
        spans[name] = kind, len(numbers[kind]), shape
        if not _strung(value, shape, numbers[kind]):
            return None
    strings = {kind: _string(found, kind, width) for kind, found in numbers.items()}
    for name, (kind, start, shape) in spans.items():
        string = strings[kind]
        if string is None:
            return None
        length = prod(shape)
        values[name] = string[start : start + length].reshape(*shape, width)
    return World(**values)


@lru_cache(maxsize=8)
def _laid_out(ruleset: Ruleset) -> dict[str, tuple[type, tuple[int, ...]]]:
    """The kind and the shape of every array."""
    return {name: (spec["kind"], shape_of(spec["axes"], ruleset)) for name, spec in FIELDS.items()}


def _narrowed(saved: Array, kind: type) -> Array | None:
    """An array in the kind in which the world holds it, if that loses nothing."""
    if saved.dtype.kind not in ("if" if kind is np.float64 else "i"):
        return None
    one: Array = saved.astype(kind)
    return one if one.itemsize >= saved.itemsize or np.array_equal(one, saved) else None


def _strung(value: Any, shape: tuple[int, ...], into: list[Any]) -> bool:
    """Put the numbers of a nested list at the end of a list; whether it has the shape."""
    if not shape:
        into.append(value)
        return True
    if not isinstance(value, list) or len(value) != shape[0]:
        return False
    if len(shape) == 1:
        into += value
        return True
    rows = {(type(row), len(row) if isinstance(row, list) else 0) for row in value}
    if len(shape) > 2 or not rows <= {(list, shape[1])}:
        return False
    into += chain.from_iterable(value)
    return True


def _string(numbers: list[Any], kind: type, width: int) -> Array | None:
    """Numbers of one kind as an array of lanes; None when one of them is something else."""
    kinds = set(map(type, numbers))
    if not kinds <= ({int, float} if kind is np.float64 else {int}):
        return None
    try:
        found: Array = np.array(numbers, kind)
    except OverflowError:
        return None
    if kind is np.float64 and int in kinds and not np.abs(found).max() < _EXACT:
        return None
    return np.repeat(found[:, None], width, axis=1)


def axes_of(ruleset: Ruleset) -> dict[str, list[str]]:
    """The ids along every axis of the state: what a save must name to be read in twenty years."""
    names = sorted({axis for spec in FIELDS.values() for axis in spec["axes"]})
    return {name: list(axis_ids(name, ruleset)) for name in names}


def _realign(
    one: Array, spec: Mapping[str, Any], axes: Mapping[str, Sequence[str]], ruleset: Ruleset
) -> Array:
    """Move the values of a saved array to where its ids stand now."""
    for position, axis in enumerate(spec["axes"]):
        saved = list(axes.get(axis, ()))
        now = list(axis_ids(axis, ruleset))
        if saved == now:
            continue
        if one.ndim <= position or one.shape[position] != len(saved):
            raise ValueError(f"axis '{axis}' is {len(saved)} long in the save, the array is not")
        place = {name: index for index, name in enumerate(saved)}
        shape = list(one.shape)
        shape[position] = len(now)
        moved = np.full(shape, spec["start"], spec["kind"])
        kept = [(new, place[name]) for new, name in enumerate(now) if name in place]
        if kept:
            new, old = (list(column) for column in zip(*kept, strict=True))
            cut: list[Any] = [slice(None)] * one.ndim
            cut[position] = new
            moved[tuple(cut)] = np.take(one, old, axis=position)
        one = moved
    if spec["axes"][:1] == ("chair",) and "storylet" in axes:
        one = _renumber(one, spec, axes, ruleset)
    return one


def _renumber(
    one: Array, spec: Mapping[str, Any], axes: Mapping[str, Sequence[str]], ruleset: Ruleset
) -> Array:
    """Arrays whose values are positions on an axis (scenes, answers): follow the ids."""
    axis = spec["unit"]
    if axis not in ("storylet", "choice") or list(axes[axis]) == list(axis_ids(axis, ruleset)):
        return one
    now = {name: index for index, name in enumerate(axis_ids(axis, ruleset))}
    table = np.array([now.get(name, -1) for name in axes[axis]] + [-1], np.int64)
    return table[one]

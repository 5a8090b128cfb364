"""How is a saved world read back?

A save names the ids along every axis of the state, so that content may move under it: things that
have moved keep their values, and numbers that point at a place on an axis follow it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from game.world.state import FIELDS, Array, World, axis_ids, shape_of

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
    if spec["axes"][:1] == ("seat",) and "storylet" in axes:
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

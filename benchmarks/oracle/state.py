"""What is one world, without numpy?

The arrays of game/world/state.py as nested dicts: a place on an axis is an id, and only what is
numbered (lags, slots) stands in lists. Units and meanings of every field are told there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from game.world.axes import LAGS, NUMBERED, axis_ids
from game.world.state import FIELDS

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

NUMBER = (int, float)
Plain = dict[str, Any]  # an array as nested lists, as World.lane gives it


class Lane(SimpleNamespace):
    """One world: `cash_usd["tsmc"]` is an int, `licence["h100"]["cn"]` and `rush` are floats."""

    def column(self, quarters: int) -> int:
        """Where `pending` keeps what is due in so many quarters."""
        turn: int = self.turn
        return (turn + quarters) % LAGS

    def copy(self) -> Lane:
        """An independent copy."""
        return Lane(**{name: _copied(values) for name, values in vars(self).items()})


def from_lists(ruleset: Ruleset, lists: Mapping[str, Any]) -> Lane:
    """Read what `World.lane` gives."""
    return Lane(
        **{name: _named(lists[name], spec["axes"], ruleset) for name, spec in FIELDS.items()}
    )


def to_lists(lane: Lane) -> Plain:
    """What `World.lane` would give."""
    return {name: _listed(getattr(lane, name)) for name in FIELDS}


def _named(values: Any, axes: Sequence[str], ruleset: Ruleset) -> Any:
    """Nested lists with ids in the place of indices."""
    if not axes:
        return values
    inside = [_named(value, axes[1:], ruleset) for value in values]
    if axes[0] in NUMBERED:
        return inside
    return dict(zip(axis_ids(axes[0], ruleset), inside, strict=True))


def _listed(values: Any) -> Any:
    """Nested lists again; dicts keep the order of their axis."""
    if isinstance(values, dict):
        return [_listed(value) for value in values.values()]
    if isinstance(values, list):
        return [_listed(value) for value in values]
    return values


def _copied(values: Any) -> Any:
    """A copy of a number, or of nested dicts and lists of numbers."""
    if not isinstance(values, dict):
        return values.copy() if isinstance(values, list) else values
    if isinstance(next(iter(values.values())), NUMBER):
        return values.copy()
    return {key: _copied(value) for key, value in values.items()}

"""Which stored arrays does a derived figure follow from?

Found out by looking: the figure is worked out on a world that remembers what was asked of it. The
answer is the same in every world of a ruleset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from game.world.derived import DERIVED
from game.world.state import FIELDS, Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def watched(ruleset: Ruleset, world: World, derived: str) -> tuple[Floats, frozenset[str]]:
    """A derived array, and the stored arrays that it was worked out from."""
    watcher = _Watcher(world)
    values = DERIVED[derived][1](ruleset, cast(World, watcher))
    return values, frozenset(watcher.seen)


class _Watcher:
    """A world that remembers which of its arrays were looked at."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.seen: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        if name in FIELDS:
            self.seen.add(name)
        return getattr(self._world, name)

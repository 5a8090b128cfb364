"""What has been made of this very object before?

Files that did not change are not read twice, so that whoever reads the content again meets the same
objects: what was made of one of them is kept beside it. Only for what nobody changes.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

KEPT = 1 << 14  # the base game has some four thousand definitions


class Beside:
    """What was made of objects, until there are too many of them."""

    def __init__(self) -> None:
        # The object is kept too: as long as it is here, no other one can have its number.
        self._kept: dict[tuple[int, Hashable], tuple[Any, Any]] = {}

    def of(self, held: Any, kind: Hashable = None) -> Any:
        """What was made of an object, of some kind, or None."""
        found = self._kept.get((id(held), kind))
        return None if found is None else found[1]

    def keep(self, held: Any, made: Any, kind: Hashable = None) -> Any:
        """Keep what was made, and give it back."""
        if len(self._kept) >= KEPT:
            self._kept = {}
        self._kept[id(held), kind] = held, made
        return made

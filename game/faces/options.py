"""What did the player ask for on the command line?

One frozen value that every face is started with. Reads no argument and loads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.chosen import Chosen


@dataclass(frozen=True, slots=True)
class PlayOptions:
    """A game to start or to load; None means: not said, the face may ask or take the default."""

    scenario: str | None = None
    seat: str | None = None
    seed: int | None = None
    difficulty: str | None = None
    lang: str = "en"
    mods: tuple[str, ...] = ()
    save: str | None = None  # a save to load: a name, a path or "latest"
    choice: Chosen | None = None  # the player's own choice of mods, when `mods` comes from there
    bare: bool = False  # load a save without its mods: what is theirs is set apart
    watch: bool = False  # read the content again when its files change

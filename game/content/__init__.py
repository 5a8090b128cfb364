"""What may exist in the game: files become frozen, cross-checked definitions.

`load()` gives the ruleset; `game.content.check` says what is wrong with the files.
"""

from __future__ import annotations

from game.content.expressions import Expression
from game.content.loader import load
from game.content.ruleset import ModInfo, Ruleset
from game.content.words import Words

__all__ = ["Expression", "ModInfo", "Ruleset", "Words", "load"]

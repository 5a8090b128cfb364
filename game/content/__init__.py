"""What may exist in the game: files become frozen, cross-checked definitions.

`load()` gives the ruleset; `game.content.check` says what is wrong with the files. What is named
here is imported when it is first asked for, so that a glance at the folders costs no pydantic.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.content.cache import load
    from game.content.expressions import Expression
    from game.content.ruleset import ModInfo, Ruleset
    from game.content.words import Words

__all__ = ["Expression", "ModInfo", "Ruleset", "Words", "load"]

_HOMES = {
    "Expression": "expressions",
    "ModInfo": "ruleset",
    "Ruleset": "ruleset",
    "Words": "words",
    "load": "cache",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

"""How does a module name another one that few starts need, without reading it?

`x = later("game.a.x")` beside `if TYPE_CHECKING: from game.a import x` reads the module when it is
first asked for something. What every start needs is imported as usual.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Later:
    """Stands for a module until somebody asks something of it, and answers as it would."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, what: str) -> Any:
        return getattr(import_module(self._name), what)

    def __repr__(self) -> str:
        return f"<the module {self._name}, later>"


def later(name: str) -> Any:
    """What stands for a module that is read when it is first asked for something."""
    return _Later(name)

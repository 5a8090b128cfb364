"""Which field of a definition does a dotted path name?

Names of figures hold dots themselves, so that a path is read against the data; items of a list go
by their id, or by their place. Nothing is changed here.
"""

from __future__ import annotations

from typing import Any

from game.content.document import Path


class PatchError(Exception):
    """One instruction of a patch that cannot be followed."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def resolve(data: Any, dotted: str) -> tuple[Path, str]:
    """The path that a dotted path names, and the rest of it that does not exist.

    Names of figures hold dots themselves, so the longest key that exists is taken.
    """
    if dotted in ("", "id"):
        raise PatchError("E706", f"'{dotted}' is not a field that a patch can name", "")
    parts = dotted.split(".")
    path: tuple[str | int, ...] = ()
    while parts:
        found = _inside(data, parts)
        if found is None:
            return path, ".".join(parts)
        step, used = found
        data = data[step]
        path = (*path, step)
        parts = parts[used:]
    return path, ""


def way_to(data: Any, dotted: str) -> Path | None:
    """The path of a field that a dotted path names, or None when it is not there."""
    path, rest = resolve(data, dotted)
    return None if rest else path


def named_way(data: Any, dotted: str) -> tuple[str, ...]:
    """The way to a field in names, which stay the same when the items of a list move."""
    path, rest = resolve(data, dotted)
    names: list[str] = []
    for step in path:
        inner = data[step]
        named = isinstance(step, int) and name_of(inner)
        names.append(str(named or step))
        data = inner
    return (*names, *([rest] if rest else []))


def _inside(data: Any, parts: list[str]) -> tuple[str | int, int] | None:
    if isinstance(data, dict):
        for used in range(len(parts), 0, -1):
            key = ".".join(parts[:used])
            if key in data:
                return key, used
    if isinstance(data, list):
        for used in range(len(parts), 0, -1):
            word = ".".join(parts[:used])
            for position, item in enumerate(data):
                if name_of(item) == word:
                    return position, used
        if parts[0].isdigit() and int(parts[0]) < len(data):
            return int(parts[0]), 1
    return None


def name_of(item: Any) -> str:
    """What an item of a list goes by."""
    return str(item.get("id", "")) if isinstance(item, dict) else str(item)


def value_at(data: Any, path: Path) -> Any:
    """What stands at a path."""
    for step in path:
        data = data[step]
    return data

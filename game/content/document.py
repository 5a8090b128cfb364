"""What is known of a file once it has been read: its value, and where each part of it stands?

Plain data that the reader fills and every later check points into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from game.errors import Problem

Path = tuple[str | int, ...]

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069"  # invisible and bidirectional marks
    "\u2028\u2029\ufeff\ufff9-\uffff\ud800-\udfff]"  # separators, byte-order marks, surrogates
)


class Plain(str):
    """A string that stood in the file without quotes, where YAML may have cut it short."""

    __slots__ = ()


class Spot(NamedTuple):
    """Where a key or a value starts; both counted from 1. `plain`: written without quotes."""

    line: int
    column: int
    plain: bool = False


# Where a value starts, as the parser said it; whether it is plain; and what lies inside: of a list
# its places, of a mapping by key where the key starts and the place of its value.
Place = tuple[Any, bool, "list[Place] | dict[str, tuple[Any, Place]]"]


@dataclass
class Document:
    """One file read: its value, where everything stands, and what is wrong with it."""

    file: str
    value: Any = None
    lines: list[str] = field(default_factory=list)
    place: Place | None = None
    problems: list[Problem] = field(default_factory=list)
    broken: set[Path] = field(default_factory=set)  # already reported: say nothing more there
    has_mark: bool = False  # a byte-order mark in front
    has_returns: bool = False  # lines end as on Windows

    @property
    def keys(self) -> dict[Path, Spot]:
        """Where each key starts."""
        return self._spots[0]

    @property
    def values(self) -> dict[Path, Spot]:
        """Where each value starts."""
        return self._spots[1]

    @cached_property
    def _spots(self) -> tuple[dict[Path, Spot], dict[Path, Spot]]:
        """Keys and values, laid out when somebody asks: of most files nothing is to be said."""
        keys: dict[Path, Spot] = {}
        values: dict[Path, Spot] = {}
        if self.place is not None:
            _lay(self.place, (), keys, values)
        return keys, values

    def excerpt(self, line: int) -> str:
        """The text of a line, without what would move the reader's cursor or eye."""
        if not 1 <= line <= len(self.lines):
            return ""
        return FORBIDDEN.sub("\ufffd", self.lines[line - 1][:2000])

    def problem(self, code: str, spot: Spot, message: str, hint: str = "", path: str = "") -> None:
        """Note an error at a spot of this file."""
        self.problems.append(
            Problem(
                code=code,
                severity="error",
                file=self.file,
                line=spot.line,
                column=spot.column,
                path=path,
                message=message,
                hint=hint,
                excerpt=self.excerpt(spot.line),
            )
        )


def _lay(place: Place, path: Path, keys: dict[Path, Spot], values: dict[Path, Spot]) -> None:
    """Write down by path where a value and everything in it starts."""
    mark, plain, inside = place
    values[path] = Spot(mark.line + 1, mark.column + 1, plain)
    if isinstance(inside, dict):
        for key, (mark, each) in inside.items():
            keys[*path, key] = Spot(mark.line + 1, mark.column + 1)
            _lay(each, (*path, key), keys, values)
    else:
        for position, each in enumerate(inside):
            _lay(each, (*path, position), keys, values)

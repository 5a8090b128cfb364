"""What is known of a file once it has been read: its value, and where each part of it stands?

Plain data that the reader fills and every later check points into.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
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


@dataclass
class Document:
    """One file read: its value, where everything stands, and what is wrong with it."""

    file: str
    value: Any = None
    lines: list[str] = field(default_factory=list)
    keys: dict[Path, Spot] = field(default_factory=dict)
    values: dict[Path, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[Path] = field(default_factory=set)  # already reported: say nothing more there
    has_mark: bool = False  # a byte-order mark in front
    has_returns: bool = False  # lines end as on Windows

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

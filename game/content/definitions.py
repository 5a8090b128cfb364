"""Where was each definition written, key by key?

A definition is the plain data of one id, with the file it came from and the patches that mods laid
over it, so that every problem can name a line. Nothing is validated here.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from game.content.document import Document, Path, Spot
from game.errors import Problem

BASE = "base"
_WORD = re.compile(r"[^ \n]+")
_BLOCK = re.compile(r"[>|][-+0-9]*(?: +#.*| *)")  # a text follows on the next lines
NEAR = 0.7  # of a word, for another to be taken for what was meant


@dataclass
class Overlay:
    """A value that a patch put over a definition, and where the patch says so."""

    path: Path
    document: Document
    prefix: Path
    owner: str


@dataclass
class Definition:
    """One definition before it is checked."""

    kind: str
    id: str
    data: Any
    document: Document
    prefix: Path  # where the definition starts inside its document
    owner: str = BASE
    overlays: list[Overlay] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What it goes by among the definitions of all owners: base:second_crop."""
        return f"{self.owner}:{self.id}"

    def is_broken(self, path: Path) -> bool:
        """Whether the reader already complained about this place."""
        document, full = self.origin(path)
        return any(full[:length] in document.broken for length in range(len(full) + 1))

    def owner_of(self, path: Path) -> str:
        """Whose file says what stands at this path."""
        overlay = self._overlay(path)
        return overlay.owner if overlay else self.owner

    def problem(
        self,
        code: str,
        path: Path,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
        offset: int | None = None,
        severity: str = "error",
    ) -> Problem:
        """A problem at a path inside this definition; `key` points at the key, not the value."""
        document, full = self.origin(path)
        spot = _spot(document, full, key)
        text_at = (0, 0)
        if offset is not None:
            text_at = (spot.line, spot.column)
            spot = _inside(document, spot, offset, self.value_at(path))
        return Problem(
            code=code,
            severity=severity,
            file=document.file,
            line=spot.line,
            column=spot.column,
            path=self.shown(path),
            message=message,
            hint=hint,
            excerpt=document.excerpt(spot.line),
            text_at=text_at,
            entry=self.name,
        )

    def shown(self, path: Path) -> str:
        """A path as people read it: an item of a list goes by its id where it has one."""
        parts: list[str] = []
        value = self.data
        for step in path:
            name = str(step)
            inner = _step(value, step)
            if (
                isinstance(step, int)
                and isinstance(inner, dict)
                and isinstance(inner.get("id"), str)
            ):
                name = inner["id"]
            parts.append(name)
            value = inner
        return ".".join(parts)

    def value_at(self, path: Path) -> Any:
        """What stands at a path, or None."""
        value = self.data
        for step in path:
            value = _step(value, step)
        return value

    def _overlay(self, path: Path) -> Overlay | None:
        for overlay in reversed(self.overlays):
            if path[: len(overlay.path)] == overlay.path:
                return overlay
        return None

    def origin(self, path: Path) -> tuple[Document, Path]:
        """The document, and the path in it, that says what stands at this path."""
        overlay = self._overlay(path)
        if overlay:
            return overlay.document, (*overlay.prefix, *path[len(overlay.path) :])
        return self.document, (*self.prefix, *path)


def _step(value: Any, step: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return None


def _spot(document: Document, path: Path, key: bool) -> Spot:
    while path:
        spot = document.keys.get(path) if key else document.values.get(path)
        spot = spot or document.values.get(path)
        if spot:
            return spot
        path, key = path[:-1], False
    return document.values.get((), Spot(1, 1))


def _inside(document: Document, spot: Spot, offset: int, value: Any) -> Spot:
    """The spot of a character of a value, when the value stands on its line as it was read."""
    if not isinstance(value, str) or not 1 <= spot.line <= len(document.lines):
        return spot
    line = document.lines[spot.line - 1]
    start = spot.column - 1
    for shift in (0, 1):  # plain, or behind its opening quote
        if line[start + shift :].startswith(value):
            return Spot(spot.line, spot.column + shift + offset, spot.plain)
    return _in_lines(document, spot, offset, value)


def _in_lines(document: Document, spot: Spot, offset: int, value: str) -> Spot:
    """The same for a text on several lines: folding moves lines, and leaves words as they are."""
    before = [word for word in _WORD.finditer(value) if word.start() <= offset]
    if not before:
        return spot
    count, sought = len(before), before[-1]
    for number in range(spot.line, len(document.lines) + 1):
        line = document.lines[number - 1]
        start = 0
        if number == spot.line:
            start = spot.column - 1 + (line[spot.column - 1 : spot.column] in ("'", '"'))
            if _BLOCK.fullmatch(line[start:]):
                continue
        for word in _WORD.finditer(line, start):
            count -= 1
            if count == 0:
                is_there = word[0].startswith(sought[0])  # the last one has its quote behind it
                column = word.start() + offset - sought.start() + 1
                return Spot(number, column, spot.plain) if is_there else spot
    return spot


def article(noun: str) -> str:
    """`a` or `an`."""
    return "an" if noun[0] in "aeio" else "a"


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that offers the nearest known word, or nothing."""
    found = near(word, known)
    return f"did you mean '{found}'?" if found else ""


def near(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or nothing; first those that go on from it."""
    names = list(known)
    begun = [each for each in names if len(word) > 2 and each.startswith((f"{word}_", f"{word}."))]
    words = [each for each in names if abs(len(each) - len(word)) <= 12]
    found = difflib.get_close_matches(word, begun or words, n=1, cutoff=0.6 if begun else NEAR)
    found = found or sorted(begun, key=len)[:1]
    return found[0] if found else ""

"""How do the quarters of a save stand in memory, until somebody asks for what is in them?

As the table they were read as. Figures and reasons are put together when they are asked for, and
the next save takes the lines as they were read. Whether they fit together is looked at before, by
`save_pages.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from game.session.log import Page, Part, Parts
from game.session.save_columns import PARTS, Column, Table


@dataclass(frozen=True, slots=True)
class Line:
    """A page as it was written, after the pages before it."""

    page: Page
    text: bytes  # with the comma before it, where a page comes before
    causes: int  # how many causes were known after it
    names: int  # and how many figures


@dataclass(frozen=True, slots=True)
class Kept:
    """The lines of the save that was written last, or of the one that was read."""

    names: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    causes: tuple[str, ...] = ()


class Read:
    """What was read of all pages: their table, and the figures and causes that it names."""

    def __init__(self, table: Table, names: Sequence[str], causes: Sequence[str]) -> None:
        self.table, self.names, self.causes = table, names, causes
        self.reasons: Mapping[str, Column] = {}  # its columns, looked at and filled in

    @cached_property
    def figures(self) -> list[dict[str, float]]:
        """The figures of each page: those of the page before, and what has moved since."""
        moved, gone, to = self.table.whole["moved"], self.table.whole["gone"], self.table.to
        named = [self.names[place] for place in moved.values.tolist()]
        figures: dict[str, float] = {}
        found = []
        for quarter, (start, end) in enumerate(pairwise(moved.ends)):
            figures = figures.copy()
            figures.update(zip(named[start:end], to[start:end], strict=True))
            for place in gone.of(quarter):
                figures.pop(self.names[place], None)
            found.append(figures)
        return found

    def kept(self, pages: Sequence[Page]) -> Kept:
        """The lines of the pages that are still as they were read."""
        known, figures = (self.table.whole[name].highest() for name in ("named", "moved"))
        lines: list[Line] = []
        for quarter, (page, line) in enumerate(zip(pages, self.table.lines, strict=False)):
            late = (page.figures, page.parts)
            if not all(
                isinstance(e, _Late) and e.read is self and e.quarter == quarter for e in late
            ):
                break
            written = b",\n" + line if lines else line
            lines.append(Line(page, written, known[quarter] + 1, figures[quarter] + 1))
        return Kept(tuple(self.names), tuple(lines), tuple(self.causes))


class _Late:
    """Part of a page that was read back, put together when somebody asks for it.

    Whether it can be was looked at before.
    """

    def __init__(self, read: Read, quarter: int) -> None:
        self.read, self.quarter = read, quarter


class LateFigures(_Late, Mapping[str, float]):
    """The figures of a page."""

    def __getitem__(self, name: str) -> float:
        return self.read.figures[self.quarter][name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.read.figures[self.quarter])

    def __len__(self) -> int:
        return len(self.read.figures[self.quarter])


class LateParts(_Late, Mapping[str, Part]):
    """The reasons of a quarter; also of figures whose mod is away."""

    @cached_property
    def _parts(self) -> Parts:
        rows, counts, named, steps = (self.read.reasons[each].of(self.quarter) for each in PARTS)
        pairs = tuple(zip(map(self.read.causes.__getitem__, named), steps, strict=True))
        found: Parts = {}
        for row, count, end in zip(rows, counts, accumulate(counts), strict=True):
            found[self.read.names[row]] = pairs[end - count : end]
        return found

    def __getitem__(self, name: str) -> Part:
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)

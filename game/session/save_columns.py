"""How do the numbers of all quarters stand together, so that they are looked at all at once?

The quarters of a save, one after the other, as a table: each column is one long row of numbers
with the place at which each quarter ends. What the numbers mean is `save_pages.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from typing import Any

import numpy as np

from game.session import strict_json
from game.session.save_arrays import NotPlain
from game.session.strict_values import WrongShape, numbers, wholes
from game.world.state import Ints

WHOLE = ("moved", "gone", "rows", "counts", "named", "steps")
PARTS = WHOLE[2:]  # the columns of the reasons, in their order in a page
_NUMBERS = re.compile(
    rb',"moved":\[([-0-9,]*)\],"to":\[([-+.0-9e,]*)\],"gone":\[([-0-9,]*)\],"parts":\['
    rb"\[([-0-9,]*)\],\[([-0-9,]*)\],\[([-0-9,]*)\],\[([-0-9,]*)\]\]\}"
)
_NONE: tuple[list[int], ...] = ([], [], [], [])
_BEFORE = b',"moved":['
_LARGE = 1 << 62
_FLOATS = json.JSONDecoder(parse_int=float)


@dataclass(frozen=True, slots=True)
class Column:
    """The whole numbers of all quarters, and where those of each begin and end."""

    values: Ints
    ends: tuple[int, ...]

    def of(self, quarter: int) -> list[int]:
        """The numbers of one quarter, by its place."""
        found: list[int] = self.values[self.ends[quarter] : self.ends[quarter + 1]].tolist()
        return found

    def highest(self) -> list[int]:
        """The highest number up to the end of each quarter; -1 where there is none yet."""
        so_far = np.maximum.accumulate(np.concatenate([[-1], self.values]))
        found: list[int] = so_far[list(self.ends[1:])].tolist()
        return found

    def check_places(self, of: int) -> None:
        """Raise WrongShape unless all are places in a list of so many."""
        if self.values.size and not 0 <= self.values.min() <= self.values.max() < of:
            raise WrongShape("a place outside its list")


@dataclass(frozen=True, slots=True)
class Table:
    """Turn, hash and news of each quarter, and the columns of its numbers.

    Also its line as it was read, where it was read from a line.
    """

    heads: list[dict[str, Any]]
    whole: dict[str, Column]  # by the names of `WHOLE`
    to: list[float]  # the numbers to which the figures of the column `moved` have moved
    missing: frozenset[int] = frozenset()  # steps that were left out, by their place
    lines: tuple[bytes, ...] = ()


def table_of(pages: Any, reasons: bool) -> Table:
    """The table of quarters that were read as plain JSON; raises WrongShape, or what that brings.

    Steps may be None, where format 2 left them out; without reasons their columns are not read.
    """
    rows: dict[str, list[list[Any]]] = {name: [] for name in (*WHOLE, "to")}
    for page in pages:
        for name in ("moved", "gone"):
            rows[name].append(wholes(page[name]))
        rows["to"].append(numbers(page["to"]))
        for name, values in zip(PARTS, page["parts"] if reasons else _NONE, strict=True):
            rows[name].append(_steps(values) if name == "steps" else wholes(values))
    steps = list(chain.from_iterable(rows["steps"]))
    missing = frozenset(place for place, each in enumerate(steps) if each is None)
    rows["steps"] = [[each or 0 for each in row] for row in rows["steps"]]
    whole = {name: _column(rows[name]) for name in WHOLE}
    check_pairs(whole["moved"].ends, _ends(map(len, rows["to"])))
    return Table(list(pages), whole, list(chain.from_iterable(rows["to"])), missing)


def check_pairs(moved: tuple[int, ...], to: tuple[int, ...]) -> None:
    """Raise WrongShape unless each figure that moved has a number to which it did."""
    if moved != to:
        raise WrongShape("figures and their numbers are not as many")


def _steps(values: Any) -> list[Any]:
    """Whole numbers, some of which may be missing."""
    if not isinstance(values, list) or not set(map(type, values)) <= {int, type(None)}:
        raise WrongShape("a list of whole numbers was expected")
    return values


def _column(rows: Sequence[list[int]]) -> Column:
    values = np.array(list(chain.from_iterable(rows)), np.int64)
    return Column(values, _ends(map(len, rows)))


def _ends(counts: Iterable[int]) -> tuple[int, ...]:
    return tuple(accumulate(counts, initial=0))


def table_of_lines(lines: Sequence[bytes]) -> Table:
    """The table of quarters as they stand in a save, a line each; raises NotPlain or NotStrict."""
    heads: list[dict[str, Any]] = []
    found: list[tuple[bytes, ...]] = []
    for number, line in enumerate(lines, start=1):
        last = number == len(lines)
        at = line.rfind(_BEFORE)
        match = _NUMBERS.fullmatch(line, at, len(line) if last else len(line) - 1)
        if at < 0 or match is None or not (last or line.endswith(b",")):
            raise NotPlain
        head = strict_json.scanned(line[:at] + b"}")
        if not isinstance(head, dict) or {"moved", "to", "gone", "parts"} & head.keys():
            raise NotPlain
        heads.append(head)
        found.append(match.groups())
    moved, to, gone, *parts = zip(*found, strict=True)
    whole = dict(zip(WHOLE, _whole_columns((moved, gone, *parts)), strict=True))
    check_pairs(whole["moved"].ends, _ends(_counts(to)))
    bare = (*(line[:-1] for line in lines[:-1]), lines[-1])
    return Table(heads, whole, _floats(to), lines=bare)


def _counts(texts: Iterable[bytes]) -> list[int]:
    return [text.count(b",") + 1 if text else 0 for text in texts]


def _floats(texts: Sequence[bytes]) -> list[float]:
    """The numbers of texts that hold nothing but numbers and commas."""
    values: list[float] = _FLOATS.decode((b"[" + b",".join(filter(None, texts)) + b"]").decode())
    if len(values) != sum(_counts(texts)):
        raise NotPlain
    return values


def _whole_columns(columns: Sequence[Sequence[bytes]]) -> list[Column]:
    """Columns of texts, each of whole numbers set apart by commas, read at one stroke."""
    counts = [_counts(texts) for texts in columns]
    values = _wholes(b",".join(text for texts in columns for text in texts if text))
    bounds = _ends(map(sum, counts))
    if len(values) != bounds[-1]:
        raise NotPlain
    cuts = [values[start:end] for start, end in pairwise(bounds)]
    return [Column(cut, _ends(each)) for cut, each in zip(cuts, counts, strict=True)]


def _wholes(text: bytes) -> Ints:
    """Whole numbers set apart by commas, each written as the game does; raises NotPlain."""
    if not text:
        return np.zeros(0, np.int64)
    codes = np.frombuffer(b",%b," % text, np.uint8)
    comma, minus = codes == ord(","), codes == ord("-")
    bare = comma | minus
    if (comma[1:] & bare[:-1]).any() or (minus[1:] & ~comma[:-1]).any():
        raise NotPlain  # a number without a digit, or a minus within one
    values = np.fromstring(text.decode("ascii"), np.int64, sep=",")
    if values.max() >= _LARGE or values.min() <= -_LARGE:
        raise NotPlain
    # Each is written as short as can be, if all of them together are.
    size, longest = np.abs(values), len(str(max(values.max(), -values.min())))
    digits = len(values) + sum(int((size >= 10**power).sum()) for power in range(1, longest))
    if digits + int(minus.sum()) + len(values) - 1 != len(text):
        raise NotPlain
    return values

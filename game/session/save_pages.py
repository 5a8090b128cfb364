"""How do the quarters that were played stand in a save?

One line of JSON a quarter: what it printed, the figures that moved since the quarter before, and
the reasons why. A quarter that is over never changes, so that its line is made once and kept until
the next save. Numbers stand in columns, because a column is checked at one stroke; the reasons of
a quarter are put together when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from game.session import strict_json
from game.session.log import NewsRecord, Page, Part, Parts
from game.session.save_columns import PARTS, Column, Table, table_of
from game.session.strict_values import WrongShape, mapping, places, text, whole, wholes

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Causes = dict[str, int]  # causes in the order in which they first came


@dataclass(frozen=True, slots=True)
class _Line:
    """A page as it was written, after the pages before it."""

    page: Page
    text: bytes  # with the comma before it, where a page comes before
    causes: int  # how many causes were known after it
    names: int  # and how many figures


@dataclass(frozen=True, slots=True)
class _Kept:
    """The lines of the save that was written or read last."""

    names: tuple[str, ...] = ()
    lines: tuple[_Line, ...] = ()
    causes: tuple[str, ...] = ()


_kept = _Kept()


def write_pages(pages: Sequence[Page]) -> tuple[list[bytes], list[str], Causes]:
    """The line of each page, all figures there are, and the causes that the lines name.

    All lines but the first begin with the comma that sets them apart.
    """
    global _kept  # the lines of one playthrough, replaced as a whole
    last = _kept
    lines = _unchanged(last, pages)
    names, known = _names(last, lines, pages)
    if names != last.names:
        lines = []
    first = last.causes[: lines[-1].causes] if lines else ()
    causes = {cause: place for place, cause in enumerate(first)}
    at = {name: place for place, name in enumerate(names)}
    for page in pages[len(lines) :]:
        before = lines[-1].page.figures if lines else {}
        written = strict_json.dump(_pack(page, before, at, causes))
        written = b",\n" + written if lines else written
        lines.append(_Line(page, written, len(causes), known[len(lines)]))
    _kept = _Kept(names, tuple(lines), tuple(causes))
    return [line.text for line in lines], list(names), causes


def _names(
    last: _Kept, lines: Sequence[_Line], pages: Sequence[Page]
) -> tuple[tuple[str, ...], list[int]]:
    """All figures of some pages, the first come first, and how many there were after each page.

    The pages of the lines have been looked through before.
    """
    names = dict.fromkeys(last.names[: lines[-1].names] if lines else ())
    known = [line.names for line in lines]
    for page in pages[len(lines) :]:
        if not page.figures.keys() <= names.keys():
            names |= dict.fromkeys(page.figures)
        known.append(len(names))
    return tuple(names), known


def _unchanged(last: _Kept, pages: Sequence[Page]) -> list[_Line]:
    """The lines of the save before that still hold: pages never change, they are replaced."""
    same = 0
    for line, page in zip(last.lines, pages, strict=False):
        if line.page is not page:
            break
        same += 1
    return list(last.lines[:same])


def _pack(
    page: Page, before: Mapping[str, float], at: Mapping[str, int], causes: Causes
) -> dict[str, Any]:
    moved = {name: value for name, value in page.figures.items() if before.get(name) != value}
    return {
        "turn": page.turn,
        "hash": page.hash,
        "news": [[i.id, {lang: list(told) for lang, told in i.printed.items()}] for i in page.news],
        "moved": [at[name] for name in moved if name in at],
        "to": [value for name, value in moved.items() if name in at],
        "gone": [at[name] for name in before if name not in page.figures and name in at],
        "parts": _columns(page.parts, at, causes),
    }


def _columns(parts: Mapping[str, Part], at: Mapping[str, int], causes: Causes) -> list[list[int]]:
    """Reasons as four columns: figures, how many causes each has, the causes, their steps."""
    figures, counts, named, steps = [], [], [], []
    for name, moved in parts.items():
        if name in at:
            figures.append(at[name])
            counts.append(len(moved))
            for cause, by in moved:
                named.append(causes.setdefault(cause, len(causes)))
                steps.append(by)
    return [figures, counts, named, steps]


def read_pages(
    ruleset: Ruleset, packed: Any, names: Sequence[str], causes: Sequence[str] | None
) -> tuple[Page, ...]:
    """The pages of a body; without their reasons when it has no causes."""
    table = packed if isinstance(packed, Table) else table_of(packed, causes is not None)
    figures = _figures(table, names)
    parts: Sequence[Mapping[str, Part]] = [{} for _ in figures]
    if causes is not None:
        columns = _checked(_filled(ruleset, table, names, figures), names, causes)
        parts = [LateParts(columns, number, names, causes) for number in range(len(figures))]
    pages = []
    for head, known, why in zip(table.heads, figures, parts, strict=True):
        news = tuple([_news(each) for each in head["news"]])
        pages.append(Page(whole(head["turn"]), known, news, text(head["hash"]), why))
    first = pages[0].turn if pages else 0  # later than 0 where a prologue was played
    if [page.turn for page in pages] != list(range(first, first + len(pages))):
        raise WrongShape("the pages are not one a turn")
    if table.lines and causes is not None:
        _keep(table, pages, names, causes)
    return tuple(pages)


def _figures(table: Table, names: Sequence[str]) -> list[dict[str, float]]:
    """The figures of each page: those of the page before, and what has moved since."""
    moved, gone = table.whole["moved"], table.whole["gone"]
    for column in (moved, gone):
        column.check_places(len(names))
    if moved.ends != table.to.ends:
        raise WrongShape("figures and their numbers are not as many")
    named, values = [names[place] for place in moved.all()], table.to.values
    figures: dict[str, float] = {}
    found = []
    for number, (start, end) in enumerate(pairwise(moved.ends)):
        figures = figures.copy()
        figures.update(zip(named[start:end], values[start:end], strict=True))
        for place in gone.of(number):
            figures.pop(names[place], None)
        found.append(figures)
    return found


def _checked(
    whole: Mapping[str, Column], names: Sequence[str], causes: Sequence[str]
) -> Mapping[str, Column]:
    """The columns of the reasons, which fit together."""
    rows, counts, named, steps = (whole[name] for name in PARTS)
    rows.check_places(len(names))
    named.check_places(len(causes))
    counts.check_places(len(named.values) + 1)
    sums = np.cumsum([0, *counts.all()])[list(counts.ends)]
    fits = rows.ends == counts.ends and named.ends == steps.ends
    if not fits or sums.tolist() != list(named.ends):
        raise WrongShape("the reasons of a quarter are not as many as it says")
    return whole


def _keep(table: Table, pages: Sequence[Page], names: Sequence[str], causes: Sequence[str]) -> None:
    """Remember the lines of a save that was read: the next one will have them too."""
    global _kept
    known, figures = (table.whole[name].highest() for name in ("named", "moved"))
    lines = [
        _Line(page, b",\n" + line if number else line, known[number] + 1, figures[number] + 1)
        for number, (page, line) in enumerate(zip(pages, table.lines, strict=True))
    ]
    _kept = _Kept(tuple(names), tuple(lines), tuple(causes))


class LateParts(Mapping[str, Part]):
    """The reasons of a quarter that was read back; also of figures whose mod is away."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        number: int,
        names: Sequence[str],
        causes: Sequence[str],
    ) -> None:
        self._columns, self._number, self._names, self._causes = columns, number, names, causes

    @cached_property
    def _parts(self) -> Parts:
        rows, counts, named, steps = (self._columns[each].of(self._number) for each in PARTS)
        pairs = tuple(zip(map(self._causes.__getitem__, named), steps, strict=True))
        found: Parts = {}
        for row, count, end in zip(rows, counts, accumulate(counts), strict=True):
            found[self._names[row]] = pairs[end - count : end]
        return found

    def __getitem__(self, name: str) -> Part:
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts)

    def __len__(self) -> int:
        return len(self._parts)


def _filled(
    ruleset: Ruleset,
    table: Table,
    names: Sequence[str],
    figures: Sequence[Mapping[str, float]],
) -> Mapping[str, Column]:
    """The columns with the steps that format 2 left out, the last of a figure's.

    They are what the others leave of its change.
    """
    steps = table.whole["steps"]
    if not isinstance(steps.values, list) or None not in steps.values:
        return table.whole
    filled: list[int] = []
    before: Mapping[str, float] = {}
    for number, now in enumerate(figures):
        columns = [table.whole[name].of(number) for name in PARTS]
        filled += _filled_page(ruleset, columns, names, (before, now))
        before = now
    return {**table.whole, "steps": Column(filled, steps.ends)}


def _filled_page(
    ruleset: Ruleset,
    columns: Sequence[Sequence[Any]],
    names: Sequence[str],
    around: tuple[Mapping[str, float], Mapping[str, float]],
) -> list[int]:
    """The steps of one page, with those that were left out."""
    rows, counts, _, steps = columns
    before, now = around
    filled = list(steps)
    end = 0
    for row, count in zip(places(rows, len(names)), places(counts, len(steps) + 1), strict=True):
        end += count
        name = names[row]
        if count and filled[end - 1] is None:
            known = wholes(filled[end - count : end - 1])
            figure = ruleset.figures.get(name)
            change = (now[name] - before[name]) / figure.step if figure else 0.0
            filled[end - 1] = round(change) - sum(known)
    return wholes(filled)


def _news(value: Any) -> NewsRecord:
    id_, printed = value
    told = {}
    for lang, pair in mapping(printed).items():
        headline, body = pair
        told[lang] = (text(headline), text(body))
    if not {"en", "fr"} <= set(told):
        raise WrongShape("news in one language only")
    return NewsRecord(text(id_), told)

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
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from game.session import strict_json
from game.session.log import NewsRecord, Page, Part, Parts
from game.session.strict_values import WrongShape, mapping, numbers, places, text, whole, wholes

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Causes = dict[str, int]  # causes in the order in which they first came


@dataclass(frozen=True, slots=True)
class _Line:
    """A page as it was written, after the pages before it."""

    page: Page
    text: bytes
    causes: int  # how many causes were known after it


@dataclass(frozen=True, slots=True)
class _Kept:
    """The lines of the save that was written last."""

    names: tuple[str, ...] = ()
    lines: tuple[_Line, ...] = ()
    causes: tuple[str, ...] = ()


_kept = _Kept()


def write_pages(pages: Sequence[Page], names: Sequence[str]) -> tuple[list[bytes], Causes]:
    """The line of each page, and the causes that they name; `names` are all figures there are."""
    global _kept  # the lines of one playthrough, replaced as a whole
    last = _kept
    lines = _unchanged(last, pages, names)
    known = last.causes[: lines[-1].causes] if lines else ()
    causes = {cause: place for place, cause in enumerate(known)}
    at = {name: place for place, name in enumerate(names)}
    for page in pages[len(lines) :]:
        before = lines[-1].page.figures if lines else {}
        written = strict_json.dump(_pack(page, before, at, causes))
        lines.append(_Line(page, written, len(causes)))
    _kept = _Kept(tuple(names), tuple(lines), tuple(causes))
    return [line.text for line in lines], causes


def _unchanged(last: _Kept, pages: Sequence[Page], names: Sequence[str]) -> list[_Line]:
    """The lines of the save before that still hold: pages never change, they are replaced."""
    if last.names != tuple(names):
        return []
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
    pages: list[Page] = []
    figures: dict[str, float] = {}
    for value in packed:
        before, figures = figures, _figures(value, figures, names)
        parts: Mapping[str, Part] = {}
        if causes is not None:
            columns = _checked(value["parts"], names, causes, (ruleset, before, figures))
            parts = LateParts(columns, names, causes)
        news = tuple(_news(each) for each in value["news"])
        pages.append(Page(whole(value["turn"]), figures, news, text(value["hash"]), parts))
    first = pages[0].turn if pages else 0  # later than 0 where a prologue was played
    if [page.turn for page in pages] != list(range(first, first + len(pages))):
        raise WrongShape("the pages are not one a turn")
    return tuple(pages)


def _figures(value: Any, before: dict[str, float], names: Sequence[str]) -> dict[str, float]:
    moved, to = places(value["moved"], len(names)), numbers(value["to"])
    figures = before | dict(zip(map(names.__getitem__, moved), to, strict=True))
    for place in places(value["gone"], len(names)):
        figures.pop(names[place], None)
    return figures


Around = tuple["Ruleset", Mapping[str, float], Mapping[str, float]]  # the figures before and now


Columns = tuple[list[int], list[int], list[int], list[int]]


def _checked(value: Any, names: Sequence[str], causes: Sequence[str], around: Around) -> Columns:
    """The four columns of the reasons of a quarter, which fit together."""
    rows, counts, named, steps = value
    if None in steps:
        steps = _filled(value, names, around)
    rows, named, steps = places(rows, len(names)), places(named, len(causes)), wholes(steps)
    counts = places(counts, len(named) + 1)
    if len(rows) != len(counts) or not sum(counts) == len(named) == len(steps):
        raise WrongShape("the reasons of a quarter are not as many as it says")
    return rows, counts, named, steps


class LateParts(Mapping[str, Part]):
    """The reasons of a quarter that was read back; also of figures whose mod is away."""

    def __init__(self, columns: Columns, names: Sequence[str], causes: Sequence[str]) -> None:
        self._columns, self._names, self._causes = columns, names, causes

    @cached_property
    def _parts(self) -> Parts:
        rows, counts, named, steps = self._columns
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


def _filled(value: Any, names: Sequence[str], around: Around) -> list[int]:
    """The steps, where format 2 left out the last of a figure: what the others leave of it."""
    ruleset, before, now = around
    rows, counts, _, steps = value
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
    return filled


def _news(value: Any) -> NewsRecord:
    id_, printed = value
    told = {}
    for lang, pair in mapping(printed).items():
        headline, body = pair
        told[lang] = (text(headline), text(body))
    if not {"en", "fr"} <= set(told):
        raise WrongShape("news in one language only")
    return NewsRecord(text(id_), told)

"""How do the quarters that were played stand in a save?

One line of JSON a quarter: what it printed, the figures that moved since the quarter before, and
the reasons why. A quarter that is over never changes, so that its line is made once and kept until
the next save. Numbers stand in columns, because a column is checked at one stroke; figures and
reasons of a quarter are put together when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from game.session import strict_json
from game.session.late_pages import Kept, LateFigures, LateParts, Line, Read
from game.session.log import NewsRecord, Page, Part
from game.session.save_columns import PARTS, Column, Table, table_of
from game.session.strict_values import WrongShape, mapping, places, text, whole, wholes

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Causes = dict[str, int]  # causes in the order in which they first came
EXACT = 2.0**53  # below it every whole number is a float and comes back as it was


_kept = Kept()


def write_pages(pages: Sequence[Page]) -> tuple[list[bytes], list[str], Causes]:
    """The line of each page, all figures there are, and the causes that the lines name.

    All lines but the first begin with the comma that sets them apart.
    """
    global _kept  # the lines of one playthrough, replaced as a whole
    last = _kept if _unchanged(_kept, pages) else _as_read(pages)
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
        lines.append(Line(page, written, len(causes), known[len(lines)]))
    _kept = Kept(names, tuple(lines), tuple(causes))
    return [line.text for line in lines], list(names), causes


def _names(
    last: Kept, lines: Sequence[Line], pages: Sequence[Page]
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


def _unchanged(last: Kept, pages: Sequence[Page]) -> list[Line]:
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
        "to": [_short(value) for name, value in moved.items() if name in at],
        "gone": [at[name] for name in before if name not in page.figures and name in at],
        "parts": _columns(page.parts, at, causes),
    }


def _short(value: float) -> float:
    """A whole number without its point, so that a save takes less room."""
    return int(value) if value.is_integer() and abs(value) < EXACT else value


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
    for name in ("moved", "gone"):
        table.whole[name].check_places(len(names))
    read = Read(table, names, causes or ())
    parts: Sequence[Mapping[str, Part]] = [{} for _ in table.heads]
    if causes is not None:
        read.reasons = _checked(_filled(ruleset, read), names, causes)
        parts = [LateParts(read, quarter) for quarter in range(len(table.heads))]
    pages = []
    for quarter, (head, why) in enumerate(zip(table.heads, parts, strict=True)):
        news = tuple([_news(each) for each in head["news"]])
        figures = LateFigures(read, quarter)
        pages.append(Page(whole(head["turn"]), figures, news, text(head["hash"]), why))
    first = pages[0].turn if pages else 0  # later than 0 where a prologue was played
    if [page.turn for page in pages] != list(range(first, first + len(pages))):
        raise WrongShape("the pages are not one a turn")
    return tuple(pages)


def _as_read(pages: Sequence[Page]) -> Kept:
    """The lines of the save from which the pages were read, if they were."""
    first = pages[0].figures if pages else None
    return first.read.kept(pages) if isinstance(first, LateFigures) else Kept()


def _checked(
    whole: Mapping[str, Column], names: Sequence[str], causes: Sequence[str]
) -> Mapping[str, Column]:
    """The columns of the reasons, which fit together."""
    rows, counts, named, steps = (whole[name] for name in PARTS)
    rows.check_places(len(names))
    named.check_places(len(causes))
    counts.check_places(len(named.values) + 1)
    sums = np.cumsum(np.concatenate([[0], counts.values]))[list(counts.ends)]
    fits = rows.ends == counts.ends and named.ends == steps.ends
    if not fits or sums.tolist() != list(named.ends):
        raise WrongShape("the reasons of a quarter are not as many as it says")
    return whole


def _filled(ruleset: Ruleset, read: Read) -> Mapping[str, Column]:
    """The columns with the steps that format 2 left out, the last of a figure's.

    They are what the others leave of its change.
    """
    table = read.table
    steps = table.whole["steps"]
    if not table.missing:
        return table.whole
    filled: list[int] = []
    before: Mapping[str, float] = {}
    for quarter, now in enumerate(read.figures):
        columns: list[list[Any]] = [table.whole[name].of(quarter) for name in PARTS]
        for place in range(*steps.ends[quarter : quarter + 2]):
            if place in table.missing:
                columns[-1][place - steps.ends[quarter]] = None
        filled += _filled_page(ruleset, columns, read.names, (before, now))
        before = now
    return {**table.whole, "steps": Column(np.array(filled, np.int64), steps.ends)}


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

"""How do reasons and works under way look?

A figure over its causes, what drove each of them below it; what is on its way, the soonest first,
and what is paid all the while.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from game.faces.tui.lines import BLANK, Lines, clip, heading, say, spread, wrap
from game.faces.tui.look import AMBER, BAD, BRIGHT, PLAIN, QUIET, RULE, TITLE
from game.faces.tui.paint.table import Say
from game.session.views import DriverView, PartView, WhyView
from game.session.work_views import BillsView, PipelineView, WorkView

MEASURE = 88
BRANCH = "└ "  # what stands behind the line above


def causes(why: WhyView, t: Say, width: int) -> Lines:
    """The parts of a change over their sum, signs aligned, and what drove the largest."""
    figure, measure = why.figure, min(width, MEASURE)
    total = say((why.total_text, QUIET))
    quarter = (f"  {why.quarter}", QUIET) if why.quarter else ""
    name = say((figure.label, TITLE), "  ", (figure.text, BRIGHT), quarter)
    if name.cell_length + total.cell_length + 2 <= measure:
        lines: Lines = [spread(name, total, measure)]
    else:
        lines = [*wrap(name, measure), *wrap(total, measure)]
    lines += [*wrap(say((figure.meaning, QUIET)), measure), BLANK]
    if why.note:
        lines += [*wrap(say((why.note, PLAIN)), measure), BLANK]
    for line in why.lines:
        lines += wrap(say((line, PLAIN)), measure, "· ", "  ")
    if why.lines and not why.parts:
        return lines
    lines += [BLANK] if why.lines else []
    if not why.parts:
        return lines + wrap(say((t("why.none"), QUIET)), measure)
    column = max(
        cell_len(text) for text in (figure.change_text, *(part.text for part in why.parts))
    )
    for part in why.parts:
        lines += _part(part, column, measure)
        lines += _drivers(part.drivers, " " * (column + 3), measure)
    total_line = say(" ", (figure.change_text.rjust(column), AMBER), "  ", (t("why.total"), QUIET))
    return [*lines, say(" ", ("─" * column, RULE)), total_line]


def _part(part: PartView, column: int, measure: int) -> Lines:
    """One cause: how much it moved the figure, its name, who or what stands behind it."""
    lead = say(" ", (part.text.rjust(column), BRIGHT), "  ")
    source = say((part.source, QUIET))
    room = measure - column - 3
    if cell_len(part.label) + source.cell_length + 2 <= room:
        return [say(lead, spread(part.label, source, room))]
    rows = wrap(part.label, room)
    lines = [say(lead, rows[0]), *(say(" " * (column + 3), row) for row in rows[1:])]
    if part.source:
        lines += [say(" " * (column + 3), row) for row in wrap(source, room)]
    return lines


def _drivers(drivers: Iterable[DriverView], indent: str, measure: int) -> Lines:
    """What drove a cause: the figure, how it had moved and when, and its own largest cause."""
    lines: Lines = []
    for driver in drivers:
        told = say(
            (driver.label, PLAIN),
            " ",
            (driver.text, PLAIN),
            " ",
            (driver.change_text, AMBER),
            (f" {driver.quarter}", QUIET),
        )
        if driver.cause:
            part = "" if driver.cause_text == driver.change_text else f"{driver.cause_text} "
            told = say(told, (f" · {part}{driver.cause}", QUIET))
        lines += wrap(told, measure, indent + BRANCH, indent + "  ")
        lines += _drivers(driver.drivers, indent + "  ", measure)
    return lines


def pipeline(view: PipelineView, quarter: str, t: Say, width: int) -> Lines:
    """What is on its way, what runs out, what was given up."""
    measure = min(width, MEASURE)
    lines: Lines = [heading(t("pipeline.title", quarter=quarter), measure), BLANK]
    sections = (
        ("", view.coming),
        (t("pipeline.ending"), view.ending),
        (t("pipeline.late"), view.late),
        (t("pipeline.given_up"), view.given_up),
    )
    if not any(works for _, works in sections):
        lines += wrap(say((t("pipeline.none"), QUIET)), measure)
    whens = (cell_len(_when(work)) for _, works in sections for work in works)
    column = max(whens, default=0)
    for title, works in sections:
        if works and title:
            lines += [BLANK, heading(title, measure)]
        lines += _works(works, column, measure)
    return lines + (_bills(view.bills, t, measure) if view.bills else [])


def _bills(view: BillsView, t: Say, measure: int) -> Lines:
    """What is paid every quarter, over its sum and what there is to pay with."""
    lines: Lines = [BLANK, heading(t("bills.title"), measure)]
    lines += [spread(say((label, PLAIN)), say((text, PLAIN)), measure) for label, text in view.rows]
    totals = [(t("bills.total"), view.total)] if view.rows else []
    totals += [(t("bills.came"), view.came)] if view.came else []
    for label, text in (*totals, (t("bills.bank"), view.bank)):
        lines.append(spread(say((label, QUIET)), say((text, BRIGHT)), measure))
    lines += wrap(say((t("bills.short", then=view.short), BAD)), measure) if view.short else []
    return lines + (wrap(say((view.note, AMBER)), measure) if view.note else [])


def _when(work: WorkView) -> str:
    """From when to when it comes."""
    return work.first if work.count == 1 else f"{work.first} – {work.last}"


def _works(works: Sequence[WorkView], column: int, measure: int) -> Lines:
    """Two lines for each: when, what and how much; by whom and since when."""
    lines: Lines = []
    for work in works:
        when = _when(work)
        lead = say((when, AMBER), " " * (column - cell_len(when) + 2))
        room = measure - column - 2
        what = spread(say((work.label, PLAIN)), say((work.text, BRIGHT)), room)
        lines.append(clip(say(lead, what), measure))
        facts = " · ".join(part for part in (work.cause, work.source, work.begun) if part)
        indent = " " * (column + 2)
        lines += wrap(say((facts, QUIET)), measure, indent, indent)
    return lines

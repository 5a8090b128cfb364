"""How are reasons and works under way told in lines?

A figure, its causes and what stood behind them; what is on its way. One fact a line, and what
stands behind another says so in words, not by its place on the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from game.session.views import DriverView, WhyView
from game.session.wording import sentence
from game.session.work_views import BillsView, PipelineView, WorkView

if TYPE_CHECKING:
    from game.content.words import Words

Lines = list[str]


def why_lines(words: Words, view: WhyView) -> Lines:
    """A figure and its causes, one a line, each followed by what drove it."""
    figure = view.figure
    lines = [
        words.t("plain.why.title", label=figure.label, text=figure.text, total=view.total_text)
    ]
    lines += [sentence(line if line.endswith(".") else f"{line}.") for line in view.lines]
    for part in view.parts:
        lines.append(
            words.t("plain.why.part", change=part.text, label=part.label, source=part.source)
        )
        lines += _driver_lines(words, part.drivers, "plain.why.behind")
    how = words.t("plain.why.goal") if view.reads and not view.parts else ""
    return [*lines, *filter(None, (view.note, figure.meaning, how))]


def _driver_lines(words: Words, drivers: Iterable[DriverView], lead: str) -> Lines:
    """What drove a cause, and in turn what drove that."""
    lines: Lines = []
    for driver in drivers:
        said = words.t(
            "plain.why.moved",
            label=driver.label,
            text=driver.text,
            change=driver.change_text,
            quarter=driver.quarter,
        )
        if driver.cause:
            whole = driver.cause_text == driver.change_text
            key = "plain.why.wholly" if whole else "plain.why.mostly"
            said = words.t(key, driver=said, cause=driver.cause, change=driver.cause_text)
        lines.append(words.t(lead, driver=said))
        lines += _driver_lines(words, driver.drivers, "plain.why.deeper")
    return lines


def pipeline_lines(words: Words, view: PipelineView) -> Lines:
    """What is on its way, what runs out, what was given up."""
    lines: Lines = []
    for key, works in (
        ("coming", view.coming),
        ("ending", view.ending),
        ("late", view.late),
        ("given_up", view.given_up),
    ):
        if works:
            lines.append(words.t(f"plain.pipeline.{key}"))
            lines += [_work_line(words, work) for work in works]
    lines = lines or [words.t("plain.pipeline.none")]
    return [*lines, *(bill_lines(words, view.bills) if view.bills else ())]


def bill_lines(words: Words, view: BillsView) -> Lines:
    """What is paid every quarter, and what there is to pay with."""
    lines = [words.t("plain.bills.title")]
    lines += [words.t("plain.bills.line", label=label, sum=text) for label, text in view.rows]
    key = "none" if not view.rows else "short" if view.short else "total"
    then = {"then": view.short} if view.short else {}
    lines.append(words.t(f"plain.bills.{key}", total=view.total, bank=view.bank, **then))
    if view.came:
        lines.append(words.t("plain.bills.came", came=view.came))
    return [*lines, view.note] if view.note else lines


def _work_line(words: Words, work: WorkView) -> str:
    due = words.t("plain.pipeline.on", first=work.first)
    if work.count > 1:
        due = words.t("plain.pipeline.from", first=work.first, last=work.last)
    key = "plain.pipeline.line" if work.begun else "plain.pipeline.before"
    return words.t(
        key,
        due=due,
        label=work.label,
        text=work.text,
        cause=work.cause,
        source=work.source,
        begun=work.begun,
    )

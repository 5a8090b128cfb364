"""How are the reading pages laid out: briefing, newspaper, end of the game?

Long texts keep to a measure of about seventy cells, however wide the window.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from game.faces.charts import bar
from game.faces.tui.desk import Speech
from game.faces.tui.lines import BLANK, Lines, heading, joined, say, spread, wrap
from game.faces.tui.look import (
    AMBER,
    BRIGHT,
    PLAIN,
    QUIET,
    RULE,
    TITLE,
    arrow,
)
from game.faces.tui.paint.figures import bare_value
from game.faces.tui.paint.table import Say
from game.session.views import EpilogueView, FigureView, NewsItem, TableView

MEASURE = 74


def briefing(table: TableView, question: str, text: str, t: Say, width: int) -> Lines:
    """Who one is, when a run begins: the chair, its question, where things stand, the goal."""
    measure = min(width, MEASURE)
    lines: Lines = [
        heading(f"{table.seat_name} · {table.quarter}", width),
        BLANK,
        *wrap(say((question, TITLE)), measure),
        BLANK,
    ]
    for paragraph in text.strip().split("\n"):
        lines += wrap(say((paragraph, PLAIN)), measure)
    if table.goal:
        goal = say((t("goal.first"), QUIET), " ", (table.goal, BRIGHT))
        lines += [BLANK, *wrap(goal, measure)]
    return [*lines, BLANK]


def told_once(tidings: Sequence[str], width: int) -> Lines:
    """What the quarter that is over has brought the seat itself, above the papers."""
    lines: Lines = []
    for told in tidings:
        words = wrap(say((told, PLAIN)), min(width, MEASURE) - 2)
        lines += [say(("▌ ", AMBER), line) for line in words]
    return [*lines, BLANK] if lines else []


def own_orders(title: str, brought: Sequence[str], width: int) -> Lines:
    """What the seat's own orders did or began, under a heading."""
    measure = min(width, MEASURE)
    lines = [line for told in brought for line in wrap(say((told, PLAIN)), measure, "· ", "  ")]
    return [heading(title, width), *lines, BLANK] if lines else []


def newspaper(title: str, items: Sequence[NewsItem], t: Say, width: int) -> Lines:
    """The quarter's news, the first item first."""
    measure = min(width, MEASURE)
    lines: Lines = [heading(title, width), BLANK]
    if not items:
        lines += wrap(say((t("news.none"), QUIET)), measure)
    for item in items:
        lines += wrap(say((item.headline, BRIGHT)), measure)
        lines += wrap(say((item.body, PLAIN)), measure)
        facts = [item.section_label, item.kind_label]
        facts.append(t("source", sources=", ".join(item.sources)) if item.sources else "")
        lines += [*wrap(joined(facts), measure), BLANK]
    return lines


def figure_name(figure: FigureView, words: Speech, width: int) -> Lines:
    """A figure in a list beside a chart or its causes.

    The unit of a count may give way; a long label takes a second line rather than an ellipsis.
    """
    sign, value = f" {arrow(figure.direction)}", figure.text
    if cell_len(figure.label) + cell_len(value) + cell_len(sign) >= width:
        value = bare_value(figure, words)
    right = say((value, QUIET), sign)
    label = say((figure.label, PLAIN))
    if label.cell_length + right.cell_length < width:
        return [spread(label, right, width)]
    *lines, last = wrap(label, width, "", "  ")
    if lines and last.cell_length + right.cell_length < width:
        return [*lines, spread(last, right, width)]
    return [*lines, last, spread("", right, width)]


def epilogue(view: EpilogueView, chronicle: Sequence[str], t: Say, width: int) -> Lines:
    """How it ended, what it is worth, what decided it, and what happened on the way."""
    measure = min(width, MEASURE)
    lines: Lines = [say((view.title, TITLE)), say(("─" * measure, RULE)), BLANK]
    for paragraph in view.text.split("\n"):
        lines += wrap(say((paragraph, PLAIN)), measure)
    if view.goals:
        lines += [BLANK, heading(t("epilogue.goals"), measure)]
        for sentence in view.goals:
            lines += wrap(say((sentence, PLAIN)), measure, "· ", "  ")
    lines += [BLANK, heading(t("epilogue.score"), measure)]
    column = max((cell_len(label) for label, _ in view.score), default=0)
    for label, value in view.score:
        name = label + " " * (column - cell_len(label))
        gauge = (bar(value / 100, 30), AMBER)
        lines.append(say((name, PLAIN), "  ", gauge, "  ", (f"{value:3.0f}", BRIGHT)))
    if view.total:
        lines += [BLANK, *wrap(say((view.total, PLAIN)), measure)]
    if view.decisions:
        lines += [BLANK, heading(t("epilogue.decisions"), measure)]
        for sentence in view.decisions:
            lines += wrap(say((sentence, PLAIN)), measure, "· ", "  ")
    lines += [BLANK, *wrap(say((t("epilogue.again"), AMBER)), measure)]
    if chronicle:
        lines += [BLANK, heading(t("epilogue.chronicle"), measure), *markdown(chronicle, measure)]
    return lines


def markdown(text: Sequence[str], width: int) -> Lines:
    """Lines of plain Markdown: headings, dashes and paragraphs, nothing else."""
    lines: Lines = []
    for line in text:
        bare = line.strip()
        if bare.startswith("#"):
            lines += wrap(say((bare.lstrip("# "), BRIGHT)), width)
        elif bare.startswith(("- ", "* ")):
            lines += wrap(say((bare[2:], PLAIN)), width, "· ", "  ")
        else:
            lines += wrap(say((bare, PLAIN)), width) if bare else [BLANK]
    return lines

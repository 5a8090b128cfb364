"""Which rows do the table's two lists hold?

The figures; the plan and the offers as one list. Each row knows how to draw itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.faces.tui.desk import Speech
from game.faces.tui.lines import BLANK, Draw, Lines, clip, say
from game.faces.tui.look import QUIET
from game.faces.tui.paint.figures import FigureColumns
from game.faces.tui.paint.table import (
    Say,
    offer_lines,
    offer_reason,
    offers_heading,
    plan_heading,
    plan_line,
    purse_line,
)
from game.faces.tui.widgets.menu import Row
from game.session.views import FigureView, OfferView, PlanLine, TableView

PLAN, OFFER = "plan:", "offer:"  # how the ids of the second list begin


def figure_rows(figures: Sequence[FigureView], words: Speech) -> list[Row]:
    """One row a figure, in common columns; the id is the figure's name."""
    columns = FigureColumns.of(figures, words)

    def row(figure: FigureView) -> Row:
        return Row(figure.name, lambda width: columns.lines(figure, width))

    return [row(figure) for figure in figures]


def order_rows(
    table: TableView, offers: Sequence[OfferView], t: Say, *, reasons: bool, airy: bool
) -> list[Row]:
    """The plan, then the offers.

    With `reasons` a refused offer says why under its title; `airy` sets the parts apart.
    """
    gap = [_still(lambda width: [BLANK])] if airy else []
    rows = [_still(lambda width: [plan_heading(table, t, width)])]
    rows += [_plan_row(line) for line in table.plan]
    if table.purse_text:
        rows.append(_still(lambda width: [purse_line(table, t, width)]))
    if not table.plan:
        rows.append(_still(lambda width: [clip(say((t("plan.empty"), QUIET)), width)]))
    rows += gap
    rows.append(_still(lambda width: [offers_heading(table, offers, t, width)]))
    planned = {line.order_id: t("offer.planned") for line in table.plan}
    return rows + [_offer_row(one, planned.get(one.id, ""), reasons) for one in offers]


def _still(draw: Draw) -> Row:
    """A line that cannot be chosen."""
    return Row("", draw, selectable=False)


def _plan_row(line: PlanLine) -> Row:
    """An order of the plan."""
    return Row(f"{PLAN}{line.number}", lambda width: [plan_line(line, width)])


def _offer_row(offer: OfferView, planned: str, reasons: bool) -> Row:
    """An offer."""

    def draw(width: int) -> Lines:
        more = offer_reason(offer, width) if reasons and not planned else []
        return [*offer_lines(offer, width, planned), *more]

    return Row(f"{OFFER}{offer.id}", draw)

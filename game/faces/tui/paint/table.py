"""What does the table look like: header, figures, plan, offers, and the line that says what next?

Draws views; computes nothing of the game. The right-hand column is in `brief.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.content import Content

from game.faces.tui.lines import Lines, clip, fit, heading, joined, say, spread, wrap
from game.faces.tui.look import (
    AMBER,
    BAD,
    BRIGHT,
    KEY,
    PLAIN,
    POINT,
    QUIET,
    REFUSED,
    SCENE,
    SPENT,
)
from game.session.views import FigureView, OfferView, PlanLine, TableView

Say = Callable[..., str]


def points(left: int, total: int) -> Content:
    """Attention as dots: what is left, then what is spent."""
    left = max(0, min(left, total))
    return say((POINT * left, AMBER), (SPENT * (total - left), QUIET))


def header(table: TableView, t: Say, width: int) -> Content:
    """Seat, quarter and turn at the left; attention and treasury at the right."""
    left = say(
        " ",
        (table.seat_name, BRIGHT),
        (f" · {table.quarter} · ", QUIET),
        (t("header.turn", turn=table.turn, turns=table.turns), QUIET),
    )
    right = say(
        (t("header.attention"), QUIET),
        " ",
        points(table.attention_left, table.attention),
        "   ",
        (t("header.treasury"), QUIET),
        " ",
        (table.treasury_text, BRIGHT),
        " ",
    )
    if left.cell_length + right.cell_length >= width:  # the turn is the first to go
        left = say(" ", (table.seat_name, BRIGHT), (f" · {table.quarter}", QUIET))
    return spread(left, right, width)


def plan_heading(table: TableView, t: Say, width: int) -> Content:
    """The plan's title with the attention it leaves."""
    words = t("plan.points", left=table.attention_left, n=table.attention)
    return heading(t("plan.title"), width, say((words, QUIET)))


def plan_line(line: PlanLine, width: int) -> Content:
    """One order of the plan: points, title, amount, cost; the title gives way to the amount."""
    mark = (REFUSED, BAD) if line.vain else (POINT * line.attention, AMBER)
    title = say(mark, " ", (line.title, PLAIN))
    asked = line.amount_text if line.amount_text != line.cost_text else ""
    amount, cost = say((f" · {asked}" if asked else "", QUIET)), say((line.cost_text, PLAIN))
    room = width - cost.cell_length - 1 - amount.cell_length
    return spread(say(clip(title, room), amount), cost, width)


def purse_line(table: TableView, t: Say, width: int) -> Content:
    """What plan and bills leave, under the costs of the plan; the words give way to the sum."""
    look = BAD if table.purse_short else QUIET
    return spread(say((t("plan.purse"), QUIET)), say((table.purse_text, look)), width)


def offer_lines(offer: OfferView, width: int, planned: str = "") -> Lines:
    """One offer: number, title, cost, points; a cross when it is refused.

    `planned` is the word for an order that stands in the plan already. A title too long for its
    line goes on below.
    """
    free = offer.barred is None and not planned
    ink = PLAIN if free else QUIET
    mark = (POINT * offer.attention, AMBER) if free else ("" if planned else REFUSED, BAD)
    right = say((planned or offer.cost_text, ink), "  ", (mark[0].rjust(2), mark[1]))
    left = say((f"{offer.number:>2} ", KEY if free else QUIET), (offer.title, ink))
    first, *more = wrap(left, width - right.cell_length - 1, "", "   ")
    return [spread(first, right, width), *more]


def offer_reason(offer: OfferView, width: int) -> Lines:
    """Why an offer is refused, below it, unless it is for the same want as all others."""
    if offer.barred is None or offer.tired:
        return []
    return wrap(say((offer.barred, BAD)), width, "   ", "   ")


def offer_detail(offer: OfferView, t: Say, height: int, width: int) -> Lines:
    """What an offer does, then what it is, in at most `height` lines.

    Where what it does is cut, the last line names the key that shows the whole.
    """
    attention = t("attention.points", n=offer.attention)
    cost = offer.cost_text or t("offer.free")
    facts = joined((offer.present, attention, cost, offer.lead_text))
    title = say((offer.title, BRIGHT))
    if title.cell_length + facts.cell_length + 1 <= width:
        lines = [spread(title, facts, width)]
    else:
        lines = [clip(title, width), clip(facts, width)]
    if offer.barred is not None:
        lines += wrap(say((f"{REFUSED} {offer.barred}", BAD)), width)
    if offer.expects:
        lines += wrap(say((t("offer.expects"), AMBER), " ", offer.expects), width)
    if len(lines) > height > 0:
        whole = say(("o", KEY), " ", (t("offer.whole"), QUIET))
        kept = fit(lines, height, width - whole.cell_length - 1)
        return [*kept[:-1], spread(kept[-1], whole, width)]
    return fit([*lines, *wrap(say((offer.text, QUIET)), width)], height, width)


def plan_detail(line: PlanLine, t: Say, width: int) -> Lines:
    """A planned order, and how to take it back."""
    facts = joined((t("attention.points", n=line.attention), line.cost_text, line.amount_text))
    vain = say((f"{REFUSED} {t('plan.vain', why=line.vain)}", BAD)) if line.vain else None
    return [
        spread(say((line.title, BRIGHT)), facts, width),
        *(wrap(vain, width) if vain else ()),
        clip(say((t("plan.hint"), QUIET)), width),
    ]


def figure_detail(figure: FigureView, t: Say, width: int) -> Lines:
    """What a figure means."""
    right = say((t("figure.hint"), QUIET))
    value = say((figure.label, BRIGHT), " ", (figure.text, PLAIN))
    if figure.was:
        value = say(value, (" · ", QUIET), (t("figure.was", was=figure.was), AMBER))
    return [spread(value, right, width), *wrap(say((figure.meaning, QUIET)), width)]


def offers_heading(table: TableView, offers: Sequence[OfferView], t: Say, width: int) -> Content:
    """The title of the offers, with what is left of attention where some ask for more."""
    return heading(t("offers.title"), width, _left(table, t) if any_tired(offers) else "")


def any_tired(offers: Sequence[OfferView]) -> bool:
    """Whether attention is short for an order that is on offer."""
    return any(offer.tired for offer in offers)


def _left(table: TableView, t: Say) -> Content:
    if table.attention_left:
        return say((t("next.attention", n=table.attention_left), AMBER))
    return say((t("next.no_attention"), AMBER))


def what_next(table: TableView, t: Say, width: int, confirm: bool) -> Content:
    """The line that always says what can be done now."""
    vain = next((line for line in table.plan if line.vain), None)
    if confirm and vain and not table.scenes_waiting:
        words = t("next.confirm_plan", title=vain.title, why=vain.vain)
        return clip(say(" ", (words, AMBER)), width)
    if confirm:
        return clip(say(" ", (t("next.confirm", n=table.scenes_waiting), AMBER)), width)
    parts = []
    if table.attention_left:
        parts.append(say((t("next.attention", n=table.attention_left), PLAIN)))
    else:
        parts.append(say((t("next.no_attention"), QUIET)))
    if table.scenes_waiting:
        scene = f"{SCENE} {t('next.scenes', n=table.scenes_waiting)}"
        parts.append(say((scene, AMBER)))
    parts.append(say((t("next.end"), PLAIN)))
    return clip(say(" ", say((" · ", QUIET)).join(parts)), width)

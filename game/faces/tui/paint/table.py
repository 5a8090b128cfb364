"""What does the table look like: header, figures, plan, offers, and the line that says what next?

Draws views; computes nothing of the game. The right-hand column is in `brief.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rich.cells import cell_len
from textual.content import Content

from game.faces.charts import sparkline
from game.faces.tui.desk import Speech
from game.faces.tui.lines import Lines, clip, fit, heading, joined, say, spread, wrap
from game.faces.tui.look import (
    AMBER,
    BAD,
    BLUE,
    BRIGHT,
    CHANGED,
    KEY,
    PLAIN,
    POINT,
    QUIET,
    REFUSED,
    SCENE,
    SPENT,
    UNMOVED,
)
from game.session.views import FigureView, OfferView, PlanLine, TableView

Say = Callable[..., str]
SIGNS = frozenset("$%")  # units that a number is never told without
LEAST_SPARK = 3  # cells; a shorter sparkline says nothing
MILLION = 1e6
LONGEST = 5  # digits of a count that a list shows in full
_WORDED = re.compile(r"([+−]?[0-9][0-9\s.,]*?)\s([^0-9\s].*)")


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


def split_unit(text: str) -> tuple[str, str]:
    """A worded number in two: its digits, and the unit behind them if there is one."""
    match = _WORDED.fullmatch(text)
    return (match[1], match[2]) if match else (text, "")


def short_value(figure: FigureView, words: Speech, longest: int = LONGEST) -> str:
    """A value that fits a list: a count of many digits is said in thousands or millions."""
    amount, unit = split_unit(figure.text)
    short = sum(map(str.isdigit, amount)) <= longest or abs(figure.value) < 10**longest
    if short or SIGNS & set(figure.text):  # a sum of money is told alike everywhere
        return figure.text
    return f"{words.compact(figure.value)} {unit}".rstrip()


def bare_value(figure: FigureView, words: Speech, longest: int = LONGEST) -> str:
    """The same without its unit, where it is a count and the label says of what."""
    amount, unit = split_unit(figure.text)
    if not unit or SIGNS & set(figure.text):
        return figure.text
    if abs(figure.value) < MILLION and short_value(figure, words, longest) == figure.text:
        return amount
    return words.compact(figure.value)  # of 3.01 billion people, 3.0 bn are left, and not 3.01


def short_change(figure: FigureView) -> str:
    """A change without the unit that stands beside the value already; a sign when level.

    Money keeps its own: nobody adds dollars that stand without theirs.
    What changes from one name to another has a sign too: the line below the list says which.
    """
    if figure.was:
        return CHANGED
    if figure.direction == 0:
        return UNMOVED
    amount, unit = split_unit(figure.change_text)
    beside = split_unit(figure.text)[1]
    if "$" in figure.change_text:
        return figure.change_text
    return amount if unit.removesuffix("s") == beside.removesuffix("s") else figure.change_text


@dataclass(frozen=True, slots=True)
class FigureColumns:
    """How wide the value and the change of a list of figures are, in cells.

    Counts of one unit are told alike: in thousands all of them, or without the unit.
    """

    figures: Sequence[FigureView]
    value: int
    change: int
    words: Speech
    thousands: frozenset[str]  # the units of which one is told so

    @classmethod
    def of(cls, figures: Sequence[FigureView], words: Speech) -> FigureColumns:
        """The widest of each."""
        units = (each.unit for each in figures if short_value(each, words) != each.text)
        thousands = frozenset(units)
        found = cls(figures, 0, 0, words, thousands)
        return replace(
            found,
            value=max((cell_len(found.short(figure)) for figure in figures), default=0),
            change=max((cell_len(short_change(figure)) for figure in figures), default=0),
        )

    def longest(self, figure: FigureView) -> int:
        """How many digits of a value are told in full."""
        return LONGEST - (figure.unit in self.thousands)

    def short(self, figure: FigureView) -> str:
        """A value with its unit."""
        return short_value(figure, self.words, self.longest(figure))

    def spark(self, width: int) -> int:
        """How wide a sparkline is that nothing takes room from."""
        return max(5, min(12, width // 8))

    def ends(self, width: int) -> int:
        """How far labels and values reach together."""
        return max(8, width - self.value - self.change - self.spark(width) - 3) + 1 + self.value

    def is_bare(self, figure: FigureView, width: int) -> bool:
        """Whether a value of this unit does not fit with it."""
        return any(
            cell_len(each.label) + 1 + cell_len(self.short(each)) > self.ends(width)
            for each in self.figures
            if each.unit == figure.unit
        )

    def lines(self, figure: FigureView, width: int) -> Lines:
        """Label, value, sparkline, change.

        A label may reach as far as its own value. Where that is not enough the unit of a count
        gives way, which the line below the list says, and then the sparkline; a label that is too
        long for that too goes on below.
        """
        ends, spark, value = self.ends(width), self.spark(width), self.short(figure)
        asked = cell_len(figure.label) + 1
        if self.is_bare(figure, width):
            value = bare_value(figure, self.words, self.longest(figure))
        missing = asked + cell_len(value) - ends
        if 0 < missing <= spark + 1:  # else it goes on below anyway
            given = missing if spark - missing >= LEAST_SPARK else spark + 1
            ends, spark = ends + given, max(spark - given, 0)
        label, *more = wrap(figure.label, ends - 1 - cell_len(value), "", "  ")
        moved = figure.direction != 0 or figure.was
        pieces = (
            label,
            " " * (ends - label.cell_length - cell_len(value)),
            (value, BRIGHT),
            " " if spark else "",
            (sparkline(figure.history, spark) if spark else "", BLUE),
            " ",
            (short_change(figure).rjust(self.change), PLAIN if moved else QUIET),
        )
        return [clip(say(*pieces), width), *more]


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

"""How much of an order?

A card with one field: a number can be written, or moved along its range with the arrow keys.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from game.faces.amounts import understood, unit_text, written
from game.faces.charts import bar, nice_ticks
from game.faces.tui.desk import Desk
from game.faces.tui.lines import BLANK, Lines, joined, say, spread, wrap
from game.faces.tui.look import AMBER, BAD, BRIGHT, PLAIN, QUIET, REFUSED, TITLE
from game.faces.tui.screens.frame import Card, focus_on
from game.faces.tui.widgets.field import Field
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.sheet import Sheet
from game.session.plan import WHOLE
from game.session.views import AmountView, OfferView
from game.session.wording import sentence

WRITTEN = "0123456789.,% kmbndtKMBNDT"  # digits, and the letters of the suffixes
STEPS = 20  # arrow presses from one end of the range to the other, about


def step_of(amount: AmountView) -> float:
    """A round step that crosses the range in about twenty presses."""
    ticks = nice_ticks(amount.low, amount.high, STEPS)
    step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else max(amount.high - amount.low, 1e-9)
    return max(step, 1.0) if amount.unit in WHOLE else step


class AmountCard(Card[float]):
    """The amount of one order; answers with a number, or with nothing."""

    CSS_PATH = "amount.tcss"
    TOPIC = "amount"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(1)", show=False),
        Binding("down", "step(-1)", show=False),
        Binding("pageup", "step(5)", show=False),
        Binding("pagedown", "step(-5)", show=False),
        Binding("enter", "give", show=False, priority=True),
    ]

    def __init__(self, desk: Desk, offer: OfferView, asked: Callable[[OfferView], None]) -> None:
        super().__init__(desk)
        self._asked = asked  # the screen behind tells the same price
        assert offer.amount is not None
        self._offer, self._amount = offer, offer.amount
        self.head, self.foot = Sheet(id="amount-head"), Sheet(id="amount-foot")
        usual = offer.amount.default if offer.planned is None else offer.planned
        start = written(usual, offer.amount, desk.lang)
        self.field = Field(start, wanted=WRITTEN, id="amount-field")

    def parts(self) -> ComposeResult:
        """The card."""
        with Container(classes="card", id="amount"):
            yield self.head
            yield self.field
            yield self.foot

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.field)

    def show(self) -> None:
        """The order as it is told of what the field says, and how that is understood."""
        value, play = self._value(), self.desk.play
        if value is not None and play is not None:
            self._offer = play.offer(self._offer.number, self._offer.id, value)
            self._asked(self._offer)
        offer, t = self._offer, self.t

        def head(width: int) -> Lines:
            facts = t("attention.points", n=offer.attention)
            unit = unit_text(self._amount, self.desk.speech)
            ask = t("amount.ask", unit=unit) if unit else t("amount.ask.bare")
            return [
                spread(say((offer.title, TITLE)), facts, width),
                *wrap(say((offer.text, QUIET)), width),
                *(
                    wrap(say((t("offer.expects"), AMBER), " ", offer.expects), width)
                    if offer.expects
                    else ()
                ),
                BLANK,
                spread(say((ask, PLAIN)), offer.present, width),
            ]

        self.head.show(head)
        self.foot.show(self._reading)

    def _reading(self, width: int) -> Lines:
        """The range as a bar, and the number as it is understood."""
        amount, words = self._amount, self.desk.speech
        value = understood(self.field.value, amount)
        low = words.unit(amount.low, amount.unit, like=amount.high)
        high = words.unit(amount.high, amount.unit)
        if value is None:
            said = say((f"{REFUSED} {self.t('amount.unread')}", BAD))
        elif self._value() is None:
            said = say((f"{REFUSED} {self.t('amount.outside', low=low, high=high)}", BAD))
        else:
            price, told = self._offer.cost_text, words.unit(value, amount.unit)
            said = joined((told, "" if price == told else price), BRIGHT)
        share = ((value or 0.0) - amount.low) / max(amount.high - amount.low, 1e-9)
        room = max(10, width - len(low) - len(high) - 2)
        line = say((low, QUIET), " ", (bar(share, room), AMBER), " ", (high, QUIET))
        refused = self._offer.refused if self._value() is not None else None
        why = wrap(say((f"{REFUSED} {sentence(refused)}", BAD)), width) if refused else [BLANK]
        return [said, *why, line, BLANK]

    def hints(self) -> Sequence[Hint]:
        """Write, move, give or leave."""
        return (
            self.hint("↑↓", "change", "noop"),
            self.hint("↵", "give", "give"),
            self.hint("q", "back", "back"),
            self.hint("F1", "help", "help"),
        )

    def on_input_changed(self) -> None:
        """The number was edited."""
        self.show()

    def action_step(self, steps: int) -> None:
        """Move along the range by round steps."""
        amount, step = self._amount, step_of(self._amount)
        value = understood(self.field.value, self._amount)
        value = amount.default if value is None else value
        moved = round(value / step + steps) * step
        moved = min(amount.high, max(amount.low, moved))
        self.field.value = written(moved, amount, self.desk.lang)
        self.field.cursor_position = len(self.field.value)

    def action_give(self) -> None:
        """Answer with the amount, when it is one that may be given."""
        if (value := self._value()) is not None:
            self.dismiss(value)

    def _value(self) -> float | None:
        """The amount in the field, where it is within the range."""
        value, amount = understood(self.field.value, self._amount), self._amount
        return value if value is not None and amount.low <= value <= amount.high else None

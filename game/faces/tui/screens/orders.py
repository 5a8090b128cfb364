"""Which orders could this seat give?

Every offer by family, with its whole text, cost, lead time and expected effect, or its refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from game.faces.tui.desk import Desk
from game.faces.tui.lines import BLANK, Lines, joined, say, spread, wrap
from game.faces.tui.look import AMBER, BAD, PLAIN, QUIET, REFUSED, TITLE
from game.faces.tui.paint.scene import provenance
from game.faces.tui.paint.table import Say, offer_lines, points
from game.faces.tui.screens.frame import DIGITS, ZERO, focus_on
from game.faces.tui.screens.giving import GivingFrame
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Scroller, Sheet
from game.session.views import CodexTitle, OfferView


class OrdersScreen(GivingFrame):
    """All orders."""

    CSS_PATH = "pages.tcss"
    TOPIC = "orders"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "family(-1)", show=False),
        Binding("right", "family(1)", show=False),
        Binding("u", "undo", show=False),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("o", "back", show=False),
        Binding("c", "codex", show=False),
        *DIGITS,
        ZERO,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._family = ""  # every family
        self._offers: dict[str, OfferView] = {}
        self._later = ""  # that some wait for the second year
        self._told = False  # that no order is marked
        self.families, self.list = (
            Sheet(id="families", click="family(1)"),
            Menu(id="offers", careful=True, unmarked=True),
        )
        self.page = Scroller(id="pair-page")

    def parts(self) -> ComposeResult:
        """Families and offers at the left, the chosen one at the right."""
        with Container(id="pair"):
            with Container(id="pair-list"):
                yield self.families
                yield self.list
            yield self.page

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.list)

    def show(self) -> None:
        """The offers of the chosen family."""
        t, table = self.t, self.desk.game.table()
        game, waiting = self.desk.game, self.desk.game.waiting_offers()
        self._later = t("orders.later", n=len(waiting)) if waiting else ""
        all_ = sorted((*game.offers(), *waiting), key=lambda each: each.number)
        offers = [one for one in all_ if self._family in ("", one.family)]
        self._offers = {offer.id: offer for offer in offers}
        label = offers[0].family_label if self._family and offers else t("orders.all")
        left = say(
            (t("header.attention"), QUIET), " ", points(table.attention_left, table.attention)
        )
        self.families.show(
            lambda width: [spread(say(("◄ ", AMBER), (label, TITLE), (" ►", AMBER)), left, width)]
        )
        planned = {line.order_id: t("offer.planned") for line in table.plan}
        self.list.set_rows(_offer_row(offer, planned.get(offer.id, "")) for offer in offers)
        self._show_page()

    def _show_page(self) -> None:
        """The chosen offer in full."""
        offer, t = self._offers.get(self.list.chosen or ""), self.t
        missing = t("offers.unmarked" if self._offers else "orders.none")
        missing = f"{missing} {self._later}".rstrip()
        self.page.show(lambda width: _page(offer, t, width, missing), top=True)

    def asked(self, offer: OfferView) -> None:
        """The page tells the price of what is written on the card, as long as it is there."""
        self._offers[offer.id] = offer
        self._show_page()

    def hints(self) -> Sequence[Hint]:
        """Choose, give, turn to another family."""
        return (
            self.hint("↑↓", "move", "noop"),
            self.hint("↵", "give", "enter"),
            self.hint("◄►", "family", "family(1)"),
            self.hint("u", "undo", "undo"),
            self.hint("c", "codex", "codex"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )

    def topics(self) -> Sequence[CodexTitle]:
        """The chosen order."""
        chosen = self.list.chosen
        return self.desk.game.codex_topics("order", chosen) if chosen else ()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another offer."""
        self._show_page()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the order."""
        if offer := self._offers.get(event.option_id or ""):
            self.give(offer)

    def on_menu_unmarked(self) -> None:
        """An Enter that was meant for another page gives nothing; say once how one gives."""
        if not self._told:
            self._told = True
            self.tell(self.t("offers.unmarked"))

    def action_family(self, step: int) -> None:
        """The next family, in a ring that begins with all of them."""
        game = self.desk.game
        every = (*game.offers(), *game.waiting_offers())
        ring = ["", *dict.fromkeys(offer.family for offer in every)]
        place = ring.index(self._family) if self._family in ring else 0
        self._family = ring[(place + step) % len(ring)]
        self.list.unmark()
        self.redraw()

    def action_digit(self, number: int) -> None:
        """Put the mark on the offer of this number, or of the one that it ends."""
        if offer := self.numbered(number, self._offers.values()):
            self.list.choose(offer.id)

    def action_page(self, direction: int) -> None:
        """Read on while the list keeps the keys."""
        self.page.scroll_relative(y=direction * max(1, self.page.size.height - 1), animate=False)

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.list.action_select()


def _offer_row(offer: OfferView, planned: str) -> Row:
    """An offer in the list."""
    return Row(offer.id, lambda width: offer_lines(offer, width, planned))


def _page(offer: OfferView | None, t: Say, width: int, missing: str) -> Lines:
    """One offer in full, or why there is none to show."""
    if offer is None:
        return wrap(say((missing, QUIET)), width)
    lines = wrap(say((offer.title, TITLE)), width)
    cost = offer.cost_text or t("offer.free")
    facts = (offer.family_label, t("attention.points", n=offer.attention), cost, offer.lead_text)
    lines += [*wrap(joined(facts), width), BLANK]
    if offer.barred is not None:
        lines += [*wrap(say((f"{REFUSED} {offer.barred}", BAD)), width, "", "  "), BLANK]
    lines += [*wrap(say((offer.text, PLAIN)), width), BLANK]
    if offer.expects:
        lines += [*wrap(say((t("offer.expects"), AMBER), " ", offer.expects), width), BLANK]
    if offer.amount is not None:
        key, amount = "offer.amount", offer.amount.text
        if offer.amount_text not in ("", amount):
            lines += wrap(say((t(key), QUIET), " ", amount), width)
            key, amount = "offer.in_plan", offer.amount_text
        told = joined((amount, offer.present))
        lines += [*wrap(say((t(key), QUIET), " ", told), width), BLANK]
    return lines + provenance(offer.kind_label, offer.sources, t, width)

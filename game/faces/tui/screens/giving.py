"""How is an order given, from the table or from the list of orders?

Asks for the amount when there is a choice of one, says why an order is refused, and draws the plan
again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from game.errors import GameError
from game.faces.tui.desk import Desk
from game.faces.tui.screens.frame import Frame
from game.faces.tui.typed import Typed
from game.session.views import OfferView
from game.session.wording import sentence


class GivingFrame(Frame[None]):
    """A screen from which orders can be given."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._typed = Typed()

    def numbered(self, digit: int, offers: Iterable[OfferView]) -> OfferView | None:
        """The offer whose number has been typed so far, digit by digit."""
        known = {offer.number: offer for offer in offers}
        number = self._typed.digit(digit, known)
        return known[number] if number is not None else None

    def give(self, offer: OfferView) -> None:
        """Plan an order, or say why it is refused."""
        self._typed.end()
        if offer.barred is not None:
            why = sentence(offer.barred)
            self.tell(self.t("offers.refused", title=offer.title, why=why))
        elif offer.amount is None or offer.amount.low == offer.amount.high:
            self.change(lambda: self.desk.game.do(offer.id))
        else:
            self.open(
                "amount", offer, self.asked, then=lambda amount: self._give_amount(offer, amount)
            )

    def asked(self, offer: OfferView) -> None:
        """An order as it is told of the amount that is being written, on the card in front."""

    def _give_amount(self, offer: OfferView, amount: float | None) -> None:
        """Plan an order with the amount that was entered."""
        if amount is not None:
            self.change(lambda: self.desk.game.do(offer.id, amount))

    def change(self, act: Callable[[], object]) -> None:
        """Change the plan and draw it, or say why not."""
        self._typed.end()
        try:
            act()
        except GameError as error:
            self.warn(error)
        self.redraw()

    def action_undo(self) -> None:
        """Take back the last change of the plan."""
        self.change(self.desk.game.undo)

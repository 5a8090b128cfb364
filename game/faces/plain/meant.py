"""Which order is meant, and how much of it?

Both raise Complaint in the player's words; an order that there is not, GameError.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from game.errors import GameError
from game.faces import amounts
from game.faces.plain import parse
from game.faces.plain.grammar import Complaint
from game.session.lookup import exact, find, near
from game.session.session import Session
from game.session.views import OfferView
from game.session.wording import said_near

if TYPE_CHECKING:
    from game.content.words import Words


def order_and_amount(words: Words, rest: str, orders: Collection[str]) -> tuple[str, str]:
    """Split `3 2bn` or `buy chips 1,5 md`: the longest tail that is an amount is the amount.

    What follows the id of one of the `orders`, or a number, can be nothing but an amount.
    """
    parts = rest.split()
    for cut in range(1, len(parts)):
        tail = " ".join(parts[cut:])
        if amounts.amount(tail) is not None:
            return " ".join(parts[:cut]), tail
    if len(parts) > 1 and (parse.whole(parts[0]) is not None or parts[0] in orders):
        raise Complaint(words.t("plain.amount", text=" ".join(parts[1:])))
    return rest, ""


def offer(session: Session, text: str, offers: tuple[OfferView, ...]) -> OfferView:
    """The offer of a number, an id, a title or the beginning of one."""
    number = parse.whole(text)
    named = {each.id: each.title for each in offers}
    if number is not None:
        found = [each.id for each in offers if each.number == number]
    else:
        found = find(text, named)
        if not exact(text, named) and exact(text, session.waiting_orders()):
            found = []  # that very one is not on offer yet
    if len(found) == 1:
        return next(each for each in offers if each.id == found[0])
    if found:
        names = ", ".join(f"{o.number}. {o.title}" for o in offers if o.id in found)
        raise Complaint(session.words.t("plain.many", names=names))
    raise session.unknown_order(text)


def planned(session: Session, text: str) -> int:
    """The number in the plan of an id, a title or the beginning of one."""
    named = {line.order_id: line.title for line in session.plan()}
    found = find(text, named)
    if len(found) == 1:
        return list(named).index(found[0]) + 1
    words, maybe = session.words, found or near(text, named)
    hint = said_near(words, [named[id_] for id_ in maybe]) or words.t("session.hint.plan")
    raise GameError(words.t("session.refused.not_planned", order=text), "", hint)

"""What could one do about an order that is refused?

A range to stay in, an order that would bring the money, or an order to drop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine import refusals
from game.session import offers

if TYPE_CHECKING:
    from game.session.plan import Plan
    from game.session.sight import Sight
    from game.session.views import AmountView


def hint(sight: Sight, plan: Plan, order_id: str, amount: float, asked: AmountView | None) -> str:
    """What to do about a refused order; nothing, where only the world can change it."""
    words = sight.words
    for text in refusals(sight.ruleset, sight.world, sight.seat, order_id, amount):
        needs = sight.ruleset.orders[order_id].needs
        by_cash = any(offers.CASH in need.when.names for need in needs if need.else_ is text)
        return _source(sight, plan) if by_cash else ""
    if asked is not None and asked.high > 0 and offers.out_of_range(sight, order_id, amount):
        low = words.unit(asked.low, asked.unit, like=asked.high)
        high = words.unit(asked.high, asked.unit)
        told = words.t("session.hint.amount", low=low, high=high)
        asks = sight.ruleset.orders[order_id].amount
        by_cash = asks is not None and offers.CASH in asks.high.names and amount > asked.high
        more = _source(sight, plan) if by_cash else ""
        return words.t("session.hint.also", told=told, more=more) if more else told
    cost = offers.price_usd(sight, order_id, amount)
    short = cost > 0 and offers.planned_cost_usd(sight, plan, order_id) + cost > sight.value(
        offers.CASH
    )
    if short and (source := _source(sight, plan)):
        return source
    return words.t("session.hint.drop") if plan.items else words.t("session.hint.orders")


def _source(sight: Sight, plan: Plan) -> str:
    """Which order would bring money, and at most how much; nothing when it is planned already."""
    words = sight.words
    for _, id_ in offers.offered(sight, plan):
        order, asked = sight.ruleset.orders[id_], offers.amount_view(sight, id_)
        if not offers.brings_money(order) or order.lead:
            continue
        usual = asked.default if asked else 1.0
        if plan.amount(id_) is not None or offers.refusal(sight, plan, id_, usual) is not None:
            continue
        title = sight.say(order.title, "")
        if asked and asked.unit == "usd":
            most = words.unit(asked.high, asked.unit)
            return words.t("session.hint.money_most", order=title, most=most)
        return words.t("session.hint.money", order=title)
    return ""

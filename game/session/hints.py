"""What could one do about an order that is refused?

An order that would bring the money, or an order to drop; where neither would help, nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.engine import refusals
from game.engine.orders import amount_range
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
        return _source(sight, plan)[0] if by_cash else ""
    if asked is not None and offers.out_of_range(sight, order_id, amount):  # which says the bar
        source, most_usd = _source(sight, plan)
        return source if _high(sight, order_id, most_usd) >= amount > asked.high else ""
    cost = offers.price_usd(sight, order_id, amount)
    short = cost > 0 and offers.planned_cost_usd(sight, plan, order_id) + cost > sight.value(
        offers.CASH
    )
    if short and (source := _source(sight, plan)[0]):
        return source
    return words.t("session.hint.drop") if plan.items else ""


def _high(sight: Sight, order_id: str, more_usd: float) -> float:
    """How much of an order a seat could ask for with so much more money."""
    rich = sight.world.copy()
    rich.cash_usd[sight.ruleset.index("actor", sight.seat)] += int(more_usd)
    limits = amount_range(sight.ruleset, rich, sight.seat, order_id)
    return limits[2] if limits else 0.0


def _source(sight: Sight, plan: Plan) -> tuple[str, float]:
    """Which order would bring money, and how much at most; 0 where the menu does not say.

    Nothing when it is planned already.
    """
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
            return words.t("session.hint.money_most", order=title, most=most), asked.high
        return words.t("session.hint.money", order=title), 0.0
    return "", 0.0

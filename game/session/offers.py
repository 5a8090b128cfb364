"""Which orders can the seat give now, at what price, and why not?

The engine judges an order against the world; here the rest of the plan counts too: its attention
and its money. The same check makes offers and refuses orders.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine import cost_usd, refusals
from game.engine.s00_budgets import brought
from game.later import later
from game.session.observe import FIRST_OFFERS, FIRST_QUARTERS, sources
from game.session.plan import WHOLE, Plan, limits
from game.session.sight import Sight, bars_in
from game.session.views import AmountView, OfferView, PlanLine

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.content.ruleset import Ruleset
    from game.session import bills
else:  # what a laboratory owes before its orders are paid for
    bills = later("game.session.bills")

CASH, RAISED, RELEASE = "me.cash_usd", "me.raise_share", "me.release"


def offered(sight: Sight, plan: Plan) -> list[tuple[int, str]]:
    """The orders on offer, family by family, each with the number that it has the whole game.

    There are a handful of them in the first year; these bear the first numbers.
    """
    known, first = numbers_of(sight.ruleset, sight.seat), first_of(sight.ruleset, sight.seat)
    ids = list(known)
    if int(sight.world.turn[0]) < FIRST_QUARTERS and first:
        planned = {item.order_id for item in plan.items}
        ids = [id_ for id_ in ids if id_ in first or id_ in planned]
    place = {family: at for at, family in enumerate(_families(sight.ruleset, known))}
    ids.sort(key=lambda id_: (place[sight.ruleset.orders[id_].family], known[id_]))
    return [(known[id_], id_) for id_ in ids]


@lru_cache(maxsize=64)
def numbers_of(ruleset: Ruleset, seat: str) -> dict[str, int]:
    """Every order of a seat and its number: those of the first year, then the others."""
    mine = [id_ for id_, order in ruleset.orders.items() if seat in order.seats]
    first, families = first_of(ruleset, seat), _families(ruleset, mine)
    mine.sort(key=lambda id_: (id_ not in first, families.index(ruleset.orders[id_].family)))
    return {id_: number for number, id_ in enumerate(mine, start=1)}


def first_of(ruleset: Ruleset, seat: str) -> tuple[str, ...]:
    """The orders of a seat in the first year; none when it has them all from the start."""
    mine = (id_ for id_ in ruleset.seats[seat].first_orders if seat in ruleset.orders[id_].seats)
    return tuple(mine)[:FIRST_OFFERS]


def _families(ruleset: Ruleset, ids: Iterable[str]) -> list[str]:
    """The families of some orders, as the content lists them."""
    mine = set(ids)
    return list(dict.fromkeys(each.family for id_, each in ruleset.orders.items() if id_ in mine))


def offer_view(
    sight: Sight, plan: Plan, number: int, order_id: str, amount: float | None = None
) -> OfferView:
    """One order with its price, or why it is refused.

    It is told of so much of it; else of what stands in the plan, or of the usual amount.
    """
    order, words = sight.ruleset.orders[order_id], sight.words
    asked = amount_view(sight, order_id)
    planned = plan.amount(order_id)
    if amount is None:
        amount = planned if planned is not None else asked.default if asked else 1.0
    shown = amount_text(sight, order, amount)
    refused, short = refusal(sight, plan, order_id, amount), attention_short(sight, plan, order_id)
    return OfferView(
        number=number,
        id=order_id,
        family=order.family,
        family_label=words.t(f"session.family.{order.family}"),
        title=sight.say(order.title, shown),
        text=sight.say(order.text, shown),
        attention=order.attention,
        cost_text=cost_text(sight, order_id, amount),
        lead_text=lead_text(sight, order.lead),
        expects=expects_text(sight, order, shown),
        amount=asked,
        refused=refused,
        kind_label=words.t(f"session.kind.{order.kind}"),
        sources=sources(sight, order),
        present=present_text(sight, order) or round_text(sight, order, amount),
        planned=planned,
        tired=bool(short) and refused == words.t("session.refused.attention", n=short),
        other_amount=refused is not None and _other_amount(sight, plan, order_id, asked),
        amount_text=shown,
    )


def expects_text(sight: Sight, order: Order, shown: str) -> str:
    """What an order brings; of one that sets money aside also that it may not all be spent."""
    told = sight.say(order.expects, shown)
    return f"{told} {sight.words.t('session.set_aside')}" if sets_aside(order) else told


def present_text(sight: Sight, order: Order) -> str:
    """What an order that sets a level would change, as it is today; empty for any other.

    A quota of none is no quota, and a share offered to investors is no level.
    """
    levels = [
        sight.value(name)
        for effect in order.effects
        for name, level in effect.set.items()
        if level.source == "amount" and name != RAISED
    ]
    is_share = order.amount is not None and order.amount.unit == "share"
    told = dict.fromkeys(amount_text(sight, order, each) for each in levels if each or is_share)
    return sight.words.t("session.present", values=", ".join(told)) if told else ""


def round_text(sight: Sight, order: Order, amount: float) -> str:
    """What a round would bring at today's value, were it the only one (S0); else nothing."""
    if not any(RAISED in effect.set for effect in order.effects):
        return ""
    worth_usd = np.full((1, 1), amount * sight.value("me.valuation_usd"))
    sum_usd = float(brought(sight.ruleset, sight.world, worth_usd)[0, 0])
    return sight.words.t("session.round", sum=sight.words.money(sum_usd))


def plan_lines(sight: Sight, plan: Plan) -> tuple[PlanLine, ...]:
    """The plan as one reads it."""
    lines = []
    for number, item in enumerate(plan.items, start=1):
        order = sight.ruleset.orders[item.order_id]
        shown = amount_text(sight, order, item.amount)
        lines.append(
            PlanLine(
                number=number,
                order_id=item.order_id,
                title=sight.say(order.title, shown),
                amount_text=shown,
                cost_text=cost_text(sight, item.order_id, item.amount),
                attention=order.attention,
                vain=vain_text(sight, order, item.amount),
            )
        )
    return tuple(lines)


def vain_text(sight: Sight, order: Order, amount: float) -> str:
    """What an order of the plan wants by now, after a scene was answered; nothing usually."""
    wanting = refusals(sight.ruleset, sight.world, sight.seat, order.id, amount)
    shown = amount_text(sight, order, amount)
    first = next((sight.say(text, shown).rstrip(".") for text in wanting), "")
    return first or settled_text(sight, order)


def settled_text(sight: Sight, order: Order) -> str:
    """That an answer of this quarter gives away more than an order would release; else nothing.

    What is released is set for a quarter only: before it is over, none but an answer has done so.
    """
    levels = [effect.set[RELEASE].constant for effect in order.effects if RELEASE in effect.set]
    answered = sight.value(RELEASE) if levels else 0.0
    if any(level is not None and level < answered for level in levels):
        return sight.words.t("session.refused.settled", value=sight.text(RELEASE))
    return ""


def attention_short(sight: Sight, plan: Plan, order_id: str) -> int:
    """How much more attention an order takes than the others of the plan leave; 0 for enough."""
    orders = sight.ruleset.orders
    left = sight.ruleset.seats[sight.seat].attention
    left -= sum(orders[each.order_id].attention for each in plan.items if each.order_id != order_id)
    return max(orders[order_id].attention - left, 0)


def refusal(sight: Sight, plan: Plan, order_id: str, amount: float) -> str | None:
    """Why this much of an order cannot join the plan, or None when it can."""
    ruleset, words = sight.ruleset, sight.words
    order = ruleset.orders[order_id]
    if order.amount is None and plan.amount(order_id) is not None:
        return words.t("session.refused.planned")
    if told := wants(sight, order, amount) or settled_text(sight, order):
        return told
    beyond = out_of_range(sight, order_id, amount)
    if beyond:
        return beyond
    if short := attention_short(sight, plan, order_id):
        return words.t("session.refused.attention", n=short)
    price = price_usd(sight, order_id, amount)
    if price <= 0:
        return None
    short_usd = planned_cost_usd(sight, plan, order_id) + price - int(sight.value(CASH))
    is_lab = ruleset.actors[sight.seat].kind != "state"
    first_usd = bills.first_usd(ruleset, sight.world, sight.seat) if is_lab else 0
    if short_usd + first_usd > 0:
        key = "money" if short_usd > 0 else "wages"
        return words.t(f"session.refused.{key}", money=words.money(short_usd + first_usd))
    return None


def _other_amount(sight: Sight, plan: Plan, order_id: str, asked: AmountView | None) -> bool:
    """Whether the least or the most of an order can join the plan."""
    ends = (asked.low, asked.high) if asked else ()
    return any(refusal(sight, plan, order_id, each) is None for each in ends)


def wants(sight: Sight, order: Order, amount: float) -> str:
    """What the world does not grant that an order needs; nothing when it does."""
    for text in refusals(sight.ruleset, sight.world, sight.seat, order.id, amount):
        bars = next(bars_in(need.when) for need in order.needs if need.else_ is text)
        return sight.say(text, amount_text(sight, order, amount), bars).rstrip(".")
    return ""


def amount_view(sight: Sight, order_id: str) -> AmountView | None:
    """How much may be asked for, or None for an order that is given or not."""
    found, order = limits(sight, order_id), sight.ruleset.orders[order_id]
    if found is None or order.amount is None:
        return None
    default, low, high = found
    default = min(max(_round(default, order.amount.unit), low), high)
    return AmountView(order.amount.unit, default, low, high, amount_text(sight, order, default))


def amount_text(sight: Sight, order: Order, amount: float) -> str:
    """How much of an order, worded; empty for an order that is given or not."""
    return sight.words.unit(amount, order.amount.unit) if order.amount else ""


def cost_text(sight: Sight, order_id: str, amount: float) -> str:
    """What an order costs, worded."""
    cost, words = price_usd(sight, order_id, amount), sight.words
    if not cost:
        return words.t("session.free")
    return bills.about(sight, words.money(cost), [order_id])


def lead_text(sight: Sight, quarters: int) -> str:
    """After how long an order is felt, worded."""
    if quarters == 0:
        return sight.words.t("session.lead.now")
    late = sight.turns is not None and int(sight.world.turn[0]) + quarters > sight.turns
    return sight.words.t(f"session.lead.{'never' if late else 'later'}", n=quarters)


def out_of_range(sight: Sight, order_id: str, amount: float) -> str | None:
    """Why this is too much of an order or too little, or None."""
    found, order, words = limits(sight, order_id), sight.ruleset.orders[order_id], sight.words
    if found is None or order.amount is None:
        return None
    _, low, high = found
    if amount > high * (1 + 1e-9):
        return words.t("session.refused.high", high=words.unit(high, order.amount.unit))
    if amount < low * (1 - 1e-9) or amount == 0:
        return words.t("session.refused.low", low=words.unit(low, order.amount.unit))
    return None


def brings_money(order: Order) -> bool:
    """Whether lenders, givers or investors pay for it."""
    return any(effect.gain is not None or RAISED in effect.set for effect in order.effects)


def planned_cost_usd(sight: Sight, plan: Plan, but: str) -> int:
    """What the plan costs without one order."""
    others = (item for item in plan.items if item.order_id != but)
    return sum(price_usd(sight, item.order_id, item.amount) for item in others)


def price_usd(sight: Sight, order_id: str, amount: float) -> int:
    """What an order takes from the purse of the seat now, in whole dollars."""
    return cost_usd(sight.ruleset, sight.world, sight.seat, order_id, amount)


def _round(amount: float, unit: str) -> float:
    """A default that reads well: two figures of a sum or a count, whole percents of a share."""
    if unit in WHOLE:
        return float(round(float(f"{amount:.2g}")))
    return float(f"{amount:.2g}") if unit == "usd" else round(amount, 2)


def sets_aside(order: Order) -> bool:
    """Whether an order puts money by, of which what buys nothing is kept."""
    return order.sets_aside.constant != 0.0

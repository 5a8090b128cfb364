"""What does a seat pay every quarter if nothing changes, and what has it to pay with?

Works the standing bills out from the same coefficients as the stages that send them: wages and
interest (S0), contracts for machine time (S9), the current of old cards (S11) and of machines of
one's own (S15). Hours by the meter and whatever is ordered come on top.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from game.engine import cost_usd
from game.engine.quarter import HOURS
from game.session.plan import Items, Plan
from game.session.sight import Sight

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.world.state import World

SET_ANEW = frozenset({"rent", "power"})  # bills whose price the quarter still moves
CUT_OFF = ("rent", "cards")  # bills that are not paid on credit: what they are for goes instead


def due_usd(sight: Sight) -> dict[str, int]:
    """The standing bills of the seat that are not nothing, in whole dollars, by name."""
    owed = owed_usd(sight.ruleset, sight.world, sight.seat)
    return {name: usd for name, usd in owed.items() if usd}


def short(sight: Sight, due: dict[str, int], cash_usd: float) -> str:
    """What comes of bills that are more than there is in the bank; nothing where they are not."""
    if sum(due.values()) <= max(cash_usd, 0.0):
        return ""
    if sight.ruleset.actors[sight.seat].kind == "state":
        return sight.words.t("session.short.state")
    told = [name for name in CUT_OFF if name in due]
    if sum(usd for name, usd in due.items() if name not in CUT_OFF) > cash_usd:
        told.append("credit")
    return " ".join(sight.words.t(f"session.short.{name}") for name in told)


def left_usd(sight: Sight, planned: Items) -> int:
    """What a plan and the standing bills of a quarter leave, before anything comes in."""
    ruleset, world, seat = sight.ruleset, sight.world, sight.seat
    plan_usd = sum(cost_usd(ruleset, world, seat, item.order_id, item.amount) for item in planned)
    bills_usd = sum(owed_usd(ruleset, world, seat).values())
    return int(world.cash_usd[ruleset.index("actor", seat), 0]) - plan_usd - bills_usd


def about(sight: Sight, money: str, order_ids: Iterable[str]) -> str:
    """A sum that orders cost, worded; what comes in before they are paid may move their price."""
    orders = (sight.ruleset.orders[id_] for id_ in order_ids)
    moves = any((each.cost.names | each.sets_aside.names) - {"amount"} for each in orders)
    return sight.words.t("session.about", money=money) if moves else money


def purse(sight: Sight, plan: Plan) -> tuple[str, str]:
    """What the plan and the standing bills leave, worded, and what comes of it where that is debt.

    Nothing where there is neither. Rents are set anew before they are billed, so that what is left
    then is only about so much.
    """
    due = due_usd(sight)
    if not plan.items and not due:
        return "", ""
    left, ids = left_usd(sight, plan.items), [item.order_id for item in plan.items]
    told = sight.words.money(left)
    moves = SET_ANEW & due.keys()
    told = sight.words.t("session.about", money=told) if moves else about(sight, told, ids)
    return told, short(sight, due, left + sum(due.values()))


def affords_a_year(sight: Sight, planned: Items) -> bool:
    """Whether the cash of the seat pays a plan and four quarters of its standing bills."""
    ruleset, world, seat = sight.ruleset, sight.world, sight.seat
    plan_usd = sum(cost_usd(ruleset, world, seat, item.order_id, item.amount) for item in planned)
    year_usd = 4 * sum(owed_usd(ruleset, world, seat).values())
    return int(world.cash_usd[ruleset.index("actor", seat), 0]) > plan_usd + year_usd


def first_usd(ruleset: Ruleset, world: World, seat: str) -> int:
    """What a laboratory owes before its orders are paid for (S0): wages and interest."""
    return round(_wages_usd(ruleset, world, seat) + _interest_usd(ruleset, world, seat))


def owed_usd(ruleset: Ruleset, world: World, seat: str) -> dict[str, int]:
    """Each standing bill of a seat in whole dollars, by name; of the first world."""
    found = {
        "wages": _wages_usd(ruleset, world, seat),
        "rent": _rent_usd(ruleset, world, seat),
        "interest": _interest_usd(ruleset, world, seat),
        "cards": _cards_usd(ruleset, world, seat),
        "power": _power_usd(ruleset, world, seat),
    }
    return {name: round(usd) for name, usd in found.items()}


def _wages_usd(ruleset: Ruleset, world: World, seat: str) -> float:
    """S0 `pay_staff`: a quarter of a year’s wage for each."""
    wage_usd = ruleset.table("budgets.wage_usd").get(seat, 0.0)
    return float(world.staff[ruleset.index("actor", seat), 0]) * wage_usd / 4.0


def _rent_usd(ruleset: Ruleset, world: World, seat: str) -> float:
    """S9 `let`: the hours that landlords have had for the contracts, at the rent of today."""
    me = ruleset.index("actor", seat)
    hours = world.rented_h100e[me, 0] * world.hours_filled[me, 0] * HOURS
    rate = world.rent_usd_per_hour[0] * ruleset.k("rental.contract_discount")
    return float(hours * rate)


def _interest_usd(ruleset: Ruleset, world: World, seat: str) -> float:
    """S0 `pay_interest`: what lenders ask as they trust, and as the debt weighs."""
    me = ruleset.index("actor", seat)
    worth = max(float(world.gdp_usd[me, 0] + world.valuation_usd[me, 0]), 1.0)
    debt = float(world.debt_usd[me, 0])
    is_state = ruleset.actors[seat].kind == "state"
    slope = ruleset.k(f"budgets.{'debt' if is_state else 'leverage'}_spread")
    doubt = 1.0 - float(world.confidence[0])
    rate = ruleset.k("budgets.interest") + ruleset.k("budgets.risk_spread") * doubt
    return debt * (rate + slope * min(debt / worth, ruleset.k("budgets.debt_most"))) / 4.0


def _cards_usd(ruleset: Ruleset, world: World, seat: str) -> float:
    """S11 `run_cards`: the current of old cards, of which some wear out every quarter."""
    cards = float(world.used_cards[ruleset.index("actor", seat), 0])
    kept = cards * (1.0 - ruleset.k("inference.card_wear"))
    return kept * ruleset.k("inference.card_watts") / 1000.0 * HOURS * _tariff_usd(ruleset, seat)


def _power_usd(ruleset: Ruleset, world: World, seat: str) -> float:
    """S15 `pay_bills`: the tariff of the region, and more for what the grid cannot bear."""
    me, home = ruleset.index("actor", seat), ruleset.index("region", ruleset.actors[seat].region)
    kwh_per_mw = 1000.0 * ruleset.k("externalities.use") * HOURS
    lit = 1.0 - float(world.dark[home, 0])
    load = max(float(world.load_mw[home, 0]) * lit * kwh_per_mw, 1.0)
    dry = 1.0 - ruleset.k("installed.drought_loss") * float(world.drought[home, 0])
    beyond = max(load - float(world.power_mw[home, 0]) * dry * kwh_per_mw, 0.0)
    gas = min(float(world.gas_mw[home, 0]) * kwh_per_mw, beyond) / load
    tariff = _tariff_usd(ruleset, seat)
    dearer = max(ruleset.k("externalities.gas_usd_per_kwh") - tariff, 0.0)
    return float(world.draw_mw[me, 0]) * lit * kwh_per_mw * (tariff + gas * dearer)


def _tariff_usd(ruleset: Ruleset, seat: str) -> float:
    """A kilowatt-hour where the seat’s machines stand."""
    return ruleset.table("externalities.usd_per_kwh")[ruleset.actors[seat].region]

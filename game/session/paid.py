"""What did the orders of a run really cost?

An order that sets money aside is logged with all of it, and some of that buys nothing: chips that
are not to be had are not paid for. What was paid stands among the reasons of the treasury. What an
order brings in is not taken off it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from game.session.log import OrderRecord, Part, Record
from game.session.offers import sets_aside
from game.world.causes import parse

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.standing import Standing

CASH = "me.cash_usd"
NEARLY = 0.8  # of what was set aside: who has paid so much has spent it, prices being what they are


def as_paid(ruleset: Ruleset, seat: str, now: Standing) -> tuple[Record, ...]:
    """The records of a run, each order that set money aside with what was paid for it so far.

    Quarters whose reasons nobody kept count as they were planned.
    """
    spent, told = _spent(ruleset, seat, now), list[Record]()
    for record in now.log.records:
        if isinstance(record, OrderRecord) and _is_kept(ruleset, now, record):
            paid_usd = sum(spent.get((record.order, record.turn), {}).values())
            record = replace(record, cost_usd=round(paid_usd))
        told.append(record)
    return tuple(told)


def by_quarter(ruleset: Ruleset, seat: str, now: Standing) -> dict[tuple[int, int], float]:
    """What was paid for orders in a quarter, of each quarter in which they were given."""
    spent, found = _spent(ruleset, seat, now), dict[tuple[int, int], float]()
    for each in now.log.records:
        if isinstance(each, OrderRecord):
            paid = {each.turn: float(each.cost_usd)}
            if _is_kept(ruleset, now, each):  # the money of one order is told once
                paid = spent.pop((each.order, each.turn), {})
            for turn, usd in paid.items():
                found[turn, each.turn] = found.get((turn, each.turn), 0.0) + usd
    return found


def underspent(ruleset: Ruleset, seat: str, now: Standing) -> dict[str, tuple[float, float]]:
    """Orders of the quarter that is over which cost clearly less than they set aside, by id.

    What was paid and what was planned, in US dollars; none where nobody kept the reasons.
    """
    step, spent = ruleset.figures[CASH].step, dict[str, float]()
    for id_, made, steps in _payments(seat, now.closed.get(CASH, ())):
        if made is None:
            spent[id_] = spent.get(id_, 0.0) + step * steps
    return {
        each.order: (spent.get(each.order, 0.0), float(each.cost_usd))
        for each in now.log.of_turn(now.log.pages[-1].turn - 1)
        if now.closed and isinstance(each, OrderRecord) and each.order in ruleset.orders
        if sets_aside(ruleset.orders[each.order])
        if spent.get(each.order, 0.0) < NEARLY * each.cost_usd
    }


def _is_kept(ruleset: Ruleset, now: Standing, record: OrderRecord) -> bool:
    """Whether an order set money aside, and it is known what of it was paid."""
    order, last = ruleset.orders.get(record.order), now.log.pages[-1].turn
    if order is None or not sets_aside(order):
        return False
    opened = record.turn + 1
    return opened == last or any(page.turn == opened and page.parts for page in now.log.pages)


def _spent(ruleset: Ruleset, seat: str, now: Standing) -> dict[tuple[str, int], dict[int, float]]:
    """What the treasury paid for each order of a seat, by order and the turn of the order.

    Of each by the quarter in which it was paid.
    """
    step, found = ruleset.figures[CASH].step, dict[tuple[str, int], dict[int, float]]()
    for page in now.log.pages:
        turn = page.turn - 1
        for id_, made, steps in _payments(seat, now.parts(page.turn).get(CASH, ())):
            paid = found.setdefault((id_, turn if made is None else made), {})
            paid[turn] = paid.get(turn, 0.0) + step * steps
    return found


def _payments(seat: str, parts: Part) -> Iterator[tuple[str, int | None, int]]:
    """What was paid for orders of a seat: which, when it was given if that was earlier, steps."""
    for text, steps in parts:
        cause = parse(text)
        if steps < 0 and cause.kind == "order" and cause.places[0] == seat:
            yield cause.places[1], cause.made, -steps

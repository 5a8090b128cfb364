"""What did the orders of a run really cost?

An order that sets money aside is logged with all of it, and some of that buys nothing: chips that
are not to be had are not paid for. What was paid stands among the reasons of the treasury.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.session.log import OrderRecord, Record
from game.session.offers import sets_aside
from game.world.causes import parse

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.standing import Standing

CASH = "me.cash_usd"


def as_paid(ruleset: Ruleset, seat: str, now: Standing) -> tuple[Record, ...]:
    """The records of a run, each order that set money aside with what was paid for it so far.

    Quarters whose reasons nobody kept count as they were planned.
    """
    spent, kept = _spent(ruleset, seat, now), {page.turn for page in now.log.pages if page.parts}
    kept.add(now.log.pages[-1].turn)
    told: list[Record] = []
    for record in now.log.records:
        if isinstance(record, OrderRecord) and record.turn + 1 in kept:
            order = ruleset.orders.get(record.order)
            if order is not None and sets_aside(order):
                paid_usd = spent.get((record.order, record.turn), 0.0)
                record = replace(record, cost_usd=round(paid_usd))
        told.append(record)
    return tuple(told)


def _spent(ruleset: Ruleset, seat: str, now: Standing) -> dict[tuple[str, int], float]:
    """What the treasury paid for each order of a seat, by order and by the turn of the order."""
    step, found = ruleset.figures[CASH].step, dict[tuple[str, int], float]()
    for page in now.log.pages:
        for text, steps in now.parts(page.turn).get(CASH, ()):
            cause = parse(text)
            if cause.kind == "order" and cause.places[0] == seat:
                made = page.turn - 1 if cause.made is None else cause.made
                key = (cause.places[1], made)
                found[key] = found.get(key, 0.0) - step * steps
    return found

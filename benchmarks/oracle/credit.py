"""When does a bank close the line in one world, and what is left of a lab then?

Banks look at the books when every bill of a quarter is paid. Below its line a lab defaults: its
debt becomes shares, people and hours go.
"""

from __future__ import annotations

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.hours import keep_hours
from benchmarks.oracle.quarter import Quarter

OUTSIDE = "outside"


def close_lines(x: Quarter) -> None:
    """Below its credit line a lab defaults: creditors take shares for what they are owed."""
    w = x.w
    struck = []
    for lab in x.places.labs:
        floor = x.by("budgets.credit_floor_usd", lab)
        line = floor + x.k("budgets.credit_share") * w.arr_usd[lab]
        if w.cash_usd[lab] < -line:
            struck.append(lab)
    for lab in struck:
        restructure(x, lab)
    worth = total(max(w.valuation_usd[lab], 1.0) for lab in struck)
    all_worth = max(total(w.valuation_usd[lab] for lab in x.places.labs), 1.0)
    fear = x.k("budgets.default_fear") * worth / all_worth
    w.confidence = max(w.confidence - fear, 0.0)


def restructure(x: Quarter, lab: str) -> None:
    """What a default does to a lab."""
    w = x.w
    w.defaults[lab] += 1
    claims = x.pay(OUTSIDE, lab, -w.cash_usd[lab]) + w.debt_usd[lab]
    worth = max(w.valuation_usd[lab], 1.0)
    stake = min(claims / (claims + worth), x.k("budgets.creditors_most"))
    w.equity_sold[lab] = 1.0 - (1.0 - w.equity_sold[lab]) * (1.0 - stake)
    w.debt_usd[lab] = 0
    w.staff[lab] *= x.k("budgets.default_staff")
    w.trust[lab] = max(w.trust[lab] - x.k("budgets.default_trust"), 0.0)
    cut_hours(x, lab)


def cut_hours(x: Quarter, lab: str) -> None:
    """Landlords end a part of the contracts, and with it what those contracts would have ended."""
    keep_hours(x, lab, x.k("budgets.default_hours"))

"""S0 Budgets: what does everybody earn and owe before anything is decided?

Output grows, states receive their technology budget, labs pay their people, investors buy shares,
lenders are paid. Firms that the game follows only in part are financed by, and pay out to, the rest
of the world. Growth: shared/economy S0; Bloomberg's magnitudes for a blockade.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter, afford


def run(x: Quarter) -> None:
    """Grow output, then move the money of the quarter's opening."""
    x.w.income_usd[:] = 0
    grow(x)
    x.because("budgets.growth")
    fund_states(x)
    x.because("budgets.programmes")
    pay_staff(x)
    x.because("budgets.staff")
    sell_shares(x)
    x.because("budgets.round")
    pay_interest(x)
    x.because("budgets.interest")
    settle_firms(x)
    x.because("budgets.dividends")


def grow(x: Quarter) -> None:
    """Trend, plus what adoption adds, less what displaced work, minerals and a blockade cost."""
    w, p = x.w, x.places
    trend = x.by("budgets.trend_growth", "actor")
    people = x.by("demand.people", "region")
    blocked = w.blockade_quarters > 0
    exposure = x.by("budgets.blockade_exposure", "actor")
    dear = np.maximum(w.minerals_price - 1.0, 0.0)
    for state in np.flatnonzero(p.is_state):
        home = np.flatnonzero(p.owner_of == state)
        adoption = w.users[home].sum(axis=0) / people[home].sum()
        jobs = w.jobs[home].mean(axis=0)
        w.growth[state] = (
            trend[state]
            + x.k("budgets.adoption_growth") * adoption
            - x.k("budgets.jobs_drag") * jobs
            - x.k("budgets.minerals_drag") * dear * (0.0 if state == x.actor("china") else 1.0)
            - exposure[state] * blocked
        )
        w.gdp_usd[state] *= 1.0 + w.growth[state] / 4.0


def fund_states(x: Quarter) -> None:
    """Each state's technology budget: a share of output."""
    share = x.by("budgets.programme_share", "actor")
    outside = x.actor("outside")
    for state in np.flatnonzero(x.places.is_state):
        x.pay(outside, state, share[state] * x.w.gdp_usd[state] / 4.0)


def pay_staff(x: Quarter) -> None:
    """Wages, which may carry a lab's account below zero."""
    wage = x.by("budgets.wage_usd", "actor")
    for lab in x.places.labs:
        x.pay(lab, x.actor("outside"), x.w.staff[lab] * wage[lab] / 4.0)


def sell_shares(x: Quarter) -> None:
    """A round: investors pay the value of the share on sale; confidence sets that value (S14)."""
    w = x.w
    for lab in x.places.labs:
        sold = np.minimum(w.raise_share[lab], 0.5)
        x.pay(x.actor("outside"), lab, sold * w.valuation_usd[lab])
        w.equity_sold[lab] = 1.0 - (1.0 - w.equity_sold[lab]) * (1.0 - sold)
        w.raise_share[lab] = 0.0


def pay_interest(x: Quarter) -> None:
    """Debt costs more as confidence falls; it is rolled over, never forgotten."""
    rate = x.k("budgets.interest") + x.k("budgets.risk_spread") * (1.0 - x.w.confidence)
    for actor in np.flatnonzero(x.places.is_state + x.places.is_lab):
        due = x.w.debt_usd[actor] * rate / 4.0
        x.pay(actor, x.actor("outside"), due)


def settle_firms(x: Quarter) -> None:
    """Firms keep a working balance: what exceeds it is paid out, what lacks is financed."""
    outside = x.actor("outside")
    balance = x.by("budgets.working_balance_usd", "actor")
    for firm in np.flatnonzero(balance[:, 0] > 0):
        gap = x.w.cash_usd[firm] - balance[firm]
        x.pay(firm, outside, afford(x.w, firm, np.maximum(gap, 0.0) * x.k("budgets.payout")))
        x.pay(outside, firm, np.maximum(-gap, 0.0))

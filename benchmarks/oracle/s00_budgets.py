"""S0 Budgets in one world: what does everybody earn and owe before anything is decided?

Output grows, states are left what taxes bring beyond their commitments, labs pay their people,
investors buy shares, lenders are paid, and firms pay out to their owners.
"""

from __future__ import annotations

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.homes import adoption, hours_cut, mean_over, states
from benchmarks.oracle.money import afford
from benchmarks.oracle.quarter import Quarter

OUTSIDE = "outside"
MOST_LOST = 0.95  # of output: something is always made
SCAR_SEEN = (1 + 2 + 3 + 4) / 16  # of what a year of war takes for good, the mean over that year


def run(x: Quarter) -> None:
    """Grow output, then move the money of the quarter's opening."""
    x.w.income_usd = dict.fromkeys(x.places.actors, 0)
    x.w.capex_usd = dict(x.w.capex_plan_usd)
    grow(x)
    fund_states(x)
    pay_staff(x)
    sell_shares(x)
    pay_interest(x)
    settle_firms(x)


def grow(x: Quarter) -> None:
    """g = trend + adoption - lost work, less four times what shortages and taxes take now."""
    w = x.w
    for state in states(x):
        before = w.output_gap[state]
        gap = before + x.k("budgets.gap_speed") * (shortfall(x, state) - before)
        growth = (
            x.by("budgets.trend_growth", state)
            + x.k("budgets.adoption_growth") * adoption(x, state)
            - x.k("budgets.jobs_drag") * mean_over(x, state, w.jobs)
            + 4.0 * ((1.0 - gap) / (1.0 - before) - 1.0)
        )
        if w.war > 0:
            growth -= x.by("budgets.war_scar", state)
        w.output_gap[state] = gap
        w.tax_felt[state] += x.k("budgets.tax_speed") * (w.tax_rate[state] - w.tax_felt[state])
        w.growth[state] = growth
        w.gdp_usd[state] *= 1.0 + growth / 4.0


def shortfall(x: Quarter, state: str) -> float:
    """Share of output that closed seas, missing goods, hours and taxes would take.

    The yearly figures of a blockade and a war are means over their first year, so the level to
    which output falls lies a little lower; they hold what chips cost, older ones too.
    """
    w = x.w
    kept = 1.0 - x.k("budgets.gap_speed")
    first_year = 1.0 - (kept + kept**2 + kept**3 + kept**4) / 4.0
    if w.blockade_quarters > 0:
        closed = x.by("budgets.blockade_loss", state)
        if w.war > 0:
            closed = x.by("budgets.war_loss", state) - SCAR_SEEN * x.by("budgets.war_scar", state)
        chips = closed / first_year
    else:
        chips = x.k("budgets.legacy_loss") * w.legacy_shortage
    lost = (
        chips
        + x.k("budgets.minerals_loss") * w.minerals_short[state]
        + x.k("budgets.hours_loss") * mean_over(x, state, hours_cut(x))
    )
    return min(lost + taxed(x, state), MOST_LOST)


def taxed(x: Quarter, state: str) -> float:
    """New taxes weigh until people are used to them, a part of it for good."""
    felt = x.w.tax_felt[state]
    lasting = x.k("budgets.tax_lasting") * (felt - x.by("budgets.tax_rate", state))
    return x.k("budgets.tax_multiplier") * (x.w.tax_rate[state] - felt + lasting)


def fund_states(x: Quarter) -> None:
    """What taxes leave when commitments are met; then what a state pays out of the gains of AI."""
    w = x.w
    for state in states(x):
        share = x.by("budgets.programme_share", state) - x.by("budgets.tax_rate", state)
        left = (share + w.tax_rate[state]) * (w.gdp_usd[state] / 4.0)
        x.pay(OUTSIDE, state, left)
        x.pay(state, OUTSIDE, -left)
        gains = x.k("budgets.adoption_growth") * adoption(x, state) * w.gdp_usd[state] / 4.0
        due = w.gain_share[state] * gains
        paid = x.pay(state, OUTSIDE, afford(w, state, due))
        if due > 0:
            w.gain_share[state] *= min(paid / due, 1.0)


def pay_staff(x: Quarter) -> None:
    """Wages, which may carry a lab's account below zero."""
    for lab in x.places.labs:
        x.pay(lab, OUTSIDE, x.w.staff[lab] * (x.by("budgets.wage_usd", lab) / 4.0))


def sell_shares(x: Quarter) -> None:
    """A round: investors pay V s / (1 + sum of V s / purse); confidence sets the value V (S14)."""
    w, labs = x.w, x.places.labs
    purse = x.k("budgets.investors_purse") * total(w.gdp_usd.values())
    worth = {lab: min(w.raise_share[lab], 0.5) * w.valuation_usd[lab] for lab in labs}
    asked = total(worth.values())
    for lab in labs:
        sold = min(w.raise_share[lab], 0.5)
        x.pay(OUTSIDE, lab, worth[lab] / (1.0 + asked / purse))
        w.equity_sold[lab] = 1.0 - (1.0 - w.equity_sold[lab]) * (1.0 - sold)
        w.raise_share[lab] = 0.0


def pay_interest(x: Quarter) -> None:
    """Debt costs more as confidence falls and as it weighs more on output, or on a firm's worth."""
    w = x.w
    base = x.k("budgets.interest") + x.k("budgets.risk_spread") * (1.0 - w.confidence)
    for who in x.places.actors:
        worth = max(w.gdp_usd[who] + w.valuation_usd[who], 1.0)
        weight = min(w.debt_usd[who] / worth, x.k("budgets.debt_most"))
        slope = x.k("budgets.debt_spread" if who in states(x) else "budgets.leverage_spread")
        w.interest_rate[who] = base + slope * weight
        x.pay(who, OUTSIDE, w.debt_usd[who] * (w.interest_rate[who] / 4.0))
    for state in states(x):  # one in the red has borrowed
        w.debt_usd[state] += x.pay(OUTSIDE, state, -w.cash_usd[state])


def settle_firms(x: Quarter) -> None:
    """Firms keep a working balance: what exceeds it goes to owners, what lacks is financed."""
    for firm in x.places.actors:
        balance = x.by("budgets.working_balance_usd", firm)
        if balance <= 0:
            continue
        gap = x.w.cash_usd[firm] - balance
        out = x.pay(firm, OUTSIDE, max(gap, 0.0) * x.k("budgets.payout"))
        x.pay(OUTSIDE, firm, -gap)
        owner = x.places.owner_of[x.places.region_of[firm]]
        x.pay(OUTSIDE, owner, x.by("budgets.state_share", firm) * out)

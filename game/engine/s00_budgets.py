"""S0 Budgets: what does everybody earn and owe before anything is decided?

Output grows, states are left what taxes bring beyond their commitments, labs pay their people,
investors buy shares and lenders are paid; banks look at the books when the quarter is over (S16).
Firms that the game follows only in part are financed by, and pay out to, their owners. Shortages
and taxes cost a level of output, not a rate: Bloomberg on the Strait, Romer and Romer (2010).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.homes import Rows, adoption, by_state, homes, hours_cut, span
from game.engine.money import afford, pay_from, pay_to
from game.engine.quarter import Quarter, column
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

MOST_LOST = 0.95  # of output: something is always made
SCAR_SEEN = (1 + 2 + 3 + 4) / 16  # of what a year of war takes for good, the mean over that year
ALL: Rows = slice(None)
LEFT_OF_TAXES = ("programme_share", "tax_rate")


def run(x: Quarter) -> None:
    """Grow output, then move the money of the quarter's opening."""
    x.w.income_usd[:] = 0
    x.w.capex_usd[:] = x.w.capex_plan_usd
    x.because("budgets.plans")
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
    """g = trend + adoption - lost work, less four times what shortages and taxes take now.

    What a war takes where it is fought is partly for good.
    """
    w, home = x.w, x.table(homes)
    states = home.states
    before = w.output_gap[states]
    gap = before + x.k("budgets.gap_speed") * (shortfall(x) - before)
    growth = (
        by_state(x, "budgets.trend_growth")
        + x.k("budgets.adoption_growth") * adoption(x)
        - x.k("budgets.jobs_drag") * home.mean(w.jobs)
        + 4.0 * ((1.0 - gap) / (1.0 - before) - 1.0)
    )
    if np.count_nonzero(w.war):
        growth -= by_state(x, "budgets.war_scar") * (w.war > 0)
    w.output_gap[states] = gap
    w.tax_felt[states] += x.k("budgets.tax_speed") * (w.tax_rate[states] - w.tax_felt[states])
    w.growth[states] = growth
    w.gdp_usd[states] *= 1.0 + growth / 4.0


def shortfall(x: Quarter) -> Floats:
    """(state, worlds): share of output that closed seas, missing goods, hours and taxes would take.

    The yearly figures of a blockade and a war are means over their first year, so the level to
    which output falls lies a little lower; they hold what chips cost, older ones too.
    """
    w, home = x.w, x.table(homes)
    older: Floats = x.k("budgets.legacy_loss") * w.legacy_shortage
    lost = older + x.k("budgets.minerals_loss") * w.minerals_short[home.states]
    lost += x.k("budgets.hours_loss") * home.mean(hours_cut(x))
    blocked = w.blockade_quarters > 0
    if np.count_nonzero(blocked):
        kept = 1.0 - x.k("budgets.gap_speed")
        first_year = 1.0 - (kept + kept**2 + kept**3 + kept**4) / 4.0
        war = by_state(x, "budgets.war_loss") - SCAR_SEEN * by_state(x, "budgets.war_scar")
        blockade = by_state(x, "budgets.blockade_loss")
        closed = np.where(w.war > 0, war, blockade) / first_year
        lost = np.where(blocked, lost - older + closed, lost)
    return np.minimum(lost + taxed(x), MOST_LOST)


def taxed(x: Quarter) -> Floats:
    """(state, worlds): new taxes weigh until people are used to them, a part of it for good."""
    w, states = x.w, homes(x.ruleset).states
    felt = w.tax_felt[states]
    lasting = x.k("budgets.tax_lasting") * (felt - by_state(x, "budgets.tax_rate"))
    weight: Floats = x.k("budgets.tax_multiplier") * (w.tax_rate[states] - felt + lasting)
    return weight


def fund_states(x: Quarter) -> None:
    """What taxes leave when commitments are met; then what a state pays out of the gains of AI."""
    w, states = x.w, homes(x.ruleset).states
    outside = x.actor("outside")
    left = (committed(x.ruleset, x.lanes) + w.tax_rate[states]) * (w.gdp_usd[states] / 4.0)
    pay_to(w, outside, states, left)
    if np.count_nonzero(left < 0):
        pay_from(w, states, outside, -left)
    if np.count_nonzero(w.gain_share):
        gains = x.k("budgets.adoption_growth") * adoption(x) * w.gdp_usd[states] / 4.0
        due = w.gain_share[states] * gains
        paid = pay_from(w, states, outside, afford(w, states, due))
        kept = np.divide(paid, due, out=np.ones_like(due), where=due > 0)
        w.gain_share[states] *= np.minimum(kept, 1.0)


@lru_cache(maxsize=64)
def committed(ruleset: Ruleset, lanes: int) -> Floats:
    """(state, lanes): share of output left for programmes, but for the taxes raised."""
    free, usual = (column(ruleset, f"budgets.{of}", "actor", lanes) for of in LEFT_OF_TAXES)
    left: Floats = (free - usual)[homes(ruleset).numbers]
    return left


def pay_staff(x: Quarter) -> None:
    """Wages, which may carry a lab's account below zero."""
    labs = homes(x.ruleset).labs
    pay_from(x.w, labs, x.actor("outside"), x.w.staff[labs] * wages(x.ruleset, x.lanes))


@lru_cache(maxsize=64)
def wages(ruleset: Ruleset, lanes: int) -> Floats:
    """(lab, lanes): what somebody costs in a quarter, USD."""
    a_year: Floats = column(ruleset, "budgets.wage_usd", "actor", lanes)[homes(ruleset).labs]
    return a_year / 4.0


def sell_shares(x: Quarter) -> None:
    """A round: investors pay V s / (1 + sum of V s / purse); confidence sets the value V (S14).

    All who sell in a quarter draw on one purse, so that much at once goes below its value.
    """
    w, labs = x.w, homes(x.ruleset).labs
    if not np.count_nonzero(w.raise_share):
        return
    sold = np.minimum(w.raise_share[labs], 0.5)
    pay_to(w, x.actor("outside"), labs, brought(x.ruleset, w, sold * w.valuation_usd[labs]))
    before = w.equity_sold[labs]
    after = 1.0 - (1.0 - before) * (1.0 - sold)
    # Where nobody sold, the old share is kept to the last bit, as in `credit.restructure`.
    w.equity_sold[labs] = np.where(np.logical_or.reduce(sold), after, before)
    w.raise_share[labs] = 0.0


def brought(ruleset: Ruleset, world: World, worth_usd: Floats) -> Floats:
    """(seller, worlds): what shares of such worth bring, all sold in one quarter, USD."""
    purse = ruleset.k("budgets.investors_purse") * world.gdp_usd.sum(axis=0)
    found: Floats = worth_usd / (1.0 + worth_usd.sum(axis=0) / purse)
    return found


def pay_interest(x: Quarter) -> None:
    """Debt costs more as confidence falls and as it weighs more on output, or on a firm's worth."""
    w, states = x.w, homes(x.ruleset).states
    debt = w.debt_usd.astype(np.float64)
    worth = np.maximum(w.gdp_usd + w.valuation_usd, 1.0)
    weight = np.minimum(debt / worth, x.k("budgets.debt_most"))
    slope = debt_slope(x.ruleset, x.lanes)
    trust = x.k("budgets.interest") + x.k("budgets.risk_spread") * (1.0 - w.confidence)
    w.interest_rate[:] = trust + slope * weight
    pay_from(w, ALL, x.actor("outside"), debt * (w.interest_rate / 4.0))
    if np.count_nonzero(w.cash_usd[states] < 0):  # a state in the red has borrowed
        w.debt_usd[states] += pay_to(w, x.actor("outside"), states, -w.cash_usd[states])


@lru_cache(maxsize=64)
def debt_slope(ruleset: Ruleset, lanes: int = 1) -> Floats:
    """(actor, lanes): what a unit of debt, over output or value, adds to the rate of each actor."""
    slope = np.full((len(ruleset.axis("actor")), lanes), ruleset.k("budgets.leverage_spread"))
    slope[homes(ruleset).states] = ruleset.k("budgets.debt_spread")
    return slope


def settle_firms(x: Quarter) -> None:
    """Firms keep a working balance: what exceeds it goes to owners, what lacks is financed."""
    w, outside = x.w, x.actor("outside")
    firms, owners = owned_firms(x.ruleset)
    held: Floats = w.cash_usd[firms].astype(np.float64)
    over = held - x.by("budgets.working_balance_usd", "actor")[firms]
    out = pay_from(w, firms, outside, over * x.k("budgets.payout"))
    pay_to(w, outside, firms, -over)  # what is below zero is not paid
    for place, owner, share in owners:
        x.pay(outside, owner, share * out[place])


@lru_cache(maxsize=64)
def owned_firms(ruleset: Ruleset) -> tuple[Rows, tuple[tuple[int, int, float], ...]]:
    """The firms with a working balance; of those a state owns in part: place, state and part."""
    balance, parts = (ruleset.table(f"budgets.{t}") for t in ("working_balance_usd", "state_share"))
    names = [name for name in ruleset.axis("actor") if balance.get(name, 0.0) > 0]
    firms = np.array([ruleset.index("actor", name) for name in names])
    soil = [ruleset.regions[ruleset.actors[name].region].state for name in names]
    owners = [
        (place, ruleset.index("actor", state), parts[name])
        for place, (name, state) in enumerate(zip(names, soil, strict=True))
        if parts.get(name, 0.0) > 0
    ]
    return span(firms), tuple(owners)

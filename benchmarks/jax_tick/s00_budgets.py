"""S0 Budgets, compiled: the rules of game/engine/s00_budgets.py on arrays never written."""

from __future__ import annotations

import jax.numpy as jnp
from jax import Array

from benchmarks.jax_tick.arrays import add, at, put
from benchmarks.jax_tick.common import adoption, by_state, hours_cut, mean
from benchmarks.jax_tick.quarter import Quarter
from game.engine.homes import homes
from game.engine.s00_budgets import MOST_LOST, SCAR_SEEN, debt_slope, owned_firms

ALL = slice(None)


def run(x: Quarter) -> None:
    """Grow output, then move the money of the quarter's opening."""
    x.w.income_usd = jnp.zeros_like(x.w.income_usd)
    x.w.capex_usd = x.w.capex_plan_usd
    grow(x)
    fund_states(x)
    pay_staff(x)
    sell_shares(x)
    pay_interest(x)
    settle_firms(x)


def grow(x: Quarter) -> None:
    """g = trend + adoption - lost work, less four times what shortages and taxes take now."""
    w, states = x.w, homes(x.ruleset).states
    before, felt = at(w.output_gap, states), at(w.tax_felt, states)
    gap = before + x.k("budgets.gap_speed") * (shortfall(x) - before)
    to_feel = x.k("budgets.tax_speed") * (at(w.tax_rate, states) - felt)
    growth = (
        by_state(x, "budgets.trend_growth")
        + x.k("budgets.adoption_growth") * adoption(x)
        - x.k("budgets.jobs_drag") * mean(x, w.jobs)
        + 4.0 * ((1.0 - gap) / (1.0 - before) - 1.0)
    )
    growth = growth - by_state(x, "budgets.war_scar") * (w.war > 0)
    w.output_gap = put(w.output_gap, states, gap)
    w.tax_felt = put(w.tax_felt, states, felt + to_feel)
    w.growth = put(w.growth, states, growth)
    w.gdp_usd = put(w.gdp_usd, states, at(w.gdp_usd, states) * (1.0 + growth / 4.0))


def shortfall(x: Quarter) -> Array:
    """(state, worlds): share of output that closed seas, missing goods, hours, taxes would take."""
    w = x.w
    older = x.k("budgets.legacy_loss") * w.legacy_shortage
    short = at(w.minerals_short, homes(x.ruleset).states)
    lost = older + x.k("budgets.minerals_loss") * short
    lost = lost + x.k("budgets.hours_loss") * mean(x, hours_cut(x))
    kept = 1.0 - x.k("budgets.gap_speed")
    first_year = 1.0 - (kept + kept**2 + kept**3 + kept**4) / 4.0
    war = by_state(x, "budgets.war_loss") - SCAR_SEEN * by_state(x, "budgets.war_scar")
    blockade = by_state(x, "budgets.blockade_loss")
    closed = jnp.where(w.war > 0, war, blockade) / first_year
    lost = jnp.where(w.blockade_quarters > 0, lost - older + closed, lost)
    felt = at(w.tax_felt, homes(x.ruleset).states)
    new = at(w.tax_rate, homes(x.ruleset).states) - felt
    lasting = x.k("budgets.tax_lasting") * (felt - by_state(x, "budgets.tax_rate"))
    return jnp.minimum(lost + x.k("budgets.tax_multiplier") * (new + lasting), MOST_LOST)


def fund_states(x: Quarter) -> None:
    """What taxes leave when commitments are met; then what a state pays out of the gains of AI."""
    w, states = x.w, homes(x.ruleset).states
    outside, output = x.actor("outside"), at(w.gdp_usd, states)
    share = by_state(x, "budgets.programme_share") - by_state(x, "budgets.tax_rate")
    left = (share + at(w.tax_rate, states)) * (output / 4.0)
    x.pay_to(outside, states, left)
    x.pay_from(states, outside, -left)
    gains = x.k("budgets.adoption_growth") * adoption(x) * output / 4.0
    due = at(w.gain_share, states) * gains
    paid = x.pay_from(states, outside, x.afford(states, due))
    kept = jnp.where(due > 0, paid / jnp.where(due > 0, due, 1.0), 1.0)
    w.gain_share = put(w.gain_share, states, at(w.gain_share, states) * jnp.minimum(kept, 1.0))


def pay_staff(x: Quarter) -> None:
    """Wages, which may carry a lab's account below zero."""
    labs = homes(x.ruleset).labs
    wages = at(x.w.staff, labs) * (x.by("budgets.wage_usd", "actor")[labs] / 4.0)
    x.pay_from(labs, x.actor("outside"), wages)


def sell_shares(x: Quarter) -> None:
    """A round: investors pay V s / (1 + sum of V s / purse); confidence sets the value V (S14)."""
    w, labs = x.w, homes(x.ruleset).labs
    sold, before = jnp.minimum(at(w.raise_share, labs), 0.5), at(w.equity_sold, labs)
    worth = sold * at(w.valuation_usd, labs)
    purse = x.k("budgets.investors_purse") * w.gdp_usd.sum(axis=0)
    x.pay_to(x.actor("outside"), labs, worth / (1.0 + worth.sum(axis=0) / purse))
    after = 1.0 - (1.0 - before) * (1.0 - sold)
    w.equity_sold = put(w.equity_sold, labs, jnp.where(sold != 0, after, before))
    w.raise_share = put(w.raise_share, labs, 0.0)


def pay_interest(x: Quarter) -> None:
    """Debt costs more as confidence falls and as it weighs more on output, or on a firm's worth."""
    w, states = x.w, homes(x.ruleset).states
    worth = jnp.maximum(w.gdp_usd + w.valuation_usd, 1.0)
    weight = jnp.minimum(w.debt_usd / worth, x.k("budgets.debt_most"))
    trust = x.k("budgets.interest") + x.k("budgets.risk_spread") * (1.0 - w.confidence)
    w.interest_rate = trust + debt_slope(x.ruleset) * weight
    x.pay_from(ALL, x.actor("outside"), w.debt_usd * (w.interest_rate / 4.0))
    short = jnp.maximum(-at(w.cash_usd, states), 0)
    w.debt_usd = add(w.debt_usd, states, x.pay_to(x.actor("outside"), states, short))


def settle_firms(x: Quarter) -> None:
    """Firms keep a working balance: what exceeds it goes to owners, what lacks is financed."""
    outside = x.actor("outside")
    firms, owners = owned_firms(x.ruleset)
    gap = at(x.w.cash_usd, firms) - x.by("budgets.working_balance_usd", "actor")[firms]
    out = x.pay_from(firms, outside, jnp.maximum(gap, 0.0) * x.k("budgets.payout"))
    x.pay_to(outside, firms, jnp.maximum(-gap, 0.0))
    for place, owner, share in owners:
        x.pay(outside, owner, share * out[place])

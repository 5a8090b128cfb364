"""Wherever the world has got to, one more quarter closes its books."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine import open_scenario, tick
from game.world.dice import Dice
from tests.engine.conftest import random_orders
from tests.engine.test_accounts import check_books

# What may lie anywhere from a tenth to ten times of where it began ...
SCALED = (
    "gdp_usd wafers packaging hbm hbm_stock euv_tools wanted capex_usd chip_price_usd power_mw "
    "inventory installed staff run_flop software open_software arr_usd token_price_usd "
    "valuation_usd rent_usd_per_hour rented_h100e allotted_h100e commons_h100e multiple "
    "lent_h100e let_h100e answer_h100e load_h100e class_price_usd"
).split()
# ... on its own scale from nothing to the top: a share, or a whole number ...
BOUNDED = {
    "approval": 100,
    "trust": 100,
    "concern": 100,
    "tension": 100,
    "confidence": 1,
    "shortage": 1,
    "enforcement": 1,
    "compute_rule": 1,
    "item_licence": 1,
    "home_share": 1,
    "minerals_control": 1,
    "litho_china": 1,
    "lockin": 1,
    "ported": 1,
    "stack": 1,
    "unserved": 1,
    "hours_filled": 1,
    "public_share": 1,
    "grey_premium": 5,
    "used_cards": 50_000,
    "reasoning": 1,
    "tool_use": 1,
    "agents": 1,
    "learning": 1,
    "open_reasoning": 1,
    "open_agents": 1,
    "tuning": 1,
    "closed": 1,
    "small": 1,
    "data_extra": 1,
    "jobs": 1,
    "dark": 1,
    "drought": 1,
    "train_share": 1,
    "raise_share": 1,
    "eci": 180,
    "trained_eci": 180,
    "open_eci": 180,
    "blockade_quarters": 6,
    "release": 2,
}
# ... or anything from nothing to this much, in whole dollars or chips.
WHOLE = {
    "transit": 30_000,
    "arriving": 30_000,
    "wip": 200_000,
    "debt_usd": 10**12,
    "chip_budget_usd": 10**10,
    "backlog_usd": 10**10,
    "grey_budget_usd": 10**9,
}


def perturb(world, fields, rng):
    """Move the named arrays somewhere legal; the books are opened anew on what is then there."""
    for name in sorted(fields):
        values = getattr(world, name)
        if name in WHOLE:
            values[...] = rng.integers(0, WHOLE[name], values.shape)
        elif name in BOUNDED:
            top = BOUNDED[name]
            whole = rng.integers(0, top + 1, values.shape)
            values[...] = whole if top > 1 else rng.random(values.shape)
        elif name == "cash_usd":
            moved = rng.integers(-(10**10), 10**10, values[1:].shape)
            values[1:] += moved
            values[0] -= moved.sum(axis=0)
        else:
            values[...] = (values * 10.0 ** rng.uniform(-1, 1, values.shape)).astype(values.dtype)
    stock = world.inventory + world.transit + world.arriving + world.installed
    world.made[:] = stock.sum(axis=1) + world.lost + world.seized


@settings(max_examples=120)
@given(
    fields=st.sets(st.sampled_from(sorted([*SCALED, *BOUNDED, *WHOLE, "cash_usd"]))),
    turn=st.integers(0, 40),
    seed=st.integers(0, 2**32 - 1),
)
def test_one_quarter_from_anywhere_closes_all_books(ruleset, fields, turn, seed):
    rng = np.random.default_rng(seed)
    world = open_scenario(ruleset, "autumn_2022", [seed, seed + 1]).copy()
    world.turn[:] = turn
    perturb(world, fields, rng)
    cash, best = world.cash_usd.sum(axis=0), world.eci
    after = tick(ruleset, world, random_orders(ruleset, world, rng), Dice(seed))
    check_books(ruleset, after, cash)
    assert (after.eci >= best).all()
    assert (after.turn == turn + 1).all()

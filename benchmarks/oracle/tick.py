"""What happens to one world at End Turn, in order?

The stages of game/engine/tick.py, on one world and with an empty sheet of orders.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from benchmarks.oracle import (
    s00_budgets,
    s01_policy,
    s02_tools,
    s03_fabs,
    s04_yield,
    s05_chips,
    s06_market,
    s07_grey,
    s08_installed,
    s09_rental,
    s10_training,
    s11_inference,
    s12_demand,
    s13_open_weights,
    s14_valuation,
    s15_externalities,
    s16_opinion,
)
from benchmarks.oracle.dice import PlainDice
from benchmarks.oracle.quarter import Quarter
from benchmarks.oracle.state import Lane

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

STAGES: tuple[tuple[str, Callable[[Quarter], None]], ...] = (
    ("budgets", s00_budgets.run),
    ("policy", s01_policy.run),
    ("tools", s02_tools.run),
    ("fabs", s03_fabs.run),
    ("yield", s04_yield.run),
    ("chips", s05_chips.run),
    ("market", s06_market.run),
    ("grey", s07_grey.run),
    ("installed", s08_installed.run),
    ("rental", s09_rental.run),
    ("training", s10_training.run),
    ("inference", s11_inference.run),
    ("demand", s12_demand.run),
    ("open_weights", s13_open_weights.run),
    ("valuation", s14_valuation.run),
    ("externalities", s15_externalities.run),
    ("opinion", s16_opinion.run),
)


def tick(ruleset: Ruleset, lane: Lane, dice: PlainDice) -> Lane:
    """The world one quarter on; the one given is left as it was."""
    x = Quarter(ruleset, lane.copy(), dice)
    for _, run in STAGES:
        run(x)
    x.w.turn += 1
    return x.w

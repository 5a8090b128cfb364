"""Which arrays of the world may no effect write, and why?

Money and units are moved by the stages and by `pay`, `gain` and `transfer`, which keep their sums;
the calendar runs by itself; and what each quarter works out anew forgets whatever was written. A
figure that reads one of them declares no `can`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.content.definitions import Definition
from game.content.figures import Axes
from game.content.models import Model
from game.content.openable import OPENABLE
from game.content.readable import BEGUN, DERIVED, reads, templates
from game.errors import Problem

CLOCKS = frozenset({*BEGUN, "quarter"})

# Whole numbers that are no stock: what is owed, what is planned, what could be made.
_PLANS = frozenset(
    """debt_usd capex_plan_usd chip_budget_usd grey_budget_usd euv_tools packaging packaging_abroad
    hbm wafers wafers_abroad""".split()
)
# Money and units, with the accounts of what was bought, made, sold and lost.
COUNTED = frozenset(
    {name for name, known in OPENABLE.items() if known.is_whole and name not in _PLANS}
    | {"wear", "designer_other_usd", "shipped_h100e", "tdp_shipped_mw", "pending"}
)
# What a stage writes every quarter without a look at what stood there; a test plays that.
MEASURED = frozenset(
    """bids_usd bottleneck class_price_usd cloud_use data_wall multiple rush users_growth
    answer_h100e draw_mw euv_share growth interest_rate lent_h100e let_h100e minerals_short
    run_eci run_limit scale_gain thinking_cost token_price_usd yield_rate co2_t dark
    design_stall energy_twh gas_co2_t held_back_mw permit_delay tariff water_m3""".split()
)
# What follows from chips that stand, lie or lack, though last quarter's is read before it.
FOLLOWING = frozenset({"load_mw", "idle_quarters", "shortage"})


def check(
    definitions: Mapping[str, Definition], models: Mapping[str, Model], axes: Axes
) -> Iterator[Problem]:
    """Figures that let effects write what none may; where a patch brought it about, its line."""
    for id_, figure in templates(models):
        for read in reads(figure, axes) if figure.can else ():
            array = read.partition("[")[0]
            if fault := refusal(array):
                definition = definitions[id_]
                is_moved = definition.owner_of(("read",)) != definition.owner
                path = ("read",) if is_moved else ("can",)
                why, hint = fault
                message = f"no effect may write '{id_}': the array '{array}' {why}"
                yield definition.problem("E343", path, message, hint)
                break


def refusal(array: str) -> tuple[str, str] | None:
    """Why no effect may write an array, and what to do instead; None where effects may."""
    if array in CLOCKS:
        return "is the calendar", "take 'can' away: nothing but the end of a quarter moves it"
    if array in COUNTED:
        hint = "take 'can' away: money and chips move with pay, gain and transfer"
        return "counts money or units, which nothing may make", hint
    if array in DERIVED or array in MEASURED | FOLLOWING:
        hint = "take 'can' away, and let effects write a figure that it follows from"
        return "is worked out anew from other figures", hint
    return None

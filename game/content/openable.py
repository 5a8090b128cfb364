"""Which arrays of the world may an opening fill, along which axes, and with which numbers?

The same names and axes as in `game/world/state.py`, which a test holds against this table: content
may not look into the world. Clocks, and what the story remembers, begin by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

# By axes, those that hold whole numbers: money, units. What is counted elsewhere is a float.
_WHOLE = {
    "": "written_off_usd licensed_units licensed_usd grey_units grey_seized",
    "actor": """
        cash_usd debt_usd income_usd revenue_usd capex_usd capex_plan_usd defaults euv_tools
        euv_backlog packaging packaging_abroad hbm hbm_stock chip_budget_usd backlog_usd
        grey_budget_usd""",
    "actor node": "wafers wafers_made wafers_idle wafers_abroad",
    "chip": "made finished lost seized",
    "chip actor": "inventory transit arriving installed",
    "chip cycle": "wip",
}
_FLOATS = {
    "": """
        designer_other_usd legacy_shortage closed_share shipped_h100e tdp_shipped_mw
        rent_usd_per_hour cloud_use class_price_usd unserved grey_premium bids_usd rush shortage
        bottleneck minerals_control minerals_price lockin litho_china commons_h100e open_eci
        open_software open_reasoning open_tools open_agents open_learning data_wall users_growth
        scare tension blockade_quarters war arms confidence multiple hurry multiple_drift
        crashes""",
    "actor": """
        interest_rate valuation_usd equity_sold gdp_usd growth approval trust tax_rate tax_felt
        tariff_rate output_gap gain_share retraining week bill vote_in lost_office align ban_shock
        euv_share duv_tools minerals_stock minerals_swap minerals_short draw_mw rented_h100e
        allotted_h100e lent_h100e let_h100e hours_filled public_share used_cards answer_h100e
        load_h100e staff train_share run_flop software reasoning tool_use agents learning
        thinking_cost small data_extra ported tuning run_eci scale_gain text_gain run_limit
        trained_eci eci openness closed price_stance release raise_share arr_usd share stack
        token_price_usd""",
    "actor node": "defects wafers_learned",
    "chip": "yield_rate available respec_quarters chip_price_usd wanted chip_plan idle_quarters",
    "chip actor": "wear",
    "chip region": "licence",
    "habit seat": "worn",
    "item region": "item_licence",
    "lag": "best_us_by_turn",
    "region": """
        home_share limit_tpp limit_bandwidth limit_density tariff quota enforcement compute_rule
        eda_quarters design_stall power_mw gas_mw grid_spare_mw load_mw load_growth dark
        held_back_mw power_lead users jobs concern used_to hours permit_delay drought energy_twh
        water_m3 co2_t gas_co2_t""",
    "target lag": "pending",
}
_SIGNED = frozenset(
    """cash_usd income_usd growth multiple_drift chip_plan rush load_growth users_growth output_gap
    eci trained_eci open_eci run_eci best_us_by_turn pending ban_shock""".split()
)
_ABOVE_ZERO = frozenset("chip_price_usd rent_usd_per_hour gdp_usd software".split())
MOST = 1e17  # of what is money or is counted: a thousand worlds' output in dollars

# The equations divide by these: without an opening that fills them there is no first quarter. The
# prices of chips are no part of it, since a class opens at its own price.
NEEDED = ("gdp_usd", "rent_usd_per_hour", "software")
LENGTHS = {"lag": 32, "cycle": 2}  # axes whose places are numbered from 0


@dataclass(frozen=True)
class Openable:
    """One array that an opening may fill."""

    axes: tuple[str, ...]
    is_whole: bool
    is_signed: bool  # may be below zero
    is_above_zero: bool
    most: float | None


def _table() -> dict[str, Openable]:
    return {
        name: Openable(
            axes=tuple(axes.split()),
            is_whole=is_whole,
            is_signed=name in _SIGNED,
            is_above_zero=name in _ABOVE_ZERO,
            most=MOST if is_whole or name.endswith("_usd") else None,
        )
        for is_whole, arrays in ((True, _WHOLE), (False, _FLOATS))
        for axes, names in arrays.items()
        for name in names.split()
    }


OPENABLE = _table()

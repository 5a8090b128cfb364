"""Which way does a figure push what a stage moves, and what pushes beside what content names?

Content says what a stage reads; here is the sign of it, where it is the same in every world, so
that what fell is not told behind what rose. Sales hang on licences, a lab's users on its rivals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from game.session.following import CHINA, licences

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

MINE = "me."
SALES, SHARES = "market.sales", "demand.shares"
LICENSED = "china"
SOLD = frozenset({LICENSED, "revenue", "sold"})  # the heads of figures that count sales
DESIGNER = "nvidia"
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """What rises and what falls when a stage does more, and what makes it do more or less.

    Figures go by their heads: `price` is `price.h100` too, `share` is `me.share` too.
    """

    up: frozenset[str]
    down: frozenset[str]
    more: frozenset[str]
    less: frozenset[str]


def _ways(up: str = "", more: str = "", less: str = "", down: str = "") -> Ways:
    return Ways(*(frozenset(each.split()) for each in (up, down, more, less)))


_BY_STAGE: Mapping[str, tuple[Ways, ...]] = {
    "budgets.plans": (_ways("capex", more="confidence shortage"),),
    "budgets.growth": (
        _ways("growth gdp", more="users", less="jobs minerals.price blockade.quarters"),
    ),
    "budgets.programmes": (_ways("cash_usd", more="tax gdp"),),
    "budgets.staff": (_ways(down="cash_usd", more="staff"),),
    "budgets.round": (_ways("cash_usd", more="valuation_usd confidence"),),
    "budgets.interest": (_ways(down="cash_usd", more="debt_usd", less="confidence"),),
    "policy.licences": (_ways("licence", more="limit"),),
    "tools.shipments": (_ways("duv euv", more="licence euv_backlog litho.china"),),
    "fabs.machines": (_ways("wafers", more="duv euv"),),
    "yield.learning": (_ways("learned yield", more="wafers"),),
    "yield.rates": (_ways("yield", more="wafers"),),
    "chips.finished": (_ways("finished", more="wanted shortage packaging hbm"),),
    "market.sales": (
        _ways(
            "china.licensed_units sold",
            more="capex users licence finished",
            less="price home_share",
        ),
        _ways("china.licensed_usd revenue", more="capex users licence finished", less="home_share"),
    ),
    "market.prices": (
        _ways("price shortage", more="wanted capex revenue minerals.price", less="finished"),
    ),
    "grey.arbitrage": (
        _ways("grey.premium", more="enforcement", less="licence"),
        _ways("grey.units", less="enforcement"),
    ),
    "installed.power": (
        _ways("machine_time", more="power gas", less="dark held_back permit_delay drought concern"),
        _ways("dark held_back", more="load machine_time drought permit_delay", less="power gas"),
        _ways("power", less="permit_delay drought concern"),
    ),
    "rental.rent": (_ways("rent_usd_per_hour", more="cloud.use price rush"),),
    "rental.bills": (
        _ways(down="cash_usd", more="filled rented rent_usd_per_hour"),
        _ways("machine_time", more="filled rented"),
    ),
    "externalities.bills": (_ways(down="cash_usd", more="machine_time", less="dark"),),
    "training.research": (_ways("software", more="machine_time staff open.software"),),
    "training.runs": (
        _ways("trained run_flop run_eci", more="software machine_time train_share"),
        _ways("trained run_eci", less="data_wall"),
    ),
    "inference.capacity": (_ways("answering", more="machine_time", less="train_share"),),
    "inference.prices": (_ways("token_price", more="rent_usd_per_hour", less="software open.eci"),),
    "demand.users": (_ways("users assistant.users", more="best_eci", less="compute_rule"),),
    "demand.shares": (
        _ways("me.share", more="me.eci trust token_price", less="eci best_eci"),
        _ways("share", less="eci"),
    ),
    "demand.revenue": (_ways("arr_usd arr income_usd", more="closed share users eci"),),
    "open_weights.releases": (_ways("eci best_eci", more="trained"),),
    "open_weights.prices": (_ways("token_price", more="rent_usd_per_hour", less="open.eci"),),
    "open_weights.porting": (_ways("ported", more="home_share open.eci", down="lockin"),),
    "open_weights.time": (_ways("gap", more="best_eci.us", less="best_eci.cn"),),
    "opinion.concern": (_ways("concern", more="users jobs drought"),),
    "opinion.approval": (_ways("approval", more="growth", less="concern jobs tax debt_usd"),),
    "opinion.strait": (_ways("tension", less="licence", more="blockade.quarters"),),
    "valuation.confidence": (_ways("confidence", more="capex users"),),
    "valuation.multiples": (
        _ways("multiple market_value valuation_usd", more="confidence revenue arr_usd trained"),
        _ways("market_value valuation_usd", more="multiple"),
    ),
    "valuation.capex": (_ways("capex", more="confidence shortage"),),
}


def push(stage: str, explained: str, driver: str) -> int:
    """1 where a driver that rises makes a figure rise, −1 where it makes it fall, 0 unknown."""
    for ways in _BY_STAGE.get(stage, ()):
        moved = _goes_by(explained, ways.up) - _goes_by(explained, ways.down)
        pushed = _goes_by(driver, ways.more) - _goes_by(driver, ways.less)
        if driver.startswith(MINE) and driver in ways.more:
            pushed = 1  # one's own, where those of others go the other way
        if moved and pushed:
            return moved * pushed
    return 0


def _goes_by(name: str, heads: frozenset[str]) -> int:
    bare = name.removeprefix(MINE)
    return int(bool({name, bare, bare.partition(".")[0]} & heads))


@lru_cache(maxsize=32)
def supplies(ruleset: Ruleset) -> tuple[str, ...]:
    """What comes off the lines for the American designer."""
    return tuple(f"finished.{id_}" for id_, chip in ruleset.chips.items() if chip.maker == DESIGNER)


@lru_cache(maxsize=64)
def rivals(ruleset: Ruleset, seat: str, explained: str) -> tuple[str, ...]:
    """How able the models are among which the same users choose; none beside another figure."""
    head, _, lab = explained.rpartition(".")
    lab = seat if explained == "me.share" else lab if head == "share" else ""
    if f"eci.{lab}" not in ruleset.figures:
        return ()
    at_home = ruleset.actors[lab].region == CHINA
    return tuple(
        f"eci.{id_}"
        for id_, actor in ruleset.actors.items()
        if id_ != lab and f"eci.{id_}" in ruleset.figures and (actor.region == CHINA) == at_home
    )


def beside(ruleset: Ruleset, seat: str, stage: str, explained: str) -> tuple[Names, ...]:
    """What stands behind a figure and is not the same one in every world: one of each group."""
    if stage == SALES and explained.partition(".")[0] in SOLD:
        return licences(ruleset), supplies(ruleset), (f"home_share.{CHINA}",)
    return (rivals(ruleset, seat, explained),) if stage == SHARES else ()

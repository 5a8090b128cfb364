"""S1 Policy in one world: what comes due, and who may sell what to whom?

No orders are given here, so only what they promised earlier arrives. Every licence is worked out
afresh: a ban is a predicate on the attributes of a chip, so a vendor may re-draw the chip under the
threshold. What is withheld, chips, design software, minerals, works with a lag.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from benchmarks.oracle.arithmetic import clip, total
from benchmarks.oracle.homes import mean_over, states
from benchmarks.oracle.quarter import Quarter

if TYPE_CHECKING:
    from game.content.models import Chip
    from game.content.ruleset import Ruleset

Licences = dict[str, dict[str, float]]  # chip → region
Bounds = tuple[float | None, float | None]


def run(x: Quarter) -> None:
    """What comes due, licences, re-drawn chips, software, allies, minerals."""
    come_due(x)
    wear_orders(x)
    raise_tariffs(x)
    before = {chip: dict(row) for chip, row in x.w.licence.items()}
    license_chips(x)
    redraw_chips(x)
    frighten_suppliers(x, before)
    withhold_software(x)
    tire_allies(x)
    withhold_minerals(x)


def come_due(x: Quarter) -> None:
    """Additions that were promised for this quarter, within the bounds of what they change."""
    w = x.w
    known = bounds(x.ruleset)
    for place, additions in w.pending.items():
        due = additions[w.column(0)]
        if due == 0:
            continue
        additions[w.column(0)] = 0.0
        field, ids = taken_apart(place)
        if not ids:
            setattr(w, field, moved(getattr(w, field), due, known.get(place, (0.0, None))))
            continue
        row = getattr(w, field)
        for id_ in ids[:-1]:
            row = row[id_]
        row[ids[-1]] = moved(row[ids[-1]], due, known.get(place, (0.0, None)))


def moved(old: float, due: float, within: Bounds) -> float:
    """A value with what is due, within bounds; what was whole stays whole."""
    new = old + due
    low, high = within
    if low is not None:
        new = max(new, low)
    if high is not None:
        new = min(new, high)
    return round(new) if isinstance(old, int) else new


def taken_apart(place: str) -> tuple[str, list[str]]:
    """`array[id, id]` as the array and the ids."""
    field, _, inside = place.replace(" ", "").rstrip("]").partition("[")
    return field, inside.split(",") if inside else []


@lru_cache(maxsize=8)
def bounds(ruleset: Ruleset) -> dict[str, Bounds]:
    """The bounds of the figure first declared at each place, actors' own figures last."""
    found: dict[str, Bounds] = {}
    for figure in ruleset.figures.values():
        if "me" not in taken_apart(figure.read)[1]:
            found.setdefault(figure.read.replace(" ", ""), (figure.low, figure.high))
    for figure in ruleset.figures.values():
        field, ids = taken_apart(figure.read)
        if ids == ["me"]:
            for actor in ruleset.actors:
                found.setdefault(f"{field}[{actor}]", (figure.low, figure.high))
    return found


def wear_orders(x: Quarter) -> None:
    """What was given earlier is remembered a little less."""
    for by_seat in x.w.worn.values():
        for seat in by_seat:
            by_seat[seat] *= x.k("policy.worn_kept")


def raise_tariffs(x: Quarter) -> None:
    """A state's tariff holds on all its soil; buyers there pay it (S6)."""
    x.w.tariff = {region: x.w.tariff_rate[state] for region, state in x.places.owner_of.items()}


def american(x: Quarter) -> dict[str, Chip]:
    """The classes of makers who obey Washington."""
    chips = x.ruleset.chips.items()
    return {name: chip for name, chip in chips if x.places.region_of[chip.maker] == "us"}


def license_chips(x: Quarter) -> None:
    """licence[k, r] = 0 where the class passes a threshold of the region.

    In the quarter of a new ban a part of the sales is under way and goes through.
    """
    w = x.w
    for name, chip in american(x).items():
        for region in x.places.regions:
            fast = chip.tpp >= w.limit_tpp[region]
            fast = fast and chip.bandwidth_gbs >= w.limit_bandwidth[region]
            dense = chip.tpp >= x.k("policy.density_floor_tpp")
            dense = dense and chip.density >= w.limit_density[region]
            under_way = x.k("policy.under_way") * (w.licence[name][region] >= 1.0)
            w.licence[name][region] = under_way if fast or dense else 1.0


def redraw_chips(x: Quarter) -> None:
    """A class re-drawn for a closed market goes on sale some quarters after the ban.

    Where design software is wanting, what was to come out waits for it.
    """
    w = x.w
    for name, chip in x.ruleset.chips.items():
        drawn = w.design_stall[x.places.region_of[chip.maker]] < x.k("policy.stall_stops")
        if chip.respec_of is None and w.turn >= chip.from_turn and drawn:
            w.available[name] = 1.0
    on_sale = dict(w.available)  # who is re-drawn from a class of today's waits a quarter
    for name, chip in x.ruleset.chips.items():
        elder = chip.respec_of
        if elder is None:
            continue
        if w.licence[elder]["cn"] < 1 and on_sale[elder] > 0:
            w.respec_quarters[name] += 1.0
        if w.respec_quarters[name] > x.by("policy.respec_quarters", name):
            w.available[name] = 1.0


def frighten_suppliers(x: Quarter, before: Licences) -> None:
    """A new ban takes market value from the maker, where supply is slack: chips then sell nowhere.

    The loss is that of the announcement, and what stands finished for the market that was closed.
    """
    w = x.w
    for actor in x.places.actors:
        w.ban_shock[actor] *= x.k("policy.shock_kept")
    slack = 1.0 - min(w.shortage / x.k("policy.slack_below"), 1.0)
    for maker in {chip.maker for chip in american(x).values()}:
        mine = [chip for chip in x.ruleset.chips.values() if chip.maker == maker]
        banned = [
            (chip, region)
            for chip in mine
            for region in x.places.regions
            if before[chip.id][region] >= 1.0 and w.licence[chip.id][region] < 1.0
        ]
        if not banned:
            continue
        stuck = total(
            w.inventory[chip.id][maker] * w.chip_price_usd[chip.id]
            for chip, region in banned
            if region == "cn" and chip.respec_of is not None
        )
        loss, worth = slack * (x.k("policy.ban_cost_usd") + stuck), w.valuation_usd[maker]
        part = loss / worth if worth > 0 else 0.0
        w.ban_shock[maker] = min(w.ban_shock[maker] + part, x.k("policy.shock_most"))


def withhold_software(x: Quarter) -> None:
    """Designs go on with the copies at hand, then stop, then start again on tools of one's own."""
    w = x.w
    for region in x.places.regions:
        free = w.item_licence["eda"][region]
        refused = w.eda_quarters[region] + (1.0 - free) - x.k("policy.eda_back") * free
        w.eda_quarters[region] = max(refused, 0.0)
        late = w.eda_quarters[region] - x.k("policy.eda_lag")
        stalled = clip(late / x.k("policy.eda_ramp"), 0.0, 1.0)
        own = max(late - x.k("policy.eda_ramp"), 0.0) / x.k("policy.eda_own_quarters")
        w.design_stall[region] = stalled * math.exp(-own)


def tire_allies(x: Quarter) -> None:
    """What pressure gained fades back to where each ally stands; a tariff lowers that ground."""
    w = x.w
    for ally, ground in x.ruleset.table("policy.align_ground").items():
        lowered = ground - x.k("policy.align_tariff") * w.tariff_rate["usa"]
        w.align[ally] += x.k("policy.align_fade") * (max(lowered, 0.0) - w.align[ally])


def withhold_minerals(x: Quarter) -> None:
    """What China keeps back is first drawn from stocks, then short, then found elsewhere.

    Substitution goes a part of the way each quarter, and is given up more slowly than it came; the
    price follows what the users of the world still lack.
    """
    w = x.w
    lacked = []
    for state in states(x):
        free = mean_over(x, state, w.item_licence["minerals"]) * (1.0 - w.minerals_control)
        withheld = 0.0 if state == "china" else 1.0 - free
        lack = x.k("policy.minerals_swap_most") * withheld - w.minerals_swap[state]
        speed = "policy.minerals_swap_speed" if lack > 0 else "policy.minerals_swap_back"
        w.minerals_swap[state] += lack * x.k(speed)
        gap = max(withheld - w.minerals_swap[state], 0.0)
        drawn = min(gap, w.minerals_stock[state])
        w.minerals_stock[state] -= drawn
        w.minerals_short[state] = gap - drawn
        lacked.append(x.by("policy.minerals_use", state) * (gap - drawn))
    target = 1.0 + x.k("policy.minerals_peak") * total(lacked)
    w.minerals_price += x.k("policy.minerals_speed") * (target - w.minerals_price)

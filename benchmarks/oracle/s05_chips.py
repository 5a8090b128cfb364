"""S5 Chips in one world: how many accelerators come out, and what holds them back?

units = min(wafers * dies * yield, packages, memory stacks), after a two-quarter cycle. What goes to
chips re-drawn for a closed market is the vendor's decision; what nobody may buy is written off.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.classes import (
    beside,
    foundry_of,
    generations,
    good_chips,
    heir,
    is_new,
    launched_after,
    original,
    packs,
    redrawn,
    stacks,
    succeeded,
    wafer_usd,
)
from benchmarks.oracle.output import open_packages, open_wafers
from benchmarks.oracle.quarter import Quarter

ByChip = dict[str, float]

FIRST_LOT = 0.05  # of packaging: what may count as started of a class that was not, last quarter
WAFERS, PACKAGES, MEMORY, TIME = 1.0, 2.0, 3.0, 6.0
DESIGNER, CLOUD = "nvidia", "alphabet"


def run(x: Quarter) -> None:
    """Finish what is in the making, write off what lies idle, start what sells, build ahead."""
    redirect(x)
    finish(x)
    write_off(x)
    expand(x, *start(x))


def redirect(x: Quarter) -> None:
    """What was begun for a market that has closed since is finished for the others."""
    w = x.w
    for chip in redrawn(x):
        wanted = any(
            w.licence[chip][region] >= 1 and w.limit_tpp[region] < x.k("market.open_threshold_tpp")
            for region in x.places.regions
        )
        if not wanted:
            w.wip[original(x, chip)][1] += w.wip[chip][1]
            w.wip[chip][1] = 0


def finish(x: Quarter) -> None:
    """Chips started two quarters ago reach their maker's shelf; a closed Strait holds them back."""
    w = x.w
    abroad = min(w.packaging_abroad["tsmc"] / max(w.packaging["tsmc"], 1), 1.0)
    for chip, maker in x.places.maker.items():
        leading = foundry_of(x, chip) == "tsmc"
        held = (w.blockade_quarters > 0) * (1.0 - abroad) * leading
        ready, next_ones = w.wip[chip]
        done = math.floor(ready * (1.0 - held))
        w.inventory[chip][maker] += done
        w.made[chip] += done
        w.finished[chip] = float(done)
        w.wip[chip] = [ready - done + next_ones, 0]


def unit_cost(x: Quarter, chip: str) -> float:
    """What its maker pays for a chip: wafer, packaging, memory, USD."""
    packaging = packs(x, chip) * x.k("chips.packaging_price_usd")
    memory = stacks(x, chip) * x.k("chips.stack_price_usd")
    return wafer_usd(x, chip) / good_chips(x, chip) + (packaging + memory)


def write_off(x: Quarter) -> None:
    """What a shelf holds far beyond what is asked for is scrapped, and makes the vendor wary."""
    w = x.w
    gone = {}
    for chip, maker in x.places.maker.items():
        stock = w.inventory[chip][maker]
        idle = stock - x.k("chips.shelf_quarters") * w.wanted[chip]
        w.idle_quarters[chip] = w.idle_quarters[chip] + 1.0 if idle > 0 else 0.0
        stale = w.idle_quarters[chip] > x.k("chips.idle_quarters")
        gone[chip] = math.floor(idle) if stale else 0
        w.inventory[chip][maker] -= gone[chip]
        w.lost[chip] += gone[chip]
    w.written_off_usd = round(total(many * unit_cost(x, chip) for chip, many in gone.items()))
    usual = x.k("chips.closed_market_share")
    w.closed_share += x.k("chips.closed_return") * (usual - w.closed_share)
    if any(gone[chip] for chip in redrawn(x)):
        w.closed_share *= x.k("chips.closed_caution")


def start(x: Quarter) -> tuple[float, float]:
    """Put chips into the making; returns what vendors would use of packaging and of memory.

    Both are told over what there is. The clouds' own chips have their part of packages, memory and
    wafers; the designer has its part of packages and the rest.
    """
    w = x.w
    packaging = open_packages(x)
    share = x.k("chips.accelerator_wafer_share")
    room = {node: open_wafers(x, "tsmc", node) * share for node in x.places.nodes}
    wish = wishes(x, packaging * x.k("chips.designer_share"), room)
    memory = w.hbm["memory_makers"]
    part = x.k("chips.custom_share")
    starts, packed, stacked = {}, packaging * part, memory * part
    for chip in generations(x, CLOUD):
        node, good = x.ruleset.chips[chip].node, good_chips(x, chip)
        by_packs, by_stacks = packed / packs(x, chip), stacked / stacks(x, chip)
        by_wafers = room[node] * part * good
        starts[chip] = math.floor(max(min(by_packs, by_stacks, by_wafers, wish[chip]), 0.0))
        room[node] -= starts[chip] / good
        packed -= starts[chip] * packs(x, chip)
        stacked -= starts[chip] * stacks(x, chip)
    packaging *= x.k("chips.designer_share")
    left = memory - (memory * part - stacked)
    starts |= start_designer(x, wish, packaging, left, room)
    starts |= start_ascend(x, wish)
    starts = {chip: starts[chip] for chip in x.places.chips}
    book(x, starts)
    designs = [chip for chip in wish if x.places.maker[chip] == DESIGNER]
    island = [chip for chip in wish if foundry_of(x, chip) == "tsmc"]
    packed = total(wish[chip] * packs(x, chip) for chip in designs)
    stacked = total(wish[chip] * stacks(x, chip) for chip in island)
    return packed / max(packaging, 1.0), stacked / max(memory, 1.0)


def start_designer(
    x: Quarter, wish: ByChip, packaging: float, memory: float, room: ByChip
) -> dict[str, int]:
    """The designer starts what sells, newest node first, within packages, memory and wafers."""
    starts = {}
    bound = TIME
    for node in reversed(x.places.nodes):
        line = [
            chip
            for chip, spec in x.ruleset.chips.items()
            if spec.maker == DESIGNER and spec.node == node
        ]
        if not line:
            continue
        packed = total(wish[chip] * packs(x, chip) for chip in line)
        stacked = total(wish[chip] * stacks(x, chip) for chip in line)
        printed = total(wish[chip] / good_chips(x, chip) for chip in line)
        limits = {
            PACKAGES: packaging / max(packed, 1.0),
            MEMORY: memory / max(stacked, 1.0),
            WAFERS: room[node] / max(printed, 1.0),
        }
        tightest = min(limits, key=lambda code: limits[code])
        fit = min(limits[tightest], 1.0)
        if fit < 1.0 and printed > 0.0 and bound == TIME:
            bound = tightest
        for chip in line:
            starts[chip] = math.floor(wish[chip] * fit)
        packaging = max(packaging - packed * fit, 0.0)
        memory = max(memory - stacked * fit, 0.0)
    x.w.bottleneck = bound
    return starts


def wishes(x: Quarter, packaging: float, room: ByChip) -> ByChip:
    """What each vendor would start, were nothing short, or what was decided for it."""
    w = x.w
    plan = {chip: planned(x, chip, packaging, room) for chip in x.places.chips}
    closed = total(plan[chip] for chip in redrawn(x))
    free = total(plan[chip] for chip in beside(x))
    ceiling = w.closed_share / (1.0 - w.closed_share) * free
    for chip in redrawn(x):
        plan[chip] *= min(1.0, ceiling / max(closed, 1.0))
    for chip, decided in w.chip_plan.items():
        chosen = decided if decided >= 0 else plan[chip]
        plan[chip] = max(chosen * (w.available[chip] > 0), 0.0)
        w.chip_plan[chip] = -1.0
    return plan


def planned(x: Quarter, chip: str, packaging: float, room: ByChip) -> float:
    """What a vendor would start of a class.

    Stock, what is in the making and what is started must last until that is ready. It plans on bids
    that go on growing, on a trend of its own as long as its shelf is empty, steeper for a class in
    its first year, and lowers its starts slowly; a new one takes over its line in steps, as a fab
    ramps; later no quarter's starts are more than a multiple of the last.
    """
    w, age = x.w, x.w.turn - x.ruleset.chips[chip].from_turn
    stays = still_made(x, chip, room)
    if w.available[chip] <= 0 or stays <= 0:
        return 0.0
    asked = asked_for(x, chip)
    shelf, making = w.inventory[chip][x.places.maker[chip]], w.wip[chip][0]
    stayed = max(shelf - w.finished[chip], 0)  # what the last market left
    sold_out = max(1.0 - stayed / max(asked, 1.0), 0.0)
    young = age < x.k("chips.young_quarters")
    trend = x.k("chips.trend") + x.k("chips.trend_young") * young
    growth = math.exp(trend * sold_out + x.k("chips.foreseen") * w.rush)
    needed = asked * (1.0 + growth + growth * growth)
    going_on = min(x.k("chips.steady") * making, asked)
    plan = max(needed - shelf - making, going_on) * stays
    line = packaging / packs(x, chip)  # chips that all its packages would hold
    step = max(age + 1.0, 0.0) / x.k("fabs.ramp_quarters")
    if step < 1.0 and is_new(x, chip):
        plan = min(plan, step * line)
    if not young and foundry_of(x, chip) == "tsmc":
        plan = min(plan, x.k("chips.steepest") * max(making, FIRST_LOT * line))
    return plan


def still_made(x: Quarter, chip: str, room: ByChip) -> float:
    """The part of its plans that is still started of a class with a successor.

    Where that is printed on other lines, the old class fills in what those cannot print of it.
    """
    after = heir(x, chip)
    if after is None or x.w.turn < succeeded(x, chip) + x.k("chips.life_quarters"):
        return 1.0
    node = x.ruleset.chips[after].node
    if node == x.ruleset.chips[chip].node:
        return 0.0
    printed = room[node] * good_chips(x, after) / max(asked_for(x, after), 1.0)
    return max(1.0 - printed, 0.0)


def asked_for(x: Quarter, chip: str) -> float:
    """Last quarter's demand; a class that was never made is launched on its forerunner's."""
    w = x.w
    asked: float = w.wanted[chip]
    elder = launched_after(x, chip)
    if elder is not None and asked <= 0 and w.made[chip] + sum(w.wip[chip]) == 0:
        asked += x.k("chips.launch") * w.wanted[elder]
    return asked


def start_ascend(x: Quarter, wish: ByChip) -> dict[str, int]:
    """Huawei's accelerator: its foundry's wafers, memory bought ahead or made, its own packages."""
    w, maker, line = x.w, "huawei", generations(x, "huawei")
    bought = math.floor(w.item_licence["hbm"]["cn"] * x.k("chips.memory_for_china"))
    x.pay(maker, "memory_makers", bought * x.k("chips.stack_price_usd"))
    each = x.k("chips.memory_quarters") * max(stacks(x, k) / packs(x, k) for k in line)
    enough = w.packaging[maker] * each
    made = min(max(enough - w.hbm_stock[maker], 0.0), w.hbm[maker])
    w.hbm_stock[maker] += int(bought + made)
    pull = x.k("chips.ascend_home_pull") * w.home_share["cn"]
    share = min(x.k("chips.ascend_wafer_share") + pull, 1.0)
    room = {node: w.wafers["smic"][node] * share for node in x.places.nodes}
    packaging = float(w.packaging[maker])
    stalled = x.k("chips.design_need") * w.design_stall["cn"]
    starts = {}
    for chip in line:
        node, good = x.ruleset.chips[chip].node, good_chips(x, chip)
        sold = w.available[chip] > 0
        sold &= w.turn < succeeded(x, chip) + x.k("chips.life_quarters")
        asked = (wish[chip] + x.k("chips.ascend_minimum") * sold) * (1.0 - stalled)
        by_packs, by_stacks = packaging / packs(x, chip), w.hbm_stock[maker] / stacks(x, chip)
        most = max(min(room[node] * good, by_packs, by_stacks), 0.0)
        starts[chip] = math.floor(min(most, asked))
        room[node] -= starts[chip] / good
        packaging -= starts[chip] * packs(x, chip)
        w.hbm_stock[maker] -= int(starts[chip] * stacks(x, chip))
    return starts


def book(x: Quarter, starts: dict[str, int]) -> None:
    """Chips enter the making; their makers pay foundries and, but for Huawei, for memory."""
    w = x.w
    for by_node in w.wafers_made.values():
        by_node.update(dict.fromkeys(by_node, 0))
    printing, memory = dict.fromkeys(x.places.actors, 0.0), dict.fromkeys(x.places.actors, 0.0)
    for chip, many in starts.items():
        spec = x.ruleset.chips[chip]
        w.wip[chip][1] += many
        wafers = math.floor(many / good_chips(x, chip))
        w.wafers_made[foundry_of(x, chip)][spec.node] += wafers
        packaging = many * (packs(x, chip) * x.k("chips.packaging_price_usd"))
        printing[spec.maker] += wafers * wafer_usd(x, chip) + packaging
        memory[spec.maker] += many * (stacks(x, chip) * x.k("chips.stack_price_usd"))
    for vendor, foundry in ((DESIGNER, "tsmc"), ("alphabet", "tsmc"), ("huawei", "smic")):
        w.revenue_usd[foundry] += x.pay(vendor, foundry, printing[vendor])
        if vendor != "huawei":
            x.pay(vendor, "memory_makers", memory[vendor])


def expand(x: Quarter, packed: float, stacked: float) -> None:
    """Packaging and memory are built while chips are short, as far as vendors would fill them.

    CoWoS grew by about a quarter each quarter at most; less when chips already sold stand dark.
    What is begun now opens two quarters later.
    """
    w = x.w
    hunger = min(w.shortage * x.k("chips.hunger") + w.rush * x.k("chips.foresight"), 1.0)
    hunger *= w.blockade_quarters == 0
    idle = total(w.dark[region] * w.load_mw[region] for region in x.places.regions)
    dark = idle / max(total(w.load_mw.values()), 1.0)
    hunger *= max(1.0 - x.k("chips.dark_doubt") * dark, 0.0)
    easy = x.k("chips.easy_use")
    for place, stock, pressure in (
        ("packaging[tsmc]", w.packaging["tsmc"], packed),
        ("hbm[memory_makers]", w.hbm["memory_makers"], stacked),
    ):
        pressed = min(max((pressure - easy) / (1.0 - easy), 0.0), 1.0)
        rate = x.k("chips.idle_growth") + x.k("chips.growth_cap") * hunger * pressed
        x.later(place, 2, math.floor(stock * rate))
    grown = w.packaging["huawei"] * x.k("chips.home_packaging_growth")
    w.packaging["huawei"] += math.floor(grown)

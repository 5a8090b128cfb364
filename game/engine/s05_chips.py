"""S5 Chips: how many accelerators come out, and what holds them back?

units = min(wafers * dies * yield, packages, memory stacks), after a two-quarter cycle; packages per
wafer `cowos_packages_*`, the designer's part of packaging `cowos_effective_use`. What goes to chips
re-drawn for a closed market is the vendor's decision, not a residual, and what nobody may buy in
the end is written off.
"""

from __future__ import annotations

import numpy as np

from game.engine.classes import classes
from game.engine.money import pay_from
from game.engine.output import open_packages, open_wafers
from game.engine.quarter import Quarter
from game.world.state import Floats

WAFERS, PACKAGES, MEMORY, DEMAND = 1.0, 2.0, 3.0, 5.0
FIRST_LOT = 0.05  # of packaging: what may count as started of a class that was not, last quarter


def run(x: Quarter) -> None:
    """Finish what is in the making, write off what lies idle, start what sells, build ahead."""
    redirect(x)
    finish(x)
    x.because("chips.finished")
    write_off(x)
    x.because("chips.written_off")
    pressure = start(x)
    x.because("chips.started")
    expand(x, pressure)
    x.because("chips.expansion")


def redirect(x: Quarter) -> None:
    """What was begun for a market that has closed since is finished for the others."""
    w, t = x.w, classes(x.ruleset)
    closed = w.limit_tpp < x.k("market.open_threshold_tpp")
    wanted = ((w.licence[t.redrawn] >= 1) & closed).any(axis=1)
    moved = np.where(wanted, 0, w.wip[t.redrawn, 1])
    if moved.any():
        w.wip[t.redrawn, 1] -= moved
        for row, k in enumerate(t.original):
            w.wip[k, 1] += moved[row]


def finish(x: Quarter) -> None:
    """Chips started two quarters ago reach their maker's shelf; a closed Strait holds them back."""
    w, t = x.w, classes(x.ruleset)
    tsmc = x.actor("tsmc")
    ready = w.wip[:, 0]
    abroad = np.minimum(w.packaging_abroad[tsmc] / np.maximum(w.packaging[tsmc], 1), 1.0)
    held = (w.blockade_quarters > 0) * (1.0 - abroad) * t.island
    done = np.floor(ready * (1.0 - held)).astype(np.int64)
    w.inventory[t.own, t.maker] += done
    w.made += done
    w.finished[:] = done
    w.wip[:, 0] = ready - done + w.wip[:, 1]
    w.wip[:, 1] = 0


def unit_cost(x: Quarter) -> Floats:
    """(chip, worlds): what its maker pays for a chip: wafer, packaging, memory, USD."""
    t = classes(x.ruleset)
    good = np.maximum(t.per_wafer * x.w.yield_rate, 1e-9)
    bought_in = t.packs * x.k("chips.packaging_price_usd") + t.stacks * x.k("chips.stack_price_usd")
    cost: Floats = t.wafer_usd / good + bought_in
    return cost


def write_off(x: Quarter) -> None:
    """Stock that nobody has asked for over some quarters is scrapped, and makes the vendor wary."""
    w, t = x.w, classes(x.ruleset)
    stock = w.inventory[t.own, t.maker]
    lies = (stock > 0) & (w.wanted <= 0)
    w.idle_quarters[:] = np.where(lies, w.idle_quarters + 1.0, 0.0)
    w.closed_share += x.k("chips.closed_return") * (
        x.k("chips.closed_market_share") - w.closed_share
    )
    w.written_off_usd[:] = 0
    stale = w.idle_quarters > x.k("chips.idle_quarters")
    if stale.any():
        gone = np.where(stale, stock, 0)
        w.inventory[t.own, t.maker] -= gone
        w.lost += gone
        w.written_off_usd[:] = np.rint((gone * unit_cost(x)).sum(axis=0)).astype(np.int64)
        burnt = gone[t.redrawn].any(axis=0)
        w.closed_share *= np.where(burnt, x.k("chips.closed_caution"), 1.0)


def start(x: Quarter) -> Floats:
    """Put chips into the making; returns what the vendors would use of packaging and of memory.

    Both are told over what there is, (2, worlds). The clouds' own chips have their part of
    packages, memory and wafers; the designer has its part of packages and the rest.
    """
    w, t = x.w, classes(x.ruleset)
    packs, room = open_packages(x), open_wafers(x, t.leading)[0]
    wish = wishes(x, packs * x.k("chips.designer_share"))
    good = np.maximum(t.per_wafer * w.yield_rate, 1e-9)
    starts = np.zeros(wish.shape)
    memory, part = w.hbm[x.actor("memory_makers")], x.k("chips.custom_share")
    room *= x.k("chips.accelerator_wafer_share")
    c, node = t.custom, t.custom_node
    by_packs, by_stacks = packs * (part / t.packs[c]), memory * (part / t.stacks[c])
    most = np.minimum(np.minimum(by_packs, by_stacks), room[node] * part * good[c])
    starts[c] = np.floor(np.minimum(most, wish[c]))
    room[node] -= starts[c] / good[c]
    packs *= x.k("chips.designer_share")
    start_designer(x, wish, starts, (packs, memory - starts[c] * t.stacks[c]), room, good)
    start_ascend(x, wish, starts, good)
    book(x, starts, good)
    packed = (wish * t.packs_designer).sum(axis=0)
    stacked = (wish * t.stacks_abroad).sum(axis=0)
    pressure: Floats = np.array([packed, stacked]) / np.maximum(np.array([packs, memory]), 1.0)
    return pressure


def start_designer(
    x: Quarter,
    wish: Floats,
    starts: Floats,
    stock: tuple[Floats, Floats],
    room: Floats,
    good: Floats,
) -> None:
    """The designer starts what sells, newest node first, within packages, memory and wafers."""
    w, t = x.w, classes(x.ruleset)
    bound = np.full(w.width, DEMAND)
    packs, memory = stock
    for node, line in t.lines:
        units = wish[line]
        packed = (units * t.packs[line]).sum(axis=0)
        stacked = (units * t.stacks[line]).sum(axis=0)
        printed = (units / good[line]).sum(axis=0)
        by_packs = packs / np.maximum(packed, 1.0)
        by_stacks = memory / np.maximum(stacked, 1.0)
        by_wafers = room[node] / np.maximum(printed, 1.0)
        fit = np.minimum(np.minimum(by_packs, by_stacks), by_wafers)
        code = np.where(by_packs <= fit, PACKAGES, np.where(by_stacks <= fit, MEMORY, WAFERS))
        bound = np.where((fit < 1.0) & (bound == DEMAND), code, bound)
        fit = np.minimum(fit, 1.0)
        starts[line] = np.floor(units * fit)
        packs = np.maximum(packs - packed * fit, 0.0)
        memory = np.maximum(memory - stacked * fit, 0.0)
    w.bottleneck = bound


def wishes(x: Quarter, packs: Floats) -> Floats:
    """(chip, worlds): what each vendor would start, were nothing short.

    Stock, what is in the making and what is started must last until that is ready. It plans on bids
    that go on growing, on a trend of its own as long as its shelf is empty, steeper for a class in
    its first year, and lowers its starts slowly. A class that was never made is launched on what
    its forerunner was asked for; a new one takes over its line in steps, as a fab ramps; later no
    quarter's starts are more than a multiple of the last.
    """
    w, t = x.w, classes(x.ruleset)
    asked = w.wanted.copy()
    never = (w.made + w.wip.sum(axis=1) == 0) & (asked <= 0)
    asked += never * x.k("chips.launch") * w.wanted[t.before] * t.follows
    shelf = w.inventory[t.own, t.maker]
    stayed = np.maximum(shelf - w.finished, 0)  # what the last market left
    sold_out = np.maximum(1.0 - stayed / np.maximum(asked, 1.0), 0.0)
    young = float(w.turn[0]) < t.comes + x.k("chips.young_quarters")
    trend = x.k("chips.trend") + x.k("chips.trend_young") * young
    growth = np.exp(trend * sold_out + x.k("chips.foreseen") * w.rush)
    needed = asked * (1.0 + growth + growth * growth)
    going_on = x.k("chips.steady") * w.wip[:, 0] * sold_out
    plan = np.maximum(needed - shelf - w.wip[:, 0], going_on)
    plan *= (float(w.turn[0]) < t.succeeded + x.k("chips.life_quarters")) & (w.available > 0)
    step = np.maximum(float(w.turn[0]) - t.comes + 1.0, 0.0) / x.k("fabs.ramp_quarters")
    plan = np.where((step < 1.0) & t.new, np.minimum(plan, step * packs / t.packs), plan)
    begun = np.maximum(w.wip[:, 0], FIRST_LOT * packs / t.packs)
    steep = x.k("chips.steepest") * begun
    plan = np.where(young | (t.island == 0), plan, np.minimum(plan, steep))
    closed, free = plan[t.redrawn].sum(axis=0), plan[t.beside].sum(axis=0)
    ceiling = w.closed_share / (1.0 - w.closed_share) * free
    plan[t.redrawn] *= np.minimum(1.0, ceiling / np.maximum(closed, 1.0))
    plan = np.where(w.chip_plan >= 0, w.chip_plan, plan) * (w.available > 0)
    w.chip_plan[:] = -1.0
    return np.maximum(plan, 0.0)


def start_ascend(x: Quarter, wish: Floats, starts: Floats, good: Floats) -> None:
    """Huawei's accelerator: its foundry's wafers, memory bought ahead or made, its own packages."""
    w, t = x.w, classes(x.ruleset)
    k, maker, smic, cn = t.ascend, x.actor("huawei"), x.actor("smic"), x.region("cn")
    bought = np.floor(w.item_licence[x.item("hbm"), cn] * x.k("chips.memory_for_china"))
    x.pay(maker, x.actor("memory_makers"), bought * x.k("chips.stack_price_usd"))
    enough = w.packaging[maker] * (x.k("chips.memory_quarters") * t.stacks[k] / t.packs[k])
    made = np.minimum(np.maximum(enough - w.hbm_stock[maker], 0.0), w.hbm[maker])
    w.hbm_stock[maker] += (bought + made).astype(np.int64)
    share = x.k("chips.ascend_wafer_share") + x.k("chips.ascend_home_pull") * w.home_share[cn]
    by_wafers = w.wafers[smic, t.ascend_node] * np.minimum(share, 1.0) * good[k]
    by_stacks = w.hbm_stock[maker] / t.stacks[k]
    by_packs = w.packaging[maker] / t.packs[k]
    stalled = x.k("chips.design_need") * w.design_stall[cn]
    asked = (wish[k] + x.k("chips.ascend_minimum")) * (1.0 - stalled)
    units = np.minimum(np.minimum(by_wafers, by_stacks), np.minimum(by_packs, asked))
    starts[k] = np.floor(units)
    w.hbm_stock[maker] -= (starts[k] * t.stacks[k]).astype(np.int64)


def book(x: Quarter, starts: Floats, good: Floats) -> None:
    """Chips enter the making; their makers pay foundries and, but for Huawei, for memory."""
    w, t = x.w, classes(x.ruleset)
    w.wip[:, 1] += starts.astype(np.int64)
    wafers = np.floor(starts / good)
    w.wafers_made[:] = 0
    for foundry, node, line in t.printed:
        w.wafers_made[foundry, node] = wafers[line].sum(axis=0)
    bill = wafers * t.wafer_usd + starts * (t.packs * x.k("chips.packaging_price_usd"))
    memory = starts * (t.stacks * x.k("chips.stack_price_usd"))
    tsmc, smic, huawei = x.actor("tsmc"), x.actor("smic"), x.actor("huawei")
    vendors = t.maker[[t.designer[0], t.custom]]
    printing = np.array([bill[t.designer].sum(axis=0), bill[t.custom]])
    stacked = np.array([memory[t.designer].sum(axis=0), memory[t.custom]])
    w.revenue_usd[tsmc] += pay_from(w, vendors, tsmc, printing).sum(axis=0)
    w.revenue_usd[smic] += x.pay(huawei, smic, bill[t.ascend])
    pay_from(w, vendors, x.actor("memory_makers"), stacked)


def expand(x: Quarter, pressure: Floats) -> None:
    """Packaging and memory are built while chips are short, as far as vendors would fill them.

    CoWoS grew by about a quarter each quarter at most; less when chips already sold stand dark.
    What is begun now opens two quarters later.
    """
    w = x.w
    hunger = np.minimum(w.shortage * x.k("chips.hunger") + w.rush * x.k("chips.foresight"), 1.0)
    dark = (w.dark * w.load_mw).sum(axis=0) / np.maximum(w.load_mw.sum(axis=0), 1.0)
    hunger = hunger * np.maximum(1.0 - x.k("chips.dark_doubt") * dark, 0.0)
    easy = x.k("chips.easy_use")
    pressed = np.minimum(np.maximum((pressure - easy) / (1.0 - easy), 0.0), 1.0)
    rate = x.k("chips.idle_growth") + x.k("chips.growth_cap") * hunger * pressed
    for row, place in enumerate(("packaging[tsmc]", "hbm[memory_makers]")):
        stock = w.packaging[x.actor("tsmc")] if row == 0 else w.hbm[x.actor("memory_makers")]
        x.later(place, 2, np.floor(stock * rate[row]), "chips.expansion")
    home = w.packaging[x.actor("huawei")]
    home += np.floor(home * x.k("chips.home_packaging_growth")).astype(np.int64)

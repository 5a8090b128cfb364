"""S5 Chips: how many accelerators come out, and what holds them back?

units = min(wafers * dies * yield, packages, memory stacks), after a two-quarter cycle. What goes to
chips re-drawn for a closed market is the vendor's decision, not a residual, and what nobody may buy
in the end is written off.
"""

from __future__ import annotations

import numpy as np

from game.engine.ahead import in_steps, rows_of
from game.engine.classes import Season, bought_in, by_rows, classes, on_shelf, season, vendors
from game.engine.output import open_packages, open_wafers
from game.engine.quarter import Quarter
from game.world.state import Array, Floats

TWO_QUARTERS = np.array([2, 2])
WAFERS, PACKAGES, MEMORY, TIME = 1.0, 2.0, 3.0, 6.0
FIRST_LOT = 0.05  # of packaging: a class of which less was started grows from here, not from there


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
    w, t, r = x.w, x.table(classes), x.table(by_rows)
    begun = w.wip[r.redrawn, 1]
    if not np.count_nonzero(begun):
        return
    closed = w.limit_tpp < x.k("market.open_threshold_tpp")
    wanted = ((w.licence[r.redrawn] >= 1) & closed).any(axis=1)
    moved = np.where(wanted, 0, begun)
    if np.count_nonzero(moved):
        w.wip[r.redrawn, 1] -= moved
        for row, k in enumerate(t.original):
            w.wip[k, 1] += moved[row]


def finish(x: Quarter) -> None:
    """Chips started two quarters ago reach their maker's shelf; a closed Strait holds them back."""
    w, t = x.w, x.table(classes)
    ready = w.wip[:, 0]
    done = ready.copy()
    if np.count_nonzero(w.blockade_quarters):
        tsmc = x.actor("tsmc")
        abroad = np.minimum(w.packaging_abroad[tsmc] / np.maximum(w.packaging[tsmc], 1), 1.0)
        held = (w.blockade_quarters > 0) * (1.0 - abroad) * t.island
        done[:] = np.floor(ready * (1.0 - held))
    w.inventory[t.own, t.maker] = on_shelf(x) + done
    w.made += done
    w.finished[:] = done
    ready += w.wip[:, 1]  # those that are held back wait among the next
    ready -= done
    w.wip[:, 1] = 0


def unit_cost(x: Quarter) -> Floats:
    """(chip, worlds): what its maker pays for a chip: wafer, packaging, memory, USD."""
    t = x.table(classes)
    good = np.maximum(t.per_wafer * x.w.yield_rate, 1e-9)
    extras = t.packs * x.k("chips.packaging_price_usd") + t.stacks * x.k("chips.stack_price_usd")
    cost: Floats = t.wafer_usd / good + extras
    return cost


def write_off(x: Quarter) -> None:
    """What lies idle over some quarters is scrapped, and makes the vendor wary.

    Idle is what a shelf holds beyond so many quarters of what is asked for.
    """
    w, t = x.w, x.table(classes)
    stock = on_shelf(x)
    idle = stock - x.k("chips.shelf_quarters") * w.wanted
    w.idle_quarters += 1.0
    w.idle_quarters *= idle > 0
    back = x.k("chips.closed_market_share") - w.closed_share
    w.closed_share += x.k("chips.closed_return") * back
    w.written_off_usd[:] = 0
    stale = w.idle_quarters > x.k("chips.idle_quarters")
    if np.count_nonzero(stale):
        gone = np.where(stale, idle, 0).astype(np.int64)
        w.inventory[t.own, t.maker] = stock - gone
        w.lost += gone
        w.written_off_usd[:] = np.rint((gone * unit_cost(x)).sum(axis=0))
        burnt = gone[t.redrawn].any(axis=0)
        w.closed_share *= np.where(burnt, x.k("chips.closed_caution"), 1.0)


def start(x: Quarter) -> Floats:
    """Put chips into the making; returns what the vendors would use of packaging and of memory.

    Both are told over what there is, (2, worlds). The clouds' own chips have their part of
    packages, memory and wafers; the designer has its part of packages and the rest.
    """
    w, t, r = x.w, x.table(classes), x.table(by_rows)
    supply = np.empty((2, w.width))  # packages and memory
    supply[0], supply[1] = open_packages(x), w.hbm[x.actor("memory_makers")]
    stock = supply.copy()
    stock[0] *= x.k("chips.designer_share")
    good = np.maximum(t.per_wafer * w.yield_rate, 1e-9)
    room = open_wafers(x, t.leading)[0] * x.k("chips.accelerator_wafer_share")
    wish = wishes(x, stock[0], room.take(t.node, axis=0) * good)
    starts = np.zeros(wish.shape)
    left = stock.copy()
    left[1] -= start_custom(x, wish, starts, supply, room, good)
    start_designer(x, wish, starts, left, room, good)
    start_ascend(x, wish, starts, good)
    book(x, starts, good)
    pressure: Floats = (wish * r.sought).sum(axis=1) / np.maximum(stock, 1.0)
    return pressure


def start_custom(
    x: Quarter, wish: Floats, starts: Floats, supply: Floats, room: Floats, good: Floats
) -> Floats:
    """The clouds' own chips, newest first, within their part; returns the stacks they take.

    `supply` is packages and memory, (2, worlds); of wafers, `room`, what they take is taken off.
    """
    t, r, part = x.table(classes), x.table(by_rows), x.k("chips.custom_share")
    mine = supply * part
    for k, node in t.own_line:
        if not np.count_nonzero(wish[k]):
            continue
        packed, stacked = mine / r.takes[:, k]
        most = np.minimum(np.minimum(packed, stacked), room[node] * part * good[k])
        starts[k] = np.floor(np.maximum(np.minimum(most, wish[k]), 0.0))
        room[node] -= starts[k] / good[k]
        mine -= starts[k] * r.takes[:, k]
    taken: Floats = supply[1] * part - mine[1]
    return taken


def start_designer(
    x: Quarter, wish: Floats, starts: Floats, stock: Floats, room: Floats, good: Floats
) -> None:
    """The designer starts what sells, newest node first, within packages, memory and wafers.

    `stock` is packages and memory, (2, worlds).
    """
    w, r = x.w, x.table(by_rows)
    bound = np.zeros(w.width) + TIME  # all that is planned is begun
    used_by = np.add.reduceat((wish * r.takes)[:, r.in_lines], r.lines_from, axis=1)
    prints = np.add.reduceat((wish / good)[r.in_lines], r.lines_from, axis=0)
    asked, by_line = np.maximum(used_by, 1.0), room[r.line_nodes] / np.maximum(prints, 1.0)
    printing = prints > 0.0
    for place, line in enumerate(r.lines):
        if not np.count_nonzero(printing[place]):
            continue
        units, used, by_wafers = wish[line], used_by[:, place], by_line[place]
        by_packs, by_stacks = stock / asked[:, place]
        fit = np.minimum(np.minimum(by_packs, by_stacks), by_wafers)
        short = (fit < 1.0) & printing[place]
        if np.count_nonzero(short):
            code = np.where(by_packs <= fit, PACKAGES, np.where(by_stacks <= fit, MEMORY, WAFERS))
            bound = np.where(short & (bound == TIME), code, bound)
            fit = np.minimum(fit, 1.0)
            starts[line] = np.floor(units * fit)
            used *= fit
        else:
            starts[line] = np.floor(units)
        stock = np.maximum(stock - used, 0.0)
    w.bottleneck = bound


def wishes(x: Quarter, packs: Floats, able: Floats) -> Floats:
    """(chip, worlds): what each vendor would start, were nothing short.

    Stock, what is in the making and what is started must last until that is ready. It plans on bids
    that go on growing, on a trend of its own as long as its shelf is empty, steeper for a class in
    its first year, and lowers its starts slowly. A class that was never made is launched on what
    its forerunner was asked for; a new one takes over its line in steps, as a fab ramps; later no
    quarter's starts are more than a multiple of the last. `able` is what the lines can print.
    """
    w, t, r = x.w, x.table(classes), x.table(by_rows)
    now = season(x.ruleset, float(w.turn[0]), x.lanes)
    in_making, shelf = w.wip[:, 0].astype(np.float64), on_shelf(x).astype(np.float64)
    asked, never = w.wanted, (w.made == 0) & (w.wanted <= 0)
    if np.count_nonzero(never):
        never &= w.wip.sum(axis=1) == 0
        asked = asked + never * x.k("chips.launch") * w.wanted[t.before] * t.follows
    stayed = np.maximum(shelf - w.finished, 0)  # what the last market left
    sold_out = np.maximum(1.0 - stayed / np.maximum(asked, 1.0), 0.0)
    growth = np.exp(now.trend * sold_out + x.k("chips.foreseen") * w.rush)
    needed = asked * (1.0 + growth + growth * growth)
    going_on = np.minimum(x.k("chips.steady") * in_making, asked)
    plan: Floats = np.maximum(needed - shelf - in_making, going_on)
    plan *= still_made(now, asked, able) * (w.available > 0)
    if now.arriving.size:
        line = now.share * packs / t.packs[now.arriving]
        plan[now.arriving] = np.minimum(plan[now.arriving], line)
    begun = np.maximum(in_making, FIRST_LOT * packs / t.packs)
    most = np.where(now.tied, x.k("chips.steepest") * begun, np.inf)
    np.minimum(plan, most, out=plan)
    closed = plan[r.redrawn].sum(axis=0)
    if np.count_nonzero(closed):
        ceiling = w.closed_share / (1.0 - w.closed_share) * plan[r.beside].sum(axis=0)
        plan[r.redrawn] *= np.minimum(1.0, ceiling / np.maximum(closed, 1.0))
    decided = w.chip_plan >= 0
    if np.count_nonzero(decided):
        plan = np.where(decided, w.chip_plan, plan) * (w.available > 0)
    w.chip_plan[:] = -1.0
    return plan


def still_made(now: Season, asked: Floats, able: Floats) -> Array | Floats:
    """(chip, worlds): the part of its plans that is still started of a class with a successor.

    Where that is printed on other lines, the old class fills in what those cannot print of it.
    """
    if not now.leaving.size:
        return now.sold
    part = now.sold + np.zeros(asked.shape)
    printed = able.take(now.heirs, axis=0) / np.maximum(asked.take(now.heirs, axis=0), 1.0)
    part[now.leaving] = np.maximum(1.0 - printed, 0.0)
    return part


def start_ascend(x: Quarter, wish: Floats, starts: Floats, good: Floats) -> None:
    """Huawei's accelerator: its foundry's wafers, memory bought ahead or made, its own packages."""
    w, t, maker, cn = x.w, x.table(classes), x.actor("huawei"), x.region("cn")
    stock, packaging = w.hbm_stock[maker], w.packaging[maker].astype(np.float64)
    bought = np.floor(w.item_licence[x.item("hbm"), cn] * x.k("chips.memory_for_china"))
    if np.count_nonzero(bought):
        x.pay(maker, x.actor("memory_makers"), bought * x.k("chips.stack_price_usd"))
    enough = packaging * (x.k("chips.memory_quarters") * t.home_stacks)
    made = np.minimum(np.maximum(enough - stock, 0.0), w.hbm[maker])
    stock += (bought + made).astype(np.int64)
    share = x.k("chips.ascend_wafer_share") + x.k("chips.ascend_home_pull") * w.home_share[cn]
    room = w.wafers[x.actor("smic")] * np.minimum(share, 1.0)
    going = 1.0 - x.k("chips.design_need") * w.design_stall[cn]
    sold = season(x.ruleset, float(w.turn[0]), x.lanes).sold & (w.available > 0)
    for k, node in t.home_line:
        asked = (wish[k] + x.k("chips.ascend_minimum") * sold[k]) * going
        if not np.count_nonzero(asked):
            continue
        by_parts = np.minimum(packaging / t.packs[k], stock / t.stacks[k])
        most = np.maximum(np.minimum(room[node] * good[k], by_parts), 0.0)
        starts[k] = np.floor(np.minimum(most, asked))
        room[node] -= starts[k] / good[k]
        packaging -= starts[k] * t.packs[k]
        stock -= (starts[k] * t.stacks[k]).astype(np.int64)


def book(x: Quarter, starts: Floats, good: Floats) -> None:
    """Chips enter the making; their makers pay foundries and, but for Huawei, for memory."""
    w, t, r = x.w, x.table(classes), x.table(by_rows)
    w.wip[:, 1] += starts.astype(np.int64)
    wafers = np.floor(starts / good)
    w.wafers_made[:] = 0
    by_line = wafers.take(r.by_line, axis=0)
    w.wafers_made[r.printed_at] = np.add.reduceat(by_line, r.line_starts, axis=0)
    bills = starts * bought_in(x.ruleset)  # packaging and memory, (2, chip, worlds)
    bills[0] += wafers * t.wafer_usd
    designer, clouds = bills[:, r.designer].sum(axis=1), bills[:, r.custom].sum(axis=1)
    printed, stacked = np.rint([designer, clouds]).astype(np.int64).swapaxes(0, 1)
    w.cash_usd[vendors(x.ruleset)] -= printed + stacked
    for seller, owed in ((x.actor("tsmc"), printed), (x.actor("memory_makers"), stacked)):
        earned = owed[0] + owed[1]
        w.cash_usd[seller] += earned
        w.income_usd[seller] += earned
    w.revenue_usd[x.actor("tsmc")] += printed[0] + printed[1]
    smic = x.actor("smic")
    w.revenue_usd[smic] += x.pay(x.actor("huawei"), smic, bills[0, r.home].sum(axis=0))


def expand(x: Quarter, pressure: Floats) -> None:
    """Packaging and memory are built while chips are short, as far as vendors would fill them.

    CoWoS grew by about a quarter each quarter at most; less when chips already sold stand dark. A
    shortage that comes of a closed sea calls for no lines on the island.
    What is begun now opens two quarters later.
    """
    w = x.w
    hunger = np.minimum(w.shortage * x.k("chips.hunger") + w.rush * x.k("chips.foresight"), 1.0)
    if np.count_nonzero(w.blockade_quarters):
        hunger = hunger * (w.blockade_quarters == 0)
    if np.count_nonzero(w.dark):
        dark = (w.dark * w.load_mw).sum(axis=0) / np.maximum(w.load_mw.sum(axis=0), 1.0)
        hunger = hunger * np.maximum(1.0 - x.k("chips.dark_doubt") * dark, 0.0)
    easy = x.k("chips.easy_use")
    pressed = np.minimum(np.maximum((pressure - easy) / (1.0 - easy), 0.0), 1.0)
    rate = x.k("chips.idle_growth") + x.k("chips.growth_cap") * hunger * pressed
    stock = np.array([w.packaging[x.actor("tsmc")], w.hbm[x.actor("memory_makers")]], np.float64)
    rows = rows_of(x.ruleset, ("packaging[tsmc]", "hbm[memory_makers]"))
    in_steps(x, rows, TWO_QUARTERS, 1, np.floor(stock * rate), "chips.expansion")
    home = w.packaging[x.actor("huawei")]
    home += np.floor(home * x.k("chips.home_packaging_growth")).astype(np.int64)

"""S5 Chips, compiled: the rules of game/engine/s05_chips.py on arrays that are never written."""

from __future__ import annotations

import jax.numpy as jnp
import numpy as np
from jax import Array

from benchmarks.jax_tick.arrays import add, add_pairs, at, at_pairs, put, put_pairs
from benchmarks.jax_tick.common import open_packages, open_wafers
from benchmarks.jax_tick.quarter import Quarter, ints
from game.engine.classes import classes
from game.engine.s05_chips import FIRST_LOT, MEMORY, PACKAGES, TIME, WAFERS


def run(x: Quarter) -> None:
    """Finish what is in the making, write off what lies idle, start what sells, build ahead."""
    redirect(x)
    finish(x)
    write_off(x)
    expand(x, start(x))


def redirect(x: Quarter) -> None:
    """What was begun for a market that has closed since is finished for the others."""
    w, t = x.w, classes(x.ruleset)
    closed = w.limit_tpp < x.k("market.open_threshold_tpp")
    wanted = ((at(w.licence, t.redrawn) >= 1) & closed).any(axis=1)
    begun = w.wip[:, 1]
    moved = jnp.where(wanted, 0, at(begun, t.redrawn))
    begun = add(begun, t.redrawn, -moved)
    for row, k in enumerate(t.original):
        begun = add(begun, k, moved[row])
    w.wip = jnp.stack([w.wip[:, 0], begun], axis=1)


def finish(x: Quarter) -> None:
    """Chips started two quarters ago reach their maker's shelf; a closed Strait holds them back."""
    w, t = x.w, classes(x.ruleset)
    tsmc = x.actor("tsmc")
    ready = w.wip[:, 0]
    abroad = jnp.minimum(w.packaging_abroad[tsmc] / jnp.maximum(w.packaging[tsmc], 1), 1.0)
    held = (w.blockade_quarters > 0) * (1.0 - abroad) * t.island
    done = ints(jnp.floor(ready * (1.0 - held)))
    w.inventory = add_pairs(w.inventory, t.own, t.maker, done)
    w.made = w.made + done
    w.finished = done
    late = ready - done + w.wip[:, 1]
    w.wip = jnp.stack([late, jnp.zeros_like(late)], axis=1)


def unit_cost(x: Quarter) -> Array:
    """(chip, worlds): what its maker pays for a chip: wafer, packaging, memory, USD."""
    t = classes(x.ruleset)
    good = jnp.maximum(t.per_wafer * x.w.yield_rate, 1e-9)
    bought_in = t.packs * x.k("chips.packaging_price_usd") + t.stacks * x.k("chips.stack_price_usd")
    return t.wafer_usd / good + bought_in


def write_off(x: Quarter) -> None:
    """What a shelf holds far beyond what is asked for is scrapped, and makes the vendor wary."""
    w, t = x.w, classes(x.ruleset)
    stock = at_pairs(w.inventory, t.own, t.maker)
    idle = stock - x.k("chips.shelf_quarters") * w.wanted
    w.idle_quarters = jnp.where(idle > 0, w.idle_quarters + 1.0, 0.0)
    usual = x.k("chips.closed_market_share")
    share = w.closed_share + x.k("chips.closed_return") * (usual - w.closed_share)
    gone = ints(jnp.where(w.idle_quarters > x.k("chips.idle_quarters"), jnp.floor(idle), 0.0))
    w.inventory = add_pairs(w.inventory, t.own, t.maker, -gone)
    w.lost = w.lost + gone
    w.written_off_usd = ints(jnp.rint((gone * unit_cost(x)).sum(axis=0)))
    burnt = (at(gone, t.redrawn) != 0).any(axis=0)
    w.closed_share = share * jnp.where(burnt, x.k("chips.closed_caution"), 1.0)


def start(x: Quarter) -> Array:
    """Put chips into the making; returns the use of packaging and memory that vendors wish for."""
    w, t = x.w, classes(x.ruleset)
    packs, room = open_packages(x), open_wafers(x, t.leading)[0]
    ours = packs * x.k("chips.designer_share")
    good = jnp.maximum(t.per_wafer * w.yield_rate, 1e-9)
    room = room * x.k("chips.accelerator_wafer_share")
    wish = wishes(x, ours, at(room, t.node) * good)
    memory, part = w.hbm[x.actor("memory_makers")], x.k("chips.custom_share")
    starts, mine = jnp.zeros(wish.shape), [packs * part, memory * part]
    for k, node in t.own_line:
        by_packs, by_stacks = mine[0] / t.packs[k], mine[1] / t.stacks[k]
        most = jnp.minimum(jnp.minimum(by_packs, by_stacks), room[node] * part * good[k])
        units = jnp.floor(jnp.maximum(jnp.minimum(most, wish[k]), 0.0))
        starts = put(starts, k, units)
        room = add(room, node, -(units / good[k]))
        mine = [mine[0] - units * t.packs[k], mine[1] - units * t.stacks[k]]
    left = memory - (memory * part - mine[1])
    starts = start_designer(x, wish, starts, (ours, left), room, good)
    starts = start_ascend(x, wish, starts, good)
    book(x, starts, good)
    packed = (wish * t.packs_designer).sum(axis=0)
    stacked = (wish * t.stacks_abroad).sum(axis=0)
    return jnp.stack([packed / jnp.maximum(ours, 1.0), stacked / jnp.maximum(memory, 1.0)])


def start_designer(
    x: Quarter, wish: Array, starts: Array, stock: tuple[Array, Array], room: Array, good: Array
) -> Array:
    """The designer starts what sells, newest node first, within packages, memory and wafers."""
    t = classes(x.ruleset)
    bound = jnp.full(x.width, TIME)
    packs, memory = stock
    for node, line in t.lines:
        units = at(wish, line)
        packed = (units * t.packs[line]).sum(axis=0)
        stacked = (units * t.stacks[line]).sum(axis=0)
        printed = (units / at(good, line)).sum(axis=0)
        by_packs = packs / jnp.maximum(packed, 1.0)
        by_stacks = memory / jnp.maximum(stacked, 1.0)
        by_wafers = room[node] / jnp.maximum(printed, 1.0)
        fit = jnp.minimum(jnp.minimum(by_packs, by_stacks), by_wafers)
        code = jnp.where(by_packs <= fit, PACKAGES, jnp.where(by_stacks <= fit, MEMORY, WAFERS))
        short = (fit < 1.0) & (printed > 0.0)
        bound = jnp.where(short & (bound == TIME), code, bound)
        fit = jnp.minimum(fit, 1.0)
        starts = put(starts, line, jnp.floor(units * fit))
        packs = jnp.maximum(packs - packed * fit, 0.0)
        memory = jnp.maximum(memory - stacked * fit, 0.0)
    x.w.bottleneck = bound
    return starts


def wishes(x: Quarter, packs: Array, able: Array) -> Array:
    """(chip, worlds): what each vendor would start, were nothing short."""
    w, t = x.w, classes(x.ruleset)
    never = (w.made + w.wip.sum(axis=1) == 0) & (w.wanted <= 0)
    launched = never * x.k("chips.launch") * at(w.wanted, t.before) * t.follows
    asked = w.wanted + launched
    shelf = at_pairs(w.inventory, t.own, t.maker)
    stayed = jnp.maximum(shelf - w.finished, 0)  # what the last market left
    sold_out = jnp.maximum(1.0 - stayed / jnp.maximum(asked, 1.0), 0.0)
    young = x.turn < t.comes + x.k("chips.young_quarters")
    trend = x.k("chips.trend") + x.k("chips.trend_young") * young
    growth = jnp.exp(trend * sold_out + x.k("chips.foreseen") * w.rush)
    needed = asked * (1.0 + growth + growth * growth)
    going_on = jnp.minimum(x.k("chips.steady") * w.wip[:, 0], asked)
    plan = jnp.maximum(needed - shelf - w.wip[:, 0], going_on)
    alive = x.turn < t.succeeded + x.k("chips.life_quarters")
    unprinted = jnp.maximum(1.0 - at(able, t.heir) / jnp.maximum(at(asked, t.heir), 1.0), 0.0)
    elsewhere = (t.node[t.heir] != t.node)[:, None]
    plan = plan * jnp.where(alive, 1.0, unprinted * elsewhere) * (w.available > 0)
    step = jnp.maximum(x.turn - t.comes + 1.0, 0.0) / x.k("fabs.ramp_quarters")
    plan = jnp.where((step < 1.0) & t.new, jnp.minimum(plan, step * packs / t.packs), plan)
    begun = jnp.maximum(w.wip[:, 0], FIRST_LOT * packs / t.packs)
    steep = jnp.minimum(plan, x.k("chips.steepest") * begun)
    plan = jnp.where(young | (t.island == 0), plan, steep)
    closed, free = at(plan, t.redrawn).sum(axis=0), at(plan, t.beside).sum(axis=0)
    ceiling = w.closed_share / (1.0 - w.closed_share) * free
    fit = jnp.minimum(1.0, ceiling / jnp.maximum(closed, 1.0))
    plan = put(plan, t.redrawn, at(plan, t.redrawn) * fit)
    plan = jnp.where(w.chip_plan >= 0, w.chip_plan, plan) * (w.available > 0)
    w.chip_plan = jnp.full_like(w.chip_plan, -1.0)
    return jnp.maximum(plan, 0.0)


def start_ascend(x: Quarter, wish: Array, starts: Array, good: Array) -> Array:
    """Huawei's accelerator: its foundry's wafers, memory bought ahead or made, its own packages."""
    w, t = x.w, classes(x.ruleset)
    maker, cn = x.actor("huawei"), x.at("region", "cn")
    licence = w.item_licence[x.at("item", "hbm"), cn]
    bought = jnp.floor(licence * x.k("chips.memory_for_china"))
    x.pay(maker, x.actor("memory_makers"), bought * x.k("chips.stack_price_usd"))
    stock, packaging = w.hbm_stock[maker], w.packaging[maker] * 1.0
    enough = packaging * (x.k("chips.memory_quarters") * t.home_stacks)
    made = jnp.minimum(jnp.maximum(enough - stock, 0.0), w.hbm[maker])
    stock = stock + ints(bought + made)
    share = x.k("chips.ascend_wafer_share") + x.k("chips.ascend_home_pull") * w.home_share[cn]
    room = w.wafers[x.actor("smic")] * jnp.minimum(share, 1.0)
    going = 1.0 - x.k("chips.design_need") * w.design_stall[cn]
    sold = (x.turn < t.succeeded + x.k("chips.life_quarters")) & (w.available > 0)
    for k, node in t.home_line:
        asked = (wish[k] + x.k("chips.ascend_minimum") * sold[k]) * going
        by_parts = jnp.minimum(packaging / t.packs[k], stock / t.stacks[k])
        most = jnp.maximum(jnp.minimum(room[node] * good[k], by_parts), 0.0)
        units = jnp.floor(jnp.minimum(most, asked))
        starts = put(starts, k, units)
        room = add(room, node, -(units / good[k]))
        packaging = packaging - units * t.packs[k]
        stock = stock - ints(units * t.stacks[k])
    w.hbm_stock = put(w.hbm_stock, maker, stock)
    return starts


def book(x: Quarter, starts: Array, good: Array) -> None:
    """Chips enter the making; their makers pay foundries and, but for Huawei, for memory."""
    w, t = x.w, classes(x.ruleset)
    w.wip = jnp.stack([w.wip[:, 0], w.wip[:, 1] + ints(starts)], axis=1)
    wafers = jnp.floor(starts / good)
    foundries, nodes = (np.array([place[axis] for place in t.printed]) for axis in (0, 1))
    used = jnp.stack([ints(at(wafers, line).sum(axis=0)) for _, _, line in t.printed])
    w.wafers_made = put_pairs(jnp.zeros_like(w.wafers_made), foundries, nodes, used)
    bill = wafers * t.wafer_usd + starts * (t.packs * x.k("chips.packaging_price_usd"))
    memory = starts * (t.stacks * x.k("chips.stack_price_usd"))
    tsmc, smic, huawei = x.actor("tsmc"), x.actor("smic"), x.actor("huawei")
    vendors = t.maker[[t.designer[0], t.custom[0]]]
    printing = jnp.stack([at(bill, each).sum(axis=0) for each in (t.designer, t.custom)])
    stacked = jnp.stack([at(memory, each).sum(axis=0) for each in (t.designer, t.custom)])
    w.revenue_usd = add(w.revenue_usd, tsmc, x.pay_from(vendors, tsmc, printing).sum(axis=0))
    w.revenue_usd = add(w.revenue_usd, smic, x.pay(huawei, smic, at(bill, t.home).sum(axis=0)))
    x.pay_from(vendors, x.actor("memory_makers"), stacked)


def expand(x: Quarter, pressure: Array) -> None:
    """Packaging and memory are built while chips are short, as far as vendors would fill them."""
    w = x.w
    wanted = w.shortage * x.k("chips.hunger") + w.rush * x.k("chips.foresight")
    dark = (w.dark * w.load_mw).sum(axis=0) / jnp.maximum(w.load_mw.sum(axis=0), 1.0)
    doubt = jnp.maximum(1.0 - x.k("chips.dark_doubt") * dark, 0.0)
    easy = x.k("chips.easy_use")
    pressed = jnp.minimum(jnp.maximum((pressure - easy) / (1.0 - easy), 0.0), 1.0)
    hunger = jnp.minimum(wanted, 1.0) * (w.blockade_quarters == 0) * doubt
    rate = x.k("chips.idle_growth") + x.k("chips.growth_cap") * hunger * pressed
    packaging, memory = w.packaging[x.actor("tsmc")], w.hbm[x.actor("memory_makers")]
    x.later("packaging[tsmc]", 2, jnp.floor(packaging * rate[0]))
    x.later("hbm[memory_makers]", 2, jnp.floor(memory * rate[1]))
    home = w.packaging[x.actor("huawei")]
    more = ints(jnp.floor(home * x.k("chips.home_packaging_growth")))
    w.packaging = add(w.packaging, x.actor("huawei"), more)

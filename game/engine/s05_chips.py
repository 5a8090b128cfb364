"""S5 Chips: how many accelerators come out, and what holds them back?

units = min(wafers * dies * yield, packages, memory stacks), after a two-quarter cycle. What goes to
the chip re-drawn for a closed market is the vendor's decision, not a residual. Packages per wafer:
`cowos_packages_*`; the designer's share of packaging times yield: `cowos_effective_use`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.models.world import Chip

WAFERS, PACKAGES, MEMORY, DEMAND = 1.0, 2.0, 3.0, 5.0


def run(x: Quarter) -> None:
    """Finish what is in the making, start what sells, pay those who print and pack."""
    finish(x)
    x.because("chips.finished")
    x.w.wafers_made[:] = 0
    start_designer(x)
    start_custom(x)
    start_ascend(x)
    x.because("chips.started")
    expand(x)
    x.because("chips.expansion")


def finish(x: Quarter) -> None:
    """Chips started two quarters ago reach their maker's shelf."""
    w = x.w
    stopped = w.blockade_quarters > 0
    for k, chip in enumerate(x.ruleset.chips.values()):
        held = stopped & (chip.maker != "huawei")
        done = np.where(held, 0, w.wip[k, 0])
        w.inventory[k, x.actor(chip.maker)] += done
        w.made[k] += done
        w.wip[k, 0] = np.where(held, w.wip[k, 0] + w.wip[k, 1], w.wip[k, 1])
        w.wip[k, 1] = 0


def gross_dies(area_mm2: float) -> float:
    """Dies on a 300 mm wafer before yield."""
    return math.pi * 150.0**2 / area_mm2 - math.pi * 300.0 / math.sqrt(2.0 * area_mm2)


def start_designer(x: Quarter) -> None:
    """Nvidia starts what was asked for, newest node first, within packages, memory and wafers."""
    w = x.w
    tsmc = x.actor("tsmc")
    running = 1.0 - x.k("fabs.blockade_stop") * (w.blockade_quarters > 0)
    packs = w.packaging[tsmc] * x.k("chips.designer_share") * running
    memory = w.hbm[x.actor("memory_makers")].astype(np.float64)
    wish = designer_wishes(x)
    w.bottleneck = np.full_like(w.bottleneck, DEMAND)
    for node in reversed(x.ruleset.axis("node")):
        line = {k: u for k, u in wish.items() if _chip(x, k).node == node}
        if not line:
            continue
        room = w.wafers[tsmc, x.node(node)] * x.k("chips.accelerator_wafer_share") * running
        dies = {k: u * _chip(x, k).dies / _good_dies(x, k) for k, u in line.items()}
        packed = _total(u / _chip(x, k).packages_per_wafer for k, u in line.items())
        stacked = _total(u * _chip(x, k).hbm_stacks for k, u in line.items())
        fits = (
            (PACKAGES, packs / np.maximum(packed, 1.0)),
            (MEMORY, memory / np.maximum(stacked, 1.0)),
            (WAFERS, room / np.maximum(_total(dies.values()), 1.0)),
        )
        fit = np.minimum(np.minimum(fits[0][1], fits[1][1]), np.minimum(fits[2][1], 1.0))
        for code, each in fits:
            binds = (fit < 1.0) & (each == fit) & (w.bottleneck == DEMAND)
            w.bottleneck = np.where(binds, code, w.bottleneck)
        for k, units in line.items():
            _start(x, k, x.actor("nvidia"), tsmc, np.floor(units * fit), np.floor(dies[k] * fit))
        packs, memory = np.maximum(packs - packed * fit, 0), np.maximum(memory - stacked * fit, 0)


def designer_wishes(x: Quarter) -> dict[int, Floats]:
    """Units of each class the designer would start; a ceiling on those for the closed market."""
    mine = [k for k, c in enumerate(x.ruleset.chips.values()) if c.maker == "nvidia"]
    wish = {k: _wish(x, k, x.actor("nvidia")) for k in mine}
    closed = _total(u for k, u in wish.items() if _chip(x, k).respec_of)
    ceiling = x.k("chips.closed_market_share") * _total(wish.values())
    shrink = np.minimum(1.0, ceiling / np.maximum(closed, 1.0))
    return {k: u * shrink if _chip(x, k).respec_of else u for k, u in wish.items()}


def _chip(x: Quarter, k: int) -> Chip:
    """The definition of a class by its place."""
    return x.ruleset.chips[x.ruleset.axis("chip")[k]]


def _good_dies(x: Quarter, k: int) -> Floats:
    """Dies on a wafer that can be sold."""
    return gross_dies(_chip(x, k).area_mm2) * x.w.yield_rate[k]


def _total(parts: Iterable[Floats]) -> Floats:
    """A sum in a fixed order."""
    total: Floats = np.zeros(1)
    for part in parts:
        total = total + part
    return total


def _wish(x: Quarter, k: int, maker: int) -> Floats:
    """What the vendor would start of a class: what was asked for, less what stands about."""
    w = x.w
    asked = w.wanted[k]
    forerunner = _chip(x, k).respec_of
    if forerunner is not None:
        never_made = w.made[k] + w.wip[k].sum(axis=0) == 0
        launch = x.k("chips.launch") * w.wanted[x.chip(forerunner)]
        asked = np.where(never_made & (asked <= 0), launch, asked)
    plan = asked * x.k("chips.plan_ahead") - 0.5 * w.inventory[k, maker]
    return np.where(w.available[k] > 0, np.maximum(plan, 0.0), 0.0)


def _start(x: Quarter, k: int, maker: int, foundry: int, units: Floats, wafers: Floats) -> None:
    """Put units into the making and pay for wafers, packages and memory."""
    chip = _chip(x, k)
    w, node = x.w, x.node(chip.node)
    count = units.astype(np.int64)
    w.wip[k, 1] += count
    w.wafers_made[foundry, node] += wafers.astype(np.int64)
    price = x.ruleset.nodes[chip.node].wafer_price_usd
    packing = units / chip.packages_per_wafer * x.k("chips.packaging_price_usd")
    w.revenue_usd[foundry] += x.pay(maker, foundry, wafers * price + packing)
    memory = x.actor("memory_makers")
    if maker == x.actor("huawei"):
        return
    x.pay(maker, memory, units * chip.hbm_stacks * x.k("chips.stack_price_usd"))


def start_custom(x: Quarter) -> None:
    """The clouds' own chips and AMD's, from the packages the designer leaves."""
    w = x.w
    k, maker, tsmc = x.chip("custom"), x.actor("alphabet"), x.actor("tsmc")
    chip = x.ruleset.chips["custom"]
    running = 1.0 - x.k("fabs.blockade_stop") * (w.blockade_quarters > 0)
    packs = w.packaging[tsmc] * x.k("chips.custom_share") * running
    units = np.floor(np.minimum(_wish(x, k, maker), packs * chip.packages_per_wafer))
    _start(x, k, maker, tsmc, units, np.floor(units * chip.dies / _good_dies(x, k)))


def start_ascend(x: Quarter) -> None:
    """Huawei's accelerator: wafers without extreme ultraviolet, memory bought ahead or made."""
    w = x.w
    k, maker, smic = x.chip("ascend"), x.actor("huawei"), x.actor("smic")
    chip = x.ruleset.chips["ascend"]
    free = w.item_licence[x.item("hbm"), x.region("cn")]
    w.hbm_stock[maker] += np.floor(free * x.k("chips.memory_for_china")).astype(np.int64)
    w.hbm_stock[maker] += w.hbm[maker]
    good = _good_dies(x, k)
    home = w.home_share[x.region("cn")]
    share = x.k("chips.ascend_wafer_share") + x.k("chips.ascend_home_pull") * home
    room = w.wafers[smic, x.node("n7")] * share
    by_wafers = room * good / chip.dies
    by_memory = w.hbm_stock[maker] / chip.hbm_stacks
    designed = 0.5 + 0.5 * w.item_licence[x.item("eda"), x.region("cn")]
    wish = _wish(x, k, maker) * designed + x.k("chips.ascend_minimum")
    by_packages = w.packaging[maker] * chip.packages_per_wafer
    units = np.floor(np.minimum(np.minimum(by_wafers, by_memory), np.minimum(by_packages, wish)))
    w.hbm_stock[maker] -= (units * chip.hbm_stacks).astype(np.int64)
    _start(x, k, maker, smic, units, np.floor(units * chip.dies / good))


def expand(x: Quarter) -> None:
    """Packaging and memory grow fastest while chips are short (CoWoS: at most ~24 % a quarter)."""
    w = x.w
    hunger = np.minimum(w.shortage * x.k("chips.hunger") + w.rush * x.k("chips.foresight"), 1.0)
    for stock, actor, bound in (
        (w.packaging, x.actor("tsmc"), PACKAGES),
        (w.hbm, x.actor("memory_makers"), MEMORY),
    ):
        pressed = np.where(w.bottleneck == bound, 1.0, x.k("chips.calm_growth"))
        rate = x.k("chips.idle_growth") + x.k("chips.growth_cap") * hunger * pressed
        stock[actor] += np.floor(stock[actor] * rate).astype(np.int64)
    home = w.packaging[x.actor("huawei")]
    home += np.floor(home * x.k("chips.home_packaging_growth")).astype(np.int64)

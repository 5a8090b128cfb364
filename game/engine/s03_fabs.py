"""S3 Fabs: how many wafers can each foundry start?

Lines print as far as there are machines: K = min(built, machines * layers a machine prints /
layers). Foundries put a part of their sales into new lines, which take quarters to build and ramp
over four. Older nodes need no such machines: they grow with the world's output, and their shortage
is felt everywhere (S0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.ahead import in_steps, on_its_way, rows_of
from game.engine.money import pay_from, pay_to
from game.engine.output import open_wafers
from game.engine.quarter import Quarter
from game.world.derived import slump
from game.world.geography import Rows
from game.world.geography import rows as slices
from game.world.state import Array, Floats, Ints
from game.world.targets import targets

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

WAFERS_PER_KWPM = 3000.0  # a thousand wafers a month, in wafers a quarter
FOUNDRIES = ("tsmc", "smic", "texas_instruments")
FINE = ("tsmc", "smic")  # of them, those that build lines below ten nanometres
SOIL = ("tw", "cn")  # where these build


@dataclass(frozen=True, eq=False)
class Lines:
    """What never changes about foundries and nodes; arrays end in an axis for worlds."""

    foundries: Ints
    fine: Ints  # the foundries with fine nodes, which come first
    fine_rows: Rows  # the same
    tools: Ints  # in `pending`, the machines they print with
    layers: Floats  # (node, 1) layers of a wafer that need machines
    fine_node: Array  # (node, 1) whether there are any
    price_usd: Floats  # (node, 1) of a wafer
    old: Ints  # the nodes without such layers
    old_price_usd: Floats  # (old node, 1)
    old_cost_usd: Floats  # (old node, 1) of a wafer a quarter
    rows: Ints  # in `pending`, foundry by node
    granted: Ints  # in `pending`, what may be promised of wafers abroad, and these wafers
    granted_layers: Floats  # (node, 1) of these
    old_rows: Ints
    old_wait: Ints  # (foundry by old node,) quarters to build a line


@dataclass(frozen=True, eq=False)
class Built:
    """The fine lines that foundries build for themselves, sorted by foundry: (line, 1)."""

    foundry: Ints  # (line,) among the fine ones
    starts: Ints  # where each foundry begins
    rows: Ints  # in `pending`
    layers: Floats
    step_usd: Floats  # of a wafer a quarter, added in each step of the ramp
    part: Floats  # of what the foundry spends, while all its nodes are built
    per_usd: Floats  # wafers a quarter for a dollar of its sales, if all went there
    begins: Floats  # turn
    ends: Floats  # turn
    wait: Ints  # (line,) quarters to build one


@lru_cache(maxsize=8)
def lines(ruleset: Ruleset) -> Lines:
    """The table of a ruleset."""
    nodes, names = list(ruleset.nodes.values()), ruleset.axis("node")
    layers = np.array([[float(node.layers_euv)] for node in nodes])
    old = np.flatnonzero(layers[:, 0] == 0)
    price = np.array([[float(node.wafer_price_usd)] for node in nodes])
    cost = np.array([[node.capex_usd_per_kwpm / WAFERS_PER_KWPM] for node in nodes])
    away = [k for k, name in enumerate(names) if f"wafers_abroad[tsmc,{name}]" in targets(ruleset)]
    fine = np.array([ruleset.index("actor", name) for name in FINE])
    return Lines(
        foundries=np.array([ruleset.index("actor", name) for name in FOUNDRIES]),
        fine=fine,
        fine_rows=slices(fine),
        tools=rows_of(ruleset, ("euv_tools[tsmc]", "euv_tools[smic]", "duv_tools[smic]")),
        layers=layers,
        fine_node=layers > 0,
        price_usd=price,
        old=old,
        old_price_usd=price[old],
        old_cost_usd=cost[old],
        rows=rows_of(ruleset, tuple(f"wafers[{f},{name}]" for f in FOUNDRIES for name in names)),
        granted=rows_of(
            ruleset,
            tuple(f"{kind}[tsmc,{names[k]}]" for kind in ("wafers", "wafers_abroad") for k in away),
        ),
        granted_layers=layers[away],
        old_rows=rows_of(
            ruleset, tuple(f"wafers[{f},{names[node]}]" for f in FOUNDRIES for node in old)
        ),
        old_wait=np.full(len(FOUNDRIES) * old.size, int(ruleset.k("fabs.legacy_quarters"))),
    )


@lru_cache(maxsize=8)
def built_lines(ruleset: Ruleset) -> Built:
    """Which fine lines the foundries build, from the mixes of their spending."""
    layers = lines(ruleset).layers
    cost = np.array([[n.capex_usd_per_kwpm / WAFERS_PER_KWPM] for n in ruleset.nodes.values()])
    names = ruleset.axis("node")
    begins, ends = ruleset.table("fabs.node_from"), ruleset.table("fabs.node_until")
    found = [
        (row, names.index(name), float(part))
        for row, foundry in enumerate(FINE)
        for name, part in ruleset.table(f"fabs.node_mix_{foundry}").items()
    ]
    foundry = np.array([row for row, _, _ in found])
    node = np.array([place for _, place, _ in found])
    sales = ruleset.table("fabs.capex_share")
    spent = np.array([[float(sales[FINE[row]])] for row in foundry])
    return Built(
        foundry=foundry,
        starts=np.searchsorted(foundry, np.arange(len(FINE))),
        rows=rows_of(
            ruleset, tuple(f"wafers[{FINE[row]},{names[place]}]" for row, place, _ in found)
        ),
        layers=layers[node],
        step_usd=cost[node] * int(ruleset.k("fabs.ramp_quarters")),
        part=np.array([[part] for _, _, part in found]),
        per_usd=spent / cost[node],
        begins=np.array([[float(begins.get(names[place], 0))] for place in node]),
        ends=np.array([[float(ends.get(names[place], math.inf))] for place in node]),
        wait=np.array([int(ruleset.k(f"fabs.build_quarters_{soil}")) for soil in SOIL])[foundry],
    )


def run(x: Quarter) -> None:
    """Fit lines to machines, invest, sell what accelerators leave."""
    have = fit_machines(x)
    x.because("fabs.machines")
    coming, demand = coming_wafers(x), legacy_demand(x)
    invest(x, have, coming)
    invest_in_old_nodes(x, coming, demand)
    x.because("fabs.investment")
    sell_other_wafers(x, demand)
    x.because("fabs.other_sales")


def fit_machines(x: Quarter) -> Floats:
    """Lines without machines wait; returns the layers that machines print, (foundry, worlds)."""
    w, t = x.w, x.table(lines)
    built = w.wafers[t.fine_rows] + w.wafers_idle[t.fine_rows]
    need = (built.astype(np.float64) * t.layers).sum(axis=1)
    have: Floats = w.duv_tools[t.fine_rows] * x.k("fabs.layers_per_duv")
    have += w.euv_tools[t.fine_rows] * x.k("fabs.layers_per_euv")
    if not np.count_nonzero(need > have):
        printing = built
    else:
        part = np.minimum(have / np.maximum(need, 1.0), 1.0)[:, None]
        printing = np.where(t.fine_node, np.floor(built * part), built).astype(np.int64)
    w.wafers[t.fine_rows] = printing
    w.wafers_idle[t.fine_rows] = built - printing
    return have


def coming_wafers(x: Quarter) -> Floats:
    """(foundry, node, worlds): lines that print, that wait for machines, that are being built."""
    w, t = x.w, lines(x.ruleset)
    way: Floats = on_its_way(x, t.rows).reshape(t.foundries.size, -1, w.width)
    way += w.wafers.take(t.foundries, axis=0)
    way += w.wafers_idle.take(t.foundries, axis=0)
    return way


def invest(x: Quarter, have: Floats, coming: Floats) -> None:
    """Fine nodes: a part of sales, as far as machines installed or shipped will print.

    Lines that others pay for abroad keep no machine waiting: till they open, none is held for them.
    """
    w, t, b = x.w, x.table(lines), x.table(built_lines)
    way = on_its_way(x, t.tools)
    soon = have + way[:2] * x.k("fabs.layers_per_euv")
    soon[1] += way[2] * x.k("fabs.layers_per_duv")
    planned = (coming[:2] * t.layers).sum(axis=1)
    granted = np.minimum(*on_its_way(x, t.granted).reshape(2, -1, w.width))
    planned[0] -= (granted * t.granted_layers).sum(axis=0)  # they wait for machines as idle ones do
    room = np.maximum(soon - planned, 0.0)
    per_usd = open_lines(x.ruleset, float(w.turn[0]), x.lanes)
    afforded = w.revenue_usd[t.fine_rows].take(b.foundry, axis=0) * per_usd
    wanted = np.add.reduceat(afforded * b.layers, b.starts, axis=0)
    fit = np.minimum(room / np.maximum(wanted, 1.0), 1.0)
    ramp = int(x.k("fabs.ramp_quarters"))
    step = np.floor(afforded * fit.take(b.foundry, axis=0) / ramp)
    bill = np.add.reduceat(step * b.step_usd, b.starts, axis=0)
    pay_from(w, t.fine_rows, x.actor("outside"), bill)
    short = np.maximum(x.k("fabs.tools_ahead") * wanted - room, 0.0)
    w.euv_backlog[t.fine_rows] = np.ceil(short / x.k("fabs.layers_per_euv")).astype(np.int64)
    in_steps(x, b.rows, b.wait, ramp, step, "fabs.investment")


@lru_cache(maxsize=512)
def open_lines(ruleset: Ruleset, turn: float, lanes: int) -> Floats:
    """(line, lanes): wafers a quarter for a dollar of sales, of nodes that one can build by now.

    What went into a node that nobody adds to any more goes into the others.
    """
    b = built_lines(ruleset)
    part = b.part * (turn < b.ends)
    part = part / np.maximum(np.add.reduceat(part, b.starts)[b.foundry], 1e-9)
    return np.repeat(part * b.per_usd * (b.begins <= turn), lanes, axis=1)


def legacy_demand(x: Quarter) -> Floats:
    """(worlds,): what the world would pay these foundries for older nodes in a quarter, USD."""
    w, turn = x.w, float(x.w.turn[0])
    content = (1.0 + x.k("fabs.legacy_growth")) ** turn
    demand: Floats = w.gdp_usd.sum(axis=0) * (x.k("fabs.legacy_per_output") * content)
    return demand


def invest_in_old_nodes(x: Quarter, coming: Floats, demand: Floats) -> None:
    """Older nodes are built for the demand expected when they open, no faster than their pace."""
    w, t = x.w, x.table(lines)
    lead = int(x.k("fabs.legacy_quarters"))
    older = coming.take(t.old, axis=1)
    worth = (older * t.old_price_usd).sum(axis=(0, 1))
    expected = demand * (1.0 + x.k("fabs.legacy_trend")) ** lead
    lacking = np.maximum(expected / np.maximum(worth, 1.0) - 1.0, 0.0)
    added = np.floor(older * np.minimum(lacking, x.k("fabs.legacy_pace")))
    pay_from(w, t.foundries, x.actor("outside"), (added * t.old_cost_usd).sum(axis=1))
    added = added.reshape(t.old_wait.size, -1)
    in_steps(x, t.old_rows, t.old_wait, 1, added, "fabs.investment")


def sell_other_wafers(x: Quarter, demand: Floats) -> None:
    """Phones, cars and washing machines buy the capacity that accelerators leave."""
    w, t = x.w, x.table(lines)
    chance = 1.0 + x.k("fabs.cycle") * (x.roll("wafer_cycle")[0] - 0.5)
    cycle = slump(x.ruleset, float(w.turn[0])) * chance
    running = open_wafers(x, t.foundries)
    older = (running.take(t.old, axis=1) * t.old_price_usd).sum(axis=(0, 1))
    unmet = np.maximum(1.0 - older / np.maximum(demand * cycle, 1.0), 0.0)
    w.legacy_shortage = x.k("fabs.legacy_weight") * unmet
    free = np.maximum(running - w.wafers_made.take(t.foundries, axis=0), 0.0)
    bought = (free * t.price_usd).sum(axis=1) * (x.k("fabs.use") * cycle)
    w.revenue_usd[t.foundries] = pay_to(w, x.actor("outside"), t.foundries, bought)

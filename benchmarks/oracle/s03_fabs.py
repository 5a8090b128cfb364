"""S3 Fabs in one world: how many wafers can each foundry start?

Lines print as far as there are machines. Foundries put a part of their sales into new lines, which
take quarters to build and ramp over four; older nodes need no such machines.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.output import open_wafers
from benchmarks.oracle.quarter import Quarter

ByNode = dict[str, float]

WAFERS_PER_KWPM = 3000.0  # a thousand wafers a month, in wafers a quarter
FOUNDRIES = ("tsmc", "smic", "texas_instruments")
FINE = {  # of them, those that build lines below ten nanometres, and how long that takes
    "tsmc": "fabs.build_quarters_tw",
    "smic": "fabs.build_quarters_cn",
}


def run(x: Quarter) -> None:
    """Fit lines to machines, invest, sell what accelerators leave."""
    have = {foundry: fit_machines(x, foundry) for foundry in FINE}
    coming = {foundry: coming_wafers(x, foundry) for foundry in FOUNDRIES}
    demand = legacy_demand(x)
    for foundry, build_quarters in FINE.items():
        invest(x, foundry, have[foundry], coming[foundry], int(x.k(build_quarters)))
    invest_in_old_nodes(x, coming, demand)
    sell_other_wafers(x, demand)


def layers(x: Quarter, node: str) -> float:
    """Layers of a wafer that need machines of extreme ultraviolet."""
    return float(x.ruleset.nodes[node].layers_euv)


def cost_usd(x: Quarter, node: str) -> float:
    """What a line costs for each wafer that it starts in a quarter."""
    return x.ruleset.nodes[node].capex_usd_per_kwpm / WAFERS_PER_KWPM


def old_nodes(x: Quarter) -> list[str]:
    """The nodes that need no such machines."""
    return [node for node in x.places.nodes if layers(x, node) == 0]


def fit_machines(x: Quarter, foundry: str) -> float:
    """Lines without machines wait; returns the layers that machines print."""
    w = x.w
    built = {n: w.wafers[foundry][n] + w.wafers_idle[foundry][n] for n in x.places.nodes}
    need = total(wafers * layers(x, node) for node, wafers in built.items())
    have: float = w.euv_tools[foundry] * x.k("fabs.layers_per_euv")
    have += w.duv_tools[foundry] * x.k("fabs.layers_per_duv")
    for node, wafers in built.items():
        part = min(have / max(need, 1.0), 1.0) if layers(x, node) > 0 else 1.0
        w.wafers[foundry][node] = math.floor(wafers * part)
        w.wafers_idle[foundry][node] = wafers - w.wafers[foundry][node]
    return have


def coming_wafers(x: Quarter, foundry: str) -> ByNode:
    """Lines that print, that wait for machines, that are being built, by node."""
    w = x.w
    return {
        node: x.on_its_way(f"wafers[{foundry},{node}]")
        + w.wafers[foundry][node]
        + w.wafers_idle[foundry][node]
        for node in x.places.nodes
    }


def invest(x: Quarter, foundry: str, have: float, coming: ByNode, wait: int) -> None:
    """Fine nodes: a part of sales, as far as machines installed or shipped will print."""
    w = x.w
    soon = have + x.on_its_way(f"euv_tools[{foundry}]") * x.k("fabs.layers_per_euv")
    if foundry == "smic":
        soon += x.on_its_way("duv_tools[smic]") * x.k("fabs.layers_per_duv")
    planned = total(many * layers(x, node) for node, many in coming.items())
    planned -= total(granted(x, foundry, node) * layers(x, node) for node in x.places.nodes)
    room = max(soon - planned, 0.0)
    afforded = {}
    ends = x.ruleset.table("fabs.node_until")
    mix = {
        node: part * (w.turn < ends.get(node, math.inf))
        for node, part in x.ruleset.table(f"fabs.node_mix_{foundry}").items()
    }
    for node, part in mix.items():
        per_usd = part / total(mix.values()) * x.by("fabs.capex_share", foundry)
        per_usd /= cost_usd(x, node)
        begun = x.by("fabs.node_from", node) <= w.turn
        afforded[node] = w.revenue_usd[foundry] * (per_usd * begun)
    wanted = total(wafers * layers(x, node) for node, wafers in afforded.items())
    fit = min(room / max(wanted, 1.0), 1.0)
    ramp = int(x.k("fabs.ramp_quarters"))
    step = {node: math.floor(wafers * fit / ramp) for node, wafers in afforded.items()}
    x.pay(foundry, "outside", total(s * (cost_usd(x, node) * ramp) for node, s in step.items()))
    short = max(x.k("fabs.tools_ahead") * wanted - room, 0.0)
    w.euv_backlog[foundry] = math.ceil(short / x.k("fabs.layers_per_euv"))
    for node, wafers in step.items():
        for quarters in range(wait, wait + ramp):
            x.later(f"wafers[{foundry},{node}]", quarters, wafers)


def granted(x: Quarter, foundry: str, node: str) -> float:
    """Lines on their way abroad, which others pay for: they wait for machines as idle ones do."""
    abroad = f"wafers_abroad[{foundry},{node}]"
    if abroad not in x.w.pending:
        return 0.0
    return min(x.on_its_way(f"wafers[{foundry},{node}]"), x.on_its_way(abroad))


def legacy_demand(x: Quarter) -> float:
    """What the world would pay these foundries for older nodes in a quarter, USD."""
    content: float = (1.0 + x.k("fabs.legacy_growth")) ** x.w.turn
    return total(x.w.gdp_usd.values()) * (x.k("fabs.legacy_per_output") * content)


def invest_in_old_nodes(x: Quarter, coming: dict[str, ByNode], demand: float) -> None:
    """Older nodes are built for the demand expected when they open, no faster than their pace."""
    worth = total(
        coming[foundry][node] * x.ruleset.nodes[node].wafer_price_usd
        for foundry in FOUNDRIES
        for node in old_nodes(x)
    )
    lead = int(x.k("fabs.legacy_quarters"))
    expected = demand * (1.0 + x.k("fabs.legacy_trend")) ** lead
    pace = min(max(expected / max(worth, 1.0) - 1.0, 0.0), x.k("fabs.legacy_pace"))
    for foundry in FOUNDRIES:
        added = {node: math.floor(coming[foundry][node] * pace) for node in old_nodes(x)}
        bill = total(wafers * cost_usd(x, node) for node, wafers in added.items())
        x.pay(foundry, "outside", bill)
        for node, wafers in added.items():
            x.later(f"wafers[{foundry},{node}]", lead, wafers)


def sell_other_wafers(x: Quarter, demand: float) -> None:
    """Phones, cars and washing machines buy the capacity that accelerators leave."""
    w = x.w
    price = {node: float(spec.wafer_price_usd) for node, spec in x.ruleset.nodes.items()}
    past = (w.turn - x.k("fabs.downturn_turn")) / x.k("fabs.downturn_quarters")
    slump = 1.0 - x.k("fabs.downturn_depth") * math.exp(-(past**2))
    cycle = slump * (1.0 + x.k("fabs.cycle") * (x.roll("wafer_cycle") - 0.5))
    older = total(open_wafers(x, f, node) * price[node] for f in FOUNDRIES for node in old_nodes(x))
    unmet = 1.0 - older / max(demand * cycle, 1.0)
    w.legacy_shortage = x.k("fabs.legacy_weight") * max(unmet, 0.0)
    for foundry in FOUNDRIES:
        free = {
            node: max(open_wafers(x, foundry, node) - w.wafers_made[foundry][node], 0.0)
            for node in x.places.nodes
        }
        bought = total(free[node] * price[node] for node in free) * (x.k("fabs.use") * cycle)
        w.revenue_usd[foundry] = x.pay("outside", foundry, bought)

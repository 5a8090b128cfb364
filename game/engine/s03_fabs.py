"""S3 Fabs: how many wafers can each foundry start?

Foundries invest a part of their sales, a fab takes quarters to build and then ramps over four, and
machines with extreme ultraviolet cap the leading nodes. Spending per thousand wafers a month:
`fab_cost_*`; building times: `fab_build_months_*`.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter
from game.world.state import Floats

WAFERS_PER_KWPM = 3000.0  # a thousand wafers a month, in wafers a quarter


def run(x: Quarter) -> None:
    """Invest, open what is finished, sell the older nodes."""
    open_fabs(x)
    x.because("fabs.openings")
    invest(x)
    x.because("fabs.investment")
    sell_other_wafers(x)
    x.because("fabs.other_sales")


def open_fabs(x: Quarter) -> None:
    """What was begun long enough ago enters production."""
    w = x.w
    w.wafers += np.rint(w.fab_pipe[:, :, 0]).astype(np.int64)
    w.fab_pipe[:, :, :-1] = w.fab_pipe[:, :, 1:]
    w.fab_pipe[:, :, -1] = 0.0


def invest(x: Quarter) -> None:
    """The leading foundry from its sales, the Chinese one by its tools and licences."""
    w = x.w
    tsmc, smic = x.actor("tsmc"), x.actor("smic")
    nodes = x.ruleset.nodes
    layers = np.array([[n.layers_euv] for n in nodes.values()])
    planned = w.wafers[tsmc] + w.fab_pipe[tsmc].sum(axis=1)
    room = np.maximum(
        w.euv_tools[tsmc] * x.k("fabs.wafers_per_tool") - (planned * layers).sum(axis=0), 0.0
    )
    spend = w.revenue_usd[tsmc] * x.k("fabs.capex_share")
    for node, share in x.ruleset.table("fabs.node_mix").items():
        started = w.turn >= x.ruleset.table("fabs.node_from")[node]
        cost = nodes[node].capex_usd_per_kwpm / WAFERS_PER_KWPM
        wafers = np.where(started, share * spend / cost, 0.0)
        wafers = np.minimum(wafers, room * share / max(nodes[node].layers_euv, 1))
        build(x, tsmc, x.node(node), np.floor(wafers), int(x.k("fabs.build_quarters_tw")))
        x.pay(tsmc, x.actor("outside"), np.floor(wafers) * cost)
    free = x.w.item_licence[x.item("duv"), x.region("cn")]
    pace = x.k("fabs.smic_wafers_per_quarter") * (
        x.k("fabs.smic_without_licence") + (1.0 - x.k("fabs.smic_without_licence")) * free
    )
    build(x, smic, x.node("n7"), np.floor(pace), 4)
    x.pay(smic, x.actor("outside"), np.floor(pace) * nodes["n7"].capex_usd_per_kwpm / 3000.0)


def build(x: Quarter, foundry: int, node: int, wafers: Floats, quarters: int) -> None:
    """Capacity that opens in four equal steps, the first one after the building time."""
    ramp = int(x.k("fabs.ramp_quarters"))
    for step in range(ramp):
        x.w.fab_pipe[foundry, node, quarters + step] += wafers / ramp


def sell_other_wafers(x: Quarter) -> None:
    """Phones, cars and washing machines buy the capacity that accelerators leave."""
    w = x.w
    outside = x.actor("outside")
    w.revenue_usd[[x.actor(a) for a in ("tsmc", "smic", "texas_instruments")]] = 0
    running = 1.0 - x.k("fabs.blockade_stop") * (w.blockade_quarters > 0)
    past = (w.turn - x.k("fabs.downturn_turn")) / x.k("fabs.downturn_quarters")
    slump = 1.0 - x.k("fabs.downturn_depth") * np.exp(-(past**2))
    cycle = (
        x.k("fabs.use") * slump * (1.0 + x.k("fabs.cycle") * (x.dice.uniform(w, "market", 3) - 0.5))
    )
    prices = np.array([[n.wafer_price_usd] for n in x.ruleset.nodes.values()])
    for name in ("tsmc", "smic", "texas_instruments"):
        foundry = x.actor(name)
        free = np.maximum(w.wafers[foundry] - w.wafers_made[foundry], 0)
        stopped = running if name == "tsmc" else 1.0
        paid = x.pay(outside, foundry, (free * prices).sum(axis=0) * cycle * stopped)
        w.revenue_usd[foundry] += paid

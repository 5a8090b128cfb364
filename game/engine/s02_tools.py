"""S2 Tools: how many lithography machines reach the fabs?

One firm builds the extreme ultraviolet machines (`euv_units_*`); half go to the leading foundry.
The Chinese programme advances by itself, faster with money, and some quarters not at all.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter


def run(x: Quarter) -> None:
    """Ship machines, then move the Chinese programme."""
    ship_machines(x)
    x.because("tools.shipments")
    advance_programme(x)
    x.because("tools.programme")


def ship_machines(x: Quarter) -> None:
    """Machines for the leading foundry, and for the Chinese one where licensed or home-built."""
    w = x.w
    tsmc, smic, asml = x.actor("tsmc"), x.actor("smic"), x.actor("asml")
    built = np.floor(
        x.k("tools.euv_per_quarter") * (1.0 + x.k("tools.euv_growth")) ** w.turn.astype(np.float64)
    )
    leading = np.floor(built * x.k("tools.leading_share"))
    w.euv_tools[tsmc] += leading.astype(np.int64)
    x.pay(tsmc, asml, leading * x.k("tools.euv_price_usd"))
    licensed = np.floor(
        built * x.k("tools.china_share") * w.item_licence[x.item("euv"), x.region("cn")]
    )
    w.euv_tools[smic] += licensed.astype(np.int64)
    x.pay(smic, asml, licensed * x.k("tools.euv_price_usd"))
    home = np.where(w.litho_china >= 1.0, x.k("tools.china_own_per_quarter"), 0.0)
    w.euv_tools[smic] += home.astype(np.int64)


def advance_programme(x: Quarter) -> None:
    """A year's ordinary work is worth about an eighth of the way (median 2030)."""
    luck = 2.0 * x.dice.uniform(x.w, "training", 90)
    x.w.litho_china = np.minimum(x.w.litho_china + x.k("tools.programme_pace") * luck, 1.0)

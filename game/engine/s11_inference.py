"""S11 Inference: how many answers can each lab serve, and what does one cost?

What does not train answers. The cost of a million tokens falls with efficiency and with the rent;
no price fall is imposed. Prices stand above cost by the lead over the best open model (S13 caps
them).
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Quarter


def run(x: Quarter) -> None:
    """Post a price for each lab's answers."""
    w, labs = x.w, x.places.labs
    thrift = w.software[labs] * (1.0 + x.k("inference.small_gain") * w.small[labs])
    rent = w.rent_usd_per_hour / x.k("inference.at_rent")
    cost = x.k("inference.cost_usd_per_mtok") * rent / thrift ** x.k("inference.thrift_power")
    lead = np.clip((w.eci[labs] - w.open_eci) / x.k("inference.lead_scale"), 0.0, 1.5)
    w.token_price_usd[labs] = cost * (
        x.k("inference.margin") + x.k("inference.rent_of_lead") * lead
    )
    x.because("inference.prices")

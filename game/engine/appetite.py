"""How much do the large clouds want to spend on chips, and those who follow them?

A share of their capital spending that grows with the users of assistants. Others spend a multiple
of it, more by what lack of power has cut from the clouds' plans and not from their own. The market
for chips and the grey market reckon with the same numbers. Nothing here changes the world.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Appetite, Quarter
from game.world.state import Floats


def appetite(x: Quarter) -> Appetite:
    """What goes to chips, of what they spend."""
    w = x.w
    spread = 1.0 - np.exp(-w.users.sum(axis=0) / x.k("market.users_scale"))
    share = x.k("market.first_share") + x.k("market.full_share") * spread
    return Appetite(share, share * w.capex_usd[x.places.big4_rows].sum(axis=0))


def followed(x: Quarter) -> Floats:
    """(region, worlds): what a follower there spends, for a dollar of its usual multiple."""
    lead: Floats = np.exp(x.w.power_lead)
    return lead

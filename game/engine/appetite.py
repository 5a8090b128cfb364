"""How much do the large clouds want to spend on chips?

A share of their capital spending that grows with the users of assistants. The market for chips and
the grey market reckon with the same number. Nothing here changes the world.
"""

from __future__ import annotations

import numpy as np

from game.engine.quarter import Appetite, Quarter


def appetite(x: Quarter) -> Appetite:
    """What goes to chips, of what they spend."""
    w = x.w
    spread = 1.0 - np.exp(-w.users.sum(axis=0) / x.k("market.users_scale"))
    share = x.k("market.first_share") + x.k("market.full_share") * spread
    return Appetite(share, share * w.capex_usd[x.places.big4_rows].sum(axis=0))

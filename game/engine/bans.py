"""What do bans and calendars look at in the chip classes?

Read from content once for a ruleset; it holds no rule and no state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.world.geography import Rows, rows
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@dataclass(frozen=True, eq=False)
class Classes:
    """What bans and calendars look at in the chip classes; columns of shape (class, 1, 1)."""

    american: Ints  # their places
    american_rows: Rows
    tpp: Floats
    bandwidth: Floats
    density: Floats
    dense: Floats  # density of those fast enough for it to matter, else below every limit
    from_turn: Floats  # (class, 1)
    maker: Ints
    maker_region: Ints
    plain: Ints  # classes that are not re-drawn from another
    plain_rows: Rows
    calendar: Floats  # (plain class, 1) turn in which it comes out
    drawn_in: Ints  # (plain class,) the region of its maker
    heirs: Ints
    heir_rows: Rows
    elders: Ints  # what each of them is re-drawn from
    elder_rows: Rows
    wait: Floats  # (heir, 1)


@lru_cache(maxsize=64)
def classes(ruleset: Ruleset) -> Classes:
    """The attributes of the chips, worked out once for a ruleset."""
    chips = list(ruleset.chips.values())
    american = [k for k, c in enumerate(chips) if ruleset.actors[c.maker].region == "us"]
    heirs = [k for k, c in enumerate(chips) if c.respec_of is not None]
    elders = [ruleset.index("chip", str(chips[k].respec_of)) for k in heirs]
    plain = [k for k, c in enumerate(chips) if c.respec_of is None]
    wait = ruleset.table("policy.respec_quarters")
    rule = [(chips[k].tpp, chips[k].bandwidth_gbs, chips[k].density) for k in american]
    tpp, bandwidth, density = np.array(rule).reshape(-1, 3).T[:, :, None, None]
    maker_region = np.array(
        [ruleset.index("region", ruleset.actors[c.maker].region) for c in chips]
    )
    return Classes(
        american=np.array(american),
        american_rows=rows(np.array(american)),
        tpp=tpp,
        bandwidth=bandwidth,
        density=density,
        dense=np.where(tpp >= ruleset.k("policy.density_floor_tpp"), density, -np.inf),
        from_turn=np.array([[float(c.from_turn)] for c in chips]),
        maker=np.array([ruleset.index("actor", c.maker) for c in chips]),
        maker_region=maker_region,
        plain=np.array(plain),
        plain_rows=rows(np.array(plain)),
        calendar=np.array([[float(chips[k].from_turn)] for k in plain]),
        drawn_in=maker_region[plain],
        heirs=np.array(heirs, dtype=np.int64),
        heir_rows=rows(np.array(heirs, dtype=np.int64)),
        elders=np.array(elders, dtype=np.int64),
        elder_rows=rows(np.array(elders, dtype=np.int64)),
        wait=np.array([[float(wait.get(chips[k].id, 0.0))] for k in heirs]).reshape(-1, 1),
    )

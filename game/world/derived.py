"""Which figures are not stored but follow from the stored ones?

Each is a function of the world with the axes it keeps before `worlds`. They only read: a number
that needs an equation of the model belongs to a stage of the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

FIRST_QUARTER = 2022.75
MONTHS_PER_QUARTER = 3.0
BIG4 = ("microsoft", "alphabet", "amazon", "meta")
ECI_PER_MONTH = 0.35  # half the climb of the frontier 2023-2025: the slowest pace a lag is told in


Rows = NDArray[np.int64] | slice


def rows(places_: NDArray[np.int64]) -> Rows:
    """Places on an axis as a slice when they stand at equal steps: a view costs nothing."""
    steps = np.diff(places_)
    if not places_.size or (steps != steps[:1]).any() or (steps <= 0).any():
        return places_
    return slice(int(places_[0]), int(places_[-1]) + 1, int(steps[0]) if steps.size else 1)


@dataclass(frozen=True, eq=False)
class Places:
    """Who stands where, as index arrays, worked out once for a ruleset."""

    h100e: Floats  # (chip,)
    foreign: NDArray[np.int64]  # classes that do not run CUDA
    foreign_rows: Rows  # the same, as a slice if they stand side by side
    region_of: NDArray[np.int64]  # (actor,)
    owner_of: NDArray[np.int64]  # (region,) the state
    is_state: Floats
    is_lab: Floats
    states: Rows  # actors that are one
    owners: NDArray[np.int64]  # states that own regions ...
    by_owner: Rows  # ... the regions, one owner's after the other ...
    owned_from: NDArray[np.int64]  # ... and where those of each begin
    labs: NDArray[np.int64]
    lab_rows: Rows  # the same, as a slice if they stand side by side
    labs_in: dict[str, NDArray[np.int64]]
    labs_by: tuple[NDArray[np.int64], ...]  # region: labs, where each begins, which have any
    big4: NDArray[np.int64]
    big4_rows: Rows  # the same, as a slice if they stand side by side
    region_member: Floats  # (region, actor) 1 where the actor's chips stand
    by_region: NDArray[np.int64]  # actors, one region after the other ...
    inhabited: NDArray[np.int64]  # ... the regions where there is one ...
    starts: NDArray[np.int64]  # ... and where each of these begins
    garage: int  # where the commons stand among the labs


@lru_cache(maxsize=8)
def places(ruleset: Ruleset) -> Places:
    """The fixed geography of a ruleset."""
    actors = list(ruleset.actors.values())
    regions = list(ruleset.axis("region"))
    region_of = np.array([regions.index(a.region) for a in actors])
    labs = np.array([i for i, a in enumerate(actors) if a.kind == "lab"])
    home = {
        region: np.array([i for i in labs if actors[i].region == region], dtype=np.int64)
        for region in regions
    }
    member = np.zeros((len(regions), len(actors)))
    member[region_of, np.arange(len(actors))] = 1.0
    owner_of = np.array([ruleset.index("actor", r.state) for r in ruleset.regions.values()])
    by_owner = np.argsort(owner_of, kind="stable")
    owners, owned_from = np.unique(owner_of[by_owner], return_index=True)
    by_region = np.argsort(region_of, kind="stable")
    inhabited, starts = np.unique(region_of[by_region], return_index=True)
    lined_up = labs[np.argsort(region_of[labs], kind="stable")]
    with_labs, labs_from = np.unique(region_of[lined_up], return_index=True)
    big4 = np.array([ruleset.index("actor", name) for name in BIG4])
    foreign = np.flatnonzero([c.maker != "nvidia" for c in ruleset.chips.values()])
    return Places(
        h100e=np.array([c.h100e for c in ruleset.chips.values()]),
        foreign=foreign,
        foreign_rows=rows(foreign),
        region_of=region_of,
        owner_of=owner_of,
        is_state=np.array([float(a.kind == "state") for a in actors]),
        is_lab=np.array([float(a.kind == "lab") for a in actors]),
        states=rows(np.flatnonzero([a.kind == "state" for a in actors])),
        owners=owners,
        by_owner=rows(by_owner),
        owned_from=owned_from,
        labs=labs,
        lab_rows=rows(labs),
        labs_in=home,
        labs_by=(lined_up, labs_from, with_labs),
        big4=big4,
        big4_rows=rows(big4),
        region_member=member,
        by_region=by_region,
        inhabited=inhabited,
        starts=starts,
        garage=int(np.searchsorted(labs, ruleset.index("actor", "commons"))),
    )


def quarter(ruleset: Ruleset, w: World) -> Floats:
    """Year and quarter as one number: 2023.75 is the last quarter of 2023."""
    return FIRST_QUARTER + 0.25 * w.turn.astype(np.float64)


def own_h100e(ruleset: Ruleset, w: World) -> Floats:
    """(actor, worlds): accelerators owned that have power, in H100 equivalents."""
    p = places(ruleset)
    owned: Floats = (p.h100e[:, None, None] * w.installed).sum(axis=0)
    return owned * (1.0 - w.dark[p.region_of])


def machine_time_region(ruleset: Ruleset, w: World) -> Floats:
    """(region, worlds): active accelerators standing there, in H100 equivalents."""
    p = places(ruleset)
    total = np.zeros(w.dark.shape)
    own = own_h100e(ruleset, w)
    total[p.inhabited] = np.add.reduceat(own[p.by_region], p.starts, axis=0)
    return total


def usable_h100e(ruleset: Ruleset, w: World, who: Rows) -> Floats:
    """(actors, worlds): what they own and light, less what code for CUDA cannot use."""
    p = places(ruleset)
    counted = p.h100e[:, None, None] * w.installed[:, who]
    own: Floats = counted.sum(axis=0)
    foreign: Floats = counted[p.foreign_rows].sum(axis=0)
    lost = foreign * w.lockin * (1.0 - w.ported[who])
    return (own - lost) * (1.0 - w.dark.take(p.region_of[who], axis=0))


def hours_of(ruleset: Ruleset, w: World, who: Rows, usable: Floats | None = None) -> Floats:
    """(actors, worlds): machine time of firms and labs, counted once, where it is used.

    What is lent or let is its owner's no more; of what is rented or allotted, what landlords had.
    `usable` is `usable_h100e`, if it is known.
    """
    due = (w.rented_h100e[who] + w.allotted_h100e[who]) * w.hours_filled[who]
    own = usable_h100e(ruleset, w, who) if usable is None else usable
    return np.maximum(own - w.let_h100e[who] + w.lent_h100e[who] + due, 0.0)


def pooled_h100e(ruleset: Ruleset, w: World) -> Floats:
    """What the commons get out of the machines that members pool: the network takes a part."""
    return w.commons_h100e * (1.0 - ruleset.k("open_weights.network_loss"))


def lab_hours(ruleset: Ruleset, w: World, usable: Floats | None = None) -> Floats:
    """(lab, worlds): machine time of each lab, in the order of `places.labs`."""
    p = places(ruleset)
    hours = hours_of(ruleset, w, p.lab_rows, usable)
    hours[p.garage] += pooled_h100e(ruleset, w)
    return hours


def machine_time(ruleset: Ruleset, w: World) -> Floats:
    """(actor, worlds): what an actor may use; for a state, all that stands in its regions."""
    p = places(ruleset)
    total = hours_of(ruleset, w, slice(None))
    total[ruleset.index("actor", "commons")] += pooled_h100e(ruleset, w)
    by_region = machine_time_region(ruleset, w)
    total[p.states] = 0.0
    total[p.owners] = np.add.reduceat(by_region[p.by_owner], p.owned_from, axis=0)
    return total


def machine_time_of(ruleset: Ruleset, w: World, who: int) -> Floats:
    """The same for one actor; but for states, nobody else is looked at."""
    if who in places(ruleset).owners:
        return machine_time(ruleset, w)[who]
    pool = pooled_h100e(ruleset, w) if who == ruleset.index("actor", "commons") else 0.0
    return hours_of(ruleset, w, slice(who, who + 1))[0] + pool


def chips_owned(ruleset: Ruleset, w: World) -> Floats:
    """(actor, worlds): accelerators installed, whatever their class."""
    return w.installed.sum(axis=0).astype(np.float64)


def power_of_actor(ruleset: Ruleset, w: World) -> Floats:
    """(actor, worlds): grid of a state's regions, or of the region where a firm stands, in MW."""
    p = places(ruleset)
    total = w.power_mw[p.region_of].copy()
    total[p.states] = 0.0
    total[p.owners] = np.add.reduceat(w.power_mw[p.by_owner], p.owned_from, axis=0)
    return total


def best_eci(ruleset: Ruleset, w: World) -> Floats:
    """(region, worlds): best model released by a lab of the region, 0 where there is none."""
    labs, starts, regions = places(ruleset).labs_by
    best = np.zeros(w.dark.shape)
    best[regions] = np.maximum.reduceat(w.eci[labs], starts, axis=0)
    return np.maximum(best, 0.0)


def best_eci_world(ruleset: Ruleset, w: World) -> Floats:
    """Best released model anywhere."""
    return w.eci.max(axis=0)


def gap_months(ruleset: Ruleset, w: World) -> Floats:
    """Months by which the best Chinese model trails the best US one; negative when it leads.

    Counted back to when the US stood there; while the US stands still, by a slow pace of climb.
    """
    best = best_eci(ruleset, w)
    chinese, american = (best[ruleset.index("region", name)] for name in ("cn", "us"))
    past = w.best_us_by_turn.copy()
    past[0] = american
    step = np.maximum(past[:-1] - past[1:], 1e-9)
    behind = np.minimum(np.maximum((past[:-1] - chinese) / step, 0.0), 1.0).sum(axis=0)
    ahead = np.maximum(chinese - american, 0.0) / ECI_PER_MONTH
    slow = np.maximum(american - chinese, 0.0) / ECI_PER_MONTH
    return np.minimum(MONTHS_PER_QUARTER * behind, slow) - ahead


def capex_big4(ruleset: Ruleset, w: World) -> Floats:
    """Capital spending of the four large clouds last quarter, USD."""
    return w.capex_usd[places(ruleset).big4].sum(axis=0).astype(np.float64)


def token_price_best(ruleset: Ruleset, w: World) -> Floats:
    """What the lab with the best released model asks for a million tokens, USD."""
    labs = places(ruleset).labs
    leader = np.argmax(w.eci[labs], axis=0)
    price: Floats = np.take_along_axis(w.token_price_usd[labs], leader[None], axis=0)[0]
    return price


def leader_users(ruleset: Ruleset, w: World) -> Floats:
    """Weekly users of the most used assistant: its share of those who get an answer."""
    most: Floats = w.share[places(ruleset).lab_rows].max(axis=0)
    return most * w.users.sum(axis=0) * (1.0 - w.unserved)


def leader_arr(ruleset: Ruleset, w: World) -> Floats:
    """Annualised revenue of the lab that earns most, USD."""
    most: Floats = w.arr_usd[places(ruleset).lab_rows].max(axis=0)
    return most


def _total(name: str) -> Callable[[Ruleset, World], Floats]:
    """A figure that sums a regional array over the world."""

    def total(ruleset: Ruleset, w: World) -> Floats:
        values: Floats = getattr(w, name).sum(axis=0)
        return values

    return total


def _constant(name: str) -> Callable[[Ruleset, World], Floats]:
    """A figure that says what kind of actor somebody is."""

    def constant(ruleset: Ruleset, w: World) -> Floats:
        kind: Floats = getattr(places(ruleset), name)
        return np.repeat(kind[:, None], w.width, axis=1)

    return constant


DERIVED: dict[str, tuple[tuple[str, ...], Callable[[Ruleset, World], Floats]]] = {
    "quarter": ((), quarter),
    "machine_time": (("actor",), machine_time),
    "machine_time_region": (("region",), machine_time_region),
    "chips_owned": (("actor",), chips_owned),
    "power_of_actor": (("actor",), power_of_actor),
    "best_eci": (("region",), best_eci),
    "best_eci_world": ((), best_eci_world),
    "gap_months": ((), gap_months),
    "capex_big4": ((), capex_big4),
    "token_price_best": ((), token_price_best),
    "users_world": ((), _total("users")),
    "leader_users": ((), leader_users),
    "leader_arr": ((), leader_arr),
    "energy_world": ((), _total("energy_twh")),
    "water_world": ((), _total("water_m3")),
    "co2_world": ((), _total("co2_t")),
    "is_state": (("actor",), _constant("is_state")),
    "is_lab": (("actor",), _constant("is_lab")),
}

# Of one actor, where that is much less work than of all.
OF_ONE: dict[str, Callable[[Ruleset, World, int], Floats]] = {"machine_time": machine_time_of}

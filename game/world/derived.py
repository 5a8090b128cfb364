"""Which figures are not stored but follow from the stored ones?

Each is a function of the world with the axes it keeps before `worlds`. They only read: a number
that needs an equation of the model belongs to a stage of the engine.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from game.later import later
from game.world.geography import Rows, places
from game.world.state import Array, Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.world import targets
else:  # it reads the figures that are worked out here
    targets = later("game.world.targets")

FIRST_QUARTER = 2022.75
MONTHS_PER_QUARTER = 3.0
ECI_PER_MONTH = 0.35  # half the climb of the frontier 2023-2025: the slowest pace a lag is told in


def quarter(ruleset: Ruleset, w: World) -> Floats:
    """Year and quarter as one number: 2023.75 is the last quarter of 2023."""
    return FIRST_QUARTER + 0.25 * w.turn.astype(np.float64)


def all_classes(each: Floats, units: Array) -> Floats:
    """(actors, worlds): what chips come to, each of a class so much; `units` has classes first."""
    total: Floats = np.einsum("c,caw->aw", each, units)  # in half the time of a product and a sum
    return total


def own_h100e(ruleset: Ruleset, w: World, owned: Floats | None = None) -> Floats:
    """(actor, worlds): accelerators owned that have power, in H100 equivalents.

    `owned` is those without power too, if it is known.
    """
    p = places(ruleset)
    all_ = all_classes(p.h100e, w.installed) if owned is None else owned
    return all_ * (1.0 - w.dark[p.region_of])


def machine_time_region(ruleset: Ruleset, w: World) -> Floats:
    """(region, worlds): active accelerators standing there, in H100 equivalents."""
    return _standing(ruleset, w, own_h100e(ruleset, w))


def _standing(ruleset: Ruleset, w: World, own: Floats) -> Floats:
    """(region, worlds): the sum over the actors that stand there; `own` is (actor, worlds)."""
    p = places(ruleset)
    total = np.zeros(w.dark.shape)
    total[p.inhabited] = np.add.reduceat(own[p.by_region], p.starts, axis=0)
    return total


def usable_h100e(ruleset: Ruleset, w: World, who: Rows, owned: Floats | None = None) -> Floats:
    """(actors, worlds): what they own and light, less what code for CUDA cannot use."""
    p = places(ruleset)
    theirs, others = w.installed[:, who], p.foreign_rows
    own = all_classes(p.h100e, theirs) if owned is None else owned
    foreign = all_classes(p.h100e[others], theirs[others])
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
    """(actor, worlds): what an actor may use; for a state, what stands in its regions.

    Buyers without a name, of kind `outside`, are nobody's to count on, so that no state does.
    """
    p, everybody = places(ruleset), slice(None)
    owned = all_classes(p.h100e, w.installed)
    total = hours_of(ruleset, w, everybody, usable_h100e(ruleset, w, everybody, owned))
    total[ruleset.index("actor", "commons")] += pooled_h100e(ruleset, w)
    by_region = _standing(ruleset, w, own_h100e(ruleset, w, owned) * p.named)
    total[p.states] = 0.0
    total[p.owners] = np.add.reduceat(by_region[p.by_owner], p.owned_from, axis=0)
    return total


def machine_time_of(ruleset: Ruleset, w: World, who: int) -> Floats:
    """The same for one actor; but for states, nobody else is looked at."""
    if who in places(ruleset).owners:
        return machine_time(ruleset, w)[who]
    pool = pooled_h100e(ruleset, w) if who == ruleset.index("actor", "commons") else 0.0
    return hours_of(ruleset, w, slice(who, who + 1))[0] + pool


def research_effort(ruleset: Ruleset, w: World, who: Rows, hours: Floats) -> Floats:
    """(actors, worlds): (R / R0)^0.7, R the root of people times experiments, R0 the best of 2023.

    Without machines people find no more than machines without people. `hours` is machine time.
    """
    k = ruleset.k
    hands = 1.0 + k("training.assist") * (w.agents[who] + w.learning[who])
    trials = hours * w.train_share[who] * (1.0 - k("training.final_share"))
    effort = np.sqrt(np.maximum(w.staff[who] * hands, 1.0) * np.maximum(trials, 0.01))
    pace: Floats = (effort / k("training.reference_effort")) ** k("training.effort_power")
    return pace


def effort(ruleset: Ruleset, w: World) -> Floats:
    """(actor, worlds): the research effort of labs; 0 of anybody else."""
    labs = places(ruleset).lab_rows
    found = np.zeros(w.staff.shape)
    found[labs] = research_effort(ruleset, w, labs, lab_hours(ruleset, w))
    return found


def effort_of(ruleset: Ruleset, w: World, who: int) -> Floats:
    """The same for one actor."""
    if not places(ruleset).is_lab[who]:
        return np.zeros(w.width)
    hours = machine_time_of(ruleset, w, who)[None]
    return research_effort(ruleset, w, slice(who, who + 1), hours)[0]


def chips_owned(ruleset: Ruleset, w: World) -> Floats:
    """(actor, worlds): accelerators installed, whatever their class."""
    return w.installed.sum(axis=0).astype(np.float64)


def best_eci(ruleset: Ruleset, w: World) -> Floats:
    """(region, worlds): best model released by a lab of the region, 0 where there is none."""
    labs, starts, regions = places(ruleset).labs_by
    best = np.zeros(w.dark.shape)
    best[regions] = np.maximum.reduceat(w.eci[labs], starts, axis=0)
    return np.maximum(best, 0.0)


def _summed(name: str) -> Callable[[Ruleset, World], Floats]:
    """(actor, worlds): the sum over a state's regions; of anybody else, the region he stands in."""

    def summed(ruleset: Ruleset, w: World) -> Floats:
        return _of_states(ruleset, getattr(w, name), np.add)

    return summed


def _shared(name: str, weight: str = "") -> Callable[[Ruleset, World], Floats]:
    """The same of a share: the mean over a state's people, or over what `weight` counts there."""

    def shared(ruleset: Ruleset, w: World) -> Floats:
        p, values = places(ruleset), getattr(w, name)
        heavy = np.maximum(getattr(w, weight) if weight else p.people, 1e-9)
        total = np.add.reduceat((values * heavy)[p.by_owner], p.owned_from, axis=0)
        spread = np.broadcast_to(heavy, values.shape)[p.by_owner]
        found: Floats = values[p.region_of]
        found[p.states] = 0.0
        found[p.owners] = total / np.add.reduceat(spread, p.owned_from, axis=0)
        return found

    return shared


def best_eci_of(ruleset: Ruleset, w: World) -> Floats:
    """(actor, worlds): best model released by a lab of a state, 0 where there is none."""
    return _of_states(ruleset, best_eci(ruleset, w), np.maximum)


def _of_states(ruleset: Ruleset, by_region: Floats, over: np.ufunc) -> Floats:
    """A regional array by actor; that of a state goes over all its regions."""
    p = places(ruleset)
    found: Floats = by_region[p.region_of]
    found[p.states] = 0.0
    found[p.owners] = over.reduceat(by_region[p.by_owner], p.owned_from, axis=0)
    return found


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


def device_trade(ruleset: Ruleset, w: World) -> Floats:
    """What phones and cars asked for last quarter, over a usual one and before chance (S3)."""
    return np.full(w.width, slump(ruleset, float(w.turn[0]) - 1.0))


def slump(ruleset: Ruleset, turn: float) -> float:
    """What the one downturn that is given leaves of a quarter's trade in phones and cars, 0-1."""
    past = (turn - ruleset.k("fabs.downturn_turn")) / ruleset.k("fabs.downturn_quarters")
    return 1.0 - ruleset.k("fabs.downturn_depth") * math.exp(-(past**2))


def token_price_best(ruleset: Ruleset, w: World) -> Floats:
    """What the lab with the best released model asks for a million tokens, USD."""
    labs = places(ruleset).labs
    leader = np.argmax(w.eci[labs], axis=0)
    price: Floats = np.take_along_axis(w.token_price_usd[labs], leader[None], axis=0)[0]
    return price


def leader_share(ruleset: Ruleset, w: World) -> Floats:
    """The share of the most used assistant."""
    most: Floats = w.share[places(ruleset).lab_rows].max(axis=0)
    return most


def leader_users(ruleset: Ruleset, w: World) -> Floats:
    """Weekly users of the most used assistant: its share of those who get an answer."""
    return leader_share(ruleset, w) * w.users.sum(axis=0) * (1.0 - w.unserved)


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
    "effort": (("actor",), effort),
    "machine_time_region": (("region",), machine_time_region),
    "chips_owned": (("actor",), chips_owned),
    "power_of_actor": (("actor",), _summed("power_mw")),
    "load_of_actor": (("actor",), _summed("load_mw")),
    "users_of_actor": (("actor",), _summed("users")),
    "dark_of_actor": (("actor",), _shared("dark", "load_mw")),
    "concern_of_actor": (("actor",), _shared("concern")),
    "jobs_of_actor": (("actor",), _shared("jobs")),
    "hours_of_actor": (("actor",), _shared("hours")),
    "rule_of_actor": (("actor",), _shared("compute_rule")),
    "best_eci_of_actor": (("actor",), best_eci_of),
    "best_eci": (("region",), best_eci),
    "best_eci_world": ((), best_eci_world),
    "gap_months": ((), gap_months),
    "capex_big4": ((), capex_big4),
    "device_trade": ((), device_trade),
    "wafers_coming": (("actor", "node"), lambda r, w: targets.wafers_coming(r, w)),
    "token_price_best": ((), token_price_best),
    "users_world": ((), _total("users")),
    "leader_share": ((), leader_share),
    "leader_users": ((), leader_users),
    "leader_arr": ((), leader_arr),
    "energy_world": ((), _total("energy_twh")),
    "water_world": ((), _total("water_m3")),
    "co2_world": ((), _total("co2_t")),
    "is_state": (("actor",), _constant("is_state")),
    "is_lab": (("actor",), _constant("is_lab")),
}

KINDS = frozenset({"is_state", "is_lab"})  # what an actor is, it remains

# Of one actor, where that is much less work than of all.
OF_ONE: dict[str, Callable[..., Floats]] = {
    "machine_time": machine_time_of,
    "effort": effort_of,
    "wafers_coming": lambda r, w, who, node: targets.wafers_coming_of(r, w, who, node),
}
SELDOM = frozenset({"wafers_coming"})  # of these, what so few ask for that one will always do

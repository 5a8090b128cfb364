"""Who stands where: which actors are in a region, which regions are a state's?

Index arrays, worked out once for a ruleset, so that sums over a region or a state are one call.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

BIG4 = ("microsoft", "alphabet", "amazon", "meta")

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
    named: Floats  # (actor, 1) 0 for the rest of the world, and for the rest of a region
    states: Rows  # actors that are one
    owners: NDArray[np.int64]  # states that own regions ...
    by_owner: Rows  # ... the regions, one owner's after the other ...
    owned_from: NDArray[np.int64]  # ... and where those of each begin
    people: Floats  # (region, 1) who might use an assistant
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
        named=np.array([[float(a.kind != "outside")] for a in actors]),
        states=rows(np.flatnonzero([a.kind == "state" for a in actors])),
        owners=owners,
        by_owner=rows(by_owner),
        owned_from=owned_from,
        people=_people(ruleset),
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


def _people(ruleset: Ruleset) -> Floats:
    """(region, 1): who might use an assistant, at least one wherever there is a region."""
    table = ruleset.table("demand.people")
    people = np.array([table.get(region, 0.0) for region in ruleset.axis("region")])
    counted: Floats = np.maximum(people, 1.0)[:, None]
    return counted

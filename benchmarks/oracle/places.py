"""Who stands where, by id?

The fixed geography of a ruleset, in the order of its tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

BIG4 = ("microsoft", "alphabet", "amazon", "meta")


@dataclass(frozen=True)
class Places:
    """Actors, regions and chip classes, and who belongs to what."""

    actors: tuple[str, ...]
    regions: tuple[str, ...]
    chips: tuple[str, ...]
    nodes: tuple[str, ...]
    region_of: dict[str, str]  # actor
    owner_of: dict[str, str]  # region → its state
    regions_of: dict[str, list[str]]  # state, of those that own soil
    actors_in: dict[str, list[str]]  # region
    states: tuple[str, ...]  # all of that kind
    labs: tuple[str, ...]
    maker: dict[str, str]  # chip
    h100e: dict[str, float]  # chip
    foreign: frozenset[str]  # classes that do not run CUDA


@lru_cache(maxsize=8)
def places(ruleset: Ruleset) -> Places:
    """The geography of a ruleset."""
    actors, regions, chips = ruleset.actors, ruleset.regions, ruleset.chips
    owner_of = {name: region.state for name, region in regions.items()}
    soil = {a: [r for r in regions if owner_of[r] == a] for a in actors}
    return Places(
        actors=tuple(actors),
        regions=tuple(regions),
        chips=tuple(chips),
        nodes=tuple(ruleset.nodes),
        region_of={name: actor.region for name, actor in actors.items()},
        owner_of=owner_of,
        regions_of={state: owned for state, owned in soil.items() if owned},
        actors_in={r: [a for a, actor in actors.items() if actor.region == r] for r in regions},
        states=tuple(name for name, actor in actors.items() if actor.kind == "state"),
        labs=tuple(name for name, actor in actors.items() if actor.kind == "lab"),
        maker={name: chip.maker for name, chip in chips.items()},
        h100e={name: chip.h100e for name, chip in chips.items()},
        foreign=frozenset(name for name, chip in chips.items() if chip.maker != "nvidia"),
    )

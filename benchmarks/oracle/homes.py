"""How do a state and its regions speak to each other, in one world?

Laws and budgets belong to states, people and grids to regions.
"""

from __future__ import annotations

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.quarter import Quarter


def states(x: Quarter) -> list[str]:
    """The states that own regions."""
    return list(x.places.regions_of)


def total_over(x: Quarter, state: str, by_region: dict[str, float]) -> float:
    """The sum over the regions of a state."""
    return total(by_region[region] for region in x.places.regions_of[state])


def mean_over(x: Quarter, state: str, by_region: dict[str, float]) -> float:
    """The plain mean over the regions of a state."""
    return total_over(x, state, by_region) / len(x.places.regions_of[state])


def adoption(x: Quarter, state: str) -> float:
    """The part of its people who use an assistant."""
    people = {region: x.by("demand.people", region) for region in x.places.regions}
    return total_over(x, state, x.w.users) / max(total_over(x, state, people), 1.0)


def hours_cut(x: Quarter) -> dict[str, float]:
    """The part of the week of 2022 no longer worked in each region; below 0 when more is."""
    cut = {}
    for region, hours in x.w.hours.items():
        usual = x.by("opinion.hours", region)
        cut[region] = 1.0 - hours / max(usual, 1e-9) if usual > 0 else 0.0
    return cut

"""How do a state and its regions speak to each other?

Laws and budgets belong to states, people and grids to regions. Here sums and means over the regions
of a state are worked out for all states at once, with what more than one stage asks of people.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.engine.quarter import Quarter, column
from game.world.geography import places
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Rows = (
    Any  # a slice of the actors where they stand side by side, which is a view; else their places
)


@dataclass(frozen=True, eq=False)
class Homes:
    """The states that own regions, and where those regions stand; the labs beside them."""

    states: Rows
    labs: Rows
    numbers: NDArray[np.int64]  # (state,) the places of the states among the actors
    owner: NDArray[np.int64]  # (region,) the place of its state among the actors
    state_of: NDArray[np.int64]  # (region,) the place of its state among these states
    count: Floats  # (state, 1) regions
    people: Floats  # (region, 1) who might use an assistant
    nation: Floats  # (state, 1) the same
    mankind: float
    part: Floats  # (region, 1) of mankind
    week: Floats  # (region, 1) hours worked a week in 2022, infinite where nobody counts them
    counted: Floats  # (region, 1) 1 where somebody does
    _order: NDArray[np.int64] | None  # regions by owner, None when they stand so already
    _starts: NDArray[np.int64]

    def total(self, by_region: Floats) -> Floats:
        """(state, worlds): the sum over the regions of each state."""
        return _summed(by_region, self._order, self._starts)

    def mean(self, by_region: Floats) -> Floats:
        """(state, worlds): the plain mean over the regions of each state."""
        return self.total(by_region) / self.count


@lru_cache(maxsize=64)
def homes(ruleset: Ruleset) -> Homes:
    """Who owns what, worked out once for a ruleset."""
    owner = places(ruleset).owner_of
    states, state_of, count = np.unique(owner, return_inverse=True, return_counts=True)
    by_owner = np.argsort(owner, kind="stable")
    order = None if (by_owner == np.arange(owner.size)).all() else by_owner
    starts = np.concatenate(([0], np.cumsum(count)[:-1]))
    people = np.maximum(column(ruleset, "demand.people", "region"), 1.0)
    week = column(ruleset, "opinion.hours", "region")
    return Homes(
        states=span(states),
        labs=span(places(ruleset).labs),
        numbers=states,
        owner=owner,
        state_of=state_of,
        count=count[:, None].astype(np.float64),
        people=people,
        nation=_summed(people, order, starts),
        mankind=float(people.sum()),
        part=people / float(people.sum()),
        week=np.where(week > 0, week, np.inf),
        counted=(week > 0).astype(np.float64),
        _order=order,
        _starts=starts,
    )


def _summed(by_region: Floats, order: Ints | None, starts: Ints) -> Floats:
    lined_up = by_region if order is None else by_region[order]
    summed: Floats = np.add.reduceat(lined_up, starts, axis=0)
    return summed


def span(numbers: Ints) -> Rows:
    """Places side by side as a slice, others as they are."""
    first, last = int(numbers[0]), int(numbers[-1])
    return slice(first, last + 1) if last - first + 1 == numbers.size else numbers


@lru_cache(maxsize=1024)
def _by_state(ruleset: Ruleset, name: str, lanes: int) -> Floats:
    rows: Floats = column(ruleset, name, "actor", lanes)[homes(ruleset).numbers]
    return rows


def by_state(x: Quarter, name: str) -> Floats:
    """A coefficient by state, shape (state, 1); 0 where it names none."""
    return _by_state(x.ruleset, name, x.lanes)


def adoption(x: Quarter) -> Floats:
    """(state, worlds): the part of its people who use an assistant."""
    home = x.table(homes)
    return home.total(x.w.users) / home.nation


def hours_cut(x: Quarter) -> Floats:
    """(region, worlds): the part of the week of 2022 no longer worked; below 0 when more is."""
    home = x.table(homes)
    return home.counted - x.w.hours / home.week

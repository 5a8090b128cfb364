"""How does a run end, and what is it worth?

Early endings close a seat at the end of a quarter; the final one is the first by priority whose
condition holds. Conditions and score are expressions of the content, over all worlds at once. A run
that ends early counts for the part of it that was run: see `part_run`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.world.figures import Kept, Reader
from game.world.state import Floats, Ints, World

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.models.lore import Ending
    from game.content.ruleset import Ruleset

LOWEST, HIGHEST = 0.0, 100.0


@lru_cache(maxsize=8)
def _positions(ruleset: Ruleset) -> dict[str, int]:
    """Where each ending stands in the ruleset; the code in world.outcome is one more."""
    return {id_: index for index, id_ in enumerate(ruleset.endings)}


def _by_priority(ruleset: Ruleset, seat: str, early: bool) -> list[Ending]:
    """The endings a seat may meet, the most pressing first; ties keep the order of the ruleset."""
    open_to = [
        ending
        for ending in ruleset.endings.values()
        if ending.early == early and (not ending.seats or seat in ending.seats)
    ]
    return sorted(open_to, key=lambda ending: -ending.priority)


@lru_cache(maxsize=64)
def _threats(ruleset: Ruleset, seat: str) -> tuple[tuple[Expression, int], ...]:
    """What may close a seat early, and its code in world.outcome: the fears, then the endings.

    The fears are those that the seat declares, the early endings those of the content.
    """
    fears = [(fear.when, fear.ending) for fear in ruleset.seats[seat].fears]
    ends = [(ending.when, ending.id) for ending in _by_priority(ruleset, seat, early=True)]
    return tuple((when, _positions(ruleset)[id_] + 1) for when, id_ in (*fears, *ends))


def early(ruleset: Ruleset, world: World) -> None:
    """Close, in place, the seats whose run is over: outcome becomes one more than the ending."""
    kept: Kept = {}  # what one seat has read of the world, the next need not
    for row, seat in enumerate(ruleset.axis("seat")):
        running = world.outcome[row] == 0
        threats = _threats(ruleset, seat)
        if not threats or not running.any():
            continue
        read = Reader(ruleset, world, seat, kept=kept).brief
        for when, code in threats:
            ends = running & when.value(read)
            if ends.any():
                world.outcome[row, ends] = code
                running &= ~ends


def final_codes(ruleset: Ruleset, world: World, seat: str, kept: Kept | None = None) -> Ints:
    """The ending of each world for a seat, as its place among the endings; shape (worlds,).

    Whoever asks for several seats of one world keeps what was read of it.
    """
    row = ruleset.index("seat", seat)
    code: Ints = world.outcome[row] - 1
    read = Reader(ruleset, world, seat, kept=kept)
    for ending in _by_priority(ruleset, seat, early=False):
        if (code >= 0).all():
            break
        ends = (code < 0) & ending.when.evaluate(read)
        code = np.where(ends, _positions(ruleset)[ending.id], code)
    return code


def final(ruleset: Ruleset, world: World, seat: str, lane: int = 0) -> str:
    """The id of the ending of one world for a seat."""
    code = int(final_codes(ruleset, world, seat)[lane])
    if code < 0:
        raise LookupError("no ending holds: the content lacks one that always does")
    return list(ruleset.endings)[code]


def scores(
    ruleset: Ruleset, world: World, seat: str, kept: Kept | None = None
) -> dict[str, Floats]:
    """Every part of the score in every world, 0–100; shape (worlds,) each; `kept` as above."""
    read = Reader(ruleset, world, seat, kept=kept)
    found = {}
    for id_, part in ruleset.score.items():
        value = part.value.evaluate(read)
        if seat in part.also:
            value = value + part.also[seat].evaluate(read)
        found[id_] = np.clip(value, LOWEST, HIGHEST)
    return found


def score(ruleset: Ruleset, world: World, seat: str, lane: int = 0) -> dict[str, float]:
    """Every part of the score in one world, 0–100."""
    return {id_: float(part[lane]) for id_, part in scores(ruleset, world, seat).items()}


def part_run(played: float | Floats, quarters: int) -> Floats:
    """What the score of a run is taken times: the part of its scenario that it lasted."""
    return np.minimum(np.asarray(played, float) / quarters, 1.0)

"""What keeps one storylet off one seat's table?

Looks at one world: every clause of its `when` with what it needs and what is so, its memory, its
place among the others that compete this quarter. Nothing is dealt and nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.clauses import clauses
from game.story.memory import storylets
from game.story.scenes import open_quarter
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import World

if TYPE_CHECKING:
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset

DEALS = 1000  # of the same morning, by which a chance is told


@dataclass(frozen=True)
class ClauseView:
    """One clause of a `when`."""

    clause: str
    holds: bool
    needs: str
    now: dict[str, float]  # what it compares, or the figures that it names


@dataclass(frozen=True)
class Reasons:
    """Why a storylet can come now, or cannot; in one world, for one seat."""

    storylet: str
    seat: str
    turn: int
    clauses: tuple[ClauseView, ...]
    playing: bool
    on_table: bool
    follow_up: bool
    due: int | None  # the turn it is called for
    once: bool
    wait: int
    seen: int | None  # the turn it was last seen
    wait_left: int | None  # quarters until it may come again; None for never
    answers_open: int
    priority: int | None
    size: str
    mood: str
    held_back: bool  # it hurts, and so did the last one
    weight: float  # what it says of itself now, without mood and memory
    blocked_by: tuple[str, ...]  # in the words of this view; empty when it may come

    def as_dict(self) -> dict[str, Any]:
        """What `content why --json` prints of one seat."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        told["clauses"] = [dict(vars(each)) for each in self.clauses]
        told["blocked_by"] = list(self.blocked_by)
        return told


def reasons(ruleset: Ruleset, world: World, seat: str, storylet: Storylet) -> Reasons:
    """Look at one storylet from one of its seats, in the first lane."""
    row, position = ruleset.index("seat", seat), ruleset.index("storylet", storylet.id)
    read = Reader(ruleset, world, seat, kept={}).brief
    views = tuple(
        ClauseView(each.text, bool(each.holds(read, world.width)[0]), each.needs(), each.now(read))
        for each in clauses(storylet.when)
    )
    turn, seen = int(world.turn[0]), int(world.story_seen[position, row, 0])
    due = int(world.story_due[position, row, 0])
    wait_left = _wait_left(storylet, seen, turn)
    open_ = sum(bool(np.ravel(c.default or c.needs.value(read))[0]) for c in storylet.choices)
    found = Reasons(
        storylet=storylet.id,
        seat=seat,
        turn=turn,
        clauses=views,
        playing=bool(world.outcome[row, 0] == 0),
        on_table=bool((world.scene_now[row, :, 0] == position).any()),
        follow_up=storylet.follow_up,
        due=due if due >= 0 else None,
        once=storylet.once,
        wait=storylet.wait,
        seen=seen if seen >= 0 else None,
        wait_left=wait_left,
        answers_open=open_,
        priority=storylet.priority,
        size=storylet.size,
        mood=storylet.mood,
        held_back=storylet.mood == "hurt" and _just_hurt(ruleset, world, row),
        weight=float(np.ravel(storylet.weight.value(read))[0]),
        blocked_by=(),
    )
    blocked = tuple(_blocked(found, storylet.fallback is not None))
    return Reasons(**{**vars(found), "blocked_by": blocked})


def _wait_left(storylet: Storylet, seen: int, turn: int) -> int | None:
    if seen < 0:
        return 0
    return None if storylet.once else max(storylet.wait - (turn - seen), 0)


def _just_hurt(ruleset: Ruleset, world: World, row: int) -> bool:
    """Whether one of the last scenes that the seat saw hurt."""
    seen = world.story_seen[:, row, 0]
    hurts = np.array([each.mood == "hurt" for each in storylets(ruleset)])
    return bool(hurts.any() and seen.max() >= 0 and seen[hurts].max() == seen.max())


def chances(ruleset: Ruleset, world: World, seat: str, seed: int = 1) -> dict[str, float]:
    """How often each storylet comes to the seat when the same morning is dealt again and again.

    The world is that of before the deal: scenes of this quarter that were dealt count as seen.
    """
    lanes = np.zeros(DEALS, np.int64)
    many = World(**{name: values.take(lanes, axis=-1) for name, values in world.items()})
    many.world_id[:] = np.arange(DEALS)
    everybody = frozenset(ruleset.axis("seat"))
    many = open_quarter(ruleset, many, Dice(seed), everybody, in_place=True)
    dealt = many.scene_now[ruleset.index("seat", seat)]
    names = ruleset.axis("storylet")
    found = {names[n]: float((dealt == n).any(axis=0).mean()) for n in set(dealt.ravel()) if n >= 0}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def _blocked(found: Reasons, has_fallback: bool) -> list[str]:
    """What stands in the way, the plainest first; the names are keys of words."""
    if found.on_table:
        return []
    missing = [each.clause for each in found.clauses if not each.holds]
    parts = []
    if not found.playing:
        parts.append("closed")
    if found.seen is not None and found.wait_left is None:
        parts.append("once")
    elif found.wait_left:
        parts.append("wait")
    if found.follow_up and found.due is None:
        parts.append("not_called")
    elif found.follow_up and found.due is not None and found.due > found.turn:
        parts.append("not_due")
    if missing and not (found.follow_up and has_fallback):
        parts.append("when")
    if found.answers_open < 2 and not found.follow_up:
        parts.append("answers")
    if found.held_back and found.priority is None:
        parts.append("mood")
    if not parts and found.weight <= 0 and found.priority is None and not found.follow_up:
        parts.append("weight")
    return parts

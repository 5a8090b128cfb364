"""What did the bots meet of each storylet, and what kept the rest away?

Watches a batch in which one seat is played, and counts: games in which a storylet could come and
did, which clause of its `when` stood in the way, what became of follow-ups, which choices were open
and taken, and how the quarters were filled. Counts of several batches add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.content.clauses import clauses
from game.session.trials.bots import Asked, Bot, any_legal
from game.session.trials.games import Watcher, lanes_of
from game.session.trials.legible import misread, names_figures
from game.story.memory import FALLBACK, Mask, storylets
from game.world.axes import SCENE_SLOTS
from game.world.figures import Reader
from game.world.state import Ints, Turns, World

if TYPE_CHECKING:
    from game.content.document import Path
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset

Counts = NDArray[np.int64]
EMPTY_RUN = 5  # quarters in a row without a scene, from which on a run is called long


@dataclass
class Met:
    """What became of one storylet in one seat; arrays have one number for each kind of bot."""

    games: Counts  # in which it could be drawn at least once
    appeared: Counts  # in which it was on the table at least once
    times: Counts  # it was on the table
    turns: int = 0  # quarters in which the seat was played
    ready: int = 0  # of them, quarters in which everything but the draw let it come
    seen: int = 0  # it had been seen, once or too recently
    not_due: int = 0  # a follow-up that nobody had called, or not yet
    few_answers: int = 0  # fewer than two answers were open
    judged: int = 0  # nothing but its `when` could keep it out
    failed: dict[str, int] = field(default_factory=dict)  # clause → of them, where it was false
    alone: dict[str, int] = field(default_factory=dict)  # clause → where no other was
    called: int = 0  # a follow-up fell due
    fallback: int = 0  # it came by its other text
    forgotten: int = 0  # it fell through
    too_soon: int = 0  # it came again before its wait was over
    twice_hurt: int = 0  # it hurt, and so did the scene before it
    open: dict[str, int] = field(default_factory=dict)  # choice → times it could be taken
    taken: dict[str, Counts] = field(default_factory=dict)  # choice → times it was, by kind of bot
    unread: tuple[tuple[Path, str], ...] = ()  # texts that could not be told, and what was wrong

    def __iadd__(self, other: Met) -> Met:
        for each in fields(self):
            setattr(self, each.name, _added(getattr(self, each.name), getattr(other, each.name)))
        return self


@dataclass
class Exposure:
    """What the bots met in one seat."""

    seat: str
    kinds: tuple[str, ...]
    met: dict[str, Met]
    played: Counts  # games, by kind of bot
    turns: int = 0  # quarters in which the seat was played
    without_scene: int = 0  # of them, quarters in which no scene came
    without_order: int = 0  # of them, quarters in which no order could be given either
    long_empty: int = 0  # games with many quarters in a row without a scene

    def __iadd__(self, other: Exposure) -> Exposure:
        for id_, met in other.met.items():
            self.met[id_] += met
        self.played = self.played + other.played
        self.turns += other.turns
        self.without_scene += other.without_scene
        self.without_order += other.without_order
        self.long_empty += other.long_empty
        return self


def _added(one: Any, other: Any) -> Any:
    if isinstance(one, dict):
        return {key: one[key] + other[key] for key in one}
    return one + other


class Counting(Watcher):
    """Counts what one seat meets in one batch."""

    def __init__(self, ruleset: Ruleset, seat: str, bots: Sequence[Bot], games: int) -> None:
        self.ruleset, self.seat = ruleset, seat
        self.row = ruleset.index("seat", seat)
        self.lanes = lanes_of(len(bots), games)
        width = len(bots) * games
        self.deck = [
            (place, each) for place, each in enumerate(storylets(ruleset)) if seat in each.seats
        ]
        self.told_with_figures = {each.id for _, each in self.deck if names_figures(each)}
        self.playing: Mask = np.ones(width, np.bool_)
        self.could = {each.id: np.zeros(width, np.bool_) for _, each in self.deck}
        self.empty_run: Ints = np.zeros(width, np.int64)
        self.longest: Ints = np.zeros(width, np.int64)
        self.was_hurt: Mask = np.zeros(width, np.bool_)
        none = np.zeros(len(bots), np.int64)
        self.exposure = Exposure(
            seat,
            tuple(bot.kind for bot in bots),
            {each.id: _blank(each, none) for _, each in self.deck},
            played=none + games,
        )
        self.appeared = {each.id: np.zeros(width, np.bool_) for _, each in self.deck}
        self.seen: Turns = np.empty(0, np.int16)
        self.due: Turns = np.empty(0, np.int16)

    # ------------------------------------------------------------------------- the quarter

    def morning(self, world: World) -> None:
        """Which storylets could come now, and what keeps out the others."""
        self.playing = world.outcome[self.row] == 0
        self.seen = world.story_seen[:, self.row].copy()
        self.due = world.story_due[:, self.row].copy()
        read = Reader(self.ruleset, world, self.seat, kept={}).brief
        playing = int(np.count_nonzero(self.playing))
        self.exposure.turns += playing
        for place, storylet in self.deck:
            met = self.exposure.met[storylet.id]
            met.turns += playing
            free = self._free(world, place, storylet, met)
            if not np.count_nonzero(free):
                continue
            ready = free & self._holds(storylet, met, free, read)
            if not storylet.follow_up:
                enough = _answerable(storylet, read, world.width)
                met.few_answers += _count(ready & ~enough)
                ready &= enough
            elif storylet.fallback is not None:
                ready = free
            met.ready += _count(ready)
            self.could[storylet.id] |= ready

    def _free(self, world: World, place: int, storylet: Storylet, met: Met) -> Mask:
        """Where neither an earlier meeting nor the calendar of follow-ups stands in the way."""
        seen = self.seen[place]
        ago = world.turn - seen
        fresh = (seen < 0) | (np.bool_(not storylet.once) & (ago >= storylet.wait))
        met.seen += _count(self.playing & ~fresh)
        free: Mask = self.playing & fresh
        if storylet.follow_up:
            due = (self.due[place] >= 0) & (self.due[place] <= world.turn)
            met.not_due += _count(free & ~due)
            free &= due
        return free

    def _holds(self, storylet: Storylet, met: Met, free: Mask, read: Any) -> Mask:
        """Where the whole condition is true; counts the clauses that are not."""
        parts = clauses(storylet.when)
        true = np.array([clause.holds(read, free.shape[0]) for clause in parts])
        missing = (~true).sum(axis=0)
        met.judged += _count(free)
        for clause, holds in zip(parts, true, strict=True):
            met.failed[clause.text] += _count(free & ~holds)
            met.alone[clause.text] += _count(free & ~holds & (missing == 1))
        whole: Mask = missing == 0
        return whole

    def dealt(self, world: World) -> None:
        """What came: how often, too soon, by which text, after how long a silence."""
        scene = world.scene_now[self.row]
        none = self.playing & (scene < 0).all(axis=0)
        self.exposure.without_scene += _count(none)
        if np.count_nonzero(none):
            self.exposure.without_order += _count(none & ~any_legal(self.ruleset, world, self.seat))
        self.empty_run = np.where(none, self.empty_run + 1, 0)
        self.longest = np.maximum(self.longest, self.empty_run)
        for slot in range(SCENE_SLOTS):
            self._dealt_slot(world, slot)
        for place, storylet in self.deck:
            if storylet.follow_up:
                self._follow_up(world, place, storylet)

    def _dealt_slot(self, world: World, slot: int) -> None:
        scene = world.scene_now[self.row, slot]
        hurt = self.was_hurt.copy()
        for place, storylet in self.deck:
            here = self.playing & (scene == place)
            if not np.count_nonzero(here):
                continue
            met = self.exposure.met[storylet.id]
            met.times = met.times + self._by_bot(here)
            self.appeared[storylet.id] |= here
            before = self.seen[place]
            soon = (before >= 0) & (np.bool_(storylet.once) | (world.turn - before < storylet.wait))
            met.too_soon += _count(here & soon)
            if storylet.mood == "hurt":
                met.twice_hurt += _count(here & self.was_hurt)
            hurt[here] = storylet.mood == "hurt"
            if storylet.id in self.told_with_figures and not met.unread:
                lane = int(np.flatnonzero(here)[0])
                met.unread = misread(self.ruleset, self.seat, storylet, world, lane)
        self.was_hurt = hurt

    def _follow_up(self, world: World, place: int, storylet: Storylet) -> None:
        """What became of a follow-up that was due this morning."""
        due = self.playing & (self.due[place] >= 0) & (self.due[place] <= world.turn)
        if not np.count_nonzero(due):
            return
        met = self.exposure.met[storylet.id]
        met.called += _count(due & (self.due[place] == world.turn))
        came = due & (world.scene_now[self.row] == place).any(axis=0)
        told = (world.scene_now[self.row] == place) & (world.scene_won[self.row] >= FALLBACK)
        met.fallback += _count(came & told.any(axis=0))
        met.forgotten += _count(due & ~came & (world.story_due[place, self.row] < 0))

    def answered(self, seat: str, asked: list[Asked]) -> None:
        """Which choices were open, and which were taken."""
        for each in asked:
            storylet = storylets(self.ruleset)[each.storylet]
            met = self.exposure.met[storylet.id]
            mask = each.mask & self.playing
            for n, choice in enumerate(storylet.choices):
                met.open[choice.id] += _count(mask & each.open[n])
                took = self._by_bot(mask & (each.picked == n))
                met.taken[choice.id] = met.taken[choice.id] + took

    # ---------------------------------------------------------------------------- the end

    def result(self) -> Exposure:
        """The counts of the batch, once it is over."""
        for id_, met in self.exposure.met.items():
            met.games = self._by_bot(self.could[id_])
            met.appeared = self._by_bot(self.appeared[id_])
        self.exposure.long_empty = _count(self.longest >= EMPTY_RUN)
        return self.exposure

    def _by_bot(self, mask: Mask) -> Counts:
        return np.array([_count(mask[lanes]) for lanes in self.lanes])


def _blank(storylet: Storylet, none: Counts) -> Met:
    parts = [clause.text for clause in clauses(storylet.when)]
    names = [choice.id for choice in storylet.choices]
    return Met(
        none,
        none,
        none,
        failed=dict.fromkeys(parts, 0),
        alone=dict.fromkeys(parts, 0),
        open=dict.fromkeys(names, 0),
        taken=dict.fromkeys(names, none),
    )


def _count(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def _answerable(storylet: Storylet, read: Any, width: int) -> Mask:
    """Where at least two answers are open, without which no scene is dealt."""
    needed = np.zeros(width, np.int64)
    for choice in storylet.choices:
        needed += np.asarray(True if choice.default else choice.needs.value(read), np.int64)
    enough: Mask = needed >= 2
    return enough

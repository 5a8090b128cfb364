"""What does a mod change in the world, whoever plays?

Plays the same worlds with and without it, all seats by their policies and then by other bots, and
compares them game by game: a median of differences with an interval, for figures, finances, scores,
endings, events, scenes and what binds the chips. Told is only what is both sure and large enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.session.trials.bots import Bot, bots_of
from game.session.trials.games import Table, Watcher, chunks, lanes_of, play
from game.session.workers import pool
from game.story import endings
from game.world.figures import Reader, gather
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SURE = 2.576  # standard errors of an interval that is right 99 times of 100
LARGE = 0.1  # of the spread between games: what is smaller is not told
SHARE = 0.02  # of the games, for endings, events and scenes
FINANCES = ("cash_usd", "debt_usd", "revenue_usd", "valuation_usd")
BINDS = {1: "wafers", 2: "packages", 3: "memory", 4: "power", 5: "demand", 6: "time"}

Tell = Callable[[float], None]  # hears which share is done
Measures = dict[tuple[str, str, str], Floats]  # (group, seat or nothing, name) → (games,)


@dataclass(frozen=True)
class Line:
    """One thing that a mod moves."""

    group: str  # figures, finances, score, endings, events, scenes, bottleneck
    seat: str
    name: str
    players: str  # policies or bots
    without: float  # the median, or the share of the games
    with_: float
    difference: float  # the median of the differences, or the difference of the shares
    low: float
    high: float
    size: float  # the difference over the spread between games

    def as_dict(self) -> dict[str, Any]:
        """What `content check --impact --json` prints of it."""
        told = dict(vars(self))
        told["with"] = told.pop("with_")
        return told


@dataclass(frozen=True)
class Impact:
    """All that a mod moves, the largest first, and out of how much."""

    games: int
    measured: int
    lines: tuple[Line, ...]


def impact(
    without: Ruleset,
    with_: Ruleset,
    games: int,
    *,
    seed: int = 1,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Impact:
    """Play both rulesets in the same worlds and compare them, game by game.

    In a single process `tell` hears now and then which share of the games was played.
    """
    names = tuple(
        name for name in without.figures if name in with_.figures and not name.startswith("me.")
    )
    tasks = [(rules, games, seed, names) for rules in (without, with_)]
    if jobs > 1:
        one, other = _side_by_side(tasks)
    else:
        one, other = (measure(*task, _half(tell, at)) for at, task in enumerate(tasks))
    lines: list[Line] = []
    measured = 0
    for players in one:
        shared = list(one[players] | other[players])
        measured += len(shared)
        for key in shared:
            lines += _line(key, players, one[players].get(key), other[players].get(key))
    lines.sort(key=lambda line: -line.size)
    return Impact(games, measured, tuple(lines))


def _half(tell: Tell | None, at: int) -> Tell:
    """Who hears of one of the two rulesets."""
    return lambda share: tell((at + share) / 2) if tell else None


def _side_by_side(tasks: Sequence[tuple[Ruleset, int, int, tuple[str, ...]]]) -> list[Any]:
    from game.content.freezing import freeze

    with pool(2) as processes:
        waiting = [processes.submit(_measure, freeze(task[0]), *task[1:]) for task in tasks]
        return [each.result() for each in waiting]


def _measure(rules: bytes, games: int, seed: int, names: tuple[str, ...]) -> dict[str, Measures]:
    from game.content.thawing import thaw

    return measure(thaw(rules), games, seed, names)


# --------------------------------------------------------------------------------- measuring


def measure(
    ruleset: Ruleset,
    games: int,
    seed: int,
    names: tuple[str, ...],
    tell: Tell = lambda share: None,
) -> dict[str, Measures]:
    """Everything that is compared, by who plays: the policies, or the other bots."""
    scenario = next(iter(ruleset.scenarios.values()))
    seats = [seat for seat in scenario.seats if ruleset.seats[seat].playable]
    tables = _tables(ruleset, seats)
    each = -(-games // max(len(tables) - 1, 1))
    found = {"policies": _rounds(ruleset, scenario.id, tables[:1], games, seed, names)}
    tell(games / (games + each * len(tables[1:])))
    if tables[1:]:
        found["bots"] = _rounds(ruleset, scenario.id, tables[1:], each, seed, names)
    tell(1.0)
    return found


def _tables(ruleset: Ruleset, seats: Sequence[str]) -> list[Table]:
    """All seats by their usual policies; then all by their other plans, and all at random."""
    by_seat = {seat: {bot.kind: bot for bot in bots_of(ruleset, seat)} for seat in seats}
    tables: list[Table] = []
    for kind in ("usual", "plan_1", "plan_2", "plan_3", "random"):
        table: dict[str, Bot] = {}
        for seat, bots in by_seat.items():
            table[seat] = bots.get(kind, bots.get("usual", bots["idle"]))
        tables.append(table)
    return tables


def _rounds(
    ruleset: Ruleset,
    scenario: str,
    tables: Sequence[Table],
    games: int,
    seed: int,
    names: tuple[str, ...],
) -> Measures:
    parts: list[Measures] = []
    for worlds in chunks(len(tables), games):
        watcher = _Measuring(ruleset, tables[0], names)
        world = play(ruleset, scenario, tables, worlds, seed, watcher)
        measures = watcher.result(world)
        for lanes in lanes_of(len(tables), len(worlds)):
            parts.append({key: values[lanes] for key, values in measures.items()})
    return {key: np.concatenate([part[key] for part in parts]) for key in parts[0]}


class _Measuring(Watcher):
    """Means over the quarters, and what is so at the end."""

    def __init__(self, ruleset: Ruleset, table: Table, names: tuple[str, ...]) -> None:
        self.ruleset, self.seats, self.names = ruleset, list(table), names
        self.quarters = 0
        self.total: Floats = np.zeros(0)
        self.bound: dict[int, Floats] = {}
        self.blockade: Floats = np.zeros(0)
        self.met: dict[tuple[str, int], Floats] = {}

    def dealt(self, world: World) -> None:
        """Which scenes come up."""
        for seat in self.seats:
            scene = world.scene_now[self.ruleset.index("seat", seat)]
            for position in np.unique(scene[scene >= 0]).tolist():
                came = (scene == position).any(axis=0)
                known = self.met.setdefault((seat, position), np.zeros(world.width))
                known[came] = 1.0

    def evening(self, world: World) -> None:
        """The figures of the quarter."""
        values = gather(self.ruleset, world, self.names)
        gate = Reader(self.ruleset, world)("bottleneck")
        self.total = values if not self.quarters else self.total + values
        for code in BINDS:
            self.bound[code] = self.bound.get(code, 0.0) + (gate == code)
        closed = (world.blockade_quarters > 0).astype(np.float64)
        self.blockade = closed if not self.quarters else np.maximum(self.blockade, closed)
        self.quarters += 1

    def result(self, world: World) -> Measures:
        """Every measure of the batch; shape (lanes,) each."""
        found: Measures = {}
        for name, total in zip(self.names, self.total, strict=True):
            found["figures", "", name] = total / self.quarters
        for code, name in BINDS.items():
            found["bottleneck", "", name] = self.bound[code] / self.quarters
        found["events", "", "crash"] = (world.crashes > 0).astype(np.float64)
        found["events", "", "blockade"] = self.blockade
        found["events", "", "war"] = (world.war > 0).astype(np.float64)
        for seat in self.seats:
            found |= self._of_seat(world, seat)
        ids = self.ruleset.axis("storylet")
        for (seat, position), came in self.met.items():
            found["scenes", seat, ids[position]] = came
        return found

    def _of_seat(self, world: World, seat: str) -> Measures:
        found: Measures = {}
        me = self.ruleset.index("actor", seat)
        for name in FINANCES:
            found["finances", seat, name] = getattr(world, name)[me].astype(np.float64)
        for part, values in endings.scores(self.ruleset, world, seat).items():
            found["score", seat, part] = values
        codes = endings.final_codes(self.ruleset, world, seat)
        for code, name in enumerate(self.ruleset.endings):
            if (codes == code).any():
                found["endings", seat, name] = (codes == code).astype(np.float64)
        return found


# --------------------------------------------------------------------------------- comparing


def _line(
    key: tuple[str, str, str], players: str, one: Floats | None, other: Floats | None
) -> Iterator[Line]:
    """The line of a measure, if its difference is sure and large enough."""
    known = one if one is not None else other
    assert known is not None
    one = np.zeros_like(known) if one is None else one
    other = np.zeros_like(known) if other is None else other
    is_share = key[0] in ("endings", "events", "scenes")
    moved = other - one
    if not moved.any():
        return
    middle, low, high = (mean_between if is_share else median_between)(moved)
    spread = float(one.std())
    size = abs(middle) / spread if spread > 0 else float("inf")
    large = abs(middle) >= SHARE if is_share else size >= LARGE
    if not large or low <= 0 <= high:
        return
    centre = np.mean if is_share else np.median
    yield Line(
        *key, players, float(centre(one)), float(centre(other)), middle, low, high, min(size, 99.0)
    )


def median_between(values: Floats) -> tuple[float, float, float]:
    """The median, and between which order statistics it lies 99 times of 100 (the sign test)."""
    ranked = np.sort(values)
    n = len(ranked)
    away = SURE * np.sqrt(n) / 2
    low, high = int(np.floor((n - 1) / 2 - away)), int(np.ceil((n - 1) / 2 + away))
    return (
        float(np.median(ranked)),
        float(ranked[low]) if low >= 0 else -np.inf,
        float(ranked[high]) if high < n else np.inf,
    )


def mean_between(values: Floats) -> tuple[float, float, float]:
    """The mean of differences of 0 and 1, and between what it lies 99 times of 100."""
    mean = float(values.mean())
    away = SURE * float(values.std()) / np.sqrt(len(values))
    return mean, mean - float(away), mean + float(away)

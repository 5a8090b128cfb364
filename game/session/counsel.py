"""What do the advisers expect, and what came of it?

Once a year each adviser of the seat says where a watched figure will be some quarters on: a range
from a few futures of the real engine, moved by the adviser's own lean and a little chance. It holds
whether the seat goes on as usual or gives no order: dice are all that an adviser bets on. What is
not in the hands of the player is told first. No two advisers have the same figure open. The table
of that quarter decides who was right. Nothing here touches the world.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import replace
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np

from game.engine import script
from game.session.log import YEAR, Forecast, Log, habits
from game.session.quantiles import levels
from game.session.rollout import OTHER_WORLDS, Course, rollout
from game.story.council import seated, spoken
from game.story.telling import last_digit, rounded
from game.world.dice import Dice, normal_quantile
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.models.lore import Advisor
    from game.content.ruleset import Ruleset
    from game.session.standing import Setup

WORLDS = 32
FIRST_WORLD = OTHER_WORLDS + (1 << 20)  # beyond those of the player's own forecasts
HORIZONS = (4, 3, 2, 4, 1)  # in quarters, from seat to seat of the council, moving on every year
ENDS = (0.05, 0.5, 0.95)  # of the futures: where a range begins, its middle, its end
DOUBT = 0.25  # how far chance moves an adviser, in standard deviations
HUMILITY = 0.02  # of the value: no adviser takes the future to be surer than that
SMALL_CHANGE = 0.01
Futures = dict[str, Floats]  # figure → values, (ways to go on: 1 or 2, turns + 1, worlds)
# Nobody gives a range of these.
_COUNTED = frozenset({"bottleneck", "code", "release", "run_limit", "switch", "quarters"})


def minuted(ruleset: Ruleset, setup: Setup, world: World, log: Log, over: bool = False) -> Log:
    """The log of a new table: what is said at it, forecasts that came due, those of a new year."""
    log = came_due(log)
    if over:
        return log
    log = remembered(ruleset, setup, world, log)
    if int(world.turn[0]) % YEAR:
        return log
    return log.with_forecasts(_of_the_year(ruleset, setup, world, log))


def remembered(ruleset: Ruleset, setup: Setup, world: World, log: Log) -> Log:
    """The log that knows what the advisers say this quarter; one that knows it stays as it is."""
    said = spoken(ruleset, world, setup.seat, log.spoken, log.past())
    return replace(log, spoken=said)


def came_due(log: Log) -> Log:
    """The log whose forecasts of this table know what the figure is."""
    page = log.pages[-1]
    told = tuple(
        replace(each, came=page.figures.get(each.figure))
        if each.due == page.turn and each.came is None
        else each
        for each in log.forecasts
    )
    return log if told == log.forecasts else replace(log, forecasts=told)


def asked(
    ruleset: Ruleset, setup: Setup, world: World, log: Log, advisor: Advisor, sheet: Floats
) -> Forecast | None:
    """What an adviser expects a year on under a plan, of a figure that nobody has forecast.

    None when there is nothing that the adviser could give a range of.
    """
    turn = int(world.turn[0])
    open_ = _open(log, turn)
    names = [name for name in _watched(ruleset, advisor) if name not in open_]
    horizon = min(YEAR, ruleset.scenarios[setup.scenario].turns - turn)
    if not names or horizon < 1:
        return None
    course = Course(setup.scenario, sheet, frozenset({setup.seat}), habits=habits(log))
    futures = _futures(ruleset, setup, world, names, horizon, course)
    return _forecast(ruleset, setup, world, advisor, names, futures, horizon)


def _of_the_year(ruleset: Ruleset, setup: Setup, world: World, log: Log) -> Iterable[Forecast]:
    """A forecast by each adviser, all from the same futures, each of another figure."""
    turn, known = int(world.turn[0]), habits(log)
    left = ruleset.scenarios[setup.scenario].turns - turn
    advisors = seated(ruleset, setup.seat)
    watched = {each.id: _watched(ruleset, each) for each in advisors}
    names = list(dict.fromkeys(name for each in watched.values() for name in each))
    if not names or left < 1:
        return
    course = Course(setup.scenario)
    if known is not None:
        course = replace(course, played=frozenset({setup.seat}), habits=known)
    futures = _futures(ruleset, setup, world, names, min(YEAR, left), course)
    taken = _open(log, turn)
    for place, advisor in enumerate(advisors):
        year = turn // YEAR
        mine = watched[advisor.id]
        first = (year + place) % len(mine) if mine else 0
        horizon = min(HORIZONS[(place + year) % len(HORIZONS)], left)
        ordered = [name for name in (*mine[first:], *mine[:first]) if name not in taken]
        found = _forecast(ruleset, setup, world, advisor, ordered, futures, horizon)
        if found is not None:
            taken.add(found.figure)
            yield found


def _open(log: Log, turn: int) -> set[str]:
    """The figures of which a forecast has still to come due."""
    return {each.figure for each in log.forecasts if each.due > turn}


def _watched(ruleset: Ruleset, advisor: Advisor) -> list[str]:
    """The watched figures of which one can give a range."""
    known = ruleset.figures
    return [name for name in advisor.watches if known[name].unit not in _COUNTED]


def _futures(
    ruleset: Ruleset, setup: Setup, world: World, names: list[str], turns: int, course: Course
) -> Futures:
    """Each figure as the seat goes on, and as it orders no more than the course begins with.

    That is one and the same way for a seat that gave no order in a whole year. The two run side by
    side, unless the script lays effects in the name of a seat that goes on as usual.
    """

    def told(way: Course) -> Futures:
        return rollout(
            ruleset, world, turns, WORLDS, setup.seed, way, names, setup.seat, FIRST_WORLD
        )

    seat = frozenset({setup.seat})
    if course.habits is not None and not any(course.habits):
        ways = [told(course)]
    elif course.played == seat or not script.lays(ruleset, setup.scenario, setup.seat):
        both = told(replace(course, idle=seat))
        ways = [{name: values[:, way::2] for name, values in both.items()} for way in (0, 1)]
    else:
        ways = [told(course), told(replace(course, played=seat, habits=None, no_more=True))]
    return {name: np.stack([each[name] for each in ways]) for name in names}


def _forecast(
    ruleset: Ruleset,
    setup: Setup,
    world: World,
    advisor: Advisor,
    names: list[str],
    futures: Futures,
    horizon: int,
) -> Forecast | None:
    """What the adviser says of the first figure that is open, or at least moves.

    One with a range that says something goes first, then one that is not in the seat's own hands.
    """
    turn, found = int(world.turn[0]), dict[tuple[bool, ...], Forecast]()
    chance = _chance(setup, world, advisor)
    for name in names:
        step, lean = ruleset.figures[name].step, advisor.leans.get(name, 0.0)
        now, ways = float(futures[name][0, 0, 0]), futures[name][:, horizon]
        ranges = [believed(then, lean, chance) for then in ways]
        low, high = _said(ruleset, name, min(r[0] for r in ranges), max(r[1] for r in ranges))
        said = Forecast(advisor.id, name, turn, turn + horizon, low, high)
        if not _reads_as_range(ruleset, said):
            continue
        is_open = any(_is_open(then, step) for then in ways)
        if is_open or any(_moves(now, then, step) for then in ways):
            found.setdefault((said.is_wide, _is_own(ranges), not is_open), said)
    return found[min(found)] if found else None


def _is_own(ranges: list[tuple[float, float]]) -> bool:
    """Whether the seat decides a figure: as usual or without orders, the ranges lie apart."""
    return max(low for low, _ in ranges) > min(high for _, high in ranges)


def _reads_as_range(ruleset: Ruleset, said: Forecast) -> bool:
    """Whether its ends are two numbers once they are written."""
    words, unit = ruleset.words("en"), ruleset.figures[said.figure].unit
    return words.unit(said.low, unit) != words.unit(said.high, unit)


def _is_open(then: Floats, step: float) -> bool:
    """Whether one may be wrong about a figure."""
    low, middle, high = levels(then, ENDS).tolist()
    return bool(high - low >= max(2 * step, SMALL_CHANGE * abs(middle)))


def _moves(now: float, then: Floats, step: float) -> bool:
    """Whether a figure goes anywhere, however surely."""
    _, middle, _ = levels(then, ENDS).tolist()
    return bool(abs(middle - now) >= max(2 * step, SMALL_CHANGE * abs(now)))


def believed(futures: Floats, lean: float, chance: float = 0.0) -> tuple[float, float]:
    """The range an adviser gives of some futures, who leans and is moved by chance (normal)."""
    low, middle, high = levels(futures, ENDS).tolist()
    humble = HUMILITY * abs(middle)
    spread = float(np.hypot(futures.std(), humble))
    off = (lean + DOUBT * chance) * spread
    return low + off - humble, high + off + humble


def _chance(setup: Setup, world: World, advisor: Advisor) -> float:
    """One standard normal for each adviser and quarter."""
    uniform = Dice(setup.seed).uniform(world, "council", zlib.crc32(advisor.id.encode()))
    return float(normal_quantile(uniform)[0])


def _said(ruleset: Ruleset, name: str, low: float, high: float) -> tuple[float, float]:
    """The ends of a range in round numbers as they are told, outwards, where it may lie at all."""
    figure, words = ruleset.figures[name], ruleset.words("en")
    width = max(high - low, figure.step)
    grain = max(figure.step, 10.0 ** round(log10(width)) / 10)
    least = figure.low if figure.low is not None else -np.inf
    most = figure.high if figure.high is not None else np.inf
    down, up = (max(grain, last_digit(end, figure.unit, words)) for end in (low, high))
    ends = floor(low / down) * down, -floor(-high / up) * up
    low, high = (rounded(min(max(end, least), most), figure.step) for end in ends)
    return low, high

"""How are all seats of all scenarios tried out, in as many batches and processes as it takes?

Every playable seat of every scenario is played by each of its bots in the same worlds, and what
they met is summed up by seat.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from game.session.trials.bots import bots_of
from game.session.trials.exposure import Counting, Exposure
from game.session.trials.games import chunks, play
from game.session.workers import spread

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

GAMES, SEED = 200, 1

Exposures = dict[str, Exposure]  # seat → what its bots met


def expose(
    ruleset: Ruleset,
    games: int = GAMES,
    seed: int = SEED,
    *,
    seats: Sequence[str] = (),
    scenarios: Sequence[str] = (),
    jobs: int = 1,
) -> Exposures:
    """What every kind of bot met in `games` games of each seat in each scenario; all by default."""
    tasks = list(_tasks(ruleset, games, seed, seats, scenarios))
    found: Exposures = {}
    with closing(spread(batch, ruleset, tasks, jobs=jobs)) as parts:
        for part in parts:
            if part.seat in found:
                found[part.seat] += part
            else:
                found[part.seat] = part
    return found


def _tasks(
    ruleset: Ruleset, games: int, seed: int, seats: Sequence[str], scenarios: Sequence[str]
) -> Iterator[tuple[str, str, range, int]]:
    """(scenario, seat, worlds, seed) of every batch."""
    for n, scenario in enumerate(ruleset.scenarios.values()):
        for seat in scenario.seats:
            wanted = ruleset.seats[seat].playable if not seats else seat in seats
            if wanted and (not scenarios or scenario.id in scenarios):
                first = n * games  # no scenario sees the dice of another
                for worlds in chunks(len(bots_of(ruleset, seat)), games, first):
                    yield scenario.id, seat, worlds, seed


def batch(ruleset: Ruleset, scenario: str, seat: str, worlds: range, seed: int) -> Exposure:
    """Some games of one seat, as a worker plays them."""
    bots = bots_of(ruleset, seat)
    watcher = Counting(ruleset, seat, bots, len(worlds))
    play(ruleset, scenario, [{seat: bot} for bot in bots], worlds, seed, watcher)
    return watcher.result()

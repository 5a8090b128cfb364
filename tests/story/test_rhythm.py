"""How are scenes spread over a whole game: how many a turn, how long a silence, how much to read?

A few games of all seats at once, each seat played by bots of several tempers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.engine import open_scenario
from game.session.trials import games
from game.session.trials.bots import bots_of
from game.session.trials.rhythm import words_of
from game.story.memory import MAJOR_SLOT, MINOR_SLOTS, storylets
from game.story.scenes import open_quarter
from game.world.dice import Dice
from game.world.state import World
from tests.story.tables import table

pytestmark = pytest.mark.xdist_group("rhythm")

TABLES, GAMES = 4, 6
SILENT_QUARTERS, SILENT_SHARE = 5, 0.15
ENOUGH = 26  # storylets that a seat needs before its silences can be short
MEDIAN_WORDS, MOST_WORDS = 120, 250


class Rhythm(games.Watcher):
    """Writes down what is on the table of each seat, quarter by quarter."""

    def __init__(self, rows: dict[str, int]) -> None:
        self.rows = rows
        self.tables: dict[str, list[Any]] = {seat: [] for seat in rows}
        self.playing: dict[str, list[Any]] = {seat: [] for seat in rows}

    def dealt(self, world: World) -> None:
        """The scenes of the quarter."""
        for seat, row in self.rows.items():
            self.tables[seat].append(world.scene_now[row].copy())
            self.playing[seat].append(world.outcome[row] == 0)


@pytest.fixture(scope="module")
def rhythm(ruleset: Ruleset) -> Rhythm:
    """Whole games from autumn 2022, all seats played."""
    seats = ruleset.scenarios["autumn_2022"].seats
    watcher = Rhythm({seat: ruleset.index("seat", seat) for seat in seats})
    tempers = [{seat: bots_of(ruleset, seat)[-n] for seat in seats} for n in range(1, TABLES + 1)]
    games.play(ruleset, "autumn_2022", tempers, range(GAMES), 1, watcher)
    return watcher


def longest_silence(there: Any, playing: Any) -> Any:
    """The most quarters in a row without a scene, game by game; (turns, games) to (games,)."""
    run = np.zeros(there.shape[1], np.int64)
    longest = run.copy()
    for now, plays in zip(there, playing, strict=True):
        run = np.where(plays & ~now, run + 1, 0)
        longest = np.maximum(longest, run)
    return longest


def test_long_silences_are_rare_where_there_is_enough_to_tell(
    ruleset: Ruleset, rhythm: Rhythm
) -> None:
    judged = 0
    for seat, tables in rhythm.tables.items():
        if sum(seat in storylet.seats for storylet in storylets(ruleset)) < ENOUGH:
            continue
        judged += 1
        there = (np.array(tables) >= 0).any(axis=1)
        longest = longest_silence(there, np.array(rhythm.playing[seat]))
        assert np.mean(longest >= SILENT_QUARTERS) < SILENT_SHARE, (seat, longest)
    assert judged >= 4


def test_no_turn_asks_for_more_reading_than_it_should(ruleset: Ruleset, rhythm: Rhythm) -> None:
    length = np.array([*map(words_of, storylets(ruleset)), 0.0])  # the last one for no scene
    for seat, tables in rhythm.tables.items():
        now = np.array(tables)
        read = length[now].sum(axis=1)[np.array(rhythm.playing[seat])]
        assert np.median(read) <= MEDIAN_WORDS, seat
        assert np.percentile(read, 95) <= MOST_WORDS, seat
        sizes = np.array([storylet.size == "major" for storylet in storylets(ruleset)] + [False])
        assert not sizes[now[:, MINOR_SLOTS, :]].any()
        assert sizes[now[:, MAJOR_SLOT][now[:, MAJOR_SLOT] >= 0]].all()


def test_the_first_table_of_every_seat_has_a_scene(ruleset: Ruleset) -> None:
    """With every seed, and nobody meets an empty room first."""
    seats = ruleset.scenarios["autumn_2022"].seats
    assert len(seats) == 8
    for seed in range(40):
        before = open_scenario(ruleset, "autumn_2022", (0, 0), seed=seed).thaw()
        world = open_quarter(ruleset, before, Dice(seed), frozenset(seats))
        empty = [seat for seat in seats if not any(table(ruleset, world, seat))]
        assert empty == [], seed

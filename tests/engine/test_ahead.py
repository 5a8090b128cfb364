"""Does what a stage orders ahead come when it is due, and never before?"""

from __future__ import annotations

import numpy as np

from game.engine.ahead import in_steps, rows_of

PLACES = ("power_mw[us]", "power_mw[cn]")


def test_steps_come_one_after_the_other(ruleset, quarter):
    rows = rows_of(ruleset, PLACES)
    quarter.w.pending[:] = 0.0
    in_steps(quarter, rows, np.array([7, 2]), 3, np.full((2, 2), 5.0), "test")
    due = [np.flatnonzero(quarter.w.pending[row, :, 0]).tolist() for row in rows]
    turn = int(quarter.w.turn[0])
    assert due == [[turn + 7, turn + 8, turn + 9], [turn + 2, turn + 3, turn + 4]]


def test_a_wait_beyond_what_is_kept_is_cut_and_nothing_is_lost(ruleset, quarter):
    rows = rows_of(ruleset, PLACES)
    quarter.w.pending[:] = 0.0
    in_steps(quarter, rows, np.array([31, 40]), 4, np.full((2, 2), 5.0), "test")
    turn = int(quarter.w.turn[0])
    for row in rows:
        kept = quarter.w.pending[row, :, 0]
        assert kept.sum() == 20.0
        assert np.flatnonzero(np.roll(kept, -turn - 1)).tolist() == [28, 29, 30, 31]

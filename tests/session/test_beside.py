"""Does a second process find what this one would have, and leave nothing behind?"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from functools import partial

import numpy as np
import pytest

from game.content import Ruleset
from game.session.beside import beside, can_copy
from game.world.state import Floats, empty_world

copies = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux only")


@copies
def test_the_work_is_done_elsewhere() -> None:
    with beside(lambda: np.array([float(os.getpid()), 7.0])) as result:
        process, seven = result()
    assert seven == 7.0
    assert process != os.getpid()
    assert not multiprocessing.active_children()


@copies
def test_work_that_fails_there_is_done_here() -> None:
    here = os.getpid()

    def work() -> Floats:
        if os.getpid() != here:
            raise MemoryError
        return np.ones(3)

    with beside(work) as result:
        assert result().sum() == 3.0


@copies
def test_work_whose_copy_is_killed_while_it_sends_is_done_here() -> None:
    here = os.getpid()

    def work() -> Floats:
        if os.getpid() != here:
            signal.setitimer(signal.ITIMER_REAL, 0.2)  # nobody reads so soon, and the pipe is full
        return np.ones(1_000_000)

    with beside(work) as result:
        multiprocessing.active_children()[0].join(10)
        assert result().sum() == 1_000_000.0


@copies
def test_several_works_are_done_in_their_order_and_those_that_fail_here() -> None:
    here = os.getpid()

    def work(number: int) -> int:
        if number == 3 and os.getpid() != here:
            raise MemoryError
        return number if os.getpid() != here else -number

    with beside(*(partial(work, number) for number in range(1, 6))) as result:
        assert [result() for _ in range(5)] == [1, 2, -3, -4, -5]


@copies
def test_a_copy_has_its_own_worlds(ruleset: Ruleset) -> None:
    worlds = empty_world(ruleset, range(600))

    def work() -> Floats:
        worlds.pending[:] = 7.0
        worlds.story_seen[:] = 7
        return np.array([worlds.pending.mean(), worlds.story_seen.mean()])

    with beside(work) as result:
        assert result().tolist() == [7.0, 7.0]
    assert not worlds.pending.any()
    assert (worlds.story_seen == -1).all()


@copies
def test_nobody_waits_for_what_nobody_asks_for() -> None:
    forever = threading.Event()

    def work() -> Floats:
        forever.wait()
        return np.ones(1)

    with beside(work):
        assert multiprocessing.active_children()
    assert not multiprocessing.active_children()


def test_beside_other_threads_there_is_no_copy() -> None:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert not can_copy()
    finally:
        done.set()
        thread.join()

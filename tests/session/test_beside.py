"""Does a second process find what this one would have, and leave nothing behind?"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading

import numpy as np
import pytest

from game.session.beside import beside, can_copy
from game.world.state import Floats

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

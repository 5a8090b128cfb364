"""Who does the work of many games: this process, copies of it, or somebody's cluster?

Where the system copies a process in an instant, this one and its copies take turns: nothing need be
sent but results. Elsewhere tasks go to a pool, or to any executor of `concurrent.futures`, never
more than a few ahead; the rules travel as bytes and are read once in each worker. Results come in
the order of the tasks. What a task is, is the caller's business.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import ExitStack, contextmanager, redirect_stderr
from functools import lru_cache, partial
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, TypeVar

from game.session.beside import beside, can_copy, cores

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Result = TypeVar("Result")
Task = tuple[Any, ...]

AHEAD = 2  # tasks under way for each worker: enough that none waits, few enough to fit in memory
_ONE_THREAD = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def spread(
    function: Callable[..., Result],
    ruleset: Ruleset,
    tasks: Iterable[Task],
    executor: Executor | None = None,
    jobs: int = 1,
) -> Generator[Result, None, None]:
    """`function(ruleset, *task)` for every task, in their order.

    In this process when `jobs` is 1, unless an executor is given, which stays open; else in `jobs`
    processes. The function must be one that a module names.
    """
    if executor is None and jobs <= 1:
        for task in tasks:
            yield function(ruleset, *task)
    elif executor is None and can_copy():
        yield from _in_turn([partial(function, ruleset, *task) for task in tasks], jobs)
    elif executor is None:
        with pool(jobs) as processes:
            yield from _through(processes, AHEAD * jobs, function, ruleset, tasks)
    else:
        yield from _through(executor, AHEAD * max(jobs, cores()), function, ruleset, tasks)


def _in_turn(works: list[Callable[[], Result]], jobs: int) -> Generator[Result, None, None]:
    """One work is done here, the next in a copy of this process, and so on in turn."""
    with ExitStack() as copies:
        others = [copies.enter_context(beside(*works[n::jobs])) for n in range(1, jobs)]
        for n, work in enumerate(works):
            yield others[n % jobs - 1]() if n % jobs else work()


def _through(
    executor: Executor,
    most: int,
    function: Callable[..., Result],
    ruleset: Ruleset,
    tasks: Iterable[Task],
) -> Generator[Result, None, None]:
    rules = _frozen(ruleset)
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            if len(waiting) >= most:
                yield waiting.popleft().result()
            with redirect_stderr(sys.__stderr__):  # a face may have put its own in the place
                waiting.append(executor.submit(_work, function, rules, task))
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@lru_cache(maxsize=1)
def _frozen(ruleset: Ruleset) -> bytes:
    """The rules as they travel; to write them out takes more memory than they do."""
    from game.content.freezing import freeze

    return freeze(ruleset)


def _work(function: Callable[..., Result], rules: bytes, task: Task) -> Result:
    """One task, in a worker."""
    return function(_rules(rules), *task)


@lru_cache(maxsize=2)
def _rules(data: bytes) -> Ruleset:
    from game.content.thawing import thaw

    return thaw(data)


@contextmanager
def pool(jobs: int) -> Iterator[Executor]:
    """Fresh processes, each of which computes on one core."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    try:
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
            yield processes
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value

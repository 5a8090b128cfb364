"""Which line of a mod makes wrong what stands in a file of somebody else?

A patch that takes away or changes what others count on is noticed where they say so. The patches
are laid on again, instruction by instruction: the first with which a problem comes is to blame for
it. What is a problem is not asked here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from game.content import patches
from game.content.definitions import Definition
from game.content.document import Path
from game.content.files import Reading
from game.errors import Problem

Sign = tuple[str, str, str]  # code, definition, path: what tells a problem from others
Laid = Callable[[int], Reading]  # the content with so many instructions of all patches
Found = Callable[[Reading], list[Problem]]  # what is wrong with it


def traced(problems: list[Problem], whole: Reading, laid: Laid, found: Found) -> list[Problem]:
    """The problems, each that a patch of another brought about at the line that did."""
    steps = [(one, part, key) for one in whole.laid for part, key, _ in patches.instructions(one)]

    @cache
    def signs(most: int) -> frozenset[Sign]:
        return frozenset(map(_sign, found(laid(most))))

    def caused(problem: Problem) -> Problem:
        home = problem.file.partition("/")[0]
        if not problem.is_at_home or all(patch.owner == home for patch, *_ in steps):
            return problem
        sign, without, with_it = _sign(problem), 0, len(steps)
        if sign in signs(without):
            return problem
        while with_it - without > 1:
            middle = (without + with_it) // 2
            without, with_it = (without, middle) if sign in signs(middle) else (middle, with_it)
        patch, part, key = steps[with_it - 1]
        return problem if patch.owner == home else _moved(problem, patch, (part, key))

    return [caused(problem) for problem in problems]


def _sign(problem: Problem) -> Sign:
    return problem.code, problem.entry, problem.path


def _moved(problem: Problem, patch: Definition, place: Path) -> Problem:
    """The problem at an instruction of a patch, with the place where it shows."""
    shows = f"it shows in {problem.file}:{problem.line}"
    hint = f"{problem.hint}; {shows}" if problem.hint else shows
    at = patch.problem(problem.code, place, problem.message, hint, severity=problem.severity)
    return replace(at, path=problem.path, entry=problem.entry, confidence=problem.confidence)

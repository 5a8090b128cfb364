"""How does a check say what it found, and what may it ask?

One warner a definition: it knows where the definition stands in its file, takes severity and
confidence of a problem from the table of codes, and keeps what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from game.content.codes import CODES
from game.content.definitions import Definition
from game.content.document import Path
from game.content.models import Model
from game.content.ranges import Bounds
from game.content.ruleset import Ruleset
from game.errors import Problem

Table = Mapping[str, Mapping[str, Definition]]
RangeOf = Callable[[str], Bounds]


@dataclass(frozen=True)
class Content:
    """Everything that a check may look at."""

    table: Table  # where each definition was written
    ruleset: Ruleset
    range_of: RangeOf
    base_words: frozenset[str] = frozenset()  # keys of the interface, whoever says them last
    opened: dict[str, RangeOf] = field(default_factory=dict)  # by scene, kept by `open_when`

    def models(self, kind: str) -> Mapping[str, Model]:
        """The checked definitions of a kind; figures as they were written, templates and all."""
        found: Mapping[str, Model] = getattr(self.ruleset, kind)
        return found

    def warner(self, kind: str, id_: str) -> Warner:
        """Who notes the problems of one definition."""
        return Warner(self.table[kind][id_])


@dataclass
class Warner:
    """The problems of one definition."""

    definition: Definition
    problems: list[Problem] = field(default_factory=list)

    def warn(
        self,
        code: str,
        path: Path,
        message: str,
        hint: str = "",
        *,
        key: bool = False,
        offset: int | None = None,
    ) -> None:
        """Note a problem at a path of the definition."""
        severity = CODES[code].severity
        found = self.definition.problem(
            code, path, message, hint, key=key, offset=offset, severity=severity
        )
        self.problems.append(found)


def rated(problem: Problem) -> Problem:
    """The problem with the confidence that the table of codes gives it."""
    known = CODES.get(problem.code)
    if known is None or known.confidence == problem.confidence:
        return problem
    return replace(problem, confidence=known.confidence)

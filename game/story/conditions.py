"""Which of many conditions hold, in very many worlds at once?

A condition is cut at its outer `and`s. Nearly every clause compares a figure with a number: all of
these are compared together, sign by sign. A clause of another shape counts as a figure that must
not be 0. The answers are those of each condition by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.content.evaluation import Code
from game.story.memory import Mask
from game.story.terms import Glance, Terms, names_in, term_of, terms_of, used
from game.world.arrays import COMPARE
from game.world.figures import CALENDAR, bindings
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.ruleset import Ruleset

_ORDER = tuple(COMPARE)
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, eq=False, slots=True)
class Conditions:
    """Many conditions, a row each; a clause that several share is compared once."""

    terms: Terms
    term: Ints  # (clause,), the clauses sorted by sign
    number: Floats  # (clause, 1)
    edges: Ints  # where the clauses of each sign begin
    clauses: Ints  # (row, clauses of a row), filled up with its first
    of_the_date: Ints  # clauses that read nothing but the date

    def __len__(self) -> int:
        return len(self.clauses)

    def holds(self, rows: Ints, glance: Glance) -> Mask:
        """Where some of the conditions hold; shape (rows, worlds)."""
        clauses, places = used(self.clauses[rows], len(self.term))
        true = self._true(clauses, glance, glance.width)
        found = true[places[:, 0]]
        for column in places.T[1:]:
            found &= true[column]
        return found

    def in_season(self, glance: Glance) -> Mask:
        """Which conditions the date does not keep from holding; shape (rows,)."""
        possible = np.ones(len(self.term), np.bool_)
        possible[self.of_the_date] = self._true(self.of_the_date, glance, 1)[:, 0]
        return np.logical_and.reduce(possible[self.clauses], axis=1)

    def _true(self, clauses: Ints, glance: Glance, width: int) -> Mask:
        """Where some of the clauses, in their order, are true; (clauses, width)."""
        terms, number = self.term[clauses], self.number[clauses]
        values = glance.values(self.terms, terms)[:, :width].take(terms, axis=0)
        true = np.empty(values.shape, np.bool_)
        edges = np.searchsorted(clauses, self.edges).tolist()
        for compare, start, end in zip(COMPARE.values(), edges, edges[1:], strict=False):
            if start < end:
                compare(values[start:end], number[start:end], out=true[start:end])
        return true


def conditions(ruleset: Ruleset, asked: Sequence[tuple[Expression, str]]) -> Conditions:
    """A table of conditions, each with the seat that asks."""
    parts = {condition: tuple(_clauses(condition.code)) for condition in dict(asked)}
    cut = [
        [(sign, term_of(code, seat), number) for sign, code, number in parts[condition]]
        for condition, seat in asked
    ]
    known = sorted({clause for row in cut for clause in row}, key=lambda clause: clause[0])
    places = {clause: n for n, clause in enumerate(known)}
    terms = terms_of(ruleset)
    most = max(map(len, cut), default=1)
    filled = [[places[clause] for clause in row + row[:1] * (most - len(row))] for row in cut]
    calendar = {name for name, found in bindings(ruleset).items() if found.array in CALENDAR}
    dated = [n for n, (_, term, _) in enumerate(known) if calendar.issuperset(names_in(term[1]))]
    return Conditions(
        terms=terms,
        term=np.array([terms.place(term) for _, term, _ in known], np.int64),
        number=np.array([number for *_, number in known], np.float64)[:, None],
        edges=np.searchsorted([sign for sign, *_ in known], np.arange(len(COMPARE) + 1)),
        clauses=np.array(filled, np.int64).reshape(-1, most),
        of_the_date=np.array(dated, np.int64),
    )


def _clauses(code: Code) -> Iterator[tuple[int, Code, float]]:
    """The clauses of a condition: sign, left side, the number on the right."""
    if code[0] == "and":
        for part in code[1:]:
            yield from _clauses(part)
        return
    sign, left, number = "!=", code, 0.0
    if code[0] in COMPARE and code[2][0] == "number":
        sign, left, number = code[0], code[1], code[2][1]
    elif code[0] in COMPARE and code[1][0] == "number":
        sign, left, number = _TURNED[code[0]], code[2], code[1][1]
    yield _ORDER.index(sign), left, number

"""What are many amounts, in very many worlds at once?

Nearly every amount that content gives is a number, or follows from one term: so many times it, and
so much more, between two bounds. Whatever else it is counts as a term of its own. The values are
those of each expression by itself, to the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.content.evaluation import Code
from game.story.terms import Glance, Terms, settled, term_of, terms_of
from game.world.derived import KINDS
from game.world.figures import ME, bindings
from game.world.geography import places
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.ruleset import Ruleset

NONE = -1
Asked = tuple["Expression", str]  # and the seat that asks


class Shape(NamedTuple):
    """min(high, max(low, more + times * term)); without a term the number is `times`."""

    low: float
    high: float
    more: float
    times: float


PLAIN = Shape(-np.inf, np.inf, -0.0, 1.0)  # adding -0.0 changes nothing, not even a zero's sign


@dataclass(frozen=True, eq=False, slots=True)
class Amounts:
    """Many amounts, a row each."""

    shape: Floats  # the four numbers of a `Shape`, (4, row)
    number: Floats  # the last of them, which is all where there is no term
    term: Ints  # (row,), NONE for none
    terms: Terms

    def values(self, rows: Ints, lanes: Ints, glance: Glance) -> Floats:
        """Rows, each in one of the worlds; both have shape (values,)."""
        found, term = self.number[rows], self.term[rows]
        varied = (term >= 0).nonzero()[0]
        if varied.size:
            terms = term[varied]
            values = glance.values(self.terms, terms)[terms, lanes[varied]]
            found[varied] = self._shaped(values, rows[varied])
        return found

    def across(self, rows: Ints, glance: Glance) -> Floats:
        """Rows in all worlds; (rows, worlds)."""
        found, term = np.repeat(self.number[rows, None], glance.width, axis=1), self.term[rows]
        varied = (term >= 0).nonzero()[0]
        if varied.size:
            terms = term[varied]
            values = glance.values(self.terms, terms).take(terms, axis=0)
            found[varied] = self._shaped(values.T, rows[varied]).T
        return found

    def _shaped(self, values: Floats, rows: Ints) -> Floats:
        """What the amounts are, given their terms; writes into `values`."""
        low, high, more, times = self.shape.take(rows, axis=1)
        values *= times
        values += more
        np.maximum(values, low, out=values)
        return np.minimum(values, high, out=values)


def amounts(ruleset: Ruleset, asked: Mapping[int, Asked], rows: int) -> Amounts:
    """A table of so many amounts, each with the seat that asks; those not given are 0."""
    terms = terms_of(ruleset)
    shapes, which = np.zeros((4, rows)), np.full(rows, NONE)
    for row, (expression, seat) in asked.items():
        code = settled(expression.code, _known(ruleset, seat))
        if code[0] == "number":
            shapes[3, row] = code[1]
        else:
            shapes[:, row], code = _shape(code)
            which[row] = terms.place(term_of(code, seat))
    return Amounts(shapes, shapes[3], which, terms)


@lru_cache(maxsize=64)
def _known(ruleset: Ruleset, seat: str) -> dict[str, float]:
    """The figures that say what kind of actor the seat is, which it always remains."""
    me = ruleset.index("actor", seat)
    return {
        name: float(getattr(places(ruleset), found.array)[me])
        for name, found in bindings(ruleset).items()
        if found.array in KINDS and found.index == (ME,)
    }


def _shape(code: Code) -> tuple[Shape, Code]:
    """An amount as what it makes of a term, and that term."""
    bounds: dict[str, float] = {}
    inner, (bound, rest) = code, _split(code, "min", "max")
    while bound is not None and inner[0] not in bounds:
        bounds[inner[0]], inner = bound, rest
        bound, rest = _split(inner, "min", "max")
    low, high = bounds.get("max", PLAIN.low), bounds.get("min", PLAIN.high)
    if low > high:  # it matters which comes first
        low, high, inner = PLAIN.low, PLAIN.high, code
    more, inner = _split(inner, "+")
    times, inner = _split(inner, "*")
    more, times = PLAIN.more if more is None else more, PLAIN.times if times is None else times
    return Shape(low, high, more, times), inner


def _split(code: Code, *joined: str) -> tuple[float | None, Code]:
    """The number among two parts that are joined so, and the other part; else none, and all."""
    if code[0] in joined and len(code) == 3:
        for one, other in ((code[1], code[2]), (code[2], code[1])):
            if one[0] == "number":
                return one[1], other
    return None, code

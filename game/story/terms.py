"""What do many expressions read, and how is each of it worked out once for all of them?

A term is a figure, or what only the evaluator can work out, as one seat or anybody reads it.
Conditions compare terms with numbers, amounts multiply numbers by terms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.evaluation import Code, build
from game.story.memory import OWN, Glance
from game.world.figures import CALENDAR, place_of
from game.world.state import Floats, Ints

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from game.content.ruleset import Ruleset

Term = tuple[str, Code]  # the seat that reads it, none for anybody, and what


class Terms:
    """Terms by their place; each is read when it is asked for."""

    def __init__(self, ruleset: Ruleset, terms: Iterable[Term]) -> None:
        self._look = [_looking(ruleset, seat, code) for seat, code in terms]

    def __len__(self) -> int:
        return len(self._look)

    def values(self, terms: Ints, glance: Glance, width: int) -> tuple[Floats, Ints]:
        """What the terms are, each once, (terms that occur, width); and which stands where."""
        once, places = used(terms, len(self))
        values = np.empty((len(once), width))
        for row, term in zip(values, once.tolist(), strict=True):
            row[:] = self._look[term](glance)
        return values, places


def _looking(ruleset: Ruleset, seat: str, code: Code) -> Callable[[Glance], Any]:
    """How a term is read: a figure from where it stands, anything else by the evaluator."""
    if code[0] == "name":
        me = ruleset.index("actor", seat) if seat else 0
        place = place_of(ruleset, me, code[1])
        if place is not None and place.array not in CALENDAR:
            return lambda glance: glance.at(place)
    step = build(code)
    return lambda glance: step(glance.reader(seat))


def used(codes: Ints, many: int) -> tuple[Ints, Ints]:
    """Which of so many codes occur, each once and in order; and which of them stands where."""
    flags: NDArray[np.bool_] = np.zeros(many, np.bool_)
    flags[codes] = True
    return flags.nonzero()[0], (flags.cumsum() - 1)[codes]


def is_own(code: Code) -> bool:
    """Whether each seat reads a part of an expression for itself."""
    return any(name.startswith(OWN) for name in names_in(code))


def term_of(code: Code, seat: str) -> Term:
    """A part of an expression as a seat reads it."""
    return seat if is_own(code) else "", code


def settled(code: Code, known: Mapping[str, float]) -> Code:
    """A part of an expression with what is known of its figures; numbers alone are worked out."""
    what, *parts = code
    if what == "name":
        return ("number", known[parts[0]]) if parts[0] in known else code
    if what == "number":
        return code
    done = (what, *(settled(part, known) for part in parts))
    if all(part[0] == "number" for part in done[1:]):
        return "number", float(build(done)(known.__getitem__))
    return done


def names_in(code: Code) -> Iterator[str]:
    """The figures that a part of an expression reads."""
    if code[0] == "name":
        yield code[1]
    elif code[0] != "number":
        for part in code[1:]:
            yield from names_in(part)

"""What of an expression does each seat read for itself, and what is known of it beforehand?

A term is a part of an expression as one seat, or anybody, reads it. Conditions compare terms with
numbers, amounts multiply numbers by terms; how they are worked out is in `glance.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from game.content.evaluation import Code, build
from game.story.memory import OWN
from game.world.state import Ints

if TYPE_CHECKING:
    from numpy.typing import NDArray

Term = tuple[str, Code]  # the seat that reads it, none for anybody, and what


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

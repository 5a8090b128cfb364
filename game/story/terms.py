"""What do many expressions read, and how is each of it worked out once for all of them?

A term is a figure, or what only the evaluator can work out, as one seat or anybody reads it.
Conditions compare terms with numbers, amounts multiply numbers by terms. All terms that the tables
of a ruleset ask for have their place in one list; a glance keeps what it has worked out of them
until somebody writes into the world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.evaluation import Code, build
from game.story.memory import MEMORY, OWN, Mask, Read
from game.world.derived import DERIVED
from game.world.figures import CALENDAR, Kept, Reader, place_of
from game.world.state import FIELDS, Floats, Ints, World
from game.world.watching import watched

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


Term = tuple[str, Code]  # the seat that reads it, none for anybody, and what


class Glance:
    """What all seats see of a world this morning, each part of it worked out once.

    Whoever writes into the world says so with `forget`; the story's own memory is read afresh. With
    `few` readers, no array is worked out for all actors where one will do.
    """

    def __init__(self, ruleset: Ruleset, world: World, few: bool = False) -> None:
        self._ruleset, self._world, self._few = ruleset, world, few
        self._kept: Kept = {}
        self._readers: dict[str, Read] = {}
        self._terms: Terms | None = None  # the list whose terms stand in ...
        self._values: Floats = np.empty((0, world.width))  # ... (term, worlds) ...
        self._known: Mask = np.zeros(0, np.bool_)  # ... where they have been worked out
        self.at = Reader(ruleset, world, kept=self._kept, few=few).at
        self.width = world.width

    def reader(self, seat: str) -> Read:
        """A reader for one seat, or for nobody; the date comes as one number."""
        if seat not in self._readers:
            reader = Reader(
                self._ruleset, self._world, seat or None, kept=self._kept, few=self._few
            )
            self._readers[seat] = reader.brief
        return self._readers[seat]

    def values(self, terms: Terms, places: Ints) -> Floats:
        """A row for every term of a list, (term, worlds); those that are asked for are filled in.

        Room is made for all terms, of which there are more once a new table has been made.
        """
        if terms is not self._terms or len(self._known) < len(terms):
            self._terms, self._known = terms, np.zeros(len(terms), np.bool_)
            self._values = np.empty((len(terms), self.width))
        for place in set(places[~self._known[places]].tolist()):
            self._values[place] = terms.look[place](self)
            self._known[place] = terms.lasts[place]
        return self._values

    def forget(self, arrays: Set[str]) -> None:
        """These arrays have been written: what was read from them is read again."""
        if not arrays:
            return
        known = _following(self._ruleset)
        if not known:
            known |= {name: [name] for name in FIELDS}
            for derived in DERIVED:
                for name in watched(self._ruleset, self._world, derived)[1]:
                    known[name].append(derived)
        if self._terms is not None and len(self._terms) > len(self._known):
            self._terms = None  # all is laid out anew when it is next asked for
        of = self._terms.of if self._terms is not None else {}
        for gone in {gone for name in arrays for gone in known[name]}:
            self._kept.pop(gone, None)
            if gone in of:
                self._known[of[gone]] = False


@lru_cache(maxsize=64)
def _following(ruleset: Ruleset) -> dict[str, list[str]]:
    """Each stored array with the derived ones that follow from it, the same in every world.

    Nothing before they were found out.
    """
    return {}


class Terms:
    """All terms that the tables of a ruleset ask for, each with its place."""

    def __init__(self, ruleset: Ruleset) -> None:
        self._ruleset = ruleset
        self._places: dict[Term, int] = {}
        self.look: list[Callable[[Glance], Any]] = []  # how each is worked out
        self.lasts: list[bool] = []  # it stays what it is until an array is written
        self.of: dict[str, Ints] = {}  # those that read an array

    def __len__(self) -> int:
        return len(self.look)

    def place(self, term: Term) -> int:
        """Where a term stands, from now on if it is new."""
        if term not in self._places:
            seat, code = term
            here = self._places[term] = len(self)
            me = self._ruleset.index("actor", seat) if seat else 0
            names = set(names_in(code))
            read = {place.array for n in names if (place := place_of(self._ruleset, me, n))}
            for array in read:
                self.of[array] = np.append(self.of.get(array, np.zeros(0, np.int64)), here)
            self.lasts.append(not any(name.startswith(MEMORY) for name in names))
            self.look.append(_looking(self._ruleset, me, seat, code))
        return self._places[term]


@lru_cache(maxsize=8)
def terms_of(ruleset: Ruleset) -> Terms:
    """The terms of a ruleset, none before a table asks for one."""
    return Terms(ruleset)


def _looking(ruleset: Ruleset, me: int, seat: str, code: Code) -> Callable[[Glance], Any]:
    """How a term is read: a figure from where it stands, anything else by the evaluator."""
    place = place_of(ruleset, me, code[1]) if code[0] == "name" else None
    if place is not None and place.array not in CALENDAR:
        return lambda glance: glance.at(place)
    step = build(code)
    return lambda glance: step(glance.reader(seat))


def used(codes: Ints, many: int) -> tuple[Ints, Ints]:
    """Which of so many codes occur, each once and in order; and which of them stands where."""
    flags: Mask = np.zeros(many, np.bool_)
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

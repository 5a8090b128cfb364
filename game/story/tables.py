"""What may one seat answer, and what does each answer bring, as tables?

One column a storylet, one place a choice, two codes a choice (it came off, it did not). Whatever
content gives as a plain number stands in an array, so that the answers of many worlds are looked up
at once; what must be worked out, and what is too rare to be worth a table, is listed beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from game.story.memory import Mask, choice_positions, storylets
from game.world.figures import Binding, bindings
from game.world.state import FIELDS, Floats, Ints, shape_of

if TYPE_CHECKING:
    from game.content.expressions import Expression
    from game.content.models.story import Choice, Outcome
    from game.content.ruleset import Ruleset

OUTSIDE = "outside"  # gives whatever it is asked for
_FLOAT = np.float64


@dataclass(frozen=True, slots=True)
class Sum:
    """Money between the seat and somebody else."""

    party: int
    limited: bool  # by what the payer has
    usd: Expression


@dataclass(frozen=True, slots=True)
class Deed:
    """An outcome that is more than fixed numbers."""

    outcome: Outcome
    by_itself: bool  # it is left to `apply_outcome`
    pays: Sum | None
    gains: Sum | None
    worked_out: tuple[tuple[int, Expression], ...]  # which of its entries, and by what
    then: tuple[tuple[int, int], ...]  # (storylet, quarters)
    written: frozenset[str]  # arrays, when it is by itself


@dataclass(frozen=True, slots=True)
class Entries:
    """Every figure that an outcome writes, a row each; those of a code stand together."""

    array: Ints  # place in `arrays`
    cell: Ints  # place in that array, flattened
    number: Floats
    replaces: Mask  # it is set, not added
    low: Floats
    high: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Tables:
    """The answers of one seat; `choice` and `weight` have shape (place, storylet)."""

    seat: str
    row: int
    me: int
    choice: Ints  # its place on the choice axis
    weight: Floats  # `ai`, 0 where it must be worked out
    quiet: Ints  # (storylet,) place of the default
    moody: Mask  # (storylet,) it has such weights
    unsure: dict[int, tuple[tuple[int, Choice], ...]]  # storylet → the places and choices
    odds: Floats  # (choice,), nan where they must be worked out
    gambles: dict[int, Expression]
    special: Mask  # (code,) it has a deed
    deeds: dict[int, Deed]
    start: Ints  # (code,) its first entry
    count: Ints  # (code,) and how many it has
    entries: Entries
    arrays: tuple[str, ...]


@lru_cache(maxsize=64)
def tables_of(ruleset: Ruleset, seat: str) -> Tables:
    """The tables of a seat, made when they are first asked for."""
    me, places = ruleset.index("actor", seat), choice_positions(ruleset)
    codes = 2 * len(places)
    made = _Maker(ruleset, me, codes)
    odds, gambles = np.ones(len(places)), {}
    for storylet in storylets(ruleset):
        for each in storylet.choices:
            position = places[storylet.id, each.id]
            odds[position] = np.nan if each.odds.constant is None else each.odds.constant
            gambles[position] = each.odds
            if seat in storylet.seats:
                made.add(2 * position, each.win)
                made.add(2 * position + 1, each.lose)
    unsure = {
        column: tuple((n, c) for n, c in enumerate(storylet.choices) if not _fixed(c))
        for column, storylet in enumerate(storylets(ruleset))
    }
    choice, weight, quiet = _picking(ruleset)
    return Tables(
        seat=seat,
        row=ruleset.index("seat", seat),
        me=me,
        choice=choice,
        weight=weight,
        quiet=quiet,
        moody=np.array([bool(each) for each in unsure.values()], np.bool_),
        unsure=unsure,
        odds=odds,
        gambles=gambles,
        special=np.array([code in made.deeds for code in range(codes)], np.bool_),
        deeds=made.deeds,
        start=made.start,
        count=made.count,
        entries=made.entries(),
        arrays=tuple(made.arrays),
    )


def _picking(ruleset: Ruleset) -> tuple[Ints, Floats, Ints]:
    """Of every storylet its choices, what each weighs, and which is the quiet one."""
    known, places = storylets(ruleset), choice_positions(ruleset)
    most = max((len(storylet.choices) for storylet in known), default=0)
    choice = np.zeros((most, len(known)), np.int64)
    weight, quiet = np.zeros(choice.shape), np.zeros(len(known), np.int64)
    for column, storylet in enumerate(known):
        for n, each in enumerate(storylet.choices):
            choice[n, column] = places[storylet.id, each.id]
            if _fixed(each) and (each.default or each.needs.constant):
                weight[n, column] = max(each.ai.constant or 0.0, 0.0)
            if each.default:
                quiet[column] = n
    return choice, weight, quiet


def _fixed(choice: Choice) -> bool:
    """Whether the weight of a choice is the same in all worlds."""
    return choice.ai.constant is not None and (choice.default or choice.needs.constant is not None)


class _Maker:
    """Collects the outcomes of a seat, code by code."""

    def __init__(self, ruleset: Ruleset, me: int, codes: int) -> None:
        self._ruleset, self._me = ruleset, me
        self._rows: list[tuple[int, int, float, bool, float, float]] = []
        self.arrays: dict[str, int] = {}
        self.deeds: dict[int, Deed] = {}
        self.start, self.count = np.zeros(codes, np.int64), np.zeros(codes, np.int64)

    def add(self, code: int, outcome: Outcome | None) -> None:
        """One outcome under its code; None brings nothing."""
        if outcome is None:
            return
        writes = [(name, e, False) for name, e in outcome.add.items()]
        writes += [(name, e, True) for name, e in outcome.set.items()]
        worked_out = tuple((n, e) for n, (_, e, _) in enumerate(writes) if e.constant is None)
        by_itself = self._rare(outcome)
        if not by_itself:
            self.start[code], self.count[code] = len(self._rows), len(writes)
            self._rows += [self._row(*write) for write in writes]
        then = tuple((self._ruleset.index("storylet", s), q) for s, q in outcome.then.items())
        pays = gains = None
        if outcome.pay is not None and not by_itself:
            pays = Sum(self._party(outcome.pay.to), True, outcome.pay.usd)
        if outcome.gain is not None and not by_itself:
            giver = outcome.gain.from_
            gains = Sum(self._party(giver), giver != OUTSIDE, outcome.gain.usd)
        if by_itself or pays or gains or worked_out or then:
            written = {bindings(self._ruleset)[name].array for name, _, _ in writes}
            written |= {"cash_usd", "income_usd", "installed"}
            deed = Deed(outcome, by_itself, pays, gains, worked_out, then, frozenset(written))
            self.deeds[code] = deed

    def _rare(self, outcome: Outcome) -> bool:
        """Whether an outcome needs more care than a table gives: it is carried out by itself.

        So it is with chips, with what comes later, with whole numbers, with two writes to one
        place, and where something is set to what depends on what was added.
        """
        bound = [bindings(self._ruleset)[name] for name in (*outcome.add, *outcome.set)]
        places = {(each.array, each.at(self._me)) for each in bound}
        return (
            outcome.transfer is not None
            or bool(outcome.after or outcome.for_)
            or any(each.derived or FIELDS[each.array]["kind"] is not _FLOAT for each in bound)
            or len(places) < len(bound)
            or (bool(outcome.add) and any(e.constant is None for e in outcome.set.values()))
        )

    def _row(
        self, name: str, amount: Expression, replaces: bool
    ) -> tuple[int, int, float, bool, float, float]:
        binding: Binding = bindings(self._ruleset)[name]
        shape = shape_of(FIELDS[binding.array]["axes"], self._ruleset)
        cell = int(np.ravel_multi_index(binding.at(self._me), shape)) if shape else 0
        array = self.arrays.setdefault(binding.array, len(self.arrays))
        low = -np.inf if binding.low is None else binding.low
        high = np.inf if binding.high is None else binding.high
        return array, cell, amount.constant or 0.0, replaces, low, high

    def _party(self, name: str) -> int:
        return self._me if name == "me" else self._ruleset.index("actor", name)

    def entries(self) -> Entries:
        """All rows as columns."""
        columns: list[NDArray[np.float64]] = list(np.array(self._rows, _FLOAT).reshape(-1, 6).T)
        array, cell, number, replaces, low, high = columns
        return Entries(
            array.astype(np.int64), cell.astype(np.int64), number, replaces > 0, low, high
        )

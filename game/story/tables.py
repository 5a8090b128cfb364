"""What may one seat answer, and what does each answer bring, as tables?

One column a storylet, one place a choice, two codes a choice (it came off, it did not). Everything
stands in arrays, so that the answers of many worlds are looked up at once; what is too rare to be
worth a table is listed beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from game.engine.effects import RENTED
from game.story.amounts import NONE, Amounts, Asked, amounts
from game.story.conditions import Conditions, conditions
from game.story.memory import Mask, choice_positions, storylets
from game.world.axes import shape_of
from game.world.figures import bindings
from game.world.state import FIELDS, Ints
from game.world.targets import target_name, targets

if TYPE_CHECKING:
    from game.content.models.story import Outcome
    from game.content.ruleset import Ruleset

OUTSIDE = "outside"  # gives whatever it is asked for
MONEY = frozenset({"cash_usd", "income_usd"})


@dataclass(frozen=True, eq=False, slots=True)
class Deed:
    """An outcome that is carried out by itself, and the arrays that it may write."""

    outcome: Outcome
    written: frozenset[str]


@dataclass(frozen=True, eq=False, slots=True)
class Sums:
    """Money that somebody pays, by code."""

    payer: Ints  # NONE where no money moves
    payee: Ints
    limited: Mask  # by what the payer has
    usd: Amounts


class Entry(NamedTuple):
    """One figure that an outcome writes; of all of them, one column each."""

    array: Any  # place in `arrays`
    cell: Any  # place in that array, flattened
    replaces: Any  # it is set, not added
    whole: Any  # it is a whole number
    low: Any
    high: Any
    target: Any  # its row of `pending`, NONE if nothing comes later
    after: Any  # quarters until it is done, 0 for at once
    until: Any  # quarters until it is undone again, 0 for never


@dataclass(frozen=True, eq=False, slots=True)
class Tables:
    """The answers of one seat; `choice` and `needs` have shape (place, storylet)."""

    seat: str
    row: int
    me: int
    choice: Ints  # its place on the choice axis
    weight: Amounts  # `ai`, (place, storylet) flattened
    needs: Ints  # its row of `open`, NONE where it is always open
    open: Conditions
    quiet: Ints  # (storylet,) place of the default
    odds: Amounts  # by choice
    sums: Sums
    alone: dict[int, Deed]  # codes that are left to `apply_outcome`
    is_alone: Mask  # (code,)
    start: Ints  # (code,) its first entry
    count: Ints  # (code,) and how many it has
    entries: Entry
    amount: Amounts  # by entry
    arrays: tuple[str, ...]
    then: Ints  # (follow-ups of a code, code) their place among the storylets, NONE for none
    quarters: Ints  # the same: how long it is until then


@lru_cache(maxsize=64)
def tables_of(ruleset: Ruleset, seat: str) -> Tables:
    """The tables of a seat, made when they are first asked for."""
    me, places = ruleset.index("actor", seat), choice_positions(ruleset)
    outcomes: dict[int, Outcome] = {}
    odds: dict[int, Asked] = {}
    for storylet in storylets(ruleset):
        for each in storylet.choices if seat in storylet.seats else ():
            position = places[storylet.id, each.id]
            odds[position] = each.odds, seat
            for code, outcome in ((2 * position, each.win), (2 * position + 1, each.lose)):
                if outcome is not None:
                    outcomes[code] = outcome
    codes = 2 * len(places)
    alone = {
        code: _deed(ruleset, each) for code, each in outcomes.items() if _rare(ruleset, me, each)
    }
    others = {code: each for code, each in outcomes.items() if code not in alone}
    choice, weight, needs, open_, quiet = _picking(ruleset, seat)
    start, count, entries, amount, arrays = _entries(ruleset, seat, codes, others)
    then, quarters = _then(ruleset, codes, outcomes)
    return Tables(
        seat=seat,
        row=ruleset.index("seat", seat),
        me=me,
        choice=choice,
        weight=weight,
        needs=needs,
        open=open_,
        quiet=quiet,
        odds=amounts(ruleset, odds, len(places)),
        sums=_sums(ruleset, seat, codes, others),
        alone=alone,
        is_alone=np.isin(np.arange(codes), list(alone)),
        start=start,
        count=count,
        entries=entries,
        amount=amount,
        arrays=arrays,
        then=then,
        quarters=quarters,
    )


def _picking(ruleset: Ruleset, seat: str) -> tuple[Ints, Amounts, Ints, Conditions, Ints]:
    """Of every storylet its choices, what each weighs and needs, and which is the quiet one."""
    known, places = storylets(ruleset), choice_positions(ruleset)
    most = max((len(storylet.choices) for storylet in known), default=0)
    choice, quiet = np.zeros((most, len(known)), np.int64), np.zeros(len(known), np.int64)
    needs = np.full(choice.shape, NONE)
    asked: list[Asked] = []
    weight: dict[int, Asked] = {}
    for column, storylet in enumerate(known):
        for n, each in enumerate(storylet.choices):
            choice[n, column] = places[storylet.id, each.id]
            if seat in storylet.seats:
                weight[n * len(known) + column] = each.ai, seat
            if each.default:
                quiet[column] = n
            elif not each.needs.constant and seat in storylet.seats:
                needs[n, column] = len(asked)
                asked.append((each.needs, seat))
    return (
        choice,
        amounts(ruleset, weight, choice.size),
        needs,
        conditions(ruleset, asked),
        quiet,
    )


def _rare(ruleset: Ruleset, me: int, outcome: Outcome) -> bool:
    """Whether an outcome needs more care than a table gives: it is carried out by itself.

    So it is with chips, with money that goes both ways, with two writes to one place, where
    something is set to what depends on what was added, and with hours under contract, which end.
    """
    bound = [bindings(ruleset)[name] for name in (*outcome.add, *outcome.set)]
    places = {(each.array, each.at(me)) for each in bound}
    return (
        outcome.transfer is not None
        or (outcome.pay is not None and outcome.gain is not None)
        or any(each.derived or each.array == RENTED for each in bound)
        or len(places) < len(bound)
        or (bool(outcome.add) and any(e.constant is None for e in outcome.set.values()))
    )


def _deed(ruleset: Ruleset, outcome: Outcome) -> Deed:
    written = {bindings(ruleset)[name].array for name in (*outcome.add, *outcome.set)}
    if outcome.pay or outcome.gain or outcome.transfer:
        written |= MONEY
    if outcome.transfer:
        written.add("installed")
    return Deed(outcome, frozenset(written))


def _sums(ruleset: Ruleset, seat: str, codes: int, outcomes: Mapping[int, Outcome]) -> Sums:
    """What the seat pays to somebody, or somebody to the seat."""
    payer, payee = np.full(codes, NONE), np.full(codes, NONE)
    limited, usd = np.zeros(codes, np.bool_), dict[int, Asked]()
    for code, each in outcomes.items():
        if each.pay is not None:
            giver, taker, sum_ = each.pay.from_, each.pay.to, each.pay.usd
            limited[code] = True
        elif each.gain is not None:
            giver, taker, sum_ = each.gain.from_, "me", each.gain.usd
            limited[code] = giver != OUTSIDE
        else:
            continue
        usd[code] = sum_, seat
        for column, name in ((payer, giver), (payee, taker)):
            column[code] = ruleset.index("actor", seat if name == "me" else name)
    return Sums(payer, payee, limited, amounts(ruleset, usd, codes))


def _entries(
    ruleset: Ruleset, seat: str, codes: int, outcomes: Mapping[int, Outcome]
) -> tuple[Ints, Ints, Entry, Amounts, tuple[str, ...]]:
    """Where the entries of each code begin, how many they are, all of them, and their arrays."""
    start, count = np.zeros(codes, np.int64), np.zeros(codes, np.int64)
    rows: list[Entry] = []
    asked: dict[int, Asked] = {}
    arrays: dict[str, int] = {}
    for code, outcome in outcomes.items():
        start[code], count[code] = len(rows), len(outcome.add) + len(outcome.set)
        for writes, replaces in ((outcome.add, False), (outcome.set, True)):
            for name, amount in writes.items():
                asked[len(rows)] = amount, seat
                rows.append(_entry(ruleset, seat, outcome, name, replaces, arrays))
    columns = Entry(*(np.array([row[n] for row in rows]) for n in range(len(Entry._fields))))
    columns = columns._replace(array=columns.array.astype(np.int16))  # which is sorted faster
    return start, count, columns, amounts(ruleset, asked, len(rows)), tuple(arrays)


def _entry(
    ruleset: Ruleset, seat: str, outcome: Outcome, name: str, replaces: bool, arrays: dict[str, int]
) -> Entry:
    """One figure that an outcome writes; adds its array to those known."""
    binding = bindings(ruleset)[name]
    shape = shape_of(FIELDS[binding.array]["axes"], ruleset)
    at = binding.at(ruleset.index("actor", seat))
    later, lasts = outcome.after or outcome.for_, outcome.for_ or 0
    return Entry(
        array=arrays.setdefault(binding.array, len(arrays)),
        cell=int(np.ravel_multi_index(at, shape)) if shape else 0,
        replaces=replaces,
        whole=FIELDS[binding.array]["kind"] is not np.float64,
        low=-np.inf if binding.low is None else binding.low,
        high=np.inf if binding.high is None else binding.high,
        target=targets(ruleset)[target_name(binding, seat)] if later else NONE,
        after=outcome.after,
        until=outcome.after + lasts if lasts else 0,
    )


def _then(ruleset: Ruleset, codes: int, outcomes: Mapping[int, Outcome]) -> tuple[Ints, Ints]:
    """What each code sets going, and in how many quarters."""
    most = max((len(each.then) for each in outcomes.values()), default=0)
    then, quarters = np.full((most, codes), NONE), np.zeros((most, codes), np.int64)
    for code, outcome in outcomes.items():
        for n, (target, many) in enumerate(outcome.then.items()):
            then[n, code], quarters[n, code] = ruleset.index("storylet", target), many
    return then, quarters

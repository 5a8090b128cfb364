"""How do rivals answer their scenes in very many worlds at once?

The same answers as `answers.py` gives one by one, bit for bit, when nobody asks for reasons. What
content says of every choice stands in tables: what answers bring is looked up and written for all
worlds together. What is too rare for a table is carried out outcome by outcome.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from game.engine.effects import apply_outcome
from game.engine.money import afford, pay_one_each
from game.story.answers import waiting
from game.story.memory import FALLBACK, ODDS, POLICY, WON, Mask, die
from game.story.tables import MONEY, Entry, Sums, Tables, tables_of
from game.story.terms import Glance, used
from game.world.axes import LAGS, SCENE_SLOTS
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import Floats, Ints, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def answer_together(ruleset: Ruleset, world: World, dice: Dice, seats: Iterable[str]) -> None:
    """Each seat chooses by the weights `ai` of its choices, one after the other, in place."""
    names, glance = list(seats), Glance(ruleset, world, few=True)
    rows = np.array([ruleset.index("seat", seat) for seat in names], np.int64)
    seat, slot, lanes = waiting(world, rows, slice(None)).nonzero()
    dies = [die(purpose, rows[seat], slot) for purpose in (POLICY, ODDS)]
    rolls = dice.each(world, lanes, "story", dies)
    edges = (SCENE_SLOTS * seat + slot).searchsorted(np.arange(SCENE_SLOTS * len(rows) + 1))
    for n, (start, end) in enumerate(pairwise(edges.tolist())):
        if start < end:
            tables, which = tables_of(ruleset, names[n // SCENE_SLOTS]), slice(start, end)
            _answer(ruleset, world, tables, n % SCENE_SLOTS, lanes[which], rolls[:, which], glance)


def _answer(
    ruleset: Ruleset,
    world: World,
    tables: Tables,
    slot: int,
    lanes: Ints,
    rolls: Floats,
    glance: Glance,
) -> None:
    """Answer one scene of a seat in the worlds where it waits.

    Of the rolls of each world the first is for what is chosen, the second for whether it comes off.
    """
    row, (roll, luck) = tables.row, rolls
    scenes = world.scene_now[row, slot, lanes]
    told = world.scene_won[row, slot, lanes] >= FALLBACK
    choices = tables.choice[_picked(tables, scenes, lanes, roll, told, glance), scenes]
    won = told | (luck < tables.odds.values(choices, lanes, glance))
    _carry_out(ruleset, world, tables, 2 * choices + ~won, lanes, glance)
    world.story_took[choices, row, lanes] = world.turn[lanes]
    world.scene_answer[row, slot, lanes] = choices
    world.scene_won[row, slot, lanes] += won * WON


def _picked(
    tables: Tables, scenes: Ints, lanes: Ints, roll: Floats, told: Mask, glance: Glance
) -> Ints:
    """The place of the choice that is taken, by lane; the quiet one where none weighs anything."""
    places, columns = tables.choice.shape
    rows = np.arange(places)[:, None] * columns + scenes
    weights = tables.weight.values(rows.ravel(), np.concatenate([lanes] * places), glance)
    weights = np.maximum(weights, 0.0).reshape(rows.shape)
    needs = tables.needs.take(scenes, axis=1)
    place, lane = (needs >= 0).nonzero()
    if place.size:
        asked, which = used(needs[place, lane], len(tables.open))
        shut = ~tables.open.holds(asked, glance)[which, lanes[lane]]
        weights[place[shut], lane[shut]] = 0.0
    steps = weights.cumsum(axis=0)
    total = steps[-1]
    picked = (steps <= roll * total).sum(axis=0)
    return np.where((total > 0) & ~told, picked, tables.quiet[scenes])


def _carry_out(
    ruleset: Ruleset, world: World, tables: Tables, codes: Ints, lanes: Ints, glance: Glance
) -> None:
    """What the answers bring: money first, then figures, then what comes later.

    Each world has one outcome, so that it does not matter which of them comes first; within an
    outcome the order is that of `apply_outcome`.
    """
    glance.forget(_by_themselves(ruleset, world, tables, codes, lanes))
    glance.forget(_move_money(world, tables.sums, codes, lanes, glance))
    glance.forget(_write(world, tables, codes, lanes, glance))
    for then, quarters in zip(tables.then, tables.quarters, strict=True):
        some = (then[codes] >= 0).nonzero()[0]
        code, late = codes[some], lanes[some]
        world.story_due[then[code], tables.row, late] = world.turn[late] + quarters[code]


def _by_themselves(
    ruleset: Ruleset, world: World, tables: Tables, codes: Ints, lanes: Ints
) -> set[str]:
    """Carry out what is too rare for tables; says which arrays may have been written."""
    written: set[str] = set()
    for code in set(codes[tables.is_alone[codes]].tolist()):
        deed, mask = tables.alone[code], np.zeros(world.width, np.bool_)
        mask[lanes[codes == code]] = True
        # Nobody listens, and so the cause needs no name.
        apply_outcome(ruleset, world, deed.outcome, tables.seat, mask, NoRecorder(), "")
        written |= deed.written
    return written


def _move_money(
    world: World, sums: Sums, codes: Ints, lanes: Ints, glance: Glance
) -> frozenset[str]:
    """What the seat gives, or is given; says which arrays were written."""
    some = (sums.payer[codes] >= 0).nonzero()[0]
    if not some.size:
        return frozenset()
    codes, lanes = codes[some], lanes[some]
    payer, usd = sums.payer[codes], sums.usd.values(codes, lanes, glance)
    usd = np.where(sums.limited[codes], afford(world, (payer, lanes), usd), usd)
    pay_one_each(world, payer, sums.payee[codes], usd, lanes)
    return MONEY


def _write(world: World, tables: Tables, codes: Ints, lanes: Ints, glance: Glance) -> set[str]:
    """Add to figures, or set them, within their bounds; says which arrays were written."""
    entry, lanes = _entries(tables, codes, lanes)
    if not entry.size:
        return set()
    table = Entry(*(column[entry] for column in tables.entries))
    edges = np.searchsorted(table.array, np.arange(len(tables.arrays) + 1)).tolist()
    touched = [
        (name, getattr(world, name), slice(start, end))
        for name, start, end in zip(tables.arrays, edges, edges[1:], strict=False)
        if start < end
    ]
    flat = table.cell * world.width + lanes
    now = np.concatenate([array.take(flat[rows]) for _, array, rows in touched])
    amount = tables.amount.values(entry, lanes, glance)
    new = np.where(table.replaces, amount, now + amount)
    new = np.minimum(np.maximum(new, table.low), table.high)
    new = np.where(table.whole, np.rint(new), new)
    if (table.target >= 0).any():
        new = _promise(world, table, lanes, now, new, amount)
    for _, array, rows in touched:
        array.put(flat[rows], new[rows])
    return {name for name, _, _ in touched}


def _entries(tables: Tables, codes: Ints, lanes: Ints) -> tuple[Ints, Ints]:
    """All that the codes write, and in which worlds, array after array."""
    counts = tables.count[codes]
    first = counts.cumsum() - counts
    entry = np.arange(counts.sum()) + (tables.start[codes] - first).repeat(counts)
    order = tables.entries.array[entry].argsort(kind="stable")
    return entry[order], lanes.repeat(counts)[order]


def _promise(
    world: World, table: Entry, lanes: Ints, now: Floats, new: Floats, amount: Floats
) -> Floats:
    """Note what is done later, and what is undone; gives what is written at once."""
    waits = table.after > 0
    moved = np.where(waits, np.where(table.replaces, amount - now, amount), new - now)
    for quarters, due in ((table.after, moved), (table.until, -moved)):
        some = (quarters > 0).nonzero()[0]
        # This quarter's tick is the first to look.
        column = (world.turn[lanes[some]] + quarters[some] - 1) % LAGS
        world.pending[table.target[some], column, lanes[some]] += due[some]
    return np.where(waits, now, new)

"""How do rivals answer their scenes in very many worlds at once?

The same answers as `answers.py` gives one by one, bit for bit, when nobody asks for reasons. Each
world has its scenes answered one after the other: first the first scene of every world, whosever it
is, then the second. What content says of every choice stands in tables: what answers bring is
looked up and written together. What is too rare for a table is carried out outcome by outcome.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from game.engine.effects import apply_outcome
from game.engine.money import afford, pay_one_each
from game.story.glance import Glance
from game.story.memory import FALLBACK, ODDS, POLICY, WON, Mask, die
from game.story.tables import MONEY, Entry, Sums, Tables, tables_of
from game.story.terms import used
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import LAGS, Floats, Ints, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


class Asked(NamedTuple):
    """Scenes that wait for an answer, an entry each; no world twice in what is answered at once."""

    lanes: Ints
    seat: Ints
    slot: Ints
    scene: Ints
    told: Mask  # by its fallback
    roll: Floats  # what is chosen ...
    luck: Floats  # ... and whether it comes off


def answer_together(ruleset: Ruleset, world: World, dice: Dice, seats: Iterable[str]) -> None:
    """Each seat chooses by the weights `ai` of its choices, one after the other, in place."""
    tables, glance = tables_of(ruleset), Glance(ruleset, world, few=True)
    asked = _asked(world, dice, tables, [ruleset.index("seat", seat) for seat in seats])
    earlier = np.arange(len(asked.lanes)) - asked.lanes.searchsorted(asked.lanes)
    for many in range(int(earlier.max(initial=-1)) + 1):
        now = (earlier == many).nonzero()[0]
        _answer(ruleset, world, tables, Asked(*(column[now] for column in asked)), glance)


def _asked(world: World, dice: Dice, tables: Tables, seats: list[int]) -> Asked:
    """All scenes that wait, world by world, in the order in which they are answered."""
    waits = (world.scene_now[seats] >= 0) & (world.scene_answer[seats] < 0)
    lanes, place, slot = waits.transpose(2, 0, 1).nonzero()
    seat = np.array(seats, np.int64)[place]
    scene = tables.scene[world.scene_now[seat, slot, lanes], seat]
    told = world.scene_won[seat, slot, lanes] >= FALLBACK
    roll, luck = dice.each(world, lanes, "story", [die(POLICY, seat, slot), die(ODDS, seat, slot)])
    return Asked(lanes, seat, slot, scene, told, roll, luck)


def _answer(ruleset: Ruleset, world: World, tables: Tables, asked: Asked, glance: Glance) -> None:
    """Answer one scene in each of some worlds."""
    lanes, there = asked.lanes, (asked.seat, asked.slot, asked.lanes)
    answers = tables.answer[_picked(tables, asked, glance), asked.scene]
    won = asked.told | (asked.luck < tables.odds.values(answers, lanes, glance))
    _carry_out(ruleset, world, tables, 2 * answers + ~won, asked, glance)
    choices = tables.choice[answers]
    world.story_took[choices, asked.seat, lanes] = world.turn[lanes]
    world.scene_answer[there] = choices
    world.scene_won[there] += won * WON


def _picked(tables: Tables, asked: Asked, glance: Glance) -> Ints:
    """The place of the answer that is given; the quiet one where none weighs anything."""
    lanes, scenes = asked.lanes, asked.scene
    places, columns = tables.answer.shape
    rows = np.arange(places)[:, None] * columns + scenes
    weights = tables.weight.values(rows.ravel(), np.concatenate([lanes] * places), glance)
    weights = np.maximum(weights, 0.0).reshape(rows.shape)
    needs = tables.needs.take(scenes, axis=1)
    place, lane = (needs >= 0).nonzero()
    if place.size:
        some, which = used(needs[place, lane], len(tables.open))
        shut = ~tables.open.holds(some, glance)[which, lanes[lane]]
        weights[place[shut], lane[shut]] = 0.0
    steps = weights.cumsum(axis=0)
    total = steps[-1]
    picked = (steps <= asked.roll * total).sum(axis=0)
    return np.where((total > 0) & ~asked.told, picked, tables.quiet[scenes])


def _carry_out(
    ruleset: Ruleset, world: World, tables: Tables, codes: Ints, asked: Asked, glance: Glance
) -> None:
    """What the answers bring: money first, then figures, then what comes later.

    Each world has one outcome, so that it does not matter which of them comes first; within an
    outcome the order is that of `apply_outcome`.
    """
    lanes = asked.lanes
    glance.forget(_by_themselves(ruleset, world, tables, codes, lanes))
    glance.forget(_move_money(world, tables.sums, codes, lanes, glance))
    glance.forget(_write(world, tables, codes, lanes, glance))
    for then, quarters in zip(tables.then, tables.quarters, strict=True):
        some = (then[codes] >= 0).nonzero()[0]
        code, late = codes[some], lanes[some]
        world.story_due[then[code], asked.seat[some], late] = world.turn[late] + quarters[code]


def _by_themselves(
    ruleset: Ruleset, world: World, tables: Tables, codes: Ints, lanes: Ints
) -> set[str]:
    """Carry out what is too rare for tables; says which arrays may have been written."""
    written: set[str] = set()
    for code in set(codes[tables.is_alone[codes]].tolist()):
        deed, mask = tables.alone[code], np.zeros(world.width, np.bool_)
        mask[lanes[codes == code]] = True
        # Nobody listens, and so the cause needs no name.
        apply_outcome(ruleset, world, deed.outcome, deed.seat, mask, NoRecorder(), "")
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
        column = (world.turn[lanes[some]] + np.minimum(quarters[some] - 1, LAGS)) % LAGS
        world.pending[table.target[some], column, lanes[some]] += due[some]
    return np.where(waits, now, new)

"""What never changes about the chip classes, laid out for sums over all of them?

Read from content once for a ruleset; it holds no rule and no state.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.quarter import Quarter, widened
from game.world.geography import Rows, rows
from game.world.state import Array, Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from game.content.models.world import Chip
    from game.content.ruleset import Ruleset


Generations = tuple[tuple[int, int], ...]  # classes of a maker and the nodes they are printed at


@dataclass(frozen=True, eq=False)
class Classes:
    """What never changes about the chip classes; arrays end in an axis for worlds."""

    maker: Ints  # (chip,)
    own: Ints  # (chip,) its place on the chip axis
    shelf: Ints  # (chip,) where its maker keeps it, among the shelves of all actors in a row
    per_wafer: Floats  # (chip, 1) chips on a wafer if every die were good
    packs: Floats  # (chip, 1) packaging wafers that a chip takes
    stacks: Floats  # (chip, 1)
    wafer_usd: Floats  # (chip, 1) price of its wafer
    redrawn: Ints  # classes re-drawn for closed markets
    beside: Ints  # the designer's other classes on the same nodes, which share their lines
    original: tuple[int, ...]  # and what that was re-drawn from in its turn, to the first
    before: Ints  # (chip,) the class whose buyers it is launched for: its forerunner, or the last
    follows: Floats  # (chip, 1) 1 where there is one
    new: Array  # (chip, 1) a better class of its maker that comes out during the game
    designer: Ints
    lines: tuple[tuple[int, Ints], ...]  # the designer's nodes, newest first, with their classes
    printed: tuple[tuple[int, int, Ints], ...]  # foundry, node and the classes printed there
    island: Floats  # (chip, 1) 1 where it is packed in Taiwan
    packs_designer: Floats  # (chip, 1) packs of the designer's classes, else 0
    stacks_abroad: Floats  # (chip, 1) stacks of classes that buy from the memory makers
    leading: Ints  # the foundry in Taiwan
    comes: Floats  # (chip, 1) turn in which it comes out
    succeeded: Floats  # (chip, 1) turn in which its maker's next class comes out
    heir: Ints  # (chip,) that class; its own place where there is none
    node: Ints  # (chip,) where it is printed
    custom: Ints  # the clouds' own
    home: Ints  # Huawei's
    own_line: Generations  # the same, newest first
    home_line: Generations  # Huawei's, newest first
    home_stacks: float  # the most that a wafer of its packages holds


@dataclass(frozen=True, eq=False)
class ByRows:
    """The same as rows, which are views where classes stand side by side, and what goes in."""

    redrawn: Rows
    beside: Rows
    designer: Rows
    custom: Rows
    home: Rows
    lines: tuple[Rows, ...]  # the designer's classes by node, newest first ...
    line_nodes: Ints  # ... the node of each ...
    in_lines: Ints  # ... their classes, one line after the other ...
    lines_from: Ints  # ... and where each of these begins
    takes: Floats  # (2, chip, 1) packages and stacks
    sought: Floats  # (2, chip, 1) packs_designer and stacks_abroad
    printed_at: tuple[Ints, Ints]  # foundries and nodes that print ...
    by_line: Ints  # ... the classes, those of one line after the other ...
    line_starts: Ints  # ... and where each of these begins


@lru_cache(maxsize=8)
def classes(ruleset: Ruleset) -> Classes:
    """The table of a ruleset."""
    chips = list(ruleset.chips.values())
    nodes = [ruleset.index("node", chip.node) for chip in chips]
    maker = [ruleset.index("actor", chip.maker) for chip in chips]
    redrawn = [k for k, chip in enumerate(chips) if chip.respec_of]
    each = list(enumerate(chips))
    closed_nodes = {nodes[k] for k in redrawn}
    ours = [k for k, chip in enumerate(chips) if chip.maker == "nvidia"]
    foundry = ["smic" if chip.maker == "huawei" else "tsmc" for chip in chips]
    places = sorted({(ruleset.index("actor", f), n) for f, n in zip(foundry, nodes, strict=True)})
    where = [(ruleset.index("actor", f), n) for f, n in zip(foundry, nodes, strict=True)]
    packs = np.array([[1.0 / chip.packages_per_wafer] for chip in chips])
    stacks = np.array([[float(chip.hbm_stacks)] for chip in chips])
    island = np.array([[float(name == "tsmc")] for name in foundry])
    return Classes(
        maker=np.array(maker),
        own=np.arange(len(chips)),
        shelf=np.arange(len(chips)) * len(ruleset.axis("actor")) + np.array(maker),
        per_wafer=np.array([[gross_dies(chip.area_mm2) / chip.dies] for chip in chips]),
        packs=packs,
        stacks=stacks,
        wafer_usd=np.array([[float(ruleset.nodes[chip.node].wafer_price_usd)] for chip in chips]),
        redrawn=np.array(redrawn),
        beside=np.array([k for k in ours if k not in redrawn and nodes[k] in closed_nodes]),
        original=tuple(ruleset.index("chip", _original(ruleset, chips[k])) for k in redrawn),
        before=np.array([_before(chips, chip) for chip in chips]),
        follows=np.array([[float(_before(chips, chip) != k)] for k, chip in enumerate(chips)]),
        new=np.array([[_is_new(chips, chip)] for chip in chips]),
        designer=np.array(ours),
        lines=tuple(
            (node, np.array([k for k in ours if nodes[k] == node]))
            for node in sorted({nodes[k] for k in ours}, reverse=True)
        ),
        printed=tuple(
            (f, n, np.array([k for k, place in enumerate(where) if place == (f, n)]))
            for f, n in places
        ),
        island=island,
        packs_designer=packs * np.isin(np.arange(len(chips)), ours)[:, None],
        stacks_abroad=stacks * island,
        leading=np.array([ruleset.index("actor", "tsmc")]),
        comes=np.array([[float(chip.from_turn)] for chip in chips]),
        succeeded=np.array([[_succeeded(chips, chip)] for chip in chips]),
        heir=np.array([_heir(chips, chip) for chip in chips]),
        node=np.array(nodes),
        custom=np.array([k for k, chip in each if chip.maker == "alphabet"]),
        home=np.array([k for k, chip in each if chip.maker == "huawei"]),
        own_line=_generations(ruleset, "alphabet"),
        home_line=_generations(ruleset, "huawei"),
        home_stacks=max(
            float(stacks[k, 0] / packs[k, 0]) for k, chip in each if chip.maker == "huawei"
        ),
    )


@lru_cache(maxsize=8)
def by_rows(ruleset: Ruleset) -> ByRows:
    """The table of a ruleset once more."""
    t = classes(ruleset)
    return ByRows(
        redrawn=rows(t.redrawn),
        beside=rows(t.beside),
        designer=rows(t.designer),
        custom=rows(t.custom),
        home=rows(t.home),
        lines=tuple(rows(line) for _, line in t.lines),
        line_nodes=np.array([node for node, _ in t.lines]),
        in_lines=np.concatenate([line for _, line in t.lines]),
        lines_from=np.cumsum([0, *(line.size for _, line in t.lines[:-1])]),
        takes=np.array([t.packs, t.stacks]),
        sought=np.array([t.packs_designer, t.stacks_abroad]),
        printed_at=(np.array([f for f, _, _ in t.printed]), np.array([n for _, n, _ in t.printed])),
        by_line=np.concatenate([line for _, _, line in t.printed]),
        line_starts=np.cumsum([0, *(line.size for _, _, line in t.printed[:-1])]),
    )


@lru_cache(maxsize=8)
def vendors(ruleset: Ruleset) -> Ints:
    """The designer, and who has chips of its own made beside it."""
    t = classes(ruleset)
    return t.maker[[t.designer[0], t.custom[0]]]


@lru_cache(maxsize=8)
def bought_in(ruleset: Ruleset) -> Floats:
    """(2, chip, 1): what the packages and the memory of a chip cost, USD."""
    prices = [ruleset.k("chips.packaging_price_usd"), ruleset.k("chips.stack_price_usd")]
    return by_rows(ruleset).takes * np.array(prices)[:, None, None]


def on_shelf(x: Quarter) -> Ints:
    """(chip, worlds): finished chips at their makers."""
    shelves = x.w.inventory.reshape(-1, x.w.width)
    return shelves.take(x.table(classes).shelf, axis=0)


@dataclass(frozen=True, eq=False)
class Season:
    """What depends on the date alone; shape (chip, lanes)."""

    trend: Floats  # growth of bids that a vendor plans on
    sold: Array  # not yet replaced
    leaving: Ints  # (class,) those replaced by one printed on other lines ...
    heirs: Ints  # ... and these
    arriving: Ints  # (class,) those taking over their line in steps ...
    share: Floats  # ... and the part of it they have by now
    tied: Array  # starts that may not rise faster than a multiple of the last


@lru_cache(maxsize=512)
def season(ruleset: Ruleset, turn: float, lanes: int = 1) -> Season:
    """What vendors look up in the calendar."""
    t, k = widened(classes, ruleset, lanes), ruleset.k
    young = turn < t.comes + k("chips.young_quarters")
    step = np.maximum(turn - t.comes + 1.0, 0.0) / k("fabs.ramp_quarters")
    arriving = np.flatnonzero(((step < 1.0) & t.new)[:, 0])
    sold = turn < t.succeeded + k("chips.life_quarters")
    leaving = np.flatnonzero(~sold[:, 0] & (t.node[t.heir] != t.node))
    return Season(
        trend=k("chips.trend") + k("chips.trend_young") * young.astype(np.float64),
        sold=sold,
        leaving=leaving,
        heirs=t.heir[leaving],
        arriving=arriving,
        share=step[arriving],
        tied=~(young | (t.island == 0)),
    )


def _generations(ruleset: Ruleset, maker: str) -> Generations:
    """A maker's classes and where they are printed, newest first."""
    found = [(k, chip) for k, chip in enumerate(ruleset.chips.values()) if chip.maker == maker]
    newest_first = sorted(found, key=lambda each: -each[1].from_turn)
    return tuple((k, ruleset.index("node", chip.node)) for k, chip in newest_first)


def _original(ruleset: Ruleset, chip: Chip) -> str:
    """The class from which a re-drawn one descends."""
    while chip.respec_of:
        chip = ruleset.chips[chip.respec_of]
    return chip.id


def _before(chips: Sequence[Chip], chip: Chip) -> int:
    """The place of the class that a new one is launched after; its own if there is none."""
    ids = [each.id for each in chips]
    if chip.respec_of:
        return ids.index(chip.respec_of)
    older = [
        each
        for each in chips
        if each.maker == chip.maker and not each.respec_of and each.from_turn < chip.from_turn
    ]
    return ids.index(max(older, key=lambda each: each.h100e).id if older else chip.id)


def _is_new(chips: Sequence[Chip], chip: Chip) -> bool:
    """Does it take over lines of the leading foundry's packages from an older class?"""
    older = _before(chips, chip) != [each.id for each in chips].index(chip.id)
    return older and not chip.respec_of and chip.maker != "huawei"


def _heir(chips: Sequence[Chip], chip: Chip) -> int:
    """The place of the first better class of its maker, not re-drawn from it; or its own."""
    later = [
        each
        for each in chips
        if each.maker == chip.maker and each.h100e > chip.h100e and not each.respec_of
    ]
    found = min(later, key=lambda each: each.from_turn) if later and not chip.respec_of else chip
    return [each.id for each in chips].index(found.id)


def _succeeded(chips: Sequence[Chip], chip: Chip) -> float:
    """The turn in which that better class comes out."""
    heir = chips[_heir(chips, chip)]
    return math.inf if heir is chip else float(heir.from_turn)


def gross_dies(area_mm2: float) -> float:
    """Dies on a 300 mm wafer before yield."""
    return math.pi * 150.0**2 / area_mm2 - math.pi * 300.0 / math.sqrt(2.0 * area_mm2)

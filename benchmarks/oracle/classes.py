"""What is a chip class made of, and which came before it?

Wafers, packages and memory that a chip takes, in one world; how classes descend from one another.
"""

from __future__ import annotations

import math

from benchmarks.oracle.quarter import Quarter


def foundry_of(x: Quarter, chip: str) -> str:
    """Who prints a class."""
    return "smic" if x.places.maker[chip] == "huawei" else "tsmc"


def gross_dies(area_mm2: float) -> float:
    """Dies on a 300 mm wafer before yield."""
    return math.pi * 150.0**2 / area_mm2 - math.pi * 300.0 / math.sqrt(2.0 * area_mm2)


def good_chips(x: Quarter, chip: str) -> float:
    """Chips of a class on a wafer."""
    spec = x.ruleset.chips[chip]
    return max(gross_dies(spec.area_mm2) / spec.dies * x.w.yield_rate[chip], 1e-9)


def packs(x: Quarter, chip: str) -> float:
    """Packaging wafers that a chip takes."""
    return 1.0 / x.ruleset.chips[chip].packages_per_wafer


def stacks(x: Quarter, chip: str) -> float:
    """Memory stacks that a chip takes."""
    return float(x.ruleset.chips[chip].hbm_stacks)


def wafer_usd(x: Quarter, chip: str) -> float:
    """The price of the wafer on which a class is printed."""
    return float(x.ruleset.nodes[x.ruleset.chips[chip].node].wafer_price_usd)


def redrawn(x: Quarter) -> dict[str, str]:
    """The classes re-drawn for closed markets, and what each was re-drawn from."""
    return {name: chip.respec_of for name, chip in x.ruleset.chips.items() if chip.respec_of}


def original(x: Quarter, chip: str) -> str:
    """The class from which a re-drawn one descends."""
    elder = x.ruleset.chips[chip].respec_of
    return original(x, elder) if elder else chip


def beside(x: Quarter) -> list[str]:
    """The designer's other classes on the nodes of re-drawn ones, which share their lines."""
    chips = x.ruleset.chips
    nodes = {chips[chip].node for chip in redrawn(x)}
    ours = [chip for chip, spec in chips.items() if spec.maker == "nvidia" and spec.node in nodes]
    return [chip for chip in ours if not chips[chip].respec_of]


def launched_after(x: Quarter, chip: str) -> str | None:
    """The class for whose buyers it is launched: its forerunner, or the last of its maker."""
    spec = x.ruleset.chips[chip]
    older = {
        name: each.h100e
        for name, each in x.ruleset.chips.items()
        if each.maker == spec.maker and not each.respec_of and each.from_turn < spec.from_turn
    }
    if spec.respec_of or not older:
        return spec.respec_of
    return max(older, key=lambda name: older[name])


def generations(x: Quarter, maker: str) -> list[str]:
    """The classes of a maker, newest first."""
    chips = x.ruleset.chips
    mine = [chip for chip, spec in chips.items() if spec.maker == maker]
    return sorted(mine, key=lambda chip: -chips[chip].from_turn)


def is_new(x: Quarter, chip: str) -> bool:
    """Does it take over lines of the leading foundry's packages from an older class?"""
    spec = x.ruleset.chips[chip]
    return launched_after(x, chip) is not None and not spec.respec_of and spec.maker != "huawei"


def heir(x: Quarter, chip: str) -> str | None:
    """The first better class of its maker, not re-drawn from it."""
    spec = x.ruleset.chips[chip]
    later = {
        name: each.from_turn
        for name, each in x.ruleset.chips.items()
        if each.maker == spec.maker and each.h100e > spec.h100e and not each.respec_of
    }
    return min(later, key=lambda name: later[name]) if later and not spec.respec_of else None


def succeeded(x: Quarter, chip: str) -> float:
    """The turn in which that better class comes out."""
    found = heir(x, chip)
    return math.inf if found is None else float(x.ruleset.chips[found].from_turn)

"""Which figures push what a stage moves, which way, and which others stand beside these?

A driver of content/base/causes names what it raises and what it lowers, where that is so in every
world; it is behind nothing else. Sales hang on licences, a lab's users on its rivals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from game.session.following import CHINA, EACH, MINE, licences

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

DESIGNER = "nvidia"


@lru_cache(maxsize=4096)
def pushes(ruleset: Ruleset, stage: str, explained: str) -> Mapping[str, int]:
    """Of the drivers of a stage those that push a figure: 1 as they move, −1 the other way.

    The nearest name counts, `finished.ascend` before `finished.*`, also between drivers of one
    kind: what `hbm.huawei` says it pushes whole, `hbm.memory_makers` pushes no more by its kind.
    """
    rule = ruleset.causes.get(stage)
    found: dict[str, tuple[int, int]] = {}
    nearest: dict[str, int] = {}  # by kind
    for driver in rule.drivers if rule else ():
        for rank, called in enumerate(_names(explained)):
            if called in driver.raises or called in driver.lowers:
                found[driver.figure] = rank, 1 if called in driver.raises else -1
                kind = _kind(driver.figure)
                nearest[kind] = min(rank, nearest.get(kind, rank))
                break
    return {name: way for name, (rank, way) in found.items() if rank == nearest[_kind(name)]}


def _kind(name: str) -> str:
    return name.removeprefix(MINE).partition(".")[0]


def _names(name: str) -> Iterator[str]:
    """How a figure is called, the nearest first: `wafers.smic.n7`, `wafers.smic.*`, `wafers.*`."""
    yield name
    begins = name if name.startswith(MINE) else name.rpartition(".")[0]
    begins = begins.removeprefix(MINE)
    while begins:
        yield begins + EACH
        begins = begins.rpartition(".")[0]


def beside(ruleset: Ruleset, seat: str, explained: str, driver: str) -> tuple[str, ...]:
    """Of which figures `driver` is the one that weighs most; all that begin so, if unknown here.

    Sales hang on the licences of chips for China and on what comes off the lines for the American
    designer, a lab's users on how able its rivals are.
    """
    begins = driver.removesuffix(EACH)
    if begins == "licence":
        return licences(ruleset)
    if begins == "finished":
        chips = ruleset.chips.items()
        return tuple(f"finished.{id_}" for id_, chip in chips if chip.maker == DESIGNER)
    if begins == "eci":
        return rivals(ruleset, seat, explained)
    return tuple(name for name in ruleset.figures if name.startswith(f"{begins}."))


@lru_cache(maxsize=64)
def rivals(ruleset: Ruleset, seat: str, explained: str) -> tuple[str, ...]:
    """How able the models are among which the same users choose; none beside another figure."""
    head, _, lab = explained.rpartition(".")
    lab = seat if explained == "me.share" else lab if head == "share" else ""
    if f"eci.{lab}" not in ruleset.figures:
        return ()
    at_home = ruleset.actors[lab].region == CHINA
    return tuple(
        f"eci.{id_}"
        for id_, actor in ruleset.actors.items()
        if id_ != lab and f"eci.{id_}" in ruleset.figures and (actor.region == CHINA) == at_home
    )

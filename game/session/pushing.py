"""Which way does a figure push what a stage moves, and what pushes beside what content names?

Content says it where it is the same in every world (`pushes` of content/base/causes), so that what
fell is not told behind what rose. Sales hang on licences, a lab's users on its rivals.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from game.session.following import CHINA, EACH, MINE, licences

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SALES, SHARES = "market.sales", "demand.shares"
LICENSED = "china"
SOLD = frozenset({LICENSED, "revenue", "sold"})  # the heads of figures that count sales
DESIGNER = "nvidia"
Names = tuple[str, ...]


def push(ruleset: Ruleset, stage: str, explained: str, driver: str) -> int:
    """1 where a driver that rises makes a figure rise, −1 where it makes it fall, 0 unknown."""
    rule = ruleset.causes.get(stage)
    for each in rule.pushes if rule else ():
        moved = _sign(explained, each.up, each.down)
        pushed = _sign(driver, each.more, each.less)
        if moved and pushed:
            return moved * pushed
    return 0


def _sign(name: str, plus: Names, minus: Names) -> int:
    """1 where a figure is among the first, −1 among the second, by its name or how it begins."""
    begins = name.removeprefix(MINE).partition(".")[0] + EACH
    for called in (name, begins):
        if called in plus or called in minus:
            return (called in plus) - (called in minus)
    return 0


@lru_cache(maxsize=32)
def supplies(ruleset: Ruleset) -> tuple[str, ...]:
    """What comes off the lines for the American designer."""
    return tuple(f"finished.{id_}" for id_, chip in ruleset.chips.items() if chip.maker == DESIGNER)


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


def beside(ruleset: Ruleset, seat: str, stage: str, explained: str) -> tuple[Names, ...]:
    """What stands behind a figure and is not the same one in every world: one of each group."""
    if stage == SALES and explained.partition(".")[0] in SOLD:
        return licences(ruleset), supplies(ruleset), (f"home_share.{CHINA}",)
    return (rivals(ruleset, seat, explained),) if stage == SHARES else ()

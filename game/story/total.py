"""What does a run count for in one number, and what would the years have without any decision?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.story.endings import part_run

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words


@dataclass(frozen=True)
class Idle:
    """The same years without any of the run's decisions."""

    lift: float = 0.0  # points of the whole score that they added; 0 where it may be chance
    ending: str = ""  # which ending cut those years short


def told(
    ruleset: Ruleset,
    parts: Mapping[str, float],
    lasted: tuple[int, int] | None,
    idle: Idle | None,
    words: Words,
) -> str:
    """The mean of the parts, and what the same years come to without any decision.

    A run that ended early counts for the part that was run.
    """
    if not parts:
        return ""
    mean, (played, quarters) = sum(parts.values()) / len(parts), lasted or (1, 1)
    if played >= quarters:
        whole = words.t("story.epilogue.total", x=words.number(mean))
        return " ".join(filter(None, (whole, _without(ruleset, mean, idle, words))))
    points = words.number(float(mean * part_run(played, quarters)))
    run = {"x": points, "mean": words.number(mean), "played": played, "quarters": quarters}
    early = words.t("story.epilogue.total_early", **run)
    return " ".join(filter(None, (early, _without(ruleset, None, idle, words))))


def _without(ruleset: Ruleset, mean: float | None, idle: Idle | None, words: Words) -> str:
    """What the same years come to without any decision; no `mean` where the run ended early."""
    if idle is None:
        return ""
    if idle.ending:
        ending = words.text(ruleset.endings[idle.ending].title)
        return words.t("story.epilogue.idle_ends", ending=ending)
    if mean is None:
        return words.t("story.epilogue.idle_goes_on")
    if not idle.lift:
        return words.t("story.epilogue.idle_chance")
    return words.t("story.epilogue.idle", x=words.number(mean - idle.lift))

"""How do many worlds read in a few lines?

The spread of some figures in the first, the middle and the last quarter, and how each seat ended.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from game.errors import Unknown
from game.faces.commands.refusals import WrongUsage

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.simulate import Batch

# What is shown unless --figures says otherwise.
USUAL = (
    "price.h100", "rent_usd_per_hour", "machine_time.us", "machine_time.cn", "best_eci.us",
    "best_eci.cn", "gap.us_cn", "open.eci", "users.world", "market_value.nvidia_usd", "confidence",
    "tension", "litho.china", "energy.twh",
)  # fmt: skip
ENDINGS = 4  # of a seat, the most frequent


def chosen_figures(ruleset: Ruleset, asked: str, words: Words) -> tuple[str, ...]:
    """The figures to show; raises Unknown or WrongUsage for one that no world has."""
    names = tuple(part for part in (each.strip() for each in asked.split(",")) if part)
    for name in names:
        if name.startswith("me."):
            raise WrongUsage(words.t("simulate.wrong.me", given=name))
        if name not in ruleset.figures:
            raise Unknown("figure", name, ruleset.figures)
    return names or tuple(name for name in USUAL if name in ruleset.figures)


def lines(ruleset: Ruleset, batch: Batch, names: Sequence[str], words: Words) -> list[str]:
    """The table and the endings."""
    turns = sorted({0, batch.turns // 2, batch.turns})
    rows = [["", "", *(words.quarter(batch.first + turn) for turn in turns)]]
    for name in names:
        levels = np.percentile(batch.series[name][turns], (50, 5, 95), axis=1).T
        unit = ruleset.figures[name].unit
        rows.append([name, unit, *(_cell(row, unit, words) for row in levels.tolist())])
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    table = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
    ended = [_ended(seat, counts, words) for seat, counts in batch.outcomes.items()]
    return [*table, words.t("simulate.note"), "", words.t("simulate.outcomes"), *ended]


def _cell(levels: Sequence[float], unit: str, words: Words) -> str:
    middle, low, high = (_short(level, unit, words) for level in levels)
    if low == high:
        return middle
    return words.t("simulate.spread", middle=middle, low=low, high=high)


def _short(value: float, unit: str, words: Words) -> str:
    """A number to three figures; large sums as money."""
    if unit == "usd" and abs(value) >= 1e6:
        return words.money(value)
    rounded = float(f"{value:.3g}")
    size = abs(rounded)
    return words.number(rounded, 0 if size >= 100 or not size else 1 if size >= 10 else 2)


def _ended(seat: str, counts: Mapping[str, int], words: Words) -> str:
    total = max(sum(counts.values()), 1)
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    told = [
        words.t(
            "simulate.ending",
            name=words.t("simulate.no_ending") if ending == "none" else ending,
            share=words.percent(count / total),
        )
        for ending, count in ranked[:ENDINGS]
    ]
    more = len(ranked) - ENDINGS
    told += [words.t("simulate.more", n=more)] if more > 0 else []
    return "  " + words.t("simulate.seat", seat=seat, endings=", ".join(told))

"""What if the coefficients that are known only within a range lay elsewhere in it?

Draws each coefficient that declares `low` and `high`, its 5th and 95th percentile, by inverse CDF:
a log-normal with the value as its median where all three are above zero, else a normal, each half
with its own width. What would fall outside the range stays at its end. The rows of a table share
their range and their dice, which are a function of the seed, the draw and the name of the
coefficient. Some ranges are published, others reasoned: each says so in its file.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from game.content.variants import with_values
from game.world.dice import normal_quantile, philox4x32

if TYPE_CHECKING:
    from game.content.models.conduct import Coefficient
    from game.content.ruleset import Ruleset

DRAWS = 24
NINETY_FIVE = 1.6448536269514722  # normal quantile of 0.95


def ranged(ruleset: Ruleset) -> list[str]:
    """The coefficients that declare a range."""
    return [
        id_
        for id_, each in ruleset.coefficients.items()
        if each.low is not None and each.high is not None
    ]


def rulesets(ruleset: Ruleset, seed: int, draws: int) -> Iterator[Ruleset]:
    """The rules with one draw after the other of what is uncertain."""
    names = ranged(ruleset)
    for place in range(draws):
        deviates = _deviates(names, seed, place)
        yield with_values(
            ruleset,
            {
                name: drawn(ruleset.coefficients[name], deviate)
                for name, deviate in zip(names, deviates, strict=True)
            },
        )


def drawn(coefficient: Coefficient, deviate: float) -> float | dict[str, float]:
    """The value of a coefficient so many standard deviations off its median; of a table, each."""
    low, high, value = coefficient.low, coefficient.high, coefficient.value
    assert low is not None and high is not None
    if isinstance(value, dict):
        return {key: _off(each, low, high, deviate) for key, each in value.items()}
    return _off(value, low, high, deviate)


def _off(value: float, low: float, high: float, deviate: float) -> float:
    """What lies so many standard deviations off a median, inside its range."""
    end = high if deviate >= 0 else low
    share = abs(deviate) / NINETY_FIVE
    if share >= 1.0:
        return end
    if min(low, value, high) > 0:
        return float(value * math.exp(share * math.log(end / value)))
    return float(value + share * (end - value))


def _deviates(names: list[str], seed: int, place: int) -> list[float]:
    """One standard normal for each name."""
    words = np.array([zlib.crc32(name.encode()) for name in names], np.uint64)
    same = np.full(words.shape, place, np.uint64)
    none = np.zeros(words.shape, np.uint64)
    bits = philox4x32((same, words, none, none), (seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF))
    uniform = (bits[0].astype(np.float64) + 0.5) / float(1 << 32)
    return normal_quantile(uniform).tolist()

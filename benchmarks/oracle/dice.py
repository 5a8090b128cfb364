"""Where does chance come from, one die at a time?

Philox4x32-10 of Salmon et al. (SC 2011) on Python's ints: the same addresses (seed, world, turn,
stream, index) as game/world/dice.py, and the same bits.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from game.world.dice import STREAMS

Words = tuple[int, int, int, int]  # of 32 bits each

LOW = 0xFFFFFFFF
FACTORS = 0xD2511F53, 0xCD9E8D57
STEPS = 0x9E3779B9, 0xBB67AE85  # by which the key moves on each round


def philox4x32(counter: Words, key: tuple[int, int], rounds: int = 10) -> Words:
    """Four words for a counter."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        p0, p1 = c0 * FACTORS[0], c2 * FACTORS[1]
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & LOW, (p0 >> 32) ^ c3 ^ k1, p0 & LOW
        k0, k1 = (k0 + STEPS[0]) & LOW, (k1 + STEPS[1]) & LOW
    return c0, c1, c2, c3


@dataclass(frozen=True)
class PlainDice:
    """The dice of one seed."""

    seed: int

    def uniform(self, world_id: int, turn: int, stream: str, index: int = 0) -> float:
        """A number in [0, 1), of 53 random bits."""
        counter = world_id & LOW, turn & LOW, STREAMS[stream], index
        high, low, _, _ = philox4x32(counter, (self.seed & LOW, (self.seed >> 32) & LOW))
        return ((high >> 5) * (1 << 26) + (low >> 6)) / (1 << 53)


# Acklam's rational approximation of the normal quantile, highest powers first.
A = (
    -3.969683028665376e01,
    2.209460984245205e02,
    -2.759285104469687e02,
    1.383577518672690e02,
    -3.066479806614716e01,
    2.506628277459239e00,
)
B = (
    -5.447609879822406e01,
    1.615858368580409e02,
    -1.556989798598866e02,
    6.680131188771972e01,
    -1.328068155288572e01,
    1.0,
)
C = (
    -7.784894002430293e-03,
    -3.223964580411365e-01,
    -2.400758277161838e00,
    -2.549732539343734e00,
    4.374664141464968e00,
    2.938163982698783e00,
)
D = (
    7.784695709041462e-03,
    3.224671290700398e-01,
    2.445134137142996e00,
    3.754408661907416e00,
    1.0,
)
TAIL = 0.02425  # beyond which another approximation holds


def normal_quantile(p: float) -> float:
    """Inverse of the normal distribution function (1.2e-9)."""
    p = min(max(p, 1e-15), 1 - 1e-15)
    if TAIL <= p <= 1 - TAIL:
        centred = p - 0.5
        square = centred * centred
        return _polynomial(A, square) * centred / _polynomial(B, square)
    far = math.sqrt(-2 * math.log(min(p, 1 - p)))
    outer = _polynomial(C, far) / _polynomial(D, far)
    return outer if p < TAIL else -outer


def _polynomial(coefficients: tuple[float, ...], x: float) -> float:
    """Horner's scheme."""
    value = coefficients[0]
    for coefficient in coefficients[1:]:
        value = value * x + coefficient
    return value

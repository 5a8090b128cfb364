"""Where does chance come from?

Every draw is a pure function of (seed, world, turn, stream, index): Philox4x32-10, the
counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
here over numpy arrays. Nothing is consumed, so changing one decision reshuffles no other die.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from game.world.state import Floats, World

STREAMS = {
    name: number
    for number, name in enumerate(
        ("story", "market", "training", "crash", "policy", "news", "grid", "strait"), start=1
    )
}

_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
Words = NDArray[np.uint64]


def philox4x32(
    counter: tuple[Words, Words, Words, Words], key: tuple[int, int], rounds: int = 10
) -> tuple[Words, Words, Words, Words]:
    """Four 32-bit words (held in uint64) for each counter."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        p0, p1 = c0 * _M0, c2 * _M1
        c0, c1, c2, c3 = (
            (p1 >> _HALF) ^ c1 ^ np.uint64(k0),
            p1 & _LOW,
            (p0 >> _HALF) ^ c3 ^ np.uint64(k1),
            p0 & _LOW,
        )
        k0, k1 = (k0 + _W0) & 0xFFFFFFFF, (k1 + _W1) & 0xFFFFFFFF
    return c0, c1, c2, c3


class Dice:
    """The dice of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)
        self._key = (self.seed & 0xFFFFFFFF, (self.seed >> 32) & 0xFFFFFFFF)

    def uniform(self, world: World, stream: str, index: int = 0) -> Floats:
        """One number in [0, 1) for each world at its present turn; shape (worlds,)."""
        shape = world.world_id.shape
        counter = (
            world.world_id.astype(np.uint64) & _LOW,
            world.turn.astype(np.uint64) & _LOW,
            np.full(shape, STREAMS[stream], np.uint64),
            np.full(shape, index, np.uint64),
        )
        high, low, _, _ = philox4x32(counter, self._key)
        bits = (high >> np.uint64(5)) * np.uint64(1 << 26) + (low >> np.uint64(6))
        return bits.astype(np.float64) / float(1 << 53)

    def normal(self, world: World, stream: str, index: int = 0) -> Floats:
        """One standard normal for each world, by inverse CDF; shape (worlds,)."""
        return normal_quantile(self.uniform(world, stream, index))


_A = (
    -3.969683028665376e01,
    2.209460984245205e02,
    -2.759285104469687e02,
    1.383577518672690e02,
    -3.066479806614716e01,
    2.506628277459239e00,
)
_B = (
    -5.447609879822406e01,
    1.615858368580409e02,
    -1.556989798598866e02,
    6.680131188771972e01,
    -1.328068155288572e01,
)
_C = (
    -7.784894002430293e-03,
    -3.223964580411365e-01,
    -2.400758277161838e00,
    -2.549732539343734e00,
    4.374664141464968e00,
    2.938163982698783e00,
)
_D = (7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e00, 3.754408661907416e00)


def normal_quantile(p: Floats) -> Floats:
    """Inverse of the normal distribution function, Acklam's rational approximation (1.2e-9)."""
    p = np.clip(p, 1e-15, 1 - 1e-15)
    tail = np.sqrt(-2 * np.log(np.minimum(p, 1 - p)))
    outer = _polynomial(_C, tail) / (_polynomial(_D, tail) * tail + 1)
    centred = p - 0.5
    square = centred * centred
    inner = _polynomial(_A, square) * centred / (_polynomial(_B, square) * square + 1)
    return np.where(p < 0.02425, outer, np.where(p > 1 - 0.02425, -outer, inner))


def _polynomial(coefficients: tuple[float, ...], x: Floats) -> Floats:
    """Horner's scheme, highest power first."""
    total = np.full_like(x, coefficients[0])
    for c in coefficients[1:]:
        total = total * x + c
    return total

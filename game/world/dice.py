"""Where does chance come from?

Every draw is a pure function of (seed, world, turn, stream, index): Philox4x32-10, the
counter-based generator of Salmon et al., "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
here over numpy arrays. Nothing is consumed, so changing one decision reshuffles no other die.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from game.world.state import Floats, Ints, World

STREAMS = {
    name: number
    for number, name in enumerate(
        (
            "story",
            "market",
            "training",
            "crash",
            "policy",
            "news",
            "grid",
            "strait",
            "bots",
            "council",
        ),
        start=1,
    )
}

_W0, _W1 = 0x9E3779B9, 0xBB67AE85
# Where the two halves of a 64-bit word stand when it is read as 32-bit words.
_FIRST = int(np.array([1], np.uint64).view(np.uint32).argmax())
_LOWER, _UPPER = slice(_FIRST, None, 2), slice(1 - _FIRST, None, 2)
SMALL = 1024  # counters up to which constants are laid out in full: nothing need be stretched
MANY = 32  # lanes, and dice, from which on it pays to look whether worlds come more than once
Words = NDArray[np.uint64]


def philox4x32(
    counter: tuple[Words, ...], key: tuple[int, int], rounds: int = 10
) -> tuple[Words, Words, Words, Words]:
    """Four 32-bit words (held in uint64) for each counter; the counters are left as they were.

    A round does the same to words 0 and 2, which are multiplied, and to 1 and 3, which are mixed
    with the upper halves of the products: each pair is one array. Numbers are copied into arrays of
    the kind that is wanted, which costs less than reckoning with two kinds, or with every other.
    """
    shape = np.broadcast(*counter).shape
    even, odd = np.empty((2, 2, *shape), np.uint32)
    even[0], odd[0], even[1], odd[1] = counter  # the lower halves of 64 bits
    even, odd = even.reshape(2, -1), odd.reshape(2, -1)
    width = even.shape[1] if even.shape[1] <= SMALL else 1
    factors, products = _factors(width), np.empty(even.shape, np.uint64)
    halves = products.view(np.uint32)[::-1]
    upper, lower = halves[:, _UPPER], halves[:, _LOWER]
    for keys in _round_keys(key, rounds, width):
        products[:] = even
        products *= factors
        even[:] = upper
        even ^= odd
        even ^= keys
        odd[:] = lower
    c0, c2 = even.astype(np.uint64).reshape(2, *shape)
    c1, c3 = odd.astype(np.uint64).reshape(2, *shape)
    return c0, c1, c2, c3


@lru_cache(maxsize=64)
def _factors(width: int) -> Words:
    """What the two words are multiplied by, shape (2, width)."""
    return np.repeat(np.array([[0xD2511F53], [0xCD9E8D57]], np.uint64), width, axis=1)


@lru_cache(maxsize=64)
def _round_keys(key: tuple[int, int], rounds: int, width: int) -> list[NDArray[np.uint32]]:
    """The keys of each round, shape (2, width)."""
    steps = [(key[0] + n * _W0, key[1] + n * _W1) for n in range(rounds)]
    keys = [[[one & 0xFFFFFFFF], [two & 0xFFFFFFFF]] for one, two in steps]
    return list(np.repeat(np.array(keys, np.uint32), width, axis=2))


class Dice:
    """The dice of one seed."""

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)
        self._key = (self.seed & 0xFFFFFFFF, (self.seed >> 32) & 0xFFFFFFFF)

    def uniform(self, world: World, stream: str, index: int = 0) -> Floats:
        """One number in [0, 1) for each world at its present turn; shape (worlds,)."""
        return self.block(world, [(stream, index)])[0]

    def block(self, world: World, names: Sequence[tuple[str, int]]) -> Floats:
        """Many such numbers at once, one row for each (stream, index); shape (names, worlds).

        Where many lanes meet the same worlds, as plans do that are compared, each world's are
        thrown once: all lanes are at the same turn.
        """
        streams, indices = _address(tuple(names))
        worlds, turns = world.world_id.astype(np.uint64), world.turn.astype(np.uint64)
        if min(world.width, len(names)) >= MANY:
            _, first, lanes = np.unique(worlds, return_index=True, return_inverse=True)
            if first.size <= world.width / 2:
                thrown = self._drawn((worlds[first], turns[first], streams, indices))
                return thrown.take(lanes, axis=1)
        return self._drawn((worlds, turns, streams, indices))

    def each(self, world: World, lanes: Ints, stream: str, indices: Sequence[Ints]) -> Floats:
        """Numbers of other indices in each of some lanes; all have shape (..., lanes)."""
        worlds, turns = world.world_id[lanes], world.turn[lanes]
        counter = (worlds, turns, np.array([STREAMS[stream]]), np.array(indices))
        return self._drawn(tuple(part.astype(np.uint64) for part in counter))

    def _drawn(self, counter: tuple[Words, ...]) -> Floats:
        """The first 53 bits of each counter as a number in [0, 1)."""
        bits, low, _, _ = philox4x32(counter, self._key)
        bits >>= np.uint64(5)
        bits *= np.uint64(1 << 26)
        low >>= np.uint64(6)
        bits += low
        return bits.astype(np.float64) / float(1 << 53)

    def normal(self, world: World, stream: str, index: int = 0) -> Floats:
        """One standard normal for each world, by inverse CDF; shape (worlds,)."""
        return normal_quantile(self.uniform(world, stream, index))


class Thrown(Dice):
    """The same dice, some of them thrown beforehand: a hundred cost as much as one by itself."""

    def __init__(self, dice: Dice, world: World, names: Sequence[tuple[str, int]]) -> None:
        super().__init__(dice.seed)
        self._dice, self._world, self._turn = dice, world, int(world.turn[0])
        self._rows = dict(zip(names, dice.block(world, names), strict=True))

    def uniform(self, world: World, stream: str, index: int = 0) -> Floats:
        """One number in [0, 1) for each world at its present turn; shape (worlds,)."""
        row = self._rows.get((stream, index))
        known = row is not None and world is self._world and int(world.turn[0]) == self._turn
        return row if row is not None and known else self._dice.uniform(world, stream, index)

    def block(self, world: World, names: Sequence[tuple[str, int]]) -> Floats:
        """Many such numbers at once, one row for each (stream, index); shape (names, worlds)."""
        return self._dice.block(world, names)


@lru_cache(maxsize=64)
def _address(names: tuple[tuple[str, int], ...]) -> tuple[Words, Words]:
    """The stream and the index of each row, as columns."""
    streams = np.array([[STREAMS[stream]] for stream, _ in names], np.uint64)
    return streams, np.array([[index] for _, index in names], np.uint64)


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


# Coefficients for the tails and for the middle side by side, highest power first.
_ABOVE = np.array([_C, _A]).T[:, :, None]
_BELOW = np.array([(0.0, *_D), _B]).T[:, :, None]


def normal_quantile(p: Floats) -> Floats:
    """Inverse of the normal distribution function, Acklam's rational approximation (1.2e-9)."""
    flat = np.minimum(np.maximum(p.reshape(-1), 1e-15), 1 - 1e-15)
    centred = flat - 0.5
    of = np.empty((2, flat.size))  # what the tails and the middle are reckoned from
    np.sqrt(-2 * np.log(np.minimum(flat, 1 - flat)), out=of[0])
    np.multiply(centred, centred, out=of[1])
    top, bottom = _coefficients(flat.size if flat.size <= SMALL else 1)
    above, below = _polynomial(top, of), _polynomial(bottom, of)
    above[1] *= centred
    below *= of
    below += 1
    outer, inner = above / below
    found: Floats = np.where(flat < 0.02425, outer, np.where(flat > 1 - 0.02425, -outer, inner))
    return found.reshape(p.shape)


@lru_cache(maxsize=64)
def _coefficients(width: int) -> tuple[list[Floats], list[Floats]]:
    """Those above and below the line, by power, each of shape (2, width)."""
    return list(np.repeat(_ABOVE, width, axis=2)), list(np.repeat(_BELOW, width, axis=2))


def _polynomial(coefficients: list[Floats], x: Floats) -> Floats:
    """Horner's scheme, highest power first; `x` is (2, many)."""
    total: Floats = coefficients[0] * x
    total += coefficients[1]
    for c in coefficients[2:]:
        total *= x
        total += c
    return total

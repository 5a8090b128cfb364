"""Where does chance come from, in a compiled tick?

Philox4x32-10 in unsigned 64-bit words: the same addresses (seed, world, turn, stream, index) as
game/world/dice.py, and the same bits; normal numbers by the same approximation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import jax.numpy as jnp
import numpy as np
from jax import Array

from game.engine.quarter import NORMAL, UNIFORM, indices
from game.world import dice as drawn
from game.world.dice import STREAMS

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

LOW = np.uint64(0xFFFFFFFF)
HALF = np.uint64(32)
FACTORS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
STEPS = 0x9E3779B9, 0xBB67AE85  # by which the key moves on each round
TAIL = 0.02425  # beyond which another approximation holds


def philox4x32(
    counter: tuple[Array, Array, Array, Array], key: tuple[int, int], rounds: int = 10
) -> tuple[Array, Array, Array, Array]:
    """Four 32-bit words, held in 64 bits, for each counter."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(rounds):
        p0, p1 = c0 * FACTORS[0], c2 * FACTORS[1]
        c0, c2 = (p1 >> HALF) ^ c1 ^ np.uint64(k0), (p0 >> HALF) ^ c3 ^ np.uint64(k1)
        c1, c3 = p1 & LOW, p0 & LOW
        k0, k1 = (k0 + STEPS[0]) & 0xFFFFFFFF, (k1 + STEPS[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


def uniforms(seed: int, world_id: Array, turn: Array, names: list[tuple[str, int]]) -> Array:
    """Numbers in [0, 1), one row for each (stream, index); shape (names, worlds)."""
    streams = np.array([[STREAMS[stream]] for stream, _ in names], np.uint64)
    indices = np.array([[index] for _, index in names], np.uint64)
    worlds, turns = (each.astype(jnp.uint64) & LOW for each in (world_id, turn))
    shape = (len(names), world_id.shape[0])
    counter = [jnp.broadcast_to(word, shape) for word in (worlds, turns, streams, indices)]
    key = (seed & 0xFFFFFFFF, (seed >> 32) & 0xFFFFFFFF)
    bits, low, _, _ = philox4x32((counter[0], counter[1], counter[2], counter[3]), key)
    whole = (bits >> np.uint64(5)) * np.uint64(1 << 26) + (low >> np.uint64(6))
    return whole.astype(jnp.float64) / float(1 << 53)


def roll_all(ruleset: Ruleset, seed: int, world_id: Array, turn: Array) -> dict[str, Array]:
    """All dice of a quarter by name, uniform or normal; shape (axis, worlds) each."""
    rolled: dict[str, Array] = {}
    for table in (UNIFORM, NORMAL):
        rows: list[tuple[str, int]] = []
        found = {}
        for name, (stream, first, whose) in table.items():
            thrown = [(stream, first + index) for index in indices(ruleset, whose)]
            found[name] = slice(len(rows), len(rows) + len(thrown))
            rows += thrown
        shown = uniforms(seed, world_id, turn, rows)
        shown = normal_quantile(shown) if table is NORMAL else shown
        rolled |= {name: shown[place] for name, place in found.items()}
    return rolled


def normal_quantile(p: Array) -> Array:
    """Inverse of the normal distribution function, Acklam's rational approximation."""
    p = jnp.minimum(jnp.maximum(p, 1e-15), 1 - 1e-15)
    tail = jnp.sqrt(-2 * jnp.log(jnp.minimum(p, 1 - p)))
    outer = _polynomial(drawn._C, tail) / (_polynomial(drawn._D, tail) * tail + 1)
    centred = p - 0.5
    square = centred * centred
    above = _polynomial(drawn._A, square) * centred
    inner = above / (_polynomial(drawn._B, square) * square + 1)
    return jnp.where(p < TAIL, outer, jnp.where(p > 1 - TAIL, -outer, inner))


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    """Horner's scheme, highest power first."""
    total = coefficients[0] * x + coefficients[1]
    for c in coefficients[2:]:
        total = total * x + c
    return total

"""How are floats added up, and kept within bounds?

Sums run from left to right and round after each step, as numpy's do along these axes; the `sum` of
newer Pythons makes up for the rounding and would differ in the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add


def total(values: Iterable[float]) -> float:
    """The sum of floats, from left to right."""
    return reduce(add, values, 0.0)


def clip(value: float, low: float, high: float) -> float:
    """The value, or the bound that it passes."""
    return min(max(value, low), high)

"""How are sums of money told that are the ends of a range?

In the unit of the largest and with as many digits each. A sum alone is told by the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.content.words import DIVISORS, SCALES

if TYPE_CHECKING:
    from game.content.words import Words


def alike(sums: Sequence[float], words: Words, signed: bool = False) -> list[str]:
    """490 m$ and 500 m$, not 0.49 bn$ and 0.5 bn$; nothing where different ones would read alike.

    Three figures are told, and no more digits than they need.
    """
    most = max(map(abs, sums), default=0.0)
    unit = next((each for _, each in SCALES[words.lang] if most >= DIVISORS[each]), "$")
    size = DIVISORS.get(unit, 1.0)
    shown = [float(f"{usd / size:.3g}") for usd in sums]
    room = 0 if unit == "$" or most >= 100 * size else 1 if most >= 10 * size else 2
    digits = next((n for n in range(room) if all(round(x, n) == x for x in shown)), room)
    texts = [words.joined(words.number(x, digits, signed), unit) for x in shown]
    lost = any(usd and not round(x, digits) for usd, x in zip(sums, shown, strict=True))
    return [] if lost or len(set(texts)) < len(set(sums)) else texts

"""How does one series look against what was observed?

A panel of SVG, written by hand: the median of the worlds and their 90 %, observations with their
tolerance, what was known at the end of 2023 and what two naive forecasters made of it. Panels are
put on paper in `pictures.py`; nothing is computed anew here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import numpy as np

from game.content.quarters import number, written
from game.faces.charts import nice_ticks
from game.session import scoring
from game.session.scoring import Observed

if TYPE_CHECKING:
    from game.content.models.record import Series
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.backtest import Backtest, Run

WIDTH, HEIGHT = 410, 250
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 44, 26
DASHES = {"last": "7 4", "growth": "2 3"}

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True, eq=False)
class Drawer:
    """What every panel needs."""

    ruleset: Ruleset
    found: Backtest
    words: Words

    @property
    def script_end(self) -> int:
        """The last quarter in which the script decides for a firm or a lab."""
        actors = self.ruleset.actors
        firms = [
            number(line.quarter)
            for line in self.ruleset.scripts.values()
            if actors[line.actor].kind != "state"
        ]
        return max(firms, default=self.found.run.first - 1)

    def quarter(self, count: int) -> str:
        """A quarter as the reader writes it."""
        return self.words.quarter(count - number("2022Q4"))


@dataclass(frozen=True, eq=False)
class Scale:
    """Where a quarter and a value lie in a panel."""

    first: int
    last: int
    low: float
    high: float

    def x(self, quarter: float) -> float:
        """Pixels from the left."""
        share = (quarter - self.first) / max(self.last - self.first, 1)
        return LEFT + share * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """Pixels from the top; what lies outside the panel stays at its edge."""
        share = (value - self.low) / (self.high - self.low)
        return TOP + (1.0 - min(max(share, -0.02), 1.02)) * (HEIGHT - TOP - BOTTOM)


def panel(drawer: Drawer, series: Series) -> str:
    """One series against what was observed, in a box of WIDTH by HEIGHT."""
    found, words = drawer.found, drawer.words
    seen = [row.observed for row in found.rows if row.observed.series == series.id]
    seen = [each for each in seen if each.last in found.run.quarters]
    spread = _quantiles(found.run, series.id)
    doubt = _quantiles(found.drawn, series.id) if found.drawn is not None else None
    scale = _scale(series, seen, spread, doubt, found.run)
    quarters = list(found.run.quarters)
    parts = [_heading(drawer, series, spread, seen), _axes(drawer, series, scale)]
    for name, band in (("doubt", doubt), ("worlds", spread)):
        if band is not None:
            parts.append(_area(name, scale, quarters, band[0], band[2]))
    parts.append(_naive(series, scale, quarters[-1]))
    middle = [(quarter, value) for quarter, value in zip(quarters, spread[1], strict=True)]
    parts.append(f'<path class="game" d="{_path(scale, middle)}"/>')
    parts += [_known(scale, series), *(_observed(scale, each) for each in seen)]
    note = escape(words.text(series.unit)) or "&#160;"
    parts.append(f'<text class="dim" x="8" y="34" font-size="11">{note}</text>')
    return "".join(parts)


def _quantiles(run: Run, name: str) -> np.ndarray:
    """p05, median and p95 in each quarter, shape (3, quarters)."""
    return np.percentile(run.values[name], (5, 50, 95), axis=1)


def _heading(drawer: Drawer, series: Series, spread: np.ndarray, seen: Sequence[Observed]) -> str:
    """The title, and a sentence for whoever cannot see the curve."""
    words, run = drawer.words, drawer.found.run
    title = words.text(series.title)
    told = words.t(
        "backtest.describe",
        title=title,
        first=_shown(words, series, float(spread[1][0])),
        first_quarter=drawer.quarter(run.quarters[0]),
        last=_shown(words, series, float(spread[1][-1])),
        last_quarter=drawer.quarter(run.quarters[-1]),
        observed=len(seen),
    )
    return f'<desc>{escape(told)}</desc><text class="title" x="8" y="18">{escape(title)}</text>'


def _shown(words: Words, series: Series, value: float) -> str:
    return words.number(value, series.digits)


def _scale(
    series: Series,
    seen: Sequence[Observed],
    spread: np.ndarray,
    doubt: np.ndarray | None,
    run: Run,
) -> Scale:
    """Axes that hold the curve, the observations and what was known; naive lines may leave them."""
    quarters = run.quarters
    values = [*spread.ravel().tolist(), *(doubt.ravel().tolist() if doubt is not None else ())]
    values += [known.value for known in series.history if number(known.quarter) in quarters]
    for each in seen:
        values += [end / _count(each) for end in _ends(each)]
    low, high = min(values), max(values)
    low = 0.0 if 0.0 <= low < 0.6 * high else low - 0.08 * (high - low or 1.0)
    return Scale(quarters[0], quarters[-1], low, high + 0.06 * ((high - low) or 1.0))


def _count(seen: Observed) -> int:
    """By how much a sum is divided to stand beside quarters."""
    return seen.last - seen.first + 1 if seen.aggregate == "sum" else 1


def _ends(seen: Observed) -> tuple[float, float]:
    """The tolerance of an observation as two values."""
    value, tolerance = seen.value, seen.tolerance
    if seen.tolerance_type == "factor":
        return value / tolerance, value * tolerance
    size = tolerance if seen.tolerance_type == "absolute" else abs(value) * tolerance
    return value - size, value + size


def _axes(drawer: Drawer, series: Series, scale: Scale) -> str:
    """Lines of the grid, years below, and the line at which the script of firms ends."""
    parts = []
    ticks = nice_ticks(scale.low, scale.high, 4)
    step = float(ticks[1] - ticks[0]) if len(ticks) > 1 else 1.0
    digits = max(0, -math.floor(math.log10(step) + 1e-9)) if step < 1 else 0
    for tick in ticks.tolist():
        y = scale.y(tick)
        name = escape(drawer.words.number(tick, digits))
        parts.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(
            f'<text class="dim" x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{name}</text>'
        )
    every = 1 if scale.last - scale.first < 8 else 2
    for quarter in range(scale.first, scale.last + 1, every):
        anchor = "start" if quarter == scale.first else "middle"
        anchor = "end" if quarter == scale.last else anchor
        parts.append(
            f'<text class="dim" x="{scale.x(quarter):.1f}" y="{HEIGHT - 8}" font-size="10" '
            f'text-anchor="{anchor}">{drawer.quarter(quarter)}</text>'
        )
    if scale.first <= drawer.script_end < scale.last:
        x = scale.x(drawer.script_end + 0.5)
        parts.append(f'<path class="script" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
    return "".join(parts)


def _path(scale: Scale, points: Points) -> str:
    """A line through points given as (quarter, value)."""
    return "M" + "L".join(f"{scale.x(x):.1f} {scale.y(y):.1f}" for x, y in points)


def _area(
    name: str, scale: Scale, quarters: Sequence[int], low: np.ndarray, high: np.ndarray
) -> str:
    there = list(zip(quarters, high.tolist(), strict=True))
    back = list(zip(reversed(quarters), reversed(low.tolist()), strict=True))
    return f'<path class="{name}" d="{_path(scale, [*there, *back])}Z"/>'


def _naive(series: Series, scale: Scale, last: int) -> str:
    """The two naive forecasts from the last known value on."""
    known = {number(each.quarter): each.value for each in series.history}
    known = {q: value for q, value in known.items() if q <= scoring.LAST_KNOWN}
    if not known or max(known) < scale.first:
        return ""
    latest = max(known)
    lines: dict[str, list[tuple[float, float]]] = {"last": [], "growth": []}
    for quarter in range(scoring.LAST_KNOWN + 1, last + 1):
        point = Observed("", series.id, written(quarter), quarter, quarter, "point", 1, 1, "", "")
        for name, value in zip(lines, scoring.naive(series, point), strict=True):
            if value is not None:
                lines[name].append((quarter, value))
    start = (latest, known[latest])
    return "".join(
        dashed(name, _path(scale, _inside(scale, [start, *points])))
        for name, points in lines.items()
        if points
    )


def _inside(scale: Scale, points: Points) -> Points:
    """A line up to where it leaves the panel."""
    kept = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        edge = scale.high if y1 > scale.high else scale.low
        if scale.low <= y1 <= scale.high or y1 == y0:
            kept.append((x1, y1))
            continue
        kept.append((x0 + (x1 - x0) * (edge - y0) / (y1 - y0), edge))
        break
    return kept


def dashed(name: str, path: str) -> str:
    return f'<path class="naive" stroke-dasharray="{DASHES[name]}" d="{path}"/>'


def _known(scale: Scale, series: Series) -> str:
    """What was known at the end of 2023, as small dots."""
    return "".join(
        f'<circle class="known" cx="{scale.x(at):.1f}" cy="{scale.y(each.value):.1f}" r="2.5"/>'
        for each in series.history
        if scale.first <= (at := number(each.quarter)) <= scale.last
    )


def _observed(scale: Scale, seen: Observed) -> str:
    """A mark with its tolerance; a sum stands as its mean quarter, over all of them."""
    count = _count(seen)
    low, high = (scale.y(end / count) for end in _ends(seen))
    x, y = scale.x((seen.first + seen.last) / 2), scale.y(seen.value / count)
    drawn = mark(seen.role if seen.role in ("fit", "score") else "score", x, y, low, high)
    if seen.last > seen.first:
        ends = scale.x(seen.first), scale.x(seen.last)
        drawn += f'<path class="score" fill="none" d="M{ends[0]:.1f} {y:.1f}H{ends[1]:.1f}"/>'
    return drawn


def mark(role: str, x: float, y: float, low: float, high: float) -> str:
    """A diamond on a bar."""
    bar = f"M{x:.1f} {low:.1f}V{high:.1f}M{x - 4:.1f} {low:.1f}h8M{x - 4:.1f} {high:.1f}h8"
    diamond = f"M{x:.1f} {y - 4.5:.1f}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z"
    return f'<path class="{role}" d="{bar}"/><path class="{role}" d="{diamond}"/>'

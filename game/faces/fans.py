"""How do futures look beside the past: a curve that opens into a fan?

The past is a line; what may come is two bands around the course in the middle. Bands are colours
of the ground, half a cell fine; where there are no colours their edges are drawn as characters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from game.faces.charts import AXIS, BLANK, COURSE, INNER, OUTER, Canvas, Plot, axes, curve

EDGES = {OUTER: "·", INNER: ":"}


@dataclass(frozen=True)
class Fan:
    """Five levels of what may come, each beginning with the present."""

    p05: Sequence[float]
    p25: Sequence[float]
    p50: Sequence[float]
    p75: Sequence[float]
    p95: Sequence[float]


def fan_chart(
    values: Sequence[float],
    fan: Fan,
    labels: Sequence[str],
    width: int,
    height: int,
    write: Callable[[float], str],
    *,
    colours: bool = True,
) -> Canvas:
    """The past and what may come; the last value is the present, with which the fan begins.

    `labels` name the quarters of both; `write` words a tick.
    """
    canvas = Canvas(width, height)
    past = np.asarray(values, float)
    if not len(past) or width < 12 or height < 3:
        return canvas
    levels = np.array([fan.p05, fan.p25, fan.p50, fan.p75, fan.p95], float)
    plot = axes(canvas, np.concatenate([past, levels.ravel()]), labels, write)
    now = len(past) - 1
    for low, high, ink in ((levels[0], levels[4], OUTER), (levels[1], levels[3], INNER)):
        _band(canvas, plot, now, low, high, ink, colours=colours)
    column = int(plot.x(np.array([now]))[0]) // 2
    for row in range(plot.rows):
        if canvas.codes[row, column] == BLANK:
            canvas.text(column, row, "┊", AXIS)
    points = now + np.arange(levels.shape[1])
    canvas.polyline(plot.x(points), plot.y(levels[2]), COURSE)
    curve(canvas, plot, past)
    return canvas


def _band(
    canvas: Canvas,
    plot: Plot,
    now: int,
    low: np.ndarray,
    high: np.ndarray,
    ink: int,
    *,
    colours: bool,
) -> None:
    """Lay a band behind every column from the present on, or draw its two edges."""
    first = int(plot.x(np.array([now]))[0]) // 2
    columns = np.arange(first, plot.left + plot.columns)
    at = (2 * columns + 0.5 - plot.x(np.array([now]))[0]) / _pitch(plot)
    points = np.arange(len(low))
    top = plot.y(np.interp(at, points, high)) / 2  # in halves of a cell
    bottom = plot.y(np.interp(at, points, low)) / 2
    for column, start, end in zip(columns.tolist(), top.tolist(), bottom.tolist(), strict=True):
        if colours:
            canvas.ground[round(start) : max(round(end), round(start) + 1), column] = ink
        else:
            for edge in {int(start) // 2, int(end) // 2}:
                canvas.text(column, edge, EDGES[ink], AXIS)


def _pitch(plot: Plot) -> float:
    """How many dots one quarter takes."""
    return (2 * plot.columns - 1) / max(1, plot.last)

"""How does a series of numbers become cells of a terminal?

Pure functions from numbers to a `Canvas` of characters and colours. This file imports no toolkit,
knows no words and chooses no colours: a colour is an index into a palette that the face owns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

BLOCKS = " ▁▂▃▄▅▆▇"  # never a full cell: rows of sparklines would run together
EIGHTHS = " ▏▎▍▌▋▊▉█"
BLANK = ord(" ")
NONE = -1  # no colour: the cell shows what lies behind it
AXIS, GRID, LINE, MARK = 0, 1, 2, 3  # palette indices used by the charts of this file
COURSE, OUTER, INNER = 4, 5, 6  # and by fans: the middle of what may come, and its two bands

_NUMBER = re.compile(r"\d[\d.,\s]*")
_GROUPS = re.compile(r"\s|,(?=\d{3}\b)")  # what parts thousands: spaces, or a comma

# Bit of each braille dot, by row (4) and column (2) inside a cell.
_DOT = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]], np.uint32)


class Canvas:
    """A grid of cells: a code point and a foreground palette index each, arrays (height, width).

    The ground behind them is twice as fine, (2 × height, width).
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = max(1, width), max(1, height)
        self.codes = np.full((self.height, self.width), BLANK, np.uint32)
        self.ink = np.full((self.height, self.width), NONE, np.int32)
        self.ground = np.full((2 * self.height, self.width), NONE, np.int32)
        self._dots = np.zeros((self.height, self.width), np.uint32)

    def text(self, x: int, y: int, words: str, ink: int = NONE) -> None:
        """Write words from cell (x, y) on; what falls outside is cut."""
        if not 0 <= y < self.height:
            return
        for column, char in enumerate(words, x):
            if 0 <= column < self.width:
                self.codes[y, column] = ord(char)
                self.ink[y, column] = ink

    def dots(self, xs: np.ndarray, ys: np.ndarray, ink: int = NONE) -> None:
        """Set braille dots at dot coordinates, arrays (n,); a cell is 2 dots wide and 4 high."""
        inside = (xs >= 0) & (xs < 2 * self.width) & (ys >= 0) & (ys < 4 * self.height)
        xs, ys = xs[inside], ys[inside]
        rows, columns = ys // 4, xs // 2
        np.bitwise_or.at(self._dots, (rows, columns), _DOT[ys % 4, xs % 2])
        self.codes[rows, columns] = 0x2800 + self._dots[rows, columns]
        self.ink[rows, columns] = ink

    def polyline(self, xs: np.ndarray, ys: np.ndarray, ink: int = NONE) -> None:
        """Join points given in dot coordinates, arrays (n,), by straight lines."""
        if len(xs) == 1:
            self.dots(np.rint(xs).astype(int), np.rint(ys).astype(int), ink)
        for x0, y0, x1, y1 in zip(xs[:-1], ys[:-1], xs[1:], ys[1:], strict=True):
            steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
            along = np.linspace(0.0, 1.0, steps + 1)
            self.dots(
                np.rint(x0 + (x1 - x0) * along).astype(int),
                np.rint(y0 + (y1 - y0) * along).astype(int),
                ink,
            )

    def runs(self, row: int) -> list[tuple[str, int, int]]:
        """One row as (text, ink, ground) pieces of equal colours, left to right."""
        codes, ink = self.codes[row].copy(), self.ink[row].copy()
        top, bottom = self.ground[2 * row], self.ground[2 * row + 1]
        ground = np.maximum(top, bottom)  # behind a character there is room for one colour only
        split = (codes == BLANK) & (top != bottom)
        upper = split & (top != NONE)
        codes[split], ink[split], ground[split] = ord("▄"), bottom[split], NONE
        codes[upper], ink[upper], ground[upper] = ord("▀"), top[upper], bottom[upper]
        changes = (ink[1:] != ink[:-1]) | (ground[1:] != ground[:-1])
        cuts = [0, *(np.flatnonzero(changes) + 1).tolist(), self.width]
        return [
            ("".join(map(chr, codes[start:end].tolist())), int(ink[start]), int(ground[start]))
            for start, end in pairwise(cuts)
        ]


def levels(values: Sequence[float], count: int) -> np.ndarray:
    """Grade values into 0..count-1, array (n,), so that small wiggles stay small.

    The scale spans at least a tenth of the series' size: a line that hardly moves looks flat.
    """
    series = np.asarray(values, float)
    low, high = float(series.min()), float(series.max())
    span = max(high - low, 0.1 * float(np.abs(series).max()), 1e-12)
    middle = (low + high) / 2
    graded = (series - middle) / span + 0.5
    return np.clip(np.floor(graded * count), 0, count - 1).astype(int)


def sparkline(values: Sequence[float], width: int) -> str:
    """The last `width` values as one row of blocks, padded on the left to that width."""
    recent = [value for value in values[-width:] if np.isfinite(value)]
    if not recent:
        return " " * width
    row = "".join(BLOCKS[level + 1] for level in levels(recent, len(BLOCKS) - 1))
    return row.rjust(width)


def bar(share: float, width: int, empty: str = "·") -> str:
    """A horizontal bar for a share of 0..1, an eighth of a cell fine."""
    eighths = round(min(1.0, max(0.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    row = EIGHTHS[8] * full + (EIGHTHS[rest] if rest else "")
    return row + empty * (width - len(row))


def nice_ticks(
    low: float, high: float, count: int, write: Callable[[float], str] = "{:.12g}".format
) -> np.ndarray:
    """Round values between low and high, array (n,), about `count` of them, stepping 1-2-2.5-5.

    Where `write` would round some of them they are further apart.
    """
    raw = max(high - low, 1e-12) / max(1, count)
    size = 10.0 ** np.floor(np.log10(raw))
    steps = [size * each for each in (1, 2, 2.5, 5, 10) if size * each >= raw * 0.999]
    tried = [np.arange(np.ceil(low / step) * step, high + step * 1e-6, step) for step in steps]
    exact = (ticks for ticks in tried if _exact(ticks, [write(float(each)) for each in ticks]))
    return next(exact, tried[0])


def _exact(ticks: np.ndarray, names: Sequence[str]) -> bool:
    """Whether all ticks, two at least, read as so many times the same as they are."""
    if len(ticks) < 2:
        return False
    found = [_NUMBER.search(name) for name in names]
    read = np.array([_number(each[0]) if each else np.nan for each in found])
    told = np.abs(ticks) > 1e-9 * np.ptp(ticks)  # nothing is nothing in every unit
    times = read[told] / np.abs(ticks[told])
    return bool(np.ptp(times) <= 1e-6 * times.max())


def _number(text: str) -> float:
    """A number in words of either language, without its sign."""
    return float(_GROUPS.sub("", text).rstrip(".,").replace(",", "."))


def _bounds(series: np.ndarray) -> tuple[float, float]:
    """The range of an axis that holds the series with a little air."""
    low, high = float(series.min()), float(series.max())
    span = max(high - low, 0.1 * max(abs(low), abs(high)), 1e-9)
    middle = (low + high) / 2
    low, high = min(low, middle - span / 2), max(high, middle + span / 2)
    air = 0.06 * span
    # A quantity that is never negative keeps its zero: a curve must not float below it.
    return (0.0 if series.min() >= 0 and low - air < 0 else low - air), high + air


@dataclass(frozen=True)
class Plot:
    """Where the numbers of a time series lie on a canvas, in dots of braille."""

    left: int  # the first cell of the plot
    columns: int
    rows: int
    low: float
    high: float
    last: int  # the number of the last point

    def x(self, points: np.ndarray) -> np.ndarray:
        """Across, for points numbered from 0."""
        return 2 * self.left + points / max(1, self.last) * (2 * self.columns - 1)

    def y(self, values: np.ndarray) -> np.ndarray:
        """Down."""
        return (self.high - values) / (self.high - self.low) * (4 * self.rows - 1)


def axes(
    canvas: Canvas, series: np.ndarray, labels: Sequence[str], write: Callable[[float], str]
) -> Plot:
    """Draw the axes for a series and say where its numbers lie; `write` words a tick."""
    low, high = _bounds(series)
    rows = canvas.height - 2  # the last two carry the axis and its labels
    ticks = nice_ticks(low, high, max(2, rows // 3), write)
    names = [write(float(tick)) for tick in ticks]
    margin = max(map(len, names)) + 1
    columns = canvas.width - margin - 1
    for tick, name in zip(ticks, names, strict=True):
        y = round((high - tick) / (high - low) * (rows - 1))
        canvas.text(0, y, name.rjust(margin - 1), AXIS)
        canvas.text(margin + 1, y, "┈" * columns, GRID)
    for y in range(rows):
        canvas.text(margin, y, "│", AXIS)
    canvas.text(margin, rows, "└" + "─" * columns, AXIS)
    _date_axis(canvas, labels, margin + 1, columns)
    return Plot(margin + 1, columns, rows, low, high, len(labels) - 1)


def line_chart(
    values: Sequence[float],
    labels: Sequence[str],
    width: int,
    height: int,
    write: Callable[[float], str],
) -> Canvas:
    """A time series over its axes; `write` words a tick, `labels` name the points in order."""
    canvas = Canvas(width, height)
    series = np.asarray(values, float)
    if not len(series) or width < 12 or height < 3:
        return canvas
    plot = axes(canvas, series, labels, write)
    curve(canvas, plot, series)
    return canvas


def curve(canvas: Canvas, plot: Plot, series: np.ndarray) -> None:
    """Draw a series from the first point on, and mark where it has got to."""
    xs, ys = plot.x(np.arange(len(series))), plot.y(series)
    canvas.polyline(xs, ys, LINE)
    canvas.text(int(xs[-1]) // 2, int(ys[-1]) // 4, "●", MARK)


def _date_axis(canvas: Canvas, labels: Sequence[str], left: int, columns: int) -> None:
    """Write labels under the axis at an even stride back from the last, as many as have room."""
    last = max(1, len(labels) - 1)
    pitch = columns / last
    stride = max(1, int(np.ceil((max(map(len, labels)) + 2) / pitch)))
    taken = canvas.width
    for index in range(len(labels) - 1, -1, -stride):
        label = labels[index]
        centre = left + round(index / last * (columns - 1))
        start = min(max(centre - len(label) // 2, left), canvas.width - len(label))
        if start + len(label) < taken or taken == canvas.width:
            canvas.text(start, canvas.height - 1, label, AXIS)
            taken = start

"""How near did a simulation come to what was observed, and how near would a naive forecast?

The arithmetic of the backtest: tolerances, logarithmic errors, the two naive forecasts made at the
end of 2023 from a series' own history, and the score of a role. Nothing is simulated here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from game.content.quarters import number

if TYPE_CHECKING:
    from game.content.models.record import Series

LAST_KNOWN = number("2023Q4")  # when the naive forecasts are made
YEAR = 4  # quarters
INDEXES = ("ECI",)  # units of scales without a zero: twice as much means nothing there


@dataclass(frozen=True, slots=True)
class Observed:
    """One number of the real world; `first` and `last` are numbers of quarters, both included."""

    id: str
    series: str
    quarter: str
    first: int
    last: int
    aggregate: str  # point, sum or mean over the quarters
    value: float
    tolerance: float
    tolerance_type: str  # relative, absolute or factor
    role: str
    unit: str = ""  # as it was written


@dataclass(frozen=True, slots=True)
class Row:
    """An observation beside what was simulated; `reason` says why nothing was."""

    observed: Observed
    simulated: float | None = None
    low: float | None = None  # p05 and p95 of the worlds
    high: float | None = None
    error: float | None = None  # ln(simulated / observed)
    inside: bool | None = None
    naive_last: float | None = None
    naive_growth: float | None = None
    reason: str = ""
    index: bool = False  # on a scale without a zero, where only differences mean something

    @property
    def difference(self) -> float | None:
        """Simulated less observed, in the unit of the series."""
        return None if self.simulated is None else self.simulated - self.observed.value

    @property
    def compared(self) -> bool:
        """Whether all three could forecast it, with an error in logarithms each."""
        return None not in (self.error, *self.naive_errors)

    @property
    def naive_errors(self) -> tuple[float | None, float | None]:
        """The logarithmic errors of the two naive forecasts."""
        seen = self.observed.value
        return log_error(self.naive_last, seen), log_error(self.naive_growth, seen)


@dataclass(frozen=True, slots=True)
class Score:
    """How a role came out; the three means are over the rows that all three could forecast.

    Where there is none (rows before 2024 ask nobody for a forecast), `mean_abs_log_error` is over
    all rows of the role that have a logarithm; `mean_abs_log_error_all` always is.
    """

    inside_share: float | None
    mean_abs_log_error: float | None
    naive_last: float | None
    naive_growth: float | None
    compared: int
    rows: int
    inside: int
    mean_abs_log_error_all: float | None
    mean_abs_log_error_levels: float | None = None  # of those, the rows that are no index
    mean_abs_index_points: float | None = None  # how far the rows of an index lie, in its points
    index_rows: int = 0


def is_inside(simulated: float, seen: Observed) -> bool:
    """Whether a simulated value lies within the tolerance of an observation."""
    observed, tolerance = seen.value, seen.tolerance
    if seen.tolerance_type == "absolute":
        return abs(simulated - observed) <= tolerance
    if seen.tolerance_type == "factor":
        return observed / tolerance <= simulated <= observed * tolerance
    return abs(simulated / observed - 1.0) <= tolerance


def log_error(forecast: float | None, observed: float, measured: bool = True) -> float | None:
    """ln(forecast / observed), or None where there is no forecast or no logarithm.

    Levels with an absolute tolerance (an index, a yield) have one like all others. Changes, which
    may be below zero, have none: such rows are judged inside or outside only.
    """
    if forecast is None or not measured or forecast <= 0.0 or observed <= 0.0:
        return None
    return math.log(forecast / observed)


def naive(series: Series, seen: Observed) -> tuple[float | None, float | None]:
    """What two naive forecasters say of an observation: the last value, the growth continued.

    They know the history to the end of 2023 and are asked about later quarters only. The growth is
    the mean logarithmic growth of the four quarters up to the last value.
    """
    known = {number(each.quarter): each.value for each in series.history}
    known = {quarter: value for quarter, value in known.items() if quarter <= LAST_KNOWN}
    if not known or seen.first <= LAST_KNOWN:
        return None, None
    latest = max(known)
    last, before = known[latest], known.get(latest - YEAR)
    quarters = range(seen.first, seen.last + 1)
    flat = gathered([last for _ in quarters], seen.aggregate)
    if before is None or not series.log or before <= 0.0 or last <= 0.0:
        return flat, None
    growth = math.log(last / before) / YEAR
    grown = [last * math.exp(growth * (quarter - latest)) for quarter in quarters]
    return flat, gathered(grown, seen.aggregate)


def gathered(values: Sequence[float], aggregate: str) -> float:
    """One number for the quarters of an observation."""
    total = math.fsum(values)
    return total / len(values) if aggregate == "mean" else total


def score(rows: Iterable[Row]) -> dict[str, Score]:
    """The score of each role, of the rows that could be simulated."""
    by_role: dict[str, list[Row]] = {}
    for row in rows:
        if row.simulated is not None:
            by_role.setdefault(row.observed.role, []).append(row)
    return {role: _score(by_role[role]) for role in sorted(by_role)}


def _score(rows: Sequence[Row]) -> Score:
    compared = [row for row in rows if row.compared]
    everything = _mean_size(row.error for row in rows)
    inside = sum(bool(row.inside) for row in rows)
    indexed = [row for row in rows if row.index]
    return Score(
        inside_share=inside / len(rows) if rows else None,
        mean_abs_log_error=_mean_size(row.error for row in compared) if compared else everything,
        naive_last=_mean_size(row.naive_errors[0] for row in compared),
        naive_growth=_mean_size(row.naive_errors[1] for row in compared),
        compared=len(compared),
        rows=len(rows),
        inside=inside,
        mean_abs_log_error_all=everything,
        mean_abs_log_error_levels=_mean_size(row.error for row in rows if not row.index),
        mean_abs_index_points=_mean_size(row.difference for row in indexed),
        index_rows=len(indexed),
    )


def _mean_size(errors: Iterable[float | None]) -> float | None:
    """The mean of |error| over those there are, or None when there is none."""
    sizes = [abs(error) for error in errors if error is not None]
    return math.fsum(sizes) / len(sizes) if sizes else None


def as_dict(row: Row, bands: Mapping[str, tuple[float, float]] | None = None) -> dict[str, object]:
    """A row as the JSON of `backtest` holds it."""
    seen = row.observed
    told: dict[str, object] = {
        "id": seen.id,
        "series": seen.series,
        "quarter": seen.quarter,
        "observed": seen.value,
        "simulated": row.simulated,
        "error": row.error,
        "inside": row.inside,
        "naive_last": row.naive_last,
        "naive_growth": row.naive_growth,
        "role": seen.role,
        "aggregate": seen.aggregate,
        "unit": seen.unit or None,
        "difference": row.difference,
        "tolerance": seen.tolerance,
        "tolerance_type": seen.tolerance_type,
        "low": row.low,
        "high": row.high,
    }
    if row.reason:
        told["reason"] = row.reason
    if bands is not None:
        told["band_low"], told["band_high"] = bands.get(seen.id, (None, None))
    return told

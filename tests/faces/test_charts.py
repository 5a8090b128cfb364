"""Do the charts draw what the numbers say?"""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.content import Ruleset
from game.faces import charts
from tests.faces.driving import lines_of

QUARTERS = [f"20{22 + (n + 3) // 4}Q{(n + 3) % 4 + 1}" for n in range(41)]
finite = st.floats(-1e12, 1e12, allow_nan=False)


def test_the_module_needs_no_toolkit() -> None:
    code = "import sys, game.faces.charts; sys.exit(bool({'textual', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_rising_series_rises_in_its_sparkline() -> None:
    assert charts.sparkline([1, 2, 3, 4, 5, 6, 7], 7) == "▁▂▃▄▅▆▇"


def test_a_sparkline_keeps_its_width_and_the_latest_values() -> None:
    assert charts.sparkline([5], 4) == "   ▄"
    assert charts.sparkline([0, 0, 0, 1], 2) == "▁▇"
    assert charts.sparkline([], 3) == "   "


def test_a_series_that_hardly_moves_looks_flat() -> None:
    assert set(charts.sparkline([100.0, 100.1, 100.0, 100.2], 4)) == {"▄"}


@pytest.mark.parametrize(
    ("share", "bar"), [(0, "····"), (0.5, "██··"), (1, "████"), (2, "████"), (0.03125, "▏···")]
)
def test_a_bar_is_as_long_as_its_share(share: float, bar: str) -> None:
    assert charts.bar(share, 4, "·") == bar


def test_ticks_are_round_and_inside() -> None:
    def as_it_is(tick: float) -> str:
        return f"{tick:g}"

    assert charts.nice_ticks(0, 100, 4, as_it_is).tolist() == [0, 25, 50, 75, 100]
    assert charts.nice_ticks(1.3, 2.9, 3, as_it_is).tolist() == [2.0]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_ticks_are_as_far_apart_as_they_read(ruleset: Ruleset, lang: str) -> None:
    words = ruleset.words(lang)

    def ticks(low: float, high: float, count: int, unit: str) -> list[float]:
        found = charts.nice_ticks(low, high, count, lambda tick: words.unit(tick, unit))
        return [float(tick) for tick in found]

    assert ticks(17, 31, 6, "months") == [20, 25, 30], "not 17.5, 20, 22.5, told as 18, 20, 23"
    assert ticks(0, 10_000, 4, "h100e") == [0, 2500, 5000, 7500, 10_000]
    assert ticks(-6, 6, 6, "months") == [-6, -4, -2, 0, 2, 4, 6]
    assert ticks(0.35, 0.45, 4, "index01") == pytest.approx([0.35, 0.4, 0.45]), "not 0.375"


def test_a_line_chart_names_its_axes_and_ends_in_a_point() -> None:
    picture = charts.line_chart([3, 4, 9, 12], QUARTERS[:4], 50, 12, lambda tick: f"{tick:g}")
    lines = lines_of(picture)
    assert len(lines) == 12
    assert "2022Q4" in lines[-1]
    assert lines[-1].endswith("2023Q3")
    assert any(line.strip().startswith("10 │") for line in lines)
    assert sum(line.count("●") for line in lines) == 1
    first = next(n for n, line in enumerate(lines) if "●" in line)
    assert first <= 2, "the highest value is the last one"


@given(st.lists(finite, min_size=1, max_size=41), st.integers(1, 150), st.integers(1, 50))
def test_any_series_draws_in_any_window(values: list[float], width: int, height: int) -> None:
    labels = QUARTERS[: len(values)]
    picture = charts.line_chart(values, labels, width, height, lambda tick: f"{tick:.3g}")
    assert picture.codes.shape == (height, width)
    for row in range(height):
        assert "".join(text for text, _, _ in picture.runs(row)) == "".join(
            map(chr, picture.codes[row].tolist())
        )


@given(st.lists(finite, min_size=1, max_size=41), st.integers(2, 9))
def test_levels_keep_the_order_of_the_values(values: list[float], count: int) -> None:
    graded = charts.levels(values, count)
    order = np.argsort(values, kind="stable")
    assert (np.diff(graded[order]) >= 0).all()
    assert graded.min() >= 0
    assert graded.max() < count

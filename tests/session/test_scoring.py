"""Is a forecast judged as it should be, by hand-made numbers?"""

from __future__ import annotations

import math

import pytest

from game.content.models import Series
from game.content.quarters import number, turn, written
from game.session import scoring
from game.session.scoring import Observed, Row

SOURCE = {"title": "A table"}


def seen(
    value: float,
    tolerance: float = 0.2,
    kind: str = "relative",
    quarter: str = "2024Q4",
    aggregate: str = "point",
    role: str = "score",
) -> Observed:
    first, _, last = quarter.partition("-")
    ends = number(first), number(last or first)
    return Observed("row", "sales", quarter, *ends, aggregate, value, tolerance, kind, role)


def series(log: bool = True, **history: float) -> Series:
    known = [
        {"quarter": quarter, "value": value, "source": SOURCE} for quarter, value in history.items()
    ]
    text = {"en": "Sales", "fr": "Ventes"}
    return Series.model_validate(
        {"id": "sales", "title": text, "unit": text, "value": 1, "history": known, "log": log}
    )


def row(simulated: float, observed: Observed, last: float | None, growth: float | None) -> Row:
    return Row(
        observed,
        simulated,
        error=scoring.log_error(simulated, observed.value),
        inside=scoring.is_inside(simulated, observed),
        naive_last=last,
        naive_growth=growth,
    )


def test_quarters_are_counted_without_gaps() -> None:
    assert number("2024Q1") == number("2023Q4") + 1
    assert [written(number("2022Q4") + place) for place in (0, 1, 5)] == [
        "2022Q4",
        "2023Q1",
        "2024Q1",
    ]
    assert turn("2032Q4", "2022Q4") == 40
    with pytest.raises(ValueError, match="2023Q5"):
        number("2023Q5")


@pytest.mark.parametrize(
    ("kind", "tolerance", "inside", "outside"),
    [
        ("relative", 0.2, [8.0, 10.0, 12.0], [7.99, 12.01, -10.0]),
        ("absolute", 0.2, [9.8, 10.2], [9.79, 10.21]),
        ("factor", 2.0, [5.0, 20.0], [4.99, 20.01, 0.0]),
    ],
)
def test_each_tolerance_has_its_own_edges(
    kind: str, tolerance: float, inside: list[float], outside: list[float]
) -> None:
    observed = seen(10.0, tolerance, kind)
    assert [scoring.is_inside(value, observed) for value in inside] == [True] * len(inside)
    assert [scoring.is_inside(value, observed) for value in outside] == [False] * len(outside)


def test_a_relative_tolerance_reads_a_fall_as_a_fall() -> None:
    observed = seen(-0.1, 0.5)
    assert scoring.is_inside(-0.14, observed)
    assert not scoring.is_inside(0.1, observed)


def test_an_error_is_a_logarithm_or_nothing() -> None:
    assert scoring.log_error(20.0, 10.0) == pytest.approx(math.log(2))
    assert scoring.log_error(5.0, 10.0) == pytest.approx(-math.log(2))
    assert scoring.log_error(None, 10.0) is None
    assert scoring.log_error(-1.0, 10.0) is None
    assert scoring.log_error(10.0, -1.0) is None
    assert scoring.log_error(10.0, 10.0, measured=False) is None


def test_naive_forecasts_start_from_the_end_of_2023() -> None:
    sales = series(**{"2022Q4": 100.0, "2023Q4": 400.0, "2024Q1": 9999.0})
    last, growth = scoring.naive(sales, seen(1.0, quarter="2024Q4"))
    assert last == 400.0  # what came later is not known to them
    assert growth == pytest.approx(1600.0)  # four more quarters, each times the fourth root of 4
    assert scoring.naive(sales, seen(1.0, quarter="2023Q4")) == (None, None)


def test_naive_forecasts_of_a_span_are_summed_or_averaged() -> None:
    sales = series(**{"2022Q4": 10.0, "2023Q4": 160.0})  # doubles each quarter
    whole = seen(1.0, quarter="2024Q1-2024Q2", aggregate="sum")
    assert scoring.naive(sales, whole) == (320.0, pytest.approx(320.0 + 640.0))
    mean = seen(1.0, quarter="2024Q1-2024Q2", aggregate="mean")
    assert scoring.naive(sales, mean) == (160.0, pytest.approx(480.0))


def test_without_four_quarters_there_is_no_growth_and_without_history_nothing() -> None:
    assert scoring.naive(series(**{"2023Q4": 5.0}), seen(1.0)) == (5.0, None)
    assert scoring.naive(series(), seen(1.0)) == (None, None)
    change = series(log=False, **{"2022Q4": 0.2, "2023Q4": 0.1})
    assert scoring.naive(change, seen(1.0)) == (0.1, None)


def test_means_are_over_the_rows_that_all_three_can_forecast() -> None:
    rows = [
        row(20.0, seen(10.0), 10.0, 40.0),  # ln 2, 0, ln 4
        row(10.0, seen(10.0), 5.0, 10.0),  # 0, ln 2, 0
        row(80.0, seen(10.0), 10.0, None),  # nobody grew this one: not compared
        row(10.0, seen(10.0, role="fit"), None, None),
    ]
    scores = scoring.score([*rows, Row(seen(10.0), reason="unknown series")])
    score = scores["score"]
    assert (score.inside, score.rows, score.compared) == (1, 3, 2)
    assert score.inside_share == pytest.approx(1 / 3)
    assert score.mean_abs_log_error == pytest.approx(math.log(2) / 2)
    assert score.naive_last == pytest.approx(math.log(2) / 2)
    assert score.naive_growth == pytest.approx(math.log(4) / 2)
    assert score.mean_abs_log_error_all == pytest.approx((math.log(2) + math.log(8)) / 3)


def test_where_nobody_can_be_compared_the_mean_is_over_all_rows() -> None:
    score = scoring.score([row(20.0, seen(10.0, role="fit"), None, None)])["fit"]
    assert (score.compared, score.naive_last) == (0, None)
    assert score.mean_abs_log_error == score.mean_abs_log_error_all == pytest.approx(math.log(2))


def test_a_change_below_zero_is_judged_but_has_no_logarithm() -> None:
    fall = row(-0.12, seen(-0.1, 0.05, "absolute"), None, None)
    score = scoring.score([fall])["score"]
    assert (score.inside, score.mean_abs_log_error, fall.error) == (1, None, None)

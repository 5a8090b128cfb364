"""Do the bounds of an expression hold its value, whatever its figures are?"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.content.compiler import ExpressionError
from game.content.expressions import compile_condition, compile_expression
from game.content.ranges import ANY, Bounds, survey

RANGES = {"share": Bounds(0, 1), "tension": Bounds(0, 100), "change": Bounds(-5, 5)}


def range_of(name: str) -> Bounds:
    return RANGES.get(name, ANY)


@pytest.mark.parametrize(
    ("source", "bounds"),
    [
        ("2 * tension - 1", (-1, 199)),
        ("abs(change)", (0, 5)),
        ("change * change", (-25, 25)),
        ("10 / (share + 1)", (5, 10)),
        ("10 / share", (-float("inf"), float("inf"))),
        ("min(tension, 3) + max(change, 1)", (1, 8)),
        ("tension > 100", (0, 0)),
        ("tension >= 0 and share <= 1", (1, 1)),
        ("tension > 50 or share > 2", (0, 1)),
        ("not share == 2", (1, 1)),
        ("unknown * 0", (0, 0)),
    ],
)
def test_bounds(source: str, bounds: tuple[float, float]) -> None:
    assert survey(compile_expression(source), range_of).bounds == bounds


def test_decided_comparisons_are_named() -> None:
    found = survey(compile_condition("tension > 50 and 0 <= share < 2"), range_of)
    assert found.decided == [("0 <= share", True), ("share < 2", True)]


TERMS = st.recursive(
    st.sampled_from(["share", "tension", "change", "0", "2", "0.5"]),
    lambda inner: st.one_of(
        st.builds(
            "({} {} {})".format,
            inner,
            st.sampled_from(["+", "-", "*", "/", "<", ">=", "==", "!=", "and", "or"]),
            inner,
        ),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("abs({})".format, inner),
        st.builds("(not {})".format, inner),
    ),
    max_leaves=7,
)


@given(TERMS, st.floats(0, 1), st.floats(0, 100), st.floats(-5, 5))
def test_no_value_leaves_the_bounds(
    source: str, share: float, tension: float, change: float
) -> None:
    try:
        expression = compile_expression(source)
    except ExpressionError:
        return
    figures = {"share": share, "tension": tension, "change": change, "turn": 0.0}
    value = float(expression.evaluate(lambda name: np.array([figures[name]]))[0])
    low, high = survey(expression, range_of).bounds
    slack = 1e-9 * max(1.0, abs(value))
    assert low - slack <= value <= high + slack

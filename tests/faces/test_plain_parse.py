"""Are amounts read as people type them?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.faces.plain import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2bn", 2e9),
        ("500m", 5e8),
        ("500 M$", 5e8),
        ("20k", 2e4),
        ("1.5bn", 1.5e9),
        ("1,5 md", 1.5e9),
        ("2 milliards", 2e9),
        ("1 000 000", 1e6),
        ("1\u202f000\u202f000", 1e6),
        ("1,000,000", 1e6),
        ("60 %", 0.6),
        ("0.25", 0.25),
        ("12", 12),
        ("$3bn", 3e9),
    ],
)
def test_amounts(text: str, value: float) -> None:
    assert parse.amount(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", "bn", "two", "-5", "1e5", "nan", "inf", "1..2", "3 apples", "٣"]
)
def test_what_is_no_amount(text: str) -> None:
    assert parse.amount(text) is None


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_fall(text: str) -> None:
    parse.amount(text)
    parse.whole(text)


def test_numbers_as_one_types_them() -> None:
    assert [parse.whole(text) for text in ("1", "#2", "3.", "4)", "0", "x", "²")] == [
        1, 2, 3, 4, 0, None, None,
    ]  # fmt: skip

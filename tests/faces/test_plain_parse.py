"""Are amounts read as people type them?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.faces import amounts
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
    assert amounts.amount(text) == pytest.approx(value)


@pytest.mark.parametrize(
    "text", ["", "bn", "two", "-5", "1e5", "nan", "inf", "1..2", "3 apples", "٣"]
)
def test_what_is_no_amount(text: str) -> None:
    assert amounts.amount(text) is None


@pytest.mark.parametrize(
    ("text", "name", "turn"),
    [
        ("tension 2023Q4", "tension", 4),
        ("tension 2022t4", "tension", 0),
        ("Strait tension 2024 Q1", "Strait tension", 5),
        ("prix du gris T2 2032", "prix du gris", 38),
        ("tension 2023Q5", "tension 2023Q5", None),
        ("tension", "tension", None),
        ("2023Q4", "2023Q4", None),  # there must be a name before it
        ("", "", None),
    ],
)
def test_a_quarter_after_a_name(text: str, name: str, turn: int | None) -> None:
    assert parse.quarter(text) == (name, turn)


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_fall(text: str) -> None:
    amounts.amount(text)
    parse.whole(text)
    parse.quarter(text)


def test_numbers_as_one_types_them() -> None:
    assert [parse.whole(text) for text in ("1", "#2", "3.", "4)", "0", "x", "²")] == [
        1, 2, 3, 4, 0, None, None,
    ]  # fmt: skip

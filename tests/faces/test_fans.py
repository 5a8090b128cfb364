"""Does a fan show the past, the present and what may come, with colours and without?"""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.faces.charts import COURSE, INNER, LINE, NONE, OUTER, Canvas
from game.faces.fans import Fan, fan_chart
from tests.faces.driving import lines_of

LABELS = [f"20{22 + (n + 3) // 4}Q{(n + 3) % 4 + 1}" for n in range(80)]
PAST = [10.0, 20.0, 30.0]
OPENING = Fan(
    p05=[30, 25, 20], p25=[30, 29, 28], p50=[30, 31, 32], p75=[30, 33, 36], p95=[30, 40, 50]
)


def drawn(width: int = 60, height: int = 20, *, colours: bool = True) -> Canvas:
    return fan_chart(
        PAST, OPENING, LABELS[:5], width, height, lambda tick: f"{tick:g}", colours=colours
    )


def grounds(canvas: Canvas, column: int) -> list[int]:
    """The colours of the ground down a column, each once."""
    column_values = canvas.ground[:, column].tolist()
    return [v for n, v in enumerate(column_values) if n == 0 or v != column_values[n - 1]]


def test_the_bands_lie_one_in_the_other_and_only_in_the_future() -> None:
    canvas = drawn()
    last, first = canvas.width - 1, canvas.width // 4
    assert grounds(canvas, last) == [NONE, OUTER, INNER, OUTER, NONE]
    assert grounds(canvas, first) == [NONE]
    wide = [(canvas.ground[:, column] != NONE).sum() for column in range(canvas.width)]
    future = [count for count in wide if count]
    most = accumulate(future, max)
    assert all(was - now <= 1 for was, now in zip(most, future, strict=True)), "it only opens"


def test_the_past_the_present_and_the_course_are_drawn() -> None:
    canvas = drawn()
    assert (canvas.ink == LINE).sum() > 5
    assert (canvas.ink == COURSE).sum() > 5
    text = "\n".join(lines_of(canvas))
    assert text.count("●") == 1
    assert text.split("\n")[-1].endswith(LABELS[4])
    middle = next(line.index("●") for line in text.split("\n") if "●" in line)
    assert any(line[middle : middle + 1] == "┊" for line in text.split("\n"))


def test_without_colours_the_edges_are_characters() -> None:
    canvas = drawn(colours=False)
    assert (canvas.ground == NONE).all()
    text = "\n".join(lines_of(canvas))
    assert text.count("·") > 10
    assert text.count(":") > 10


def test_halves_of_cells_become_characters_of_two_colours() -> None:
    canvas = Canvas(4, 1)
    canvas.ground[0, 0] = OUTER
    canvas.ground[1, 1] = OUTER
    canvas.ground[:, 2] = OUTER, INNER
    canvas.ground[:, 3] = INNER
    assert canvas.runs(0) == [
        ("▀▄", OUTER, NONE),
        ("▀", OUTER, INNER),
        (" ", NONE, INNER),
    ]


def test_a_character_keeps_its_ink_over_the_inner_ground() -> None:
    canvas = Canvas(1, 1)
    canvas.text(0, 0, "x", LINE)
    canvas.ground[:, 0] = OUTER, INNER
    assert canvas.runs(0) == [("x", LINE, INNER)]


numbers = st.floats(-1e12, 1e12, allow_nan=False)


@given(
    st.lists(numbers, min_size=1, max_size=41),
    st.lists(st.lists(numbers, min_size=5, max_size=5), min_size=1, max_size=13),
    st.integers(1, 150),
    st.integers(1, 50),
    st.booleans(),
)
def test_any_fan_draws_in_any_window(
    past: list[float], ahead: list[list[float]], width: int, height: int, colours: bool
) -> None:
    levels = [sorted(quarter) for quarter in ([[past[-1]] * 5, *ahead])]
    fan = Fan(*(list(level) for level in zip(*levels, strict=True)))
    labels = LABELS[: len(past) + len(ahead)]
    canvas = fan_chart(past, fan, labels, width, height, lambda t: f"{t:.3g}", colours=colours)
    assert canvas.codes.shape == (height, width)
    for row in range(height):
        assert sum(len(text) for text, _, _ in canvas.runs(row)) == width


@pytest.mark.parametrize(("width", "height"), [(11, 20), (60, 2)])
def test_no_room_no_chart(width: int, height: int) -> None:
    assert not any(lines_of(drawn(width, height)))

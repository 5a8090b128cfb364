"""Are the functions that very many worlds are read with what the closures are, to the last bit?"""

import numpy as np
import pytest

from game.content.expressions import compile_condition, compile_expression
from game.engine.orders import with_amount
from game.world.arrays import arrays
from game.world.figures import Reader
from tests.world.expressions import of_orders, of_scenes, three_years

WORLDS = 16
AMOUNT, FRESH = np.linspace(0.0, 7.5, WORLDS), np.linspace(1.0, 0.25, WORLDS)


@pytest.fixture(scope="module")
def played(ruleset):
    """Worlds of their own after three years."""
    return three_years(ruleset, range(WORLDS))


def both_ways(ruleset, world, seat, expression):
    """The value by the closures, and by the function; both of shape (worlds,)."""
    brief = Reader(ruleset, world, seat).brief
    read = with_amount(lambda name: FRESH if name == "fresh" else brief(name), AMOUNT)
    expected = expression.value(read)
    made = arrays(ruleset, ruleset.index("actor", seat), [expression.code], expression.is_condition)
    (found,) = made(world, AMOUNT, FRESH, brief)
    return expected, found


def test_every_expression_of_the_game(ruleset, played):
    count = 0
    for seats, expression in (*of_orders(ruleset), *of_scenes(ruleset)):
        for seat in seats:
            expected, found = both_ways(ruleset, played, seat, expression)
            assert np.array_equal(*np.broadcast_arrays(expected, found)), (seat, expression.source)
            count += 1
    assert count > 1500


@pytest.mark.parametrize(
    "source",
    [
        "1 / 0",
        "me.cash_usd / (me.staff - me.staff)",
        "min(me.staff, 7, -amount) - max(amount, fresh, -3)",
        "(me.staff > 3) + (amount > 100)",
        "abs(-amount) * -2.5",
        "0 < amount < 5",
        "2 * 3 + min(4, 5)",
        "turn >= 3 or amount > 2",
        "turn >= 300 or not (amount > 2 and fresh)",
        "amount and turn",
    ],
)
@pytest.mark.parametrize("compiled", [compile_expression, compile_condition])
def test_the_corners_of_the_language(ruleset, played, source, compiled):
    expected, found = both_ways(ruleset, played, "lab_paris", compiled(source))
    assert np.array_equal(*np.broadcast_arrays(expected, found))
    wanted = np.bool_ if compiled is compile_condition else np.float64
    assert np.asarray(found).dtype == wanted


def test_where_the_date_decides_nothing_else_is_read(ruleset, played):
    me = ruleset.index("actor", "china")
    late = [compile_condition(text).code for text in ("turn > 90 and me.eci > 1", "me.eci and 0")]
    early = compile_condition("turn < 90 or me.eci > 1").code
    (no, never), (yes,) = (
        arrays(ruleset, me, codes, conditions=True)(played, None, None, None)
        for codes in (late, [early])
    )
    assert no is False and never is False and yes is True


def test_what_is_found_is_no_view_of_the_world(ruleset, played):
    """An effect works out all its numbers before it writes the first."""
    me = ruleset.index("actor", "china")
    code = compile_expression("me.align").code
    (found,) = arrays(ruleset, me, [code])(played, None, None, None)
    assert not np.shares_memory(found, played.align)

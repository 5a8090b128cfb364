"""Are plain numbers what arrays are, to the last bit?"""

import numpy as np
import pytest

from game.content.expressions import compile_condition, compile_expression
from game.engine.orders import with_amount
from game.world.figures import Reader
from game.world.numbers import is_stored, number, numbers, put_together
from tests.world.expressions import of_orders, three_years


@pytest.fixture(scope="module")
def played(ruleset):
    """Two worlds after three years."""
    return three_years(ruleset, [0, 1])


def same(ruleset, world, seat, expression, amount=3.5, fresh=0.8):
    """Compare both ways of reading an expression, in every lane."""
    reader = Reader(ruleset, world, seat)
    given = np.full(world.width, amount)
    read = with_amount(lambda n: np.full(2, fresh) if n == "fresh" else reader(n), given)
    arrays = np.broadcast_to(expression.value(read), (world.width,))
    plain = number(ruleset, ruleset.index("actor", seat), expression)
    for lane in range(world.width):

        def ask(name, lane=lane):
            return float(reader(name)[lane])

        found = plain(world, lane, amount, fresh, ask)
        assert type(found) is (bool if expression.is_condition else float)
        assert found == arrays[lane], f"{seat}: {expression.source}"


def test_every_expression_of_the_game(ruleset, played):
    count = 0
    for seats, expression in of_orders(ruleset):
        for seat in seats:
            same(ruleset, played, seat, expression)
            count += 1
    assert count > 1000


@pytest.mark.parametrize(
    "source",
    [
        "1 / 0",
        "me.cash_usd / (me.staff - me.staff)",
        "min(me.staff, 7, -amount) - max(amount, fresh, -3)",
        "(me.staff > 3) + (amount > 100)",
        "abs(-amount) * -2.5",
        "0 < amount < 5",
    ],
)
def test_the_corners_of_the_language(ruleset, played, source):
    same(ruleset, played, "lab_paris", compile_expression(source))
    same(ruleset, played, "lab_paris", compile_condition(source))


@pytest.mark.parametrize("source", ["amount > 3 and not fresh", "amount or 0", "not (turn >= 40)"])
def test_conditions_are_yes_or_no(ruleset, played, source):
    same(ruleset, played, "china", compile_condition(source))


def test_what_follows_from_other_figures_is_asked_for(ruleset):
    me = ruleset.index("actor", "lab_paris")
    assert is_stored(ruleset, me, "me.staff") and is_stored(ruleset, me, "amount")
    assert not is_stored(ruleset, me, "me.machine_time")
    assert not is_stored(ruleset, me, "taken.some_scene.some_choice")


def test_several_numbers_at_once_are_what_they_are_one_by_one(ruleset, played):
    me = ruleset.index("actor", "china")
    for sources, compiled in (
        (("me.cash_usd / 3", "amount * fresh", "-2"), compile_expression),
        (("amount > 3", "me.cash_usd", "not turn"), compile_condition),
    ):
        each = [compiled(source) for source in sources]
        found = numbers(ruleset, me, each)(played, 1, 3.5, 0.8, None)
        alone = tuple(number(ruleset, me, one)(played, 1, 3.5, 0.8, None) for one in each)
        assert found == alone
        assert [type(one) for one in found] == [type(one) for one in alone]


def test_expressions_are_put_together_without_reading_their_text_again(ruleset, played):
    me = ruleset.index("actor", "china")
    low, high = (compile_expression(source).code for source in ("amount - 1", "amount + 1"))
    least = put_together(ruleset, me, ("max", ("min", low, high), ("number", 3.0)))
    assert least(played, 0, 9.0, 1.0, None) == 8.0
    assert least(played, 0, 2.0, 1.0, None) == 3.0
    one = put_together(ruleset, me, ("and", compile_condition("amount > 3").code), condition=True)
    assert one(played, 0, 4.0, 1.0, None) is True

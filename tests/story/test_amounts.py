"""Are many amounts looked up together what each of them is by itself, to the last bit?"""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.content.expressions import compile_expression
from game.story.amounts import amounts
from game.story.memory import storylets
from game.story.terms import Glance
from game.world.figures import Reader
from game.world.state import World
from tests.story.tables import worlds

SEATS = ("china", "lab_paris")


@pytest.fixture
def some(ruleset: Ruleset) -> World:
    """Worlds in which figures lie below, between and above what content names."""
    world = worlds(ruleset, 6, turn=5)
    world.tension[:] = (0.0, 1.0, 33.3, 50.0, 77.7, 100.0)
    world.confidence[:] = np.linspace(0.1, 1.1, 6)
    world.cash_usd[:] = (-5_000_000, 0, 7, 123_456_789, 10**10, 10**12)
    world.trust[:] = (0.0, 20.0, 55.5, 60.0, 90.0, 100.0)
    return world


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "-2.5",
        "tension",
        "0.1 * tension",
        "tension * -0.1",
        "0.3 + 0.7 * tension",
        "min(0.9, max(0.1, confidence))",
        "max(0.1, min(0.9, confidence))",
        "max(0.9, min(0.1, confidence))",
        "min(0.1, max(0.9, confidence))",
        "min(2, min(tension, 1))",
        "min(30_000_000 * me.is_state + 7 * me.is_lab, 0.012 * max(0, me.cash_usd))",
        "60_000 + min(300_000, 0.1 * max(0, me.cash_usd))",
        "1.15 - tension / 100",
        "0.1 * tension * confidence",
        "3 * (tension > 30)",
        "2 * (turn >= 5) + quarter",
        "min(tension, 100 * confidence, 60)",
        "-min(4, 0.2 * me.trust)",
    ],
)
def test_an_amount_of_a_table_is_what_it_is_alone(ruleset: Ruleset, some: World, text: str) -> None:
    expression, other = compile_expression(text), compile_expression("7 * confidence")
    table = amounts(
        ruleset, {0: (other, "usa"), **{2 + n: (expression, s) for n, s in enumerate(SEATS)}}, 4
    )
    glance, lanes = Glance(ruleset, some), np.array([5, 0, 3, 3, 1, 2, 4])
    everywhere = table.across(np.arange(4), glance)
    assert not everywhere[1].any()
    for row, seat in enumerate(SEATS, start=2):
        alone = expression.evaluate(Reader(ruleset, some, seat))
        assert everywhere[row].tobytes() == alone.tobytes()
        rows = np.full(lanes.shape, row)
        rows[3] = 1
        found = table.values(rows, lanes, glance)
        assert found[3] == 0.0
        assert (np.delete(found, 3) == alone[np.delete(lanes, 3)]).all()


def test_every_amount_of_content_is_looked_up_as_it_is(ruleset: Ruleset, some: World) -> None:
    for seat in SEATS:
        asked = {}
        for storylet in storylets(ruleset):
            found = [storylet.weight, *(choice.odds for choice in storylet.choices)]
            for choice in storylet.choices:
                for outcome in (choice.win, choice.lose):
                    if outcome is not None:
                        found += [*outcome.add.values(), *outcome.set.values()]
                        found += [each.usd for each in (outcome.pay, outcome.gain) if each]
            asked |= {len(asked) + n: (each, seat) for n, each in enumerate(found)}
        assert len(asked) > 1000
        table = amounts(ruleset, asked, len(asked))
        values = table.across(np.arange(len(asked)), Glance(ruleset, some))
        read = Reader(ruleset, some, seat)
        for row, (expression, _) in asked.items():
            assert (values[row] == expression.evaluate(read)).all(), expression.source

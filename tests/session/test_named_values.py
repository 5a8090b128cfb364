"""Is what has a name told by name: no bottleneck that is “up 2”, no limit “to 2.4”?"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from game.content import Ruleset
from game.faces.plain import show
from game.session import foresight
from game.session.scenes import effects_text
from game.session.session import Session
from game.session.sight import Sight

PACKAGING, MEMORY = 2.0, 3.0


@pytest.fixture(scope="module")
def taipei(ruleset: Ruleset) -> Session:
    """A table at which memory binds where packaging did."""
    session = Session.new(ruleset, seat="taiwan", seed=2, autosaves=False)
    session.end_turn()
    log, world = session.standing.log, session.standing.world.copy()
    world.bottleneck[:] = MEMORY
    before, last = log.pages
    before = replace(before, figures={**before.figures, "bottleneck": PACKAGING})
    last = replace(last, figures={**last.figures, "bottleneck": MEMORY})
    closed = {**session.standing.closed, "bottleneck": (("stage:chips.started", 1),)}
    log = replace(log, pages=(before, last))
    standing = replace(session.standing, log=log, world=world, closed=closed)
    return Session(ruleset, session.setup, standing, autosaves=False)


def _figure(session: Session, lang: str) -> str:
    session.lang = lang
    view = session.why("bottleneck").figure
    assert (view.direction, view.change) == (0, 1.0)
    return show.figure_line(session.words, view)


def test_the_table_says_what_it_is_and_was(taipei: Session) -> None:
    assert _figure(taipei, "en") == "World bottleneck: memory; was packaging."
    assert "la mémoire" in _figure(taipei, "fr") and "avant, l’encapsulation" in _figure(
        taipei, "fr"
    )


def test_reasons_and_curves_name_it(taipei: Session) -> None:
    taipei.lang = "en"
    why = taipei.why("bottleneck")
    assert why.total_text.endswith(" (was packaging)")
    assert [part.text for part in why.parts] == ["now memory; was packaging"]
    said = taipei.graph("bottleneck").describe
    assert said == "World bottleneck: packaging from 2022Q4, memory from 2023Q1."


def test_a_forecast_counts_names_and_has_no_middle(ruleset: Ruleset, taipei: Session) -> None:
    sight = Sight(ruleset, taipei.standing.world, "taiwan", ruleset.words("en"))
    values = np.array([[[3.0, 3.0, 3.0, 3.0], [2.0, 3.0, 3.0, 5.0]]])
    found = foresight.Futures(taipei.standing, ("bottleneck",), values, 4)
    view = foresight.forecast_view(sight, found, "bottleneck")
    assert view.texts[1] == ("memory",) * 5
    assert view.describe == (
        "World bottleneck: memory in 2023Q1. In 2023Q2, of 4 futures: "
        "memory in 50%, packaging in 25%, demand in 25%."
    )


def test_what_an_answer_switches_is_told_as_yes_or_no(ruleset: Ruleset, taipei: Session) -> None:
    sight = Sight(ruleset, taipei.standing.world, "taiwan", ruleset.words("en"))
    assert sight.change_text("war", 1.0, 0.0) == "now yes; was no"
    assert sight.change_text("war", -1.0, 1.0) == "now no; was yes"


def test_a_limit_where_none_was_is_no_fall_by_a_thousand_million(
    ruleset: Ruleset, taipei: Session
) -> None:
    sight = Sight(ruleset, taipei.standing.world, "taiwan", ruleset.words("en"))
    said = sight.change_text("limit.density.cn", 2.5 - 1e9, 1e9)
    assert said == "now 2.5 TPP/mm²; was none"
    assert sight.change_text("limit.density.cn", -0.5, 3.0) == "−0.5 TPP/mm²"


def test_no_answer_moves_a_named_value_by_a_number(ruleset: Ruleset) -> None:
    named = [
        name
        for name in ruleset.figures
        if ruleset.words("en").has_names(ruleset.figures[name].unit)
    ]
    world = Session.new(ruleset, autosaves=False).standing.world
    sight = Sight(ruleset, world, "lab_paris", ruleset.words("en"))
    labels = "|".join(re.escape(sight.label(name)) for name in named)
    for storylet in ruleset.storylets.values():
        for choice in storylet.choices:
            told = effects_text(sight, choice)
            assert not re.search(rf"({labels}) (set to )?[+−]?[0-9]", told), (storylet.id, told)

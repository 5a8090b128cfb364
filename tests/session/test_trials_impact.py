"""What a mod changes: nothing is seen where nothing is, and what it moves is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset, load
from game.session.trials.impact import impact, mean_between, measure, median_between


@pytest.fixture(scope="module")
def short(ruleset: Ruleset) -> Ruleset:
    return shortened(ruleset)


def shortened(ruleset: Ruleset, turns: int = 5) -> Ruleset:
    empty: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
    scenarios = {
        id_: each.model_copy(update={"turns": turns}) for id_, each in ruleset.scenarios.items()
    }
    return replace(ruleset, scenarios=scenarios, **empty)


def test_nothing_is_told_of_a_mod_that_changes_nothing(short: Ruleset) -> None:
    found = impact(short, short, 12)
    assert found.lines == ()
    assert found.games == 12
    assert found.measured > 500


def test_what_a_rule_moves_is_told_with_its_sign_and_its_interval(short: Ruleset) -> None:
    margin = short.coefficients["inference.margin"]
    assert isinstance(margin.value, float)
    dearer = margin.model_copy(update={"value": margin.value * 2})
    empty: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
    changed = replace(short, coefficients={**short.coefficients, margin.id: dearer}, **empty)
    found = impact(short, changed, 12)
    lines = {(line.group, line.name, line.players): line for line in found.lines}
    price = lines["figures", "token_price.class", "policies"]
    assert price.with_ > price.without
    assert 0 < price.low <= price.difference <= price.high
    assert [line.size for line in found.lines] == sorted(
        (line.size for line in found.lines), reverse=True
    )
    assert all(line.low > 0 or line.high < 0 for line in found.lines)
    assert price.as_dict()["with"] == price.with_


def test_the_progress_is_told_and_ends(short: Ruleset) -> None:
    heard: list[float] = []
    impact(short, short, 2, tell=heard.append)
    assert heard == sorted(heard) and heard[-1] == 1.0 and len(heard) == 4


def test_the_scenes_of_a_mod_are_told(short: Ruleset) -> None:
    scene = "three_cards_in_lyon"
    rules = shortened(load(mods=("lyon_garage",)), 12)
    often = rules.storylets[scene].model_copy(update={"priority": 50})
    empty: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
    rules = replace(rules, storylets={**rules.storylets, scene: often}, **empty)
    found = impact(shortened(short, 12), rules, 12)
    assert ("scenes", "lab_paris", scene) in {(x.group, x.seat, x.name) for x in found.lines}


def test_measures_are_of_the_same_games_in_the_same_order(short: Ruleset) -> None:
    one = measure(short, 6, 1, ("tension",))
    again = measure(short, 6, 1, ("tension",))
    assert {*one} == {"policies", "bots"}
    assert len(one["policies"]["figures", "", "tension"]) == 6
    assert len(one["bots"]["figures", "", "tension"]) == 8  # four tables of two games
    for players in one:
        for key, values in one[players].items():
            assert np.array_equal(values, again[players][key]), key
    shares = sum(one["policies"]["bottleneck", "", name] for name in ("wafers", "packages"))
    assert (shares <= 1.0).all()


def test_an_interval_holds_the_median_99_times_of_100() -> None:
    rng = np.random.default_rng(1)
    held = 0
    for _ in range(400):
        middle, low, high = median_between(rng.normal(3.0, 1.0, 60))
        assert low <= middle <= high
        held += low <= 3.0 <= high
    assert held >= 390
    assert median_between(np.array([1.0, 2.0, 3.0]))[1:] == (-np.inf, np.inf)


def test_an_interval_of_a_share() -> None:
    middle, low, high = mean_between(np.array([1.0] * 50 + [0.0] * 50))
    assert middle == 0.5
    assert low == pytest.approx(0.5 - 2.576 * 0.05)
    assert high == pytest.approx(0.5 + 2.576 * 0.05)

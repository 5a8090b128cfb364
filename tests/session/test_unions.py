"""Does an effect on the regions of Europe read as what it does to Europe?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.session.session import Session
from game.session.sight import Sight
from game.session.unions import moved


def seen(ruleset: Ruleset, seat: str) -> Sight:
    return Session.new(ruleset, seat=seat, seed=4, autosaves=False)._sight


@pytest.mark.parametrize("seat", ["europe", "usa"])
def test_what_moves_all_regions_alike_is_told_of_the_union(ruleset: Ruleset, seat: str) -> None:
    (told,) = moved(seen(ruleset, seat), {"concern.fr": -2.0, "concern.nl": -2.0})
    assert told.name == "concern.europe"
    assert told.amount == pytest.approx(-2.0)
    assert not told.whole


def test_megawatts_of_all_regions_add_up(ruleset: Ruleset) -> None:
    (told,) = moved(seen(ruleset, "europe"), {"power.fr": 10.0, "power.nl": 10.0})
    assert (told.name, told.amount) == ("power.europe", pytest.approx(20.0))


def test_one_region_is_told_with_what_its_union_makes_of_it(ruleset: Ruleset) -> None:
    sight = seen(ruleset, "europe")
    (told,) = moved(sight, {"concern.fr": -2.0})
    people = ruleset.table("demand.people")
    assert (told.name, told.amount, told.whole) == ("concern.fr", -2.0, "concern.europe")
    assert told.of_whole == pytest.approx(-2.0 * people["fr"] / (people["fr"] + people["nl"]))
    assert not moved(seen(ruleset, "lab_paris"), {"concern.fr": -2.0})[0].whole
    assert not moved(sight, {"concern.fr": -0.1})[0].whole, "too little to read"


def test_unlike_moves_of_two_regions_stay_two(ruleset: Ruleset) -> None:
    names = [each.name for each in moved(seen(ruleset, "usa"), {"concern.fr": -2, "concern.nl": 1})]
    assert names == ["concern.fr", "concern.nl"]


def test_a_european_scene_does_not_move_france_alone(ruleset: Ruleset) -> None:
    for storylet in ruleset.storylets.values():
        if storylet.seats != ("europe",):
            continue
        for choice in storylet.choices:
            for outcome in filter(None, (choice.win, choice.lose)):
                for head in ("concern", "compute_rule", "jobs"):
                    both = {f"{head}.{place}" in outcome.add for place in ("fr", "nl")}
                    assert len(both) == 1, f"{storylet.id}.{choice.id}: {head}"


def test_what_is_felt_on_both_shores_is_felt_in_all_of_europe(ruleset: Ruleset) -> None:
    for storylet in ruleset.storylets.values():
        for choice in storylet.choices:
            for outcome in filter(None, (choice.win, choice.lose)):
                if {"concern.us", "concern.fr"} <= set(outcome.add):
                    assert "concern.nl" in outcome.add, f"{storylet.id}.{choice.id}"

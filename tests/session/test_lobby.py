"""What can one sit down to, and how is a choice that does not exist refused?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from game.content import Ruleset
from game.errors import GameError
from game.session import lobby
from game.session.session import Session
from game.session.standing import Setup

ORDER = ["tutorial", "autumn_2022", "the_shock", "the_wall", "history", "no_october"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_everything_that_one_chooses_from_is_told_in_full(ruleset: Ruleset, lang: str) -> None:
    words = ruleset.words(lang)
    found = lobby.scenarios(ruleset, words)
    assert [one.id for one in found] == ORDER
    for scenario in found:
        assert scenario.name and scenario.text and scenario.span
        seats = lobby.seats(ruleset, scenario.id, words)
        assert [seat.id for seat in seats] == list(ruleset.scenarios[scenario.id].seats)
        for seat in seats:
            assert seat.question and seat.kind and seat.hard and seat.briefing
            assert bool(seat.goals) != scenario.guided
    assert all(level.line for level in lobby.levels(ruleset, words))


def test_a_briefing_of_the_scenario_stands_in_place_of_that_of_the_seat(ruleset: Ruleset) -> None:
    words = ruleset.words("en")
    (guided,) = lobby.seats(ruleset, "tutorial", words)
    usual = {seat.id: seat for seat in lobby.seats(ruleset, "autumn_2022", words)}
    assert "goal" in guided.briefing
    assert guided.briefing != usual["lab_paris"].briefing


def test_a_text_that_needs_a_game_is_left_out_before_there_is_one(ruleset: Ruleset) -> None:
    paris = ruleset.seats["lab_paris"]
    text = paris.briefing.model_copy(update={"en": "You have {me.cash_usd}."})
    seats = {**ruleset.seats, "lab_paris": paris.model_copy(update={"briefing": text})}
    found = lobby.seats(replace(ruleset, seats=seats), "history", ruleset.words("en"))
    assert [bool(seat.briefing) for seat in found] == [True, False]


def test_whoever_has_never_played_is_shown_the_tutorial(ruleset: Ruleset, tmp_path: Path) -> None:
    assert lobby.is_newcomer(tmp_path)
    assert lobby.first_choice(ruleset, newcomer=True) == "tutorial"
    Session.new(ruleset, folder=tmp_path)
    assert not lobby.is_newcomer(tmp_path)
    assert lobby.first_choice(ruleset, newcomer=False) == "autumn_2022"


@pytest.mark.parametrize(
    ("setup", "told"),
    [
        (Setup(scenario="atlantis"), "the_wall (The Wall)"),
        (Setup(scenario="history"), "lab_paris (Canopée, Paris)"),
        (Setup(difficulty="cruel"), "hard (hard)"),
    ],
)
def test_a_wrong_choice_names_the_right_ones(ruleset: Ruleset, setup: Setup, told: str) -> None:
    with pytest.raises(GameError) as caught:
        lobby.check(ruleset, ruleset.words("en"), setup)
    assert told in str(caught.value)


def test_a_scenario_without_the_usual_seat_has_one_all_the_same(ruleset: Ruleset) -> None:
    assert lobby.usual_seat(ruleset, "autumn_2022") == Setup().seat
    assert lobby.usual_seat(ruleset, "tutorial") == "lab_paris"


def test_tasks_are_counted_one_after_the_other_and_told_once(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", autosaves=False)
    assert session.tasks() == (0, 6)
    assert session.task_told(0) == ""
    session.choose(1, 1)
    assert session.tasks() == (0, 6), "before its quarter is over"
    session.end_turn()
    assert session.tasks() == (1, 6)
    assert session.task_told(0) == "Done: task 1 of 6."
    assert session.task_told(1) == ""
    assert "2 of 6" in session.table().goal
    assert Session.new(ruleset, autosaves=False).tasks() == (0, 0)


def test_what_a_guided_run_was_told_to_do_is_not_held_up_to_it(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", autosaves=False)
    session.end_turn()
    session.do("rent_cloud")
    while not session.finished:
        session.end_turn()
    (rented,) = session.epilogue().decisions
    assert rented.startswith("2023Q1, “Rent machine time”: ") and rented.endswith("in all")


def test_a_chair_is_called_what_it_is(ruleset: Ruleset) -> None:
    for lang, union, others in (
        ("en", "a union", {"a state", "a laboratory", "a cooperative"}),
        ("fr", "une union", {"un État", "un laboratoire", "une coopérative"}),
    ):
        kinds = {
            each.id: each.kind for each in lobby.seats(ruleset, "autumn_2022", ruleset.words(lang))
        }
        assert kinds.pop("europe") == union
        assert set(kinds.values()) == others

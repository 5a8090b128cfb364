"""Does an answer say all that it moves before it is given?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.content.models.story import Choice
from game.faces.plain.show import answer_lines
from game.faces.tui.paint.scene import scene_result
from game.session.scenes import effects_text, gamble_text
from game.session.session import Session
from game.session.sight import Sight


def _choice(ruleset: Ruleset, storylet: str, choice: str) -> Choice:
    return next(each for each in ruleset.storylets[storylet].choices if each.id == choice)


def _washington(ruleset: Ruleset, **limits: float) -> Sight:
    world = Session.new(ruleset, seat="usa", seed=4, autosaves=False).standing.world.copy()
    for name, limit in limits.items():
        getattr(world, f"limit_{name}")[ruleset.index("region", "cn")] = limit
    return Sight(ruleset, world, "usa", ruleset.words("en"))


def _effects(sight: Sight, add: dict[str, str]) -> list[str]:
    choice = {"id": "a", "en": "A", "fr": "A", "win": {"en": "", "fr": "", "add": add}}
    told = effects_text(sight, Choice.model_validate(choice)).split("; ")
    return [each.strip() for each in told]


def test_what_an_answer_sets_is_told_before_what_it_adds_and_nothing_is_cut(
    ruleset: Ruleset,
) -> None:
    told = effects_text(_washington(ruleset), _choice(ruleset, "card_cut_to_fit", "no_windows"))
    first, *others = told.split("; ")
    assert first == "Arithmetic threshold, China from 4,800 to 2,300 TPP"
    assert "Density threshold, China set to 2.5 TPP/mm² (now none)" in others
    assert others[-1].startswith("Chinese EUV programme +2")
    assert len(others) == 7


def test_the_time_of_an_answer_is_said_of_every_move_and_not_of_the_money(
    ruleset: Ruleset,
) -> None:
    sight = Sight(ruleset, _washington(ruleset).world, "lab_frontier", ruleset.words("en"))
    told = effects_text(sight, _choice(ruleset, "the_queue_at_the_window", "more_hours"))
    money, first, *others = told.split("; ")
    assert money == "−$200m"
    assert first.startswith("for 8 quarters: Allotted time +")
    assert len(others) == 2 and "quarter" not in "".join(others)


def test_the_time_of_one_move_stands_behind_it(ruleset: Ruleset) -> None:
    win = {"en": "", "fr": "", "add": {"tension": "2"}, "after": 1, "for": 4}
    choice = {"id": "a", "en": "A", "fr": "A", "win": win}
    told = effects_text(_washington(ruleset), Choice.model_validate(choice))
    assert told == "Strait tension +2 in 1 quarter, for 4 quarters"


def test_what_is_so_already_is_not_told_as_an_effect(ruleset: Ruleset) -> None:
    sight = _washington(ruleset, tpp=4800.0, bandwidth=600.0)
    told = effects_text(sight, _choice(ruleset, "card_cut_to_fit", "count_density"))
    assert "Arithmetic" not in told
    assert "Density threshold, China set to 5.9 TPP/mm² (now none)" in told


def test_what_an_answer_sets_is_told_from_where_it_stands(ruleset: Ruleset) -> None:
    sight = _washington(ruleset, tpp=4800.0, bandwidth=600.0)
    told = effects_text(sight, _choice(ruleset, "card_cut_to_fit", "no_windows"))
    assert told.startswith(
        "Arithmetic threshold, China from 4,800 to 2,300 TPP; "
        "Link threshold, China from 600 to 300 GB/s; "
    )


@pytest.mark.parametrize("won", [True, False])
def test_a_gamble_says_whether_it_came_off_and_what_that_moved(ruleset: Ruleset, won: bool) -> None:
    sight = _washington(ruleset)
    only_workshop = next(
        choice
        for storylet in ruleset.storylets.values()
        for choice in storylet.choices
        if "licence.duv.cn" in choice.win.set and choice.lose
    )
    told = gamble_text(sight, only_workshop, won)
    outcome = only_workshop.win if won else only_workshop.lose
    assert outcome is not None
    assert told.startswith("It came off: " if won else "It did not come off: ")
    assert all(sight.label(name) in told for name in outcome.add), "with the numbers"
    assert ("machines, China now " in told) == won
    assert not gamble_text(sight, _choice(ruleset, "card_cut_to_fit", "no_windows"), True)


def test_the_page_after_an_answer_tells_the_gamble(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=42, autosaves=False)
    for _ in range(3):
        session.end_turn()
    scene = session.scenes()[0]
    assert "% chance" in scene.choices[0].effects_text
    answered = session.choose(scene.number, 1)
    assert answered.gamble.startswith(("It came off: ", "It did not come off: "))
    assert answered.gamble in answer_lines(session.words, answered)
    assert answered.gamble in " ".join(
        " ".join(line.plain.split()) for line in scene_result(answered, lambda key: key, 400)
    )


def test_a_limit_that_nothing_reaches_is_none(ruleset: Ruleset) -> None:
    sight = _washington(ruleset)
    names = ("limit.tpp.gulf", "limit.bandwidth.gulf", "limit.density.cn")
    assert [sight.text(name) for name in names] == ["none"] * 3


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_step_is_told_as_it_is_applied(ruleset: Ruleset, lang: str) -> None:
    sight = replace(_washington(ruleset), words=ruleset.words(lang))
    told = _effects(
        sight, {"me.approval": "0.5", "tension": "1.5", "me.trust": "-2", "scare": "12"}
    )
    digits = [each.split()[-1] for each in told]
    point = "," if lang == "fr" else "."
    assert digits == [f"+0{point}5", f"+1{point}5", "−2", "+12"]
    (share,) = _effects(sight, {"me.minerals.swap": "0.025"})
    assert f"+2{point}5" in share
    (confidence,) = _effects(sight, {"confidence": "-0.006"})
    assert confidence.endswith(f"−0{point}006")


def test_the_table_tells_the_tenths_that_its_reasons_tell(ruleset: Ruleset) -> None:
    sight = _washington(ruleset)
    told = {sight.moved_text("me.approval", (n + 6) / 10, n / 10) for n in range(300, 400)}
    assert told == {"+0.6"}
    assert sight.moved_text("me.approval", 44.0, 42.0) == "+2"


@pytest.mark.parametrize("storylet", ["guards_round", "four_hundred_licences", "woman_ironing"])
def test_a_small_scene_moves_nobody_far_away(ruleset: Ruleset, storylet: str) -> None:
    scene = ruleset.storylets[storylet]
    moved = {name for each in scene.choices for name in each.win.add}
    assert not moved & {"tension", "concern.cn", "concern.fr", "concern.nl"}


@pytest.mark.parametrize(
    "storylet", ["guards_round", "four_hundred_licences", "fourteen_out_of_fifteen"]
)
def test_a_president_is_not_asked_what_is_not_a_president_s_business(
    ruleset: Ruleset, storylet: str
) -> None:
    assert "usa" not in ruleset.storylets[storylet].seats

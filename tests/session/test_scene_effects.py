"""Does an answer say all that it moves before it is given?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.content.models.story import Choice
from game.session.scenes import effects_text
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
    assert first == "Arithmetic threshold, China set to 2,300 TPP"
    assert "Density threshold, China set to 2.5 TPP/mm²" in others
    assert others[-1].startswith("Chinese EUV programme +2")
    assert len(others) == 7


def test_what_is_so_already_is_not_told_as_an_effect(ruleset: Ruleset) -> None:
    sight = _washington(ruleset, tpp=4800.0, bandwidth=600.0)
    told = effects_text(sight, _choice(ruleset, "card_cut_to_fit", "count_density"))
    assert "Arithmetic" not in told
    assert "Density threshold, China set to 5.9 TPP/mm²" in told


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

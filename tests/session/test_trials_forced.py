"""Every answer to every scene in the worst of worlds: the base game's, and some that go wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.content.loader import assemble
from game.session.trials import forced
from game.session.trials.forced import FORCES, LANES, force
from tests.session.trials_stage import staged

TWO = """
- {id: fine, seats: [usa, china], choices: [
    {id: quiet, default: true},
    {id: gamble, odds: 0.5, win: {gain: {usd: 5}, en: "Now {me.cash_usd}.", fr: "x"},
     lose: {pay: {usd: 1_000_000_000_000, to: smic}, add: {tension: 5}}},
    {id: cards, win: {transfer: {chip: a100, units: 100, from: cn_clouds}}}]}
- {id: bad, choices: [{id: quiet, default: true}, {id: other, win: {add: {me.trust: 1}}}]}
"""


def test_every_choice_of_the_base_game_holds_in_forced_worlds() -> None:
    read = assemble()
    assert read.ruleset is not None
    found = force(read.ruleset, read.reading.table)
    assert [problem.line_text() for problem in found.problems] == []
    seats = sum(len(each.seats) * len(each.choices) for each in read.ruleset.storylets.values())
    assert found.choices == 2 * seats > 500
    assert found.worlds == found.choices * LANES


def test_a_sound_storylet_has_no_problem(ruleset: Ruleset) -> None:
    rules, table = staged(ruleset, TWO)
    found = force(rules, table)
    assert found.problems == []
    assert found.choices == 2 * (3 * 2 + 2)


def test_only_some_storylets_are_tried_when_they_are_named(ruleset: Ruleset) -> None:
    rules, table = staged(ruleset, TWO)
    assert force(rules, table, {"bad"}).choices == 2 * 2


def test_the_forced_worlds_are_what_they_are_called(ruleset: Ruleset, monkeypatch) -> None:
    rules, table = staged(ruleset, TWO)
    cash: list[Any] = []
    won: list[Any] = []
    me = ruleset.index("actor", "usa")
    take = forced.take

    def watch(rules, world, dice, seat, slot, storylet, choice, mask, recorder):
        if seat == "usa" and choice.id == "gamble":
            cash.append(world.cash_usd[me, mask].copy())
            take(rules, world, dice, seat, slot, storylet, choice, mask, recorder)
            row = rules.index("seat", seat)
            won.append(world.scene_won[row, 0, mask].copy())
            return
        take(rules, world, dice, seat, slot, storylet, choice, mask, recorder)

    monkeypatch.setattr(forced, "take", watch)
    force(rules, table)
    first = dict(zip(FORCES, cash[0][::2].tolist(), strict=True))
    assert first["no money"] == 0
    assert first["rich"] == first["as it is"] + 10**12
    assert won[0].tolist() == [1, 0] * len(FORCES)


def test_a_choice_that_fails_is_named(ruleset: Ruleset, monkeypatch) -> None:
    rules, table = staged(ruleset, TWO)
    take = forced.take

    def fail(rules, world, dice, seat, slot, storylet, choice, mask, recorder):
        if choice.id == "other":
            raise ZeroDivisionError("nothing to divide by")
        take(rules, world, dice, seat, slot, storylet, choice, mask, recorder)

    monkeypatch.setattr(forced, "take", fail)
    first, second = force(rules, table).problems
    assert (first.code, first.severity, first.path) == ("S813", "error", "choices.other")
    assert first.message == (
        "taking it fails: ZeroDivisionError: nothing to divide by (china, the first morning)"
    )
    assert "the last morning" in second.message


@pytest.mark.parametrize(("array", "what"), [("cash_usd", "dollars"), ("installed", "units of")])
def test_money_and_chips_out_of_nothing_are_named(
    ruleset: Ruleset, monkeypatch, array: str, what: str
) -> None:
    rules, table = staged(ruleset, TWO)
    take = forced.take

    def forge(rules, world, dice, seat, slot, storylet, choice, mask, recorder):
        take(rules, world, dice, seat, slot, storylet, choice, mask, recorder)
        if choice.id == "other":
            lane = int(np.flatnonzero(mask)[2])  # the third: no money, won
            getattr(world, array)[..., lane].flat[3] += 7

    monkeypatch.setattr(forced, "take", forge)
    problems = force(rules, table).problems
    assert [problem.code for problem in problems] == ["S814", "S814"]
    assert problems[0].path == "choices.other"
    assert problems[0].message.startswith(f"+7 {what}")
    assert problems[0].message.endswith("out of nothing (china, the first morning, no money)")


def test_a_number_that_is_none_is_named(ruleset: Ruleset, monkeypatch) -> None:
    rules, table = staged(ruleset, TWO)
    take = forced.take

    def spoil(rules, world, dice, seat, slot, storylet, choice, mask, recorder):
        take(rules, world, dice, seat, slot, storylet, choice, mask, recorder)
        if choice.id == "other":
            world.commons_h100e[mask] = np.nan

    monkeypatch.setattr(forced, "take", spoil)
    problems = force(rules, table).problems
    assert {problem.code for problem in problems} == {"S815"}
    assert {problem.path for problem in problems} == {"choices.other"}
    assert problems[0].message == (
        "'commons_h100e' is no finite number right after it (china, the first morning, as it is)"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("In {Tension}.", "it reads “In {Tension}.”"),
        ("In {nowhere.at_all}.", "it cannot be told: KeyError: 'nowhere.at_all'"),
    ],
)
def test_a_text_that_does_not_read_is_named_in_its_language(
    ruleset: Ruleset, text: str, said: str
) -> None:
    line = f"[{{id: one, fallback: {{en: fine, fr: '{text}'}}}}]"
    rules, table = staged(ruleset, line)
    problems = force(rules, table).problems
    assert {problem.code for problem in problems} == {"S812"}
    assert problems[0].path == "fallback.fr"
    assert problems[0].message == f"{said} (china, the first morning, as it is)"

"""What bots met, and what is said of it: one game of storylets that are wrong in every way."""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset
from game.content.clauses import clauses
from game.content.expressions import compile_condition
from game.errors import Problem
from game.session.trials.exposure import Exposure
from game.session.trials.findings import Findings, blocking
from game.session.trials.rounds import expose
from game.session.trials.trying import coverage
from tests.session.trials_stage import Table, staged

WRONG = """
- {id: never, when: "quarter >= 2023 and tension > 1000"}
- {id: without_weight, weight: 0}
- {id: always, weight: 90, once: false, wait: 2, size: minor}
- {id: dated, when: "turn == 3", priority: 10, choices: [
    {id: quiet, default: true, win: {then: {lost: 2, found: 3}}},
    {id: other, win: {then: {lost: 2, found: 3}}}]}
- {id: lost, follow_up: true, when: "tension > 1000"}
- {id: found, follow_up: true, when: "tension > 1000", fallback: {en: x, fr: x}}
- {id: uncalled, follow_up: true}
- {id: one_answer, size: minor, weight: 60, once: false, wait: 1, choices: [
    {id: quiet, default: true}, {id: dear, needs: "tension > 1000"}, {id: free, ai: 0}]}
- {id: shut, choices: [{id: quiet, default: true}, {id: dear, needs: "tension > 1000"}]}
"""


@pytest.fixture(scope="module")
def met(ruleset: Ruleset) -> tuple[Ruleset, Table, Exposure]:
    rules, table = staged(ruleset, WRONG, turns=41)
    found = expose(rules, 8, seats=("china",), scenarios=("autumn_2022",))
    return rules, table, found["china"]


def said(met: tuple[Ruleset, Table, Exposure]) -> list[Problem]:
    rules, table, exposure = met
    return list(Findings(rules, table, None).of(exposure))


def about(problems: list[Problem], code: str) -> list[str]:
    return [problem.message for problem in problems if problem.code == code]


def test_a_storylet_that_is_never_eligible_names_the_clause(met) -> None:
    (never,) = [p for p in said(met) if p.code == "S801" and p.path == "when"]
    assert never.message == "china: never eligible in 56 games"
    assert never.hint.startswith("'tension > 1000' was false in 100% of the quarters, alone in 98%")
    worst, _ = blocking(met[2].met["never"])
    assert worst == "tension > 1000"
    exact = met[2].met["never"]
    assert exact.failed["quarter >= 2023"] == 56  # the first quarter of every game
    assert exact.alone["quarter >= 2023"] == 0


def test_what_could_come_and_never_did(met) -> None:
    assert about(said(met), "S802") == [
        "china: never drawn in 56 games, though it could be in some quarters"
    ]


def test_what_comes_in_nearly_every_game_unless_it_has_a_date(met) -> None:
    often = about(said(met), "S804")
    assert "china: drawn in 100% of 56 games" in often
    exposure = met[2]
    assert (exposure.met["dated"].appeared == exposure.played).all()
    assert len(often) == 2  # `always` and `one_answer`, and not `dated`


def test_follow_ups_that_nothing_calls_or_that_never_arrive(met) -> None:
    problems = said(met)
    assert "china: no bot's answer ever called this follow-up in 56 games" in about(
        problems, "S801"
    )
    lost = about(problems, "S808")
    assert "china: called 56 times and never arrived" in lost
    assert "china: only ever told by its fallback" in lost
    exposure = met[2]
    assert exposure.met["lost"].forgotten == 56
    assert exposure.met["found"].fallback == exposure.met["found"].called == 56


def test_choices_that_nobody_can_take_or_that_rivals_never_take(met) -> None:
    problems = said(met)
    (needs,) = [p for p in problems if p.code == "S810"]
    assert needs.path == "choices.dear.needs"
    assert needs.message.startswith("china: its needs were met in none of the ")
    (unloved,) = [p for p in problems if p.code == "S811"]
    assert unloved.path == "choices.free.id"
    one = met[2].met["one_answer"]
    assert one.open["dear"] == 0
    assert one.taken["dear"].sum() == 0
    assert sum(taken.sum() for taken in one.taken.values()) == one.times.sum() > 56


def test_a_scene_with_one_open_answer_is_no_scene(met) -> None:
    (problem,) = [p for p in said(met) if p.path == "choices"]
    assert (problem.code, problem.hint) == (
        "S801",
        "fewer than two answers were open in 100% of the quarters",
    )
    shut = met[2].met["shut"]
    assert shut.few_answers == shut.turns
    assert shut.times.sum() == 0


def test_quarters_add_up(met) -> None:
    exposure = met[2]
    always = exposure.met["always"]
    assert always.too_soon == 0
    assert always.ready + always.seen == always.turns == exposure.turns
    assert 0 < exposure.without_scene < exposure.turns
    assert exposure.without_order == 0


def test_coverage_is_the_share_of_the_games_of_each_bot(met) -> None:
    rows = {row["storylet"]: row for row in coverage({"china": met[2]})}
    assert rows["dated"]["share"] == 1.0
    assert rows["never"]["share"] == 0.0
    assert set(rows["always"]["bots"]) == set(met[2].kinds)
    assert rows["always"]["games"] == 56


def test_counts_of_two_batches_add_up(ruleset: Ruleset) -> None:
    rules, _ = staged(ruleset, '[{id: one, when: "quarter >= 2024", size: minor}]', turns=8)
    only = {"seats": ("china",), "scenarios": ("autumn_2022",)}
    first, second = (expose(rules, 2, seed, **only)["china"] for seed in (1, 2))
    turns, failed = first.turns + second.turns, first.met["one"].failed["quarter >= 2024"]
    first += second
    assert first.turns == turns
    assert first.played.tolist() == [4] * 7
    assert first.met["one"].failed["quarter >= 2024"] == 2 * failed == 2 * 5 * 14


def test_a_text_that_cannot_be_told_in_a_game_is_an_error(ruleset: Ruleset) -> None:
    text = "{en: fine, fr: '{nowhere.at_all}'}"
    rules, table = staged(ruleset, f"[{{id: one, weight: 90, text: {text}}}]", turns=4)
    exposure = expose(rules, 2, seats=("china",), scenarios=("autumn_2022",))["china"]
    (problem,) = [p for p in Findings(rules, table, None).of(exposure) if p.code == "S812"]
    assert (problem.severity, problem.path) == ("error", "text.fr")
    assert problem.message == (
        "china: it cannot be told: KeyError: 'nowhere.at_all', in a game of a bot"
    )


# ------------------------------------------------------------------------------------- clauses


def test_a_condition_is_cut_at_its_outer_ands() -> None:
    when = compile_condition("quarter >= 2024 and (tension > 50 or yield.ascend < 0.2) and turn")
    parts = clauses(when)
    assert [part.text for part in parts] == [
        "quarter >= 2024",
        "tension > 50 or yield.ascend < 0.2",
        "turn",
    ]
    values = {"quarter": 2024.0, "tension": np.array([60.0, 10]), "turn": 0.0, "yield.ascend": 0.3}
    holds = [part.holds(values.__getitem__, 2).tolist() for part in parts]
    assert holds == [[True, True], [True, False], [False, False]]
    assert parts[0].needs() == ">= 2024"
    assert parts[0].now(values.__getitem__) == {"quarter": 2024.0}
    assert parts[1].now(values.__getitem__) == {"tension": 60.0, "yield.ascend": 0.3}


def test_a_clause_reads_the_same_the_other_way_round() -> None:
    (part,) = clauses(compile_condition("3 <= 2 * turn"))
    assert part.needs() == ">= 3"
    assert part.now({"turn": 4.0}.__getitem__) == {"2 * turn": 8.0, "turn": 4.0}


@pytest.mark.long
def test_two_processes_count_the_same_as_one(ruleset: Ruleset) -> None:
    rules, _ = staged(ruleset, '[{id: one, when: "quarter >= 2024", size: minor}]', turns=8)
    alone = expose(rules, 160, seats=("china",))["china"]  # cut into two batches
    together = expose(rules, 160, seats=("china",), jobs=2)["china"]
    assert alone.turns == together.turns
    assert alone.met["one"].failed == together.met["one"].failed
    assert alone.met["one"].appeared.tolist() == together.met["one"].appeared.tolist()

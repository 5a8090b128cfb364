"""The content's own tests: those of the base and of the example mod pass, and wrong ones fail."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from game.content import Ruleset, load
from game.content.cases import read_cases
from game.content.loader import assemble
from game.errors import Problem
from game.session.trials.cases import run_cases


def failing(ruleset: Ruleset, folder: Path, text: str) -> list[Problem]:
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / "one.test.yaml").write_text(text, encoding="utf-8")
    return run_cases(ruleset, folder)[1]


@pytest.mark.long  # `content check`, with which every run begins, plays them too
def test_the_cases_of_the_base_game_pass(ruleset: Ruleset) -> None:
    count, problems = run_cases(ruleset)
    assert [problem.line_text() for problem in problems] == []
    assert count >= 40


def test_the_cases_of_the_base_game_cover_every_chain(ruleset: Ruleset) -> None:
    cases, _ = read_cases(None, ruleset)
    named = {
        word.partition(".")[0]
        for _, case in cases
        for step in case.steps
        for word in (
            *step.comes,
            *step.offered,
            *step.calls,
            *step.open,
            *step.told_by_fallback,
            *([step.put] if step.put else ()),
            *([step.answer] if step.answer else ()),
        )
    }
    of_chains = {id_ for id_, each in ruleset.storylets.items() if each.chain and each.choices}
    called = {id_ for id_ in of_chains if ruleset.storylets[id_].follow_up}
    assert called - named == set()
    assert of_chains - named == set()
    assert len(named) >= 40


def test_the_cases_of_the_example_mod_pass(root: Path) -> None:
    path = root / "content" / "mods" / "lyon_garage"
    count, problems = run_cases(load(mods=("lyon_garage",)), path)
    assert [problem.line_text() for problem in problems] == []
    assert count >= 2


def test_two_processes_find_the_same_in_the_same_order(ruleset: Ruleset, tmp_path: Path) -> None:
    lines = [
        f'- {{id: late_{n}, seat: usa, steps: [{{holds: ["turn > {n + 5}"]}}]}}' for n in range(3)
    ]
    alone = failing(ruleset, tmp_path, "\n".join(lines))
    assert [(problem.code, problem.line) for problem in alone] == [("T901", n) for n in (1, 2, 3)]
    assert run_cases(ruleset, tmp_path, jobs=2) == (3, alone)


def test_cases_are_no_part_of_the_rules(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "tests" / "content" / "tiny", tmp_path / "tiny")
    before = assemble(tmp_path / "tiny")
    assert before.ruleset is not None
    (tmp_path / "tiny" / "tests").mkdir()
    (tmp_path / "tiny" / "tests" / "one.test.yaml").write_text("- {id: one}", encoding="utf-8")
    after = assemble(tmp_path / "tiny")
    assert after.ruleset is not None
    assert after.ruleset.hash == before.ruleset.hash
    (tmp_path / "tiny" / "tests" / "wrong.yaml").write_text("[]", encoding="utf-8")
    found = [problem.hint for problem in assemble(tmp_path / "tiny").problems]
    assert "the name of a file of tests ends in .test.yaml" in found


@pytest.mark.parametrize(
    ("step", "path", "message"),
    [
        (
            "comes: [lectern]",
            "comes.0",
            "expected 'lectern' on the table; on the table: rule_of_october",
        ),
        (
            "absent: [rule_of_october]",
            "absent.0",
            "expected no 'rule_of_october' on the table; on the table: rule_of_october",
        ),
        (
            "offered: [lectern]",
            "offered.0",
            "expected 'lectern' to be offered; 'quarter >= 2025' is false: quarter is 2022.75",
        ),
        (
            "offered: [mill_without_a_river]",
            "offered.0",
            "expected 'mill_without_a_river' to be offered; the seat 'usa' never sees it",
        ),
        (
            "not_offered: [rule_of_october]",
            "not_offered.0",
            "expected 'rule_of_october' not to be offered; it could come",
        ),
        (
            "told_by_fallback: [rule_of_october]",
            "told_by_fallback.0",
            "expected the fallback of 'rule_of_october'; it is told by its text",
        ),
        (
            "calls: {card_cut_to_fit: 4}",
            "calls.card_cut_to_fit",
            "expected 'card_cut_to_fit' to come in 4 quarters; it is not called",
        ),
        (
            "{answer: rule_of_october.cards_only, calls: {card_cut_to_fit: 3}}",
            "calls.card_cut_to_fit",
            "expected 'card_cut_to_fit' to come in 3 quarters; it comes in 4",
        ),
        (
            "greyed: [{choice: rule_of_october.cards_only}]",
            "greyed.0.choice",
            "expected 'rule_of_october.cards_only' to be refused; it is open",
        ),
        (
            "{figures: {me.cash_usd: 0}, put: forty_envelopes, open: [forty_envelopes.spread_it]}",
            "open.0",
            "expected 'forty_envelopes.spread_it' to be open; "
            "it needs me.cash_usd >= 3_000_000_000",
        ),
        (
            "{figures: {me.cash_usd: 0}, put: forty_envelopes, "
            'greyed: [{choice: forty_envelopes.spread_it, why: {en: "Because."}}]}',
            "greyed.0.why",
            "expected the reason “Because.”; it is “Needs 3 billion dollars.”",
        ),
        (
            "{answer: rule_of_october.cards_only, moved: {tension: [3, 9]}}",
            "moved.tension",
            "expected 'tension' to change by 3 to 9; it changed by 2, from *",
        ),
        ("holds: [tension > 90]", "holds.0", "expected tension > 90; tension is *"),
    ],
)
def test_what_is_not_as_expected_is_told(
    ruleset: Ruleset, tmp_path: Path, step: str, path: str, message: str
) -> None:
    line = step if step.startswith("{") else f"{{{step}}}"
    (problem,) = failing(ruleset, tmp_path, f"- id: one\n  seat: usa\n  steps:\n    - {line}\n")
    assert (problem.code, problem.severity, problem.line) == ("T901", "error", 4)
    assert problem.path == f"steps.0.{path}"
    start, star, _ = message.partition("*")  # how tense the first morning is, others decide
    assert problem.message.startswith(start) if star else problem.message == message


@pytest.mark.parametrize(
    ("case", "line", "message"),
    [
        ("figures: {gap.us_cn: 3}", 3, "'gap.us_cn' follows from other figures"),
        ("opening: {tensions: 3}", 3, "no array 'tensions' in the world"),
        ("quarter: 2045Q1", 3, "'autumn_2022' has 41 quarters from 2022Q4"),
        ("steps: [{answer: lectern.lend_the_lectern}]", 3, "'lectern' is not on the table"),
        ("steps: [{orders: {expand_smic: 1}}]", 3, "'usa' cannot give 'expand_smic'"),
        ("steps: [{orders: {subsidise_fabs: 9e15}}]", 3, "9e+15 is out of range, "),
        ("steps: [{end: 42}]", 3, "the scenario is over"),
        (
            "steps: [{figures: {me.cash_usd: 0}, put: forty_envelopes}, "
            "{answer: forty_envelopes.spread_it}]",
            3,
            "this choice is not open",
        ),
    ],
)
def test_what_cannot_be_done_is_told(
    ruleset: Ruleset, tmp_path: Path, case: str, line: int, message: str
) -> None:
    steps = "" if case.startswith("steps") else "  steps: [{end: 1}]\n"
    (problem,) = failing(ruleset, tmp_path, f"- id: one\n  seat: usa\n  {case}\n{steps}")
    assert (problem.code, problem.line) == ("T902", line)
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    "case",
    [
        "steps: [{put: forty_envelopes}]",
        "seen: [forty_envelopes]\n  steps: [{end: 1}]",
        "taken: [forty_envelopes.spread_it]\n  steps: [{end: 1}]",
        "steps: [{calls: {forty_envelopes: 2}}]",
    ],
)
def test_a_seat_without_a_chair_meets_no_scene(ruleset: Ruleset, tmp_path: Path, case: str) -> None:
    (problem,) = failing(ruleset, tmp_path, f"- id: one\n  seat: lab_bay\n  {case}\n")
    assert (problem.code, problem.line) == ("T902", 2)
    assert problem.message == "'lab_bay' meets no scenes" and "taiwan" in problem.hint


def test_names_and_keys_are_checked_before_anything_is_played(
    ruleset: Ruleset, tmp_path: Path
) -> None:
    text = """
- id: one
  seat: usaa
  steps: [{put: rule_of_octobre, orders: {talk: 1}, moved: {tensoin: 1}}]
- id: two
  seat: usa
  steps: [{answer: rule_of_october.cards}]
- id: three
  seat: usa
  steps: [{ende: 1}]
- id: two
  seat: usa
  steps: [{end: 1, moved: {tension: [2, 1]}}]
- id: two
  seat: usa
  steps: [{end: 1}]
"""
    problems = failing(ruleset, tmp_path, text)
    assert [(problem.code, problem.line, problem.hint) for problem in problems] == [
        ("E201", 10, "did you mean 'end'?"),
        ("E207", 13, ""),
        ("E206", 14, "the first one is base/tests/one.test.yaml:5"),
        ("E303", 3, "did you mean 'usa'?"),
        ("E303", 4, "did you mean 'rule_of_october'?"),
        ("E303", 4, "did you mean 'talks'?"),
        ("E301", 4, "did you mean 'tension'?"),
        ("E304", 7, "did you mean 'rule_of_october.cards_only'?"),
    ]


def test_an_order_is_paid_and_a_late_date_keeps_what_was_on_its_way(
    ruleset: Ruleset, tmp_path: Path
) -> None:
    text = """
- id: one
  seat: usa
  quarter: 2024Q1
  steps:
    - holds: [quarter == 2024, turn == 5]
    - orders: {subsidise_fabs: 3_000_000_000}
      end: 1
      holds: [quarter == 2024.25]
"""
    assert failing(ruleset, tmp_path, text) == []
    poor = text.replace("2024Q1\n", "2024Q1\n  figures: {me.cash_usd: 0}\n")
    assert [problem.code for problem in failing(ruleset, tmp_path, poor)] == ["T902"]

"""The commands that play: content check --simulate and --impact, content why, content stats."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset
from game.faces.cli import main
from game.session.session import Session
from game.session.trials.impact import Impact, Line

MOD = """
id = "quiet_mod"
version = "1.0.0"
game = ">=0.1,<2"
license = "CC-BY-4.0"

[name]
en = "A quiet mod"
fr = "Un mod calme"
"""


def told(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main([*given])
    return code, capsys.readouterr().out


def told_json(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[int, Any]:
    code, out = told(capsys, *given, "--json")
    return code, json.loads(out)


@pytest.fixture
def mod(tmp_path: Path, root: Path) -> Path:
    """A scene that can never come, a test that fails, and a scenario that is soon over."""
    folder = tmp_path / "quiet_mod"
    (folder / "storylets").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "mod.toml").write_text(MOD, encoding="utf-8")
    source = (root / "content/base/storylets/quiet_quarters.yaml").read_text(encoding="utf-8")
    scene = source[source.index("- id: salt_lake") : source.index("- id: old_cards")]
    scene = scene.replace("id: salt_lake", "id: never_a_monday")
    scene = scene.replace(
        "when: quarter >= 2024", "when: turn >= 2 and tension > 99.5 and war > 0.5"
    )
    (folder / "storylets" / "one.yaml").write_text(scene, encoding="utf-8")
    (folder / "scenarios").mkdir()
    patch = "- {patch: base:autumn_2022, set: {turns: 5}}\n"
    (folder / "scenarios" / "short.yaml").write_text(patch, encoding="utf-8")
    case = "- id: wrong\n  seat: china\n  steps:\n    - offered: [never_a_monday]\n"
    (folder / "tests" / "one.test.yaml").write_text(case, encoding="utf-8")
    return folder


def test_check_plays_the_tests_and_the_scenes_of_a_mod(mod: Path, capsys) -> None:
    code, found = told_json(capsys, "content", "check", str(mod), "--simulate", "2")
    assert code == 1  # a test that fails is an error
    failed, never = (
        [each for each in found["problems"] if each["code"].startswith(letter)] for letter in "TS"
    )
    (problem,) = failed
    assert (problem["code"], problem["file"]) == ("T901", "quiet_mod/tests/one.test.yaml")
    assert problem["line"] == 4
    assert problem["message"].startswith("expected 'never_a_monday' to be offered; 'turn >= 2'")
    (problem,) = never  # and nothing of the base game's own scenes
    assert (problem["code"], problem["severity"], problem["path"]) == ("S801", "warning", "when")
    assert (problem["file"], problem["line"]) == ("quiet_mod/storylets/one.yaml", 5)
    assert problem["message"] == "china: never eligible in 42 games"
    assert "'tension > 99.5' was false in " in problem["hint"]
    line = (mod / "storylets/one.yaml").read_text(encoding="utf-8").split("\n")[4]
    assert line[problem["column"] - 1 :].startswith(("tension > 99.5", "war > 0.5"))


def test_a_comment_keeps_what_playing_shows_out_of_the_report(mod: Path, capsys) -> None:
    path = mod / "storylets" / "one.yaml"
    text = path.read_text(encoding="utf-8").split("\n")
    text[4] += "  # check: ignore S801 because it waits for another mod"
    path.write_text("\n".join(text), encoding="utf-8")
    given = ("content", "check", str(mod), "--no-tests", "--simulate", "1")
    code, out = told(capsys, *given)
    assert code == 0
    assert [word for word in ("S801", "T901", "W902") if word in out] == []
    assert re.match(r"played \d+ games, and \d+ answers in forced worlds\n", out)
    assert "  never_a_monday came to china in 0% of its games\n" in out


def test_all_of_a_mod_is_about_the_mod(mod: Path, capsys) -> None:
    _, found = told_json(capsys, "content", "check", str(mod), "--no-tests", "--all")
    assert [p["file"] for p in found["problems"] if p["file"].startswith("base/")] == []
    _, found = told_json(capsys, "content", "check", "--no-tests", "--all")
    assert len(found["problems"]) > 50  # of the base, which has no file of its own to be spared


def test_impact_is_printed_by_group_in_the_units_of_each(
    root: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def found(without: Ruleset, with_: Ruleset, games: int, *, jobs: int, tell: object) -> Impact:
        assert tell is None  # nobody watches a terminal here
        asked.append(("three_cards_in_lyon" in without.storylets, games, jobs))
        assert "three_cards_in_lyon" in with_.storylets
        lines = (
            Line("figures", "", "price.h100", "policies", 3e4, 2e4, -1e4, -2e4, -5e3, 2.0),
            Line("finances", "usa", "cash_usd", "bots", 0.0, 5e9, 5e9, 1e9, float("inf"), 1.0),
            Line("endings", "usa", "lost", "bots", 0.5, 0.25, -0.25, -0.6, -0.2, 0.5),
        )
        return Impact(games, 600, lines)

    monkeypatch.setattr("game.session.trials.impact.impact", found)
    path = str(root / "content" / "mods" / "lyon_garage")
    code, out = told(capsys, "content", "check", path, "--impact", "8", "--jobs", "2")
    assert asked == [(False, 8, 2)]
    assert code == 0
    assert out.split("\n")[:-1] == [
        "8 games with the mod and without: 3 of 600 measures moved for sure.",
        "The middle game without → with; then the middle of the differences game by game, which "
        "need not be the difference of the two.",
        "policies: every seat follows its usual policy; bots: every seat plays one of its other "
        "plans, or at random.",
        "Figures, mean of the run",
        "  price.h100 (policies): $30,000 → $20,000; −$10,000, between −$20,000 and −$5,000",
        "Finances at the end",
        "  usa cash_usd (bots): $0 → $5.0bn; +$5.0bn, between +$1.0bn and ∞",
        "Endings, share of the games",
        "  usa lost (bots): 50% → 25%; −25%, between −50% and −20%",
    ]


def test_impact_says_how_many_lines_it_leaves_out(
    root: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Line("score", "usa", "peace", "bots", 1.0, 2.0, 1.0, 0.5, 1.5, 1.0)
    many = Impact(8, 600, (line,) * 43)
    monkeypatch.setattr("game.session.trials.impact.impact", lambda *_, **__: many)
    path = str(root / "content" / "mods" / "lyon_garage")
    _, out = told(capsys, "content", "check", path, "--impact", "8")
    assert out.count("usa peace") == 40 and "and 3 more; --all prints them" in out
    _, out = told(capsys, "content", "check", path, "--impact", "8", "--all")
    assert out.count("usa peace") == 43 and "more" not in out


@pytest.mark.long
def test_impact_compares_a_mod_with_the_game_without_it(root: Path, capsys) -> None:
    path = str(root / "content" / "mods" / "lyon_garage")
    code, found = told_json(capsys, "content", "check", path, "--impact", "24")
    assert code == 0
    moved = {(each["group"], each["name"]) for each in found["changes"]}
    assert ("scenes", "three_cards_in_lyon") in moved


def test_why_of_a_fresh_game_tells_the_clauses_and_the_games(capsys) -> None:
    given = ("content", "why", "first_light", "--games", "7")
    code, found = told_json(capsys, *given)
    assert code == 0
    (seat,) = found["seats"]
    assert seat["seat"] == "china"
    assert seat["blocked_by"] == ["when"]
    (clause,) = seat["clauses"]
    assert clause["clause"] == "litho.china >= 0.75"
    assert (clause["holds"], clause["needs"]) == (False, ">= 0.75")
    games = found["games"]["china"]
    assert games["games"] == 7
    assert games["clauses"][0]["false"] == games["clauses"][0]["alone"] > 0
    assert games["could_come"] + games["clauses"][0]["false"] <= games["quarters"]


def test_why_is_told_in_both_languages(capsys) -> None:
    given = ("content", "why", "first_light", "--games", "0")
    _, english = told(capsys, *given)
    _, french = told(capsys, *given, "--lang", "fr")
    assert "no   litho.china >= 0.75   (needs >= 0.75; litho.china is " in english
    assert "It cannot come this quarter: its condition is false." in english
    assert "non  litho.china >= 0.75   (il faut >= 0.75\u202f; litho.china vaut " in french
    assert "Elle ne peut pas venir ce trimestre\u202f: sa condition est fausse." in french
    assert main(["content", "why", "first_ligth"]) == 2


def test_a_scene_that_is_not_there_is_said_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for lang, said in (
        ("en", "there is no scene “first_ligth” — did you mean first_light?"),
        ("fr", "il n’y a pas de scène « first_ligth » — vouliez-vous dire first_light ?"),
    ):
        assert main(["content", "why", "first_ligth", "--lang", lang]) == 2
        assert capsys.readouterr().err.replace("\u202f", " ") == f"{said}\n"
    assert main(["content", "why", "three_cards_in_lyon", "--no-mods", "--lang", "fr"]) == 2
    assert "ajoutez --mods lyon_garage" in capsys.readouterr().err


def test_stats_are_told_in_both_languages(mod: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told_in = {}
    for lang in ("en", "fr"):
        assert main(["content", "stats", str(mod), "--games", "1", "--lang", lang]) == 0
        told_in[lang] = capsys.readouterr().out.replace("\u202f", " ").splitlines()
    english, french = told_in["en"], told_in["fr"]
    assert len(english) == len(french)
    same = [one for one, other in zip(english, french, strict=True) if one == other]
    assert same == []
    assert any(line.startswith("mots : en ") for line in french)
    assert french[-1].split()[:3] == ["never_a_monday", "china", "0,0"]


def test_why_of_a_save_is_of_its_seat_and_its_quarter(ruleset, capsys) -> None:
    session = Session.new(ruleset, seat="usa", seed=4)
    session.end_turn()
    path = str(session.save("asked"))
    code, found = told_json(capsys, "content", "why", "rule_of_october", "--save", path)
    (seat,) = found["seats"]
    assert (code, seat["turn"], seat["seat"]) == (0, 1, "usa")
    assert seat["blocked_by"] == ["once", "when"]
    assert seat["seen"] == 0
    assert (
        "it comes once, and was seen in 2022Q4"
        in told(capsys, "content", "why", "rule_of_october", "--save", path)[1]
    )
    code, found = told_json(capsys, "content", "why", "first_light", "--save", path)
    assert (code, found["refused"], found["seats"]) == (0, "usa", [])


def test_stats_count_chains_seats_years_and_what_comes_up(mod: Path, capsys) -> None:
    code, found = told_json(capsys, "content", "stats")
    assert code == 0
    assert {"storylets", "choices", "orders", "words", "facts", "seats", "scenarios"} <= set(found)
    chains = {chain["name"]: chain["storylets"] for chain in found["chains"]}
    assert chains["hong_kong"] == ["night_in_hong_kong", "customs_letter", "forwarder_returns"]
    by_kind = found["words_by_kind"]
    assert sum(each["en"] for each in by_kind.values()) == found["words"]["en"]
    usa = found["by_seat"]["usa"]
    assert usa["major"] + usa["minor"] == usa["storylets"]
    assert usa["by_year"]["2022"] < usa["by_year"]["2025"]  # the rule, and hardly anything else
    assert "appearance" not in found
    _, out = told(capsys, "content", "stats", str(mod), "--games", "1")
    assert "chain hong_kong: night_in_hong_kong, customs_letter, forwarder_returns\n" in out
    assert out.split("\n")[-2].split()[:3] == ["never_a_monday", "china", "0.0%"]


@pytest.mark.long
def test_nothing_of_the_base_game_is_out_of_reach(capsys) -> None:
    _, found = told_json(capsys, "content", "check", "--simulate", "100", "--jobs", "2")
    codes = {each["code"] for each in found["problems"]}
    assert codes <= {"S804", "S805"}  # the deck is small; nothing in it is dead

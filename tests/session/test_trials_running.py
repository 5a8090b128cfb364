"""Is a mod that breaks the game told before it is played, with the file that does so?"""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset, load
from game.content.openable import NEEDED
from game.content.variants import with_values
from game.errors import GameError
from game.faces.cli import main
from game.faces.commands.printing import print_json
from game.session.simulate import simulate
from game.session.trials.running import fault_in
from tests.content.mod_making import write_mod

FLAT = "- {patch: base:demand.people, set: {value: 3}}\n"
WEAR = "- {patch: base:inference.card_wear, set: {value: 0.04}}\n"
CHIP = """- id: pram
  name: {en: "Pram", fr: "Landau"}
  maker: MAKER
  node: n5
  h100e: 1.5
  tpp: 9000
  density: 12.0
  bandwidth_gbs: 400
  tdp_watts: 400
  watts: 800
  area_mm2: 600
  dies: 1
  hbm_stacks: 4
  price_usd: 15_000
  packages_per_wafer: 35
  from_turn: 2
  about: {en: "A card that likes the damp.", fr: "Une carte qui aime l’humidité."}
  source: "invented for balance"
"""


def checked(capsys: pytest.CaptureFixture[str], mod: Path, *more: str) -> tuple[int, Any]:
    """The exit code of a check, and the problems that it tells."""
    capsys.readouterr()
    code = main(["content", "check", str(mod), "--json", *more])
    return code, json.loads(capsys.readouterr().out)["problems"]


def emptied(ruleset: Ruleset, keep: set[str]) -> Ruleset:
    """The rules with openings of some arrays alone."""
    kept = {id_: each for id_, each in ruleset.openings.items() if each.field in keep}
    fresh: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
    return replace(ruleset, openings=kept, **fresh)


# ---------------------------------------------------------------------------------- the check


def test_the_base_plays_to_its_end(ruleset: Ruleset) -> None:
    assert fault_in(ruleset, "autumn_2022") == ""
    assert fault_in(ruleset, "the_wall") == ""


@pytest.mark.parametrize(
    "more",
    [
        ["--no-tests"],
        pytest.param([], marks=pytest.mark.long),
        pytest.param(["--impact", "4"], marks=pytest.mark.long),
    ],
)
def test_a_mod_that_stops_the_game_is_refused_with_its_file(
    more: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"coefficients/flat.yaml": FLAT, "coefficients/wear.yaml": WEAR}
    code, problems = checked(capsys, write_mod(tmp_path, "flat_earth", files), *more)
    assert code == 1
    assert [(each["code"], each["file"]) for each in problems] == [
        ("S816", "flat_earth/coefficients/flat.yaml")
    ]
    assert "no table of coefficients 'demand.people'" in problems[0]["message"]


def test_a_mod_whose_numbers_run_away_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = "- {patch: base:inference.rent_of_lead, set: {value: -1000}}\n"
    files = {"coefficients/away.yaml": away, "coefficients/wear.yaml": WEAR}
    code, problems = checked(capsys, write_mod(tmp_path, "away", files), "--no-tests")
    assert code == 1
    told = [each for each in problems if each["code"] == "S816"]
    assert [each["file"] for each in told] == ["away/coefficients/away.yaml"]
    assert "becomes a number without end" in told[0]["message"]


def test_a_mod_without_numbers_is_not_played_where_nothing_shall_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[str] = []
    monkeypatch.setattr(
        "game.session.trials.running.fault_in", lambda rules, id_: played.append(id_) or ""
    )
    word = {"words/w.yaml": 'menu.start: {en: "Off we go", fr: "En route"}\n'}
    checked(capsys, write_mod(tmp_path, "wordy", word), "--no-tests")
    assert played == []
    checked(capsys, write_mod(tmp_path, "worn", {"coefficients/w.yaml": WEAR}), "--no-tests")
    assert played == ["autumn_2022"]


# ----------------------------------------------------------------------- what a beginning needs


def test_every_opening_that_is_needed_is_and_the_others_are_not(ruleset: Ruleset) -> None:
    arrays = {each.field for each in ruleset.openings.values()}
    assert fault_in(emptied(ruleset, set(NEEDED)), "autumn_2022") == ""
    for array in NEEDED:
        assert fault_in(emptied(ruleset, arrays - {array}), "autumn_2022") != ""


@pytest.mark.long
def test_every_coefficient_that_is_no_divisor_may_be_zero(ruleset: Ruleset) -> None:
    broken = []
    for id_, known in ruleset.coefficients.items():
        if not known.positive:
            nothing: Any = 0.0
            if isinstance(known.value, dict):  # but for one row: without any there is no table
                nothing = dict.fromkeys(list(known.value)[1:], 0.0)
            rules = replace(with_values(ruleset, {id_: nothing}), usual=None)
            if fault := fault_in(rules, "autumn_2022"):
                broken.append(f"{id_}: {fault}")
    assert broken == []


# ------------------------------------------------------------------------------------- chips


def chip(id_: str, maker: str, *more: tuple[str, str]) -> str:
    """One class; `more` are lines of it that read otherwise."""
    text = CHIP.replace("pram", id_).replace("MAKER", maker)
    for old, new in more:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_class_without_an_opening_begins_at_its_price_and_is_made_by_three(
    tmp_path: Path,
) -> None:
    classes = [
        chip("green", "nvidia"),
        chip("own", "alphabet", ("h100e: 1.5", "h100e: 0.6")),
        chip("red", "huawei", ("node: n5", "node: n7")),
        chip("again", "nvidia", ("node: n5", "node: n5\n  respec_of: h100")),
        chip("nobodys", "amazon"),
    ]
    write_mod(tmp_path, "mine", {"chips/five.yaml": "".join(classes)})
    rules = load(mods=["mine"], mod_dirs=[tmp_path])
    told = simulate(rules, "autumn_2022", 2, 12, 1).series
    for id_ in ("green", "own", "red", "again", "nobodys"):
        assert (told[f"price.{id_}"][0] == 15_000).all()
        assert (told[f"finished.{id_}"].sum() > 0) == (id_ != "nobodys"), id_
    assert (told["licence.red.cn"] == 1).all()
    assert fault_in(rules, "autumn_2022") == ""


def test_classes_that_are_never_made_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    late = ("from_turn: 2", "from_turn: 4")
    classes = [
        chip("nobodys", "amazon", late),
        chip("endless", "nvidia", ("from_turn: 2", "from_turn: 90")),
        chip("weak", "nvidia", late, ("h100e: 1.5", "h100e: 0.8")),
        chip("right", "nvidia", late),
    ]
    mod = write_mod(tmp_path, "mine", {"chips/four.yaml": "".join(classes)})
    code, problems = checked(capsys, mod, "--no-tests")
    paths = ["maker", "from_turn", "h100e"]
    assert (code, [each["code"] for each in problems]) == (0, ["W332"] * 3)
    assert [each["path"] for each in problems] == paths
    told = simulate(load(mods=["mine"], mod_dirs=[tmp_path]), "autumn_2022", 2, 20, 1).series
    made = {
        id_: told[f"finished.{id_}"].sum() > 0 for id_ in ("nobodys", "endless", "weak", "right")
    }
    assert made == {"nobodys": False, "endless": False, "weak": False, "right": True}


# -------------------------------------------------------------------------------- what is told


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_a_simulation_of_numbers_without_end_is_refused(ruleset: Ruleset) -> None:
    away = replace(with_values(ruleset, {"inference.rent_of_lead": -1000.0}), usual=None)
    with pytest.raises(GameError, match="becomes a number without end in 2023"):
        simulate(away, "autumn_2022", 2, 6, 1)


def test_json_holds_no_number_without_end(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": [1.5, math.nan, (math.inf, -math.inf)], "b": {"c": 2}})
    assert capsys.readouterr().out == '{"a": [1.5, null, [null, null]], "b": {"c": 2}}\n'

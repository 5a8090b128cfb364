"""Does `saves verify` tell a damaged save, a doctored one and other rules apart?"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset, load
from game.engine import STAGES
from game.faces import cli
from game.session import save_bytes, save_file, store
from game.session.log import Page
from game.session.replay import FIGURES, HASH, ReplayReport, replay
from game.session.session import Session
from game.session.standing import Standing
from game.world.state import FIELDS
from tests.saves.meeting import until_scene

FORMAT = b'"format":%d' % save_bytes.FORMAT
STAGE_NAMES = {name for name, _ in STAGES} | {"opening", "decisions"}


@pytest.fixture(scope="module")
def played(ruleset: Ruleset) -> Session:
    """Five quarters of a Paris lab, each with an answer and an order."""
    session = Session.new(ruleset, seat="lab_paris", seed=11, autosaves=False)
    for _ in range(5):
        for scene in session.scenes():
            session.choose(scene.number, next(c.number for c in scene.choices if not c.refused))
        session.do(next(offer.id for offer in session.offers() if not offer.refused))
        session.end_turn()
    return session


def _replayed(session: Session, standing: Standing) -> ReplayReport:
    return replay(session.ruleset, session.setup, standing)


def _with_world(standing: Standing, name: str, factor: float) -> Standing:
    world = standing.world.copy()
    values = getattr(world, name)
    values[...] = values * factor
    return replace(standing, world=world)


def test_what_was_played_replays_to_itself(played: Session) -> None:
    report = _replayed(played, played.standing)
    assert report.ok and report.match == HASH and not report.other_rules
    assert [each.match for each in report.quarters] == [HASH] * 6
    assert report.quarters[-1].hash == played.standing.log.pages[-1].hash


@pytest.mark.parametrize(
    ("name", "stage"), [("users", "demand"), ("software", "training"), ("co2_t", "externalities")]
)
def test_a_doctored_state_is_named_by_its_stage_and_its_array(
    played: Session, name: str, stage: str
) -> None:
    report = _replayed(played, _with_world(played.standing, name, 1.001))
    assert report.diverged is not None and not report.other_rules
    found = report.diverged
    assert (found.turn, found.stage, found.name) == (5, stage, name)


@pytest.mark.parametrize("turn", [0, 2, 4])
def test_a_doctored_record_is_named_by_its_turn(played: Session, turn: int) -> None:
    log = played.standing.log
    records = tuple(
        replace(record, amount=record.amount * 3)
        if record.turn == turn and hasattr(record, "amount")
        else record
        for record in log.records
    )
    report = _replayed(played, replace(played.standing, log=replace(log, records=records)))
    assert report.diverged is not None and report.diverged.turn == turn + 1
    assert report.diverged.stage in STAGE_NAMES


def test_a_record_that_cannot_be_followed_is_named(played: Session) -> None:
    log = played.standing.log
    for fields in ({"order": "no_such"}, {"storylet": "no_such"}, {"slot": 99}):
        (name,) = fields
        at = next(i for i, record in enumerate(log.records) if hasattr(record, name))
        records = list(log.records)
        records[at] = replace(records[at], **fields)
        doctored = replace(played.standing, log=replace(log, records=tuple(records)))
        report = _replayed(played, doctored)
        assert report.diverged is not None and report.diverged.stage == "decisions"
        assert report.diverged.turn == records[at].turn


def _as_on_another_processor(standing: Standing) -> Standing:
    """The standing as it would be where `exp` differs in its last bit."""

    def page(page: Page) -> Page:
        figures = {name: value * (1 + 1e-12) for name, value in page.figures.items()}
        return replace(page, figures=figures, hash="0" * 64)

    world = standing.world.copy()
    for name, values in world.items():
        if FIELDS[name]["kind"] is np.float64:
            values[...] = values * (1 + 1e-12)
    log = replace(standing.log, pages=tuple(map(page, standing.log.pages)))
    return replace(standing, world=world, log=log)


def test_last_bits_are_told_from_figures(played: Session) -> None:
    report = _replayed(played, _as_on_another_processor(played.standing))
    assert report.ok and report.match == FIGURES
    assert {each.match for each in report.quarters} == {FIGURES}
    assert report.as_dict()["match"] == "figures"


def _json(capsys: pytest.CaptureFixture[str], *args: str, code: int) -> dict[str, Any]:
    capsys.readouterr()
    assert cli.main([*args, "--json"]) == code
    told = json.loads(capsys.readouterr().out)
    assert isinstance(told, dict)
    return told


def test_the_command_gives_the_reason_of_each(
    played: Session, own_saves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(name: str, standing: Standing) -> Path:
        return store.save(played.ruleset, played.setup, standing, "en", name=name)

    good = write("good", played.standing)
    told = _json(capsys, "saves", "verify", "good", code=0)
    assert told["ok"] and told["turns"] == 5 and told["hash"] == played.hash
    told = _json(capsys, "saves", "replay", "good", code=0)
    assert [each["turn"] for each in told["quarters"]] == list(range(6))
    assert told["quarters"][-1] == {
        "turn": 5, "hash": played.standing.log.pages[-1].hash, "match": "hash",
    }  # fmt: skip
    write("doctored", _with_world(played.standing, "users", 2.0))
    told = _json(capsys, "saves", "verify", "doctored", code=1)
    assert told["diverged"] == {"turn": 5, "stage": "demand", "name": "users"}
    assert told["reason"] == "diverged" and not told["ok"]
    for name, data, reason in (
        ("cut", good.read_bytes()[:-9], "damaged"),
        ("note", b"a shopping list\n", "not_a_save"),
        ("newer", good.read_bytes().replace(FORMAT, b'"format":99', 1), "newer"),
    ):
        (path := own_saves / f"{name}.save").write_bytes(data)
        told = _json(capsys, "saves", "verify", name, code=1)
        assert (told["reason"], told["diverged"]) == (reason, None)
        assert path.read_bytes() == data
    assert _json(capsys, "saves", "verify", "nowhere", code=1)["reason"] == "missing"


def test_other_rules_are_not_damage(
    ruleset: Ruleset, own_saves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    modded = load(mods=["lyon_garage"])
    session = until_scene(modded, {"three_cards_in_lyon"})
    told = {each.id: each.number for each in session.scenes()}
    session.choose(told["three_cards_in_lyon"], 1)
    session.end_turn()
    session.save("with")
    without = Session.load(ruleset, "with", autosaves=False)
    for _ in range(8):
        without.end_turn()
    path = without.save("without")
    header = save_file.read_header(path)
    assert header["ruleset"] == ruleset.hash and header["away"]
    told = _json(capsys, "saves", "verify", "without", code=1)
    assert told["reason"] == "rules" and told["other_rules"]
    for lang, verdict in (("en", "other rules"), ("fr", "autres règles")):
        assert cli.main(["saves", "verify", "without", "--lang", lang]) == 1
        said = capsys.readouterr().out
        assert verdict in said
        assert "damaged" not in said and "abîmée" not in said
    assert Session.load(modded, "without", autosaves=False).standing.rules


def test_rules_that_come_back_before_a_quarter_is_played_leave_no_trace(
    ruleset: Ruleset, own_saves: Path
) -> None:
    modded = load(mods=["lyon_garage"])
    session = Session.new(modded, seat="lab_paris", seed=1, autosaves=False)
    session.end_turn()
    session.save("a")
    Session.load(ruleset, "a", autosaves=False).save("b")
    again = Session.load(modded, "b", autosaves=False)
    assert not again.standing.rules and again.hash == session.hash
    assert replay(modded, again.setup, again.standing).match == HASH


def test_every_word_of_the_verdict_is_there(ruleset: Ruleset) -> None:
    for lang in ("en", "fr"):
        words = ruleset.words(lang)
        told = {words.t(f"saves.verify.{key}", n=3, hash="x") for key in (HASH, FIGURES)}
        told |= {
            words.t(f"saves.verify.{key}", turn=3, stage="x", name="y")
            for key in ("rules", "diverged")
        }
        assert len(told) == 4

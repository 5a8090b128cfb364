"""What becomes of the things of a mod while it is away, and do they come back as they were?"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.content import Ruleset, load
from game.errors import SaveError
from game.faces import cli
from game.session import save_file
from game.session.save_body import pack, unpack
from game.session.session import Session, message
from game.session.strict_values import WrongShape
from game.world.state import World
from tests.saves.meeting import until_scene

MODS = Path(__file__).parent / "mods"
LAB = "lab_saclay"


@pytest.fixture(scope="module")
def modded() -> Ruleset:
    """The base with a lab of its own, an order and a scene."""
    rules = load(mods=["saclay"], mod_dirs=[MODS])
    assert next(mod.enabled for mod in rules.mods if mod.id == "saclay")
    return rules


@pytest.fixture(scope="module")
def six_quarters(modded: Ruleset) -> Session:
    """Six quarters of a Paris lab beside the one of the mod, a canteen begun and one planned."""
    session = Session.new(modded, seat="lab_paris", seed=3, autosaves=False)
    for turn in range(6):
        for scene in session.scenes():
            if scene.id == "a_seat_at_the_canteen":
                session.choose(scene.number, 1)
        if turn == 5:
            session.do("build_canteen", 10)
        session.end_turn()
    session.do("build_canteen", 20)
    return session


@pytest.fixture
def played(modded: Ruleset, six_quarters: Session, tmp_path: Path) -> Session:
    """The same for one test alone, which may play on."""
    known = six_quarters
    return Session(modded, known.setup, known.standing, folder=tmp_path / "saves", autosaves=False)


def _reload(session: Session, rules: Ruleset) -> Session:
    session.save("here")
    return Session.load(rules, "here", folder=session.folder, autosaves=False)


def _rows(rules: Ruleset, world: World) -> dict[str, list[object]]:
    """Everything that stands at the lab of the mod, what is on its way but for its column."""
    from game.world.state import FIELDS
    from game.world.targets import targets

    lab, found = rules.index("actor", LAB), {}
    for name, spec in FIELDS.items():
        if "actor" in spec["axes"]:
            found[name] = getattr(world, name).take(lab, axis=spec["axes"].index("actor")).tolist()
    row = world.pending[targets(rules)[f"trust[{LAB}]"], :, 0]
    found["pending"] = np.roll(row, -int(world.turn[0])).tolist()
    return found


def _chips(world: World) -> int:
    owned = world.inventory + world.transit + world.arriving + world.installed
    return int((owned.sum(axis=1) + world.lost + world.seized - world.made)[:, 0].sum())


def test_what_was_set_apart_comes_back_to_the_last_bit(
    ruleset: Ruleset, modded: Ruleset, played: Session
) -> None:
    without = _reload(played, ruleset)
    assert LAB not in without.ruleset.actors and not without.plan()
    assert without.standing.world.cash_usd.shape[0] == len(ruleset.actors)
    again = _reload(_reload(without, ruleset), modded)
    assert again.hash == played.hash
    assert again.standing.plan.items == played.standing.plan.items
    assert again.standing.log == played.standing.log
    assert set(again.standing.carried.promises) == set(played.standing.carried.promises)
    assert not again.standing.aside and not again.standing.rules
    for name, values in played.standing.before.items():
        assert (getattr(again.standing.before, name) == values).all(), name
    for figure in ("me.trust", f"trust.{LAB}"):
        assert again.why(figure) == played.why(figure)
    again.end_turn()
    played.end_turn()
    assert again.hash == played.hash


def test_what_is_away_stands_still(ruleset: Ruleset, modded: Ruleset, played: Session) -> None:
    at_leaving = _rows(modded, played.standing.world)
    assert any(at_leaving["pending"])
    session = _reload(played, ruleset)
    for _ in range(4):
        session.end_turn()
        session = _reload(session, ruleset)
    session = _reload(session, modded)
    assert _rows(modded, session.standing.world) == at_leaving
    assert not session.plan() and not session.standing.aside
    (mine,) = (p for p in session.standing.carried.promises if p.target == f"trust[{LAB}]")
    (then,) = (p for p in played.standing.carried.promises if p.target == f"trust[{LAB}]")
    assert mine == replace(then, due=then.due + 4)
    history = session.graph(f"trust.{LAB}").values
    assert len(history) >= 7
    session.end_turn()
    assert all(np.isfinite(values).all() for _, values in session.standing.world.items())


def test_money_and_chips_are_neither_made_nor_lost(
    ruleset: Ruleset, modded: Ruleset, played: Session
) -> None:
    lab = modded.index("actor", LAB)
    money = int(played.standing.world.cash_usd[:, 0].sum())
    chips = _chips(played.standing.world)
    world = played.standing.world
    its_money = int(world.cash_usd[lab, 0])
    owned = world.inventory + world.transit + world.arriving + world.installed
    its_chips = int(owned[:, lab, 0].sum())
    assert its_money > 0 and its_chips > 0
    session = _reload(played, ruleset)
    for _ in range(3):
        assert int(session.standing.world.cash_usd[:, 0].sum()) == money - its_money
        assert _chips(session.standing.world) == chips - its_chips
        session.end_turn()
    session = _reload(session, modded)
    for _ in range(2):
        assert int(session.standing.world.cash_usd[:, 0].sum()) == money
        assert _chips(session.standing.world) == chips
        session.end_turn()


def test_a_scene_comes_back_to_its_own_quarter_only(ruleset: Ruleset, tmp_path: Path) -> None:
    modded = load(mods=["lyon_garage"])
    ours = {"three_cards_in_lyon"}
    session = until_scene(modded, ours, folder=tmp_path)
    number = next(scene.number for scene in session.scenes() if scene.id in ours)
    session.choose(number, 1)
    without = _reload(session, ruleset)
    assert not ours & {scene.id for scene in without.scenes()}
    again = _reload(without, modded)
    assert again.hash == session.hash and again.scenes() == session.scenes()
    without.end_turn()
    later = _reload(without, modded)
    assert later.standing.world.story_seen.max() <= int(later.standing.world.turn[0])
    row = modded.index("choice", "three_cards_in_lyon.lend_an_evening")
    assert later.standing.world.story_took[row].max() >= 0
    assert later.chronicle()


def test_an_answer_that_is_away_takes_its_scene_along(ruleset: Ruleset, tmp_path: Path) -> None:
    modded = load(mods=["lyon_garage"])
    session = Session.new(modded, seat="lab_paris", seed=2, folder=tmp_path, autosaves=False)
    world = session.standing.world.copy()
    seat = modded.index("seat", "lab_paris")
    world.scene_now[seat] = -1
    world.scene_now[seat, 0] = modded.index("storylet", "card_in_a_bath_towel")
    session.standing = replace(session.standing, world=world)
    scene = session.scenes()[0]
    session.choose(1, next(c.number for c in scene.choices if c.id == "drive_back"))
    without = _reload(session, ruleset)
    assert "card_in_a_bath_towel" not in {each.id for each in without.scenes()}
    assert _reload(without, modded).scenes() == session.scenes()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_one_is_told(
    ruleset: Ruleset, played: Session, lang: str, capsys: pytest.CaptureFixture[str]
) -> None:
    played.save("here")
    session = Session.load(ruleset, "here", lang, folder=played.folder, autosaves=False)
    told = "1 actor, 1 scene, 2 answers, 1 order" if lang == "en" else "1 acteur, 1 scène"
    assert "saclay 1.0.0" in session.notice and told in session.notice
    path = session.save("later")
    header = save_file.read_header(path)
    assert header["away"] == [{"id": "saclay", "version": "1.0.0"}]
    assert header["aside"]["actor"] == 1
    assert cli.main(["saves", "show", str(path), "--lang", lang]) == 0
    assert told in capsys.readouterr().out
    assert cli.main(["saves", "show", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["aside"]["storylet"] == 1


def test_a_broken_mod_is_away_too(
    modded: Ruleset, played: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(MODS, tmp_path / "mods")
    (tmp_path / "mods" / "saclay" / "orders" / "saclay.yaml").write_text("- id: 1\n")
    broken = load(mods=["saclay"], mod_dirs=[tmp_path / "mods"])
    assert not any(mod.enabled for mod in broken.mods)
    session = _reload(played, broken)
    assert "saclay" in session.notice
    assert _reload(session, modded).hash == played.hash


@pytest.mark.parametrize("field", ["seat", "scenario"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_without_its_chair_or_its_scenario_a_save_is_refused_and_stays(
    ruleset: Ruleset, played: Session, field: str, lang: str
) -> None:
    path = played.save("theirs")
    file = save_file.read_save(path)
    header = {key: value for key, value in file.header.items() if key != "checksum"}
    save_file.write_save(path, header | {field: "their_own"}, file.body)
    whole = path.read_bytes()
    with pytest.raises(SaveError) as caught:
        Session.load(ruleset, path, lang, autosaves=False)
    told = message(caught.value, ruleset.words(lang))
    assert "saclay 1.0.0" in told and ("put them back" if lang == "en" else "remettez") in (
        told.casefold()
    )
    assert path.read_bytes() == whole


def test_a_run_goes_to_its_end_without_the_mod(ruleset: Ruleset, played: Session) -> None:
    session = _reload(played, ruleset)
    while not session.finished:
        session.end_turn()
    assert session.epilogue().decisions is not None
    assert session.chronicle() and session.standing.aside
    assert session.pipeline() is not None


def test_what_joins_a_running_game_makes_no_money_and_no_chips(
    ruleset: Ruleset, modded: Ruleset, tmp_path: Path
) -> None:
    session = Session.new(ruleset, seat="lab_paris", seed=3, folder=tmp_path, autosaves=False)
    for _ in range(3):
        session.end_turn()
    money, chips = int(session.standing.world.cash_usd[:, 0].sum()), _chips(session.standing.world)
    joined = _reload(session, modded)
    lab = modded.index("actor", LAB)
    assert int(joined.standing.world.cash_usd[lab, 0]) == 90_000_000
    assert int(joined.standing.world.installed[:, lab, 0].sum()) == 400
    for _ in range(3):
        assert int(joined.standing.world.cash_usd[:, 0].sum()) == money
        assert _chips(joined.standing.world) == chips
        assert all(np.isfinite(values).all() for _, values in joined.standing.world.items())
        joined.end_turn()
    left = _reload(joined, ruleset)
    again = _reload(left, modded)
    assert again.hash == joined.hash


_WRONG = {
    "a turn that is a text": ("turn", "six"),
    "mods without versions": ("mods", [["saclay"]]),
    "cells that are no columns": ("state", {"cash_usd": [[["lab_saclay"]]]}),
    "a value that is a list": ("state", {"cash_usd": [[["lab_saclay"]], [[1]]]}),
    "a text among numbers": ("state", {"cash_usd": [[["usa"]], ["much"]]}),
    "a float among dollars": ("state", {"cash_usd": [[["usa"]], [0.5]]}),
    "more than a machine can hold": ("state", {"cash_usd": [[["usa"]], [10**20]]}),
    "a number among scenes": ("state", {"scene_now": [[["usa", "0"]], [3]]}),
    "a plan of numbers": ("plan", [[1, 2]]),
    "half a promise": ("promises", [["trust[usa]", 1, 2]]),
}


@pytest.mark.parametrize("case", list(_WRONG))
def test_parcels_of_the_wrong_shape_are_refused(
    ruleset: Ruleset, played: Session, case: str
) -> None:
    body = pack(ruleset, _reload(played, ruleset).standing)
    name, value = _WRONG[case]
    body["aside"][0][name] = value
    with pytest.raises(WrongShape):
        unpack(ruleset, body)


def test_a_parcel_touches_no_calendar(ruleset: Ruleset, played: Session) -> None:
    body = pack(ruleset, _reload(played, ruleset).standing)
    body["aside"][0]["state"] = {"turn": [[[]], [0]], "bottleneck": [[[]], [99]]}
    standing, _ = unpack(ruleset, body)
    assert int(standing.world.turn[0]) == 6
    assert standing.world.bottleneck[0] <= 5

"""Does a watched game follow good edits, keep its rules over bad ones, and say so in its saves?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from game.content import load
from game.faces import cli
from game.faces.options import PlayOptions
from game.faces.plain.commands import Desk
from game.faces.tui.host import GameHost
from game.faces.watching import WatchedSession
from game.session.replay import replay
from game.session.session import Session
from tests.content.mod_making import newcomer, write_mod
from tests.faces.driving import playing

STORY = "storylets/x.yaml"
TITLE = '- {patch: base:nobody_counted, set: {title.en: "%s"}}\n'
COST = "- {patch: base:budgets.interest, set: {value: %s}}\n"
ORDER = newcomer("{add: {tension: -1}, after: 1}")


@pytest.fixture
def mod(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    return write_mod(tmp_path / "own", "mine", {STORY: TITLE % "First"})


@pytest.fixture
def game(mod: Path) -> WatchedSession:
    return WatchedSession.new(load(mods=["mine"]), seat="china", seed=2)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_an_edit_is_said_to_be_seen_once_and_holds_from_the_next_turn(
    game: WatchedSession, mod: Path
) -> None:
    desk = Desk(game, lambda name, lang: game)
    assert desk.answer("plan").errors == ()
    write(mod / STORY, TITLE % "Second, and longer")
    assert "it holds from the next turn" in desk.answer("plan").errors[0]
    assert desk.answer("plan").errors == ()
    assert "read again" in desk.answer("end").errors[0]
    assert desk.answer("plan").errors == ()


def test_a_good_edit_is_the_rule_of_the_next_turn(game: WatchedSession, mod: Path) -> None:
    before = game.ruleset.hash
    game.end_turn()
    assert game.notice == "" and game.ruleset.hash == before and game.standing.rules == ()
    write(mod / "coefficients" / "x.yaml", COST % 0.2)
    write(mod / "orders" / "x.yaml", ORDER)
    write(mod / STORY, TITLE % "Second")
    game.end_turn()
    assert "read again" in game.notice
    assert game.ruleset.k("budgets.interest") == 0.2
    assert game.ruleset.storylets["nobody_counted"].title.en == "Second"
    assert game.standing.rules == ((1, before),)
    for _ in range(3):
        game.end_turn()
    assert game.do("newcomer").order_id == "newcomer"
    game.end_turn()
    assert game.table().turn == 7


def test_a_save_of_it_names_both_rules_and_says_so(
    game: WatchedSession, mod: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = game.ruleset.hash
    game.end_turn()
    write(mod / "coefficients" / "x.yaml", COST % 0.2)
    game.end_turn()
    path = game.save("followed")
    again = Session.load(load(mods=["mine"]), path)
    assert again.standing.rules == ((1, first),) and again.hash == game.hash
    assert replay(again.ruleset, again.setup, again.standing).other_rules
    assert cli.main(["saves", "verify", str(path), "--lang", "en"]) in (0, 1)
    told = capsys.readouterr().out
    assert f"until 2023Q1 they were {first[:16]}" in told
    cli.main(["saves", "verify", str(path), "--json"])
    assert json.loads(capsys.readouterr().out)["rules"] == [[1, first]]
    game.end_turn()
    again.end_turn()
    assert again.hash == game.hash


def test_a_bad_edit_is_told_once_and_the_rules_stay(game: WatchedSession, mod: Path) -> None:
    rules = game.ruleset
    write(mod / STORY, TITLE.replace("title", "titel") % "Second")
    game.end_turn()
    assert game.ruleset is rules and game.standing.rules == ()
    assert "keeps the rules it had" in game.notice
    assert "mine/storylets/x.yaml:1:" in game.notice and game.notice.endswith("^")
    game.notice = ""
    game.end_turn()
    assert game.notice == "" and game.table().turn == 3
    write(mod / STORY, TITLE % "Mended")
    assert "read again" in game.reload()
    assert game.ruleset.storylets["nobody_counted"].title.en == "Mended"
    assert "Nothing has changed" in game.reload()


def test_a_mod_that_was_broken_at_first_comes_in_once_it_is_mended(mod: Path) -> None:
    write(mod / STORY, "- id: [")
    game = WatchedSession.new(load(mods=["mine"]), seat="china", seed=2)
    assert not any(mod.enabled for mod in game.ruleset.mods)
    write(mod / STORY, TITLE % "Mended")
    game.end_turn()
    assert game.ruleset.storylets["nobody_counted"].title.en == "Mended"


def test_rules_that_no_game_can_go_on_with_are_refused(game: WatchedSession, mod: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "content/base/actors/actors.yaml").read_text()
    lab = next(each for each in text.split("\n- id: ") if "kind: lab" in each)
    write(mod / "actors" / "x.yaml", "- id: nobody\n" + lab.split("\n", 1)[1])
    rules = game.ruleset
    assert "does not fit" in game.reload() and game.ruleset is rules
    game.end_turn()
    (mod / "actors" / "x.yaml").unlink()
    firm = next(each for each in text.split("\n- id: ") if "kind: firm" in each)
    write(mod / "actors" / "y.yaml", "- id: newcomer\n" + firm.split("\n", 1)[1])
    opening = "- {patch: base:cash, add: {values: {newcomer: 5_000_000_000}}}\n"
    write(mod / "openings" / "y.yaml", opening)
    assert "read again" in game.reload()
    row = game.ruleset.index("actor", "newcomer")
    assert game.standing.world.cash_usd[row].tolist() == [5_000_000_000] * 2
    game.end_turn()
    assert game.table().turn == 3


def test_a_mod_in_play_that_vanishes_is_unfit_or_gone_in_words(
    game: WatchedSession, mod: Path
) -> None:
    mod.rename(mod.parent / ".elsewhere")
    rules = game.ruleset
    said = game.reload()
    assert game.ruleset is rules and "there is no mod 'mine'" in said


def test_the_words_of_both_faces(game: WatchedSession, mod: Path) -> None:
    desk = Desk(game, lambda name, lang: game)
    assert desk.answer("reload").lines == ("Nothing has changed in the content.",)
    write(mod / STORY, TITLE % "Second")
    assert "read again" in desk.answer("relire").lines[0]
    write(mod / STORY, "- id: [")
    assert "E104" in "\n".join(desk.answer("reload").lines)
    write(mod / STORY, TITLE % "Third")
    assert "read again" in desk.answer("end").errors[0]
    plain = Desk(Session.new(game.ruleset, seat="china", autosaves=False), lambda name, lang: game)
    assert "--watch" in plain.answer("reload").lines[0]
    assert GameHost(PlayOptions()).reload(plain.session) is None


async def test_the_screen_reads_again(own_saves: Path, mod: Path) -> None:
    options = {"seat": "china", "seed": 2, "mods": ("mine",), "watch": True, "lang": "en"}
    for text in (TITLE % "Second", "- id: [", TITLE % "First"):  # known content is read at once
        write(mod / STORY, text)
        load(mods=["mine"])
    async with playing(own_saves, (80, 24), GameHost(PlayOptions(**options)), **options) as player:
        await player.shows("2022Q4")
        while player.where != "TableScreen":
            await player.press("q")
            await player.pilot.pause(0.02)
        write(mod / STORY, TITLE % "Second")
        await player.press("r")
        await player.shows("The content was read again")
        write(mod / STORY, "- id: [")
        await player.press("e", "e")
        await player.shows("The content has an error")
        await player.shows("mine/storylets/x.yaml:2:1")


def test_touching_a_file_is_noticed_and_not_more(game: WatchedSession, mod: Path) -> None:
    os.utime(mod / STORY, ns=(1, 1))
    game.end_turn()
    assert "Nothing has changed" in game.notice and game.standing.rules == ()

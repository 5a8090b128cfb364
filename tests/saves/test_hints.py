"""Is somebody told what to do about a save that is damaged, renamed, or has no folder to go to?"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

from game.content import Ruleset
from game.errors import SaveError
from game.faces import cli
from game.faces.plain.run import Terminal
from game.session import autosaves, locations, save_file, store
from game.session.locations import find_save
from game.session.session import Session, message


@pytest.fixture
def game(ruleset: Ruleset, own_saves: Path) -> Session:
    return Session.new(ruleset, seat="lab_hangzhou", seed=6)


# ------------------------------------------------------------------------------ names


@pytest.mark.parametrize(
    "name", ["renamed thing", "UPPER (copy)", "a.save", "dots.in.it", "é, ü", "--x", "x" * 200]
)
def test_every_name_that_the_list_shows_can_be_loaded(
    game: Session, own_saves: Path, name: str
) -> None:
    path = game.save("My first run")
    path.rename(copy := own_saves / f"{name}.save")
    shown = [entry.name for entry in autosaves.list_saves(own_saves)]
    assert name in shown
    assert store.load(game.ruleset, name, aside=False).path == copy == find_save(name)


def test_the_file_of_a_name_goes_before_the_save_made_under_it(
    game: Session, own_saves: Path
) -> None:
    made = game.save("renamed thing")
    assert find_save("renamed thing") == made == own_saves / "renamed-thing.save"
    (copy := own_saves / "renamed thing.save").write_bytes(made.read_bytes())
    assert (find_save("renamed thing"), find_save("renamed-thing")) == (copy, made)
    assert find_save("n" * 5000).parent == own_saves  # no file may be called that


# ---------------------------------------------------------------------------- damaged


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_damaged_save_stays_in_sight(
    game: Session, own_saves: Path, capsys: pytest.CaptureFixture[str], lang: str, times: int
) -> None:
    for _ in range(times):
        path = game.save("mine")
    path.write_bytes(path.read_bytes()[:-3])
    words = game.ruleset.words(lang)
    with pytest.raises(SaveError) as caught:
        store.load(game.ruleset, "mine")
    kept, backup = own_saves / "mine.save.damaged", own_saves / "mine.save.bak1"
    assert kept.exists() and not path.exists() and backup.exists() is (times > 1)
    advice = words.t("session.save.no_backups") if times == 1 else str(backup)
    assert advice in message(caught.value, words)

    assert cli.main(["saves", "list", "--lang", lang]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[-1].startswith("mine.save.damaged  ") and advice in listed[-1]
    assert words.t("session.save.set_aside") in listed[-1]
    for command in ("show", "verify"):
        for name in ("mine", "mine.save.damaged", str(kept)):
            assert cli.main(["saves", command, name, "--lang", lang]) == 1
            said = capsys.readouterr().err
            assert advice in said, (command, name)
            if name == "mine":
                assert words.t("session.save.was_aside", name=kept.name) in said
    assert kept.exists() and not list(own_saves.glob("*.damaged.damaged"))
    with pytest.raises(SaveError):
        store.load(game.ruleset, kept)  # which is not moved a second time
    assert kept.exists()
    assert autosaves.latest(own_saves) != kept


def test_the_list_says_it_in_json_too(
    game: Session, own_saves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (own_saves / "mine.save.damaged1").write_bytes(b"x")
    assert cli.main(["saves", "list", "--json"]) == 0
    (row,) = [each for each in json.loads(capsys.readouterr().out) if "seat" not in each]
    assert (row["name"], row["reason"]) == ("mine.save.damaged1", "set_aside")


def test_a_save_that_never_was_has_no_advice(game: Session) -> None:
    with pytest.raises(SaveError) as caught:
        store.load(game.ruleset, "nowhere")
    assert not caught.value.hint


@pytest.mark.parametrize(("lang", "said"), [("en", "is a folder"), ("fr", "est un dossier")])
def test_a_folder_called_like_a_save_is_told(
    own_saves: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    (own_saves / "dir.save").mkdir(parents=True)
    assert cli.main(["saves", "list", "--lang", lang]) == 0
    assert f"dir.save {said}" in capsys.readouterr().err
    assert autosaves.no_saves(own_saves / "nowhere") == []


# ---------------------------------------------------------------- a folder that is no use


def _played(session: Session, lines: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(lines))
    monkeypatch.setattr("signal.signal", lambda *_: None)
    return Terminal(session, lambda name, lang: session).run()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_file_in_the_place_of_the_folder_is_told_once_with_what_to_do(
    ruleset: Ruleset,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    (folder := tmp_path / "file").write_text("in the way")
    session = Session.new(ruleset, seat="lab_paris", lang=lang, folder=folder, settled=False)
    word = {"end": "end", "quit": "quit"} if lang == "en" else {"end": "fin", "quit": "quitter"}
    lines = f"{word['end']}\n{word['end']}\n{word['quit']}\n{word['quit']}\n"
    assert _played(session, lines, monkeypatch) == 0
    out, words = capsys.readouterr(), ruleset.words(lang)
    assert words.t("plain.setup.saved") not in out.out
    assert out.err.count("MACHINETIME_SAVES") == 1
    assert words.t("session.save.no_folder", name=str(folder)) in out.err
    assert words.t("session.save.elsewhere") in out.err
    assert words.t("plain.quit.again") in out.err
    assert session.table().turn == 3 and folder.read_text() == "in the way"


def test_a_folder_that_can_be_used_is_promised(
    ruleset: Ruleset,
    own_saves: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = Session.new(ruleset, seat="lab_paris", settled=False)
    assert _played(session, "quit\n", monkeypatch) == 0
    out = capsys.readouterr()
    assert "Every quarter is saved." in out.out and not out.err


def test_a_disk_that_fails_again_is_told_again(
    ruleset: Ruleset, own_saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.new(ruleset)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def turn() -> bool:
        session.notice = ""
        session.end_turn()
        return "No space" in session.notice

    told = []
    for broken in (True, True, False, True):
        with monkeypatch.context() as patch:
            if broken:
                patch.setattr(save_file, "_replace", full)
            told.append(turn())
    assert told == [True, False, False, True]


def test_a_folder_without_rights_is_no_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _, mode: not mode & os.W_OK)
    assert not locations.usable(tmp_path) and not locations.usable(tmp_path / "new")


def test_what_is_no_folder_is_no_use(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert locations.usable(tmp_path) and locations.usable(tmp_path / "a" / "b")
    assert not locations.usable(tmp_path / "file")
    assert not locations.usable(tmp_path / "file" / "deeper")

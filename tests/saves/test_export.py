"""Can a save be handed on, and does only what is whole come in?"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from game.content import Ruleset, load
from game.faces import cli
from game.faces.plain.commands import Desk
from game.session import save_bytes, save_file, sharing
from game.session.locations import SHARED
from game.session.save_bytes import BadSave
from game.session.session import Session
from tests.faces.driving import playing


@pytest.fixture
def game(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="usa", seed=2, autosaves=False)
    session.end_turn()
    return session


@pytest.fixture
def saved(game: Session, own_saves: Path) -> Path:
    return game.save("mine")


def test_a_shared_file_is_the_save_byte_for_byte(
    ruleset: Ruleset, game: Session, saved: Path, tmp_path: Path
) -> None:
    file = sharing.export_save(saved, tmp_path / "for you")
    assert file.name == f"for you{SHARED}" and file.read_bytes() == saved.read_bytes()
    assert Session.load(ruleset, str(file), autosaves=False).hash == game.hash
    inside = sharing.export_save(saved, tmp_path)
    assert inside == tmp_path / f"mine{SHARED}"
    with pytest.raises(BadSave) as caught:
        sharing.export_save(saved, file)
    assert caught.value.key == "taken"


@pytest.mark.parametrize("name", ["CON", "nul.mtsave", "COM1", "no/such/folder/x", "lpt9.save"])
def test_names_that_cannot_be(saved: Path, tmp_path: Path, name: str) -> None:
    before = set(tmp_path.rglob("*"))
    with pytest.raises(BadSave) as caught:
        sharing.export_save(saved, tmp_path / name)
    assert caught.value.key in ("bad_name", "unwritable")
    assert set(tmp_path.rglob("*")) == before


def test_a_full_disk_leaves_no_half_file(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadSave) as caught:
        sharing.export_save(saved, tmp_path / "x")
    assert caught.value.key == "unwritable" and not (tmp_path / f"x{SHARED}").exists()


def test_it_comes_in_under_a_free_name_and_never_over_another(
    ruleset: Ruleset, game: Session, saved: Path, tmp_path: Path
) -> None:
    file = sharing.export_save(saved, tmp_path / "x")
    stems = [sharing.import_save(ruleset, file).path.stem for _ in range(2)]
    assert stems == ["mine-2", "mine-3"]
    whole = saved.read_bytes()
    with pytest.raises(BadSave) as caught:
        sharing.import_save(ruleset, file, "mine")
    assert caught.value.key == "taken" and saved.read_bytes() == whole
    named = sharing.import_save(ruleset, file, "../../à moi")
    assert named.path == saved.parent / "à-moi.save"
    assert Session.load(ruleset, named.path, autosaves=False).hash == game.hash
    assert not list(saved.parent.glob("*.bak*"))


def test_what_is_not_whole_stays_outside(ruleset: Ruleset, saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    read = save_file.read_save(saved)
    header = {key: value for key, value in read.header.items() if key != "checksum"}
    forged = save_bytes.encode(header, read.body | {"pages": []})
    other = save_bytes.encode(header | {"hash": "0" * 64}, read.body)
    for number, data in enumerate(
        (whole[:-1], whole + b"x", b"", b"no save", forged, other, b"\0" * 5000)
    ):
        (file := tmp_path / f"{number}{SHARED}").write_bytes(data)
        with pytest.raises(BadSave):
            sharing.import_save(ruleset, file)
        assert file.read_bytes() == data
    for missing in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(BadSave):
            sharing.import_save(ruleset, missing)
    assert [path for path in saved.parent.iterdir() if path.name != ".lock"] == [saved]


def test_the_mods_it_needs_are_named(
    own_saves: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    modded = load(mods=["saclay"], mod_dirs=[Path(__file__).parent / "mods"])
    session = Session.new(modded, seat="lab_paris", seed=2, autosaves=False)
    file = session.share(str(tmp_path / "theirs"))
    assert cli.main(["saves", "import", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["needs"] == told["missing"] == ["saclay"] and Path(told["path"]).exists()
    for lang, words in (("en", "Not here: saclay 1.0.0"), ("fr", "Absents ici")):
        assert cli.main(["saves", "import", str(file), "--lang", lang]) == 0
        assert words in capsys.readouterr().out
    lyon = Session.new(load(mods=["lyon_garage"]), seat="lab_paris", seed=2, autosaves=False)
    file = lyon.share(str(tmp_path / "lyon"))
    assert cli.main(["saves", "import", str(file), "--name", "lyon", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["needs"], told["missing"]) == (["lyon_garage"], [])


def test_the_commands(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["saves", "export", "mine", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": f"mine{SHARED}"}
    for lang, words in (("en", "already"), ("fr", "déjà")):
        assert cli.main(["saves", "export", "mine", "--lang", lang]) == 1
        assert words in capsys.readouterr().err
    assert cli.main(["saves", "export", "nowhere"]) == 1
    assert cli.main(["saves", "import", f"mine{SHARED}", "--name", "mine"]) == 1
    assert cli.main(["saves", "import", f"mine{SHARED}", "--name", "other", "--lang", "fr"]) == 0
    assert "other" in capsys.readouterr().out
    assert (saved.parent / "other.save").read_bytes() == saved.read_bytes()


@pytest.mark.parametrize(("out", "into"), [("export", "import"), ("exporter", "importer")])
def test_the_line_face_shares(
    ruleset: Ruleset, game: Session, own_saves: Path, tmp_path: Path, out: str, into: str
) -> None:
    desk = Desk(game, lambda name, lang: Session.load(ruleset, name, lang, autosaves=False))
    reply = desk.answer(f"{out} {tmp_path / 'for you'}")
    assert not reply.errors and (tmp_path / f"for you{SHARED}").exists()
    assert desk.answer(f"{out} {tmp_path / 'for you'}").errors
    reply = desk.answer(f"{into} {tmp_path / 'for you'}{SHARED}")
    assert not reply.errors
    (path,) = own_saves.glob("*.save")
    before = game.hash
    assert not desk.answer(f"load {path.stem}").errors and desk.session.hash == before
    assert desk.answer(into).errors and desk.answer(f"{into} nowhere").errors


async def test_the_screen_face_shares(own_saves: Path, tmp_path: Path) -> None:
    own_saves.mkdir()
    (own_saves / "one.save").write_text("3", encoding="utf-8")
    async with playing(own_saves) as player:
        await player.press("down", "down", "enter")
        await player.at("LoadScreen")
        await player.press("x")
        await player.at("FileCard")
        await player.shows("one.mtsave")
        player.screen.field.value = str(tmp_path / "out.mtsave")
        await player.press("enter")
        await player.at("LoadScreen")
        assert (tmp_path / "out.mtsave").read_text() == "3"
        await player.press("i")
        await player.at("FileCard")
        player.screen.field.value = str(tmp_path / "out.mtsave")
        await player.press("enter")
        await player.at("LoadScreen")
        await player.until(lambda: (own_saves / "out.save").exists())
        await player.press("i")
        await player.at("FileCard")
        await player.press("escape")
        await player.at("LoadScreen")

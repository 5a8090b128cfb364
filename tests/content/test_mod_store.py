"""Are mods copied whole, never over another, and put aside instead of deleted?"""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from game.content import load, mod_store, places
from game.content.mod_store import ModError
from tests.content.mod_making import SCENE, pack, write_mod


@pytest.fixture(autouse=True)
def own(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of mods for this test alone, over the tiny content."""
    monkeypatch.setattr("game.content.places.base_dir", lambda: base)
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def mod(tmp_path: Path) -> Path:
    made = write_mod(tmp_path / "else", "mine", {"storylets/x.yaml": SCENE.format(id="extra")})
    (made / "README.md").write_text("Hello", encoding="utf-8")
    (made / ".git").mkdir()
    (made / "picture.png").write_bytes(b"png")
    return made


def refused(path: Path, **more: bool) -> ModError:
    with pytest.raises(ModError) as caught:
        mod_store.add(path, **more)
    return caught.value


def test_a_folder_is_copied_under_its_id(mod: Path, own: Path) -> None:
    renamed = mod.rename(mod.with_name("downloaded (3)"))
    added = mod_store.add(renamed)
    assert added.path == own / "mine" and added.replaced is None and added.hides == ""
    files = sorted(each.relative_to(own).as_posix() for each in own.rglob("*") if each.is_file())
    assert files == ["mine/README.md", "mine/mod.toml", "mine/storylets/x.yaml"]
    assert "extra" in load(mods=["mine"]).storylets


def test_a_zip_stays_a_zip(mod: Path, own: Path, tmp_path: Path) -> None:
    (mod / "README.md").unlink()
    for path in (mod / ".git", mod / "picture.png"):
        path.rmdir() if path.is_dir() else path.unlink()
    path = pack(mod, tmp_path / "mine-1.0.zip")
    assert mod_store.add(path).path == own / "mine.zip"
    assert [each.name for each in own.iterdir()] == ["mine.zip"]
    assert (own / "mine.zip").read_bytes() == path.read_bytes()
    assert "extra" in load(mods=["mine"]).storylets


def test_the_same_is_not_copied_twice_and_another_not_over_it(mod: Path, own: Path) -> None:
    mod_store.add(mod)
    assert (refused(mod).code, refused(mod).key) == ("E712", "same")
    write_mod(mod.parent, "mine", version="2.0")
    error = refused(mod)
    assert error.key == "other" and "1.0" in str(error) and "2.0" in str(error)
    assert (
        "--replace" in error.hint and 'version = "1.0"' in (own / "mine" / "mod.toml").read_text()
    )
    added = mod_store.add(mod, replace=True)
    assert added.replaced == own / places.REMOVED / "mine"
    assert 'version = "1.0"' in (added.replaced / "mod.toml").read_text()
    assert 'version = "2.0"' in (own / "mine" / "mod.toml").read_text()
    assert refused(own / "mine", replace=True).key == "there"


def test_a_folder_takes_the_place_of_a_zip(mod: Path, own: Path, tmp_path: Path) -> None:
    zipped = pack(write_mod(tmp_path / "old", "mine", version="0.5"), tmp_path / "old.zip")
    mod_store.add(zipped)
    assert refused(mod).key == "other"
    assert mod_store.add(mod, replace=True).replaced == own / places.REMOVED / "mine.zip"
    assert sorted(each.name for each in own.iterdir()) == [places.REMOVED, "mine"]


def test_what_is_broken_is_refused_with_its_lines(mod: Path, own: Path) -> None:
    text = SCENE.format(id="extra").replace("mood", "mod")
    (mod / "storylets" / "x.yaml").write_text(text, encoding="utf-8")
    error = refused(mod)
    assert error.key == "not_copied" and {p.code for p in error.problems} >= {"E201", "E202"}
    errors = [problem for problem in error.problems if problem.severity == "error"]
    assert all(problem.line for problem in errors) and not own.exists()


def test_a_need_that_is_not_there_is_told_and_no_obstacle(tmp_path: Path, own: Path) -> None:
    made = write_mod(tmp_path / "else", "roof", needs=["ground"])
    assert [problem.code for problem in mod_store.add(made).problems] == ["E702"]
    assert (own / "roof").is_dir()


@pytest.mark.parametrize("name", ["../evil.yaml", "x.py", "a\\b.yaml", "storylets/../../x.yaml"])
def test_an_unsafe_zip_is_refused(tmp_path: Path, own: Path, name: str) -> None:
    path = pack(write_mod(tmp_path / "else", "mine"), tmp_path / "mine.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "evil")
    error = refused(path)
    assert [problem.code for problem in error.problems] == ["E709"] and not own.exists()


def test_what_is_no_mod_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere").key == "nothing"
    (tmp_path / "text.txt").write_text("x")
    assert refused(tmp_path / "text.txt").key == refused(tmp_path).key == "no_mod"
    (tmp_path / "x.zip").write_bytes(b"PK no zip")
    assert refused(tmp_path / "x.zip").problems[0].code == "E709"


def test_it_says_what_it_hides(mod: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = write_mod(tmp_path / "named", "mine", version="3.0")
    assert mod_store.add(mod).hides == ""
    mod_store.remove("mine")
    monkeypatch.setattr(places, "_shipped", lambda: tmp_path / "shipped")
    other.parent.rename(tmp_path / "shipped_mods")
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped_mods").rename(tmp_path / "shipped" / "mods")
    assert mod_store.add(mod).hides == str(tmp_path / "shipped" / "mods" / "mine")


@pytest.mark.parametrize("name", ["replace", "mkdir", "copyfile"])
def test_a_disk_that_refuses_leaves_nothing_half(
    mod: Path, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "No space left on device")

    (mod / "README.md").unlink()
    target = pack(mod, tmp_path / "m.zip", ["mod.toml", "storylets/x.yaml"])
    where = {"replace": os, "mkdir": Path, "copyfile": mod_store.shutil}[name]
    with monkeypatch.context() as patch:
        patch.setattr(where, name, full)
        assert refused(target if name == "copyfile" else mod).key == "disk"
    assert not own.exists() or not [p for p in own.iterdir() if not p.name.startswith(".")]


def test_removing_moves_aside_again_and_again(mod: Path, own: Path) -> None:
    for expected in ("mine", "mine-2", "mine-3"):
        mod_store.add(mod)
        assert mod_store.remove("mine") == own / places.REMOVED / expected
        assert (own / places.REMOVED / expected / "mod.toml").is_file()
    assert "mine" not in {mod.id for mod in load().mods}


def test_what_is_not_the_player_s_is_not_removed(tmp_path: Path, monkeypatch: Any) -> None:
    there = write_mod(tmp_path / "named", "one")
    monkeypatch.setenv("MACHINETIME_MODS", str(there.parent))
    for id_, key in (("one", "not_yours"), ("lyon_garage", "not_yours"), ("nope", "unknown")):
        with pytest.raises(ModError) as caught:
            mod_store.remove(id_)
        assert (caught.value.code, caught.value.key) == ("E714", key)
    assert there.is_dir()

"""Which automatic saves stay, and may a save bear any name?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.session import locations
from game.session.autosaves import autosave_stem, latest, list_saves, rotate
from game.session.locations import file_stem, find_save, save_path, saves_folder
from game.session.save_file import write_save


def _autosave(folder: Path, turn: int, seed: int = 1) -> Path:
    path = save_path(autosave_stem("autumn", "china", seed, turn), folder)
    write_save(path, {"turn": turn, "saved_at": f"2026-01-01T00:{turn:02d}:00"}, {})
    return path


def test_the_last_five_and_every_fifth_stay(tmp_path: Path) -> None:
    _autosave(tmp_path, 3, seed=2)
    write_save(tmp_path / "mine.save", {"turn": 1}, {})
    for turn in range(58):
        _autosave(tmp_path, turn)
        _autosave(tmp_path, turn)  # leaves a backup, which goes with its save
        rotate(tmp_path, "autumn", "china", 1, turn)
    kept = {path.stem for path in tmp_path.glob("auto-autumn-china-1-*.save")}
    turns = [10, 15, 20, 25, 30, 35, 40, 45, 50, 53, 54, 55, 56, 57]
    assert kept == {f"auto-autumn-china-1-t{turn}" for turn in turns}
    assert len(list(tmp_path.glob("*.bak*"))) == len(turns)
    assert (tmp_path / "mine.save").exists()
    assert (tmp_path / "auto-autumn-china-2-t03.save").exists()


def test_a_seed_that_begins_alike_is_another_game(tmp_path: Path) -> None:
    _autosave(tmp_path, 1, seed=12)
    rotate(tmp_path, "autumn", "china", 1, 40)
    assert list(tmp_path.glob("*.save"))


def test_the_list_shows_damaged_saves_last(tmp_path: Path) -> None:
    (tmp_path / "bad.save").write_bytes(b"no")
    _autosave(tmp_path, 1)
    newest = _autosave(tmp_path, 2)
    entries = list_saves(tmp_path)
    assert [entry.path.stem for entry in entries] == [
        newest.stem, "auto-autumn-china-1-t01", "bad",
    ]  # fmt: skip
    assert entries[-1].problem is not None
    assert latest(tmp_path) == newest
    assert latest(tmp_path / "none") is None


@given(st.text(max_size=400))
def test_every_name_gives_a_file_name(name: str) -> None:
    stem = file_stem(name)
    assert 0 < len(stem.encode()) <= 110
    assert "/" not in stem and "\\" not in stem and not stem.startswith(".")
    assert Path(stem).name == stem


@pytest.mark.parametrize("name", ["CON", "nul", "com1", "lpt9.x", "..", "", "/", "a/../../b"])
def test_names_that_systems_keep_for_themselves(name: str, tmp_path: Path) -> None:
    path = save_path(name, tmp_path)
    assert path.parent == tmp_path
    assert path.name.split(".")[0].casefold() not in {"con", "nul", "com1", "lpt9"}
    write_save(path, {}, {})


def test_where_saves_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(locations.ENVIRONMENT, str(tmp_path / "here"))
    assert saves_folder() == tmp_path / "here"
    monkeypatch.delenv(locations.ENVIRONMENT)
    root = Path(locations.__file__).resolve().parents[2]
    assert saves_folder() == root / "saves"
    monkeypatch.setattr(locations, "checkout", lambda: None)
    assert saves_folder().name == "saves" and "machinetime" in str(saves_folder())


def test_a_save_is_found_by_name_or_path(tmp_path: Path) -> None:
    path = save_path("Ma partie", tmp_path)
    write_save(path, {}, {})
    assert find_save("Ma partie", tmp_path) == path
    assert find_save("Ma-partie.save", tmp_path) == path
    assert find_save(str(path)) == path

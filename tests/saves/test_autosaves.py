"""Which automatic saves stay, and may a save bear any name?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.faces.options import PlayOptions
from game.faces.tui.host import GameHost
from game.session import locations
from game.session.autosaves import autosave_stem, finished, keeps, latest, list_saves, rotate
from game.session.locations import file_stem, find_save, save_path, saves_folder
from game.session.save_file import write_save
from game.session.standing import Setup
from tests.faces.driving import playing


def _setup(seed: int = 1, playthrough: str = "") -> Setup:
    return Setup("autumn", "china", seed, playthrough=playthrough)


def _autosave(folder: Path, turn: int, seed: int = 1) -> Path:
    path = save_path(autosave_stem(_setup(seed), turn), folder)
    write_save(path, {"turn": turn, "saved_at": f"2026-01-01T00:{turn:02d}:00"}, {})
    return path


def test_the_last_five_and_every_fifth_stay(tmp_path: Path) -> None:
    _autosave(tmp_path, 3, seed=2)
    write_save(tmp_path / "mine.save", {"turn": 1}, {})
    for turn in range(58):
        _autosave(tmp_path, turn)
        _autosave(tmp_path, turn)  # leaves a backup, which goes with its save
        rotate(tmp_path, _setup(), turn)
    kept = {path.stem for path in tmp_path.glob("auto-autumn-china-1-*.save")}
    turns = [0, 10, 15, 20, 25, 30, 35, 40, 45, 50, 53, 54, 55, 56, 57]
    assert kept == {f"auto-autumn-china-1-t{turn:02d}" for turn in turns}
    assert len(list(tmp_path.glob("*.bak*"))) == len(turns)
    assert (tmp_path / "mine.save").exists()
    assert (tmp_path / "auto-autumn-china-2-t03.save").exists()


def test_a_seed_that_begins_alike_is_another_game(tmp_path: Path) -> None:
    _autosave(tmp_path, 1, seed=12)
    rotate(tmp_path, _setup(), 40)
    assert list(tmp_path.glob("*.save"))


def test_two_games_from_one_seed_keep_their_saves_apart(tmp_path: Path) -> None:
    names = {autosave_stem(_setup(1, id_), 5) for id_ in ("", "0a1b2c3d", "0a1b2c3e")}
    assert len(names) == 3
    for id_ in ("0a1b2c3d", "0a1b2c3e"):
        write_save(save_path(autosave_stem(_setup(1, id_), 1), tmp_path), {}, {})
    rotate(tmp_path, _setup(1, "0a1b2c3d"), 30)
    assert [path.stem for path in tmp_path.glob("*.save")] == ["auto-autumn-china-1-0a1b2c3e-t01"]


def test_a_long_name_keeps_the_playthrough_and_the_turn() -> None:
    long = Setup("s" * 80, "é" * 80, (1 << 63) - 1, playthrough="0a1b2c3d")
    stem = autosave_stem(long, 12)
    assert stem.endswith("-0a1b2c3d-t12") and file_stem(stem) == stem


def test_only_the_rule_decides_what_is_kept() -> None:
    for turn in range(120):
        kept = {saved for saved in range(turn + 1) if keeps(saved, turn)}
        fifths = {saved for saved in range(0, turn + 1, 5) if saved > turn - 50}
        assert kept == {0} | fifths | set(range(max(0, turn - 4), turn + 1))


def test_a_game_that_is_over_is_not_the_one_to_go_on_with(tmp_path: Path) -> None:
    def write(name: str, playthrough: str, minute: int, finished: bool = False) -> Path:
        told = {"playthrough": playthrough, "saved_at": f"2026-01-01T00:{minute:02d}:00"}
        write_save(path := tmp_path / f"{name}.save", {**told, "finished": finished}, {})
        return path

    running = write("running", "a", 1)
    write("late", "b", 2)
    over = write("over", "b", 3, finished=True)
    assert latest(tmp_path) == running
    assert finished(list_saves(tmp_path)) == {over, tmp_path / "late.save"}
    again = write("again", "b", 4)  # taken up before its end, and played on
    assert latest(tmp_path) == again
    for path in (again, running):
        path.unlink()
    assert latest(tmp_path) == over


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


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_the_title_offers_what_still_runs(own_saves: Path, lang: str) -> None:
    going_on, ended = ("Continue", "Read the end") if lang == "en" else ("Continuer", "Relire")

    def write(name: str, *, finished: bool) -> Path:
        told = {"playthrough": name, "seat": "china", "turn": 3, "title": name}
        write_save(path := own_saves / f"{name}.save", {**told, "finished": finished}, {})
        return path

    running = write("running", finished=False)
    write("zz-over", finished=True)
    host = GameHost(PlayOptions(lang=lang))
    async with playing(own_saves, (80, 24), host=host, lang=lang) as player:
        await player.until(lambda: host.ready)
        await player.shows(going_on)
        assert f"{going_on.ljust(18)}running" in player.text() and ended not in player.text()
    running.unlink()
    host = GameHost(PlayOptions(lang=lang))
    async with playing(own_saves, (80, 24), host=host, lang=lang) as player:
        await player.until(lambda: host.ready)
        await player.shows(ended)
        assert going_on not in player.text() and "zz-over" in player.text()


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

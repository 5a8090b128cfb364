"""Is every odd folder and every odd name met with a save or with a sentence?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from game.errors import SaveError
from game.session import save_bytes, save_file
from game.session.autosaves import list_saves
from game.session.locations import save_path

NOBODY = 65_534


def _save(path: Path, turn: int = 3) -> None:
    save_file.write_save(path, {"turn": turn}, {"turn": turn})


def _turn(path: Path) -> int:
    return int(save_file.read_save(path).body["turn"])


def _refused(path: Path) -> str:
    with pytest.raises(save_bytes.BadSave) as caught:
        _save(path)
    assert caught.value.key == "unwritable"
    return str(caught.value.values["why"])


_STRANGER = """
import json, os, sys
from pathlib import Path
from game.errors import SaveError
from game.session import save_bytes, save_file, autosaves, save_text  # while it may read code
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
said = []
path = Path(sys.argv[1])
for step in (
    lambda: save_file.write_save(path, {"turn": 9}, {"turn": 9}),
    lambda: save_file.read_save(path).body["turn"],
    lambda: save_file.sweep(path.parent),
    lambda: len(autosaves.list_saves(path.parent)),
    lambda: save_file.set_aside(path),
    lambda: save_file.remove_save(path),
):
    try:
        said.append(step())
    except SaveError as error:
        said.append([error.key, error.values.get("why")])
print(json.dumps(said))
"""


def _as_stranger(root: Path, path: Path) -> list[object]:
    """What somebody without rights meets who writes, reads, sweeps, lists, moves and removes."""
    command = [sys.executable, "-c", _STRANGER, str(path), str(NOBODY)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    assert run.returncode == 0, run.stderr
    said: list[object] = json.loads(run.stdout)
    return said


@pytest.fixture
def open_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that others may come to, unlike a test's own."""
    folder = tmp_path_factory.mktemp("open")
    for each in (folder, *list(folder.parents)[:3]):  # one more where tests run side by side
        each.chmod(each.stat().st_mode | 0o055)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")
@pytest.mark.parametrize("mode", [0o555, 0o111, 0o000])
def test_a_folder_without_rights(root: Path, open_place: Path, mode: int) -> None:
    folder = open_place / "saves"
    _save(path := folder / "a.save")
    path.chmod(0o644)
    (folder / ".lock").chmod(0o644)
    folder.chmod(mode)
    try:
        said = _as_stranger(root, path)
    finally:
        folder.chmod(0o755)
    assert said[0] == ["unwritable", "Permission denied"]
    reads: object = ["unreadable", "Permission denied"] if mode == 0 else 3
    assert said[1:] == [reads, None, 1 if mode == 0o555 else 0, None, None]
    assert _turn(path) == 3


@pytest.mark.skipif(os.name == "nt", reason="rights are told otherwise there")
def test_a_save_that_may_not_be_read(root: Path, open_place: Path) -> None:
    _save(path := open_place / "a.save")
    path.chmod(0o600)
    if os.geteuid() != 0:
        path.chmod(0o000)
    said = _as_stranger(root, path)
    assert said[1] == ["unreadable", "Permission denied"]
    assert said[3] == 1


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    _save(path := tmp_path / "a" / "b" / "c" / "a.save")
    assert _turn(path) == 3


def test_a_folder_that_goes_while_one_plays(tmp_path: Path) -> None:
    folder = tmp_path / "saves"
    _save(path := folder / "a.save")
    for each in folder.iterdir():
        each.unlink()
    folder.rmdir()
    assert list_saves(folder) == []
    save_file.sweep(folder)
    save_file.remove_save(path)
    with pytest.raises(SaveError, match="no such save"):
        save_file.read_save(path)
    _save(path, 4)
    assert _turn(path) == 4


def test_a_folder_where_the_save_should_be(tmp_path: Path) -> None:
    path = tmp_path / "a.save"
    path.mkdir()
    (path / "kept").write_text("mine")
    assert "folder" in _refused(path)
    with pytest.raises(save_bytes.BadSave) as caught:
        save_file.read_save(path)
    assert caught.value.key == "unreadable"
    assert list_saves(tmp_path) == []
    assert (path / "kept").read_text() == "mine"


def test_a_folder_where_a_backup_should_be(tmp_path: Path) -> None:
    path = tmp_path / "a.save"
    (tmp_path / "a.save.bak1").mkdir()
    (tmp_path / "a.save.bak1" / "kept").write_text("mine")
    for turn in range(4):
        try:
            _save(path, turn)
        except SaveError as error:
            assert str(error)
            break
    assert _turn(path) >= 0
    assert list(tmp_path.rglob("kept"))
    assert save_file.good_backups(path) == [] or _turn(save_file.good_backups(path)[0]) >= 0


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    assert _refused(tmp_path / "file" / "a.save")
    assert _refused(tmp_path / "file" / "deeper" / "a.save")
    with pytest.raises(SaveError):
        save_file.read_save(tmp_path / "file" / "a.save")
    assert list_saves(tmp_path / "file") == []
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_where_the_save_should_be(root: Path, tmp_path: Path) -> None:
    os.mkfifo(path := tmp_path / "a.save")
    look = "from game.session import save_bytes, save_file; from pathlib import Path; import sys\n"
    for read in ("read_save", "read_header"):
        code = (
            f"{look}try: save_file.{read}(Path(sys.argv[1]))\nexcept Exception as e: print(e.key)"
        )
        command = [sys.executable, "-c", code, str(path)]
        run = subprocess.run(
            command, capture_output=True, text=True, cwd=root, timeout=20, check=True
        )
        assert run.stdout.strip() == "not_a_save"
    assert list_saves(tmp_path) == []


# ---------------------------------------------------------------------------- links


def test_a_link_to_a_save_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (link := tmp_path / "a.save").symlink_to(tmp_path / "real" / "b.save")
    for turn in (3, 4):
        _save(link, turn)
        assert link.is_symlink()
        assert _turn(tmp_path / "real" / "b.save") == turn
    assert _turn(tmp_path / "real" / "b.save.bak1") == 3


def test_a_link_to_the_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "saves").symlink_to(tmp_path / "real", target_is_directory=True)
    _save(tmp_path / "saves" / "a.save")
    assert _turn(tmp_path / "real" / "a.save") == 3
    assert len(list_saves(tmp_path / "saves")) == 1


def test_links_that_lead_nowhere(tmp_path: Path) -> None:
    (round_ := tmp_path / "a.save").symlink_to(round_)
    (tmp_path / "b.save").symlink_to(tmp_path / "none" / "c.save")
    (tmp_path / "c.save").symlink_to(tmp_path)
    assert _refused(tmp_path / "c.save")
    for name in ("a", "b", "c"):
        with pytest.raises(SaveError):
            save_file.read_save(tmp_path / f"{name}.save")
    assert list_saves(tmp_path) == []
    _save(tmp_path / "b.save")
    assert _turn(tmp_path / "none" / "c.save") == 3
    _save(round_)  # takes the place of a link that leads round
    assert _turn(round_) == 3


def test_a_link_in_the_place_of_the_temporary_file(tmp_path: Path) -> None:
    """Who may write in the folder must not make a save write elsewhere."""
    (mine := tmp_path / "mine").write_text("mine")
    folder = tmp_path / "saves"
    folder.mkdir()
    (folder / f".tmp-{os.getpid()}-a.save").symlink_to(mine)
    try:
        _save(folder / "a.save")
        assert not (folder / "a.save").is_symlink()
    except SaveError as error:
        assert str(error)
    assert mine.read_text() == "mine"


# ---------------------------------------------------------------------------- names

_NAMES = (
    *("CON", "con", "Con.txt", "NUL", "nul.save", "aux", "PRN", "COM1", "com9.x", "LPT1", "CONIN$"),
    *("x" * 255, "é" * 255, "🎲" * 255, "日" * 200, "a" * 1000, "e\u0301" * 200),
    *(".", "..", "...", "", " ", "  x  ", "-", "--help", ".hidden", "a.", "a ", "~", "~root"),
    *("../up", "/etc/passwd", "a/b", "a\\b", "C:\\x", "C:x", "\\\\host\\x", "a:b", "file:///x"),
    *("a\0b", "a\nb", "\x1b[2J", "\u202egnp", "\ud800", "%s{}", "*?<>|\"'", "$HOME", "`x`", "a;b"),
    *("latest", "a.save", "a.save.bak1", ".tmp-1-a", ".lock", "a.save.damaged"),
)


@pytest.mark.parametrize("name", _NAMES, ids=ascii)
def test_every_name_can_be_saved_under_and_loaded(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "saves"
    path = save_path(name, folder)
    for turn in (1, 2, 3):
        _save(path, turn)
    assert path.parent == folder and _turn(path) == 3
    assert [_turn(each) for each in save_file.good_backups(path)] == [2, 1]
    assert [entry.path for entry in list_saves(folder)] == [path]
    assert len(path.name.encode()) <= 200 and path.name.isprintable()
    assert path.stem.split(".")[0].casefold() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}
    assert not set(path.name) & set('<>:"/\\|?*') and path.stem == path.stem.strip(" .")
    assert os.listdir(tmp_path) == ["saves"]


@pytest.mark.parametrize("size", [240, 250, 255])
def test_a_path_somebody_gives_may_be_as_long_as_the_system_lets_it(
    tmp_path: Path, size: int
) -> None:
    path = tmp_path / ("x" * (size - 5) + ".save")
    for turn in (1, 2):
        try:
            _save(path, turn)
        except SaveError as error:
            assert str(error)
    save_file.sweep(tmp_path)
    assert _turn(path) >= 1
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".tmp")]

"""May two games save into one folder, and a third look on?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game.folder_lock import folder_lock
from game.session import save_bytes, save_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="select on standard input")


def _start(root: Path, path: Path, count: int, who: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.saves.writers", str(path), str(count), who]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=root, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


@pytest.mark.parametrize("count", [500, pytest.param(20_000, marks=pytest.mark.long)])
def test_two_writers_and_a_reader(root: Path, tmp_path: Path, count: int) -> None:
    path = tmp_path / "shared.save"
    reader = _start(root, path, 0, "reader")
    writers = [_start(root, path, count, who) for who in ("one", "two")]
    for writer in writers:
        assert writer.communicate()[1] == ""
        assert writer.returncode == 0
    said, complained = reader.communicate()
    assert complained == "" and reader.returncode == 0
    assert int(said) > 20
    assert save_file.read_save(path).body["number"] == count - 1
    assert len(save_file.good_backups(path)) == 2
    for who in ("one", "two"):
        body = save_file.read_save(tmp_path / f"{who}.save").body
        assert (body["who"], body["number"]) == (who, (count - 1) // 25 * 25)
    assert not list(tmp_path.glob(".tmp*")) and not list(tmp_path.glob("*.damaged*"))


def test_without_the_lock_two_writers_trip(root: Path, tmp_path: Path) -> None:
    """The same with a lock that lets everybody in, to see that the test would notice."""
    path = tmp_path / "shared.save"
    opened = (
        "from game.session import save_bytes, save_file\n"
        "import contextlib, runpy, sys\n"
        "save_file.folder_lock = lambda folder: contextlib.nullcontext()\n"
        "sys.argv[1:] = sys.argv[2:]\n"
        "runpy.run_module('tests.saves.writers', run_name='__main__')\n"
    )
    wrong = 0
    for _ in range(5):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", opened, "-", str(path), "150", who],
                cwd=root,
                stderr=subprocess.PIPE,
            )
            for who in ("one", "two")
        ]
        complaints = [writer.communicate()[1] for writer in writers]
        wrong += any(complaints)
        if wrong:
            return
    assert wrong


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from game import folder_lock as module

    monkeypatch.setattr(module, "PATIENCE_S", 0.1)
    path = tmp_path / "a.save"
    save_file.write_save(path, {"turn": 1}, {"turn": 1})
    with folder_lock(tmp_path):
        began = time.monotonic()
        with pytest.raises(save_bytes.BadSave) as caught:
            save_file.write_save(path, {"turn": 2}, {"turn": 2})
        assert time.monotonic() - began < 5
    assert "another game is writing" in caught.value.what
    assert save_file.read_save(path).body["turn"] == 1
    save_file.write_save(path, {"turn": 2}, {"turn": 2})
    assert save_file.read_save(path).body["turn"] == 2

"""Does a failing disk ever cost a save that was there, or end in anything but a SaveError?

Each call of the system that a save makes fails in turn, once or for ever, for each reason that
disks give; then the same with loading. Full disks and limits are real ones where the system lets a
test have them.
"""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset
from game.errors import SaveError
from game.session import save_file, store

ERRORS = (errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EACCES)
CALLS = ("open", "write", "fsync", "replace", "link", "unlink", "close", "mkdir", "stat", "lstat")


def _save(path: Path, turn: int) -> None:
    body = {"turn": turn, "x": list(range(50))}
    save_file.write_save(path, {"turn": turn}, body, compress=False)


@contextmanager
def failing(calls: tuple[str, ...], at: int, number: int, once: bool) -> Iterator[list[int]]:
    """Make the `at`-th call of some os functions fail, once or for ever; tells how many came."""
    count = [0]

    def broken(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            count[0] += 1
            if count[0] == at or (not once and count[0] > at):
                if name == "close":  # the system gives the descriptor back even if it complains
                    real(*args)
                raise OSError(number, os.strerror(number))
            return real(*args, **more)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in calls:
            patch.setattr(os, name, broken(name, getattr(os, name)))
        yield count


def _every_call(folder: Path, calls: tuple[str, ...], number: int, once: bool) -> int:
    """Fail each of the calls of one save in turn; how many there were."""
    at = 0
    while True:
        at += 1
        path = folder / f"{at}" / "a.save"
        _save(path, 1)
        _save(path, 2)
        with failing(calls, at, number, once) as count:
            try:
                _save(path, 3)
                saved = True
            except SaveError as error:
                saved = False
                assert str(error)
        turn = save_file.read_save(path).body["turn"]
        assert turn == 3 if saved else turn in (2, 3), (at, number, once)
        assert all(backup in (1, 2, 3) for backup in _backups(path))
        _save(path, 4)
        assert save_file.read_save(path).body["turn"] == 4
        save_file.sweep(path.parent)
        assert not list(path.parent.glob(".tmp*"))
        if count[0] < at:
            return at - 1


def _backups(path: Path) -> list[int]:
    return [save_file.read_save(each).body["turn"] for each in save_file.good_backups(path)]


@pytest.mark.parametrize("once", [True, False], ids=["once", "for ever"])
@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_whatever_call_fails_nothing_is_lost(tmp_path: Path, number: int, once: bool) -> None:
    assert _every_call(tmp_path, CALLS, number, once) >= 15
    for call in ("open", "write", "fsync", "replace", "link", "unlink", "close"):
        assert _every_call(tmp_path / call, (call,), number, once) >= 1


def test_a_writer_that_loses_the_old_save_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_place(path: Path, data: bytes) -> None:
        save_file._write_all(path, data)

    monkeypatch.setattr(save_file, "_replace", in_place)
    with pytest.raises((AssertionError, SaveError)):
        _every_call(tmp_path, ("write",), errno.ENOSPC, True)


@pytest.mark.parametrize("most", [1, 7, 100])
def test_short_writes_are_completed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, bytes(data[:most])))
    _save(path := tmp_path / "a.save", 3)
    assert save_file.read_save(path).body["turn"] == 3


@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_a_disk_that_fills_half_way_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Each write takes a few bytes, until the disk has taken so many in all."""
    _save(path := tmp_path / "a.save", 1)
    real, size = os.write, path.stat().st_size
    for room in range(0, size, 16):
        left = [room]

        def short(file: int, data: Any, left: list[int] = left) -> int:
            if not left[0]:
                raise OSError(number, os.strerror(number))
            done = real(file, bytes(data[: min(16, left[0])]))
            left[0] -= done
            return done

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", short)
            with pytest.raises(SaveError):
                _save(path, 2)
        assert save_file.read_save(path).body["turn"] == 1
        assert sorted(os.listdir(tmp_path)) == [".lock", "a.save"]


# ------------------------------------------------------------------------- full disks

_FULL = """
import sys
from pathlib import Path
from game.errors import SaveError
from game.session import save_file
if sys.argv[2:]:
    import resource
    limit = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
path = Path(sys.argv[1])
save_file.write_save(path, {"turn": 1}, {"turn": 1})
for turn in (2, 3):
    try:
        body = {"turn": turn, "x": list(range(99_999))}
        save_file.write_save(path, {"turn": turn}, body, compress=False)
    except SaveError as error:
        print(error.key, error.values["why"])
print(save_file.read_save(path).body["turn"], sorted(each.name for each in path.parent.iterdir()))
"""


def _run_full(root: Path, folder: Path, *limit: str, within: Sequence[str] = ()) -> list[str]:
    command = [*within, sys.executable, "-c", _FULL, str(folder / "a.save"), *limit]
    run = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout.splitlines()


@pytest.mark.skipif(os.name == "nt", reason="there are no such limits")
def test_a_limit_on_files_leaves_the_last_good_save(tmp_path: Path, root: Path) -> None:
    said = _run_full(root, tmp_path, "4096")
    assert said == ["unwritable File too large"] * 2 + ["1 ['.lock', 'a.save']"]


def test_a_tiny_disk_leaves_the_last_good_save(tmp_path: Path, root: Path) -> None:
    own = ["-m"] if hasattr(os, "geteuid") and os.geteuid() == 0 else ["-r", "-m"]
    mounted = f"mount -t tmpfs -o size=64k tmpfs '{tmp_path}' && exec \"$@\""
    within = ["unshare", *own, "sh", "-c", mounted, "sh"]
    if not shutil.which("unshare") or subprocess.run([*within, "true"], check=False).returncode:
        pytest.skip("this system gives a test no disk of its own (unshare, mount)")
    said = _run_full(root, tmp_path, within=within)
    assert said == ["unwritable No space left on device"] * 2 + ["1 ['.lock', 'a.save']"]
    assert not list(tmp_path.iterdir())  # it was another disk indeed


# ------------------------------------------------------------------- loading and migration

_SAMPLES = sorted((Path(__file__).resolve().parents[2] / "saves" / "samples").glob("*.save"))


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("number", ERRORS, ids=errno.errorcode.get)
def test_whatever_fails_while_loading(
    ruleset: Ruleset, tmp_path: Path, sample: Path, number: int
) -> None:
    """Of a good save, and of a damaged one that must be moved and whose backups are looked at."""
    whole = sample.read_bytes()
    good = store.load(ruleset, sample, aside=False).standing.world.hash(0)
    path = tmp_path / "a.save"
    for held, once in product((whole, whole[:-1]), (True, False)):
        at, count = 0, [0]
        while count[0] >= at:
            at += 1
            shutil.rmtree(tmp_path)
            tmp_path.mkdir()
            path.write_bytes(held)
            path.with_name("a.save.bak1").write_bytes(whole)
            with _failing_readers(number, at, once) as count:
                try:
                    assert store.load(ruleset, path).standing.world.hash(0) == good
                    assert held == whole
                except SaveError as error:
                    assert str(error)
            kept = path if path.exists() else path.with_name("a.save.damaged")
            assert kept.read_bytes() == held
            assert path.exists() or held != whole  # a disk that fails is no damaged save
        assert at >= (3 if held == whole else 6)


class _Reader:
    """A file whose reading and closing may fail."""

    def __init__(self, file: Any, perhaps: Callable[[], None]) -> None:
        self.file, self.perhaps = file, perhaps

    def read(self, size: int = -1) -> bytes:
        self.perhaps()
        return bytes(self.file.read(size))

    def readline(self, size: int = -1) -> bytes:
        self.perhaps()
        return bytes(self.file.readline(size))

    def __enter__(self) -> _Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()
        self.perhaps()


@contextmanager
def _failing_readers(number: int, at: int, once: bool) -> Iterator[list[int]]:
    """Make the `at`-th opening, reading, closing or renaming of a file fail."""
    opened, renamed, count = Path.open, os.replace, [0]

    def perhaps() -> None:
        count[0] += 1
        if count[0] == at or (not once and count[0] > at):
            raise OSError(number, os.strerror(number))

    def broken(self: Path, *args: Any, **more: Any) -> Any:
        perhaps()
        return _Reader(opened(self, *args, **more), perhaps)

    def rename(old: Path, new: Path) -> None:
        perhaps()
        renamed(old, new)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "open", broken)
        patch.setattr(os, "replace", rename)
        yield count

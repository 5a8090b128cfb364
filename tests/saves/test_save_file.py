"""Does a save survive what happens to disks, processes and files?"""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.errors import SaveError
from game.session import save_file, strict_json

HEADER = {"scenario": "s", "seat": "x", "turn": 3, "title": "Été à Pékin", "hash": "0" * 64}
BODY = {"state": {"cash": [1, 2, 3], "share": [0.25, 1e-300]}, "plan": [], "words": "\\ud800 “”"}


def _save(path: Path, turn: int = 3) -> None:
    save_file.write_save(path, HEADER | {"turn": turn}, BODY | {"turn": turn})


def test_a_save_reads_back_as_written(tmp_path: Path) -> None:
    for compress in (True, False):
        path = tmp_path / f"a-{compress}.save"
        save_file.write_save(path, HEADER, BODY, compress=compress)
        read = save_file.read_save(path)
        assert read.body == BODY
        assert {key: read.header[key] for key in HEADER} == HEADER
        assert save_file.read_header(path) == read.header
    assert not list(tmp_path.glob(".tmp*"))


def test_the_header_is_one_line_of_json_that_reads_alone(tmp_path: Path) -> None:
    _save(path := tmp_path / "a.save")
    line = path.read_bytes().split(b"\n", 1)[0]
    assert json.loads(line)["title"] == "Été à Pékin"


def test_backups_are_the_saves_before(tmp_path: Path) -> None:
    path = tmp_path / "a.save"
    for turn in range(5):
        _save(path, turn)
    turns = [save_file.read_header(each)["turn"] for each in save_file.good_backups(path)]
    assert save_file.read_header(path)["turn"] == 4
    assert turns == [3, 2]


@pytest.mark.parametrize("compress", [True, False])
def test_no_truncation_is_accepted(compress: bool) -> None:
    whole = save_file.encode(HEADER, BODY, compress=compress)
    assert save_file.decode(whole).body == BODY
    for changed in (whole + b"\0", *(whole[:size] for size in range(len(whole)))):
        with pytest.raises(SaveError):
            save_file.decode(changed)


@pytest.mark.parametrize("compress", [True, False])
def test_no_flipped_bit_is_accepted(compress: bool) -> None:
    whole = save_file.encode(HEADER, BODY, compress=compress)
    assert len(whole) <= 2048
    for place in range(len(whole)):
        for bit in range(8):
            changed = bytearray(whole)
            changed[place] ^= 1 << bit
            with pytest.raises(SaveError):
                save_file.decode(bytes(changed))


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_end_in_a_save_error(data: bytes) -> None:
    with pytest.raises(SaveError):
        save_file.decode(data)


@contextmanager
def _failing(call: str, at: int, number: int, once: bool) -> Iterator[list[int]]:
    """Make the `at`-th call of an os function fail, once or for ever."""
    real: Callable[..., Any] = getattr(os, call)
    count = [0]

    def broken(*args: Any, **more: Any) -> Any:
        count[0] += 1
        if count[0] == at or (not once and count[0] > at):
            if call == "close":  # the system gives the descriptor back even when it complains
                real(*args)
            raise OSError(number, os.strerror(number))
        return real(*args, **more)

    setattr(os, call, broken)
    try:
        yield count
    finally:
        setattr(os, call, real)


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EACCES])
@pytest.mark.parametrize("call", ["open", "write", "fsync", "replace", "link", "unlink", "close"])
def test_a_failing_call_loses_nothing(tmp_path: Path, call: str, number: int, once: bool) -> None:
    at = 0
    while True:
        at += 1
        path = tmp_path / f"{at}" / "a.save"
        _save(path, 1)
        _save(path, 2)
        with _failing(call, at, number, once) as count:
            try:
                _save(path, 3)
                saved = True
            except SaveError:
                saved = False
        turn = save_file.read_save(path).body["turn"]
        assert turn == 3 if saved else turn in (2, 3)
        _save(path, 4)
        assert save_file.read_save(path).body["turn"] == 4
        if count[0] < at:
            break
    assert at > 1


def test_short_writes_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, bytes(data)[:7]))
    _save(path := tmp_path / "a.save")
    assert save_file.read_save(path).body == BODY | {"turn": 3}


_CHILD = """
import sys
from pathlib import Path
from game.session import save_file
for turn in range(1, 10**6):
    save_file.write_save(Path(sys.argv[1]), {"turn": turn}, {"turn": turn, "x": list(range(3000))})
    print(turn, flush=True)
"""


@pytest.mark.parametrize("kills", [8, pytest.param(200, marks=pytest.mark.long)])
def test_a_killed_child_loses_nothing_acknowledged(tmp_path: Path, kills: int) -> None:
    path = tmp_path / "a.save"
    for _ in range(kills):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(path)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout
        said = [child.stdout.readline() for _ in range(5)]
        child.send_signal(signal.SIGKILL)
        said += child.stdout.read().splitlines(keepends=True)
        child.wait()
        acknowledged = [int(line) for line in said if line.endswith("\n")]
        assert save_file.read_save(path).body["turn"] >= acknowledged[-1]
    save_file.sweep(tmp_path)
    assert not list(tmp_path.glob(".tmp*"))


_SMALL = """
import resource, sys
from pathlib import Path
from game.errors import SaveError
from game.session import save_file
path = Path(sys.argv[1])
save_file.write_save(path, {"turn": 1}, {"turn": 1})
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    save_file.write_save(path, {"turn": 2}, {"turn": 2, "x": list(range(9999))}, compress=False)
except SaveError as error:
    print(error.key)
"""


def test_a_full_disk_leaves_the_last_good_save(tmp_path: Path) -> None:
    path = tmp_path / "a.save"
    child = [sys.executable, "-c", _SMALL, str(path)]
    run = subprocess.run(child, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "unwritable"
    assert save_file.read_save(path).body["turn"] == 1
    assert not list(tmp_path.glob(".tmp*"))


def test_two_writers_and_a_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.save"
    code = _CHILD.replace("10**6", "60")
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    while any(writer.poll() is None for writer in writers):
        if path.exists():
            save_file.read_save(path)
    for writer in writers:
        assert writer.communicate()[1] == b""
        assert writer.returncode == 0
    assert save_file.read_save(path).body["turn"] == 59


def test_a_newer_save_is_refused_and_left_alone(tmp_path: Path) -> None:
    _save(path := tmp_path / "a.save")
    data = path.read_bytes().replace(
        b'"format":%d' % save_file.FORMAT, b'"format":%d' % (save_file.FORMAT + 1), 1
    )
    path.write_bytes(data)
    with pytest.raises(save_file.BadSave, match="newer") as caught:
        save_file.read_save(path)
    assert caught.value.key == "newer"
    assert path.read_bytes() == data


def _forged(body: bytes, **header: object) -> bytes:
    """A save with a right checksum and a body of one's choice."""
    stored = zlib.compress(body)
    full = {"magic": save_file.MAGIC, "format": 1, "encoding": "zlib"}
    full |= {"body_bytes": len(stored), "text_bytes": len(body)} | header
    full["checksum"] = save_file._checksum(full, stored)
    return strict_json.dump(full) + b"\n" + stored


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000 + b"]" * 200_000,
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":1e999}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":1,"a":2}',
        rb'{"a":"\ud800"}',
        rb'{"a":"\\\u001b[2J"}',
        b'{"a":"\x7f"}',
        b'{"a":"\xc2\x9b2J"}',
        b'{"a":"\xff"}',
        b"",
        b"{",
        b'{"a":1}x',
        b"\xef\xbb\xbf{}",
        b'{"a":"\n"}',
    ],
)
def test_hostile_bodies_are_refused(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.save"
    path.write_bytes(_forged(body))
    with pytest.raises(SaveError):
        save_file.read_save(path)


def test_a_bomb_is_never_inflated(tmp_path: Path) -> None:
    path = tmp_path / "a.save"
    path.write_bytes(_forged(b"0" * 1000, text_bytes=10))
    with pytest.raises(SaveError):
        save_file.read_save(path)
    path.write_bytes(_forged(b"0" * 1000, text_bytes=200 << 20))
    with pytest.raises(SaveError):
        save_file.read_save(path)


def test_a_damaged_file_is_set_aside_never_removed(tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / "a.save"
        path.write_bytes(b"%d" % number)
        assert save_file.set_aside(path)
    assert {p.read_bytes() for p in tmp_path.glob("*.damaged*")} == {b"0", b"1", b"2"}


def test_folders_that_cannot_hold_a_save(tmp_path: Path) -> None:
    (tmp_path / "a.save").mkdir()
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "a.save", tmp_path / "file" / "b.save"):
        with pytest.raises(SaveError):
            _save(path)
    with pytest.raises(SaveError):
        save_file.read_save(tmp_path / "a.save")
    with pytest.raises(save_file.BadSave, match="no such save"):
        save_file.read_save(tmp_path / "none.save")


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "a.save"
    link.symlink_to(tmp_path / "real" / "b.save")
    _save(link)
    assert link.is_symlink()
    assert save_file.read_save(tmp_path / "real" / "b.save").body["turn"] == 3

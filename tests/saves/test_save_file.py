"""Does a save read back as it was written, and is it left alone when it cannot be read?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.errors import SaveError
from game.session import save_bytes, save_file

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


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_end_in_a_save_error(data: bytes) -> None:
    with pytest.raises(SaveError):
        save_bytes.decode(data)


def test_a_newer_save_is_refused_and_left_alone(tmp_path: Path) -> None:
    _save(path := tmp_path / "a.save")
    data = path.read_bytes().replace(
        b'"format":%d' % save_bytes.FORMAT, b'"format":%d' % (save_bytes.FORMAT + 1), 1
    )
    path.write_bytes(data)
    with pytest.raises(save_bytes.BadSave, match="newer") as caught:
        save_file.read_save(path)
    assert caught.value.key == "newer"
    assert path.read_bytes() == data


def test_a_damaged_file_is_set_aside_never_removed(tmp_path: Path) -> None:
    for number in range(3):
        path = tmp_path / "a.save"
        path.write_bytes(b"%d" % number)
        assert save_file.set_aside(path)
    assert {p.read_bytes() for p in tmp_path.glob("*.damaged*")} == {b"0", b"1", b"2"}


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "long.save"
    with pytest.raises(save_bytes.BadSave) as caught:
        save_file.write_save(path, {}, ["x" * save_bytes.TEXT_CAP])
    assert caught.value.key == "too_big"
    assert list(tmp_path.iterdir()) == []

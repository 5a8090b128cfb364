"""Is every save refused that differs in one bit, or lacks one byte, from what was written?

Small saves of all formats are tried at every bit and every byte, a real late one at a sample
of them; each night whole samples of released versions. Only a SaveError may come of it.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.errors import SaveError
from game.session import save_bytes, save_file, strict_json
from game.session.session import Session

SMALL = sorted((Path(__file__).parent / "small").glob("*.save"))
SAMPLES = sorted((Path(__file__).resolve().parents[2] / "saves" / "samples").glob("*.save"))


def accepted(data: bytes) -> bool:
    """Whether some bytes are taken for a save; what is no SaveError goes through to the test."""
    try:
        save_bytes.decode(data)
    except SaveError as error:
        assert str(error)
        return False
    return True


def flipped(whole: bytes, places: Iterator[int]) -> Iterator[bytes]:
    """The bytes with one bit turned, for each number of a bit."""
    for bit in places:
        changed = bytearray(whole)
        changed[bit >> 3] ^= 1 << (bit & 7)
        yield bytes(changed)


def test_there_are_small_saves_of_every_format() -> None:
    headers = [save_file.read_header(path) for path in SMALL]
    assert {header["format"] for header in headers} >= {1, 2, 3, 4}
    assert {header["encoding"] for header in headers} == {"json", "zlib"}
    assert len(SMALL) >= 6
    assert all(path.stat().st_size <= 2048 for path in SMALL)


@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_no_flipped_bit_and_no_cut_is_accepted(path: Path) -> None:
    whole = path.read_bytes()
    assert accepted(whole)
    assert not any(accepted(whole[:size]) for size in range(len(whole)))
    assert not any(accepted(whole + more) for more in (b"\0", b"\n", b" ", whole))
    assert not any(map(accepted, flipped(whole, iter(range(8 * len(whole))))))


def test_no_flip_of_a_late_save_is_accepted(late: Session, tmp_path: Path) -> None:
    late.folder = tmp_path
    whole = late.save("late").read_bytes()
    assert accepted(whole)
    chance = random.Random(2)
    places = (chance.randrange(8 * len(whole)) for _ in range(2000))
    assert not any(map(accepted, flipped(whole, places)))
    header = whole.index(b"\n")
    assert not any(map(accepted, flipped(whole, iter(range(8 * header - 200, 8 * header + 64)))))
    sizes = (chance.randrange(len(whole)) for _ in range(200))
    assert not any(accepted(whole[:size]) for size in sizes)


@pytest.mark.parametrize("what", ["nothing", "the body alone", "half of it"])
def test_a_weaker_checksum_would_be_found_out(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    def weaker(header: dict[str, Any], stored: bytes) -> str:
        seen = {"nothing": b"", "the body alone": stored}.get(what)
        if seen is None:
            seen = strict_json.dump(header) + stored[: len(stored) // 2]
        return hashlib.sha256(seen).hexdigest()

    monkeypatch.setattr(save_bytes, "_checksum", weaker)
    whole = save_bytes.encode({"turn": 3, "title": "x"}, {"x": [1, 2, 3]}, compress=False)
    assert any(map(accepted, flipped(whole, iter(range(8 * len(whole))))))


@pytest.mark.long
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_all_of_a_real_save(path: Path) -> None:
    whole = path.read_bytes()
    assert accepted(whole)
    assert not any(map(accepted, flipped(whole, iter(range(8 * len(whole))))))
    assert not any(accepted(whole[:size]) for size in range(len(whole)))

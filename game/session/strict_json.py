"""Is this text plain JSON that can do no harm?

Refuses what Python's reader lets pass: NaN, numbers beyond a float, endless integers, duplicate
keys, deep nesting, and escapes: lone surrogates and what would move a terminal's cursor. Knows
nothing of what the values mean.
"""

from __future__ import annotations

import gc
import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

DEPTH = 32
DIGITS = 26
SHORT = 64 << 10  # a header, but no body
_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\[ubfr]")
_ENDLESS = re.compile(rb"[0-9]{%d}|[eE]\+?[0-9]{3}|[eE]-[0-9]{4}" % DIGITS)
_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")  # those that UTF-8 writes in two bytes
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")


class Written(bytes):
    """The canonical bytes of a value, put together by whoever knows its parts."""

    pieces: tuple[Piece, ...] = ()  # of which it consists, where that is known


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; one that lasts will stand in the texts of later saves too."""

    text: bytes
    lasting: bool = False


def joined(pieces: Iterable[Piece]) -> Written:
    """The text of some pieces, which remembers them."""
    known = tuple(pieces)
    written = Written(b"".join([piece.text for piece in known]))
    written.pieces = known
    return written


class NotStrict(ValueError):
    """The text is not the JSON this game writes; the message says why."""


def dump(value: Any) -> bytes:
    """The canonical bytes of a value; raises ValueError on NaN or infinity."""
    if isinstance(value, Written):
        return value
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def parse(data: bytes) -> Any:
    """The value of a text, or NotStrict."""
    scan(data)
    return scanned(data)


def scanned(data: bytes) -> Any:
    """The value of a text that was scanned, or NotStrict."""
    if data.startswith(BOM_UTF8):
        raise NotStrict("Unexpected UTF-8 BOM")
    try:
        with no_collector():
            return _DECODER.decode(data.decode("utf-8"))
    except NotStrict:
        raise
    except UnicodeDecodeError:
        raise NotStrict("not UTF-8") from None
    except (ValueError, RecursionError, OverflowError) as error:
        raise NotStrict(str(error)) from None


def value_at(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at a place of a scanned text, and where it ends; or ValueError."""
    return _DECODER.raw_decode(text, start)


@contextmanager
def no_collector() -> Iterator[None]:
    """What is read from a text holds no circles: to look for them may cost more than to read it."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def scan(data: bytes) -> None:
    """Look at the raw bytes first, so that a hostile text never reaches the parser."""
    if b"\\" in data and _ESCAPE.search(data):
        raise NotStrict("an escape that the game does not write")
    if b"\x7f" in data or _CONTROL.search(data):
        raise NotStrict("a control character")
    bare = _without_texts(data)
    if _is_endless(bare):
        raise NotStrict("a number out of all measure")
    if _is_deep(bare.translate(_BRACKETS, _NOT_BRACKETS)):
        raise NotStrict(f"nested deeper than {DEPTH}")


def _is_endless(bare: bytes) -> bool:
    """Whether a number has too many digits, or an exponent so many that no float has it."""
    if len(bare) <= SHORT:
        return _ENDLESS.search(bare) is not None
    import numpy as np  # a title screen reads headers, and need not wait for it

    codes = np.frombuffer(bare.replace(b"+", b"") + b" " * DIGITS, np.uint8)
    powers = np.flatnonzero((codes | 32) == ord("e"))
    negative = codes[powers + 1] == ord("-")
    run, length = codes - ord("0") < 10, 1  # where so many digits begin; less than 0 wraps round
    for longer in (2, 3, 4, 8, 16, DIGITS):
        more = longer - length
        run, length = run[:-more] & run[more:], longer
        if length == 3 and run[powers + 1].any():
            return True
        if length == 4 and run[powers + 2][negative].any():
            return True
    return bool(run.any())


def _without_texts(data: bytes) -> bytes:
    """What stands outside quotes; beyond an open quote the parser never comes."""
    if b"\\" in data:
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    return b" ".join(data.split(b'"')[::2])


def _is_deep(brackets: bytes) -> bool:
    """Whether brackets of one kind are nested too deep: each round takes the innermost away."""
    for _ in range(DEPTH):
        fewer = brackets.replace(b"[]", b"")
        if len(fewer) == len(brackets):
            break
        brackets = fewer
    # What closes nothing is for the parser to find, as long as it need not go deep for it.
    return b"[]" in brackets or brackets.count(b"[") > DEPTH


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotStrict("a key given twice")
    return value


def _no_constant(name: str) -> Any:
    raise NotStrict(f"the number {name}")


_DECODER = json.JSONDecoder(object_pairs_hook=_no_duplicates, parse_constant=_no_constant)

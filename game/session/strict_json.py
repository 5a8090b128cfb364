"""Is this text plain JSON that can do no harm?

Refuses what Python's reader lets pass: NaN, numbers beyond a float, endless integers, duplicate
keys, deep nesting, and escapes: lone surrogates and what would move a terminal's cursor. Knows
nothing of what the values mean.
"""

from __future__ import annotations

import gc
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

DEPTH = 32
DIGITS = 26
_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\[ubfr]")
_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")  # those that UTF-8 writes in two bytes
_SHAPE = bytes.maketrans(b"123456789E", b"000000000e")  # every digit is a 0
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")


class Written(bytes):
    """The canonical bytes of a value, put together by whoever knows its parts."""


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
    _scan(data)
    try:
        with no_collector():
            return json.loads(
                data.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_no_constant
            )
    except NotStrict:
        raise
    except UnicodeDecodeError:
        raise NotStrict("not UTF-8") from None
    except (ValueError, RecursionError, OverflowError) as error:
        raise NotStrict(str(error)) from None


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


def _scan(data: bytes) -> None:
    """Look at the raw bytes first, so that a hostile text never reaches the parser."""
    if b"\\" in data and _ESCAPE.search(data):
        raise NotStrict("an escape that the game does not write")
    if b"\x7f" in data or _CONTROL.search(data):
        raise NotStrict("a control character")
    bare = _without_texts(data)
    shape = bare.translate(_SHAPE, b"+")
    if b"0" * DIGITS in shape or b"e000" in shape or b"e-0000" in shape:
        raise NotStrict("a number out of all measure")
    if _is_deep(bare.translate(_BRACKETS, _NOT_BRACKETS)):
        raise NotStrict(f"nested deeper than {DEPTH}")


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

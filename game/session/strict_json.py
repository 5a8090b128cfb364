"""Is this text plain JSON that can do no harm?

Refuses what Python's reader lets pass: NaN, numbers beyond a float, endless integers, duplicate
keys, deep nesting, and escapes: lone surrogates and what would move a terminal's cursor. Knows
nothing of what the values mean.
"""

from __future__ import annotations

import json
import re
from typing import Any

DEPTH = 32
DIGITS = 26
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_ESCAPE = re.compile(rb"(?<!\\)(?:\\\\)*\\[ubfr]")
_CONTROL = re.compile(rb"\x7f|\xc2[\x80-\x9f]")
_SHAPE = bytes.maketrans(b"123456789E", b"000000000e")  # every digit is a 0
_NOT_BRACKETS = bytes(b for b in range(256) if b not in b"[]{}")


class NotStrict(ValueError):
    """The text is not the JSON this game writes; the message says why."""


def dump(value: Any) -> bytes:
    """The canonical bytes of a value; raises ValueError on NaN or infinity."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def parse(data: bytes) -> Any:
    """The value of a text, or NotStrict."""
    _scan(data)
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_no_duplicates, parse_constant=_no_constant
        )
    except NotStrict:
        raise
    except UnicodeDecodeError:
        raise NotStrict("not UTF-8") from None
    except (ValueError, RecursionError, OverflowError) as error:
        raise NotStrict(str(error)) from None


def _scan(data: bytes) -> None:
    """Look at the raw bytes first, so that a hostile text never reaches the parser."""
    if b"\\" in data and _ESCAPE.search(data):
        raise NotStrict("an escape that the game does not write")
    if _CONTROL.search(data):
        raise NotStrict("a control character")
    bare = _STRING.sub(b"", data)
    shape = bare.translate(_SHAPE, b"+")
    if b"0" * DIGITS in shape or b"e000" in shape:
        raise NotStrict("a number out of all measure")
    depth = 0
    for byte in bare.translate(None, _NOT_BRACKETS):
        depth += 1 if byte in b"[{" else -1
        if depth > DEPTH:
            raise NotStrict(f"nested deeper than {DEPTH}")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotStrict("a key given twice")
    return value


def _no_constant(name: str) -> Any:
    raise NotStrict(f"the number {name}")

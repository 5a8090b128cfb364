"""How is the text of a body read at one stroke?

A body that this game has written stands in lines: one a part, one a quarter. Its worlds and its
quarters are mostly numbers, which are read by column. Any other text is read as any JSON is; what
is wrong with it is said there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from game.session import strict_json
from game.session.save_arrays import Matrices, NotPlain, read_lane
from game.session.save_columns import table_of_lines

_LANES = ("state", "before")
_PAGES = b'"pages":['
_END = [b"]", b"}", b""]


def read(data: bytes) -> Any:
    """The value of a text: worlds as arrays, quarters as a table, where it is laid out as usual.

    Raises NotStrict when it is not the JSON that the game writes.
    """
    strict_json.scan(data)
    with strict_json.no_collector():
        try:
            return _by_lines(data.split(b"\n"))
        except (NotPlain, strict_json.NotStrict, ValueError, RecursionError):
            return strict_json.scanned(data)


def _by_lines(lines: Sequence[bytes]) -> dict[str, Any]:
    """The parts of a body; each line must be whole JSON by itself."""
    if lines[0] != b"{" or lines[-3:] != _END or _PAGES not in lines:
        raise NotPlain
    first = lines.index(_PAGES)
    body: dict[str, Any] = {}
    known: Matrices = {}
    for line in lines[1:first]:
        name, _, value = line.partition(b":")
        if value[-1:] != b"," or not (name[:1] == name[-1:] == b'"' and name[1:-1].isalpha()):
            raise NotPlain
        key = name[1:-1].decode()
        if key in body or key == "pages":
            raise NotPlain
        if key in _LANES:
            body[key] = read_lane(value[:-1].decode(), known)
        else:
            body[key] = strict_json.scanned(value[:-1])
    body["pages"] = table_of_lines(lines[first + 1 : -3])
    return body

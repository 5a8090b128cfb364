"""How do the arrays of two worlds stand in a save, as text?

As lists of numbers, a list a row. Most rows of what the story remembers are alike, so that every
different row is put into words, or read, only once.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from game.session import strict_json

if TYPE_CHECKING:
    from game.world.state import Array, World

LARGEST = 1e99  # a number that a save may hold
Rows = dict[str, list[str]]  # the text of each row of a matrix, by its name


class NotPlain(ValueError):
    """The text may well be JSON, but it is not laid out as this game writes it."""


# ---------------------------------------------------------------------------------- writing


def write_worlds(world: World, before: World) -> tuple[bytes, bytes]:
    """Lane 0 of a world, and what was different before, as JSON.

    Raises ValueError for numbers that would not be read again.
    """
    mine = {name: values[..., 0] for name, values in world.items()}
    theirs = {name: values[..., 0] for name, values in before.items()}
    moved = {name: values for name, values in theirs.items() if _differ(values, mine[name])}
    for lane in (mine, moved):
        _check_measure(lane)
    matrices = {name: values for name, values in mine.items() if values.ndim == 2 and values.size}
    rows = {name: _rows(values) for name, values in matrices.items()}
    were = {
        name: _rows_moved(values, mine[name], rows[name])
        for name, values in moved.items()
        if name in rows
    }
    return _write(mine, rows), _write(moved, were)


def _differ(one: Array, other: Array) -> bool:
    return one.tobytes() != other.tobytes() and not np.array_equal(one, other)


def _check_measure(lane: dict[str, Array]) -> None:
    floats = [values.ravel() for values in lane.values() if values.dtype.kind == "f"]
    if floats and not (np.abs(np.concatenate(floats)) < LARGEST).all():
        for name, values in lane.items():
            if values.dtype.kind == "f" and not (np.abs(values) < LARGEST).all():
                raise ValueError(f"{name} is out of all measure")


def _write(lane: dict[str, Array], rows: Rows) -> bytes:
    """The arrays of a lane; Python prints numbers and lists of them as JSON, but for the spaces."""
    texts = [
        f'"{name}":[{",".join(rows[name])}]' if name in rows else f'"{name}":{values.tolist()!r}'
        for name, values in lane.items()
    ]
    return ("{" + ",".join(texts) + "}").replace(" ", "").encode()


def _rows(values: Array) -> list[str]:
    """The text of each row of a matrix."""
    data, length = values.tobytes(), values.shape[1] * values.itemsize
    keys = [data[at : at + length] for at in range(0, len(data), length)]
    different = list(dict.fromkeys(keys))
    table = np.frombuffer(b"".join(different), values.dtype).reshape(-1, values.shape[1])
    texts = dict(zip(different, map(repr, table.tolist()), strict=True))
    return [texts[key] for key in keys]


def _rows_moved(values: Array, known: Array, texts: Sequence[str]) -> list[str]:
    """The text of each row of a matrix of which only some rows differ from one that is known."""
    bits = [np.ascontiguousarray(each).view(np.uint8) for each in (values, known)]
    rows = list(texts)
    for row in np.flatnonzero((bits[0] != bits[1]).any(axis=1)).tolist():
        rows[row] = repr(values[row].tolist())
    return rows


# ---------------------------------------------------------------------------------- reading


def read_lane(text: str, known: dict[str, list[Any]]) -> dict[str, Any]:
    """The arrays of a lane: matrices as they are held, all others as lists and numbers.

    `known` are rows that were read before. Raises NotPlain where anything is out of the ordinary.
    """
    if text[-1:] != "}" or "\\" in text:
        raise NotPlain
    start, *parts = f"{text[:-1]},".split('"')
    names, values = parts[::2], parts[1::2]
    if start != "{" or len(names) != len(values) or len(set(names)) != len(names):
        raise NotPlain
    if not "".join(names).isprintable():
        raise NotPlain
    lane = {}
    for name, value in zip(names, values, strict=True):
        if value.startswith(":[["):
            if not value.endswith("]],"):
                raise NotPlain
            lane[name] = _read_matrix(value[3:-3], known)
        else:
            lane[name], end = strict_json.value_at(value, 1)
            if value[0] != ":" or value[end:] != ",":
                raise NotPlain
    return lane


def _read_matrix(text: str, known: dict[str, list[Any]]) -> Array:
    rows = text.split("],[")
    different = {row: place for place, row in enumerate(dict.fromkeys(rows))}
    known |= _read_rows(list(different.keys() - known.keys()))
    table = [known[row] for row in different]
    if len(set(map(len, table))) != 1:
        raise NotPlain
    found = np.array(table)
    if found.dtype.kind not in "if":
        raise NotPlain
    return found[[different[row] for row in rows]]


def _read_rows(rows: list[str]) -> dict[str, list[Any]]:
    """The numbers of some rows, by their text."""
    if not rows:
        return {}
    text = "[[" + "],[".join(rows) + "]]"
    values, end = strict_json.value_at(text, 0)
    if end != len(text) or len(values) != len(rows) or set(map(type, values)) != {list}:
        raise NotPlain
    if not set(map(type, chain.from_iterable(values))) <= {int, float}:
        raise NotPlain
    return dict(zip(rows, values, strict=True))

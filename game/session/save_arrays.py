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
LARGE = 1500  # letters of a matrix that is worth looking for rows that are alike
Rows = dict[str, list[str]]  # the text of each row of a matrix, by the name of the matrix


class NotPlain(ValueError):
    """The text may well be JSON, but it is not laid out as this game writes it."""


# ---------------------------------------------------------------------------------- writing


_last: dict[str, tuple[Array, list[str]]] = {}  # the matrices of the save before, and their rows


def write_worlds(world: World, before: World) -> tuple[bytes, bytes]:
    """Lane 0 of a world, and what was different before, as JSON.

    Raises ValueError for numbers that would not be read again.
    """
    global _last  # replaced as a whole
    mine = {name: values[..., 0] for name, values in world.items()}
    theirs = {name: values[..., 0] for name, values in before.items()}
    moved = {name: values for name, values in theirs.items() if _differ(values, mine[name])}
    for lane in (mine, moved):
        _check_measure(lane)
    rows = _matrices(mine, _last)
    _last = {name: (mine[name].copy(), texts) for name, texts in rows.items()}
    return _write(mine, rows), _write(moved, _matrices(moved, _last))


def _matrices(lane: dict[str, Array], known: dict[str, tuple[Array, list[str]]]) -> Rows:
    """The text of each row of the matrices of a lane; of those that are known, what has moved."""
    rows = {}
    for name, values in lane.items():
        if values.ndim == 2 and values.size:
            were, texts = known.get(name, (None, []))
            if were is None or were.shape != values.shape or were.dtype != values.dtype:
                rows[name] = _rows(values)
            else:
                rows[name] = _rows_moved(values, were, texts)
    return rows


def _differ(one: Array, other: Array) -> bool:
    return one.tobytes() != other.tobytes() and not np.array_equal(one, other)


def _check_measure(lane: dict[str, Array]) -> None:
    floats = [values.ravel() for values in lane.values() if values.dtype.kind == "f"]
    if floats and not (np.abs(np.concatenate(floats)) < LARGEST).all():
        for name, values in lane.items():
            if values.dtype.kind == "f" and not (np.abs(values) < LARGEST).all():
                raise ValueError(f"{name} is out of all measure")


def _write(lane: dict[str, Array], rows: Rows) -> bytes:
    texts = [
        f'"{name}":[[{"],[".join(rows[name])}]]'
        if name in rows
        else f'"{name}":{_bare(values.tolist())}'
        for name, values in lane.items()
    ]
    return ("{" + ",".join(texts) + "}").encode()


def _bare(numbers: Any) -> str:
    """Numbers, or lists of them: Python prints them as JSON, but for the spaces."""
    return repr(numbers).replace(" ", "")


def _rows(values: Array) -> list[str]:
    """The text of each row of a matrix, without its brackets."""
    data, length = values.tobytes(), values.shape[1] * values.itemsize
    keys = [data[at : at + length] for at in range(0, len(data), length)]
    different = list(dict.fromkeys(keys))
    table = np.frombuffer(b"".join(different), values.dtype).reshape(-1, values.shape[1])
    texts = dict(zip(different, _bare(table.tolist())[2:-2].split("],["), strict=True))
    return [texts[key] for key in keys]


def _rows_moved(values: Array, known: Array, texts: Sequence[str]) -> list[str]:
    """The same of a matrix of which only some rows differ from one that is known."""
    bits = [np.ascontiguousarray(each).view(np.uint8) for each in (values, known)]
    rows = list(texts)
    for row in np.flatnonzero((bits[0] != bits[1]).any(axis=1)).tolist():
        rows[row] = _bare(values[row].tolist())[1:-1]
    return rows


# ---------------------------------------------------------------------------------- reading


Matrices = dict[str, tuple[list[str], "Array"]]  # the rows of a matrix, as text and as numbers


def read_lane(text: str, known: Matrices) -> dict[str, Any]:
    """The arrays of a lane: large matrices as they are held, all others as lists and numbers.

    `known` are the matrices of a lane read before, of which only what differs is read anew; those
    of this one take their place. Raises NotPlain where anything is out of the ordinary.
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
        if len(value) > LARGE and value.startswith(":[["):
            if not value.endswith("]],"):
                raise NotPlain
            rows = value[3:-3].split("],[")
            lane[name] = _read_matrix(rows, *known.get(name, ((), None)))
            known[name] = rows, lane[name]
        else:
            lane[name], end = strict_json.value_at(value, 1)
            if value[0] != ":" or value[end:] != ",":
                raise NotPlain
    return lane


def _read_matrix(rows: list[str], before: Sequence[str], known: Array | None) -> Array:
    """The matrix of some rows; `known` is that of the rows before."""
    if known is not None and len(rows) == len(before):
        moved = [at for at, pair in enumerate(zip(rows, before, strict=True)) if pair[0] != pair[1]]
        new = _read_rows([rows[at] for at in moved])
        if not moved:
            return known
        if new.dtype == known.dtype and new.shape[1] == known.shape[1]:
            found = known.copy()
            found[moved] = new
            return found
    different = {row: place for place, row in enumerate(dict.fromkeys(rows))}
    return _read_rows(list(different))[[different[row] for row in rows]]


def _read_rows(rows: list[str]) -> Array:
    """The numbers of some rows."""
    if not rows:
        return np.zeros((0, 0))
    text = "[[" + "],[".join(rows) + "]]"
    values, end = strict_json.value_at(text, 0)
    if end != len(text) or len(values) != len(rows) or set(map(type, values)) != {list}:
        raise NotPlain
    numbers = list(chain.from_iterable(values))
    if not set(map(type, numbers)) <= {int, float} or len(set(map(len, values))) != 1:
        raise NotPlain
    found = np.array(numbers)  # at one stroke: of nested lists it takes three times as long
    if not numbers or found.dtype.kind not in "if":
        raise NotPlain
    return found.reshape(len(values), -1)

"""What does a save keep of mods that are not in play?

A parcel holds what was set apart at one loading: cells of arrays named by the ids along their axes,
orders of the plan, promises. It is never looked into while one plays; `quarantine.py` makes parcels
and takes them apart again. Here they only become plain lists and are read back with suspicion.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from game.session.strict_values import WrongShape, mapping, number, text, texts, whole
from game.world.promises import Promise

Path = tuple[str, ...]  # the ids along the axes of an array
Value = int | float | str  # a text where the array holds places on an axis
Cells = Mapping[str, Mapping[Path, Value]]  # by the name of the array
Lost = Mapping[str, tuple[str, ...]]  # ids by their axis


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was set apart at the table of a turn, and of which mods (id, version) it is."""

    turn: int
    mods: tuple[tuple[str, str], ...]
    lost: Lost
    state: Cells = field(default_factory=dict)
    before: Cells = field(default_factory=dict)
    plan: tuple[tuple[str, float], ...] = ()
    promises: tuple[Promise, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is in it but the names of its mods."""
        return not (any(self.state.values()) or any(self.before.values())) and not (
            self.plan or self.promises
        )


def pack_parcel(parcel: Parcel) -> dict[str, Any]:
    """A parcel as plain lists."""
    return {
        "turn": parcel.turn,
        "mods": [list(mod) for mod in parcel.mods],
        "lost": {axis: list(ids) for axis, ids in parcel.lost.items()},
        "state": _pack_cells(parcel.state),
        "before": _pack_cells(parcel.before),
        "plan": [list(item) for item in parcel.plan],
        "promises": [[p.target, p.made, p.due, p.cause, p.moved] for p in parcel.promises],
    }


def read_parcel(value: Any) -> Parcel:
    """The parcel of plain lists; raises WrongShape, or what a wrong shape brings about."""
    packed = mapping(value)
    return Parcel(
        turn=whole(packed["turn"]),
        mods=tuple((text(id_), text(version)) for id_, version in packed["mods"]),
        lost={axis: tuple(texts(ids)) for axis, ids in mapping(packed["lost"]).items()},
        state=_read_cells(packed["state"]),
        before=_read_cells(packed["before"]),
        plan=tuple((text(order), number(amount)) for order, amount in packed["plan"]),
        promises=tuple(_promise(each) for each in packed["promises"]),
    )


def _pack_cells(cells: Cells) -> dict[str, list[Any]]:
    """Each array as two columns: the paths, their values."""
    return {
        name: [[list(path) for path in table], list(table.values())]
        for name, table in cells.items()
        if table
    }


def _read_cells(value: Any) -> Cells:
    cells: dict[str, dict[Path, Value]] = {}
    for name, columns in mapping(value).items():
        paths, values = columns
        cells[name] = {
            tuple(texts(path)): _value(each) for path, each in zip(paths, values, strict=True)
        }
    return cells


def _value(value: Any) -> Value:
    if type(value) not in (int, float, str):
        raise WrongShape("a number or an id was expected")
    known: Value = value
    return known


def _promise(value: Any) -> Promise:
    target, made, due, cause, moved = value
    return Promise(text(target), whole(made), whole(due), text(cause), number(moved))

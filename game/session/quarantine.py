"""What happens to the things of a mod that is not in play?

They are set apart when a save is opened and come back when the mod does. What was set apart stands
still: money, chips and figures return as they were, neither made nor lost meanwhile, and what was
on its way needs as many quarters as it did. Scenes, endings and the plan belong to one quarter and
come back only to that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from game.session.mod_lists import Mods
from game.session.parcels import Cells, Lost, Parcel, Path, Value
from game.session.save_axes import axes_of
from game.session.strict_values import WrongShape
from game.world.axes import LAGS
from game.world.promises import Promise
from game.world.state import FIELDS, World
from game.world.targets import targets

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Axes = Mapping[str, Sequence[str]]
Lane = Mapping[str, Any]

# Arrays whose values are places, and on which axis.
_POINTS = {"scene_now": "storylet", "scene_answer": "choice", "outcome": "ending"}
_TABLE = {"scene_now": -1, "scene_answer": -1, "scene_won": 0}  # and what an empty slot holds
_OF_THE_QUARTER = frozenset({*_TABLE, "outcome"})


@dataclass(frozen=True, slots=True)
class Saved:
    """A save as it was read, in the numbering of the rules it was made with."""

    axes: Axes
    state: Lane
    before: Lane
    plan: tuple[tuple[str, float], ...] = ()
    promises: tuple[Promise, ...] = ()
    named: Mapping[str, Iterable[str]] = field(default_factory=dict)  # orders and figures

    @property
    def turn(self) -> int:
        """The turn at whose table it was made."""
        return int(self.state["turn"])


@dataclass(frozen=True, slots=True)
class Returned:
    """What comes back when a save is opened, and the parcels that stay closed."""

    parcels: tuple[Parcel, ...]
    plan: tuple[tuple[str, float], ...] = ()
    promises: tuple[Promise, ...] = ()


# ------------------------------------------------------------------------------ setting apart


def set_apart(ruleset: Ruleset, saved: Saved, mods: Mods) -> tuple[Parcel, Saved]:
    """What the rules no longer know of a save, and the save with such scenes off the table."""
    lost = lost_ids(ruleset, saved)
    known = targets(ruleset)
    parcel = Parcel(
        turn=saved.turn,
        mods=mods,
        lost=lost,
        state=_cells(saved.state, saved.axes, lost),
        before=_cells(saved.before, saved.axes, lost),
        plan=tuple(item for item in saved.plan if item[0] not in ruleset.orders),
        promises=tuple(each for each in saved.promises if each.target not in known),
    )
    state, before = (_cleared(each, saved.axes, lost) for each in (saved.state, saved.before))
    return parcel, replace(saved, state=state, before=before)


def lost_ids(ruleset: Ruleset, saved: Saved) -> Lost:
    """The ids of a save that the rules do not know, by their axis."""
    now = {**axes_of(ruleset), "order": list(ruleset.orders), "figure": list(ruleset.figures)}
    named = {**saved.axes, **saved.named}
    found = {
        axis: tuple(dict.fromkeys(id_ for id_ in ids if id_ not in set(now.get(axis, ()))))
        for axis, ids in named.items()
    }
    return {axis: ids for axis, ids in found.items() if ids}


def _cells(lane: Lane, axes: Axes, lost: Lost) -> Cells:
    """Every cell of a lane that stands at a lost id and is not as empty as a new one."""
    cells: dict[str, dict[Path, Value]] = {}
    tabled = _lost_scenes(lane, axes, lost)
    for name, spec in FIELDS.items():
        along: tuple[str, ...] = spec["axes"]
        if name not in lane or not along:
            continue
        if not (set(along) & lost.keys() or (tabled.any() and name in _TABLE) or name in _POINTS):
            continue
        one = _array(lane, axes, name)
        gone = np.zeros(one.shape, np.bool_)
        for position, axis in enumerate(along):
            away = np.isin(list(axes[axis]), list(lost.get(axis, ())))
            gone |= away.reshape([-1 if at == position else 1 for at in range(one.ndim)])
        if name in _TABLE:
            gone |= tabled
        if name == "outcome":
            ended = [v > 0 and axes["ending"][v - 1] in lost.get("ending", ()) for v in one]
            gone |= np.array(ended, np.bool_)
        found = np.argwhere(gone & (one != spec["start"])).tolist()
        cells[name] = {
            tuple(axes[axis][at] for axis, at in zip(along, place, strict=True)): _coded(
                name, one[tuple(place)].item(), axes
            )
            for place in found
        }
    return {name: table for name, table in cells.items() if table}


def _array(lane: Lane, axes: Axes, name: str) -> Any:
    one = np.array(lane[name], dtype=FIELDS[name]["kind"])
    if one.shape != tuple(len(axes[axis]) for axis in FIELDS[name]["axes"]):
        raise WrongShape(f"the array {name} does not fit its axes")
    return one


def _lost_scenes(lane: Lane, axes: Axes, lost: Lost) -> Any:
    """Where a scene lies that is lost, or that was answered with a lost choice; (chair, slot)."""
    found = np.zeros((len(axes["chair"]), len(axes["slot"])), np.bool_)
    for name in ("scene_now", "scene_answer"):
        axis = _POINTS[name]
        if axis in lost:
            away = np.isin([*axes[axis], ""], list(lost[axis]))  # -1, nothing, is the last
            found |= away[_array(lane, axes, name)]
    return found


def _coded(name: str, value: int | float, axes: Axes) -> Value:
    """A value that outlives its axes: places by their ids."""
    if name not in _POINTS:
        return value
    place = int(value) - (name == "outcome")
    return axes[_POINTS[name]][place] if place >= 0 else ""


def _cleared(lane: Lane, axes: Axes, lost: Lost) -> Lane:
    """The lane without the scenes that are lost."""
    tabled = _lost_scenes(lane, axes, lost)
    if not tabled.any():
        return lane
    empty = {
        name: np.where(tabled, none, _array(lane, axes, name)) for name, none in _TABLE.items()
    }
    return {**lane, **empty}


# ------------------------------------------------------------------------------- bringing back


def bring_back(
    ruleset: Ruleset, parcels: Iterable[Parcel], world: World, before: World
) -> Returned:
    """Put back what the rules know again, writing the two worlds in place."""
    turn = int(world.turn[0])
    places = {
        axis: {id_: at for at, id_ in enumerate(ids)} for axis, ids in axes_of(ruleset).items()
    }
    present = {mod.id for mod in ruleset.mods if mod.enabled}
    known = targets(ruleset)
    kept: list[Parcel] = []
    plan: list[tuple[str, float]] = []
    promises: list[Promise] = []
    for parcel in parcels:
        same = parcel.turn == turn
        left = replace(
            parcel,
            state=_put_back(parcel, parcel.state, places, (world,) if same else (world, before)),
            before=_put_back(parcel, parcel.before, places, (before,) if same else ()),
            plan=tuple(item for item in parcel.plan if item[0] not in ruleset.orders),
            promises=tuple(each for each in parcel.promises if each.target not in known),
        )
        if same:
            plan += [item for item in parcel.plan if item[0] in ruleset.orders]
        promises += [
            replace(each, due=each.due + turn - parcel.turn)
            for each in parcel.promises
            if each.target in known
        ]
        if not left.empty or any(id_ not in present for id_, _ in left.mods):
            kept.append(left)
    return Returned(tuple(kept), tuple(plan), tuple(promises))


def _put_back(
    parcel: Parcel, cells: Cells, places: Mapping[str, Mapping[str, int]], into: tuple[World, ...]
) -> Cells:
    """Write the cells whose ids are all known into some worlds; the others, which stay."""
    stay: dict[str, dict[Path, Value]] = {}
    away = {  # a scene comes back whole, with its answer
        path
        for name in _TABLE
        for path, value in cells.get(name, {}).items()
        if _number(name, value, places) is None
    }
    for name, table in cells.items():
        for path, value in table.items():
            at = _place(name, path, places)
            number = _number(name, value, places)
            if at is None or number is None or (name in _TABLE and path in away):
                stay.setdefault(name, {})[path] = value
                continue
            for world in into:
                later = int(world.turn[0]) - parcel.turn
                ended = name == "outcome" and path[0] in parcel.lost.get("seat", ())
                if later and name in _OF_THE_QUARTER and not ended:
                    continue
                if name == "pending":
                    at = (at[0], (_lag(path) + later) % LAGS)
                getattr(world, name)[at] = number
    return stay


def _lag(path: Path) -> int:
    return int(path[1])


def _place(
    name: str, path: Path, places: Mapping[str, Mapping[str, int]]
) -> tuple[int, ...] | None:
    """Where a cell stands under the present rules; None when they lack one of its ids."""
    along = FIELDS[name]["axes"] if name in FIELDS else ()
    if not path or len(along) != len(path):
        return None
    found = [places[axis].get(id_) for axis, id_ in zip(along, path, strict=True)]
    return None if None in found else tuple(at for at in found if at is not None)


def _number(name: str, value: Value, places: Mapping[str, Mapping[str, int]]) -> int | float | None:
    """A value as the array holds it; None when it names an id that is not there."""
    if name in _POINTS:
        if not isinstance(value, str):
            raise WrongShape("an id was expected")
        if not value:
            return -1
        place = places[_POINTS[name]].get(value)
        return None if place is None else place + (name == "outcome")
    whole = name in FIELDS and FIELDS[name]["kind"] is not np.float64
    if isinstance(value, str) or (whole and not isinstance(value, int)):
        raise WrongShape(f"the array {name} does not hold numbers of its kind")
    return value

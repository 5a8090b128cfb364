"""Can every opening be put into the world, and does every scenario begin with one?

An array that exists, ids of its axes, numbers that it can hold; the arrays that no first quarter
can do without; the quarter in which the clock starts. What a first morning looks like then is for
the engine to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from game.content import first_values
from game.content.definitions import Definition, nearest
from game.content.document import Path
from game.content.models import Model, Opening, Order, Scenario, Seat
from game.content.openable import LENGTHS, NEEDED, OPENABLE, Openable
from game.content.quarters import number
from game.content.references import Names
from game.errors import Problem

FIRST_QUARTER = "2022Q4"  # of the world's clock, and of every scenario

_TARGET = re.compile(r"([a-z0-9_]+)\[([a-z0-9_]+(?:,[a-z0-9_]+)*)\]")  # wafers[tsmc,n3]: on its way
KINDS_OF_AXES = {
    "actor": "actors",
    "chip": "chips",
    "item": "items",
    "node": "nodes",
    "region": "regions",
    "seat": "seats",
}

Definitions = Mapping[str, Mapping[str, Definition]]


def check(definitions: Definitions, names: Names) -> list[Problem]:
    """What cannot be put into the world, and scenarios that could not begin."""
    problems = list(first_values.check(definitions["openings"], names))
    for id_, opening in names.tables["openings"].items():
        if isinstance(opening, Opening):
            problems += _opening(definitions["openings"][id_], opening, names)
    for id_, scenario in names.tables["scenarios"].items():
        if isinstance(scenario, Scenario):
            definition = definitions["scenarios"][id_]
            problems += _filled(definition, scenario, names)
            problems += _first_quarter(definition, scenario)
            problems += _seats(definition, scenario, names)
    return problems


# --------------------------------------------------------------------------------- openings


def _opening(definition: Definition, opening: Opening, names: Names) -> Iterator[Problem]:
    known = OPENABLE.get(opening.field)
    if known is None:
        message = f"there is no array '{opening.field}' that an opening may fill"
        hint = nearest(opening.field, OPENABLE) or "an array such as cash_usd, power_mw, tension"
        yield definition.problem("E313", ("field",), message, hint)
        return
    yield from _values(definition, opening.values, ("values",), known, known.axes, names)


def _values(
    definition: Definition,
    values: object,
    path: Path,
    known: Openable,
    axes: tuple[str, ...],
    names: Names,
) -> Iterator[Problem]:
    """Numbers by id along the axes of an array."""
    if isinstance(values, int | float):
        if fault := _fault(known, values):
            yield definition.problem("E207", path, *fault)
    elif isinstance(values, dict) and not axes:
        every = " and ".join(f"one for each {axis}" for axis in known.axes) or "one number alone"
        message = "there is no further id here"
        yield definition.problem("E207", path, message, f"the array holds {every}")
    elif isinstance(values, dict):
        for key, inner in values.items():
            place = (*path, key)
            if names.is_settled(KINDS_OF_AXES.get(axes[0], "")) and (
                hint := stranger(key, axes[0], names)
            ):
                message = f"the axis '{axes[0]}' has no '{key}'"
                yield definition.problem("E303", place, message, hint.strip(), key=True)
            yield from _values(definition, inner, place, known, axes[1:], names)
    else:
        message = "a number, or numbers by id, belong here"
        yield definition.problem("E203", path, message)


def _fault(known: Openable, value: float) -> tuple[str, str] | None:
    """Why an array cannot hold a number, and what it holds."""
    message = f"'{value:g}' is out of range"
    if known.is_above_zero and value <= 0:
        return message, "it must be above 0"
    if value < 0 and not known.is_signed:
        return message, "it must be at least 0"
    if known.most is not None and abs(value) > known.most:
        return message, f"{known.most:g} is the most"
    return None


def stranger(key: str, axis: str, names: Names) -> str:
    """What to write instead of a key that is no place of an axis; nothing where it is one."""
    if axis in LENGTHS:
        is_place = (
            key.isascii() and key.isdigit() and int(key) < LENGTHS[axis] and key == f"{int(key)}"
        )
        return "" if is_place else f"a number from 0 to {LENGTHS[axis] - 1}"
    if axis == "target":
        return _no_target(key, names)
    if axis == "habit":
        orders = names.tables["orders"].items()
        known = [id_ for id_, each in orders if not isinstance(each, Order) or each.wears]
    else:
        known = list(names.of(KINDS_OF_AXES[axis]))
    if key in known:
        return ""
    return nearest(key, known) or f"an id of {KINDS_OF_AXES.get(axis, 'orders')}"


def _no_target(key: str, names: Names) -> str:
    """The same for what is on its way: an array, and a place on each of its axes."""
    found = _TARGET.fullmatch(key)
    array = found[1] if found else key
    known = OPENABLE.get(array)
    if known is None or (found is None and known.axes):
        return nearest(array, OPENABLE) if known is None else "write array[id]: wafers[tsmc,n3]"
    places = found[2].split(",") if found else []
    if len(places) != len(known.axes):
        return f"'{array}' has a place for each {' and '.join(known.axes)}"
    for place, axis in zip(places, known.axes, strict=True):
        if hint := stranger(place, axis, names):
            return f"'{place}': {hint}"
    return ""


# -------------------------------------------------------------------------------- scenarios


def _filled(definition: Definition, scenario: Scenario, names: Names) -> Iterator[Problem]:
    """A scenario that names its openings names those that every first quarter needs."""
    if "all" in scenario.openings or not names.is_settled("openings"):
        return
    openings = names.tables["openings"]
    if any(name not in openings for name in scenario.openings):
        return  # said already, and what it fills is not known
    empty: list[str] = []
    fill: list[str] = []
    for array in NEEDED:
        found = [id_ for id_, each in openings.items() if _fills(each, array, scenario.id)]
        if not set(found) & set(scenario.openings):
            empty, fill = [*empty, f"'{array}'"], [*fill, *found[:1]]
    if empty:
        hint = f"name {', '.join(fill)} too, or write 'openings: all'" if fill else "add openings"
        message = f"nothing here fills {', '.join(empty)}, without which there is no first quarter"
        yield definition.problem("E314", ("openings",), message, hint)


def _fills(opening: Model, array: str, scenario: str) -> bool:
    """Whether an opening fills an array in a scenario that takes it."""
    if not isinstance(opening, Opening) or opening.field != array:
        return False
    return not opening.scenarios or scenario in opening.scenarios


def _first_quarter(definition: Definition, scenario: Scenario) -> Iterator[Problem]:
    """The clock of the world has one beginning."""
    if scenario.first_quarter != FIRST_QUARTER:
        message = f"the clock of the world starts in {FIRST_QUARTER}, whatever stands here"
        hint = f"write {FIRST_QUARTER}"
        if scenario.begins is None and number(scenario.first_quarter) > number(FIRST_QUARTER):
            hint += (
                f"; to begin later, add 'prologue: history' and 'begins: {scenario.first_quarter}'"
            )
        yield definition.problem("E207", ("first_quarter",), message, hint)


def _seats(definition: Definition, scenario: Scenario, names: Names) -> Iterator[Problem]:
    """Who is offered a seat may take it."""
    for position, name in enumerate(scenario.seats):
        seat = names.tables["seats"].get(name)
        if isinstance(seat, Seat) and not seat.playable:
            hint = "patch it with 'set: {playable: true}', or name another seat"
            yield definition.problem(
                "E315", ("seats", position), f"nobody may choose the seat '{name}'", hint
            )

"""Which arrays of the world may a figure read, and does each figure read one that is there?

Those that an opening may fill, the clock, and what follows from them: names and axes as in
`game/world/state.py` and `game/world/derived.py`, which a test holds against this table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from game.content.beginnings import KINDS_OF_AXES, stranger
from game.content.definitions import Definition, nearest
from game.content.figures import Axes, ranges
from game.content.models import Figure, Model
from game.content.openable import OPENABLE
from game.content.references import Names
from game.errors import Problem

# What is worked out from the stored arrays: axes, unit, meaning. "There" is in all regions of a
# state, or in the region where another actor stands.
DERIVED: dict[str, tuple[str, str, str]] = {
    "quarter": ("", "year", "year and quarter: 2023.75 is the last quarter of 2023"),
    "machine_time": ("actor", "H100e", "what an actor computes with, its own and others'"),
    "machine_time_region": ("region", "H100e", "accelerators there that have power"),
    "chips_owned": ("actor", "chips", "accelerators racked, of all classes"),
    "effort": ("actor", "times", "research effort, against the leading laboratory of 2023"),
    "power_of_actor": ("actor", "MW", "grid connections there"),
    "load_of_actor": ("actor", "MW", "what accelerators there would draw"),
    "users_of_actor": ("actor", "people", "weekly users of assistants there"),
    "dark_of_actor": ("actor", "share", "accelerators there without power"),
    "concern_of_actor": ("actor", "0-100", "people there more concerned than excited"),
    "jobs_of_actor": ("actor", "share", "work displaced there and not yet replaced"),
    "hours_of_actor": ("actor", "h/week", "hours worked there"),
    "rule_of_actor": ("actor", "0-1", "strictness of the law on AI there"),
    "best_eci_of_actor": ("actor", "ECI", "best model released in the regions of a state"),
    "best_eci": ("region", "ECI", "best model released there"),
    "best_eci_world": ("", "ECI", "best model released"),
    "gap_months": ("", "months", "by which China's best model trails; negative when it leads"),
    "capex_big4": ("", "USD", "capital spending of the four large clouds last quarter"),
    "wafers_coming": ("actor node", "wafers/quarter", "lines ordered and not yet open"),
    "device_trade": ("", "share", "what phones and cars asked for, over a usual quarter"),
    "token_price_best": ("", "USD/Mtok", "what the lab with the best model asks"),
    "users_world": ("", "people", "weekly users of assistants"),
    "leader_share": ("", "share", "users of the assistant that has most"),
    "leader_users": ("", "people", "weekly users of the assistant that has most"),
    "leader_arr": ("", "USD/year", "annualised revenue of the lab that has most"),
    "energy_world": ("", "TWh", "used by accelerators last quarter"),
    "water_world": ("", "m3", "drawn on site last quarter"),
    "co2_world": ("", "t", "emitted last quarter"),
    "is_state": ("actor", "0/1", "it is a state"),
    "is_lab": ("actor", "0/1", "it is a laboratory"),
}
# What begins by itself and may be read all the same.
BEGUN = {"turn": ()}
READABLE: dict[str, tuple[str, ...]] = {
    **BEGUN,
    **{name: known.axes for name, known in OPENABLE.items()},
    **{name: tuple(axes.split()) for name, (axes, _, _) in DERIVED.items()},
}

_READ = re.compile(r"([a-z0-9_]+)(?:\[([a-z0-9_, ]+)\])?")


def check(definitions: Mapping[str, Definition], names: Names, axes: Axes) -> Iterator[Problem]:
    """Figures that read what is not there; of a template, the first such place."""
    for id_, figure in templates(names.tables["figures"]):
        for read in reads(figure, axes):
            if fault := _fault(read, names):
                yield definitions[id_].problem("E317", ("read",), *fault)
                break


def templates(models: Mapping[str, Model]) -> Iterator[tuple[str, Figure]]:
    """Every figure as it is written, with its braces."""
    for id_, model in models.items():
        if isinstance(model, Figure):
            yield id_, model


def reads(figure: Figure, axes: Axes) -> Iterator[str]:
    """What a template reads, once its braces are filled; nothing where they cannot be."""
    for chosen in product(*ranges(figure, axes)):
        read = figure.read
        for name, id_ in zip(figure.for_, chosen, strict=True):
            read = read.replace(f"{{{name}}}", id_)
        if "{" not in read:
            yield read


def _fault(read: str, names: Names) -> tuple[str, str] | None:
    """What is wrong with a place written `array[id, id]`, and what to write."""
    found = _READ.fullmatch(read)
    if found is None:
        return f"'{read}' is no place in an array", "write array or array[id]: trust[lab_bay]"
    array, inside = found[1], found[2]
    if array not in READABLE:
        hint = nearest(array, READABLE) or "docs/modding/reference/arrays.md lists them"
        return f"there is no array '{array}' that a figure may read", hint
    axes = READABLE[array]
    places = [place.strip() for place in inside.split(",")] if inside else []
    if len(places) != len(axes):
        form = f"{array}[{', '.join(axis.upper() for axis in axes)}]" if axes else array
        return f"'{read}': the array '{array}' has {_counted(axes)}", f"write {form}"
    for place, axis in zip(places, axes, strict=True):
        is_me = place == "me" and axis == "actor"
        known = is_me or not names.is_settled(KINDS_OF_AXES.get(axis, ""))
        if not known and (hint := stranger(place, axis, names)):
            return f"'{read}': the axis '{axis}' has no '{place}'", hint
    return None


def _counted(axes: tuple[str, ...]) -> str:
    """What an array is indexed by."""
    return f"one value for each {' and '.join(axes)}" if axes else "one value and no index"

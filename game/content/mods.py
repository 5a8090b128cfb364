"""Which mods are there, and in which order do they come?

Decides from the manifests who takes part; the order never depends on the file system. How a mod
changes the content is in `patches.py` and `loader.py`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from game.content.definitions import nearest
from game.content.manifests import Mod, fault_at, open_mod, satisfies
from game.content.models import KINDS, WORDS
from game.content.models.basis import Text
from game.content.places import is_mod
from game.content.ruleset import BROKEN, HIDDEN, LOST, UNASKED, ModInfo
from game.errors import Problem

_NEED = re.compile(r"([a-z][a-z0-9_]*)\s*(.*)")


def discover(places: Sequence[Path]) -> dict[str, Mod]:
    """Every mod in some folders by its id, or the mod that a place itself is.

    Of two mods with one id the one found first is used; the other is kept under a key that is no
    id, with the reason.
    """
    found: dict[str, Mod] = {}
    for place in places:
        for path in _inside(place):
            mod = open_mod(path)
            first = found.get(mod.info.id)
            if first is None:
                found[mod.info.id] = mod
            elif Path(first.info.path).resolve() != path.resolve():  # else it was named twice
                found[f"{mod.info.id} {path}"] = _hidden(mod, first)
    return found


def _inside(place: Path) -> list[Path]:
    """The mods in a folder by name; a folder that cannot be read holds none."""
    if is_mod(place):
        return [place]
    try:
        paths = list(place.iterdir()) if place.is_dir() else []
    except OSError:
        return []
    named = sorted(paths, key=lambda path: path.name)
    shown = [path for path in named if not path.name.startswith(".")]
    return [path for path in shown if is_mod(path) or _lacks_its_manifest(path)]


def _lacks_its_manifest(path: Path) -> bool:
    """Whether a folder among mods holds content and nothing that says whose: its owner is told."""
    try:
        return any((path / kind).is_dir() for kind in (*KINDS, WORDS))
    except OSError:
        return False


def _hidden(mod: Mod, first: Mod) -> Mod:
    message = f"another mod is called '{mod.info.id}' and is used instead: {first.info.path}"
    found = fault_at(mod, "W710", "id", message, "remove one of the two", "")
    found = replace(found, severity="warning")
    return Mod(replace(mod.info, problems=(found, *mod.info.problems), why=HIDDEN), mod.files)


def known(found: Mapping[str, Mod]) -> list[str]:
    """The ids one may ask for, sorted."""
    return sorted(id_ for id_ in found if " " not in id_)


def plan(found: Mapping[str, Mod], wanted: Sequence[str]) -> tuple[list[Mod], dict[str, ModInfo]]:
    """The mods to lay on, first to last, and all others with the reason why they are off.

    Order: depth in the graph of `needs` and `after`, then id. A needed mod comes along unasked.
    """
    off: dict[str, ModInfo] = {}
    chosen = with_needs(found, wanted)
    for id_ in wanted:
        if id_ not in found:
            off[id_] = _missing(id_, found)
    active: dict[str, Mod] = {}
    for id_ in sorted(chosen):
        mod = found[id_]
        problems = mod.info.problems or tuple(_unmet(mod, found, chosen))
        if problems:
            off[id_] = replace(mod.info, problems=tuple(problems), why=BROKEN)
        else:
            active[id_] = mod
    active, fallen = _without_fallen(active, found)
    off.update(fallen)
    depths = _depths(active)
    for id_ in sorted(set(active) - set(depths)):
        off[id_] = replace(active[id_].info, problems=(_circle(id_, active),), why=BROKEN)
    ordered = sorted(depths, key=lambda id_: (depths[id_], id_))
    mods = [_placed(active[id_], depths[id_], id_ in wanted) for id_ in ordered]
    for id_, mod in found.items():
        if id_ not in off and id_ not in depths:
            off[id_] = replace(mod.info, why=mod.info.why or UNASKED)
    return mods, off


def with_needs(found: Mapping[str, Mod], wanted: Sequence[str]) -> set[str]:
    """The mods that are asked for and found, with all that they need."""
    chosen: set[str] = set()
    waiting = [id_ for id_ in wanted if id_ in found]
    while waiting:
        id_ = waiting.pop()
        if id_ not in chosen:
            chosen.add(id_)
            waiting += [need for need, _ in needs_of(found[id_]) if need in found]
    return chosen


def needs_of(mod: Mod) -> list[tuple[str, str]]:
    """The mods that a mod needs, each with the bounds of its version."""
    parsed = [_NEED.fullmatch(need) for need in mod.info.needs]
    return [(match[1], match[2]) for match in parsed if match]


def _missing(id_: str, found: Mapping[str, Mod]) -> ModInfo:
    hint = nearest(id_, known(found)) or f"found: {', '.join(known(found)) or 'none'}"
    problem = Problem("E702", "error", id_, 0, 0, "", f"there is no mod '{id_}'", hint)
    name = Text(en=id_, fr=id_)
    return ModInfo(id_, name, "", enabled=False, problems=(problem,), why=LOST)


def _unmet(mod: Mod, found: Mapping[str, Mod], chosen: set[str]) -> list[Problem]:
    problems: list[Problem] = []
    for need, bounds in needs_of(mod):
        if need not in found:
            hint = nearest(need, known(found)) or "put it beside this mod"
            message = f"it needs the mod '{need}', which is not here"
            problems.append(fault_at(mod, "E702", "needs", message, hint, need))
        elif not satisfies(found[need].info.version, bounds):
            have = found[need].info.version
            message = f"it needs '{need}' {bounds}, and {have} is here"
            hint = "take another version of one of them"
            problems.append(fault_at(mod, "E702", "needs", message, hint, need))
    for other in mod.info.breaks:
        if other in chosen and other != mod.info.id and not found[other].info.problems:
            message = f"it cannot stand beside the mod '{other}'"
            hint = "take one of the two"
            problems.append(fault_at(mod, "E704", "breaks", message, hint, other))
    return problems


def _without_fallen(
    active: dict[str, Mod], found: Mapping[str, Mod]
) -> tuple[dict[str, Mod], dict[str, ModInfo]]:
    """Take away the mods whose needs are off, again and again until none is left."""
    fallen: dict[str, ModInfo] = {}
    while True:
        lost = [
            (mod, need)
            for mod in active.values()
            for need, _ in needs_of(mod)
            if need in found and need not in active
        ]
        if not lost:
            return active, fallen
        for mod, need in lost:
            fallen[mod.info.id] = replace(mod.info, problems=(lacking(mod, need),), why=BROKEN)
        active = {id_: mod for id_, mod in active.items() if id_ not in fallen}


def lacking(mod: Mod, need: str) -> Problem:
    """A mod cannot be on because one that it needs is off."""
    message = f"it needs the mod '{need}', which is off"
    return fault_at(mod, "E702", "needs", message, f"see what is wrong with '{need}'", need)


def _before(mod: Mod, active: Mapping[str, Mod]) -> set[str]:
    """The mods in play that must come before one."""
    return ({need for need, _ in needs_of(mod)} | set(mod.info.after)) & set(active)


def _depths(active: Mapping[str, Mod]) -> dict[str, int]:
    """How many mods stand before each at least; those in or behind a circle are left out."""
    before = {id_: _before(mod, active) for id_, mod in active.items()}
    depths: dict[str, int] = {}
    while True:
        ready = [id_ for id_ in before if id_ not in depths and before[id_] <= depths.keys()]
        if not ready:
            return depths
        depths |= {id_: 1 + max((depths[other] for other in before[id_]), default=-1)
                   for id_ in ready}  # fmt: skip


def _circle(id_: str, active: Mapping[str, Mod]) -> Problem:
    """Why a mod has no depth: the circle that it stands in or behind."""
    rest = {other: mod for other, mod in active.items() if other not in _depths(active)}
    path = [id_]
    while path[-1] not in path[:-1]:
        path.append(min(_before(rest[path[-1]], rest)))
    ring = path[path.index(path[-1]) :]
    shown = " → ".join(ring[:8]) + (" → …" if len(ring) > 8 else "")
    where = "it needs itself, through others" if id_ in ring else "it waits for a circle of mods"
    key = "needs" if any(need == path[1] for need, _ in needs_of(active[id_])) else "after"
    hint = "take one of them out of 'needs' or 'after'"
    return fault_at(active[id_], "E703", key, f"{where}: {shown}", hint, path[1])


def _placed(mod: Mod, depth: int, asked: bool) -> Mod:
    why = f"{depth} deep in what it needs, then by its id"
    if not asked:
        why += "; it comes along because another mod needs it"
    return Mod(replace(mod.info, enabled=True, why=why), mod.files)


def dependents(lost: set[str], mods: Sequence[Mod]) -> dict[str, str]:
    """The mods that need one of those that are lost, through others too, and which one each."""
    fallen: dict[str, str] = {}
    while True:
        gone = lost | set(fallen)
        more = {
            mod.info.id: need
            for mod in mods
            for need, _ in needs_of(mod)
            if mod.info.id not in gone and need in gone
        }
        if not more:
            return fallen
        fallen |= more

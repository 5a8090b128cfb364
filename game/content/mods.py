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
from game.content.manifests import Mod, open_mod, satisfies
from game.content.models.basis import Text
from game.content.places import MANIFEST, is_mod
from game.content.ruleset import ModInfo
from game.errors import Problem

_NEED = re.compile(r"([a-z][a-z0-9_]*)\s*(.*)")


def discover(places: Sequence[Path]) -> dict[str, Mod]:
    """Every mod in some folders by its id, or the mod that a place itself is.

    Of two mods with one id the one found first stays.
    """
    found: dict[str, Mod] = {}
    for place in places:
        inside = [place] if is_mod(place) else sorted(place.iterdir()) if place.is_dir() else []
        for path in inside:
            if is_mod(path) and not path.name.startswith("."):
                mod = open_mod(path)
                found.setdefault(mod.info.id, mod)
    return found


def plan(found: Mapping[str, Mod], wanted: Sequence[str]) -> tuple[list[Mod], dict[str, ModInfo]]:
    """The mods to lay on, first to last, and all others with the reason why they are off.

    Order: depth in the graph of `needs` and `after`, then id. A needed mod comes along unasked.
    """
    off: dict[str, ModInfo] = {}
    chosen = _with_needs(found, wanted)
    for id_ in wanted:
        if id_ not in found:
            off[id_] = _missing(id_, found)
    active: dict[str, Mod] = {}
    for id_ in sorted(chosen):
        mod = found[id_]
        problems = mod.info.problems or tuple(_unmet(mod, found, chosen))
        if problems:
            off[id_] = replace(mod.info, problems=tuple(problems), why="it has problems")
        else:
            active[id_] = mod
    active, fallen = _without_fallen(active, found)
    off.update(fallen)
    depths = {id_: _depth(id_, active, ()) for id_ in active}
    for id_ in sorted(active):
        if depths[id_] is None:
            problem = _fault(
                active[id_], "E703", "it needs itself, through others", "break the circle"
            )
            off[id_] = replace(active[id_].info, problems=(problem,), why="it has problems")
    standing = [id_ for id_ in active if id_ not in off]
    ordered = sorted(standing, key=lambda id_: (depths[id_] or 0, id_))
    mods = [_placed(active[id_], depths[id_] or 0, id_ in wanted) for id_ in ordered]
    for id_, mod in found.items():
        if id_ not in off and id_ not in standing:
            off[id_] = replace(mod.info, why="nobody asked for it")
    return mods, off


def _with_needs(found: Mapping[str, Mod], wanted: Sequence[str]) -> set[str]:
    chosen: set[str] = set()
    waiting = [id_ for id_ in wanted if id_ in found]
    while waiting:
        id_ = waiting.pop()
        if id_ not in chosen:
            chosen.add(id_)
            waiting += [need for need, _ in _needs(found[id_]) if need in found]
    return chosen


def _needs(mod: Mod) -> list[tuple[str, str]]:
    parsed = [_NEED.fullmatch(need) for need in mod.info.needs]
    return [(match[1], match[2]) for match in parsed if match]


def _fault(mod: Mod, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code, "error", f"{mod.info.id}/{MANIFEST}", 0, 0, "", message, hint)


def _missing(id_: str, found: Mapping[str, Mod]) -> ModInfo:
    hint = nearest(id_, found) or f"found: {', '.join(sorted(found)) or 'none'}"
    problem = Problem("E702", "error", id_, 0, 0, "", f"there is no mod '{id_}'", hint)
    name = Text(en=id_, fr=id_)
    return ModInfo(id_, name, "", enabled=False, problems=(problem,), why="it was not found")


def _unmet(mod: Mod, found: Mapping[str, Mod], chosen: set[str]) -> list[Problem]:
    problems: list[Problem] = []
    for need, bounds in _needs(mod):
        if need not in found:
            hint = nearest(need, found) or "put it beside this mod"
            problems.append(
                _fault(mod, "E702", f"it needs the mod '{need}', which is not here", hint)
            )
        elif not satisfies(found[need].info.version, bounds):
            have = found[need].info.version
            message = f"it needs '{need}' {bounds}, and {have} is here"
            problems.append(_fault(mod, "E702", message, "take another version of one of them"))
    for other in mod.info.breaks:
        if other in chosen and other != mod.info.id:
            message = f"it cannot stand beside the mod '{other}'"
            problems.append(_fault(mod, "E704", message, "take one of the two"))
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
            for need, _ in _needs(mod)
            if need in found and need not in active
        ]
        if not lost:
            return active, fallen
        for mod, need in lost:
            problem = _fault(mod, "E702", f"it needs the mod '{need}', which is off")
            fallen[mod.info.id] = replace(mod.info, problems=(problem,), why="it has problems")
        active = {id_: mod for id_, mod in active.items() if id_ not in fallen}


def _depth(id_: str, active: Mapping[str, Mod], path: tuple[str, ...]) -> int | None:
    """How many mods stand before this one at least; None in a circle."""
    if id_ in path:
        return None
    mod = active[id_]
    before = {need for need, _ in _needs(mod)} | set(mod.info.after)
    depths = [_depth(other, active, (*path, id_)) for other in sorted(before & set(active))]
    if None in depths:
        return None
    return 1 + max((depth for depth in depths if depth is not None), default=-1)


def _placed(mod: Mod, depth: int, asked: bool) -> Mod:
    why = f"{depth} deep in what it needs, then by its id"
    if not asked:
        why += "; it comes along because another mod needs it"
    return Mod(replace(mod.info, enabled=True, why=why), mod.files)


def dependents(lost: set[str], mods: Sequence[Mod]) -> set[str]:
    """The mods that need one of those that are lost, directly or through others."""
    fallen = set(lost)
    while True:
        more = {
            mod.info.id
            for mod in mods
            if mod.info.id not in fallen and any(need in fallen for need, _ in _needs(mod))
        }
        if not more:
            return fallen - lost
        fallen |= more

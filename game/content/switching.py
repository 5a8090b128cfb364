"""What happens when the player switches mods on or off?

Tries the new choice on the whole content before it is kept: what is broken is refused with its
reasons, and what comes along or goes along is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from game.content import chosen, load, mods
from game.content.definitions import near, nearest
from game.content.loader import find_mods
from game.content.mod_store import ModError
from game.content.ruleset import ModInfo, Ruleset
from game.errors import Problem


@dataclass(frozen=True, slots=True)
class Switched:
    """The choice that is kept from now on, and what it brings."""

    ids: tuple[str, ...]
    changed: tuple[str, ...]  # of those that were named
    along: tuple[tuple[str, str], ...]  # others that are switched with them, and because of which
    warnings: tuple[Problem, ...]
    ruleset: Ruleset


@chosen.held()
def enable(ids: Sequence[str]) -> Switched:
    """Switch mods on, and keep that; raises ModError when one of them cannot be on."""
    found = find_mods()
    _refuse_unknown(ids, mods.known(found))
    before = chosen.read().ids
    wanted = tuple(sorted({*before, *ids}))
    ruleset = load(mods=wanted)
    now = {mod.id: mod for mod in ruleset.mods if mod.enabled}
    for id_ in ids:
        if id_ not in now:
            what = f"the mod '{id_}' has problems and stays off"
            raise ModError("E716", "broken", what, "", "", _info(ruleset, id_).problems, id=id_)
    were_on = {mod.id for mod in load(mods=before).mods if mod.enabled}
    for id_ in sorted(were_on - set(now)):
        what = f"with it, the mod '{id_}' would go off"
        hint = f"switch it off first: `machinetime mods disable {id_}`"
        problems = _info(ruleset, id_).problems
        raise ModError("E716", "pushes", what, "", hint, problems, id=id_)
    along = tuple(
        (id_, _needed_by(id_, now.values())) for id_ in now if id_ not in wanted + tuple(were_on)
    )
    chosen.write(wanted)
    changed = tuple(id_ for id_ in dict.fromkeys(ids) if id_ not in before)
    warnings = tuple(problem for mod in now.values() for problem in mod.problems)
    return Switched(wanted, changed, along, warnings, ruleset)


@chosen.held()
def disable(ids: Sequence[str]) -> Switched:
    """Switch mods off, with those that need them, and keep that; raises ModError."""
    found = find_mods()
    before = chosen.read().ids
    _refuse_unknown(ids, {*mods.known(found), *before})
    active, _ = mods.plan(found, before)
    fallen = mods.dependents(set(ids), active)
    kept = tuple(id_ for id_ in before if id_ not in {*ids, *fallen})
    chosen.write(kept)
    on = {*before, *(mod.info.id for mod in active)}
    changed = tuple(id_ for id_ in dict.fromkeys(ids) if id_ in on)
    return Switched(kept, changed, tuple(sorted(fallen.items())), (), load(mods=kept))


def _refuse_unknown(ids: Iterable[str], known: Iterable[str]) -> None:
    there = sorted(known)
    for id_ in ids:
        if id_ not in there:
            raise unknown(id_, there)


def unknown(id_: str, there: Sequence[str]) -> ModError:
    """Nobody has heard of a mod of this id."""
    known = ", ".join(there)
    hint = nearest(id_, there) or f"found: {known or 'none'}"
    said, nearby = f"there is no mod '{id_[:60]}'", near(id_, there)
    return ModError("E702", "unknown", said, "", hint, id=id_[:60], near=nearby, known=known)


def _info(ruleset: Ruleset, id_: str) -> ModInfo:
    return next(mod for mod in ruleset.mods if mod.id == id_)


def _needed_by(id_: str, infos: Iterable[ModInfo]) -> str:
    """The first mod that needs one, or nothing."""
    wanting = (mod.id for mod in infos if any(need.split()[0] == id_ for need in _names(mod)))
    return next(wanting, "")


def _names(mod: ModInfo) -> list[str]:
    """What a mod needs, each with a space before its bounds."""
    return [need.translate({ord(sign): f" {sign}" for sign in "<>=!"}) for need in mod.needs]

"""Which mods does a save need, are they in play, and how is one told?

Looks at headers and parcels only. What is done about things that are missing is `quarantine.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.content import chosen
from game.content.ruleset import LOST
from game.errors import SaveError
from game.session.mod_lists import Mods, mods_of
from game.session.parcels import Parcel
from game.session.save_file import read_header

if TYPE_CHECKING:
    from game.content.ruleset import ModInfo, Ruleset
    from game.content.words import Words

# The axes whose ids a player would miss, in the order in which they are told.
TOLD = ("actor", "chip", "region", "node", "item", "storylet", "choice", "order", "figure")


def made_without(header: Mapping[str, Any], ruleset: Ruleset) -> Mods:
    """The mods that were in play when a save was made and are not so now, or not as they were."""
    mods = header.get("mods")
    now = {(mod.id, mod.hash) for mod in ruleset.mods if mod.enabled}
    return tuple(
        (str(mod.get("id")), str(mod.get("version", "")))
        for mod in (mods if isinstance(mods, list) else ())
        if isinstance(mod, dict) and (mod.get("id"), mod.get("hash")) not in now
    )


def absent(ruleset: Ruleset, mods: Mods) -> Mods:
    """Those of some mods that are not in play."""
    present = {mod.id for mod in ruleset.mods if mod.enabled}
    return tuple(mod for mod in mods if mod[0] not in present)


def only_here(ruleset: Ruleset, words: Words) -> str:
    """That a game plays with mods which are switched off for new games; nothing when none is."""
    chosen_ids = {*chosen.read(aside=False).ids}
    needed = {need for mod in ruleset.mods if mod.enabled for need in _needs(mod)}
    mods = tuple(
        (mod.id, mod.version)
        for mod in ruleset.mods
        if mod.enabled and mod.id not in chosen_ids | needed
    )
    return words.t("saves.only_here", n=len(mods), mods=listed(mods, words)) if mods else ""


def _needs(mod: ModInfo) -> list[str]:
    return [match[0] for need in mod.needs if (match := re.match("[a-z0-9_]+", need))]


def returned(header: Mapping[str, Any], ruleset: Ruleset, words: Words) -> str:
    """That mods whose things had been set apart are back; nothing when none is."""
    away = mods_of({"away": header.get("away")})
    missing = absent(ruleset, away)
    back = tuple(mod for mod in away if mod not in missing)
    return words.t("saves.back", n=len(back), mods=listed(back, words)) if back else ""


def rules_for(ruleset: Ruleset, path: Path) -> Ruleset:
    """The rules with the mods of a save, where they are other ones than those in play.

    Mods that are not there, or are broken, stay off; what cannot be read changes nothing.
    """
    from game.content import load

    try:
        wanted = [id_ for id_, _ in mods_of(read_header(path))]
    except SaveError:
        return ruleset
    present = {mod.id for mod in ruleset.mods if mod.enabled}
    found = {mod.id for mod in ruleset.mods if not mod.problems}
    if not set(wanted) - present & found and present <= set(wanted):
        return ruleset
    return load(mods=tuple(wanted))


def told(ruleset: Ruleset, parcels: Sequence[Parcel], words: Words) -> str:
    """What is set apart, and of which mods; nothing when nothing is."""
    if not parcels:
        return ""
    named = tuple(dict.fromkeys(mod for parcel in parcels for mod in parcel.mods))
    things = counted(lost_by_axis(parcels), words)
    missing = absent(ruleset, named)
    if named and not missing:  # they are there, and not what they were
        key = f"saves.changed{'.things' if things else ''}"
        ids = tuple((id_, "") for id_, _ in named)
        return words.t(key, n=len(named), mods=listed(ids, words), things=things)
    mods = listed(missing, words)
    said = [words.t("saves.aside" if things else "saves.away", mods=mods, things=things)]
    return " ".join([*said, *_faults(ruleset, missing, words)])


def _faults(ruleset: Ruleset, mods: Mods, words: Words) -> Iterator[str]:
    """For each of the mods that are here and off, the first mistake that keeps it so."""
    ids = {id_ for id_, _ in mods}
    for mod in ruleset.mods:
        found = next((each for each in mod.problems if each.severity == "error"), None)
        if mod.id in ids and mod.why != LOST and found:
            place = f"{found.file}:{found.line}:{found.column}" if found.line else found.file
            yield words.t("saves.away.fault", id=mod.id, code=found.code, place=place)


def lost_by_axis(parcels: Sequence[Parcel]) -> dict[str, int]:
    """How many things of each kind the rules lack."""
    found: dict[str, set[str]] = {}
    for parcel in parcels:
        for axis, ids in parcel.lost.items():
            found.setdefault(axis, set()).update(ids)
    return {axis: len(found[axis]) for axis in TOLD if axis in found}


def counted(things: Mapping[str, int], words: Words) -> str:
    """Counted things in one line."""
    return ", ".join(
        words.t(f"saves.thing.{axis}", n=things[axis]) for axis in TOLD if things.get(axis)
    )


def listed(mods: Mods, words: Words) -> str:
    """Mods in one line."""
    return ", ".join(
        words.t("saves.mod", id=id_, version=version) if version else id_ for id_, version in mods
    )

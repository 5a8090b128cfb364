"""What does a mod hold and change, and with which other mods does it collide?

Counts definitions and patches, and lays some mods over the base to see what the later ones undo. It
builds no ruleset: whether the whole still makes sense is the loader's question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from game.content import mods, patches
from game.content.files import Reading, collect, read_base
from game.content.loader import find_mods, merge
from game.content.manifests import Mod
from game.content.ruleset import HIDDEN
from game.errors import Problem

PATCHES = "patches"
COLLIDING = ("E206", "E702", "E703", "E704", "E706", "E707", "W708", "W710")


def counts(mod: Mod) -> dict[str, int]:
    """How many definitions of each kind a mod adds, and how many patches it lays."""
    reading = Reading()
    laid = collect(reading, mod.files.items(), "", mod.info.id)
    found = {kind: len(table) for kind, table in reading.table.items() if table}
    return found | ({PATCHES: len(laid)} if laid else {})


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something about one mod that another mod, or the lack of one, brings about."""

    mods: tuple[str, ...]  # the mod whose file is named first
    problem: Problem

    def as_dict(self) -> dict[str, Any]:
        """The keys that `mods conflicts --json` promises."""
        return {"mods": list(self.mods), **self.problem.as_dict()}


@dataclass(frozen=True, slots=True)
class Collisions:
    """What some mods do to one another, and which fields several of them write."""

    mods: tuple[str, ...]  # those that were looked at, first to last
    conflicts: tuple[Conflict, ...]
    fields: tuple[tuple[patches.Field, tuple[str, ...]], ...]


def collisions(ids: Sequence[str]) -> Collisions:
    """Lay these mods, with all they need, over the base, and note where they meet."""
    found = find_mods()
    active, off = mods.plan(found, ids)
    asked = {*ids, *mods.with_needs(found, ids)}
    problems = [
        (id_, problem)
        for id_ in sorted(asked & set(off))
        for problem in off[id_].problems
        if problem.code in COLLIDING
    ]
    problems += [
        (info.id, problem)
        for info in off.values()
        if info.why == HIDDEN and info.id in asked
        for problem in info.problems[:1]
    ]
    touched: patches.Touched = {}
    merged, _ = merge(read_base(), active, touched)
    owners = {f"{mod.info.id}/": mod.info.id for mod in active}
    for problem in merged.problems:
        owner = owners.get(problem.file.split("/")[0] + "/")
        if owner and problem.code in COLLIDING:
            problems.append((owner, problem))
    shared = [(field, tuple(writers)) for field, writers in touched.items() if len(writers) > 1]
    return Collisions(
        mods=tuple(mod.info.id for mod in active),
        conflicts=tuple(Conflict((id_, *_others(id_, p, asked)), p) for id_, p in problems),
        fields=tuple(sorted(shared)),
    )


def _others(id_: str, problem: Problem, asked: set[str]) -> list[str]:
    """The other mods that a problem names."""
    told = f"{problem.message} {problem.hint}"
    return [other for other in sorted(asked - {id_}) if f"'{other}'" in told]

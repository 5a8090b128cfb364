"""How do folders of files become one checked ruleset?

Reads every file, lays the mods over the base, validates each definition, writes out the templates
and checks all references, and reports every problem of one run together. Mods that are wrong are
put aside; a base that is wrong is refused.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from game.content import (
    beginnings,
    bounds,
    circles,
    figures,
    gaps,
    mods,
    patches,
    places,
    readable,
    references,
    scripting,
    tracing,
    writable,
)
from game.content.beside import Beside
from game.content.files import Reading, Table, collect, read_base
from game.content.manifests import Mod
from game.content.models import KINDS, WORDS, Figure, Model
from game.content.models.words import Word
from game.content.ruleset import BROKEN, ModInfo, Ruleset
from game.content.schema import validate
from game.errors import ContentError, Problem

_texts = Beside()


def load(
    base: Path | None = None, mods: Sequence[str] = (), mod_dirs: Sequence[Path] = ()
) -> Ruleset:
    """The ruleset of a content folder with some mods, or ContentError with every problem.

    `base` is the game's own content unless another folder is named; `mods` are ids of mods, looked
    for in `mod_dirs` and in the usual places. A mod that is wrong is off and keeps its problems.
    """
    assembly = assemble(base, mods, mod_dirs)
    if assembly.ruleset is None:
        raise ContentError(assembly.problems)
    return assembly.ruleset


@dataclass(frozen=True)
class Assembly:
    """The base with its mods, checked: the ruleset when the base is right, and every problem."""

    ruleset: Ruleset | None
    problems: list[Problem]
    reading: Reading
    mods: tuple[ModInfo, ...]
    laid: Callable[[int], Reading]  # the same with so many instructions of the patches only


def assemble(
    base: Path | None = None, wanted: Sequence[str] = (), mod_dirs: Sequence[Path] = ()
) -> Assembly:
    """Read and check everything; mods that bring errors are left out, with those that need them."""
    with without_collector():
        return _assemble(base, wanted, mod_dirs)


def find_mods(mod_dirs: Sequence[Path] = ()) -> dict[str, Mod]:
    """Every mod by its id, looked for in some folders first and then in the usual places."""
    return mods.discover((*mod_dirs, *places.mod_dirs()))


@contextmanager
def without_collector() -> Iterator[None]:
    """To load builds what stays: to search it for garbage would cost a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _assemble(base: Path | None, wanted: Sequence[str], mod_dirs: Sequence[Path]) -> Assembly:
    reading = read_base(base)
    found = find_mods(mod_dirs)
    active, off = mods.plan(found, wanted)
    while True:
        merged, touched_problems = merge(reading, active)
        infos = _infos(active, off, touched_problems)
        ruleset, problems = build(merged, infos)
        laid = partial(_laid, reading, tuple(active))
        if ruleset is not None or not active:
            return Assembly(ruleset, problems, merged, infos, laid)
        problems = tracing.traced(problems, merged, laid, lambda part: build(part, ())[1])
        lost = _blamed(problems, active)
        if not lost:
            alone, base_problems = build(reading, ())
            if alone is None:  # the base itself is wrong: that comes first
                return Assembly(None, base_problems, reading, infos, lambda _: reading)
            lost = _culprit(reading, active)
        by_id = {mod.info.id: mod for mod in active}
        for id_, need in mods.dependents(set(lost), active).items():
            lost[id_] = [mods.lacking(by_id[id_], need)]
        for mod in active:
            if mod.info.id in lost:
                held = tuple(lost[mod.info.id])
                off[mod.info.id] = replace(mod.info, enabled=False, problems=held, why=BROKEN)
        active = [mod for mod in active if mod.info.id not in lost]


def _culprit(base: Reading, active: Sequence[Mod]) -> dict[str, list[Problem]]:
    """The first mod with which the base no longer holds, when no file of a mod is wrong itself."""
    for count in range(1, len(active)):
        ruleset, problems = build(merge(base, active[:count])[0], ())
        if ruleset is None:
            return {active[count - 1].info.id: problems}
    return {active[-1].info.id: build(merge(base, active)[0], ())[1]}


def _laid(base: Reading, active: Sequence[Mod], most: int) -> Reading:
    """The base with the files of the mods, and the first instructions of their patches."""
    return merge(base, active, most=most)[0]


def merge(
    base: Reading,
    active: Sequence[Mod],
    touched: patches.Touched | None = None,
    most: int | None = None,
) -> tuple[Reading, list[Problem]]:
    """The base with the files of the mods over it, and the conflicts between mods.

    `touched` is filled with the fields that the patches write; of all that these ask for, `most`
    may be done.
    """
    tables = {kind: dict(table) for kind, table in base.table.items()}
    merged = Reading(tables, list(base.problems), list(base.documents), set(base.unsettled))
    touched = {} if touched is None else touched
    before = len(merged.problems)
    for mod in active:
        owner = mod.info.id
        found = collect(merged, mod.files.items(), f"{owner}/", owner)
        for patch in found:
            if most is not None:
                patch, most = patches.begun(patch, most)
            merged.laid.append(patch)
            merged.problems += patches.lay(merged.table, patch, touched)
    return merged, merged.problems[before:]


def _infos(
    active: Sequence[Mod], off: Mapping[str, ModInfo], problems: Sequence[Problem]
) -> tuple[ModInfo, ...]:
    """All mods: those in play in their order, then the others by id."""
    on = []
    for mod in active:
        start = f"{mod.info.id}/"
        held = tuple(problem for problem in problems if problem.file.startswith(start))
        on.append(replace(mod.info, problems=held))
    return (*on, *(off[id_] for id_ in sorted(off)))


def _blamed(problems: Sequence[Problem], active: Sequence[Mod]) -> dict[str, list[Problem]]:
    """The problems of each mod that has an error in one of its own files."""
    blamed: dict[str, list[Problem]] = {}
    for mod in active:
        held = [problem for problem in problems if problem.file.startswith(f"{mod.info.id}/")]
        if any(problem.severity == "error" for problem in held):
            blamed[mod.info.id] = held
    return blamed


def build(reading: Reading, infos: Sequence[ModInfo]) -> tuple[Ruleset | None, list[Problem]]:
    """The ruleset of what was read, or None, and every problem."""
    problems = list(reading.problems)
    tables: dict[str, dict[str, Model]] = {}
    models: dict[str, type[Model]] = {**KINDS, WORDS: Word}
    for kind, model in models.items():
        tables[kind] = {}
        for id_, definition in reading.table[kind].items():
            checked, found = validate(definition, model)
            problems += found
            if checked is not None:
                tables[kind][id_] = checked
    words = tables.pop(WORDS)
    templates = cast(dict[str, Figure], tables["figures"])
    failed = {kind: set(reading.table[kind]) - set(tables[kind]) for kind in KINDS}
    lost = frozenset().union(*(failed[kind] for kind in figures.NAMED_KINDS))
    axes = figures.Axes(tables, lost)
    concrete, found = figures.expand(reading.table["figures"], templates, axes)
    problems += found
    names = references.Names(
        tables=tables,
        figures=concrete,
        ids={kind: reading.table[kind] for kind in KINDS},
        # A template over ids that failed has lost figures too: nobody else is to blame for that.
        failed_figures=figures.patterns(
            set(reading.table["figures"])
            if lost or reading.unsettled & set(figures.NAMED_KINDS)
            else failed["figures"]
        ),
        unsettled=frozenset(reading.unsettled),
    )
    problems += readable.check(reading.table["figures"], names, axes)
    problems += writable.check(reading.table["figures"], tables["figures"], axes)
    problems += references.check(reading.table, names)
    problems += beginnings.check(reading.table, names)
    problems += bounds.check(reading.table, tables)
    problems += scripting.check(reading.table, tables)
    problems += circles.check(reading.table, tables)
    if names.is_settled("coefficients"):
        problems += gaps.check(reading.table, tables)
    problems.sort(key=lambda problem: (problem.file, problem.line, problem.column))
    if any(problem.severity == "error" for problem in problems):
        return None, problems
    tables["figures"] = cast(dict[str, Model], concrete)
    fields: dict[str, Any] = {**tables, "word_table": words}
    return Ruleset(**fields, mods=tuple(infos), hash=_hash(reading.table)), problems


def _hash(table: Table) -> str:
    """The sha256 of everything but the interface's words, whatever file it stands in."""
    parts = (
        f"[{_json(kind)},["
        + ",".join(f"[{_json(id_)},{_text(each.data)}]" for id_, each in table[kind].items())
        + "]]"
        for kind in KINDS
    )
    return hashlib.sha256(f"[{','.join(parts)}]".encode()).hexdigest()


def _text(data: Any) -> str:
    """The JSON of a definition."""
    found: str = _texts.of(data) or _texts.keep(data, _json(data))
    return found


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

"""How does a mod change a definition that another file wrote?

A patch names an id and says what it expects, sets, adds and removes, by field path. It is laid over
a copy; where each new value was written is kept for later reports. Nothing is validated here.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from game.content.definitions import BASE, Definition, Overlay, article, nearest
from game.content.document import Path
from game.content.fields import PatchError, name_of, named_way, resolve, value_at
from game.content.models import SINGULAR
from game.errors import Problem

PARTS = ("expect", "set", "add", "remove")
Field = tuple[str, str, tuple[str, ...]]  # kind, id, names of the way to the field
Tables = Mapping[str, dict[str, Definition]]
Touched = dict[Field, list[str]]  # → the mods that wrote it, in their order; the last one wins


def target_id(patch: Definition) -> tuple[str, str]:
    """The owner that a patch names ("" when it names none) and the id."""
    name = str(patch.data["patch"])
    owner, colon, id_ = name.partition(":")
    return (owner, id_) if colon else ("", name)


def lay(tables: Tables, patch: Definition, touched: Touched) -> list[Problem]:
    """Lay one patch over the definition that it names."""
    owner, id_ = target_id(patch)
    table = tables[patch.kind]
    target = table.get(id_)
    if target is None or owner not in ("", target.owner):
        of = f" of '{owner}'" if owner else ""
        message = f"there is nothing to patch: no {SINGULAR[patch.kind]} '{id_}'{of}"
        hint = _elsewhere(tables, patch, owner, id_) or nearest(id_, table)
        if not hint and owner not in ("", BASE, patch.owner):
            hint = f"does it need the mod '{owner}'?"
        hint = hint or "it is gone or has another name now: name that one, or take the patch out"
        return [replace(patch.problem("E706", ("patch",), message, hint), entry="")]
    table[id_], problems = apply(target, patch, touched)
    return problems


def _elsewhere(tables: Tables, patch: Definition, owner: str, id_: str) -> str:
    """Where there is something of this id: of another owner, or of another kind."""
    namesake = tables[patch.kind].get(id_)
    if namesake is not None:
        return f"it is of '{namesake.owner}': write 'patch: {namesake.owner}:{id_}'"
    for kind, table in tables.items():
        if id_ in table and owner in ("", table[id_].owner):
            what = SINGULAR[kind]
            return f"it is {article(what)} {what}: move the patch to {kind}/"
    return ""


def apply(
    target: Definition, patch: Definition, touched: Touched
) -> tuple[Definition, list[Problem]]:
    """The target with the patch over it, or untouched when the patch cannot be followed."""
    if problems := _shape(patch):
        return target, [replace(each, entry=target.name) for each in problems]
    written = {field: list(owners) for field, owners in touched.items()}
    patched = Definition(
        target.kind,
        target.id,
        copy.deepcopy(target.data),
        target.document,
        target.prefix,
        target.owner,
        list(target.overlays),
    )
    told = instructions(patch)
    if not told:
        hint = f"say what with one of {', '.join(PARTS[1:])}"
        message = "this patch changes nothing"
        problems.append(patch.problem("W624", ("patch",), message, hint, severity="warning"))
    for part, key, value in told:
        place: Path = (part, key)
        try:
            if part == "expect":
                _expect(patched, str(key), value)
                continue
            if part == "add":
                _append(patched, str(key), value, patch, place)
                continue
            dotted = str(value if part == "remove" else key)
            field = (target.kind, target.id, named_way(patched.data, dotted))
            if part == "remove":
                _remove(patched, dotted, patch, place)
            else:
                _set(patched, dotted, value, patch, place)
        except PatchError as error:
            problems.append(patch.problem(error.code, place, error.message, error.hint, key=True))
            continue
        problems += _conflict(field, patch, place, written)
    problems = [replace(problem, entry=target.name) for problem in problems]
    failed = [problem for problem in problems if problem.severity == "error"]
    if failed:  # it writes nothing, so that it collides with nobody
        return target, failed
    touched.update(written)
    return patched, problems


def _shape(patch: Definition) -> list[Problem]:
    problems = []
    for key, value in patch.data.items():
        if key in ("patch", "id"):
            continue
        wanted = list if key == "remove" else dict
        if key not in PARTS:
            hint = nearest(key, PARTS) or f"a patch has: patch, {', '.join(PARTS)}"
            message = f"unknown key '{key}' in a patch"
            problems.append(patch.problem("E201", (key,), message, hint, key=True))
        elif not isinstance(value, wanted):
            shape = "a list of field paths" if wanted is list else "a mapping of field path: value"
            problems.append(patch.problem("E203", (key,), f"'{key}' must be {shape}"))
    return problems


def begun(patch: Definition, most: int) -> tuple[Definition, int]:
    """The same patch with its first instructions only, and how many more others may have."""
    data: dict[str, Any] = {"patch": patch.data["patch"]}
    told = instructions(patch)
    for part, key, value in told[:most]:
        if part == "remove":
            data.setdefault(part, []).append(value)
        else:
            data.setdefault(part, {})[key] = value
    return replace(patch, data=data), max(most - len(told), 0)


def instructions(patch: Definition) -> list[tuple[str, str | int, Any]]:
    """What a patch asks for, one by one, in the order in which it is done: part, key, value."""
    found: list[tuple[str, str | int, Any]] = []
    for part in PARTS:
        held = patch.data.get(part)
        if part == "remove" and isinstance(held, list):
            found += [(part, position, value) for position, value in enumerate(held)]
        elif part != "remove" and isinstance(held, dict):
            found += [(part, key, value) for key, value in held.items()]
    return found


def _expect(patched: Definition, dotted: str, value: Any) -> None:
    path, rest = resolve(patched.data, dotted)
    found = value_at(patched.data, path)
    if rest or found != value:
        message = f"'{dotted}' is {shown(found, rest)} and not {shown(value)}"
        if rest:
            message = f"'{dotted}' is not written there, and so not {shown(value)}"
        owner = patched.owner_of(path)
        if owner != patched.owner:
            hint = f"the mod '{owner}' has written it: the two cannot both be on"
        else:
            hint = "the other file has changed: look again, then adapt"
        raise PatchError("E707", message, hint)


def shown(value: Any, missing: object = "") -> str:
    """A value as a message shows it, on one line and not too long."""
    if missing:
        return "nothing"
    text = str(value).lower() if isinstance(value, bool) else " ".join(str(value).split())
    return f"'{text[:80]}{'…' if len(text) > 80 else ''}'"


def _set(patched: Definition, dotted: str, value: Any, patch: Definition, place: Path) -> None:
    path, rest = resolve(patched.data, dotted)
    if rest:
        holder = value_at(patched.data, path)
        if not isinstance(holder, dict):
            raise _nowhere(patched, path, rest)
        path = (*path, rest)
    value_at(patched.data, path[:-1])[path[-1]] = copy.deepcopy(value)
    _overlay(patched, path, patch, place)


def _append(patched: Definition, dotted: str, value: Any, patch: Definition, place: Path) -> None:
    path, rest = resolve(patched.data, dotted)
    if rest:
        holder = value_at(patched.data, path)
        if not isinstance(holder, dict):
            raise _nowhere(patched, path, rest)
        holder[rest] = copy.deepcopy(value)
        _overlay(patched, (*path, rest), patch, place)
        return
    held = value_at(patched.data, path)
    if isinstance(held, list) and isinstance(value, list):
        for position, item in enumerate(value):
            held.append(copy.deepcopy(item))
            _overlay(patched, (*path, len(held) - 1), patch, (*place, position))
    elif isinstance(held, dict) and isinstance(value, dict):
        for key, item in value.items():
            if key in held:
                owner = patched.owner_of((*path, key))
                by = f": the mod '{owner}' has added it" if owner != patched.owner else ""
                message = f"'{dotted}.{key}' exists already{by}"
                raise PatchError("E706", message, "change it with 'set'")
            held[key] = copy.deepcopy(item)
            _overlay(patched, (*path, key), patch, (*place, key))
    else:
        raise _unlike(dotted, held, value)


def _unlike(dotted: str, held: Any, value: Any) -> PatchError:
    """What is added has another shape than what it is added to."""
    if isinstance(held, list):
        hint = "put a dash before each item, or brackets round them: [...]"
        return PatchError("E706", f"'{dotted}' is a list, and what is added is none", hint)
    if isinstance(held, dict):
        hint = "add keys with their values, without a dash"
        return PatchError("E706", f"'{dotted}' is a mapping, and what is added is none", hint)
    return PatchError("E706", f"'{dotted}' is one value, to which nothing adds", "use 'set'")


def _remove(patched: Definition, dotted: str, patch: Definition, place: Path) -> None:
    path, rest = resolve(patched.data, dotted)
    if rest or not path:
        raise _nowhere(patched, path, rest)
    holder, last = value_at(patched.data, path[:-1]), path[-1]
    if isinstance(holder, list) and isinstance(last, int):
        for later in range(last, len(holder) - 1):  # the items behind it move up by one
            document, full = patched.origin((*path[:-1], later + 1))
            patched.overlays.append(
                Overlay(
                    (*path[:-1], later), document, full, patched.owner_of((*path[:-1], later + 1))
                )
            )
    del holder[last]


def _overlay(patched: Definition, path: Path, patch: Definition, place: Path) -> None:
    patched.overlays.append(Overlay(path, patch.document, (*patch.prefix, *place), patch.owner))


def _conflict(field: Field, patch: Definition, place: Path, touched: Touched) -> list[Problem]:
    """A warning when another mod has written the same field, a part of it, or what it is in."""
    kind, id_, names = field
    others = {
        owner: ".".join(way)
        for (known_kind, known_id, way), owners in touched.items()
        if (known_kind, known_id) == (kind, id_)
        and (way == names[: len(way)] or names == way[: len(names)])
        for owner in owners
        if owner != patch.owner
    }
    writers = touched.setdefault(field, [])
    if patch.owner not in writers:
        writers.append(patch.owner)
    if not others:
        return []
    mods = " and ".join(f"'{owner}'" for owner in others)
    whose = f"the mod {mods} also changes" if len(others) == 1 else f"the mods {mods} also change"
    same = all(way == ".".join(names) for way in others.values())
    what = "this field" if same else f"'{next(iter(others.values()))}'"
    message = f"{whose} {what} of '{id_}'"
    hint = "the later mod wins; say which comes first with 'after' in mod.toml"
    return [patch.problem("W708", place, message, hint, key=True, severity="warning")]


def _nowhere(patched: Definition, path: Path, rest: str) -> PatchError:
    held = value_at(patched.data, path)
    known = list(held) if isinstance(held, dict) else [name_of(item) for item in held or ()]
    within = patched.shown(path) or f"'{patched.id}'"
    hint = nearest(rest, known) or f"known here: {', '.join(known)}"
    return PatchError("E706", f"{within} has no '{rest}'", hint)

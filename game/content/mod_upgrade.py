"""What has changed in the base under the patches of a mod, and what of it can be written anew?

Every patch whose `expect` fails, or whose target or field is gone, is told with what the base says
now. Only an `expect` of one word or number, and the bounds in mod.toml, are ever rewritten: by line
and column, so that comments and layout stay; prose never is.
"""

from __future__ import annotations

import copy
import json
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import game
from game.content import fields, mods, patches
from game.content.definitions import Definition
from game.content.document import Document
from game.content.document import Path as Way
from game.content.files import Reading, collect, read_base
from game.content.loader import build, find_mods, merge
from game.content.manifests import Mod, satisfies
from game.content.mod_starter import bounds
from game.content.mod_store import ModError, disk_error
from game.content.places import MANIFEST
from game.content.reader import read
from game.errors import Problem

_SCALAR = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_NUMBER = re.compile(r"[-+0-9_.eE]+")
_GAME = re.compile(r"^(\s*game\s*=\s*)(\"[^\"]*\"|'[^']*')", re.MULTILINE)
_PROSE = frozenset({"en", "fr", "name", "title", "note", "url", "source"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One place of a mod that no longer fits the game."""

    problem: Problem
    now: str = ""  # what the base says there
    new: str = ""  # what can be written instead; empty when that is for a person to decide

    def as_dict(self) -> dict[str, str | int]:
        """The keys that `mods upgrade --json` promises."""
        return {**self.problem.as_dict(), "now": self.now, "new": self.new}


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was found in a mod, and its files with what can be mended."""

    mod: Mod
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]

    @property
    def changed(self) -> tuple[str, ...]:
        """The files that differ."""
        return tuple(name for name, raw in self.files.items() if raw != self.mod.files[name])


def look(mod: Mod) -> Upgrade:
    """Compare the patches of a mod with the game as it is; raises ModError."""
    wrong = [problem for problem in mod.info.problems if problem.code in ("E701", "E709")]
    if wrong:
        what = f"'{mod.info.id}' cannot be read"
        raise ModError("E715", "unread", what, mod.info.path, "", wrong, id=mod.info.id)
    ground = _ground(mod)
    findings, files = _patches(mod, ground)
    if not satisfies(game.__version__, mod.info.game):
        bound, files = _bound(mod, ground, files, all(each.new for each in findings))
        findings.append(bound)
    return Upgrade(mod, tuple(findings), files)


def stale(mod: Mod) -> tuple[Problem, ...]:
    """What would keep the patches of a mod that is off from being laid."""
    findings, _ = _patches(mod, _ground(mod))
    return tuple(each.problem for each in findings if each.problem.severity == "error")


def _ground(mod: Mod) -> Reading:
    """What the patches of a mod are laid over: the base, with the mods that it needs."""
    needs = [need for need, _ in mods.needs_of(mod) if need != mod.info.id]
    below = [each for each in mods.plan(find_mods(), needs)[0] if each.info.id != mod.info.id]
    return merge(read_base(), below)[0]


def write(upgrade: Upgrade) -> tuple[Path, ...]:
    """Put what can be mended into the files of the mod; raises ModError."""
    folder = Path(upgrade.mod.info.path)
    if upgrade.changed and not folder.is_dir():
        what, hint = "a zip is never changed", "unpack it, upgrade the folder, pack it again"
        raise ModError("E715", "zip", what, str(folder), hint)
    written = []
    for name in upgrade.changed:
        path = folder / name
        temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
        try:
            temporary.write_bytes(upgrade.files[name])
            os.replace(temporary, path)
        except OSError as error:
            raise disk_error("E715", path, error) from None
        written.append(path)
    return tuple(written)


# -------------------------------------------------------------------------------- patches


def _patches(mod: Mod, ground: Reading) -> tuple[list[Finding], dict[str, bytes]]:
    """Where the patches fail, and the files with what can be mended."""
    id_, files = mod.info.id, dict(mod.files)
    over = Reading({kind: dict(table) for kind, table in ground.table.items()})
    findings: list[Finding] = []
    for patch in collect(over, mod.files.items(), f"{id_}/", id_):
        table = over.table[patch.kind]
        owner, target_id = patches.target_id(patch)
        target = table.get(target_id)
        if target is None or owner not in ("", target.owner):
            findings += [Finding(problem) for problem in patches.lay(over.table, patch, {})]
            continue
        _, problems = patches.apply(target, patch, {})
        name = patch.document.file.removeprefix(f"{id_}/")
        for problem in problems:
            finding, mended = _finding(problem, patch, target, files[name])
            files[name] = mended or files[name]
            findings.append(finding)
    return findings, files


def _finding(
    problem: Problem, patch: Definition, target: Definition, raw: bytes
) -> tuple[Finding, bytes | None]:
    """One failure of a patch, and the file with its `expect` written anew where that is safe."""
    key = problem.path.removeprefix("expect.")
    if problem.code != "E707" or key not in patch.data.get("expect", {}):
        return Finding(problem), None
    way = fields.way_to(target.data, key)
    if way is None:
        return Finding(problem, now="—"), None
    value: Any = target.data
    for step in way:
        value = value[step]
    finding = Finding(problem, now=patches.shown(value).strip("'"))
    if isinstance(value, dict | list) or str(way[-1]) in _PROSE:
        return finding, None
    there = (*patch.prefix, "expect", key)
    for text in _spellings(value, target, way):
        mended = _with(raw, patch.document, there, text, value)
        if mended is not None:
            return replace(finding, new=text), mended
    return finding, None


def _spellings(value: Any, target: Definition, way: Way) -> list[str]:
    """How a value may be written: as the base writes it, else between quotes."""
    document, full = target.origin(way)
    as_there = _written(document, full)
    quoted = json.dumps(value, ensure_ascii=False)
    return [as_there, quoted] if as_there else [quoted]


def _written(document: Document, way: Way) -> str:
    """The very letters of a value on its line, or nothing when it has several lines."""
    spot = document.values.get(way)
    if spot is None or not 1 <= spot.line <= len(document.lines):
        return ""
    line = document.lines[spot.line - 1][spot.column - 1 :]
    value: Any = document.value
    for step in way:
        value = value[step]
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, int | float):
        number = _NUMBER.match(line)
        return number[0] if number else ""
    elif spot.plain:
        text = str(value)
    else:
        quoted = _SCALAR.match(line)
        return quoted[0] if quoted else ""
    return text if line.startswith(text) else ""


def _with(raw: bytes, document: Document, way: Way, text: str, value: Any) -> bytes | None:
    """A file with another value at one place and nothing else changed, or None."""
    old, spot = _written(document, way), document.values[way]
    decoded = raw.decode("utf-8")
    mark = "\ufeff" if decoded.startswith("\ufeff") else ""
    lines = decoded[len(mark) :].split("\n")
    line, at = lines[spot.line - 1], spot.column - 1
    if not old or not line[at:].startswith(old):
        return None  # an edit on the same line has moved it: the next run will find it
    lines[spot.line - 1] = line[:at] + text + line[at + len(old) :]
    mended = (mark + "\n".join(lines)).encode("utf-8")
    wanted = copy.deepcopy(read(raw, document.file).value)
    holder: Any = wanted
    for step in way[:-1]:
        holder = holder[step]
    holder[way[-1]] = value
    again = read(mended, document.file)
    return mended if not again.problems and again.value == wanted else None


# -------------------------------------------------------------------------------- the bounds


def _bound(
    mod: Mod, ground: Reading, files: dict[str, bytes], patches_hold: bool
) -> tuple[Finding, dict[str, bytes]]:
    """The bounds that leave this game out; widened when the mended mod is right in all else."""
    problem = next(each for each in mod.info.problems if each.code == "E705")
    finding = Finding(problem, now=game.__version__)
    if not patches_hold or not _stands(mod, ground, files):
        return finding, files
    text = files[MANIFEST].decode("utf-8")
    mended = _GAME.sub(lambda found: f'{found[1]}"{bounds()}"', text, count=1)
    wanted = tomllib.loads(text) | {"game": bounds()}
    if tomllib.loads(mended) != wanted:
        return finding, files
    new = replace(finding, new=f'"{bounds()}"')
    return new, files | {MANIFEST: mended.encode("utf-8")}


def _stands(mod: Mod, ground: Reading, files: Mapping[str, bytes]) -> bool:
    """Whether the game can be built with a mod of these files."""
    merged, problems = merge(ground, [Mod(mod.info, files)])
    fatal: Sequence[Problem] = [each for each in problems if each.severity == "error"]
    return not fatal and build(merged, ())[0] is not None

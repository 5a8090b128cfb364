"""What does a mod say of itself in mod.toml, and is it made for this game?

Reads one mod from its folder or zip. Whether it takes part is decided in `mods.py`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from pydantic import StringConstraints

import game
from game.content.archive import Files, read_mod
from game.content.definitions import BASE, Definition
from game.content.document import FORBIDDEN, Document
from game.content.models.basis import Id, Model, Str, Text
from game.content.places import MANIFEST
from game.content.ruleset import ModInfo
from game.content.schema import validate
from game.errors import Problem

_BOUND = re.compile(r"(>=|<=|==|!=|>|<)\s*([0-9]+(?:\.[0-9]+)*)")
_VERSION = r"^[0-9]+(\.[0-9]+){0,3}$"

Need = Annotated[
    Str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*( *(>=|<=|==|!=|>|<) *[0-9.]+,?)*$")
]


class Manifest(Model):
    """What mod.toml says."""

    id: Id
    name: Text
    about: Text | None = None
    version: Annotated[Str, StringConstraints(pattern=_VERSION)]
    game: Str = ""
    needs: tuple[Need, ...] = ()
    after: tuple[Id, ...] = ()
    breaks: tuple[Id, ...] = ()
    license: Str = ""


@dataclass(frozen=True)
class Mod:
    """A mod that was found, with its files."""

    info: ModInfo
    files: Mapping[str, bytes]


def open_mod(path: Path) -> Mod:
    """Read one mod from its folder or zip; what is wrong is in its info."""
    files, problems = read_mod(path)
    name = FORBIDDEN.sub("\ufffd", path.stem if path.suffix == ".zip" else path.name)
    info = ModInfo(id=name, name=Text(en=name, fr=name), version="", enabled=False, path=str(path))
    manifest: Manifest | None = None
    if not problems:
        manifest, problems, id_ = _manifest(files, name)
        info = replace(info, id=id_)
    if manifest:
        problems += _version_problems(manifest)
        if manifest.id == BASE:
            message = f"the id '{BASE}' belongs to the game itself"
            problems.append(Problem("E701", "error", f"{name}/{MANIFEST}", 0, 0, "id", message))
        info = replace(
            info,
            name=manifest.name,
            about=manifest.about,
            version=manifest.version,
            game=manifest.game,
            needs=manifest.needs,
            after=manifest.after,
            breaks=manifest.breaks,
            license=manifest.license,
        )
    return Mod(replace(info, problems=tuple(problems), hash=_hash(files)), files)


def _hash(files: Files) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _manifest(files: Files, name: str) -> tuple[Manifest | None, list[Problem], str]:
    """The manifest, what is wrong with it, and the id, which may be known all the same."""
    raw = files.get(MANIFEST)
    file = f"{name}/{MANIFEST}"
    if raw is None:
        message = f"there is no {MANIFEST}"
        hint = "a mod begins with one"
        return None, [Problem("E701", "error", file, 0, 0, "", message, hint)], name
    try:
        text = raw.decode("utf-8")
        data = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"line (\d+), column (\d+)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        message = re.sub(r" \(at .*\)$", "", str(error))
        return None, [Problem("E701", "error", file, line, column, "", message)], name
    document = Document(file, data, text.split("\n"))
    checked, problems = validate(Definition("mod", name, data, document, ()), Manifest)
    problems = [_located(replace(problem, code="E701"), document) for problem in problems]
    id_ = str(data.get("id", ""))
    id_ = id_ if re.fullmatch(r"[a-z][a-z0-9_]{0,79}", id_) else name
    return (checked if isinstance(checked, Manifest) else None), problems, id_


def _located(problem: Problem, document: Document) -> Problem:
    """The problem with the line of its key, as far as a line of TOML begins with it."""
    key = problem.path.split(".")[0]
    for number, line in enumerate(document.lines, 1):
        if key and re.match(rf"\s*\[?{re.escape(key)}\b", line):
            return replace(problem, line=number, column=1, excerpt=line[:160])
    return replace(problem, line=1, column=1)


# -------------------------------------------------------------------------------- versions


def _numbers(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in re.findall(r"[0-9]+", version)[:4]]
    return tuple(parts + [0] * (4 - len(parts)))


def satisfies(version: str, bounds: str) -> bool:
    """Whether a version lies within bounds such as `>=0.9,<2`; no bounds, always."""
    found = _numbers(version)
    for sign, bound in _BOUND.findall(bounds):
        wanted = _numbers(bound)
        holds = {
            ">=": found >= wanted,
            "<=": found <= wanted,
            "==": found == wanted,
            "!=": found != wanted,
            ">": found > wanted,
            "<": found < wanted,
        }
        if not holds[sign]:
            return False
    return True


def _version_problems(manifest: Manifest) -> list[Problem]:
    file = f"{manifest.id}/{MANIFEST}"
    if manifest.game and _BOUND.sub("", manifest.game).strip(" ,"):
        message = f"game = '{manifest.game}' cannot be read"
        return [Problem("E705", "error", file, 0, 0, "game", message, 'write ">=0.1,<2"')]
    if satisfies(game.__version__, manifest.game):
        return []
    message = f"it is made for the game {manifest.game}, and this is {game.__version__}"
    return [Problem("E705", "error", file, 0, 0, "game", message, "look for another version of it")]

"""What does a mod say of itself in mod.toml, and is it made for this game?

Reads one mod from its folder or zip. Whether it takes part is decided in `mods.py`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

import game
from game.content.archive import NOTES, Files, read_mod
from game.content.definitions import BASE, Definition
from game.content.document import FORBIDDEN, Document
from game.content.models.basis import Id, Model, Str, Text
from game.content.places import CASES, MANIFEST
from game.content.ruleset import ModInfo
from game.content.schema import validate
from game.errors import Problem

_BOUND = re.compile(r"(>=|<=|==|!=|>|<)\s*([0-9]{1,9}(?:\.[0-9]{1,9})*)")
_VERSION = r"^[0-9]{1,9}(\.[0-9]{1,9}){0,3}$"
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_DIGITS = re.compile(r"[0-9_]{100}")
MAX_MANIFEST = 64_000  # characters
MAX_DOTS = 100  # outside quotes in a line: the time that a dotted key takes is their square
MAX_MODS = 100  # that one may need, follow or break

Need = Annotated[
    Str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*( *(>=|<=|==|!=|>|<) *[0-9.]+,?)*$")
]


class Manifest(Model):
    """What mod.toml says."""

    id: Id
    """What --mods and saves call it; the folder may be called otherwise."""
    name: Text
    """What players read in the list of mods."""
    about: Text | None = None
    """What it brings, in a sentence."""
    version: Annotated[Str, StringConstraints(pattern=_VERSION)]
    """Version of the mod, such as 1.0.0."""
    game: Str = ""
    """Which versions of the game it was made for, such as >=0.1,<2."""
    needs: Annotated[tuple[Need, ...], Field(max_length=MAX_MODS)] = ()
    """Mods that must be there too, such as other_mod >= 1.2."""
    after: Annotated[tuple[Id, ...], Field(max_length=MAX_MODS)] = ()
    """Mods that come first if they are there."""
    breaks: Annotated[tuple[Id, ...], Field(max_length=MAX_MODS)] = ()
    """Mods it cannot stand beside."""
    license: Str = ""
    """Under which licence others may use it."""


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
        problems += [located(problem, files) for problem in _faults(manifest)]
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
    """The sha256 of what the game reads: the same for a folder and for a zip of it."""
    digest = hashlib.sha256()
    for name in sorted(name for name in files if not name.endswith((*NOTES, CASES))):
        digest.update(f"{name}\0{len(files[name])}\0".encode())
        digest.update(files[name])
    return digest.hexdigest()


def _manifest(files: Files, name: str) -> tuple[Manifest | None, list[Problem], str]:
    """The manifest, what is wrong with it, and the id, which may be known all the same."""
    raw = files.get(MANIFEST)
    file = f"{name}/{MANIFEST}"
    if raw is None:
        message = f"there is no {MANIFEST}"
        hint = "a mod begins with one: `machinetime mods new ID` writes one to copy"
        return None, [Problem("E701", "error", file, 0, 0, "", message, hint)], name
    try:
        text = raw.decode("utf-8")
        _check_text(text)
        data = tomllib.loads(text)
        _check_texts(data)
    except (ValueError, RecursionError) as error:  # ValueError: also a number of many digits
        return None, [_unreadable(raw, file, error)], name
    if steering := _steering(data):
        message = f"it holds the character U+{ord(steering):04X}, which steers the terminal"
        found = Problem("E701", "error", file, 0, 0, "", message, "delete it, or its escape")
        return None, [located(found, files)], name
    document = Document(file, data, text.split("\n"))
    checked, problems = validate(Definition("mod", name, data, document, (), name), Manifest)
    problems = [located(replace(problem, code="E701"), files) for problem in problems]
    id_ = str(data.get("id", ""))
    id_ = id_ if re.fullmatch(r"[a-z][a-z0-9_]{0,79}", id_) else name
    return (checked if isinstance(checked, Manifest) else None), problems, id_


def _check_text(text: str) -> None:
    """Refuse what would take the reader of TOML long, or mislead whoever reads its texts."""
    if len(text) > MAX_MANIFEST:
        raise ValueError(f"{len(text):,} characters, and {MAX_MANIFEST:,} is the most")
    _check_texts(text.replace("\r\n", "\n"))
    for line in text.split("\n"):
        bare = _QUOTED.sub("", line)
        if bare.count(".") > MAX_DOTS:
            raise ValueError("a key of too many parts")
        if _DIGITS.search(bare):
            raise ValueError("a number of too many digits")


def _check_texts(value: Any) -> None:
    """Refuse invisible and misleading characters, also those that an escape has brought in."""
    bad = FORBIDDEN.search(value) if isinstance(value, str) else None
    if bad:
        raise ValueError(f"the character U+{ord(bad.group()):04X} is not allowed")
    if isinstance(value, dict | list):
        for inner in chain(value, value.values()) if isinstance(value, dict) else value:
            _check_texts(inner)


def _steering(value: Any) -> str:
    """A character in some text of the manifest that no reader should meet, or nothing."""
    if isinstance(value, dict):
        return next(filter(None, (_steering(each) for pair in value.items() for each in pair)), "")
    if isinstance(value, list):
        return next(filter(None, map(_steering, value)), "")
    found = FORBIDDEN.search(value) if isinstance(value, str) else None
    return found[0] if found else ""


def _unreadable(raw: bytes, file: str, error: Exception) -> Problem:
    """Why mod.toml is no TOML, with the line as far as the reader of TOML names it."""
    lines = raw.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    place = re.search(r"line (\d+), column (\d+)", str(error))
    line, column = (int(place[1]), int(place[2])) if place else (len(lines), 1)
    message = re.sub(r" \(at .*\)$", "", str(error))
    if isinstance(error, UnicodeDecodeError):
        line, message = raw.count(b"\n", 0, error.start) + 1, "this is not UTF-8"
    elif isinstance(error, RecursionError):
        line, message = 1, "nested too deep"
    excerpt = Document(file, None, lines).excerpt(line)
    hint = 'a text stands between double quotes: id = "my_mod"'
    return Problem("E701", "error", file, line, column, "", message, hint, excerpt)


def located(problem: Problem, files: Mapping[str, bytes], word: str = "") -> Problem:
    """The problem with the line of its key in mod.toml, or of a word in the value of that key."""
    lines = files.get(MANIFEST, b"").decode("utf-8", "replace").split("\n")
    document = Document(problem.file, None, [line.rstrip("\r") for line in lines])
    line, column = _place(document.lines, problem.path.split(".")[0], word)
    return replace(problem, line=line, column=column, excerpt=document.excerpt(line))


def _place(lines: list[str], key: str, word: str) -> tuple[int, int]:
    """Line and column of a key of TOML, or of a word behind it; the first line when it is not."""
    for number, line in enumerate(lines, 1):
        found = re.match(rf"\s*\[*({re.escape(key)})\b", line) if key else None
        if found is None:
            continue
        for later, text in enumerate(lines[number - 1 :], number) if word else ():
            start = found.end(1) if later == number else 0
            there = re.search(rf"\b{re.escape(word)}\b", text[start:])
            if there:
                return later, start + there.start() + 1
        return number, found.start(1) + 1
    return 1, 1


def fault_at(mod: Mod, code: str, key: str, message: str, hint: str, word: str) -> Problem:
    """A problem of a mod at a key of its mod.toml."""
    found = Problem(code, "error", f"{mod.info.id}/{MANIFEST}", 0, 0, key, message, hint)
    return located(found, mod.files, word)


def unnamed(mod: Mod) -> list[Problem]:
    """The texts of mod.toml that one language lacks."""
    told: list[Problem] = []
    for key, text in (("name", mod.info.name), ("about", mod.info.about)):
        if text is not None and bool(text.en) != bool(text.fr):
            message = f"the {'English' if text.fr else 'French'} is missing"
            hint = "people read the other language"
            file = f"{mod.info.id}/{MANIFEST}"
            told.append(Problem("W501", "warning", file, 0, 0, key, message, hint))
    return [located(problem, mod.files) for problem in told]


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


def _faults(manifest: Manifest) -> list[Problem]:
    """What is wrong with a manifest whose keys are all right."""
    file = f"{manifest.id}/{MANIFEST}"
    faults: list[Problem] = []
    if manifest.id == BASE:
        message = f"the id '{BASE}' belongs to the game itself"
        faults.append(Problem("E701", "error", file, 0, 0, "id", message, "take another id"))
    if manifest.game and _BOUND.sub("", manifest.game).strip(" ,"):
        message, hint = f"game = '{manifest.game}' cannot be read", 'write ">=0.1,<2"'
        faults.append(Problem("E705", "error", file, 0, 0, "game", message, hint))
    elif not satisfies(game.__version__, manifest.game):
        message = f"it is made for the game {manifest.game}, and this is {game.__version__}"
        hint = "look for another version of it, or see `machinetime mods upgrade`"
        faults.append(Problem("E705", "error", file, 0, 0, "game", message, hint))
    return faults

"""How does a mod get into the player's folder, and out of it again?

A mod is checked, then copied under its id, whole or not at all; a zip stays a zip. Nothing is ever
deleted: what is replaced or removed moves to a folder beside the others, and the answer says where.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from game.content import places
from game.content.archive import MAX_FILE, MAX_TOTAL, NOTES
from game.content.check import run
from game.content.loader import find_mods
from game.content.manifests import Mod, open_mod
from game.errors import GameError, Problem

# What a mod cannot help: another mod is lacking, or cannot stand beside it.
CIRCUMSTANCES = frozenset({"E702", "E704", "W708"})


class ModError(GameError):
    """Something about mods that cannot be done; `problems` are those of their files.

    `key` and `values` name its words, so that a face can say it in its own language.
    """

    def __init__(
        self,
        code: str,
        key: str,
        what: str,
        where: str = "",
        hint: str = "",
        problems: Sequence[Problem] = (),
        **values: str,
    ) -> None:
        super().__init__(f"{code}: {what}", where, hint)
        self.code, self.key, self.values = code, key, values
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Added:
    """A mod that was copied into the player's folder."""

    mod: Mod
    path: Path
    problems: tuple[Problem, ...]  # what is worth a look, and what it still needs
    replaced: Path | None = None  # where the one is now that stood there
    hides: str = ""  # the path of a mod elsewhere that is no longer used


def add(path: Path, *, replace: bool = False) -> Added:
    """Check a mod and copy it into the player's folder; raises ModError."""
    if not path.exists():
        what, hint = "there is nothing here", "name a folder or a zip"
        raise ModError("E712", "nothing", what, str(path), hint)
    if not places.is_mod(path):
        what = f"this is no mod: a folder with {places.MANIFEST}, or a zip of one"
        hint = "`machinetime mods new ID` writes a first one"
        raise ModError("E712", "no_mod", what, str(path), hint)
    mod = open_mod(path)
    problems = _checked(mod, path)
    known = {id_: each for id_, each in find_mods().items() if id_ == mod.info.id}
    folder = places.own_mods()
    there = [to for to in (folder / mod.info.id, folder / f"{mod.info.id}.zip") if _exists(to)]
    _refuse_what_is_there(mod, path, there, replace)
    replaced = None
    target = folder / (mod.info.id + (".zip" if path.is_file() else ""))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = _copied(mod, path, folder)
        for old in there:
            replaced = _put_away(old)
        os.replace(temporary, target)
    except OSError as error:
        raise disk_error("E712", target, error) from None
    others = (each.info.path for each in known.values() if Path(each.info.path) not in there)
    return Added(mod, target, problems, replaced, next(others, ""))


def disk_error(code: str, path: Path, error: OSError) -> ModError:
    """The disk refuses to copy, move or write a mod."""
    why = error.strerror or str(error)
    return ModError(code, "disk", "the disk refuses it", str(path), why, why=why)


def _exists(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _checked(mod: Mod, path: Path) -> tuple[Problem, ...]:
    """What a full check says of a mod; raises ModError when it is wrong in itself."""
    problems = mod.info.problems
    if not problems:
        report = run(path)
        start = f"{mod.info.id}/"
        problems = tuple(each for each in report.problems if each.file.startswith(start))
        (info, *_) = (each for each in report.mods if each.id == mod.info.id)
        problems += tuple(each for each in info.problems if each not in problems)
        problems = tuple(each for each in problems if each.code != "W710")  # `hides` says it
    wrong = [each for each in problems if each.severity == "error"]
    if any(each.code not in CIRCUMSTANCES for each in wrong):
        what = f"'{mod.info.id}' has problems and was not copied"
        hint = f"`machinetime content check {path}` after a change"
        raise ModError("E712", "not_copied", what, str(path), hint, problems, id=mod.info.id)
    return problems


def _refuse_what_is_there(mod: Mod, path: Path, there: Sequence[Path], replace: bool) -> None:
    for old in there:
        if old.resolve() == path.resolve():
            what = f"'{mod.info.id}' is in your folder already"
            raise ModError("E712", "there", what, str(old), id=mod.info.id)
        if replace:
            continue
        before = open_mod(old).info
        id_, old_version, new_version = mod.info.id, before.version or "?", mod.info.version
        if before.hash == mod.info.hash:
            what = f"the very same '{id_}' is in your folder already"
            raise ModError("E712", "same", what, str(old), id=id_)
        what = f"'{id_}' {old_version} is in your folder already, and this is {new_version}"
        hint = "--replace moves the old one aside and takes this one"
        raise ModError(
            "E712", "other", what, str(old), hint, id=id_, old=old_version, new=new_version
        )


def _copied(mod: Mod, path: Path, folder: Path) -> Path:
    """A copy under a name that nobody looks at; raises OSError."""
    temporary = folder / f".adding-{mod.info.id}-{os.getpid()}"
    if path.is_file():
        shutil.copyfile(path, temporary)
        return temporary
    try:
        for name, data in [*mod.files.items(), *_notes(path).items()]:
            to = temporary / name
            to.parent.mkdir(parents=True, exist_ok=True)
            to.write_bytes(data)
    except OSError:
        with suppress(OSError):
            shutil.rmtree(temporary)
        raise
    return temporary


def _notes(folder: Path) -> dict[str, bytes]:
    """What the folder of a mod holds for people: a README, a licence."""
    found: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.iterdir()):
        if path.suffix in NOTES and path.is_file() and not path.is_symlink():
            size = path.stat().st_size
            total += size
            if size <= MAX_FILE and total <= MAX_TOTAL:
                found[path.name] = path.read_bytes()
    return found


def remove(id_: str) -> Path:
    """Move a mod of the player's folder to where removed ones lie; raises ModError."""
    mod = find_mods().get(id_)
    if mod is None:
        what = f"there is no mod '{id_[:60]}'"
        raise ModError("E714", "unknown", what, str(places.own_mods()), id=id_[:60])
    path = Path(mod.info.path)
    if places.place_of(path) != "own":
        hint = "only what lies in your own folder is removed; `mods disable` switches it off"
        raise ModError("E714", "not_yours", f"'{id_}' is not yours", str(path), hint, id=id_)
    try:
        return _put_away(path)
    except OSError as error:
        raise disk_error("E714", path, error) from None


def _put_away(path: Path) -> Path:
    """Move a mod beside the others that were removed; its new path."""
    folder = path.parent / places.REMOVED
    folder.mkdir(exist_ok=True)
    number = 1
    while True:
        to = folder / (path.name if number == 1 else f"{path.stem}-{number}{path.suffix}")
        if not _exists(to):
            os.rename(path, to)
            return to
        number += 1


def id_fault(id_: str) -> str:
    """Why a word cannot be the id of a mod, or nothing."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", id_):
        return "small letters, digits and _ , starting with a letter, at most 40 of them"
    return "that is the game itself" if id_ == "base" else ""

"""How does a save leave this machine, and how does one come in?

A shared file is exactly a save, header and body byte for byte, under another suffix: whoever gets
it may also load it where it lies. What comes in is read to its last number before it enters the
saves folder, and never takes the place of another.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.content.places import path_named
from game.session import naming, needs, save_bytes, save_file, store
from game.session.locations import (
    LATEST,
    SHARED,
    SUFFIX,
    file_stem,
    reserved,
    saves_folder,
)
from game.session.mod_lists import Mods, mods_of
from game.session.save_bytes import BadSave

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words

_UNNAMED = "shared"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A save that has come in; `missing` are those of its mods that are not here."""

    path: Path
    header: dict[str, Any]
    mods: Mods
    missing: Mods


def export_save(source: Path, target: Path | str | None = None) -> Path:
    """Write a save to one file to share, and return its path; raises SaveError.

    Without a target it bears the name of the save, in the folder one stands in. A file that is
    there already stays.
    """
    data = save_file.read_bytes(source)
    save_bytes.decode(data, str(source))
    path = path_named(str(target)) if target else Path(source.stem)
    return export_bytes(data, path / source.stem if path.is_dir() else path)


def export_bytes(data: bytes, target: Path | str) -> Path:
    """Write the bytes of a save to a new file; without a suffix it gets the usual one."""
    path = path_named(str(target))
    if path.suffix not in (SUFFIX, SHARED):
        path = path.with_name(path.name + SHARED)
    if reserved(path.name):
        raise BadSave("bad_name", "", name=path.name)
    _write_new(path, data)
    return path


def import_save(
    ruleset: Ruleset, file: Path | str, name: str | None = None, folder: Path | None = None
) -> TakenIn:
    """Take a shared file into the saves folder; raises SaveError and leaves the file as it is.

    Without a name it gets that of its title, with a number where another has it. One that needs
    mods which are not here comes in all the same: it waits for them.
    """
    source = path_named(str(file))
    data = save_file.read_bytes(source)
    read = save_bytes.decode(data, str(source))
    rules = needs.rules_for(ruleset, source)
    try:
        store.understood(rules, read, source)
    except BadSave as error:
        if error.key != "mods":
            raise
    path = _enter(data, name, str(read.header.get("title", "")), folder or saves_folder())
    mods = mods_of(read.header)
    return TakenIn(path, read.header, mods, needs.absent(rules, mods))


def told(taken: TakenIn, words: Words) -> list[str]:
    """What one is told of a save that has come in."""
    title = store.printable(str(taken.header.get("title", "")))
    lines = [words.t("saves.imported", name=taken.path.stem, title=title)]
    if taken.mods:
        lines.append(words.t("saves.imported.needs", mods=needs.listed(taken.mods, words)))
    if taken.missing:
        lines.append(words.t("saves.imported.missing", mods=needs.listed(taken.missing, words)))
    return lines


def _enter(data: bytes, name: str | None, title: str, folder: Path) -> Path:
    """Put a save under its name, or under the first free one when nobody chose it."""
    if name is not None:
        path = naming.chosen(name, folder)
        save_file.place_new(path, data)
        return path
    stem = file_stem(title or _UNNAMED)
    for number in count(2 if stem.casefold() in LATEST else 1):
        path = naming.numbered(stem, number, folder)
        try:
            save_file.place_new(path, data)
        except BadSave as error:
            if error.key != "taken":
                raise
        else:
            return path
    raise AssertionError("unreachable")


def _write_new(path: Path, data: bytes) -> None:
    """Write a file that was not there, whole or not at all."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags, 0o644)
    except FileExistsError:
        raise BadSave("taken", "", name=str(path)) from None
    except OSError as error:
        raise save_file.unwritable(path, error) from error
    try:
        with os.fdopen(file, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise save_file.unwritable(path, error) from error

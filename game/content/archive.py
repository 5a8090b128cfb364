"""Which files does a mod hold, in a folder or in a zip?

Reads them into memory within limits; a zip is never extracted. What the files mean is decided
elsewhere.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from game.content.places import HEAVIEST
from game.errors import Problem

MAX_ENTRIES = 2_000
MAX_FILE = 1_000_000
MAX_TOTAL = HEAVIEST
MAX_RATIO = 200
NOTES = (".md", ".txt")  # for people: the game does not read them
SUFFIXES = (".yaml", ".toml", *NOTES)
_NAME = re.compile(r"[a-z0-9_][a-z0-9_./-]{0,120}")

# What systems and editors leave in folders, and pack along: never read, and no part of the mod.
_LEFT_FOLDER = "__MACOSX"
_LEFT_ENDS = ("~", ".bak", ".orig", ".swp", ".tmp")
_LEFT_NAMES = frozenset({"thumbs.db", "desktop.ini"})

# What the standard library throws at a zip that is damaged or means harm.
_BAD_ZIP = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, RuntimeError)

Files = dict[str, bytes]


def read_mod(path: Path) -> tuple[Files, list[Problem]]:
    """The files of a mod by their path inside it, and what is wrong with the container."""
    try:
        return _read_folder(path) if path.is_dir() else _read_zip(path)
    except _BAD_ZIP as error:
        return {}, [_problem(path.name, f"this zip cannot be read ({error})", "pack it again")]
    except OSError as error:
        return {}, [_problem(path.name, f"this cannot be read ({error.strerror or error})")]


def _problem(file: str, message: str, hint: str = "") -> Problem:
    return Problem("E709", "error", file, 0, 0, "", message, hint)


def is_allowed(name: str) -> bool:
    """Whether a file of a mod may be called so; notes, a README say, in capitals too."""
    return _NAME.fullmatch(name.lower() if name.endswith(NOTES) else name) is not None


def is_left_over(name: str) -> bool:
    """Whether a path is that of a hidden file, a backup, or what a system packs along.

    A path that could lead out of the mod is never taken for one, so that it is refused.
    """
    parts = name.split("/")
    if not name.isprintable() or "\\" in name or ".." in name or {"", "."} & set(parts):
        return False
    hidden = any(part.startswith(".") or part == _LEFT_FOLDER for part in parts)
    last = parts[-1].lower()
    return hidden or last.endswith(_LEFT_ENDS) or last in _LEFT_NAMES


def _read_folder(folder: Path) -> tuple[Files, list[Problem]]:
    files: Files = {}
    total = 0
    inside = ((path.relative_to(folder).as_posix(), path) for path in folder.rglob("*"))
    for name, path in sorted(inside):
        if is_left_over(name):
            continue  # the leavings of editors are nobody's business
        if path.is_symlink() and path.is_dir():
            hint = "put the folder itself there: nothing in it was read"
            return {}, [_problem(f"{folder.name}/{name}", "a link to a folder", hint)]
        if path.suffix not in (".yaml", ".yml", ".toml"):
            continue  # nor are notes and pictures
        if path.is_symlink():
            return {}, [_problem(f"{folder.name}/{name}", "a link", "put the file itself there")]
        if not path.is_file():
            continue
        total += path.stat().st_size
        if len(files) >= MAX_ENTRIES or total > MAX_TOTAL:
            message = f"more than {MAX_ENTRIES} files or {MAX_TOTAL:,} bytes"
            return {}, [_problem(folder.name, message, "split the mod")]
        files[name] = path.read_bytes()
    return files, []


def _read_zip(path: Path) -> tuple[Files, list[Problem]]:
    size = path.stat().st_size
    if size > MAX_TOTAL:  # its list of files alone could fill the memory
        return {}, [_problem(path.name, f"{size:,} bytes, and {MAX_TOTAL:,} is the most")]
    with zipfile.ZipFile(path) as archive:
        names = [entry.orig_filename for entry in archive.infolist()]
        entries = [
            entry
            for entry, name in zip(archive.infolist(), names, strict=True)
            if not entry.filename.endswith("/") and not is_left_over(name)
        ]
        problems = _refused(path.name, entries, len(names))
        if problems:
            return {}, problems
        files: Files = {}
        for entry in entries:
            with archive.open(entry) as stream:
                # The header may lie about the size: never take more than it may be.
                raw = stream.read(MAX_FILE + 1)
            if len(raw) > MAX_FILE:
                return {}, [_problem(f"{path.name}/{entry.filename}", "larger than it claims")]
            files[entry.filename] = raw
    inner = _without_folder(files)
    return {name: inner[name] for name in sorted(inner)}, []  # not in the order of packing


def _refused(archive: str, entries: list[zipfile.ZipInfo], count: int) -> list[Problem]:
    """Everything about the list of files that breaks a rule, before any byte is inflated."""
    problems: list[Problem] = []
    if count > MAX_ENTRIES:
        message = f"{count:,} files and folders, and {MAX_ENTRIES:,} is the most"
        return [_problem(archive, message, "split the mod")]
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL:
        message = f"{total:,} bytes unpacked, and {MAX_TOTAL:,} is the most"
        return [_problem(archive, message, "split the mod")]
    seen: set[str] = set()
    for entry in entries:
        fault = _fault(entry, seen)
        seen.add(entry.filename)
        if fault:
            problems.append(_problem(f"{archive}/{entry.filename[:80]!a}", *fault))
    return problems


def _fault(entry: zipfile.ZipInfo, seen: set[str]) -> tuple[str, str] | None:
    name = entry.filename
    parts = name.split("/")
    if not is_allowed(name) or ".." in name or "" in parts or "." in parts:
        return "this name is not allowed", "rename it: small letters, digits, _ - . and /, no .."
    if name in seen:
        return "this name stands there twice", "keep one"
    if not name.endswith(SUFFIXES):
        return "this kind of file is not allowed", f"leave it out: only {' '.join(SUFFIXES)}"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "a link", "put the file itself there"
    if entry.flag_bits & 0x1:
        return "it is encrypted", "pack it without a password"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "it is packed in a way that is not read", "pack it again, the usual way"
    if entry.file_size > MAX_FILE:
        return f"{entry.file_size:,} bytes, and {MAX_FILE:,} is the most", "split it"
    if entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        return f"it unpacks to more than {MAX_RATIO} times its size", "this looks like a bomb"
    return None


def _without_folder(files: Files) -> Files:
    """The files as seen from the one folder that holds them all, when there is one."""
    if "mod.toml" in files or not files:
        return files
    top = next(iter(files)).split("/")[0] + "/"
    if all(name.startswith(top) for name in files):
        return {name[len(top) :]: raw for name, raw in files.items()}
    return files

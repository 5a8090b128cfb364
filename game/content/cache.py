"""Has this very content been checked before? Then take what was found, without checking it again.

The checked ruleset is kept as records (`records.py`) in the user's cache folder, under a name made
from every byte of the content, the game's own reading code and the versions. A cache that is
missing, damaged or not the user's own is passed over and written anew; none of it is ever fatal.
What somebody in this process still plays with is not even read again.
MACHINETIME_CACHE names another folder, or is `off`.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from game import __version__
from game.content import places

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

ENVIRONMENT = "MACHINETIME_CACHE"
OFF = frozenset({"off", "no", "0"})
SUFFIX = ".rules"
READ = (".yaml", ".yml", ".toml")
KEPT = 8  # rulesets: the game alone, and with some mods
LARGEST = 64 << 20
MAGIC = b"machinetime-rules 2\n"
_in_use: WeakValueDictionary[Path, Ruleset] = WeakValueDictionary()


def load(
    base: Path | None = None, mods: Sequence[str] = (), mod_dirs: Sequence[Path] = ()
) -> Ruleset:
    """The ruleset of a content folder with some mods, or ContentError with every problem.

    The same as `loader.load`, in a fraction of the time when nothing has changed since the last.
    """
    mods, mod_dirs = tuple(mods), tuple(mod_dirs)
    path = _path(base or places.base_dir(), mods, mod_dirs)
    found = (_in_use.get(path) or _read(path)) if path else None
    if found is None:
        from game.content import freezing, loader

        found = freezing.recorded(loader.load(base, mods, mod_dirs))
        # What was edited while it was being read must not be kept under its older name.
        if path != _path(base or places.base_dir(), mods, mod_dirs):
            return found
        if path:
            with suppress(Exception):  # a disk that is full, a folder of somebody else's: no matter
                _write(path, found)
    elif path:
        _keep(path, found)
    if path:
        _in_use[path] = found
    return found


def folder() -> Path | None:
    """Where rulesets are kept, or None where none may be: never inside a checkout."""
    named = os.environ.get(ENVIRONMENT, "").strip()
    if named.lower() in OFF:
        return None
    if named:
        found = places.path_named(named)
    else:
        import platformdirs

        found = Path(platformdirs.user_cache_dir("machinetime", appauthor=False))
    inside = found.absolute().resolve().is_relative_to(Path(__file__).resolve().parents[2])
    return None if inside else found


def _path(base: Path, mods: Sequence[str], mod_dirs: Sequence[Path]) -> Path | None:
    """The file in which this content would be found, or None when there can be none."""
    try:
        place = folder()
        dirs = (*mod_dirs, *places.mod_dirs())
        return place / (_fingerprint(base, mods, dirs) + SUFFIX) if place else None
    except (OSError, RuntimeError):  # a folder that cannot be read, a home that is not there
        return None


# ------------------------------------------------------------------------- what it depends on


def _fingerprint(base: Path, mods: Sequence[str], mod_dirs: Sequence[Path]) -> str:
    """One word for all that the ruleset depends on."""
    digest = hashlib.blake2b(digest_size=20)
    for part in (__version__, sys.version, repr(tuple(mods)), *map(str, (base, *mod_dirs))):
        digest.update(f"{part}\0".encode())
    for code in _files(os.path.dirname(__file__), (".py",)):
        digest.update(_stamp(code))
    for path in _files(str(base), READ):
        digest.update(_bytes(path))
    for mod in _mods(mod_dirs):
        paths = [str(mod)] if mod.is_file() else _files(str(mod), READ)
        light = sum(map(os.path.getsize, paths)) <= places.HEAVIEST
        for path in paths:  # the loader will not read a heavy one either
            digest.update(_bytes(path) if light else _stamp(path))
    return digest.hexdigest()


def _bytes(path: str) -> bytes:
    """The name and all bytes of a file."""
    with open(path, "rb") as file:
        data = file.read()
    return f"{path}\0{len(data)}\0".encode() + data


def _stamp(path: str) -> bytes:
    """What tells that a file has changed, most of the time, without reading it."""
    known = os.stat(path)
    return f"{path}\0{known.st_size}\0{known.st_mtime_ns}\0".encode()


def _mods(mod_dirs: Sequence[Path]) -> Iterator[Path]:
    """Every mod that the loader would look at, in a stable order."""
    for place in mod_dirs:
        inside = sorted(place.iterdir()) if place.is_dir() else []
        yield from filter(places.is_mod, [place] if places.is_mod(place) else inside)


def _files(top: str, kinds: tuple[str, ...]) -> list[str]:
    """The files of some kinds anywhere in a folder; plain strings, because there are hundreds."""
    return sorted(
        path
        for folder, _, names in os.walk(top)
        for name in names
        if name.endswith(kinds) and os.path.isfile(path := os.path.join(folder, name))
    )


# ------------------------------------------------------------------------------- the file


def _read(path: Path) -> Ruleset | None:
    """The ruleset in a file of the cache, or None when it cannot be trusted."""
    try:
        data = _own_bytes(path)
    except OSError:
        return None
    head = len(MAGIC) + hashlib.blake2b().digest_size
    body = data[head:]
    if data[:head] != MAGIC + hashlib.blake2b(body).digest():
        return None
    from game.content.thawing import thaw

    try:
        return thaw(body)
    except Exception:  # written by a game that named things otherwise
        return None


def _keep(path: Path, ruleset: Ruleset) -> None:
    """What is in use is not the one to let go, and comes back if it was."""
    now = time.time_ns()
    with suppress(Exception):
        try:
            os.utime(path, ns=(now, now))
        except FileNotFoundError:
            _write(path, ruleset)


def _own_bytes(path: Path) -> bytes:
    """The bytes of a file that nobody but the user can have written; raises OSError."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        for known in (os.fstat(handle), os.stat(path.parent)):
            if hasattr(os, "geteuid"):
                foreign = known.st_uid != os.geteuid() or known.st_mode & 0o022
                if foreign:
                    raise PermissionError(path)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(path)
        return file.read(LARGEST)


def _write(path: Path, ruleset: Ruleset) -> None:
    """Put a ruleset into the cache, whole or not at all; raises OSError."""
    from game.content.freezing import freeze

    body = freeze(ruleset)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(MAGIC + hashlib.blake2b(body).digest() + body)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _forget(path.parent)


def _forget(place: Path) -> None:
    """Let the rulesets go that were not used lately."""
    found = sorted(place.glob(f"*{SUFFIX}"), key=lambda path: -path.stat().st_mtime_ns)
    for path in found[KEPT:]:
        path.unlink()

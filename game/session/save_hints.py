"""What may somebody do about a save that cannot be read, or about a folder that cannot be used?

A damaged save is moved aside and its good backups are named; one that was moved aside earlier is
found again under the name that it had.
"""

from __future__ import annotations

from pathlib import Path

from game.errors import SaveError
from game.session import save_file
from game.session.locations import MOVED, was_damaged
from game.session.save_bytes import BadSave

_ASIDE = frozenset({"damaged", "too_big"})
Hints = list[tuple[str, dict[str, object]]]  # (key of a word, its values)


def with_hints(error: BadSave, path: Path, aside: bool) -> BadSave:
    """The same error with what was done about it: the file moved aside, the backups that read."""
    if error.key not in (*_ASIDE, "missing", "set_aside"):
        return error
    hints: Hints = []
    if aside and error.key in _ASIDE and not was_damaged(path):
        hints += [("aside", {"name": kept.name}) for kept in (save_file.set_aside(path),) if kept]
    if error.key == "missing" and (kept := _last_aside(path)):
        hints.append(("was_aside", {"name": kept.name}))
    if backups := save_file.good_backups(_origin(path)):
        hints.append(("backups", {"names": ", ".join(str(each) for each in backups)}))
    elif hints or error.key != "missing":
        hints.append(("no_backups", {}))
    return _hinting(error, hints)


def of_moved(path: Path) -> BadSave:
    """What is said in a list of a save that was moved aside."""
    return with_hints(BadSave("set_aside", str(path)), path, aside=False)


def unkept(error: SaveError, folder: Path) -> SaveError:
    """The same error with what one loses, and how to keep the game elsewhere."""
    if not isinstance(error, BadSave) or error.key != "unwritable":
        return error
    hints: Hints = [("elsewhere", {})]
    if folder.exists() and not folder.is_dir():
        hints.insert(0, ("no_folder", {"name": str(folder)}))
    return _hinting(error, hints)


def _hinting(error: BadSave, hints: Hints) -> BadSave:
    plain = "; ".join(f"{key}: {', '.join(map(str, v.values()))}" if v else key for key, v in hints)
    better = BadSave(error.key, error.where, plain, **error.values)
    better.hints = tuple((f"session.save.{key}", values) for key, values in hints)
    return better


def _origin(path: Path) -> Path:
    """The name that a save had before it was moved aside."""
    moved = MOVED.fullmatch(path.name)
    return path.with_name(moved[1]) if moved else path


def _last_aside(path: Path) -> Path | None:
    """The save of this name that was moved aside last."""
    try:
        moved = [each for each in path.parent.iterdir() if was_damaged(each)]
        moved = [each for each in moved if _origin(each) == path]
        return max(moved, key=lambda each: each.stat().st_mtime_ns, default=None)
    except OSError:
        return None

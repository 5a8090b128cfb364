"""Would a zip of a mod's folder be the same mod, and does every file in it say something?

Looks at names alone: what a zip may not hold, and what looks like content and is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from game.content.archive import NOTES, SUFFIXES, is_allowed, is_left_over
from game.content.manifests import Mod
from game.content.models import KINDS, WORDS
from game.errors import Problem


def passed_over(mod: Mod) -> list[Problem]:
    """The files of a mod that the game does not read although somebody may think so."""
    path = Path(mod.info.path)
    if not path.is_dir():
        return [found for name in mod.files for found in _unread(mod.info.id, name)]
    names = sorted(each.relative_to(path).as_posix() for each in path.rglob("*") if each.is_file())
    kept = [name for name in names if not is_left_over(name)]
    return [
        found
        for name in kept
        for found in (*_unread(mod.info.id, name), *_unpackable(mod.info.id, name))
    ]


def _unread(id_: str, name: str) -> Iterator[Problem]:
    """Notes in a folder of content: an editor has added an ending of its own."""
    if name.split("/")[0] in (*KINDS, WORDS) and "/" in name and name.endswith(NOTES):
        said = "rename it so that it ends in .yaml; notes stand beside mod.toml"
        yield _problem("W717", id_, name, "the game does not read this file", said)


def _unpackable(id_: str, name: str) -> Iterator[Problem]:
    """What the folder may hold, and a zip of it may not."""
    if not is_allowed(name):
        hint = "rename it: small letters, digits, _ - and ."
        yield _problem("W718", id_, name, "a zip may not hold a file of this name", hint)
    elif not name.endswith((*SUFFIXES, ".yml")):
        hint = f"leave it out: a zip holds only {' '.join(SUFFIXES)}"
        yield _problem("W718", id_, name, "a zip may not hold a file of this kind", hint)


def _problem(code: str, id_: str, name: str, message: str, hint: str) -> Problem:
    return Problem(code, "warning", f"{id_}/{name}", 0, 0, "", message, hint)

"""How does one begin a mod? With a small one that already plays.

Writes the files of `mod_templates.py` into the player's folder, under an id and a name, after the
same check that any mod must pass.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path

import game
from game.content import places
from game.content.check import run
from game.content.document import FORBIDDEN
from game.content.loader import find_mods
from game.content.mod_store import ModError, disk_error, id_fault
from game.content.mod_templates import KINDS, MANIFEST, README

USUAL = "storylet"


def bounds() -> str:
    """Which versions of the game a mod of today is made for: this one, up to the next but one."""
    major, minor, *_ = game.__version__.split(".")
    return f">={major}.{minor},<{int(major) + 2}"


def begin(id_: str, name: str = "", kind: str = USUAL) -> Path:
    """Write a first mod and return its folder; raises ModError."""
    fault = id_fault(id_)
    if fault:
        what = f"'{id_[:60]}' cannot be the id of a mod"
        raise ModError("E713", "bad_id", what, "", fault, id=id_[:60])
    if kind not in KINDS:
        what, known_kinds = f"there is no beginning called '{kind[:60]}'", ", ".join(KINDS)
        raise ModError("E713", "no_kind", what, "", known_kinds, kind=kind[:60], known=known_kinds)
    known = find_mods().get(id_)
    folder = places.own_mods() / id_
    if known is not None or folder.exists():
        where = known.info.path if known else str(folder)
        what = f"there is a mod '{id_}' already"
        raise ModError("E713", "taken", what, where, "take another id", id=id_)
    temporary = folder.with_name(f".beginning-{id_}-{os.getpid()}")
    try:
        _write(temporary, _files(id_, name, kind))
        report = run(temporary)
        if report.errors:
            what = f"the game has changed, and a beginning from '{kind}' no longer passes"
            raise ModError("E713", "outdated", what, "", "", report.problems, kind=kind)
        os.rename(temporary, folder)
    except OSError as error:
        raise disk_error("E713", folder, error) from None
    finally:
        with suppress(OSError):
            shutil.rmtree(temporary)
    return folder


def _files(id_: str, name: str, kind: str) -> dict[str, str]:
    """The files of a first mod by their path."""
    shown = " ".join(FORBIDDEN.sub("", name).split()) or id_.replace("_", " ").capitalize()
    quoted = json.dumps(shown, ensure_ascii=False)
    values = {"ID": id_, "GAME": bounds(), "NAME": quoted}

    def filled(text: str, **other: str) -> str:
        return re.sub("|".join(values), lambda found: {**values, **other}[found[0]], text)

    files = {places.MANIFEST: filled(MANIFEST), "readme.md": filled(README, NAME=shown)}
    return files | {filled(path): filled(text) for path, text in KINDS[kind].items()}


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

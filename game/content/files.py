"""Which definitions stand in a set of content files?

Reads the files of a folder or of a mod and sorts their definitions by kind and id. Whether a
definition is right is not looked at here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from game.content import places
from game.content.definitions import BASE, Definition, nearest
from game.content.document import Document, Spot
from game.content.models import KINDS, WORDS
from game.content.reader import read
from game.errors import Problem

Table = dict[str, dict[str, Definition]]  # kind → id → definition
Files = Iterable[tuple[str, bytes]]  # path inside the content folder, bytes
_ID = re.compile(r"[a-z][a-z0-9_.{}-]*")
_NAMELESS = ("E112", "E202")  # that a reader and a sorter of files notes: a definition without id


@dataclass
class Reading:
    """The definitions of a set of files before they are validated."""

    table: Table = field(default_factory=lambda: {kind: {} for kind in (*KINDS, WORDS)})
    problems: list[Problem] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    unsettled: set[str] = field(default_factory=set)  # kinds of which not every id could be read
    laid: list[Definition] = field(default_factory=list)  # the patches of mods, in their order


def read_base(base: Path | None = None) -> Reading:
    """Every definition of the base content, in the order of the files."""
    folder = base or places.base_dir()
    reading = Reading()
    if not folder.is_dir() or not any(folder.rglob("*.yaml")):
        reading.problems.append(_no_content(folder))
        return reading
    names = sorted(
        (path.relative_to(folder).as_posix(), path) for path in folder.rglob("*") if path.is_file()
    )
    collect(reading, ((name, path.read_bytes()) for name, path in names), "base/", BASE)
    return reading


def _no_content(folder: Path) -> Problem:
    """That there is nothing to check at a path."""
    message, hint = "there is no such folder", ""
    if folder.is_dir():
        message, hint = "there is no content in this folder", "name the folder of a mod"
    elif folder.exists():
        message, hint = "this is not a folder", "name the folder in which it lies, or a zipped mod"
    return Problem("E101", "error", str(folder), 0, 0, "", message, hint)


def collect(reading: Reading, files: Files, shown: str, owner: str) -> list[Definition]:
    """Add the definitions of some files; return the patches among them, to be laid on later."""
    patches: list[Definition] = []
    for name, raw in files:
        if name.startswith(".") or "/." in name or not name.endswith((".yaml", ".yml")):
            continue  # notes and the leavings of editors
        if name.endswith(places.CASES):
            continue  # read when the content is checked
        kind = name.split("/")[0] if "/" in name else name.rsplit(".", 1)[0]
        document = read(raw, shown + name)
        reading.documents.append(document)
        if kind not in reading.table or name.endswith(".yml"):
            hint = nearest(kind, reading.table) or f"one of: {', '.join(reading.table)}"
            message = f"no kind of content is called '{kind}'"
            if name.endswith(".yml"):
                message, hint = "content files end in .yaml", "rename it"
            elif kind == "tests":
                hint = f"the name of a file of tests ends in {places.CASES}"
            document.problem("E113", Spot(1, 1), message, hint)
            reading.problems += document.problems[-1:]
            reading.unsettled.update(get_close_matches(kind, reading.table, n=1))
            continue
        found = _definitions(document, kind, owner)
        lost = any(each.code in _NAMELESS for each in document.problems)
        if document.value is None or lost or any(map(_is_misnamed, found)):
            reading.unsettled.add(kind)
        for definition in found:
            if _is_patch(definition):
                patches.append(definition)
            else:
                _add(reading, definition)
        reading.problems += document.problems
    return patches


def _is_misnamed(definition: Definition) -> bool:
    """Whether what a definition is called is no id, so that another may have been meant."""
    if definition.kind == "observations" or _is_patch(definition):
        return False
    return not _ID.fullmatch(definition.id)


def _is_patch(definition: Definition) -> bool:
    """Whether a definition changes another; a word that is called `patch` is a word."""
    listed = definition.kind != WORDS or isinstance(definition.prefix[0], int)
    return listed and "patch" in definition.data


def _definitions(document: Document, kind: str, owner: str) -> list[Definition]:
    """The definitions of one file; what is none is noted in the document."""
    value = document.value
    if value is None:
        return []
    if kind == WORDS and not _all_patches(value):
        if isinstance(value, dict):
            return [
                Definition(kind, key, each, document, (key,), owner) for key, each in value.items()
            ]
        document.problem("E112", Spot(1, 1), "a file of words is a mapping of key: {en, fr}")
        return []
    items = value if isinstance(value, list) else [value]
    found = []
    for position, item in enumerate(items):
        prefix = (position,) if isinstance(value, list) else ()
        if not isinstance(item, dict):
            if prefix not in document.broken:
                spot = document.values.get(prefix, Spot(1, 1))
                document.problem("E112", spot, "a definition is a mapping of key: value")
            continue
        name = item.get("id", item.get("patch"))
        if name is None:
            if (*prefix, "id") not in document.broken:
                spot = document.values.get(prefix, Spot(1, 1))
                document.problem("E202", spot, "the key 'id' is missing")
            continue
        found.append(Definition(kind, str(name), item, document, prefix, owner))
    return found


def _all_patches(value: Any) -> bool:
    """Whether a file of words is a list of patches, as the files of a mod may be."""
    return isinstance(value, list) and all(
        isinstance(each, dict) and "patch" in each for each in value
    )


def _add(reading: Reading, definition: Definition) -> None:
    table = reading.table[definition.kind]
    first = table.get(definition.id)
    if first is None or (definition.kind == WORDS and definition.owner != first.owner):
        table[definition.id] = definition  # a mod may say a word of the interface otherwise
        if first is not None and first.owner != BASE:
            message = f"the mod '{first.owner}' also says this word"
            hint = "the later mod wins; say which comes first with 'after' in mod.toml"
            reading.problems.append(
                definition.problem("W708", (), message, hint, key=True, severity="warning")
            )
        return
    path = () if definition.kind == WORDS else ("id",)
    before = first.problem("", path, "")
    hint = f"the first one is {before.file}:{before.line}"
    if definition.owner != first.owner:
        hint += f"; to change it, write 'patch: {first.owner}:{definition.id}'"
    message = f"the id '{definition.id}' exists already"
    reading.unsettled.add(definition.kind)  # the other id that was meant is not known
    reading.problems.append(definition.problem("E206", path, message, hint, key=True))

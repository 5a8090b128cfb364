"""Which tests of its own does a content folder or a mod bring?

Reads its files of test cases, which are no part of the rules, and checks what they name against a
ruleset. They are played elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from game.content import places, references
from game.content.definitions import BASE, Definition, nearest
from game.content.document import Document, Spot
from game.content.document import Path as DocumentPath
from game.content.manifests import open_mod
from game.content.models import KINDS
from game.content.models.cases import Case
from game.content.reader import read
from game.content.ruleset import Ruleset
from game.content.schema import validate
from game.errors import Problem

Cases = list[tuple[Definition, Case]]


def read_cases(path: Path | None, ruleset: Ruleset) -> tuple[Cases, list[Problem]]:
    """The cases of a folder (the game's own when none is named) or of a mod, and what is wrong."""
    cases: Cases = []
    problems: list[Problem] = []
    first: dict[str, str] = {}
    for definition, found in _definitions(path):
        problems += found
        if definition is None:
            continue
        case, found = validate(definition, Case)
        problems += found
        if isinstance(case, Case):
            place = definition.problem("", ("id",), "")
            if case.id in first:
                message = f"the id '{case.id}' exists already"
                hint = f"the first one is {first[case.id]}"
                problems.append(definition.problem("E206", ("id",), message, hint))
                continue
            first[case.id] = f"{place.file}:{place.line}"
            cases.append((definition, case))
    wrong = _references(cases, ruleset)
    faulty = {(each.file, each.line) for each in wrong}
    return [each for each in cases if not _lines(each[0], faulty)], problems + wrong


def _lines(definition: Definition, faulty: Collection[tuple[str, int]]) -> bool:
    """Whether a problem stands inside a definition."""
    document, prefix = definition.document, definition.prefix
    if not any(file == document.file for file, _ in faulty):
        return False
    lines = [spot.line for path, spot in document.values.items() if path[: len(prefix)] == prefix]
    return any(file == document.file and min(lines) <= n <= max(lines) for file, n in faulty)


def _definitions(path: Path | None) -> Iterable[tuple[Definition | None, list[Problem]]]:
    """Every case of every file as plain data; problems of a file come with none."""
    for shown, owner, raw in _files(path):
        document = read(raw, shown)
        items = document.value if isinstance(document.value, list) else [document.value]
        yield None, document.problems
        for position, item in enumerate(items):
            prefix = (position,) if isinstance(document.value, list) else ()
            if isinstance(item, dict):
                yield (
                    Definition("cases", str(item.get("id", "")), item, document, prefix, owner),
                    [],
                )
            elif item is not None and prefix not in document.broken:
                yield None, [_no_case(document, prefix)]


def _no_case(document: Document, prefix: tuple[int, ...]) -> Problem:
    spot = document.values.get(prefix, Spot(1, 1))
    before = len(document.problems)
    document.problem("E112", spot, "a test is a mapping of key: value")
    return document.problems.pop(before)


def _files(path: Path | None) -> Iterable[tuple[str, str, bytes]]:
    """(name shown, owner, bytes) of every file of cases, in the order of their names."""
    if path is not None and places.is_mod(path):
        mod = open_mod(path)
        for name in sorted(mod.files):
            if name.endswith(places.CASES):
                yield f"{mod.info.id}/{name}", mod.info.id, mod.files[name]
        return
    folder = path or places.base_dir()
    found = ((each.relative_to(folder).as_posix(), each) for each in folder.rglob("*"))
    for name, each in sorted(found):
        if name.endswith(places.CASES) and each.is_file() and "/." not in f"/{name}":
            yield f"{BASE}/{name}", BASE, each.read_bytes()


def _references(cases: Cases, ruleset: Ruleset) -> list[Problem]:
    """Every name in the cases that leads nowhere."""
    tables: dict[str, dict[str, Any]] = {kind: getattr(ruleset, kind) for kind in KINDS}
    tables["cases"] = {case.id: case for _, case in cases}
    names = references.Names(tables=tables, figures=ruleset.figures, ids=tables)
    definitions = {"cases": {case.id: definition for definition, case in cases}}
    problems = references.check(definitions, names)
    known = set(ruleset.choices)
    for definition, case in cases:
        for path, word in _answers(case):
            storylet, _, choice = word.partition(".")
            if (storylet, choice) in known:
                continue
            choices = [f"{one}.{other}" for one, other in known]
            message = f"there is no answer '{word}'"
            problems.append(definition.problem("E304", path, message, nearest(word, choices)))
    return problems


def _answers(case: Case) -> Iterator[tuple[DocumentPath, str]]:
    """Every answer that a case names, with its path."""
    for place, word in enumerate(case.taken):
        yield ("taken", place), word
    for n, step in enumerate(case.steps):
        if step.answer is not None:
            yield ("steps", n, "answer"), step.answer
        for place, word in enumerate(step.open):
            yield ("steps", n, "open", place), word
        for place, greyed in enumerate(step.greyed):
            yield ("steps", n, "greyed", place, "choice"), greyed.choice

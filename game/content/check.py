"""What is wrong with the content, and how much of it is there?

Loads a content folder, or a mod on the game's own content, and reports every problem and warning.
It plays nothing: what only a simulation shows is not said here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from game.content import places, tracing
from game.content.checks.ignores import heeded, sift
from game.content.checks.links import uncarried
from game.content.checks.warner import rated
from game.content.definitions import BASE
from game.content.document import Document
from game.content.files import Reading, collect
from game.content.inventory import words
from game.content.lint import lint
from game.content.loader import Assembly, assemble, build, find_mods, without_collector
from game.content.manifests import open_mod, unnamed
from game.content.packing import passed_over
from game.content.places import MANIFEST, is_mod
from game.content.ruleset import ModInfo, Ruleset
from game.content.said import Said
from game.errors import GameError, Problem

ORDER = ("error", "warning", "note")
WHOLE = {"actors", "regions", "scenarios", "seats"}  # without these no content is played alone
HIDING = "mend these and check again: some checks look only at content without errors"


@dataclass(frozen=True)
class Report:
    """Everything a check found; `ruleset` is None when the base cannot be used."""

    problems: tuple[Problem, ...]
    ruleset: Ruleset | None
    mods: tuple[ModInfo, ...]
    reading: Reading
    documents: tuple[Document, ...] = ()  # every file that was read, also of mods that are off
    folders: Mapping[str, Path] = field(default_factory=dict)  # what files begin with → a folder
    doubtful: tuple[Problem, ...] = ()  # those that may be right as they are: shown on request
    known: int = 0  # problems that a baseline lists
    gone: int = 0  # problems of the baseline that are there no more

    @property
    def errors(self) -> int:
        """How many problems forbid the use of a file."""
        return self._count("error")

    @property
    def warnings(self) -> int:
        """How many problems are only worth a look."""
        return self._count("warning")

    @property
    def notes(self) -> int:
        """How many are mere remarks."""
        return self._count("note")

    def _count(self, severity: str) -> int:
        return sum(problem.severity == severity for problem in self.problems)

    def with_doubtful(self, owner: str = BASE) -> Report:
        """The same with what may be right as it is; of a mod, only that in its files."""
        doubtful = [p for p in self.doubtful if owner == BASE or p.file.startswith(f"{owner}/")]
        problems = sorted((*self.problems, *doubtful), key=_place)
        return replace(self, problems=tuple(problems), doubtful=())

    def text(self, say: Said = str) -> str:
        """Every problem with its line and caret, then one line of counts."""
        found = [problem.report(say) for problem in self.problems]
        more = [say(HIDING)] if self.hides else []
        return "\n".join([*found, self.counts(say), *more])

    @property
    def hides(self) -> bool:
        """Whether errors keep later checks from looking: more may be found without them."""
        return any(each.severity == "error" and each.code[0] == "E" for each in self.problems)

    def counts(self, say: Said = str) -> str:
        """How many problems of each kind there are, in one line."""
        parts = [_many(self.errors, "error"), _many(self.warnings, "warning")]
        parts += [_many(self.notes, "note")] if self.notes else []
        if self.known or self.gone:
            parts.append(f"{self.known} known from the baseline, {self.gone} of it gone")
        return ", ".join(say(part) for part in parts)

    def as_dict(self) -> dict[str, Any]:
        """What `content check --json` prints."""
        problems = [problem.as_dict() for problem in self.problems]
        return {
            "errors": self.errors,
            "warnings": self.warnings,
            "notes": self.notes,
            "doubtful": len(self.doubtful),
            "known": self.known,
            "gone": self.gone,
            "problems": problems,
        }

    def stats(self) -> dict[str, Any]:
        """What `content stats --json` prints."""
        table = self.reading.table
        storylets = [definition.data for definition in table["storylets"].values()]
        choices = [each.get("choices") for each in storylets]
        return {
            "storylets": len(storylets),
            "choices": sum(len(each) for each in choices if isinstance(each, list)),
            "orders": len(table["orders"]),
            "words": words(self.reading.table),
            "facts": _coverage(self.reading),
            "seats": len(table["seats"]),
            "scenarios": len(table["scenarios"]),
        }


def run(
    path: Path | None = None, mods: Sequence[str] = (), mod_dirs: Sequence[Path] = ()
) -> Report:
    """Check the base content, or the folder or mod at `path`, together with some mods."""
    path = _meant(path)
    base = path
    if path is not None and is_mod(path):
        base = None
        mod_dirs = (path, *mod_dirs)
        mods = (open_mod(path).info.id, *mods)
    with without_collector():
        found = report(assemble(base, mods, mod_dirs), mods)
    if path is not None and base is None:
        return replace(found, folders={mods[0]: path} if path.is_dir() else {})
    return replace(found, folders={BASE: base or places.base_dir()})


def _meant(path: Path | None) -> Path | None:
    """A path that is there, or the mod of that id; raises GameError where it holds several mods."""
    if path is None or is_mod(path):
        return path
    if path.is_dir():
        mods = sorted(each.parent.name for each in path.glob(f"*/{MANIFEST}"))
        if mods:
            what = "this is a folder of mods, not one of content"
            raise GameError(what, str(path), f"name one of them: {', '.join(mods)}")
        _refuse_a_part(path)
        return path
    found = find_mods().get(str(path))
    return Path(found.info.path) if found else path


def _refuse_a_part(folder: Path) -> None:
    """Raise GameError for a folder that is neither a mod nor content that is played alone."""
    held = {each.stem for each in folder.iterdir()}
    if held >= WHOLE or not any(folder.rglob("*.yaml")):
        return
    above = next((each for each in folder.absolute().parents if is_mod(each)), None)
    hint = f"`machinetime mods new ID` writes a mod with its {MANIFEST}"
    if above is not None:
        hint = f"the mod that it is in begins further up: {above}"
    raise GameError(f"there is no {MANIFEST} here, with which a mod begins", str(folder), hint)


def report(assembly: Assembly, wanted: Sequence[str] = ()) -> Report:
    """The report on what was assembled; of the mods, those that were asked for."""
    problems = list(assembly.problems)
    for info in assembly.mods:
        if info.enabled or info.id in wanted:
            problems += [problem for problem in info.problems if problem not in problems]
            if info.id in wanted:
                mod = open_mod(Path(info.path))
                problems += [*unnamed(mod), *passed_over(mod)]
    problems += lint(assembly.reading, assembly.ruleset)
    problems = _traced(problems, assembly)
    documents = list(assembly.reading.documents)
    half_checked = {each.file for each in documents if assembly.ruleset is None}
    for info in assembly.mods:
        if not info.enabled and info.id in wanted and info.path:
            # It is no part of what was assembled: of its texts something can be said all the same.
            alone = Reading()
            collect(alone, open_mod(Path(info.path)).files.items(), f"{info.id}/", info.id)
            problems += lint(alone, None)
            documents += alone.documents
            half_checked |= {each.file for each in alone.documents}
    problems = [rated(problem) for problem in sift(problems, documents, half_checked)]
    problems.sort(key=_place)
    shown = tuple(problem for problem in problems if problem.confidence != "maybe")
    doubtful = tuple(problem for problem in problems if problem.confidence == "maybe")
    return Report(
        shown,
        assembly.ruleset,
        assembly.mods,
        assembly.reading,
        documents=tuple(documents),
        doubtful=doubtful,
    )


def _traced(problems: list[Problem], assembly: Assembly) -> list[Problem]:
    """The problems, those that a patch makes in the files of others at its own line."""

    def found(reading: Reading) -> list[Problem]:
        ruleset, wrong = build(reading, ())
        return wrong + lint(reading, ruleset)

    whole = assembly.reading
    shown = [each for each in problems if whole.laid and rated(each).confidence != "maybe"]
    shown = heeded(shown, whole.documents)
    moved = tracing.traced(shown, whole, assembly.laid, found)
    instead = dict(zip(shown, moved, strict=True))
    return [instead.get(each, each) for each in problems]


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _place(problem: Problem) -> tuple[int, bool, str, int, int]:
    """Errors first, and of them those for which a file could not be read at all."""
    is_read = not problem.code.startswith("E1")
    return ORDER.index(problem.severity), is_read, problem.file, problem.line, problem.column


def _coverage(reading: Reading) -> dict[str, Any]:
    """Facts that are cited by a definition of the kind that they name first."""
    missing = uncarried(reading.table)
    total = len(reading.table["facts"])
    return {"total": total, "covered": total - len(missing), "missing": missing}

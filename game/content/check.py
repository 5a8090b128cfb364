"""What is wrong with the content, and how much of it is there?

Loads a content folder, or a mod on the game's own content, and reports every problem and warning.
It plays nothing: what only a simulation shows is not said here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.content.files import Reading
from game.content.lint import lint
from game.content.loader import Assembly, assemble
from game.content.manifests import open_mod
from game.content.places import is_mod
from game.content.ruleset import ModInfo, Ruleset
from game.errors import Problem

# Which kinds of definition carry a fact in each of the places where it may live.
CARRIERS = {
    "rule": (
        "actors",
        "regions",
        "chips",
        "nodes",
        "items",
        "figures",
        "coefficients",
        "orders",
        "policies",
        "seats",
        "openings",
        "score",
    ),
    "scene": ("storylets", "news"),
    "codex": ("codex",),
}


@dataclass(frozen=True)
class Report:
    """Everything a check found; `ruleset` is None when the base cannot be used."""

    problems: tuple[Problem, ...]
    ruleset: Ruleset | None
    mods: tuple[ModInfo, ...]
    reading: Reading

    @property
    def errors(self) -> int:
        """How many problems forbid the use of a file."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems are only worth a look."""
        return len(self.problems) - self.errors

    def text(self) -> str:
        """Every problem with its line and caret, then one line of counts."""
        found = [problem.report() for problem in self.problems]
        return "\n".join([*found, f"{self.errors} errors, {self.warnings} warnings"])

    def as_dict(self) -> dict[str, Any]:
        """What `content check --json` prints."""
        problems = [problem.as_dict() for problem in self.problems]
        return {"errors": self.errors, "warnings": self.warnings, "problems": problems}

    def stats(self) -> dict[str, Any]:
        """What `content stats --json` prints."""
        table = self.reading.table
        storylets = [definition.data for definition in table["storylets"].values()]
        choices = [each.get("choices") for each in storylets]
        return {
            "storylets": len(storylets),
            "choices": sum(len(each) for each in choices if isinstance(each, list)),
            "orders": len(table["orders"]),
            "words": _words(self.reading),
            "facts": _coverage(self.reading),
            "seats": len(table["seats"]),
            "scenarios": len(table["scenarios"]),
        }


def run(
    path: Path | None = None, mods: Sequence[str] = (), mod_dirs: Sequence[Path] = ()
) -> Report:
    """Check the base content, or the folder or mod at `path`, together with some mods."""
    base = path
    if path is not None and is_mod(path):
        base = None
        mod_dirs = (path, *mod_dirs)
        mods = (open_mod(path).info.id, *mods)
    return report(assemble(base, mods, mod_dirs), mods)


def report(assembly: Assembly, wanted: Sequence[str] = ()) -> Report:
    """The report on what was assembled; of the mods, those that were asked for."""
    problems = list(assembly.problems)
    for info in assembly.mods:
        if info.enabled or info.id in wanted:
            problems += [problem for problem in info.problems if problem not in problems]
    if assembly.ruleset is not None:
        problems += lint(assembly.reading.table, assembly.ruleset)
    problems.sort(key=lambda problem: problem.severity != "error")
    return Report(tuple(problems), assembly.ruleset, assembly.mods, assembly.reading)


def _words(reading: Reading) -> dict[str, int]:
    counts = {"en": 0, "fr": 0}
    for table in reading.table.values():
        for definition in table.values():
            for language, text in _texts(definition.data):
                counts[language] += len(text.split())
    return counts


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in some data with its language; of a plural the form for several."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("en", "fr"):
                text = item.get("other") if isinstance(item, dict) else item
                yield from [(key, text)] if isinstance(text, str) else []
            else:
                yield from _texts(item)


def _coverage(reading: Reading) -> dict[str, Any]:
    """Facts that are cited by a definition of the kind that they name first."""
    cited: dict[str, set[str]] = {place: set() for place in CARRIERS}
    for place, kinds in CARRIERS.items():
        for kind in kinds:
            for definition in reading.table[kind].values():
                sources = definition.data.get("sources")
                cited[place].update(map(str, sources) if isinstance(sources, list) else ())
    missing = []
    for id_, definition in reading.table["facts"].items():
        places = definition.data.get("in")
        first = places[0] if isinstance(places, list) and places else ""
        # The page of a fact is shown by the encyclopaedia, so it covers itself there.
        if first != "codex" and id_ not in cited.get(first, ()):
            missing.append(id_)
    total = len(reading.table["facts"])
    return {"total": total, "covered": total - len(missing), "missing": missing}

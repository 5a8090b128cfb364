"""Which errors may a player or a modder meet, and how are they said?

Every one of them says what happened, where, and what to do. Mistakes of the programmer keep
Python's own exceptions. This file knows no file, no content and no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

_WIDTH = 92  # of the line of a file that a report shows


class GameError(Exception):
    """Something that a player or a modder can understand and repair."""

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        return " — ".join(part for part in (self.what, self.where, self.hint) if part)


class Unknown(GameError):
    """A name that nothing has.

    `kind` says what it was to be the name of, and `known` are those there are; a `hint` stands
    in the place of the nearest of them.
    """

    def __init__(self, kind: str, given: str, known: Iterable[str], hint: str = "") -> None:
        self.kind, self.given, self.known = kind, given[:80], tuple(known)
        super().__init__(f"no {kind} '{self.given}'", "", hint)


class IllegalOrder(GameError):
    """An order or a choice that the rules refuse in this state of the world."""


class SaveError(GameError):
    """A save that cannot be written, read or trusted."""


class PathError(GameError):
    """A path that this system cannot follow, or that does not serve for what was asked."""

    key = "path"

    def __init__(self, path: object, why: str) -> None:
        super().__init__(f"this path cannot be used ({why})", str(path))
        self.why = why


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of the content, with a stable code."""

    code: str
    severity: str  # "error" | "warning" | "note"
    file: str
    line: int  # from 1; 0 when the problem has no line
    column: int  # from 1; 0 when the problem has no column
    path: str  # where inside the definition: choices.buy_all.odds
    message: str
    hint: str = ""
    excerpt: str = ""  # the line of the file that it is about
    confidence: str = "sure"  # "sure" | "likely" | "maybe"
    fix: str = ""  # the word that `--fix` would write in the place of this one
    text_at: tuple[int, int] = (0, 0)  # where the text begins in which it stands, if elsewhere
    entry: str = ""  # the definition that it is about, with its owner: base:second_crop

    def line_text(self, say: Callable[[str], str] = str) -> str:
        """The one-line form: `error E201 base/storylets/hk.yaml:19:12 path: message; hint`.

        What a patch writes is told with what it is laid over: `base:second_crop path: message`.
        `say` gives each part in the language of whoever reads it.
        """
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}"
        about = [self.entry] if self.entry and not self.is_at_home else []
        about += [self.path] if self.path else []
        words = "".join([" ".join(about), say(": ") if about else "", say(self.message)])
        if self.hint:
            words += say("; ") + say(self.hint)
        return f"{say(self.severity)} {self.code} {place} {words}"

    @property
    def is_at_home(self) -> bool:
        """Whether it stands in a file of whoever wrote the definition that it is about."""
        return self.file.startswith(f"{self.entry.partition(':')[0]}/")

    def report(self, say: Callable[[str], str] = str) -> str:
        """The one-line form, then the line of the file and a caret under the column."""
        if not self.excerpt:
            return self.line_text(say)
        at = max(self.column - 1, 0)
        cut = at - _WIDTH // 2 if at > _WIDTH - 20 else 0
        line = ("…" + self.excerpt[cut + 1 :] if cut else self.excerpt).replace("\t", " ")
        if len(line) > _WIDTH:
            line = line[: _WIDTH - 1] + "…"
        return f"{self.line_text(say)}\n    {line}\n    {' ' * (at - cut)}^"

    def as_dict(self) -> dict[str, str | int]:
        """The keys that `content check --json` promises."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "path": self.path,
            "entry": self.entry,
            "message": self.message,
            "hint": self.hint,
            "confidence": self.confidence,
        }


class ContentError(GameError):
    """Content files that cannot be used, with every problem found in one run."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        errors = [problem for problem in self.problems if problem.severity == "error"]
        shown = errors[:1] or self.problems[:1]
        what = f"the content has {len(errors)} error{'' if len(errors) == 1 else 's'}"
        first = shown[0].line_text() if shown else ""
        super().__init__(what, first, "run `machinetime content check` to see them all")

    def report(self) -> str:
        """Every problem, each with its line and caret."""
        return "\n".join(problem.report() for problem in self.problems)

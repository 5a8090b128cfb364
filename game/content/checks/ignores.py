"""Which problems has an author looked at and decided to keep?

A comment `# check: ignore W608 because …` on the line of a problem, or on its own above it, keeps
that problem out of the report. It must give its reason, name a code that may be ignored, and
ignore something: an old excuse is reported as well. Errors cannot be ignored.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import yaml

from game.content.codes import CODES
from game.content.definitions import nearest
from game.content.document import Document
from game.errors import Problem

Key = tuple[str, int, str]  # file, line, code
Place = tuple[int, int]  # line from 1, column from 0

_MARK = "check:"
_COMMENT = re.compile(r"(?:^|\s)#\s*check:\s*ignore\b(?P<rest>.*)$")
_SAID = re.compile(r"\s*(?P<codes>[A-Z][0-9]{3}(?:\s*,\s*[A-Z][0-9]{3})*)\s*(?P<why>.*)$")
_LEAST_WHY = 2  # words of a reason, after `because`


@dataclass
class Ignore:
    """One comment: which codes it keeps out of which line, and whether it has done so."""

    document: Document
    line: int  # of the comment
    column: int
    target: int  # of the problem
    code: str
    used: bool = False


def sift(
    problems: Iterable[Problem], documents: Iterable[Document], half_checked: Collection[str] = ()
) -> list[Problem]:
    """The problems that nobody chose to keep, and what is wrong with the comments that say so.

    In files that errors have kept from being checked to the end, no comment is called idle.
    """
    wrong: list[Problem] = []
    ignores: dict[Key, Ignore] = {}
    for document in documents:
        for ignore in _ignores(document, wrong):
            ignores.setdefault((document.file, ignore.target, ignore.code), ignore)
    kept = _kept(problems, ignores)
    for ignore in ignores.values():
        can_tell = ignore.document.file not in half_checked and CODES[ignore.code].static
        if can_tell and not ignore.used:
            message = f"there is no {ignore.code} on line {ignore.target} to be ignored"
            wrong.append(_problem(ignore.document, ignore.line, ignore.column, "W902", message))
    return kept + wrong


def heeded(problems: Iterable[Problem], documents: Iterable[Document]) -> list[Problem]:
    """The problems that nobody chose to keep, found after `sift` has judged the comments."""
    problems = list(problems)
    if not problems:
        return []
    ignores: dict[Key, Ignore] = {}
    for document in documents:
        for ignore in _ignores(document, []):
            ignores.setdefault((document.file, ignore.target, ignore.code), ignore)
    return _kept(problems, ignores)


def _kept(problems: Iterable[Problem], ignores: Mapping[Key, Ignore]) -> list[Problem]:
    kept: list[Problem] = []
    for problem in problems:
        key = (problem.file, problem.line, problem.code)
        found = ignores.get(key) or ignores.get((problem.file, problem.text_at[0], problem.code))
        if found is None or problem.severity == "error":
            kept.append(problem)
        else:
            found.used = True
    return kept


def _ignores(document: Document, wrong: list[Problem]) -> Iterator[Ignore]:
    lines = [n for n, line in enumerate(document.lines, 1) if _MARK in line and "#" in line]
    if not lines:
        return
    held = _text_lines(document)
    for line in lines:
        text = document.lines[line - 1]
        found = _COMMENT.search(text)
        if not found or any(first <= (line, found.start()) < last for first, last in held):
            continue
        column = text.index("#", found.start()) + 1
        said = _SAID.match(found["rest"])
        if not said:
            message, hint = "this comment names no code", "# check: ignore W608 because …"
            wrong.append(_problem(document, line, column, "E903", message, hint))
            continue
        if not re.match(r"because\s+\S", said["why"]) or len(said["why"].split()) <= _LEAST_WHY:
            message = "a problem is ignored without a reason"
            hint = f"# check: ignore {said['codes']} because …"
            wrong.append(_problem(document, line, column, "E901", message, hint))
            continue
        for code in re.findall(r"[A-Z][0-9]{3}", said["codes"]):
            fault = _fault(code)
            if fault:
                wrong.append(_problem(document, line, column, "E903", *fault))
            else:
                yield Ignore(document, line, column, _target(document, line), code)


def _fault(code: str) -> tuple[str, str] | None:
    known = CODES.get(code)
    if known is None:
        hint = nearest(code, CODES) or "`content check --explain all` lists them"
        return f"no problem has the code {code}", hint
    if known.severity == "error":
        return f"{code} cannot be ignored", "it is an error: the file cannot be used"
    return None


def _target(document: Document, line: int) -> int:
    """The line that a comment speaks of: its own, or the next one that is no comment."""
    if not document.lines[line - 1].lstrip().startswith("#"):
        return line
    for later in range(line, len(document.lines)):
        text = document.lines[later].strip()
        if text and not text.startswith("#"):
            return later + 1
    return line


def _text_lines(document: Document) -> list[tuple[Place, Place]]:
    """From where to where each text of the file runs: a # inside begins no comment."""
    spans = []
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)("\n".join(document.lines))
    with suppress(yaml.YAMLError):
        while loader.check_token():
            token = loader.get_token()
            if isinstance(token, yaml.ScalarToken):
                start, end = token.start_mark, token.end_mark
                spans.append(((start.line + 1, start.column), (end.line + 1, end.column)))
    loader.dispose()
    return spans


def _problem(
    document: Document, line: int, column: int, code: str, message: str, hint: str = ""
) -> Problem:
    excerpt = document.excerpt(line)
    severity = CODES[code].severity
    hint = hint or "delete the comment"
    return Problem(code, severity, document.file, line, column, "", message, hint, excerpt)

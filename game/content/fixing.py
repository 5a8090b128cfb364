"""What can be mended without asking, and how are the files changed for it?

French and English typography, quotes round a text, a key with exactly one near word, byte-order
marks, ends of lines and spaces behind them. Only the characters in question are written, each file
whole or not at all, and never one that would then say anything else.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from game.content.checks.typography import mended
from game.content.document import Document
from game.content.spans import Span, Spans, spans
from game.errors import Problem

FIXABLE = frozenset({"W116", "W117", "N118", "W502", "W510", "E111", "E201"})

_SAME = str.maketrans({"’": "'", "«": '"', "»": '"', "“": '"', "”": '"', "…": "..."})
_BLANK = re.compile(r"\s+")
_RETURN = "\r\n"


@dataclass(frozen=True)
class Edit:
    """Characters of a file that are replaced, and the problem that this mends."""

    start: int
    end: int
    text: str
    problem: Problem


def fix(
    problems: Iterable[Problem], documents: Iterable[Document], folders: Mapping[str, Path]
) -> list[Problem]:
    """Mend what can be mended in the files below the folders; the problems that are gone by it."""
    by_file: dict[str, list[Problem]] = {}
    for problem in problems:
        if problem.line:
            by_file.setdefault(problem.file, []).append(problem)
    done: list[Problem] = []
    for document in documents:
        top, _, name = document.file.partition("/")
        found = by_file.get(document.file, [])
        if top in folders and any(problem.code in FIXABLE for problem in found):
            done += _fix_file(folders[top] / name, document, found)
    return done


def _fix_file(path: Path, document: Document, problems: list[Problem]) -> list[Problem]:
    text = "\n".join(document.lines)
    before = _raw(text, document.has_mark, document.has_returns)
    if path.is_symlink() or path.read_bytes() != before:
        return []  # it has changed since it was read, or stands elsewhere
    edits = _edits(text, problems)
    mended_text = _applied(text, edits)
    if not _says_the_same(text, mended_text):
        edits = [each for each in edits if _says_the_same(text, _applied(text, [each]))]
        mended_text = _applied(text, edits)
        if not _says_the_same(text, mended_text):
            edits, mended_text = [], text
    codes = {problem.code for problem in problems}
    mark, returns = document.has_mark, document.has_returns
    if "N118" in codes:
        mended_text = _without_trailing(mended_text)
    after = _raw(mended_text, mark and "W116" not in codes, returns and "W117" not in codes)
    if after == before:
        return []
    _write(path, after)
    whole = [problem for problem in problems if problem.code in ("W116", "W117", "N118")]
    return [*whole, *(edit.problem for edit in edits)]


def _raw(text: str, mark: bool, returns: bool) -> bytes:
    text = text.replace("\n", _RETURN) if returns else text
    return (("\ufeff" if mark else "") + text).encode()


# ------------------------------------------------------------------------------------- edits


def _edits(text: str, problems: list[Problem]) -> list[Edit]:
    """The edits of one file, from the first character to the last; none overlaps another."""
    found = spans(text)
    if found is None:
        return []
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    values = {span.start: span for span in found.values.values()}
    keys = {span.start: span for span in found.keys.values()}
    edits: dict[int, Edit] = {}
    for problem in problems:
        row, column = problem.text_at
        if not row:
            row, column = problem.line, problem.column
        at = starts[min(row, len(starts)) - 1] + column - 1
        edit = None
        if problem.code in ("W502", "W510") and at in values:
            edit = _typography(text, values[at], problem)
        elif problem.code == "E111" and at in values:
            edit = _quoted(text, values[at], problem, problems)
        elif problem.code == "E201" and problem.fix and at in keys and not keys[at].style:
            edit = Edit(at, keys[at].end, problem.fix, problem)
        if edit is not None and text[edit.start : edit.end] != edit.text:
            edits.setdefault(edit.start, edit)
    return [edits[at] for at in sorted(edits)]


def _applied(text: str, edits: list[Edit]) -> str:
    for edit in reversed(edits):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def _typography(text: str, span: Span, problem: Problem) -> Edit | None:
    """The same text as its language sets it, line by line, escapes left as they are."""
    raw = text[span.start : span.end]
    language = "fr" if problem.code == "W502" else "en"
    if span.style == "'":
        raw = re.sub(r"(?<=\w)''(?=\w)", "’", raw)
    if span.style == '"':
        raw = re.sub(r'\\"([^"\\\n]*)\\"', "«\u202f\\1\u202f»", raw) if language == "fr" else raw
        if "\\" in raw:
            return None  # what stands behind a backslash is not what it looks like
    edge = len(span.style) if span.style in ("'", '"') else 0
    inner = raw[edge : len(raw) - edge]
    lines = [_line(line, language) for line in inner.split("\n")]
    return Edit(
        span.start, span.end, raw[:edge] + "\n".join(lines) + raw[len(raw) - edge :], problem
    )


def _line(line: str, language: str) -> str:
    bare = line.strip(" ")
    start = len(line) - len(line.lstrip(" "))
    # A mark at the very edge belongs with what stands on the next line.
    set_right = mended(bare, language).strip("\u202f ")
    return line[:start] + set_right + line[start + len(bare) :]


def _quoted(text: str, span: Span, problem: Problem, problems: list[Problem]) -> Edit | None:
    """Quotes round a plain text, where it is plain to see that YAML has dropped nothing of it."""
    raw = text[span.start : span.end]
    rest = text[span.end : text.find("\n", span.end) % (len(text) + 1)].strip()
    others = {each.code for each in problems if each.line == problem.line} - {"E111", "W502"}
    ends = rest[:1] in (",", "}", "]") if span.is_flow else not rest
    if span.style or "\n" in raw or "#" in rest or others or not ends:
        return None
    escaped = raw.replace("\\", "\\\\").replace('"', '\\"')
    return Edit(span.start, span.end, f'"{escaped}"', problem)


def _without_trailing(text: str) -> str:
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


# ----------------------------------------------------------------------------------- caution


def _says_the_same(before: str, after: str) -> bool:
    """Whether every text is still there, and differs by nothing but its typography."""
    if before == after:
        return True
    old, new = spans(before), spans(after)
    if old is None or new is None:
        return False
    # A key that was renamed changes the paths; the texts stay, in their order.
    return _bare(old) == _bare(new)


def _bare(found: Spans) -> list[str]:
    return [_BLANK.sub("", span.value.translate(_SAME)) for span in found.values.values()]


def _write(path: Path, data: bytes) -> None:
    """Put the bytes in the place of the file, whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise

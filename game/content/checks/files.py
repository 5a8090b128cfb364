"""Is a file as editors should leave it: no mark in front, plain ends of lines, nothing behind them?

None of it changes what the game reads; all of it makes files differ where nothing differs.
"""

from __future__ import annotations

from collections.abc import Iterable

from game.content.codes import CODES
from game.content.document import Document
from game.errors import Problem


def check(documents: Iterable[Document]) -> list[Problem]:
    """What editors left in the files, once a file and kind."""
    problems: list[Problem] = []
    for document in documents:
        if document.has_mark:
            hint = "save it as UTF-8 without a byte-order mark"
            problems.append(_problem(document, "W116", 1, 1, "a byte-order mark in front", hint))
        if document.has_returns:
            hint = "save it with plain ends of lines (LF)"
            message = "its lines end as on Windows (CRLF)"
            problems.append(_problem(document, "W117", 1, 1, message, hint))
        trailing = [n for n, line in enumerate(document.lines, 1) if line[-1:] == " "]
        if trailing:
            column = len(document.lines[trailing[0] - 1].rstrip(" ")) + 1
            more = f", and of {len(trailing) - 1} more" if len(trailing) > 1 else ""
            message = f"spaces at the end of the line{more}"
            problems.append(_problem(document, "N118", trailing[0], column, message, "delete them"))
    return problems


def _problem(
    document: Document, code: str, line: int, column: int, message: str, hint: str
) -> Problem:
    excerpt = document.excerpt(line)
    severity = CODES[code].severity
    return Problem(code, severity, document.file, line, column, "", message, hint, excerpt)

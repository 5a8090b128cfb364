"""How is content mended until nothing is left that can be mended without asking?

Checks, fixes and checks again: a key that is named rightly may show a text without quotes behind
it. Which edits are safe is `fixing.py`'s business.
"""

from __future__ import annotations

from pathlib import Path

from game.content.check import Report, run
from game.content.fixing import fix
from game.errors import GameError, Problem

ROUNDS = 8  # each mends something, or is the last


def mend(path: Path | None = None) -> tuple[Report, list[Problem]]:
    """The report on what is left, and every problem that was mended; raises GameError."""
    if path is not None and path.is_file():
        raise GameError(
            "an archive is not written into", str(path), "unpack it, and mend the folder"
        )
    done: list[Problem] = []
    for _ in range(ROUNDS):
        report = run(path)
        fixed = fix(report.problems, report.documents, report.folders)
        done += fixed
        if not fixed:
            break
    return run(path) if fixed else report, done

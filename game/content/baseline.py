"""Which problems were there before, so that a check can speak of the new ones only?

A baseline is a small JSON file of problems by code, file and path, and how many of each; lines move
too often to be part of it. Problems that it lists are subtracted from a report, and those of them
that are gone are counted.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

from game.content.check import Report
from game.errors import GameError, Problem

FORMAT = 1
Key = tuple[str, str, str]  # code, file, path


def written(report: Report) -> str:
    """The baseline of a report, as text."""
    problems = [
        {"code": code, "file": file, "path": path, "count": times}
        for (code, file, path), times in sorted(counted(report).items())
    ]
    return json.dumps({"format": FORMAT, "problems": problems}, indent=1, ensure_ascii=False) + "\n"


def counted(report: Report) -> Counter[Key]:
    """How many problems of each kind and place a report holds."""
    return Counter(map(_key, report.problems))


def read(path: Path) -> Counter[Key]:
    """How many problems of each kind and place a baseline lists; raises GameError."""
    hint = "write a new one with --write-baseline"
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GameError("this baseline cannot be read", str(path), str(error.strerror)) from None
    except (ValueError, RecursionError):
        raise GameError("this is no baseline", str(path), hint) from None
    try:
        if data["format"] != FORMAT:
            raise GameError("this baseline is of another format", str(path), hint)
        found: Counter[Key] = Counter()
        for each in data["problems"]:
            found[str(each["code"]), str(each["file"]), str(each["path"])] += int(each["count"])
    except (KeyError, TypeError, ValueError):
        raise GameError("this is no baseline", str(path), hint) from None
    return found


def subtracted(report: Report, known: Counter[Key]) -> Report:
    """The report without the problems that a baseline lists."""
    left = Counter(known)
    fresh: list[Problem] = []
    for problem in report.problems:
        key = _key(problem)
        if left[key] > 0:
            left[key] -= 1
        else:
            fresh.append(problem)
    used = len(report.problems) - len(fresh)
    return replace(report, problems=tuple(fresh), known=used, gone=sum((+left).values()))


def _key(problem: Problem) -> Key:
    return problem.code, problem.file, problem.path

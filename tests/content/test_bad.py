"""What does the check say about each kind of mistake?

Every file of `bad/` is put into the tiny content, alone; the report on it must be the text beside
it. Run pytest with MACHINETIME_ACCEPT=1 to write the reports anew, then read them.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from game.content import check

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
COMMAND = "MACHINETIME_ACCEPT=1 pytest tests/content/test_bad.py"


def report_on(bad: Path, base: Path) -> str:
    """The report on one bad file among right ones; its name is KIND__NAME.yaml."""
    kind, name = bad.name.split("__")
    (base / kind).mkdir(exist_ok=True)
    shutil.copy(bad, base / kind / name)
    file = f"base/{kind}/{name}"
    found = [problem for problem in check.run(base).problems if problem.file == file]
    return "".join(problem.report() + "\n" for problem in found)


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.stem)
def test_every_mistake_is_reported_as_expected(bad: Path, base: Path) -> None:
    found = report_on(bad, base)
    expected = bad.with_suffix(".expected")
    if os.environ.get("MACHINETIME_ACCEPT"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8"), f"if this is right: {COMMAND}"


def test_there_are_enough_mistakes() -> None:
    codes: set[str] = set()
    for bad in BAD:
        report = bad.with_suffix(".expected").read_text(encoding="utf-8")
        codes |= set(re.findall(r"^(?:error|warning) (\w+)", report, re.MULTILINE))
    assert len(BAD) >= 15
    assert len(codes) >= 40


def test_one_mistake_blames_nobody_else(base: Path) -> None:
    bad = next(path for path in BAD if path.stem == "storylets__unknown_key")
    report_on(bad, base)
    errors = [problem for problem in check.run(base).problems if problem.severity == "error"]
    assert {problem.file for problem in errors} == {"base/storylets/unknown_key.yaml"}

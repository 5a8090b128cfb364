"""What does the check say about each kind of mistake?

Everything in `bad/` is put into the tiny content, alone; the report on it must be the text beside
it. A mistake is a file KIND__NAME.yaml; or a .recipe, whose escapes stand for bytes that no editor
would keep; or a folder, whose `base` is laid over the content and whose `mods` are checked with it.
Run pytest with MACHINETIME_ACCEPT=1 to write the reports anew, then read them.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from game.content import check
from game.content.codes import CODES
from game.content.codes.entry import SEVERITY
from game.content.mods import discover, known
from game.errors import Problem

HERE = Path(__file__).parent / "bad"
BAD = sorted(path for path in HERE.iterdir() if path.suffix != ".expected")
COMMAND = "MACHINETIME_ACCEPT=1 pytest tests/content/test_bad.py"


def baked(recipe: Path) -> bytes:
    """The bytes that a recipe describes: escapes in Latin-1, and the first line may repeat it."""
    first, _, rest = recipe.read_text(encoding="ascii").partition("\n")
    times = re.fullmatch(r"# repeat (\d+)", first)
    text = rest if times else f"{first}\n{rest}"
    return text.encode().decode("unicode_escape").encode("latin-1") * int(times[1] if times else 1)


def report_on(bad: Path, base: Path) -> list[Problem]:
    """The problems of one mistake among right files, also those that may be none."""
    if bad.is_dir():
        return report_on_folder(bad, base)
    kind, name = bad.stem.split("__")
    (base / kind).mkdir(exist_ok=True)
    raw = baked(bad) if bad.suffix == ".recipe" else bad.read_bytes()
    (base / kind / f"{name}.yaml").write_bytes(raw)
    found = check.run(base).with_doubtful().problems
    return [problem for problem in found if problem.file == f"base/{kind}/{name}.yaml"]


def report_on_folder(bad: Path, base: Path) -> list[Problem]:
    """The same for a folder, whatever file a problem is in; NAME.zip is packed first."""
    before = set(check.run(base).with_doubtful().problems)
    if (bad / "base").is_dir():
        shutil.copytree(bad / "base", base, dirs_exist_ok=True)
    place = base.parent / "mods"
    shutil.copytree(bad / "mods", place) if (bad / "mods").is_dir() else place.mkdir()
    for folder in place.glob("*.zip"):
        unpacked = folder.rename(folder.with_suffix(".unpacked"))
        with zipfile.ZipFile(folder, "w") as archive:
            for path in sorted(path for path in unpacked.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(unpacked).as_posix())
        shutil.rmtree(unpacked)
    wanted = known(discover([place]))
    found = check.run(base, wanted, [place]).with_doubtful().problems
    return [problem for problem in found if problem not in before]


def expected_of(bad: Path) -> Path:
    """Where the report on a mistake is kept."""
    return bad.with_name(f"{bad.stem}.expected")


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.stem)
def test_every_mistake_is_reported_as_expected(bad: Path, base: Path) -> None:
    found = "".join(problem.report() + "\n" for problem in report_on(bad, base))
    found = found.replace(str(base.parent), "HERE")
    expected = expected_of(bad)
    if os.environ.get("MACHINETIME_ACCEPT"):
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8"), f"if this is right: {COMMAND}"


def reported() -> set[str]:
    """Every code that some mistake brings up."""
    codes: set[str] = set()
    for bad in BAD:
        report = expected_of(bad).read_text(encoding="utf-8")
        codes |= set(re.findall(r"^(?:error|warning|note) (\w+)", report, re.MULTILINE))
    return codes


def test_there_is_a_mistake_for_every_code() -> None:
    static = {code for code, each in CODES.items() if each.static}
    assert static - reported() == set()
    assert reported() - static == set()
    assert len(BAD) >= 60


def test_the_letter_of_a_code_says_how_bad_it_is() -> None:
    lettered = [each for each in CODES.values() if each.code[0] in SEVERITY]
    assert [each.code for each in lettered if each.severity != SEVERITY[each.code[0]]] == []
    for bad in BAD:
        report = expected_of(bad).read_text(encoding="utf-8")
        for said, letter in re.findall(r"^(error|warning|note) ([A-Z])\d+ ", report, re.MULTILINE):
            assert said == SEVERITY[letter], bad.stem


def test_every_report_has_its_mistake() -> None:
    assert {expected_of(bad) for bad in BAD} == set(HERE.glob("*.expected"))


def test_one_mistake_blames_nobody_else(base: Path) -> None:
    bad = next(path for path in BAD if path.stem == "storylets__unknown_key")
    report_on(bad, base)
    errors = [problem for problem in check.run(base).problems if problem.severity == "error"]
    assert {problem.file for problem in errors} == {"base/storylets/unknown_key.yaml"}

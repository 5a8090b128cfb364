"""docs/economy.md speaks of the model as it is: the same stages, coefficients and standings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.engine import STAGES
from game.engine.quarter import NORMAL, UNIFORM

ID = re.compile(r"`([a-z_]+\.[a-z0-9_]+)`")
STANDING = re.compile(r"\*(Sourced|Fit|Guess):\*(.*?)(?=\*(?:Sourced|Fit|Guess):\*|\n\n)", re.S)


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "economy.md").read_text(encoding="utf-8")


def test_every_coefficient_named_exists_and_every_one_is_named(page, ruleset):
    named = {id_ for id_ in ID.findall(page) if not id_.endswith(".py")}
    assert named - set(ruleset.coefficients) == set()
    assert set(ruleset.coefficients) - named == set()


def test_each_coefficient_stands_under_its_own_standing(page, ruleset):
    told = {id_: kind.lower() for kind, ids in STANDING.findall(page) for id_ in ID.findall(ids)}
    wrong = {id_: told[id_] for id_ in told if told[id_] != ruleset.coefficients[id_].status}
    assert wrong == {}
    assert len(told) > 150


def test_the_tables_say_within_where_the_model_is_within(page):
    rows = [line.strip("| ").split(" | ") for line in page.splitlines() if line.startswith("| ")]
    rows = [row for row in rows if row[-1].strip("*") in ("yes", "no")]
    assert len(rows) == 24
    for figure, quarter, _, record, tolerance, model, *_, within in rows:
        seen, told = (float(number.replace(",", "")) for number in (record, model))
        if tolerance.startswith("×"):
            room = float(tolerance.split()[1])
            fine = seen / room <= told <= seen * room
        else:
            room = float(tolerance.split()[0])
            fine = abs(told - seen) <= (seen * room / 100 if tolerance.endswith("%") else room)
        assert fine == (within.strip("*") == "yes"), (figure, quarter)
    assert "in-sample" in page


def test_every_stage_has_its_section_in_the_order_of_the_tick(page, root):
    files = [f"{run.__module__.rpartition('.')[2]}.py" for _, run in STAGES]
    assert len(files) == len(list((root / "game" / "engine").glob("s[0-9]*.py")))
    headings = re.findall(r"^### S\d+ .*\(`(s\d\d_\w+\.py)`\)$", page, re.M)
    assert headings == files


def test_every_file_and_folder_named_is_there(page, root):
    for name in re.findall(r"`((?:game|content|tests|docs)/[\w./]+)`", page):
        assert (root / name).exists(), name
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", page):
        assert (root / "docs" / link).exists(), link


def test_the_streams_of_the_dice_are_those_in_use(page):
    sentence = r"streams in use by the stages are ([a-z, ]+ and [a-z]+)\."
    told = re.search(sentence, " ".join(page.split()))
    assert told is not None
    rolled = {stream for stream, _, _ in (*UNIFORM.values(), *NORMAL.values())}
    assert set(re.split(r", | and ", told[1])) == rolled

"""Does a mod that was made to do harm do nothing but disable itself, with the expected report?

The reports stand in `hostile_mods.expected`. Run pytest with MACHINETIME_ACCEPT=1 to write them
anew, then read them.
"""

from __future__ import annotations

import os
import random
import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from game.content import ModInfo, Ruleset, load
from game.content.archive import read_mod
from game.content.compiler import ExpressionError
from game.content.expressions import compile_expression
from game.content.reader import read
from tests.content.hostile_mods import CASES, MANIFEST, SCENE
from tests.saves.slices import SLICE, slice_of_today

EXPECTED = Path(__file__).with_name("hostile_mods.expected")
COMMAND = "MACHINETIME_ACCEPT=1 pytest tests/content/test_hostile_mods.py"
PATIENCE_S = 10.0
_OF_PYTHON = re.compile(r"cannot be read \(.*\)")  # whose words differ from version to version


def _expected() -> dict[str, str]:
    parts = EXPECTED.read_text(encoding="utf-8").split("\n== ")[1:]
    return {title: said for title, _, said in (part.partition("\n") for part in parts)}


def _report(info: ModInfo | None, ruleset: Ruleset) -> str:
    if info is None:
        return "(nobody takes it for a mod)\n"
    lines = [problem.line_text()[:300] + "\n" for problem in info.problems[:3]]
    lines = [_OF_PYTHON.sub("cannot be read (…)", line) for line in lines]
    more = len(info.problems) - 3
    lines += [f"(and {more} more)\n"] if more > 0 else []
    return "".join(lines) or "(nothing)\n"


def _loaded(base: Path, place: Path, case: str) -> tuple[ModInfo | None, Ruleset]:
    mods = place / "mods"
    mods.mkdir()
    CASES[case](mods)
    before = sorted(path.name for path in place.iterdir())
    began = time.monotonic()
    ruleset = load(base, ["one"], [mods])
    assert time.monotonic() - began < PATIENCE_S
    assert sorted(path.name for path in place.iterdir()) == before  # nothing was written
    found = [mod for mod in ruleset.mods if Path(mod.path).parent == mods]
    return (found[0] if found else None), ruleset


@pytest.mark.parametrize("case", CASES)
def test_hostile_mods(base: Path, tmp_path: Path, case: str) -> None:
    place = tmp_path / "place"
    place.mkdir()
    info, ruleset = _loaded(base, place, case)
    said = _report(info, ruleset)
    if os.environ.get("MACHINETIME_ACCEPT"):
        known = _expected() if EXPECTED.exists() else {}
        known[case] = said
        order = [name for name in CASES if name in known]
        text = "".join(f"\n== {name}\n{known[name].rstrip()}\n" for name in order)
        EXPECTED.write_text(text, encoding="utf-8")
    assert said.rstrip() == _expected()[case].rstrip(), f"if this is right: {COMMAND}"
    assert said.replace("\n", "").isprintable()
    assert info is None or not info.enabled or said.startswith("warning") or case in HARMLESS
    assert list(ruleset.storylets) == ["night", "letter"] or case in HARMLESS


# What only looks like harm: the mod is taken as it is, and may be played.
HARMLESS = frozenset(
    (
        "archive: a name that hides",
        "folder: a folder that holds itself",
        "file: a thousand brackets",
        "file: a division by nothing",
        "file: a new line",
    )
)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60
    assert set(_expected()) == set(CASES)


# ------------------------------------------------------------------------------- fuzz

_WORDS = [
    *("tension", "me.cash_usd", "turn", "and", "or", "not", "min", "max", "abs", "(", ")", ","),
    *("+", "-", "*", "/", "<", "<=", "==", "!=", "1", "0.5", "1e30", "9" * 40, "true", " ", "."),
    *("__class__", "'", "[", "]", "{", "}", ":", "=", "lambda", "\n", "\\", "é", "\u202e", "**"),
    *("if", "else", "import", "#", ";", "@", "%", "~", "0x", "1j", "_", "None", "\0"),
]
_YAML = [
    *("- ", "? ", ": ", "{", "}", "[", "]", ", ", "&a ", "*a", "!t ", "!!str ", "|\n", ">\n", "<<"),
    *("---\n", "...\n", "#", '"', "'", "\n", "  ", "\t", "\\x1b", "\\u202e", "~", "null", "yes"),
    *(
        "1e999",
        ".nan",
        "0o7",
        "id",
        "patch",
        "set",
        "add",
        "remove",
        "night",
        "choices",
        "\0",
        "\r",
    ),
    *("%YAML 1.1\n", "@", "`", "é", "\ufeff", "\u2028", "9" * 50, "-", "- - - -"),
]
_SCENES = SCENE.format(when="tension > 10", amount="1")


def _mutated(chance: random.Random, text: str, words: list[str]) -> str:
    """A text with some words put in, taken out, doubled or put elsewhere."""
    for _ in range(chance.randrange(1, 5)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice([0, 0, 1, 3, 20]))
        put = chance.choice([chance.choice(words), text[start:end] * 2, ""])
        text = text[:start] + put + text[end:]
    return text


def _fuzz_expression(chance: random.Random, place: Path) -> None:
    if chance.random() < 0.5:
        text = _mutated(chance, "2 + max(tension, 3) / 10 > me.cash_usd and not turn < 4", _WORDS)
    else:
        text = "".join(chance.choice(_WORDS) for _ in range(chance.randrange(1, 12)))
    try:
        compiled = compile_expression(text, chance.random() < 0.5)
    except ExpressionError as error:
        assert str(error)
    else:
        parts = {part for name in compiled.names for part in name.split(".")}
        assert not [part for part in parts if part.startswith("_")]


def _fuzz_yaml(chance: random.Random, place: Path) -> None:
    text = _mutated(chance, _SCENES, _YAML)
    document = read(text.encode("utf-8", "surrogatepass"), "x.yaml")
    assert document.value is not None or document.problems
    assert all(problem.report().replace("\n", "").isprintable() for problem in document.problems)


def _fuzz_archive(chance: random.Random, place: Path) -> None:
    path = place / "fuzz.zip"
    if not path.exists():
        with zipfile.ZipFile(path, "w", 8) as archive:
            archive.writestr("mod.toml", MANIFEST)
            archive.writestr("storylets/x.yaml", _SCENES)
    whole = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(whole))
        whole[at] = chance.choice([0, 255, whole[at] ^ (1 << chance.randrange(8))])
    if chance.random() < 0.2:
        del whole[chance.randrange(len(whole)) :]
    (other := place / "other.zip").write_bytes(whole)
    files, problems = read_mod(other)
    assert not (files and problems)
    assert all(".." not in name and not name.startswith("/") for name in files)


def _fuzz_mod(chance: random.Random, place: Path) -> None:
    folder = place / "mods" / "one"
    (folder / "storylets").mkdir(parents=True, exist_ok=True)
    manifest = _mutated(chance, MANIFEST, _YAML) if chance.random() < 0.3 else MANIFEST
    (folder / "mod.toml").write_bytes(manifest.encode())
    text = _mutated(chance, _SCENES, [*_YAML, *_WORDS])
    (folder / "storylets" / "x.yaml").write_bytes(text.encode())
    ruleset = load(place / "base", ["one"], [place / "mods"])
    assert {"night", "letter"} <= set(ruleset.storylets)
    for mod in ruleset.mods:
        assert all(problem.report().replace("\n", "").isprintable() for problem in mod.problems)


# 1,000,000 inputs in ten nights of 100,000; of each the share that its cost allows.
_FUZZ = {
    _fuzz_expression: (1_500, 60_000),
    _fuzz_yaml: (250, 25_000),
    _fuzz_archive: (300, 14_500),
    _fuzz_mod: (8, 500),
}


@pytest.mark.parametrize("night", [False, pytest.param(True, marks=pytest.mark.long)])
@pytest.mark.parametrize("fuzz", _FUZZ, ids=lambda fuzz: fuzz.__name__)
def test_no_input_of_chance_does_more_than_disable(
    base: Path, tmp_path: Path, fuzz: Callable[[random.Random, Path], None], night: bool
) -> None:
    many = _FUZZ[fuzz][night]
    first = slice_of_today() * many if night else 0
    for seed in range(first, first + many):
        try:
            fuzz(random.Random(seed), tmp_path)
        except Exception as fault:
            raise AssertionError(f"{SLICE}={slice_of_today()}, seed {seed}") from fault

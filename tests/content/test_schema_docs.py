"""Do the schemas for editors and the reference pages say what the game does?

A standard validator and the game must refuse the same definitions: those of the base, of the
example mods, of `bad/`, and some hundreds that a seeded hand has spoiled. What only the game can
see is listed, with its reason. Schemas and pages in the checkout must be those that are made today.
"""

from __future__ import annotations

import copy
import json
import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from pydantic import ValidationError

from game.content import Ruleset
from game.content.document import Plain
from game.content.files import Reading, collect
from game.content.manifests import Manifest
from game.content.models import WORDS, Model
from game.content.openable import OPENABLE
from game.content.places import CASES, base_dir
from game.content.readable import DERIVED
from game.content.reader import read
from game.content.reference import writing
from game.content.reference.schemas import manifest_schema, offered, schema_of
from game.content.reference.told import MODELS, default_of, descriptions, file_name
from game.faces.cli import main
from game.faces.commands.content import page_files

HERE = Path(__file__).parent
MODS = sorted(path for path in (base_dir().parent / "mods").iterdir() if path.is_dir())

# What the game refuses and a schema cannot: the type of the error of pydantic, and why.
EXCEPTIONS = {
    "unquoted": "a parser of YAML does not tell whether quotes stood round a text",
    "expression": "a pattern knows the letters of an expression, not its grammar",
    "int_type": "JSON has one kind of number: 2.0 is a whole number there",
    "int_from_float": "the same",
    "finite_number": "JSON has no infinity",
    "pair": "a schema does not compare two numbers of one definition",
    "defaults": "two answers marked default: draft-07 can ask for one, not for one only",
}


@cache
def pages() -> dict[str, str]:
    """The reference pages as they are made today."""
    return page_files()


@cache
def validator(kind: str) -> Draft7Validator:
    """The schema of a kind, or of mod.toml, ready to check."""
    _, ruleset = writing.base_content()
    schema = manifest_schema() if kind == "mod" else schema_of(kind, offered(ruleset))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def refusals(model: type[Model], data: Any) -> set[str]:
    """The kinds of error for which the game refuses a definition."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return {each["type"] for each in error.errors(include_url=False)}
    return set()


def disagreement(kind: str, data: Any) -> str:
    """What the game and the validator say differently about a definition, or nothing."""
    shown = {"some.word": data} if kind == WORDS else data
    found = next(iter(validator(kind).iter_errors(shown)), None)
    why = refusals(MODELS[kind], data)
    if found is not None and not why:
        return f"the schema alone refuses: {found.message[:200]} at {list(found.absolute_path)}"
    if found is None and why - set(EXCEPTIONS):
        return f"the game alone refuses: {why}"
    return ""


# ------------------------------------------------------------------------ shipped content


@pytest.mark.parametrize("kind", MODELS)
def test_the_schema_accepts_what_the_game_accepts(kind: str) -> None:
    table = writing.base_content()[0][kind]
    assert table
    assert [
        f"{id_}: {why}" for id_, d in table.items() if (why := disagreement(kind, d.data))
    ] == []


@pytest.mark.parametrize("mod", MODS, ids=lambda path: path.name)
def test_the_schema_accepts_whole_files_of_mods(mod: Path) -> None:
    wrong = []
    files = [path for path in sorted(mod.rglob("*.yaml")) if not path.name.endswith(CASES)]
    assert files
    for path in files:
        kind = path.relative_to(mod).parts[0]
        value = read(path.read_bytes(), path.name).value
        wrong += [f"{path.name}: {e.message[:200]}" for e in validator(kind).iter_errors(value)]
    assert wrong == []


def test_patches_and_definitions_are_told_apart() -> None:
    check = validator("storylets").is_valid
    assert check([{"patch": "base:x", "set": {"weight": 2}, "remove": ["advice.0"]}])
    assert not check([{"patch": "base:x", "sett": {"weight": 2}}])
    assert not check({"id": "x", "set": {"weight": 2}})


# ------------------------------------------------------------------------- spoiled content


@pytest.mark.parametrize("bad", sorted((HERE / "bad").glob("*.yaml")), ids=lambda path: path.stem)
def test_bad_files_are_refused_by_both_or_by_neither(bad: Path) -> None:
    kind, name = bad.name.split("__")
    reading = Reading()
    patches = collect(reading, [(f"{kind}/{name}", bad.read_bytes())], "", "base")
    assert patches == []
    for definition in reading.table.get(kind, {}).values():
        if not definition.document.broken:  # the reader has taken something away already
            assert disagreement(kind, definition.data) == ""


@pytest.mark.parametrize("kind", MODELS)
def test_spoiled_definitions_are_refused_by_both_or_by_neither(kind: str) -> None:
    dice = random.Random(f"spoil {kind}")
    held = [definition.data for definition in writing.base_content()[0][kind].values()]
    told = []
    both = 0
    for _ in range(40):
        data = copy.deepcopy(dice.choice(held))
        done = spoil(data, dice)
        why = disagreement(kind, data)
        told += [f"{done}: {why}"] if why else []
        both += bool(refusals(MODELS[kind], data))
    assert told == []
    assert both >= 10, "the hand that spoils has become too gentle to prove anything"


def spoil(data: Any, dice: random.Random) -> str:
    """Change one thing somewhere in a definition, and say what."""
    place, key = dice.choice([(where, key) for where in _holders(data) for key in _keys(where)])
    how = dice.choice(_WAYS)
    how(place, key, dice)
    return f"{how.__name__} at '{key}'"


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and value:
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _holders(inner)


def _keys(place: Any) -> list[Any]:
    return list(place) if isinstance(place, dict) else list(range(len(place)))


def _retype(place: Any, key: Any, dice: random.Random) -> None:
    place[key] = dice.choice(
        [7, -3, 0.5, 1e9, True, False, "words", "", "  ", Plain("Capital"), [], {}, ["a"], {"a": 1}]
    )


def _lose(place: Any, key: Any, dice: random.Random) -> None:
    del place[key]


def _misspell(place: Any, key: Any, dice: random.Random) -> None:
    if isinstance(place, dict):
        place[f"{key}{dice.choice(['s', '_', 'X', ' '])}"] = place.pop(key)


def _add(place: Any, key: Any, dice: random.Random) -> None:
    if isinstance(place, dict):
        place[dice.choice(["extra", "note", "patch", "en", "id"])] = dice.choice(["x", 1, ["y"]])
    else:
        place.append(copy.deepcopy(place[key]))


def _stretch(place: Any, key: Any, dice: random.Random) -> None:
    held = place[key]
    if isinstance(held, str):
        place[key] = held * dice.choice([0, 40]) + dice.choice(["", "!", "A", " "])
    elif isinstance(held, list):
        place[key] = held * dice.choice([0, 7])
    elif isinstance(held, int | float):
        place[key] = held * dice.choice([-1, 1000])


def _hush(place: Any, key: Any, dice: random.Random) -> None:
    """Take the words out of a text, or change something else where there is none."""
    languages = [each for each in ("en", "fr") if isinstance(place, dict) and each in place]
    for each in languages:
        place[each] = dice.choice(["", "  "])
    if not languages:
        _retype(place, key, dice)


_WAYS: list[Callable[[Any, Any, random.Random], None]] = [
    _retype,
    _lose,
    _misspell,
    _add,
    _stretch,
    _hush,
]


def test_a_manifest_is_refused_by_both_or_by_neither() -> None:
    good: dict[str, Any] = {"id": "x", "version": "1.0", "name": {"en": "X", "fr": "X"}}
    for change in (
        {},
        {"needs": ["other >= 1.2"]},
        {"needs": ["Other"]},
        {"version": "one"},
        {"id": "No"},
        {"licence": "MIT"},
        {"name": "X"},
        {"about": {"en": "X"}},
    ):
        data = good | change
        assert validator("mod").is_valid(data) == (not refusals(Manifest, data)), change


# ----------------------------------------------------------------------- what they tell


def test_every_field_is_described_in_one_line() -> None:
    silent = [
        f"{model.__name__}.{name}"
        for model in {*_all_models(), Manifest}
        for name in model.model_fields
        if not 8 <= len(descriptions(model).get(name, "")) <= 100
    ]
    assert silent == []


def _all_models() -> Iterator[type[Model]]:
    from game.content.reference.pages import _models

    waiting, done = list(MODELS.values()), set()
    while waiting:
        model = waiting.pop()
        if model not in done:
            done.add(model)
            yield model
            for field in model.model_fields.values():
                waiting += list(_models(field.annotation))


def test_the_page_of_a_kind_names_every_field_and_default() -> None:
    files = pages()
    for kind, model in MODELS.items():
        page = files[f"{file_name(kind)}.md"]
        for name, field in model.model_fields.items():
            assert f"| `{field.alias or name}` |" in page
            default = default_of(field)
            assert not isinstance(default, str) or f"`{default}`" in page or not default
        assert "```yaml" in page, f"no example on the page of {kind}"


def test_the_list_of_names_holds_every_figure() -> None:
    page = pages()["names.md"]
    assert [id_ for id_ in writing.base_content()[0]["figures"] if f"| `{id_}`" not in page] == []


def test_the_list_of_arrays_holds_every_array_and_every_unit() -> None:
    page = pages()["arrays.md"]
    known = {**OPENABLE, **DERIVED}
    assert [name for name in known if not re.search(rf"^\| `{name}[`\[]", page, re.M)] == []
    figures = writing.base_content()[1].figures.values()
    assert {each.unit for each in figures if f"\n| `{each.unit}` | " not in page} == set()


def test_schemas_offer_known_ids_and_allow_new_ones() -> None:
    order = json.loads(writing.schema_files()["order.schema.json"])
    assert "lab_paris" in order["definitions"]["seats_known"]["enum"]
    payee = order["definitions"]["Order"]["properties"]["payee"]
    assert payee["default"] == "outside"
    assert Draft7Validator(payee | {"definitions": order["definitions"]}).is_valid("somebody_new")


# ---------------------------------------------------------------------- the files themselves


@pytest.mark.parametrize("what", ["schema", "docs"])
def test_the_files_of_the_checkout_are_up_to_date(
    what: str, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    code = main(["content", what, "--check"])
    assert code == 0, f"{capsys.readouterr().out}\nrun: machinetime content {what}"


def test_a_stale_file_is_named_and_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path)]
    assert main(["content", "schema", *out]) == 0
    assert main(["content", "schema", "--check", *out]) == 0
    seat = (tmp_path / "seat.schema.json").read_text(encoding="utf-8")
    (tmp_path / "seat.schema.json").write_text(seat + "\n", encoding="utf-8")
    (tmp_path / "old.schema.json").write_text(seat, encoding="utf-8")
    (tmp_path / "mine.json").write_text("{}", encoding="utf-8")
    assert main(["content", "schema", "--check", *out]) == 1
    said = capsys.readouterr().out
    assert "seat.schema.json is out of date" in said
    assert "old.schema.json is out of date" in said
    assert main(["content", "schema", *out]) == 0
    assert main(["content", "schema", "--check", *out]) == 0
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".json").count("mine.json") == 1


@pytest.mark.parametrize(
    "what, end, taken", [("schema", ".schema.json", "seat"), ("docs", ".md", "README")]
)
def test_files_of_somebody_else_stay(
    what: str, end: str, taken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / f"mine{end}"
    mine.write_text("mine", encoding="utf-8")
    out = ["--out", str(tmp_path)]
    assert main(["content", what, *out]) == 0
    assert main(["content", what, "--check", *out]) == 0
    assert mine.read_text(encoding="utf-8") == "mine"
    theirs, other = tmp_path / "theirs", tmp_path / "theirs" / f"{taken}{end}"
    theirs.mkdir()
    other.write_text("theirs", encoding="utf-8")
    capsys.readouterr()
    assert main(["content", what, "--out", str(theirs)]) == 1
    assert other.name in capsys.readouterr().err
    assert [path.name for path in theirs.iterdir()] == [other.name]
    assert other.read_text(encoding="utf-8") == "theirs"


@pytest.mark.parametrize("what", ["schema", "docs"])
def test_an_installed_game_is_told_where_to_write(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("game.content.places.checkout", lambda: None)
    assert main(["content", what]) == 2
    assert "--out" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_every_coefficient_is_told_with_its_equation(ruleset: Ruleset, root: Path) -> None:
    """As the page of the coefficients says."""
    told = (root / "docs" / "economy.md").read_text(encoding="utf-8")
    assert [id_ for id_ in ruleset.coefficients if f"{id_}`" not in told] == []
    files = {path.stem for path in (root / "content/base/coefficients").glob("s*.yaml")}
    assert [name for name in files if f"(`{name}.py`)" not in told] == []

"""Is what a check says said in French, and does it stay so when the English of a check changes?"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from game.content import check, places
from game.content.first_words import FirstTable
from game.content.said import WORDS_FILE, in_language
from tests.content.mod_making import write_mod
from tests.content.test_bad import BAD, expected_of

ROOT = Path(__file__).parents[2]
HOSTILE = Path(__file__).parent / "hostile_mods.expected"
COMPOSED = {"it must be below ", " of them, and at most "}  # by the check of the schema
CHECKS = (*(ROOT / "game" / "content").rglob("*.py"), ROOT / "game" / "errors.py")


def spoken() -> str:
    """Every text in the code of the checks, and every report that is expected of them."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in CHECKS]
    texts = [
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    reports = [*map(expected_of, BAD), HOSTILE]
    return "\n".join([*texts, *(path.read_text(encoding="utf-8") for path in reports)])


def test_every_sentence_that_has_its_french_is_one_of_a_check() -> None:
    said = spoken()
    pairs = FirstTable(places.base_dir() / WORDS_FILE).pairs()
    parts = {part for en, _ in pairs for part in re.split(r"\{[a-z]+\}", en)}
    counted = re.compile(r"[01]? ?(?:errors?|warnings?|notes?|words)")  # counted in code
    lost = {part for part in parts if part.strip("'") not in said}
    assert {part for part in lost if not counted.fullmatch(part.strip())} == COMPOSED
    assert len(pairs) > 200


def test_half_of_all_that_may_be_wrong_is_said_in_french() -> None:
    """Every code has its mistake in `bad/`: most of what is met daily is among the half."""
    say = in_language("fr")
    heads = [line for bad in BAD for line in expected_of(bad).read_text("utf-8").splitlines()]
    told = [
        part
        for line in heads
        if (found := re.match(r"(?:error|warning|note) [EWN]\d+ \S+ (?:\S+: )?(.*)", line))
        for part in found[1].split("; ", 1)
    ]
    french = sum(say(part) != part for part in told)
    assert french > len(told) / 2 > 300


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("did you mean 'region'?", "vouliez-vous dire « region » ?"),
        ("'9' stands where a list belongs", "« 9 » se trouve là où il faut une liste"),
        ("unknown order 'b'", "aucun « b » parmi les ordres"),
        ("unknown gremlin 'b'", "unknown gremlin 'b'"),
        ("mark the quiet one; it shows in a/b.yaml:1", "marquez la plus discrète ; cela se voit "
         "dans a/b.yaml:1"),
        ("gremlins; it shows in a/b.yaml:1", "gremlins; it shows in a/b.yaml:1"),
    ],
)  # fmt: skip
def test_a_sentence_is_said_whole_or_left_as_it_is(english: str, french: str) -> None:
    assert in_language("fr")(english).replace("\u202f", " ") == french
    assert in_language("en")(english) == english


def test_a_report_is_french_from_its_first_word_to_its_last(base: Path, tmp_path: Path) -> None:
    patch = "- patch: base:night\n  set: {moood: hurt, weight: 2}\n  remove: [place]\n"
    mod = write_mod(tmp_path / "mods", "one", {"storylets/x.yaml": patch})
    report = check.run(base, ["one"], [mod.parent])
    told = report.text(in_language("fr")).replace("\u202f", " ").split("\n")
    assert told[0] == (
        "erreur E201 one/storylets/x.yaml:2:9 base:night moood : clef inconnue : « moood » ; "
        "vouliez-vous dire « mood » ?"
    )
    assert told[3] == (
        "erreur E202 one/storylets/x.yaml:3:12 base:night : il manque la clef « place » ; "
        "cela se voit dans base/storylets/night.yaml:1"
    )
    assert told[-2].startswith("2 erreurs, ") and told[-1].startswith("corrigez, puis relancez")
    assert report.as_dict()["problems"][0]["message"] == "unknown key 'moood'"

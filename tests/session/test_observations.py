"""Is a table of observations read, and is what is wrong with one said with its place?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from game.content import Ruleset
from game.errors import GameError
from game.session import observations

HEAD = "id,series,quarter,aggregate,value,unit,tolerance,tolerance_type,role\n"
LINE = "a,sales,2024Q4,point,10,bn,0.2,relative,score\n"


def test_shipped_rows_and_their_table_are_the_same(ruleset: Ruleset) -> None:
    rows = observations.shipped(ruleset)
    assert len(rows) == len(ruleset.observations) >= 20
    lines = [
        f"{r.id},{r.series},{r.quarter},{r.aggregate},{r.value!r},{r.unit},{r.tolerance!r},"
        f"{r.tolerance_type},{r.role}\n"
        for r in rows
    ]
    assert observations.read(HEAD + "".join(lines), "table", ruleset.words("en")) == rows


def test_columns_may_come_in_any_order_and_others_may_stand_between(ruleset: Ruleset) -> None:
    text = "role,note,id,value,series,tolerance_type,quarter,tolerance\nscore,hm,a,1e3,x,factor,"
    (row,) = observations.read(text + "2024Q1,3\n\n", "table", ruleset.words("en"))
    assert (row.value, row.tolerance, row.aggregate, row.quarter) == (
        1000.0,
        3.0,
        "point",
        "2024Q1",
    )


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("id,serie,quarter,value,tolerance,tolerance_type,role\n", "line 1", "series"),
        ("", "line 1", "columns"),
        (HEAD, "table", "no observation"),
        (HEAD + LINE + LINE, "line 3", "twice"),
        (HEAD + LINE.replace("10,bn", "ten,bn"), "line 2", "“ten” is not a number"),
        (HEAD + LINE.replace("10,bn", "nan,bn"), "line 2", "“nan” is not a number"),
        (HEAD + LINE.replace("2024Q4", "2024-12"), "line 2", "no quarter"),
        (HEAD + LINE.replace("2024Q4", "2024Q4-2024Q1"), "line 2", "no quarter"),
        (HEAD + LINE.replace("2024Q4", "2024Q1-2024Q4"), "line 2", "several quarters"),
        (HEAD + LINE.replace("relative", "about"), "line 2", "“about” is not known"),
        (HEAD + LINE.replace("point", "most"), "line 2", "“most” is not known"),
        (HEAD + LINE.replace("0.2", "-1"), "line 2", "above zero"),
        (HEAD + LINE.replace("0.2,relative", "0.5,factor"), "line 2", "a factor is 1 or more"),
        (HEAD + LINE.replace(",10,", ",0,"), "line 2", "relative tolerance of nothing"),
        (HEAD + LINE.replace("sales", ""), "line 2", "nothing is written"),
        (HEAD + LINE.strip() + ",x,y\n", "line 2", "more values than columns"),
        (HEAD + 'a,"sal"es,2024Q4\n', "line 2", "no CSV"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    ruleset: Ruleset, text: str, where: str, what: str
) -> None:
    said = {}
    for lang in ("en", "fr"):
        with pytest.raises(GameError) as caught:
            observations.read(text, "table", ruleset.words(lang))
        said[lang] = caught.value
    assert where in said["en"].where
    assert what in said["en"].what
    assert said["fr"].what != said["en"].what


@pytest.mark.parametrize(("lang", "more"), [("en", "and 3 more lines"), ("fr", "et 3 lignes")])
def test_all_that_is_wrong_is_said_at_once(ruleset: Ruleset, lang: str, more: str) -> None:
    bad = [LINE.replace("a,", f"a{n},").replace("10", "ten") for n in range(observations.TOLD + 3)]
    with pytest.raises(observations.BadTable) as caught:
        observations.read(HEAD + bad[0] + LINE + "".join(bad[1:]), "table", ruleset.words(lang))
    assert len(caught.value.faults) == len(bad)
    lines = str(caught.value).split("\n")
    assert len(lines) == observations.TOLD + 1 and lines[-1].startswith(more)
    assert " 2 " in lines[0] and " 4 " in lines[1]  # the good line is the third


def test_a_missing_or_binary_file_is_said_to_be_so(ruleset: Ruleset, tmp_path: Path) -> None:
    words = ruleset.words("en")
    with pytest.raises(GameError, match="No such file"):
        observations.read_file(tmp_path / "none.csv", words)
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\xff\xfe\x00\x89")
    with pytest.raises(GameError, match="no text"):
        observations.read_file(path, words)


def test_the_page_tells_every_column_word_and_series(ruleset: Ruleset, root: Path) -> None:
    page = (root / "docs" / "observations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([^`\n]+)`", page.replace("```", "")))
    words = (*observations.NEEDED, *observations.OTHERS, *observations.AGGREGATES)
    assert {*words, *observations.TOLERANCES, *observations.ROLES} <= told
    rows = re.findall(r"^\| `([a-z0-9_]+)` \| (.*) \| (.*) \|$", page, re.MULTILINE)
    series = {id_: (title, unit) for id_, title, unit in rows if id_ in ruleset.series}
    assert series == {
        each.id: (each.title.en, each.unit.en or "a plain number")
        for each in ruleset.series.values()
    }
    (sample,) = re.findall(r"```csv\n(.*?)```", page, re.DOTALL)
    assert len(observations.read(sample, "page", ruleset.words("en"))) == 3

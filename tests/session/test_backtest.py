"""Does the backtest play the record once, measure it the same each time, and say what it must?"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.content.models.conduct import Coefficient
from game.content.quarters import number
from game.faces import cli, pictures
from game.session import backtest, observations, uncertainty, units
from game.session.backtest import Backtest, Run
from game.session.scoring import Observed

WORLDS = 6
HEAD = "id,series,quarter,aggregate,value,unit,tolerance,tolerance_type,role\n"
ROW_KEYS = {
    "id",
    "series",
    "quarter",
    "observed",
    "simulated",
    "error",
    "inside",
    "naive_last",
    "naive_growth",
}
SCORE_KEYS = {"inside_share", "mean_abs_log_error", "naive_last", "naive_growth"}
Print = Callable[..., Any]


@pytest.fixture(scope="module")
def found(ruleset: Ruleset) -> Backtest:
    return backtest.backtest(ruleset, observations.shipped(ruleset), WORLDS)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Print:
    """What `backtest --json` prints for some lines of a table: printed("a,sales,…", code=0)."""

    def run(*lines: str, code: int = 0) -> Any:
        path = tmp_path / "rows.csv"
        path.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
        capsys.readouterr()
        args = ["backtest", "--observations", str(path), "--worlds", "2", "--json"]
        assert cli.main(args) == code
        out = json.loads(capsys.readouterr().out)
        return out.get("error", out)

    return run


def point(series: str, quarter: str, aggregate: str = "point") -> Observed:
    first, _, last = quarter.partition("-")
    ends = number(first), number(last or first)
    return Observed(quarter, series, quarter, *ends, aggregate, 1.0, 0.2, "relative", "fit")


def test_a_span_is_gathered_in_each_world() -> None:
    run = Run(number("2024Q1"), {"sales": np.array([[1.0, 10.0], [2.0, 20.0], [4.0, 40.0]])})
    assert run.gathered(point("sales", "2024Q2")).tolist() == [2.0, 20.0]
    assert run.gathered(point("sales", "2024Q1-2024Q3", "sum")).tolist() == [7.0, 70.0]
    assert run.gathered(point("sales", "2024Q2-2024Q3", "mean")).tolist() == [3.0, 30.0]
    assert run.gathered(point("sales", "2024Q3-2024Q4", "sum")) is None
    assert run.gathered(point("sales", "2023Q4")) is None


def test_every_shipped_row_is_judged(found: Backtest, ruleset: Ruleset) -> None:
    assert [row.observed.id for row in found.rows] == list(ruleset.observations)
    assert all(row.simulated is not None and row.inside is not None for row in found.rows)
    assert all(row.low <= row.simulated <= row.high for row in found.rows)  # type: ignore[operator]
    assert set(found.scores) == {"fit", "score"}
    assert found.scores["score"].compared >= 5


def test_what_the_script_sets_is_what_was_published(found: Backtest) -> None:
    values = {name: np.median(each, axis=1) for name, each in found.run.values.items()}
    assert values["big4_capex_bn"][:5] == pytest.approx([40.3, 35.4, 35.5, 38.6, 45.1], abs=0.06)
    assert values["cowos_kwafers_per_month"][4] == pytest.approx(13.0, rel=0.03)


def test_without_the_rules_china_has_more_and_pays_more(found: Backtest) -> None:
    other = found.counterfactual
    assert other is not None and other.holds
    assert other.stock[1] > 1.1 * other.stock[0]


def test_it_is_the_same_every_time_and_world_by_world(found: Backtest, ruleset: Ruleset) -> None:
    turns = len(found.run.quarters)
    together = found.run.values
    one = backtest.play(ruleset, "history", range(3, 4), turns, found.seed)
    for name, values in one.values.items():
        assert values[:, 0].tolist() == together[name][:, 3].tolist(), name
    other = backtest.play(ruleset, "history", range(2), turns, found.seed + 1)
    assert any((other.values[name] != together[name][:, :2]).any() for name in together)


def test_the_keys_are_those_promised(printed: Print) -> None:
    lines = (
        "a,nvda_dc_revenue_bn,2024Q4,point,35.6,bn,0.2,relative,score",
        "b,grey_market_units_k,2024Q1-2024Q4,sum,140,k,3,factor,score",
        "c,best_eci_us,2023Q1,point,125.7,ECI,4,absolute,fit",
    )
    told = printed(*lines)
    assert [row["id"] for row in told["rows"]] == ["a", "b", "c"]
    assert all(row.keys() >= ROW_KEYS for row in told["rows"])
    assert told["score"].keys() == {"fit", "score"}
    assert all(score.keys() >= SCORE_KEYS for score in told["score"].values())
    assert told["counterfactual"]["holds"] is True
    assert told["rows"][0]["naive_last"] == 18.4
    assert told["rows"][2]["naive_last"] is None  # nobody forecasts what is past
    assert told == printed(*lines)


def test_what_cannot_be_judged_is_said_and_not_guessed(printed: Print) -> None:
    told = printed(
        "known,tsmc_revenue_bn,2023Q4,point,19.6,bn,0.2,relative,fit",
        "strange,price_of_tea,2024Q4,point,3,-,0.2,relative,score",
        "before,tsmc_revenue_bn,2021Q4,point,15,bn,0.2,relative,fit",
        "beyond,tsmc_revenue_bn,2199Q1,point,99,bn,0.2,relative,score",
    )
    reasons = {each["id"]: each["reason"] for each in told["unknown"]}
    assert reasons == {
        "strange": backtest.UNKNOWN,
        "before": backtest.NOT_PLAYED,
        "beyond": backtest.NOT_PLAYED,
    }
    rows = {row["id"]: row for row in told["rows"]}
    assert [rows[name]["simulated"] for name in reasons] == [None, None, None]
    assert told["score"].keys() == {"fit"}
    assert told["score"]["fit"]["rows"] == 1


def test_a_row_in_another_unit_is_not_judged(printed: Print) -> None:
    told = printed(
        "right,tsmc_revenue_bn,2023Q4,point,19.6,USD bn,0.2,relative,fit",
        "wrong,tsmc_revenue_bn,2023Q4,point,19600,USD mn,0.2,relative,fit",
        "yearly,tsmc_revenue_bn,2023Q4,point,78,USD bn/yr,0.2,relative,fit",
        "summed,tsmc_revenue_bn,2023Q1-2023Q4,sum,69.3,USD bn/yr,0.2,relative,fit",
        "odd,tsmc_revenue_bn,2023Q4,point,19.6,golden crowns,0.2,relative,fit",
        "near,tsmc_revenu,2023Q4,point,19.6,,0.2,relative,fit",
    )
    unknown = {each["id"]: each for each in told["unknown"]}
    assert set(unknown) == {"wrong", "yearly", "near"}
    assert unknown["wrong"]["reason"] == backtest.OTHER_UNIT
    assert unknown["wrong"]["unit"] == "$bn a quarter"
    assert unknown["near"]["nearest"] == "tsmc_revenue_bn"
    assert told["score"]["fit"]["rows"] == 3
    assert {row["id"]: row["unit"] for row in told["rows"]}["odd"] == "golden crowns"


def test_a_table_of_which_nothing_can_be_judged_is_no_success(printed: Print) -> None:
    told = printed("strange,price_of_tea,2024Q4,point,3,-,0.2,relative,score", code=1)
    assert [each["id"] for each in told["unknown"]] == ["strange"]
    assert not told["score"] and told["rows"][0]["simulated"] is None


def test_every_shipped_row_has_the_unit_of_its_series(ruleset: Ruleset) -> None:
    for each in ruleset.observations.values():
        unit = ruleset.series[each.series].unit
        assert each.unit and not units.contradicts(each.unit, (unit.en, unit.fr)), each.id
        assert not units.doubtful(each.unit), each.id


@pytest.mark.parametrize(
    ("written", "unit", "apart"),
    [
        ("USD bn", "$bn a quarter", False),
        ("$bn", "$bn a quarter", False),
        ("milliards de dollars", "$bn a quarter", False),
        ("bn", "$bn a quarter", False),
        ("", "$bn a quarter", False),
        ("-", "$bn a quarter", False),
        ("crowns", "$bn a quarter", False),
        ("USD mn", "$bn a quarter", True),
        ("M$", "$bn a quarter", True),
        ("USD", "$bn a quarter", True),
        ("EUR bn", "$bn a quarter", True),
        ("USD bn/yr", "$bn a quarter", True),
        ("k units", "thousand a quarter", False),
        ("units", "thousand a quarter", True),
        ("GW", "MW", True),
        ("k wafers/month", "thousand wafers a month", False),
        ("wafers/month", "thousand wafers a month", True),
        ("fraction", "", False),
        ("%", "", True),
        ("mn", "million people", False),
        ("%", "ECI", True),
        ("points", "ECI", False),
        ("USD/h", "$ an hour", False),
        ("million H100e", "milliers d’éq. H100", True),
        ("anything", "bushels", False),
    ],
)
def test_only_what_is_plainly_another_unit_is_refused(written: str, unit: str, apart: bool) -> None:
    assert units.contradicts(written, (unit,)) is apart


def test_an_index_is_told_in_points_and_left_out_of_the_second_mean(
    found: Backtest, ruleset: Ruleset
) -> None:
    from game.faces import backtest as report

    score = found.scores["score"]
    rows = [row for row in found.rows if row.observed.role == "score"]
    index = [row for row in rows if ruleset.series[row.observed.series].unit.en == "ECI"]
    others = [abs(row.error) for row in rows if row not in index and row.error is not None]
    assert score.index_rows == len(index) >= 2
    assert score.mean_abs_log_error_levels == pytest.approx(sum(others) / len(others))
    assert score.mean_abs_index_points == pytest.approx(
        sum(abs(row.simulated - row.observed.value) for row in index) / len(index)  # type: ignore[operator]
    )
    told = "\n".join(report.lines(ruleset, found, ruleset.words("en")))
    (line,) = [each for each in told.split("\n") if each.startswith("eci_us_2024Q4")]
    assert "points" in line and " ln " not in line and "tolerance ±6" in line and ", ECI;" in line


@pytest.mark.parametrize(("wide", "columns"), [(80, 5), (104, 7), (150, 9)])
def test_a_terminal_has_units_tolerances_and_points(
    found: Backtest,
    ruleset: Ruleset,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    wide: int,
    columns: int,
) -> None:
    from game.faces.backtest_table import print_tables

    monkeypatch.setenv("COLUMNS", str(wide))
    print_tables(ruleset, found, ruleset.words("en"))
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= wide
    (head, *_) = [line for line in told.splitlines() if "Observed" in line]
    assert len(re.split(r"\s{2,}", head.strip())) == columns
    words = told.split()
    assert {"±20%", "×/÷3", "±6"} <= set(words) and "wafers" in words
    assert ("pt" in words) is (wide > 80)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["perhaps “tsmc_revenue_bn”", "from 2022Q4 to 2032Q4", "$bn a quarter; not judged",
                "was not understood", "Role “mine”", "mods in play: lyon_garage", "middle 90%"]),
        ("fr", ["peut-être « tsmc_revenue_bn »", "de 2022T4 à 2032T4", "Md$ par trimestre ; non",
                "n’a pas été comprise", "Rôle « mine »", "mods en jeu", "mondes du milieu"]),
    ],
)  # fmt: skip
def test_what_was_not_judged_is_told_with_what_was_expected(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lang: str, said: list[str]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(
        HEAD + "a,tsmc_revenu,2023Q4,point,19.6,,0.2,relative,fit\n"
        "b,tsmc_revenue_bn,2040Q1,point,19.6,,0.2,relative,fit\n"
        "c,tsmc_revenue_bn,2023Q4,point,19600,USD mn,0.2,relative,fit\n"
        "d,tsmc_revenue_bn,2023Q4,point,19.6,crowns,0.2,relative,mine\n",
        encoding="utf-8",
    )
    args = ["backtest", "--observations", str(path), "--worlds", "2", "--mods", "lyon_garage"]
    assert cli.main([*args, "--lang", lang]) == 0
    told = capsys.readouterr().out.replace("\u202f", " ")
    assert [each for each in said if each not in told] == []


def test_a_table_that_is_wrong_is_refused_with_its_line(printed: Print) -> None:
    told = printed("a,tsmc_revenue_bn,2023Q4,point,many,bn,0.2,relative,fit", code=1)
    assert "line 2" in told["message"] and "“many” is not a number" in told["message"]
    assert cli.main(["backtest", "--observations", "nowhere.csv"]) == 1
    assert cli.main(["backtest", "--worlds", "0"]) == 2


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_report_reads_as_lines(lang: str, found: Backtest, ruleset: Ruleset) -> None:
    from game.faces import backtest as report

    told = "\n".join(report.lines(ruleset, found, ruleset.words(lang)))
    assert all(id_ in told for id_ in ruleset.observations)
    assert ("tolérance" in told) is (lang == "fr")
    assert "{" not in told


def test_doubt_stays_within_its_ranges_and_comes_from_the_seed(ruleset: Ruleset) -> None:
    names = uncertainty.ranged(ruleset)
    assert len(names) >= 20
    known = ruleset.coefficients
    assert {name for name, each in known.items() if each.low is not None} == set(names)
    assert all(_inside(known[n], known[n].value) for n in names)
    drawn = list(uncertainty.rulesets(ruleset, seed=5, draws=8))
    for rules in drawn:
        assert all(_inside(known[n], rules.coefficients[n].value) for n in names)
    for name in names:
        assert len({str(rules.coefficients[name].value) for rules in drawn}) > 4, name
    again = next(iter(uncertainty.rulesets(ruleset, seed=5, draws=1)))
    values = [[rules.coefficients[n].value for n in names] for rules in (again, drawn[0])]
    assert values[0] == values[1]


def _inside(known: Coefficient, value: float | dict[str, float]) -> bool:
    """Whether a number, or each of a table, lies where it may."""
    each = value.values() if isinstance(value, dict) else [value]
    assert known.low is not None and known.high is not None
    return all(known.low <= one <= known.high for one in each)


def test_a_draw_is_the_inverse_of_its_distribution(ruleset: Ruleset) -> None:
    known = next(iter(ruleset.coefficients.values()))
    level = known.model_copy(update={"value": 10.0, "low": 5.0, "high": 40.0})
    half = uncertainty.NINETY_FIVE / 2
    assert uncertainty.drawn(level, 0.0) == 10.0
    assert uncertainty.drawn(level, half) == pytest.approx(20.0)
    assert uncertainty.drawn(level, -half) == pytest.approx(10.0 / 2**0.5)
    assert uncertainty.drawn(level, 9.0) == 40.0
    shift = known.model_copy(update={"value": 0.0, "low": -1.0, "high": 4.0})
    assert uncertainty.drawn(shift, half) == pytest.approx(2.0)
    table = level.model_copy(update={"value": {"a": 10.0, "b": 20.0}})
    assert uncertainty.drawn(table, half) == pytest.approx({"a": 20.0, "b": 20.0 * 2**0.5})


def test_bands_are_wider_than_the_worlds(
    found: Backtest, monkeypatch: pytest.MonkeyPatch, ruleset: Ruleset
) -> None:
    monkeypatch.setattr(uncertainty, "DRAWS", 4)
    turns = len(found.run.quarters)
    doubtful = replace(found, drawn=backtest.draw(ruleset, WORLDS, turns, found.seed))
    bands = doubtful.bands()
    assert bands is not None and set(bands) == set(ruleset.observations)
    rows = {row.observed.id: row for row in found.rows}
    low, high = bands["wau_2024Q4"]
    assert high - low > rows["wau_2024Q4"].high - rows["wau_2024Q4"].low  # type: ignore[operator]
    told = backtest.as_dict(ruleset, doubtful)
    assert told["draws"] == 4 and "band_low" in told["rows"][0]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_series_is_drawn(lang: str, found: Backtest, ruleset: Ruleset) -> None:
    made = pictures.files(ruleset, found, ruleset.words(lang))
    assert set(made) == {f"{id_}.svg" for id_ in ruleset.series} | {"backtest.svg"}
    sheet = ET.fromstring(made["backtest.svg"])
    assert sheet.get("width") == "832"  # a page on GitHub is about that wide
    titles = [each.text for each in sheet.iter() if each.get("class") == "title"]
    assert titles == [ruleset.words(lang).text(each.title) for each in ruleset.series.values()]
    one = made["nvda_dc_revenue_bn.svg"]
    drawn = [each.get("class") for each in ET.fromstring(one).iter()]
    seen = [each for each in ruleset.observations.values() if each.series == "nvda_dc_revenue_bn"]
    assert drawn.count("fit") + drawn.count("score") == 2 * (len(seen) + 2)  # and the legend
    assert {"game", "worlds", "naive", "script"} <= set(drawn)
    assert "prefers-color-scheme:dark" in one


def test_pictures_are_written_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ruleset: Ruleset
) -> None:
    folder = tmp_path / "a" / "b"
    args = ["backtest", "--worlds", "2", "--pictures", str(folder), "--lang", "en"]
    assert cli.main(args) == 0
    assert len(list(folder.glob("*.svg"))) == len(ruleset.series) + 1
    assert f"{len(ruleset.series) + 1} pictures in {folder}" in capsys.readouterr().out
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    assert cli.main(["backtest", "--worlds", "2", "--pictures", str(taken)]) == 1

"""Do values that differ read differently where they stand side by side, and only there?"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from game.content import Ruleset
from game.content.models.basis import Reference
from game.session.foretold import came_text, open_text
from game.session.log import Forecast
from game.session.observe import table
from game.session.session import Session
from game.session.sight import Sight
from game.story import chronicle
from game.story.telling import cited, ends_said, filled, told_apart


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((167.3, 166.9), ["167.3", "166.9"]),
        ((167.3, 140.2), ["167", "140"]),  # no digit more than it takes
        ((167.0, 167.0), ["167", "167"]),
        ((167.0, 167.0000001), ["167", "167"]),  # as good as equal
        ((167.04, 166.96, 150.0), ["167.04", "166.96", "150.00"]),
    ],
)
def test_as_many_digits_as_it_takes(
    ruleset: Ruleset, values: tuple[float, ...], texts: list[str]
) -> None:
    words = ruleset.words("en")
    assert told_apart(values, lambda value, more: words.unit(value, "index", more=more)) == texts


@pytest.mark.parametrize(
    ("unit", "one", "other", "texts"),
    [
        ("usd", 52.02e9, 51.98e9, ["$52.02bn", "$51.98bn"]),
        ("share", 0.523, 0.519, ["52.3%", "51.9%"]),
        ("h100e", 118_040.0, 117_960.0, ["118,040 H100e", "117,960 H100e"]),
        ("people", 1.171e9, 1.173e9, ["1.171 billion people", "1.173 billion people"]),
        ("flop", 2.14e24, 2.06e24, ["2.14 × 10²⁴ FLOP", "2.06 × 10²⁴ FLOP"]),
    ],
)
def test_every_kind_of_number_can_have_more_digits(
    ruleset: Ruleset, unit: str, one: float, other: float, texts: list[str]
) -> None:
    told = filled(
        "{a}, {b}", ruleset.words("en"), {"a": one, "b": other}.__getitem__, lambda name: unit
    )
    assert told == ", ".join(texts)


def test_a_sentence_may_say_a_unit_otherwise_than_a_table(ruleset: Ruleset) -> None:
    words, values = ruleset.words("fr"), {"a": 0.76}.__getitem__
    assert filled("À {a} l’heure", words, values, lambda name: "usd_per_hour").count("$/h") == 0
    assert words.unit(0.76, "usd_per_hour").endswith("$/h")
    index = partial(filled, "à {a} sur 1", words, unit=lambda name: "index01")
    assert index(value=lambda name: 1.0) == "à 1 sur 1"
    assert index(value=lambda name: 0.35) == "à 0,35 sur 1"


@pytest.mark.parametrize(
    ("unit", "value", "table", "sentence"),
    [
        ("m3", 114e6, "114 000 000 m³", "114 millions de m³"),
        ("tonnes", 7.9e6, "7 900 000 t", "7,9 millions de tonnes"),
        ("tonnes", 790_000.0, "790 000 t", "790 000 tonnes"),
        ("h100e", 28.1e6, "28 100 000 éq. H100", "28,1 millions d’éq. H100"),
        ("h100e", 1.2e6, "1 200 000 éq. H100", "1,2 million d’éq. H100"),
        ("h100e", 28_100.0, "28 100 éq. H100", "28 100 éq. H100"),
        ("times", 23.71, "23,7", "23,7"),
        ("times", 6.04, "6,0", "6"),
        ("times", 7.62, "7,6", "7,6"),
        ("times", 1.25, "1,25", "1,25"),
    ],
)
def test_a_sentence_tells_large_counts_in_millions(
    ruleset: Ruleset, unit: str, value: float, table: str, sentence: str
) -> None:
    words = ruleset.words("fr")
    assert words.unit(value, unit).replace("\u202f", " ") == table
    told = filled("{a}", words, {"a": value}.__getitem__, lambda name: unit)
    assert told.replace("\u202f", " ") == sentence


def test_millions_in_a_sentence_are_told_apart_and_thousands_stay_whole(ruleset: Ruleset) -> None:
    tell = partial(filled, "{a}, {b}", ruleset.words("en"), unit=lambda name: "chips")
    assert tell(value={"a": 2_304_000.0, "b": 2_301_000.0}.__getitem__) == (
        "2.304 million chips, 2.301 million chips"
    )
    assert tell(value={"a": 45_120.0, "b": 45_090.0}.__getitem__) == "45,120 chips, 45,090 chips"


def test_a_source_that_has_no_title_is_described_in_both_languages(ruleset: Ruleset) -> None:
    described = Reference(title="A fab is halted, 2024", fr="Une usine est arrêtée", year=2024)
    assert cited(described, ruleset.words("en")) == ("A fab is halted, 2024", None)
    assert cited(described, ruleset.words("fr")) == ("Une usine est arrêtée", 2024)
    quoted = Reference(title="The Coal Question", year=1865)
    assert cited(quoted, ruleset.words("fr")) == ("The Coal Question", 1865)


def _sight(ruleset: Ruleset) -> Sight:
    session = Session.new(ruleset, seat="usa", autosaves=False)
    return Sight(ruleset, session.standing.world, "usa", ruleset.words("en"))


def test_what_missed_a_forecast_does_not_read_like_its_end(ruleset: Ruleset) -> None:
    said = Forecast("x", "me.approval", 0, 4, 48.2, 49.7, came=50.3)
    assert came_text(_sight(ruleset), said).endswith("50, not 48 to 50") is False
    assert came_text(_sight(ruleset), said).endswith("50.3, not 48.2 to 49.7")
    assert came_text(_sight(ruleset), replace(said, came=49.1)).endswith("49, within 48 to 50")
    close = replace(said, low=46.2, high=46.8, came=46.6)
    assert came_text(_sight(ruleset), close).endswith("46.6, within 46.2 to 46.8")
    assert "48.2 to 48.4 by" in open_text(_sight(ruleset), replace(said, high=48.4, came=None))


def test_a_refused_order_does_not_say_that_a_figure_is_what_it_takes(ruleset: Ruleset) -> None:
    words = ruleset.words("en")
    refused = partial(filled, "It is at {a}, and it takes 118.", words, {"a": 117.9}.__getitem__)
    assert refused(lambda name: "index") == "It is at 118, and it takes 118."
    told = refused(lambda name: "index", bars={"a": 118.0, "b": 117.9})
    assert told == "It is at 117.9, and it takes 118."


def test_a_figure_that_misses_its_goal_by_little_says_so(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", autosaves=False)
    world = session.standing.world.copy()
    world.approval[ruleset.index("actor", "usa")] = 44.7
    sight = Sight(ruleset, world, "usa", ruleset.words("en"))
    laid = table(sight, session.standing, (), scenario="autumn_2022", waiting=0, finished=False)
    text = next(view.text for view in laid.figures if view.name == "me.approval")
    assert (laid.goal_met, text) == (False, "44.7")


def test_two_models_of_a_quarter_read_apart_wherever_they_are_told(ruleset: Ruleset) -> None:
    """A model keeps its tenth beyond a hundred, so that no text needs more digits than a table."""
    for lang, mark in (("en", "."), ("fr", ",")):
        words, values = ruleset.words(lang), {"a": 163.8, "b": 164.2}
        assert [words.unit(each, "eci") for each in values.values()] == [
            f"163{mark}8",
            f"164{mark}2",
        ]
        told = filled("{a}, {b}", words, values.__getitem__, lambda name: "eci")
        assert told == f"163{mark}8, 164{mark}2"
        assert words.unit(107.0, "eci", prose=True) == "107"


def test_an_item_that_says_who_passes_whom_is_no_tie(ruleset: Ruleset) -> None:
    item = next(each for each in ruleset.news.values() if "passes America" in each.body.en)
    values = {"best_eci.cn": 167.2, "best_eci.us": 166.8}
    told = filled(item.body.en, ruleset.words("en"), lambda n: values.get(n, 1.0), lambda n: "eci")
    assert "167.2" in told and "166.8" in told


def test_a_range_and_a_change_have_one_unit(ruleset: Ruleset) -> None:
    english, french = ruleset.words("en"), ruleset.words("fr")
    near = ends_said([490e6, 0.5e9], "usd", french)
    assert near == ["490\u202fM$", "500\u202fM$"]
    assert ends_said([-20e6, 0.0, 1.2e9], "usd", english) == ["−$0.020bn", "$0bn", "$1.2bn"]
    values = {"was.me.cash_usd": 490e6, "me.cash_usd": 1.2e9, "me.arr_usd": 3e6}
    text = "from {was.me.cash_usd} to {me.cash_usd}, on {me.arr_usd}"
    told = filled(text, english, values.__getitem__, lambda name: "usd")
    assert told == "from $0.49bn to $1.2bn, on $3.0m"


def test_a_negative_lag_is_a_lead(ruleset: Ruleset) -> None:
    english, french = ruleset.words("en"), ruleset.words("fr")
    assert english.unit(-4.0, "months") == "4 months ahead"
    assert french.unit(-4.0, "months") == "4 mois d’avance"
    assert english.unit(-0.4, "months") == "0 months"
    assert english.unit(-19.0, "months", signed=True) == "−19 months", "a change stays one"


def test_thousands_are_told_as_such_beside_millions(ruleset: Ruleset) -> None:
    told = ends_said([-59_000.0, 302_000.0, 12e6], "usd", ruleset.words("fr"))
    assert [each.replace("\u202f", " ") for each in told] == ["−59 000 $", "302 000 $", "12,0 M$"]


@pytest.mark.parametrize(
    ("now", "before", "en", "fr"),
    [
        (-4.0, 12.0, "China’s lag, by now a lead: 4 months (+16 months over the year)", ""),
        (-4.0, 12.0, "", "Retard chinois, désormais une avance : 4 mois (+16 mois en un an)"),
        (-4.0, -9.0, "China’s lag, by now a lead: 4 months (−5 months over the year)", ""),
        (3.0, -4.0, "China’s lag 3 months (+7 months over the year)", ""),
        (-0.3, 12.0, "China’s lag 0 months (−12 months over the year)", ""),
    ],
)
def test_a_lag_that_turned_into_a_lead_is_told_as_one(
    ruleset: Ruleset, now: float, before: float, en: str, fr: str
) -> None:
    words = ruleset.words("en" if en else "fr")
    told = chronicle._figure(ruleset, "gap.us_cn", now, before, words)
    assert told.replace("\u202f", " ") == (en or fr)


def test_a_year_that_moved_a_figure_by_nothing_left_it_as_it_was(ruleset: Ruleset) -> None:
    """Although 54.4 and 54.6 are told as 54 and 55."""
    told = chronicle._figure(ruleset, "me.trust", 54.4, 54.6, ruleset.words("en"))
    assert told == "Standing 54 (as a year before)"
    told = chronicle._figure(ruleset, "me.trust", 54.4, 55.6, ruleset.words("en"))
    assert told == "Standing 54 (−1.2 over the year)", "since 56 less 1 is not 54"

"""Is the shipped content whole and clean?"""

from __future__ import annotations

import re

import pytest

from game.content import Ruleset, check
from game.content.check import Report
from game.content.places import base_dir, is_mod, mod_dirs
from game.engine.quarter import HOURS


@pytest.fixture(scope="module")
def report() -> Report:
    """The check of the shipped content, done once."""
    return check.run()


def test_there_is_nothing_to_report(report: Report) -> None:
    assert [each.report() for each in report.problems] == []


def test_every_fact_is_carried_by_what_it_names_first(report: Report) -> None:
    assert report.stats()["facts"]["missing"] == []


def test_every_unit_has_its_words(report: Report) -> None:
    assert report.ruleset is not None
    bare = {"usd", "share", "year", "index", "index01", "times", "eci", "code", "count"}
    bare |= {"bottleneck", "release", "run_limit"}  # told by a name for each number
    units = {figure.unit for figure in report.ruleset.figures.values()} - bare - {"switch"}
    assert [unit for unit in sorted(units) if f"unit.{unit}" not in report.ruleset.word_table] == []


def test_contracts_for_machine_time_are_reckoned_with_at_what_they_cost(ruleset: Ruleset) -> None:
    """Orders, policies and advisers who count a quarter of rent count the hours that are billed."""
    texts = [path.read_text(encoding="utf-8") for path in base_dir().rglob("*.yaml")]
    found = re.findall(r"rent_usd_per_hour \* (\d+)", "\n".join(texts))
    hours = {int(count) for count in found if 500 < int(count) < HOURS}
    assert hours == {round(HOURS * ruleset.k("rental.contract_discount"))}


def test_the_example_mods_are_clean() -> None:
    places = [place for place in mod_dirs() if place.is_dir()]
    found = [path for place in places for path in sorted(place.iterdir()) if is_mod(path)]
    assert found
    for path in found:
        assert [each.report() for each in check.run(path).problems] == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_figure_says_plainly_what_loses_the_game(ruleset: Ruleset, lang: str) -> None:
    lost = {"en": "You lose the game", "fr": "Vous perdez la partie"}[lang]
    words = ruleset.words(lang)
    approval = words.text(ruleset.figures["me.approval"].meaning)
    assert lost in approval
    bars = ruleset.table("opinion.vote_below")
    asked = {bars[seat.id] for seat in ruleset.seats.values() if seat.playable and seat.id in bars}
    falls = ruleset.endings["dismissal"].when.source
    assert f"me.approval < {(told := re.findall(r'[0-9]+', approval))[0]}" in falls
    assert {float(number) for number in told[1:]} == asked
    for name in ("me.defaults", "me.lost_office"):
        assert lost[1:] in words.text(ruleset.figures[name].meaning)


def test_euphoria_is_not_better_than_calm(ruleset: Ruleset) -> None:
    assert ruleset.figures["confidence"].better == "none"
    assert "likelier a crash" in ruleset.figures["confidence"].meaning.en

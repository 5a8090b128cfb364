"""Are those who gained and those who paid named, by the reasons of the run?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.story import stakes
from game.story.stakes import Stake


def steps(ruleset: Ruleset, name: str, change: float) -> int:
    return round(change / ruleset.figures[name].step)


def test_only_the_decisions_of_the_seat_count_and_they_add_up(ruleset: Ruleset) -> None:
    order = next(iter(ruleset.orders))
    mine, theirs = f"order:china:{order}", f"order:usa:{order}"
    pages = [
        {
            "approval.usa": [(mine, -300), (theirs, 900), ("stage:opinion", 50)],
            "approval.china": [(mine, 700)],  # one's own
            "price.h100": [(mine, 10_000)],  # nobody's
        },
        {"approval.usa": [(f"{mine}@3>opinion", -200)], "concern.fr": [(f"end:{mine}@1", 40)]},
    ]
    found = {stake.figure: stake for stake in stakes.moved(ruleset, "china", pages)}
    step = ruleset.figures["approval.usa"].step
    assert set(found) == {"approval.usa", "concern.fr"}
    assert found["approval.usa"].change == pytest.approx(-500 * step)
    assert found["approval.usa"].cause == mine
    assert found["approval.usa"].weight < 0
    assert found["concern.fr"].weight < 0  # more concern is worse


def test_the_largest_gain_and_cost_are_told_with_numbers(ruleset: Ruleset) -> None:
    order = next(iter(ruleset.orders.values()))
    told = stakes.tell(
        ruleset,
        "china",
        [
            Stake("approval.usa", -8.0, f"order:china:{order.id}"),
            Stake("approval.europe", -4.0),
            Stake("power.cn", 3000.0, f"order:china:{order.id}"),
            Stake("concern.fr", 0.01),
        ],
        {"tension": 30.0},
        ruleset.words("en"),
    )
    gained, paid = told.split(" Who paid")
    assert f"China, 3,000 MW more of grid (“{order.title.en}”)" in gained
    assert f"Washington, 8.0 points less of approval (“{order.title.en}”)" in paid
    assert "Europe" not in told  # one of each kind
    assert "France" not in told  # too little
    assert "Strait" not in told  # the reasons of the run come first


def test_the_decision_that_moved_most_is_told_with_what_it_moved_alone(ruleset: Ruleset) -> None:
    """A sum of several decisions does not read as what the scene of one of them promised."""
    one, other = list(ruleset.orders.values())[:2]
    many = {"concern.fr": [(f"order:china:{one.id}", -20), (f"order:china:{other.id}", -57)]}
    again = {"concern.fr": [(f"end:order:china:{other.id}@1", 7)]}
    told = stakes.tell(
        ruleset, "china", stakes.moved(ruleset, "china", [many, again]), {}, ruleset.words("en")
    )
    assert "put together, worn off since or not: the public, France, 7.0 points less" in told
    assert f"(above all “{other.title.en}”, 5.0 points)." in told
    alone = {"concern.fr": [(f"order:china:{one.id}", -20)]}
    dit = stakes.tell(
        ruleset, "china", stakes.moved(ruleset, "china", [alone]), {}, ruleset.words("fr")
    )
    assert f"2,0 points d’inquiétude en moins («\u202f{one.title.fr}\u202f»)." in dit


def test_what_the_reasons_lack_the_years_without_the_seat_say(ruleset: Ruleset) -> None:
    told = stakes.tell(
        ruleset,
        "usa",
        [Stake("commons.h100e", 900.0)],
        {"arr.lab_paris": -4e9, "tension": -5.0},
        ruleset.words("fr"),
    )
    assert "les volontaires, 900\u202féq.\u202fH100 de plus en commun" in told
    assert "Moins bien lotis que dans les mêmes années sans vous" in told
    assert "Canopée, 4,0" in told
    assert "détroit" not in told


def test_what_worlds_do_not_agree_on_is_said_to_be_unknown(ruleset: Ruleset) -> None:
    words = ruleset.words("en")
    assert stakes.tell(ruleset, "usa", [], {"tension": 0.0}, words) == ""
    told = stakes.tell(ruleset, "usa", [], {"tension": 0.0}, words, 16)
    assert "in 16 games replayed with other dice, every difference may as well be chance" in told
    told = stakes.tell(ruleset, "usa", [], {"tension": -5.0}, words, 16)
    assert "in nearly all of 16 games replayed with other dice (by so much in the mid" in told
    assert "(by so much in the middle one): both shores" in told
    assert "Nobody is surely worse off for it: in 16 games" in told


def test_french_counts_points_as_french_does(ruleset: Ruleset) -> None:
    told = stakes.tell(ruleset, "usa", [Stake("jobs.fr", 0.0031)], {}, ruleset.words("fr"))
    assert "0,3 point de travail déplacé en plus" in told


def test_what_is_told_out_of_one_is_told_so_at_the_end_too(ruleset: Ruleset) -> None:
    told = stakes.tell(ruleset, "usa", [Stake("confidence", -0.026)], {}, ruleset.words("fr"))
    assert "0,03 de confiance en moins" in told and "point" not in told


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_figure_of_a_family_can_be_told(ruleset: Ruleset, lang: str) -> None:
    words = ruleset.words(lang)
    names = [name for name in ruleset.figures if stakes.family_of(name)]
    assert len(names) > 60
    for name in names:
        for sign in (1, -1):
            family = stakes.family_of(name)
            assert family is not None
            told = stakes.tell(ruleset, "", [Stake(name, sign * family.much)], {}, words)
            assert told.count(".") >= 1
            assert "{" not in told and " ," not in told

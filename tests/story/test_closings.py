"""Has every chair words of its own for the endings it meets, and a closing line of its deeds?"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from game.content import Ruleset
from game.story.closings import closing, from_chair
from game.story.epilogue import Found, epilogue
from game.story.stakes import Stake, who
from game.story.telling import Teller
from tests.story.tables import worlds

# What docs/balance.md finds in the games of every chair.
EVERYWHERE = (
    "ordinary_years",
    "commons_won",
    "monopoly",
    "two_worlds",
    "burst_bubble",
    "wall",
    "cliff",
    "third_way",
    "blockade",
)
STATES = ("usa", "china", "taiwan", "europe")


def playable(ruleset: Ruleset) -> list[str]:
    return [seat.id for seat in ruleset.seats.values() if seat.playable]


def goal(met: bool, due: bool = True) -> Any:
    return SimpleNamespace(due=due, met=met and due)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_chair_has_a_paragraph_for_the_endings_it_meets(ruleset: Ruleset, lang: str) -> None:
    said: list[str] = []
    for seat in playable(ruleset):
        early = "dismissal" if seat in STATES else "bankruptcy"
        teller = Teller(ruleset, worlds(ruleset, turn=41), seat, ruleset.words(lang))
        for ending in (*EVERYWHERE, early):
            text = from_chair(teller, seat, ending)
            assert len(text.split()) >= 25 and "{" not in text, (seat, ending)
            said.append(text)
    assert len(set(said)) == len(said)


def test_every_chair_closes_on_whatever_was_done(ruleset: Ruleset) -> None:
    for seat in playable(ruleset):
        words = ruleset.closings[seat]
        families = {o.family for o in ruleset.orders.values() if seat in o.seats}
        assert families <= set(words.levers), seat
        assert set(words.goals) == {"all", "some", "none"}
        assert set(words.scales) == {"both", "gained", "paid"}


def test_the_paragraph_is_the_first_that_holds(ruleset: Ruleset) -> None:
    lab = ruleset.index("actor", "lab_frontier")
    told = []
    for share in (0.6, 0.1):
        world = worlds(ruleset, turn=41)
        world.share[lab] = share
        teller = Teller(ruleset, world, "lab_frontier", ruleset.words("en"))
        told.append(from_chair(teller, "lab_frontier", "monopoly"))
    assert told[0].startswith("It is you.") and "60%" in told[0]
    assert told[1].startswith("It was somebody else.") and "10%" in told[1]


@pytest.mark.parametrize(
    ("published", "rented", "told", "untold"),
    [
        (104.0, 500.0, ("104", "against rent"), ("drawer",)),
        (104.0, 0.0, ("104", "without a bill"), ("rent", "drawer")),
        (0.0, 500.0, ("113", "drawer"), (" 0.0", "paper", "rent")),
    ],
)
def test_the_end_of_the_tutorial_tells_what_was_done(
    ruleset: Ruleset,
    published: float,
    rented: float,
    told: tuple[str, ...],
    untold: tuple[str, ...],
) -> None:
    world, lab = worlds(ruleset, turn=6), ruleset.index("actor", "lab_paris")
    world.trained_eci[lab], world.eci[lab], world.rented_h100e[lab] = 113.0, published, rented
    text = from_chair(
        Teller(ruleset, world, "lab_paris", ruleset.words("en")), "lab_paris", "first_steps"
    )
    assert all(each in text for each in told) and not any(each in text for each in untold)


def test_the_closing_line_follows_the_deeds(ruleset: Ruleset) -> None:
    teller = Teller(ruleset, worlds(ruleset, turn=41), "usa", ruleset.words("en"))
    talks, fabs = ruleset.orders["talks"], ruleset.orders["subsidise_fabs"]

    def said(goals: list[Any], lever: Any, gained: str = "", paid: str = "") -> str:
        return closing(teller, "usa", goals, lever, (gained, paid))

    all_met = said([goal(True), goal(True)], talks, "Ohio", "Iowa")
    assert "remembered for about a week" in all_met
    assert f"“{talks.title.en}”" in all_met
    assert all_met.endswith("Ohio in the one, Iowa in the other.")
    some = said([goal(True), goal(False)], fabs)
    assert some.startswith("Some of what") and "concrete" in some
    assert said([goal(False), goal(True, due=False)], None).startswith("Of what you had promised")
    assert said([goal(True, due=False)], None) == ""
    assert said([], None, paid="Iowa") == "Somebody paid who was not at the table: Iowa."


def test_those_who_gained_and_those_who_paid_are_not_the_same(ruleset: Ruleset) -> None:
    words = ruleset.words("en")
    felt = [
        Stake("approval.usa", 9.0),
        Stake("machine_time.usa", -200_000.0),
        Stake("approval.europe", -3.0),
        Stake("revenue.tsmc_usd", -2e10),
    ]
    assert who(ruleset, "china", felt, {}, words) == ("Washington", "TSMC")
    assert who(ruleset, "china", [], {}, words) == ("", "")
    assert who(ruleset, "china", [], {"tension": -12.0}, words) == ("both shores of the Strait", "")


def test_the_epilogue_tells_the_chair_the_goals_and_the_closing_line(ruleset: Ruleset) -> None:
    words, world = ruleset.words("fr"), worlds(ruleset, turn=41)
    found = Found(felt=[Stake("approval.europe", -9.0)])
    given = [SimpleNamespace(turn=3, order="expand_smic", amount=1.0, cost_usd=10**9)]
    told = epilogue(ruleset, world, "china", "wall", {}, given, words, found)
    paragraphs = told.text.split("\n\n")
    assert paragraphs[1].startswith("Quand on est derrière, on souhaite un mur")
    closing_line = paragraphs[-2]
    assert closing_line.startswith("Ce qui a porté le plus loin, c’est «\u202fAgrandir la fonderie")
    assert closing_line.endswith("celui du payeur\u202f: Europe.")
    assert told.goals == ()


def test_what_may_close_a_short_run_names_no_year_and_no_decade(ruleset: Ruleset) -> None:
    """Scenarios begin in 2022, in 2024 or later, and an early end comes when it comes."""
    span = re.compile(r"\b20[23]\d\b|\b(ten|eleven) years|decade|\b(dix|onze) ans|décennie")
    early = {ending.id for ending in ruleset.endings.values() if ending.early}
    told = [text.epilogue for text in ruleset.endings.values() if text.early]
    for chair in ruleset.closings.values():
        told += [*chair.goals.values(), *chair.levers.values(), *chair.scales.values()]
        for ending in early | {"blockade"}:
            told += chair.endings.get(ending, ())
    assert len(told) > 80
    # The serial number of a card, which was built when it was built, is no span of the run.
    texts = [text for each in told for text in (each.en, each.fr)]
    assert {year[0] for text in texts if (year := span.search(text))} <= {"2021"}

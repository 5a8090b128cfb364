"""What is told when the run is over, what is kept of it, and what the table says meanwhile?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from game.content import Ruleset
from game.story.chronicle import chronicle
from game.story.council import council
from game.story.epilogue import epilogue
from tests.story.conftest import Stage
from tests.story.tables import worlds

STORY = """
- {id: night, title: {en: "Night", fr: "La nuit"},
   chronicle: {en: "A cargo changed hands.", fr: "Une cargaison changea de mains."},
   choices: [{id: buy, en: "Buy", fr: "Acheter"}, {id: go, en: "Go", fr: "Partir", default: true}]}
- {id: page, size: minor, title: {en: "A page", fr: "Une page"},
   choices: [{id: read}, {id: skip, en: "Skip", fr: "Passer", default: true}]}
"""
ORDERS = """
- {id: fab, title: {en: "Build a fab", fr: "Bâtir une usine"}}
- {id: cards, title: {en: "Buy cards", fr: "Acheter des cartes"}}
- {id: law, title: {en: "Pass a law", fr: "Voter une loi"}}
"""


def order(turn: int, id_: str, usd: int) -> Any:
    return SimpleNamespace(turn=turn, order=id_, amount=1.0, cost_usd=usd)


def answer(turn: int, storylet: str, choice: str, asked: bool = True) -> Any:
    return SimpleNamespace(
        turn=turn, slot=0, storylet=storylet, choice=choice, won=True, asked=asked
    )


def played(ruleset: Ruleset) -> tuple[list[Any], dict[str, tuple[float, ...]]]:
    """The records and the curves of a short run."""
    records = [
        order(0, "fab", 2_000_000_000),
        answer(1, "night", "buy"),
        order(1, "cards", 5_000_000),
        order(2, "cards", 5_000_000),
        order(3, "cards", 0),
        answer(5, "page", "skip", asked=False),
        order(5, "law", 0),
    ]
    names = ruleset.seats["china"].figures[:3]
    return records, dict.fromkeys(names, (10.0, 20.0, 30.0, 40.0, 50.0, 60.0))


def test_the_epilogue_tells_the_run(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    records, history = played(ruleset)
    world = worlds(ruleset, turn=40)
    told = epilogue(
        ruleset, world, "china", "ordinary_years", history, records, ruleset.words("en")
    )
    assert told.ending_id == "ordinary_years"
    assert told.title == "Ordinary Years"
    assert 120 <= len(told.text.split()) <= 320
    assert "You gave 5 orders, for 2.0 bn$ in all." in told.text
    assert "“Buy cards” (3 times); “Build a fab”; “Pass a law”." in told.text
    assert "A cargo changed hands." in told.text
    assert "{" not in told.text
    assert len(told.score) == 6
    assert len(told.decisions) == 3
    assert told.decisions[0] == "2022Q4, “Build a fab”: 2.0 bn$"


def test_what_moved_the_world_ranks_the_decisions(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    records, history = played(ruleset)
    moved = {"scene:night:buy:china": 9.0, "order:china:law": 4.0}
    told = epilogue(
        ruleset, worlds(ruleset), "china", "wall", history, records, ruleset.words("fr"), moved
    )
    assert told.decisions[0].endswith("Acheter") and "La nuit" in told.decisions[0]
    assert told.decisions[1] == "2024T1, «\u202fVoter une loi\u202f»"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_ending_can_be_told_to_every_seat(ruleset: Ruleset, lang: str) -> None:
    world = worlds(ruleset, turn=40)
    for seat in ruleset.seats:
        for ending in ruleset.endings:
            told = epilogue(ruleset, world, seat, ending, {}, [], ruleset.words(lang))
            assert "{" not in told.title + told.text
            assert len(told.text.split()) > 90
            assert told.decisions == ()


def test_the_chronicle_goes_year_by_year(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    records, history = played(ruleset)
    headlines = {1: ["First page", "Second page"], 5: ["Another"]}
    words = ruleset.words("en")
    text = chronicle(ruleset, "china", records, history, headlines, words)
    assert text.startswith("# ")
    years = [line for line in text.splitlines() if line.startswith("## ")]
    assert years == ["## 2022", "## 2023", "## 2024"]
    assert "- 2023Q1. A cargo changed hands. Answer: Buy." in text
    assert "“A page”." in text and "Left to others: Skip." in text
    assert "In the papers, 2023Q1: First page." in text
    assert "Second page" not in text
    french = chronicle(ruleset, "china", records, history, headlines, ruleset.words("fr"))
    assert "Une cargaison changea de mains." in french


def test_an_empty_run_has_a_chronicle_too(ruleset: Ruleset) -> None:
    text = chronicle(ruleset, "usa", [], {}, {}, ruleset.words("fr"))
    assert text.endswith("## 2022\n")


def test_an_adviser_says_the_first_line_that_holds(stage: Stage) -> None:
    ruleset = stage(
        advisors="""
        - {id: admiral, for: [china], name: "Lin", lines: [
            {when: tension > 50, en: "Tension is {tension}.", fr: "La tension est à {tension}."},
            {when: tension > 10, en: "Quiet.", fr: "Calme."}]}
        - {id: mute, for: [china], name: "Mo", lines: [{when: tension > 90, en: "!", fr: "!"}]}
        - {id: guest, for: [usa], name: "Al", lines: [{en: "Hello.", fr: "Bonjour."}]}
        """
    )
    said = council(ruleset, worlds(ruleset, tension=60.0), "china", ruleset.words("fr"))
    assert [(advisor.id, line) for advisor, line in said] == [("admiral", "La tension est à 60.")]
    said = council(ruleset, worlds(ruleset, tension=20.0), "china", ruleset.words("en"))
    assert [line for _, line in said] == ["Quiet."]
    assert council(ruleset, worlds(ruleset), "china", ruleset.words("en")) == []

"""What is told when the run is over, what is kept of it, and what the table says meanwhile?"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from game.content import Ruleset
from game.story.chronicle import chronicle, to_quote
from game.story.council import council
from game.story.epilogue import Found, epilogue
from game.story.stakes import Stake
from game.story.total import Idle
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
    assert "You gave 5 orders, and paid $2.0bn for them in all" in told.text
    assert "“Buy cards” (3\u00a0times); “Build a fab”." in told.text
    assert "A cargo changed hands." in told.text
    assert "{" not in told.text
    assert len(told.score) == 6
    assert len(told.decisions) == 3
    assert told.decisions[0] == "2022Q4, “Build a fab”: $2.0bn"


def test_what_moved_the_world_ranks_the_decisions(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    records, history = played(ruleset)
    moved = {
        "scene:night:buy:china": {"peace": 6.0, "planet": 4.04, "commons": 1.0},
        "order:china:law": {"peace": 5.0},
    }
    found = Found(moved, [Stake("approval.usa", -3.0, "order:china:law")])
    told = epilogue(
        ruleset, worlds(ruleset), "china", "wall", history, records, ruleset.words("fr"), found
    )
    score = dict(told.score)
    peace, planet = (f"{score[part]:.0f}" for part in ("Paix", "Planète"))
    assert "La nuit" in told.decisions[0]
    without = f"Paix {score['Paix'] - 6:.0f} au lieu de {peace}"
    assert f"Acheter. Les mêmes années sans cela\u202f: {without}" in told.decisions[0]
    assert told.decisions[0].endswith(f"Planète {score['Planète'] - 4.04:.0f} au lieu de {planet}")
    assert told.decisions[1].startswith("2024T1, «\u202fVoter une loi\u202f». ")
    assert told.decisions[1].endswith(f"Paix {score['Paix'] - 5:.0f} au lieu de {peace}")
    assert told.decisions[2].endswith("sans cela\u202f: rien qui se distingue du hasard")
    assert "Washington, 3,0 points de popularité en moins" in told.text


def test_no_score_without_a_decision_lies_outside_the_scale(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    records, history = played(ruleset)
    words, world = ruleset.words("en"), worlds(ruleset)
    found = Found({"order:china:fab": {"peace": 146.2}, "order:china:law": {"peace": -0.04}})
    told = epilogue(ruleset, world, "china", "wall", history, records, words, found)
    assert told.decisions[0].endswith(f"Peace 0 instead of {dict(told.score)['Peace']:.0f}")
    assert told.decisions[1].endswith("nothing to be told from chance")


def test_a_run_that_ended_early_says_what_it_counts_for(stage: Stage) -> None:
    ruleset = stage()
    words, world = ruleset.words("en"), worlds(ruleset)

    def total(lasted: tuple[int, int]) -> tuple[str, float]:
        found = Found(lasted=lasted)
        told = epilogue(ruleset, world, "china", "wall", {}, [], words, found)
        return told.total, sum(value for _, value in told.score) / len(told.score)

    whole, mean = total((41, 41))
    early, _ = total((23, 41))
    assert whole == f"In all {mean:.0f} of 100, the mean of the parts."
    assert early.startswith(f"In all {mean * 23 / 41:.0f} of 100. ")
    assert f"{mean:.0f} on average" in early and "23 of its 41 quarters" in early


@pytest.mark.parametrize(
    ("lasted", "idle", "told"),
    [
        (41, None, "the mean of the parts."),
        (41, Idle(lift=3.0), "without any of your decisions come to {idle}."),
        (41, Idle(), "the difference may as well be chance."),
        (41, Idle(3.0, "wall"), "end before their time: “The Wall”."),
        (23, Idle(3.0), "Without any of your decisions it would still be going on."),
        (23, Idle(3.0, "wall"), "end before their time: “The Wall”."),
    ],
)
def test_the_last_page_tells_what_the_years_come_to_without_a_decision(
    stage: Stage, lasted: int, idle: Idle | None, told: str
) -> None:
    ruleset = stage()
    words, world, found = (
        ruleset.words("en"),
        worlds(ruleset),
        Found(lasted=(lasted, 41), idle=idle),
    )
    page = epilogue(ruleset, world, "china", "wall", {}, [], words, found)
    mean = sum(value for _, value in page.score) / len(page.score)
    assert page.total.endswith(told.format(idle=f"{mean - 3.0:.0f}"))


@pytest.mark.parametrize(("points", "card"), [(9.0, "Build a fab"), (-9.0, "Pass a law")])
def test_an_order_that_cost_is_nobody_s_strongest_card(
    stage: Stage, points: float, card: str
) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    records, history = played(ruleset)
    words, world = ruleset.words("en"), worlds(ruleset)
    moved = {"order:china:fab": {"peace": points}, "order:china:law": {"peace": 5.0}}
    told = epilogue(ruleset, world, "china", "wall", history, records, words, Found(moved))
    assert told.decisions[0].startswith("2022Q4, “Build a fab”")
    closing = told.text.split("\n\n")[-2]
    assert f"“{card}”" in closing


def test_the_other_chair_is_one_that_the_player_knows_least(ruleset: Ruleset) -> None:
    def chair(sat: dict[str, float | None]) -> str:
        words, world = ruleset.words("en"), worlds(ruleset)
        told = epilogue(ruleset, world, "china", "wall", {}, [], words, Found(sat=sat))
        return told.text.rsplit("\n\n", 1)[1]

    playable = [seat.id for seat in ruleset.seats.values() if seat.playable]
    following = ruleset.seats[playable[playable.index("china") + 1]]
    assert following.question.en in chair({})
    everywhere: dict[str, float | None] = dict.fromkeys(playable, 50.0)
    most = {id_: mean for id_, mean in everywhere.items() if id_ != "lab_paris"}
    assert "have not tried" in chair(most)
    assert ruleset.seats["lab_paris"].question.en in chair(most)
    assert "before the end" in chair(everywhere | {"usa": None})
    assert ruleset.seats["usa"].question.en in chair(everywhere | {"usa": None})
    lowest = chair(everywhere | {"lab_hangzhou": 31.0})
    assert ruleset.seats["lab_hangzhou"].question.en in lowest
    assert "31 points" in lowest


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
    assert "- " not in text  # prose, no list
    assert "The front page in the winter of 2023: “First page”. A cargo changed hands. " in text
    assert "That winter it was decided: “Buy”." in text or "the answer was “Buy”." in text
    assert "There was “A page”. That winter it was left to itself, which meant “Skip”." in text
    ordered = "Orders given, 3 in all, and $10.0m paid for them in the year: “Buy cards”"
    assert f"{ordered} (3\u00a0times)." in text
    label = ruleset.figures[ruleset.seats["china"].figures[0]].label.en
    assert f"As 2023 closed, this is where Beijing stood: {label} 60" in text
    assert "(+40 H100e over the year)" in text
    assert "So far in 2024" in text
    assert "Second page" not in text
    french = chronicle(ruleset, "china", records, history, headlines, ruleset.words("fr"))
    assert "Une cargaison changea de mains. Cet hiver-là" in french


def test_a_scene_that_comes_again_is_not_told_twice(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    records = [answer(1, "night", "buy"), answer(6, "night", "buy"), answer(9, "night", "go")]
    text = chronicle(ruleset, "china", records, {}, {}, ruleset.words("en"))
    assert text.count("A cargo changed hands.") == 1
    assert "“Night” came up again, and again the answer was “Buy”." in text
    assert "“Night” came up again, and the answer this time was “Go”." in text


def test_a_headline_is_of_one_year_and_rather_of_its_own(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    headlines = {1: ["Late"], 3: ["Flood"], 5: ["Flood"], 6: ["Frost."]}
    text = chronicle(ruleset, "china", [], {}, headlines, ruleset.words("en"))
    assert "The front page in the summer of 2023: “Flood”." in text
    assert "On the front page one read in the spring of 2024: “Frost”." in text
    assert text.count("Flood") == 1 and "Late" not in text


def test_front_pages_are_of_other_seasons_and_told_otherwise_each_year(stage: Stage) -> None:
    ruleset = stage(storylets=STORY, orders=ORDERS)
    headlines = {turn: [f"Page {turn}"] for turn in range(1, 13)}
    text = chronicle(ruleset, "china", [], {}, headlines, ruleset.words("fr"))
    told = [line.replace("\u202f", " ") for line in text.splitlines() if "Page" in line]
    assert told == [
        "La une, à l’été 2023 : « Page 3 ».",
        "On lisait à l’automne 2024, à la une : « Page 8 ».",
        "« Page 10 » : c’était la une, au printemps 2025.",
    ]


@pytest.mark.parametrize(
    ("answer", "quoted"),
    [
        ("“All of us believe it”", "All of us believe it"),
        ("“As many as it carries”: do with less", "‘As many as it carries’: do with less"),
        ("«\u202fAutant\u202f»\u202f: faire avec", "“Autant”\u202f: faire avec"),
        ("Leave it", "Leave it"),
    ],
)
def test_an_answer_that_quotes_can_be_quoted(answer: str, quoted: str) -> None:
    assert to_quote(answer) == quoted


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

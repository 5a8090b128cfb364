"""Is nothing told of a quarter that belongs to another time of the year?"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from game.content import Ruleset
from game.content.seasons import Named, claimed, named
from game.story.chronicle import chronicle
from tests.story.conftest import Stage

STORY = """
- {id: closed, title: {en: "Closed", fr: "Fermé"},
   chronicle: {en: "In August it was closed.", fr: "En août, tout fut fermé."},
   choices: [{id: wait, en: "Wait", fr: "Attendre"}, {id: go, en: "Go", default: true}]}
"""


@pytest.mark.parametrize(
    ("text", "quarter", "found"),
    [
        ("All winter they looked for the ninth day.", 1, Named.RIGHT),
        ("All winter they looked for the ninth day.", 4, Named.RIGHT),
        ("All winter they looked for the ninth day.", 3, Named.WRONG),
        ("In August Europe was closed.", 2, Named.WRONG),
        ("A question may be asked in public.", 1, Named.NOTHING),
        ("A cargo changed hands.", 1, Named.NOTHING),
    ],
)
def test_what_a_sentence_says_of_the_time_of_the_year(
    ruleset: Ruleset, text: str, quarter: int, found: Named
) -> None:
    assert named(text, quarter, ruleset.words("en")) is found


@pytest.mark.parametrize(
    ("text", "lang", "quarter", "found"),
    [
        ("The valley, a January evening.", "en", 1, Named.RIGHT),
        ("The valley, a January evening.", "en", 3, Named.WRONG),
        ("It is winter; nobody comes.", "en", 4, Named.RIGHT),
        ("It is winter; nobody comes.", "en", 2, Named.WRONG),
        ("He reported it in March, and by summer it was mended.", "en", 4, Named.NOTHING),
        ("Un quai, un soir d’avril.", "fr", 1, Named.WRONG),
        ("Un quai, un soir d’avril.", "fr", 2, Named.RIGHT),
        ("Nul n’a répondu depuis avril.", "fr", 1, Named.NOTHING),
    ],
)
def test_what_a_text_says_to_be_so_now(
    ruleset: Ruleset, text: str, lang: str, quarter: int, found: Named
) -> None:
    assert claimed(text, quarter, ruleset.words(lang)) is found


def test_a_french_participle_is_no_summer(ruleset: Ruleset) -> None:
    words = ruleset.words("fr")
    assert named("Les cartes avaient été inaugurées deux fois.", 1, words) is Named.NOTHING
    assert named("Cet été-là, on attendit : c’était l’été.", 1, words) is Named.WRONG


@pytest.mark.parametrize(
    ("turn", "told"),
    [
        (3, "In August it was closed. The answer was “Wait”."),  # 2023Q3: said once, and right
        (1, "There was “Closed”. That winter the answer was “Wait”."),
    ],
)
def test_the_chronicle_leaves_out_a_season_that_was_not(stage: Stage, turn: int, told: str) -> None:
    ruleset = stage(storylets=STORY)
    answered = SimpleNamespace(
        turn=turn, slot=0, storylet="closed", choice="wait", won=True, asked=True
    )
    history = {ruleset.seats["china"].figures[0]: (1.0,) * 5}
    book = chronicle(ruleset, "china", [answered], history, {}, ruleset.words("en"))
    assert told in book


def test_every_scene_of_the_base_is_told_in_season(ruleset: Ruleset) -> None:
    """In every quarter: either its own sentence, which then fits, or its title."""
    for storylet in ruleset.storylets.values():
        for turn in range(4):
            answered = SimpleNamespace(
                turn=turn,
                slot=0,
                storylet=storylet.id,
                choice=storylet.choices[0].id,
                won=True,
                asked=True,
            )
            for lang in ("en", "fr"):
                words = ruleset.words(lang)
                book = chronicle(ruleset, "china", [answered], {}, {}, words)
                kept = words.text(storylet.chronicle) if storylet.chronicle else ""
                if kept and kept in book:
                    assert named(kept, (turn + 3) % 4 + 1, words) is not Named.WRONG

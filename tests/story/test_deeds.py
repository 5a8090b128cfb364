"""Do the last pages tell what the player answered, and what came of it?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.story.deeds import tell, weights
from game.story.run import Answered, answers_given
from game.story.stakes import Parts
from tests.story.conftest import Stage
from tests.story.test_epilogue import answer

STORY = """
- {id: creek, chain: creek, place: {en: "A ford", fr: "Un gué"}, title: {en: "Four", fr: "Quatre"},
   chronicle: {en: "A creek was crossed.", fr: "On franchit un ruisseau."}, choices: [
   {id: share, en: "Share.", fr: "Partager.", odds: 0.5, win: {en: "They sing.", fr: "On chante."},
    lose: {en: "They sulk.", fr: "On boude."}}, {id: go, en: "Go", fr: "Aller", default: true}]}
- {id: later, chain: creek, size: minor, choices: [
   {id: keep, en: "Keep it", fr: "Tenir", win: {en: "Kept.", fr: "Tenu."}},
   {id: drop, en: "Drop it", fr: "Rompre", win: {en: "Gone.", fr: "Fini."}, default: true}]}
- {id: small, size: minor, place: {en: "A desk, May 2023", fr: "Un bureau, mai 2023"},
   title: {en: "A pin", fr: "Une épingle"},
   choices: [{id: pin, en: "Pin it", fr: "Piquer",
     win: {en: "Worth {tension}.", fr: "{tension}, au mieux."}}, {id: skip, default: true}]}
- {id: snow, title: {en: "Snow", fr: "La neige"},
   chronicle: {en: "One winter it fell.", fr: "Un hiver."},
   choices: [{id: dig, en: "Dig", fr: "Creuser"}, {id: skip, default: true}]}
- {id: last, choices: [{id: agree, en: "Yes", fr: "Oui"}, {id: skip, default: true}]}
"""


def given(ruleset: Ruleset, *records: object) -> tuple[Answered, ...]:
    return answers_given(ruleset, records)


def test_a_story_is_told_with_what_came_of_it_and_how_it_came_back(stage: Stage) -> None:
    ruleset = stage(storylets=STORY)
    answers = given(ruleset, answer(1, "creek", "share"), answer(8, "later", "keep"))
    assert tell(answers, {}, ruleset.words("en")) == (
        "This is what will be told of you. A creek was crossed. "
        "A ford; decided in winter 2023: “Share”. "
        "They sing. Then, in autumn 2024: “Keep it”. Kept."
    )
    french = tell(answers, {}, ruleset.words("fr"))
    assert "Un gué\u202f; décision à l’hiver 2023\u202f: «\u202fPartager\u202f»" in french
    assert "On chante. Puis, à l’automne" in french


def test_a_word_that_was_left_to_silence_is_told_as_that(stage: Stage) -> None:
    ruleset = stage(storylets=STORY)
    lost = answer(1, "creek", "share")
    lost.won = False
    told = tell(
        given(ruleset, lost, answer(8, "later", "drop", asked=False)), {}, ruleset.words("en")
    )
    assert "They sulk. Then, in autumn 2024, not a word, which meant “Drop it”. Gone." in told
    assert told.endswith(
        "\n\nOne question you left without an answer; your silence was taken for one."
    )
    left = [answer(1, "creek", "go", asked=False)]
    assert tell(given(ruleset, *left), {}, ruleset.words("en")) == ""


def test_three_stories_those_that_weighed_most_in_their_order(stage: Stage) -> None:
    ruleset = stage(storylets=STORY)
    answers = given(
        ruleset,
        answer(1, "small", "pin"),
        answer(2, "creek", "share"),
        answer(3, "snow", "dig"),
        answer(6, "last", "agree"),
    )
    words = ruleset.words("en")
    told = tell(answers, {}, words)
    assert told.count("\n\n") == 2 and "Pin it" not in told
    assert told.index("Share") < told.index("Dig") < told.index("Yes")
    told = tell(answers, {"small": 9.0}, words)
    assert "“A pin”. A desk, May 2023: “Pin it”." in told  # neither its date twice nor its figure
    assert "Yes" not in told and "{" not in told
    assert "“Snow”." in told and "winter" not in told.split("“Snow”")[1]  # it was summer


def test_what_an_answer_weighs_is_what_it_moved(ruleset: Ruleset) -> None:
    step = ruleset.figures["tension"].step
    pages: list[Parts] = [
        {"tension": (("scene:creek:share:usa", 20), ("order:usa:law", 90)), "quarter": ()},
        {"tension": (("scene:creek:share:usa", -10), ("scene:creek:share:china", 50))},
    ]
    assert weights(ruleset, "usa", pages) == pytest.approx({"creek": 30 * step / 6.0})

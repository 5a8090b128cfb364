"""What does the newspaper print, and does it print the same again in either language?"""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from game.content import Ruleset
from game.story.news import render_news, write_news
from game.world.dice import Dice
from game.world.state import World
from tests.story.conftest import Stage
from tests.story.tables import worlds

DICE = Dice(5)
LINES = """
- {id: dearer, section: prices, when: rent_usd_per_hour > was.rent_usd_per_hour, wait: 3,
   headline: {en: "Up", fr: "En hausse"},
   body: {en: "{rent_usd_per_hour} after {was.rent_usd_per_hour}.",
          fr: "{rent_usd_per_hour} après {was.rent_usd_per_hour}."}}
- {id: cheaper, section: prices, when: rent_usd_per_hour < was.rent_usd_per_hour}
- {id: storm, section: states, when: tension > 50, weight: 3}
- {id: calm, section: states, when: tension <= 50}
- {id: watt, section: power, when: 1}
- {id: shares, section: markets, when: 1}
- {id: models, section: labs, when: 1}
- {id: whisper, section: rumour, when: 1, weight: 1000, wait: 8}
- {id: year, section: markets, when: rent_usd_per_hour > 2 * ago.rent_usd_per_hour, weight: 1000,
   body: {en: "{rent_usd_per_hour} against {ago.rent_usd_per_hour}.",
          fr: "{rent_usd_per_hour} contre {ago.rent_usd_per_hour}."}}
- {id: archive, section: states, when: quarter == 2023.0, kind: documented, wait: 60}
"""


def quarter(ruleset: Ruleset, turn: int, rent: float, tension: float = 0.0) -> World:
    return worlds(ruleset, turn=turn, rent_usd_per_hour=rent, tension=tension)


def test_three_items_of_what_happened_then_the_record_then_a_rumour(stage: Stage) -> None:
    ruleset = stage(news=LINES)
    for seed in range(20):
        ids = write_news(
            ruleset,
            quarter(ruleset, 0, 4.0),
            quarter(ruleset, 1, 5.0, 60.0),
            Dice(seed),
            "china",
            {},
        )
        assert len(ids) == len(set(ids)) == 5
        assert ids[3:] == ["archive", "whisper"]
        assert not {"cheaper", "calm"} & set(ids)


def test_the_same_quarter_prints_the_same_page(stage: Stage) -> None:
    ruleset = stage(news=LINES)
    before, after = quarter(ruleset, 0, 4.0), quarter(ruleset, 1, 5.0)
    pages = [write_news(ruleset, before, after, DICE, "china", {}) for _ in range(3)]
    assert pages[0] == pages[1] == pages[2]
    seeds = {tuple(write_news(ruleset, before, after, Dice(s), "china", {})) for s in range(20)}
    assert len(seeds) > 3


def test_an_item_waits_before_it_is_printed_again(stage: Stage) -> None:
    ruleset = stage(news=LINES)
    recent: dict[str, int] = {}
    printed: list[int] = []
    for turn in range(1, 20):
        ids = write_news(
            ruleset,
            quarter(ruleset, turn - 1, turn),
            quarter(ruleset, turn, turn + 1),
            DICE,
            "china",
            recent,
        )
        recent |= dict.fromkeys(ids, turn)
        printed += [turn] * ("dearer" in ids)
    assert len(printed) > 2
    assert min(b - a for a, b in pairwise(printed)) >= 3


def test_a_page_reads_in_either_language(stage: Stage) -> None:
    ruleset = stage(news=LINES)
    before, after = quarter(ruleset, 0, 4.0), quarter(ruleset, 1, 5.5)
    english, french = (
        render_news(ruleset, before, after, "china", ["dearer", "gone"], ruleset.words(lang))
        for lang in ("en", "fr")
    )
    assert len(english) == len(french) == 1
    assert english[0].headline == "Up" and french[0].headline == "En hausse"
    assert "5.50" in english[0].body and "4.00" in english[0].body
    assert "5,50" in french[0].body and "4,00" in french[0].body


def test_a_move_over_the_year_is_told_against_the_year_before(stage: Stage) -> None:
    ruleset = stage(news=LINES)
    before, after = quarter(ruleset, 8, 1.0), quarter(ruleset, 9, 5.0)  # a leap in one quarter
    printed = [
        "year" in write_news(ruleset, before, after, DICE, "china", {}, ago=ago)
        for ago in (None, {"rent_usd_per_hour": 2.0}, {"rent_usd_per_hour": 4.0})
    ]
    assert printed == [False, True, False]
    ago = {"rent_usd_per_hour": 2.0}
    words = ruleset.words("en")
    (piece,) = render_news(ruleset, before, after, "china", ["year"], words, ago)
    assert "5.00" in piece.body and "2.00" in piece.body


def test_what_was_printed_hardly_comes_again_while_there_is_something_new(stage: Stage) -> None:
    ruleset = stage(news=LINES)
    before, after = quarter(ruleset, 29, 5.0), quarter(ruleset, 30, 5.0)
    old = dict.fromkeys(("calm", "watt"), 12)
    again = 0
    for seed in range(50):
        first = write_news(ruleset, before, after, Dice(seed), "china", old)[0]
        again += first in old
    assert again <= 5


def test_the_first_quarter_has_no_quarter_before(ruleset: Ruleset) -> None:
    after = worlds(ruleset, turn=1)
    ids = write_news(ruleset, None, after, DICE, "usa", {})
    assert "record_october_rules" in ids
    assert render_news(ruleset, None, after, "usa", ids, ruleset.words("fr"))


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("seat", ["china", "lab_paris"])
def test_every_item_can_be_printed(ruleset: Ruleset, lang: str, seat: str) -> None:
    before, after = worlds(ruleset, turn=3), worlds(ruleset, turn=4)
    pieces = render_news(ruleset, before, after, seat, ruleset.news, ruleset.words(lang))
    assert len(pieces) == len(ruleset.news) >= 30
    for piece in pieces:
        assert "{" not in piece.headline + piece.body
        assert 10 <= len(re.findall(r"\w+", piece.body)) <= 60
        assert piece.kind in ("documented", "disputed", "invented")
        assert piece.sources


def test_rumours_are_invented_and_the_record_is_not(ruleset: Ruleset) -> None:
    for item in ruleset.news.values():
        assert (item.section != "rumour") or item.kind == "invented"
        assert (item.kind == "invented") == (not item.id.startswith("record_"))


TWICE = """
- {id: fall, section: markets, when: rent_usd_per_hour < was.rent_usd_per_hour, weight: 50}
- {id: sofa, section: prices, when: rent_usd_per_hour < was.rent_usd_per_hour, weight: 50}
- {id: river, section: power, when: 1, weight: 50, sources: [wall-04]}
- {id: grid, section: states, when: 1, weight: 50, sources: [wall-05, wall-04]}
- {id: poem, section: labs, when: 1}
- {id: archive, section: states, when: quarter == 2023.0, kind: documented, sources: [wall-06]}
- {id: annals, section: labs, when: 1, weight: 500, sources: [wall-06]}
- {id: whisper, section: rumour, when: 1, weight: 1000, sources: [wall-06]}
"""


def test_one_thing_is_told_once_in_a_paper(stage: Stage) -> None:
    """By the claims that items cite, and by the figures whose move they report."""
    ruleset = stage(news=TWICE)
    before, after = quarter(ruleset, 0, 5.0), quarter(ruleset, 1, 4.0)
    met: set[str] = set()
    for seed in range(40):
        ids = write_news(ruleset, before, after, Dice(seed), "china", {})
        assert len({"fall", "sofa"} & set(ids)) == 1
        assert len({"river", "grid"} & set(ids)) == 1
        assert {"archive", "annals", "whisper"} & set(ids) == {"archive"}
        met |= set(ids)
    assert met == {"fall", "sofa", "river", "grid", "poem", "archive"}
    later = [quarter(ruleset, turn, 4.0) for turn in (7, 8)]
    assert "annals" in write_news(ruleset, *later, DICE, "china", {})  # the record is silent


def test_whoever_gives_the_best_open_model_is_named(ruleset: Ruleset) -> None:
    named = 0
    for item in ruleset.news.values():
        given = [name for name in item.when.names if name.startswith("openness.")]
        if len(given) == 1 and "was.open.eci" in item.when.source:
            actor = ruleset.actors[given[0].partition(".")[2]]
            for lang in ("en", "fr"):
                told = getattr(item.headline, lang) + getattr(item.body, lang)
                assert getattr(actor.name, lang) in told or "Garage" in told, item.id
            named += 1
    assert named >= 10

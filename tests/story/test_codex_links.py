"""Do the words of a text that have a page become links, and only those?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.story.codex import page, shelf
from game.story.codex_links import marks


def _linked(ruleset: Ruleset, text: str, lang: str, but: str = "") -> dict[str, str]:
    return {text[m.start : m.end]: m.page for m in marks(ruleset, text, lang, but)}


def test_names_of_both_languages_are_found_in_their_own(ruleset: Ruleset) -> None:
    english = _linked(ruleset, "TSMC prints H100s; lithography waits for stacked memory.", "en")
    assert english == {
        "TSMC": "inst_tsmc",
        "H100s": "chip_h100",
        "lithography": "mech_lithography",
        "stacked memory": "mech_memory",
    }
    french = _linked(ruleset, "Les puces de Huawei manquent de mémoire empilée.", "fr")
    assert french == {"Huawei": "inst_huawei", "mémoire empilée": "mech_memory"}


def test_the_longest_name_wins_and_words_are_whole(ruleset: Ruleset) -> None:
    assert _linked(ruleset, "On the grey market", "en") == {"grey market": "mech_grey_market"}
    assert _linked(ruleset, "Texas Instruments", "en")["Texas Instruments"] == (
        "inst_texas_instruments"
    )
    assert _linked(ruleset, "TSMCs XH100 h100x-rays metastasis", "en").keys() <= {"TSMCs", "h100x"}
    assert "Nvidia" not in _linked(ruleset, "Nvidiable", "en")
    assert _linked(ruleset, "The grey. Market day.", "en").get("grey. Market") is None


def test_a_page_is_linked_once_and_never_to_itself(ruleset: Ruleset) -> None:
    text = "Nvidia sells; Nvidia waits; NVIDIA is paid."
    found = marks(ruleset, text, "en")
    assert [(m.start, m.page) for m in found] == [(0, "inst_nvidia")]
    assert marks(ruleset, text, "en", but="inst_nvidia") == ()


def test_vague_words_stay_words(ruleset: Ruleset) -> None:
    assert _linked(ruleset, "In the course of a week the answer is part of the deal.", "en") == {}
    assert _linked(ruleset, "À la maison, la réponse est de bonne capacité.", "fr") == {}
    assert _linked(ruleset, "Il a contrôlé le courant.", "fr") == {}


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_marks_stand_in_order_inside_the_text_and_lead_to_pages(
    ruleset: Ruleset, lang: str
) -> None:
    linked = 0
    for id_ in (*ruleset.codex, *ruleset.facts):
        read = page(ruleset, id_, ruleset.words(lang))
        ends = 0
        for mark in read.marks:
            assert ends <= mark.start < mark.end <= len(read.text)
            assert mark.page in shelf(ruleset) and mark.page in dict(read.links)
            ends = mark.end
        linked += bool(read.marks)
    assert linked > 0.9 * len(ruleset.codex)  # nearly every text leads somewhere

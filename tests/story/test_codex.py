"""Does the encyclopaedia find a page, however it is spelt, and do its links lead somewhere?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.story.codex import about_figure, find, page, shelf


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_page_can_be_read_and_every_link_followed(ruleset: Ruleset, lang: str) -> None:
    words = ruleset.words(lang)
    entries = shelf(ruleset)
    assert len(entries) >= len(ruleset.facts) + len(ruleset.chips) + len(ruleset.figures)
    for id_ in entries:
        read = page(ruleset, id_, words)
        assert read.title and read.text
        assert "{" not in read.text
        assert all(other in entries and title for other, title in read.links)
        assert id_ not in dict(read.links)


def test_a_page_is_found_by_id_title_or_accentless_word(ruleset: Ruleset) -> None:
    english, french = ruleset.words("en"), ruleset.words("fr")
    assert find(ruleset, "machine-03", english)[0].id == "machine-03"
    assert find(ruleset, "TSMC", english)[0].title
    fact = ruleset.facts["machine-03"]
    assert find(ruleset, fact.title.fr.upper(), french)[0].id == "machine-03"
    assert find(ruleset, "memoire a haut debit", french)
    assert find(ruleset, "price.h100", english)[0].id == "price.h100"


def test_the_nearest_word_answers_when_nothing_does(ruleset: Ruleset) -> None:
    words = ruleset.words("en")
    assert find(ruleset, "blackwel", words)
    assert find(ruleset, "hwawei", words)
    assert find(ruleset, "", words) == ()
    assert find(ruleset, "qqqqzzzzxxxx", words) == ()
    assert len(find(ruleset, "a", words)) <= 10


def test_a_figure_leads_to_the_pages_that_explain_it(ruleset: Ruleset) -> None:
    for name in ("grey.premium", "machine_time.us", "machine_time.jp"):
        pages = about_figure(ruleset, name)
        assert pages, name
        assert all(id_ in shelf(ruleset) for id_ in pages)
    linked = dict(page(ruleset, "machine_time.us", ruleset.words("en")).links)
    assert set(about_figure(ruleset, "machine_time.us")) <= set(linked)

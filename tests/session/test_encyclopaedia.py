"""Does a page show how things stand in this game, and does every screen lead to its pages?"""

from __future__ import annotations

import time

import pytest

from game.content import Ruleset
from game.session.session import Session
from game.session.views import CodexTitle
from game.story import codex


def _session(ruleset: Ruleset, seat: str = "china", lang: str = "en") -> Session:
    return Session.new(ruleset, seat=seat, seed=1, lang=lang, autosaves=False)


def _ids(titles: tuple[CodexTitle, ...]) -> list[str]:
    return [title.id for title in titles]


def test_a_page_shows_the_present_and_its_course(ruleset: Ruleset) -> None:
    session = _session(ruleset)
    session.end_turn()
    session.end_turn()
    read = session.codex_page("h100")
    assert read is not None and read.id == "chip_h100"
    price = next(figure for figure in read.figures if figure.name == "price.h100")
    assert len(price.history) == 3 and price.value == price.history[-1]
    assert any("China" in value for label, value in read.rows if label == "refused to")


def test_the_page_of_an_order_tells_its_price_or_why_it_is_refused(ruleset: Ruleset) -> None:
    session = _session(ruleset)
    offer = next(each for each in session.offers() if each.id == "lithography_programme")
    read = session.codex_page(offer.id)
    assert read is not None
    assert ("price now", offer.cost_text) in read.rows
    others = session.codex_page("subsidise_fabs")  # another seat's order has no price here
    assert others is not None and "price now" not in dict(others.rows)
    assert "Washington" in dict(others.rows)["given by"]


def test_sources_stand_with_year_and_address(ruleset: Ruleset) -> None:
    read = _session(ruleset).codex_page("mech_budgets")
    assert read is not None
    assert any(each.year == 2010 and each.url.startswith("https://") for each in read.citations)
    assert any(each.page in ruleset.facts for each in read.citations)
    unknown = _session(ruleset).codex_page("nothing_of_the_kind")
    assert unknown is None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_everything_on_the_screen_leads_to_pages(ruleset: Ruleset, lang: str) -> None:
    session = _session(ruleset, lang=lang)
    for _ in range(2):
        session.end_turn()
    known = codex.shelf(ruleset)
    for figure in session.figures():
        found = _ids(session.codex_topics("figure", figure.name))
        assert found[0] == figure.name and len(found) > 1, figure.name
        assert _ids(session.codex_topics("why", figure.name))[0] == figure.name
    for offer in session.offers():
        found = _ids(session.codex_topics("order", offer.id))
        assert known[found[0]].id == offer.id and len(found) > 1, offer.id
    for scene in session.scenes():
        found = _ids(session.codex_topics("scene", str(scene.number)))
        assert set(ruleset.storylets[scene.id].sources) <= set(found) or len(found) == 40
    assert session.codex_topics("news") and session.codex_topics("council")
    assert session.codex_topics("news", turn=1)
    assert session.codex_topics("pipeline")


def test_the_causes_of_a_move_lead_to_the_steps_that_made_it(ruleset: Ruleset) -> None:
    session = _session(ruleset)
    session.end_turn()
    found = _ids(session.codex_topics("why", "price.h100"))
    assert "mech_chip_market" in found


def test_an_adviser_who_speaks_has_a_page_within_reach(ruleset: Ruleset) -> None:
    found = _ids(_session(ruleset).codex_topics("council"))
    assert "treasurer_china" in found


def test_an_ending_has_its_page_only_once_it_is_reached(ruleset: Ruleset) -> None:
    session = _session(ruleset)
    before = {title.id for title in session.codex_titles()}
    assert not {id_ for id_ in before if codex.shelf(ruleset)[id_].shelf == "ending"}
    ending = next(iter(ruleset.endings))
    assert session.codex_page(codex.home(ruleset, "ending", ending) or "") is None


def test_a_search_answers_in_the_language_of_the_session_whatever_was_typed(
    ruleset: Ruleset,
) -> None:
    english, french = _session(ruleset), _session(ruleset, lang="fr")
    assert english.codex_titles("marché gris")[0].title == "The grey market"
    assert french.codex_titles("the grey market")[0].title == "Le marché gris"
    assert french.codex_titles("blackwel")[0].id == "chip_blackwell"


def test_the_encyclopaedia_opens_at_once(ruleset: Ruleset) -> None:
    session = _session(ruleset)
    took = []
    for _ in range(4):  # the first builds the index, once for a ruleset
        began = time.perf_counter()
        titles = session.codex_titles()
        session.codex_page(titles[0].id)
        session.codex_titles("chin")
        took.append(time.perf_counter() - began)
    assert len(titles) > 200
    assert min(took[1:]) < 0.1


@pytest.mark.parametrize(
    ("seat", "mine"),
    [
        ("usa", "ai_law_us"),
        ("china", "ai_law_cn"),
        ("europe", "ai_law_eu"),
        ("taiwan", "ai_law_tw"),
    ],
)
def test_an_order_that_several_chairs_give_opens_the_page_of_this_one(
    ruleset: Ruleset, seat: str, mine: str
) -> None:
    session = _session(ruleset, seat)
    for word in ("pass a law on AI", "faire voter une loi", "law on ai"):
        found = _ids(session.codex_titles(word))
        laws = [id_ for id_ in found if id_.startswith("ai_law_")]
        assert laws[0] == mine and len(laws) == 4
    # Whoever names one by its id means that one.
    assert _ids(session.codex_titles("ai_law_cn"))[0] == "ai_law_cn"
    read = session.codex_page("mech_rules")
    assert read is not None
    assert all(page == mine for _, _, page in read.marks if page.startswith("ai_law_"))


def test_titles_stand_before_search_words(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=1, autosaves=False)
    assert session.codex_titles("lag")[0].title == "China’s lag"
    assert "Capability (ECI)" in [each.title for each in session.codex_titles("lag")]
    session.lang = "fr"
    assert session.codex_titles("retard")[0].title == "Retard chinois"


def test_two_pages_of_one_name_say_what_they_are(ruleset: Ruleset) -> None:
    from game.faces.plain.commands import Desk
    from game.faces.tui.screens.codex import _rows

    session = Session.new(ruleset, seat="china", seed=1, autosaves=False)
    titles = session.codex_titles("CUDA lock-in")
    rows = [row.draw(60)[0].plain for row in _rows(titles, flat=True)]
    assert rows == ["CUDA lock-in · Mechanisms", "CUDA lock-in · Figures"]
    said = Desk(session, lambda name, lang: session).answer("codex CUDA lock-in").lines
    assert "Also: CUDA lock-in (Figures)" in said


@pytest.mark.parametrize(("lang", "none"), [("en", "none"), ("fr", "sans objet")])
def test_a_figure_that_a_chair_does_not_have_is_not_told_as_nothing(
    ruleset: Ruleset, lang: str, none: str
) -> None:
    """A laboratory has no approval that could fall below twenty; a state has one."""
    for seat, lacks in (("lab_paris", True), ("europe", False)):
        session = Session.new(ruleset, seat=seat, seed=1, lang=lang, autosaves=False)
        page, view = session.codex("me.approval")[0], session.why("me.approval")
        assert ("20" in page.text) == ("20" in view.figure.meaning) == (not lacks)
        assert bool(page.figures) == (not lacks) and (view.figure.text == none) == lacks
        assert ("Taipei" in view.total_text) == ("Taipei, Europe" in page.text) == lacks
    assert session.why("me.debt_usd").figure.text != none, "nothing owed is something to be told"

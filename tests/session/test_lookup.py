"""Is the thing found that somebody means?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.content import Ruleset
from game.errors import GameError
from game.faces.plain.commands import Desk
from game.session import lookup
from game.session.session import Session


@given(st.text(max_size=40))
def test_any_text_is_read_without_a_fall(text: str) -> None:
    lookup.fold(text)
    lookup.nearest(text, ["look", "décider"])
    lookup.find(text, {"grey.premium": "Prime du marché gris"})


def test_accents_and_case_do_not_matter() -> None:
    assert lookup.fold("DÉCIDER") == "decider"


def test_the_nearest_word() -> None:
    assert lookup.nearest("ordrs", ["orders", "news"]) == "orders"
    assert lookup.nearest("decid", ["décider"]) == "décider"
    assert lookup.nearest("xyzzy", ["orders", "news"]) is None


def test_a_thing_is_found_by_id_prefix_label_or_words_of_it() -> None:
    named = {"grey.premium": "Prime du marché gris", "grey.units": "Puces", "me.eci": "Modèle"}
    assert lookup.find("grey.premium", named) == ["grey.premium"]
    assert lookup.find("grey_premium", named) == ["grey.premium"]
    assert lookup.find("grey", named) == ["grey.premium", "grey.units"]
    assert lookup.find("marche gris", named) == ["grey.premium"]
    assert lookup.find("gris, prime", named) == ["grey.premium"]
    assert lookup.find("modele", named) == ["me.eci"]
    assert lookup.find("", named) == []


def test_what_is_only_near_is_not_found_but_named() -> None:
    named = {"grey.premium": "Prime du marché gris", "gdp.europe": "Production, Europe"}
    assert lookup.find("gray.premum", named) == []
    assert lookup.near("gray.premum", named) == ["grey.premium"]
    assert lookup.near("consommation europe", named) == ["gdp.europe"]
    assert lookup.near("consommation europe", named, {"europe"}) == []


def test_a_word_is_no_figure_by_its_place_alone(ruleset: Ruleset) -> None:
    europe = Session.new(ruleset, seat="europe", seed=3, lang="fr", autosaves=False)
    for word in ("électricité, europe", "consommation europe", "europe", "electricte", "puissance"):
        with pytest.raises(GameError):
            europe.why(word)
    with pytest.raises(GameError, match=r"vouliez-vous dire .*Électricité"):
        europe.why("électricité, europe")


def test_of_figures_of_one_label_the_seats_own_is_meant(ruleset: Ruleset) -> None:
    for seat, name in (("europe", "dark.europe"), ("usa", "dark.us")):
        session = Session.new(ruleset, seat=seat, seed=3, lang="fr", autosaves=False)
        assert session.why("puces éteintes").figure.name == name
        assert session.why("puces éteintes, Chine").figure.name == "dark.cn"
    europe = Session.new(ruleset, seat="europe", seed=3, lang="fr", autosaves=False)
    assert europe.why("réseau europe").figure.name == "power.europe"


def test_an_order_that_is_not_on_offer_is_not_taken_for_another(ruleset: Ruleset) -> None:
    europe = Session.new(ruleset, seat="europe", seed=3, lang="fr", autosaves=False)
    desk = Desk(europe, lambda name, lang: europe)
    (told,) = desk.answer("donner Ouvrir les supercalculateurs").errors
    assert "2023T4" in told and not europe.plan()
    (told,) = desk.answer("donner acheter les supercalculateurs").errors
    assert "vouliez-vous dire" in told and not europe.plan()
    assert desk.answer("donner acheter un super").lines and len(europe.plan()) == 1
    (told,) = desk.answer("retirer acheter les machines").errors
    assert "Acheter un supercalculateur" in told and len(europe.plan()) == 1
    assert desk.answer("retirer acheter").lines and not europe.plan()


def test_a_label_outranks_an_id_of_the_same_words() -> None:
    named = {
        "machine_time.china": "Machine time, Beijing",
        "machine_time.cn": "Machine time, China",
    }
    assert lookup.exact("machine time, china", named) == ["machine_time.cn"]
    assert lookup.exact("machine time beijing", named) == ["machine_time.china"]
    assert lookup.exact("machine_time.cn", named) == ["machine_time.cn"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_figure_is_opened_by_the_label_that_the_table_shows(ruleset: Ruleset, lang: str) -> None:
    for seat in ("usa", "china", "europe", "lab_frontier", "commons"):
        session = Session.new(ruleset, seat=seat, seed=3, lang=lang, autosaves=False)
        for view in session.figures():
            assert session.why(view.label).figure.name == view.name, (seat, view.label)

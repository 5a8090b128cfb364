"""Is the thing found that somebody means?"""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from game.session import lookup


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


def test_a_figure_is_found_by_id_prefix_label_or_near_it() -> None:
    named = {"grey.premium": "Prime du marché gris", "grey.units": "Puces", "me.eci": "Modèle"}
    assert lookup.find("grey.premium", named) == ["grey.premium"]
    assert lookup.find("grey", named) == ["grey.premium", "grey.units"]
    assert lookup.find("marche gris", named) == ["grey.premium"]
    assert lookup.find("modele", named) == ["me.eci"]
    assert lookup.find("gray.premum", named) == ["grey.premium"]
    assert lookup.find("", named) == []

"""Does the example mod do what `docs/modding` says it does?"""

from __future__ import annotations

import numpy as np
import pytest

from game.content import Ruleset, load
from game.content.check import run
from game.engine import open_scenario
from game.session.session import Session
from game.session.simulate import Nobody
from game.world.dice import Dice

SCENARIO, GAMES = "autumn_2022", 32
CHAIN = ("three_cards_in_lyon", "a_page_in_four_hands")


@pytest.fixture(scope="module")
def modded() -> Ruleset:
    return load(mods=["lyon_garage"])


def test_it_loads_by_its_name_and_is_clean(modded: Ruleset) -> None:
    assert [(mod.id, mod.enabled) for mod in modded.mods if mod.enabled] == [("lyon_garage", True)]
    report = run(mods=["lyon_garage"])
    assert [p.report() for p in report.problems if p.file.startswith("lyon_garage/")] == []
    assert [p.report() for p in report.problems if p.severity == "error"] == []


def test_its_patch_adds_an_answer_and_leaves_the_others(modded: Ruleset, ruleset: Ruleset) -> None:
    before = [choice.id for choice in ruleset.storylets["card_in_a_bath_towel"].choices]
    after = [choice.id for choice in modded.storylets["card_in_a_bath_towel"].choices]
    assert after == [*before, "drive_back"]


def test_its_scenes_follow_one_another(modded: Ruleset) -> None:
    world = open_scenario(modded, SCENARIO, range(GAMES)).thaw()
    table = Nobody(modded, SCENARIO, Dice(1), {}, in_place=True)
    for _ in range(30):
        world = table.end(table.open(world))
    seen = world.story_seen[:, modded.index("seat", "lab_paris")]
    first, then = (seen[modded.index("storylet", id_)] for id_ in CHAIN)
    assert np.count_nonzero(first >= 0) > GAMES / 3
    followed = then >= 0
    assert np.count_nonzero(followed) > GAMES / 10
    assert (then[followed] >= first[followed] + 3).all()


def test_its_order_is_an_offer_once_the_model_is_open(modded: Ruleset) -> None:
    session = Session.new(modded, seat="lab_paris", seed=1, autosaves=False)
    for _ in range(4):  # the first year offers only a few orders
        session.end_turn()
    (offer,) = (o for o in session.offers("society") if o.id == "open_garages")
    assert offer.refused and "open your model first" in offer.refused
    session.do("open_weights")
    session.end_turn()
    assert session.do("open_garages", 3).order_id == "open_garages"

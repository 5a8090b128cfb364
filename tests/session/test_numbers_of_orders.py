"""Does an order keep its number, and does a refusal say what it counts and what would help?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from game.content import Ruleset
from game.errors import IllegalOrder
from game.faces.amounts import understood
from game.faces.tui.screens.amount import step_of
from game.session.session import Session


def seated(ruleset: Ruleset, seat: str, turn: int = 0, lang: str = "en", **cash: int) -> Session:
    session = Session.new(ruleset, seat=seat, lang=lang, seed=4, autosaves=False)
    while int(session.standing.world.turn[0]) < turn:
        session.end_turn()
    if cash:
        world = session.standing.world.copy()
        world.cash_usd[ruleset.index("actor", seat)] = cash["usd"]
        session.standing = replace(session.standing, world=world)
    return session


def refused(session: Session, order: str, amount: float | None = None) -> str:
    with pytest.raises(IllegalOrder) as found:
        session.do(order, amount)
    return str(found.value)


def test_an_order_has_one_number_all_game(ruleset: Ruleset) -> None:
    for seat in (each.id for each in ruleset.seats.values() if each.playable):
        session = seated(ruleset, seat)
        early = {offer.id: offer.number for offer in session.offers()}
        assert list(early.values()) == list(range(1, len(early) + 1)), seat
        world = session.standing.world.copy()
        world.turn[:] = 4
        session.standing = replace(session.standing, world=world)
        late = {offer.id: offer.number for offer in session.offers()}
        assert early.items() <= late.items(), seat
        assert sorted(late.values()) == list(range(1, len(late) + 1)), seat


def test_orders_stand_together_by_family_whatever_their_numbers(ruleset: Ruleset) -> None:
    families = [offer.family for offer in seated(ruleset, "usa", 4).offers()]
    turns = [one for one, other in pairwise(families) if one != other]
    assert len(turns) + 1 == len(set(families))


def test_a_number_that_the_plan_has_not_is_refused_in_few_words(ruleset: Ruleset) -> None:
    session = seated(ruleset, "china", 4)
    with pytest.raises(IllegalOrder) as found:
        session.drop(4)
    assert str(found.value) == "there is no number 4 in the plan — look at the plan"


def test_nobody_hires_half_a_person(ruleset: Ruleset) -> None:
    """The range of 19.6 people ends at 9.8: 9 can be hired, and 10 cannot."""
    session = seated(ruleset, "lab_paris", 1)
    world = session.standing.world.copy()
    world.staff[ruleset.index("actor", "lab_paris")] = 19.6
    session.standing = replace(session.standing, world=world)
    offer = next(one for one in session.offers() if one.id == "hire")
    asked = offer.amount
    assert asked is not None and (asked.default, asked.low, asked.high) == (3.0, 1.0, 9.0)
    assert understood("2.7", asked) == 3.0 and step_of(asked) == 1.0
    assert "at most 9 people" in refused(session, "hire", 10)


def test_too_much_says_of_what(ruleset: Ruleset) -> None:
    session = seated(ruleset, "china", 4)
    told = refused(session, "stockpile_tools", 99)
    assert "“" not in told.partition(" is refused")[0]
    assert "Stock up on printing machines is refused. Too much: at most" in told
    assert " machines this quarter" in told or " machine this quarter" in told
    session.lang = "fr"
    assert "ce trimestre" in refused(session, "stockpile_tools", 99)
    garage = seated(ruleset, "commons", 4)
    offer = next(one for one in garage.offers() if one.id == "buy_used_cards")
    assert offer.amount is not None and offer.amount.text.endswith(" cards")


def test_who_lacks_cash_hears_who_lends(ruleset: Ruleset) -> None:
    poor = seated(ruleset, "lab_paris", 4, usd=1_000_000)
    told = refused(poor, "hire", 50)
    assert "You could not pay them for long" in told
    assert "“Borrow” brings up to " in told
    poor.lang = "fr"
    assert "«\u202fEmprunter\u202f»" in refused(poor, "hire", 50)
    garage = seated(ruleset, "commons", usd=1_000)
    assert "“Pass the hat” brings some money" in refused(garage, "library_rooms")
    garage.do("pass_the_hat")
    assert "Pass the hat" not in refused(garage, "library_rooms")


def test_a_reason_of_the_content_follows_a_full_stop(ruleset: Ruleset) -> None:
    garage = seated(ruleset, "commons", lang="fr")
    offer = next(each for each in garage.offers() if each.refused and each.refused[0].isupper())
    assert f"{offer.title}\u202f: refusé. {offer.refused}" in refused(garage, offer.id)


def test_a_round_says_what_it_would_bring_of_a_purse_that_ends(ruleset: Ruleset) -> None:
    lab = seated(ruleset, "lab_frontier", 4)
    world = lab.standing.world.copy()
    purse = ruleset.k("budgets.investors_purse") * float(world.gdp_usd[:, 0].sum())
    me = ruleset.index("actor", "lab_frontier")
    for worth, brings in ((purse, purse / 2.0), (purse / 1e6, purse / 1e6)):
        world.valuation_usd[me] = worth / 0.12  # the usual part on sale
        lab.standing = replace(lab.standing, world=world.copy())
        (told,) = (offer.present for offer in lab.offers() if offer.id == "raise_round")
        assert told == f"some {lab._sight.words.money(brings)} at today’s value"


def test_an_order_that_sets_a_level_shows_the_present_one(ruleset: Ruleset) -> None:
    lab = seated(ruleset, "lab_paris", 4)
    lab.do("train_share", 0.35)
    lab.end_turn()
    shown = {offer.id: offer.present for offer in lab.offers()}
    assert shown["train_share"] == "today 35%"
    assert shown["set_price"] == "today 100%"
    assert shown["hire"] == "", "this sets nothing that stays"
    here = seated(ruleset, "usa", 4, "fr")
    told = {offer.id: offer.present for offer in here.offers()}
    assert told["accelerator_tariff"] == "aujourd’hui 0,0\u202f%"
    assert told["diffusion_rule"] == "", "a quota of none is no quota"
    setting = [
        order
        for order in ruleset.orders.values()
        for effect in order.effects
        for name, level in effect.set.items()
        if level.source == "amount" and name != "me.raise_share"
    ]
    assert {"open_national_machine", "share_gains"} <= {order.id for order in setting}


def test_an_order_that_has_become_vain_says_so_in_the_plan(ruleset: Ruleset) -> None:
    session = seated(ruleset, "lab_frontier")
    session.do("serve_model")
    assert not session.plan()[0].vain
    world = session.standing.world.copy()
    lab = ruleset.index("actor", "lab_frontier")
    world.trained_eci[lab] = world.eci[lab]  # as an answer to a scene may have it
    session.standing = replace(session.standing, world=world)
    assert session.plan()[0].vain.startswith("The drawer holds nothing better")
    session.lang = "fr"
    assert session.plan()[0].vain.startswith("Le tiroir ne contient rien de mieux")


def test_want_of_attention_is_told_apart_from_other_wants(ruleset: Ruleset) -> None:
    session = seated(ruleset, "china", 4)
    assert not any(offer.tired for offer in session.offers())
    while not any(offer.tired for offer in session.offers()):
        session.do(next(o.id for o in session.offers() if not o.refused and o.planned is None))
    for offer in session.offers():
        assert offer.tired == bool(offer.refused and "of attention short" in offer.refused)

"""Does the menu say what may be asked for, also where its usual amount is refused?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.errors import IllegalOrder
from game.faces.amounts import understood, written
from game.faces.plain.show import offer_lines, table_lines
from game.session import offers, scenes
from game.session.session import Session
from game.session.views import OfferView


def _offer(session: Session, order_id: str) -> OfferView:
    return next(offer for offer in session.offers() if offer.id == order_id)


@pytest.mark.parametrize("seat", ["lab_paris", "lab_frontier", "lab_hangzhou"])
def test_training_is_asked_for_from_where_it_stands(ruleset: Ruleset, seat: str) -> None:
    session = Session.new(ruleset, seat=seat, seed=1, autosaves=False)
    for share in (None, 0.4):
        if share:
            session.do("train_share", share)
            session.end_turn()
        offer = _offer(session, "train_share")
        assert offer.amount is not None
        assert offer.amount.default == pytest.approx(session._sight.value("me.train_share"))
        assert offer.amount.text in offer.present
        with pytest.raises(IllegalOrder):
            session.do("train_share")
        assert offer.refused and offer.other_amount and offer.barred is None


@pytest.mark.parametrize("seat", ["lab_hangzhou", "lab_frontier", "china", "commons"])
def test_what_the_field_of_an_amount_begins_with_can_be_given(ruleset: Ruleset, seat: str) -> None:
    session = Session.new(ruleset, "the_shock", seat, 11, autosaves=False)
    for _ in range(3):
        asked = {offer.id: offer.amount for offer in session.offers() if offer.amount}
        assert len(asked) >= 5
        for order_id, amount in asked.items():
            for value in (amount.default, amount.low, amount.high):
                for lang in ("en", "fr"):
                    read = understood(written(value, amount, lang), amount)
                    assert read is not None and amount.low <= read <= amount.high, order_id
                assert amount.unit in ("usd", "share") or value == round(value), order_id
        session.end_turn()


def test_people_are_hired_whole(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "the_shock", "lab_hangzhou", 11, autosaves=False)
    assert session.do("hire", 16.4).amount_text == "16 people"
    assert session.standing.plan.amount("hire") == 16
    amount = _offer(session, "hire").amount
    assert amount is not None and understood("16.4", amount) == 16


@pytest.mark.parametrize(("lang", "trains"), [("en", "trains; the rest"), ("fr", "entraîne, le r")])
def test_the_share_that_trains_is_told_as_that(ruleset: Ruleset, lang: str, trains: str) -> None:
    session = Session.new(ruleset, seat="lab_paris", seed=1, lang=lang, autosaves=False)
    offer, words = _offer(session, "train_share"), ruleset.words(lang)
    assert trains in offer.text
    assert words.text(ruleset.figures["me.scale_gain"].label) in offer.expects


def test_what_is_refused_in_any_amount_is_barred(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_paris", seed=1, autosaves=False)
    offers = [offer for offer in session.offers() if offer.attention]
    for offer in offers:
        if offer.refused is None and session.table().attention_left:
            session.do(offer.id)
    assert session.table().attention_left == 0
    tired = [offer for offer in session.offers() if offer.tired]
    assert tired and all(offer.barred == offer.refused for offer in tired)


def test_an_order_of_the_second_year_says_when_it_comes_and_what_it_wants(
    ruleset: Ruleset,
) -> None:
    session = Session.new(ruleset, seat="lab_paris", seed=1, autosaves=False)
    later = {offer.id: offer for offer in session.waiting_offers()}
    assert later.keys() == session.waiting_orders().keys()
    assert later.keys().isdisjoint(offer.id for offer in session.offers())
    assert all("2023Q4" in (offer.barred or "") for offer in later.values())
    assert "118" in (later["research_reasoning"].refused or "")  # the index that it takes
    for _ in range(4):
        session.end_turn()
    assert not session.waiting_offers()
    assert {offer.id: offer.number for offer in later.values()}.items() <= {
        offer.id: offer.number for offer in session.offers()
    }.items()


def test_a_refusal_says_its_bar_once_and_no_quarter(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    offer = next(each for each in session.offers() if each.amount and not each.barred)
    with pytest.raises(IllegalOrder) as refused:
        session.do(offer.id, offer.amount.high * 1000)
    assert str(refused.value).count("at most") == 1
    assert "2022Q4" not in str(refused.value) and "between" not in str(refused.value)


def test_only_an_order_that_brings_enough_is_named_to_whoever_asks_too_much(
    ruleset: Ruleset,
) -> None:
    session = Session.new(ruleset, seat="commons", seed=3, autosaves=False)
    with pytest.raises(IllegalOrder) as refused:  # the bar follows the purse
        session.do("rent_cloud", 10_000_000.0)
    assert "too much" in str(refused.value).lower() and refused.value.hint == ""


def test_after_the_end_an_order_is_not_offered_again(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=3, autosaves=False)
    world = session.standing.world.copy()
    world.outcome[:] = 1
    session.standing = replace(session.standing, world=world)
    with pytest.raises(IllegalOrder, match="the run is over"):
        raise session.unknown_order("pass_the_hat")


def test_an_answer_that_is_too_dear_says_what_it_takes(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=3, autosaves=False)
    choice = next(
        each
        for storylet in ruleset.storylets.values()
        for each in storylet.choices
        if each.win.pay and each.win.pay.usd.constant == 4_000_000
    )
    view = scenes._choice_view(session._sight, 1, choice, False, frozenset())
    assert view.refused == "There is not enough left to pay for it: it takes $4.0m"


def test_an_answer_that_asks_for_more_than_it_costs_says_that_some_must_be_left(
    ruleset: Ruleset,
) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=3, autosaves=False)
    world = session.standing.world.copy()
    world.cash_usd[ruleset.index("actor", "taiwan")] = 1_200_000_000
    session.standing = replace(session.standing, world=world)
    choice = next(c for c in ruleset.storylets["last_reactor"].choices if c.id == "tanks")
    assert choice.win.pay and choice.win.pay.usd.constant == 1_000_000_000
    view = scenes._choice_view(session._sight, 1, choice, False, frozenset())
    assert view.refused and view.refused.endswith("takes $1.5bn at hand, so that something is left")


def test_a_price_that_may_still_move_is_about_so_much(ruleset: Ruleset) -> None:
    """What was promised comes in first, and the rooms cost by the machine."""
    session = Session.new(ruleset, seat="commons", seed=3, autosaves=False)
    assert session.do("library_rooms").cost_text.startswith("about ")
    assert session.table().purse_text.startswith("about ")
    session.undo()
    session.do("pass_the_hat")
    assert not session.table().purse_text.startswith("about ")


def test_rent_is_set_anew_before_it_is_billed(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_paris", seed=7, autosaves=False)
    assert session.table().purse_text == "$109m", (
        "wages are known to the dollar, without a plan too"
    )
    session.do("rent_cloud")
    assert session.plan()[0].cost_text.startswith("about ")
    session.end_turn()
    assert session.table().purse_text.startswith("about "), (
        "the contract is billed, at another rent"
    )


def test_bills_that_the_bank_does_not_hold_are_told_before_anything_is_planned(
    ruleset: Ruleset,
) -> None:
    session = Session.new(ruleset, seat="lab_paris", seed=7, autosaves=False)
    world = session.standing.world.copy()
    me = ruleset.index("actor", "lab_paris")
    world.cash_usd[me], world.rented_h100e[me] = 2_000_000, 20_000.0
    session.standing = replace(session.standing, world=world)
    view = session.table()
    assert view.purse_text.startswith("about −")
    lines = table_lines(session.words, view, session.scenes())
    assert "Rent that is not paid costs the machines." in lines
    assert any(view.purse_text in line for line in lines)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_order_in_the_plan_names_the_amount_that_its_sum_is_of(
    ruleset: Ruleset, lang: str
) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=4711, lang=lang, autosaves=False)
    usual = _offer(session, "raise_round")
    session.do("raise_round", 0.05)
    planned = _offer(session, "raise_round")
    assert planned.present != usual.present
    (line,) = (each for each in offer_lines(session.words, [planned]) if planned.present in each)
    assert session.words.unit(0.05, "share") in line
    assert planned.amount is not None and planned.amount.text not in line


def test_an_order_does_not_take_back_what_an_answer_gave(ruleset: Ruleset) -> None:
    """The weights were promised in a scene: answers without them are no longer on offer."""
    session = Session.new(ruleset, seat="lab_paris", seed=7, autosaves=False)
    session.do("serve_model")
    world = session.standing.world.copy()
    world.release[ruleset.index("actor", "lab_paris")] = 2.0
    session.standing = replace(session.standing, world=world)
    assert session.plan()[0].vain == "an answer of this quarter releases more: the weights"
    session.drop(1)
    with pytest.raises(IllegalOrder, match="Serve the model"):
        session.do("serve_model")
    assert not offers.settled_text(session._sight, ruleset.orders["open_weights"])


def test_an_adviser_takes_no_task_out_of_turn(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", 42, autosaves=False)
    session.choose(1, 1)
    session.end_turn()
    session.do("rent_cloud")
    session.end_turn()
    assert session.tasks()[0] == 2
    proposed = {line.proposes for line in session.council(full=True)}
    assert "serve_model" not in proposed, "that is what the fourth task asks for"

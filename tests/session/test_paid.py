"""Is an order counted by what was paid for it, where it set aside more than could be bought?"""

from __future__ import annotations

from dataclasses import replace

from game.content import Ruleset
from game.session.log import OrderRecord
from game.session.paid import as_paid, by_quarter, underspent
from game.session.session import Session

ORDER = "state_machines"


def _played(ruleset: Ruleset, lang: str = "en") -> Session:
    session = Session.new(ruleset, seat="china", seed=3, lang=lang, autosaves=False)
    for turn in range(8):
        if turn in (4, 6):
            session.do(ORDER)
        if turn == 5:
            session.do("expand_smic", 5e8)
        session.end_turn()
    return session


def test_what_was_not_to_be_had_is_not_counted(ruleset: Ruleset) -> None:
    session = _played(ruleset)
    now = session.standing
    planned = {(r.turn, r.order): r.cost_usd for r in now.log.records if isinstance(r, OrderRecord)}
    told = as_paid(ruleset, "china", now)
    paid = {(r.turn, r.order): r.cost_usd for r in told if isinstance(r, OrderRecord)}
    assert len(told) == len(now.log.records)
    for turn in (4, 6):
        assert 0 < paid[turn, ORDER] < planned[turn, ORDER] / 3, "most of it bought nothing"
    assert paid[5, "expand_smic"] == planned[5, "expand_smic"]
    total = session.words.money(float(sum(paid.values())))
    ending = session.epilogue().text
    assert f"You gave 3 orders, and paid {total} for them in all; what was set aside" in ending
    said = "\n".join(session.chronicle())
    spent, money = by_quarter(ruleset, "china", now), session.words.money
    at_once, later = spent[4, 4], sum(spent.get((turn, 4), 0.0) for turn in range(5, 9))
    assert at_once + later == paid[4, ORDER] and later > 0
    assert f"and {money(at_once)} paid for it in the year" in said, "the only order of 2023"
    assert f"Orders of earlier years cost {money(later)} more." in said
    assert money(float(planned[4, ORDER])) not in said
    assert money(spent[5, 5] + sum(spent.get((turn, 6), 0.0) for turn in (6, 7))) in said


def test_the_offer_says_that_what_cannot_be_had_is_not_paid(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    for lang, words in (("en", "that money stays with you"), ("fr", "cet argent vous reste")):
        session.lang = lang
        told = {offer.id: words in offer.expects for offer in session.offers()}
        assert told[ORDER] and not told["expand_smic"]


def test_the_morning_tells_what_an_order_cost_where_that_is_clearly_less(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    for _ in range(4):
        session.end_turn()
    session.do(ORDER)
    session.do("expand_smic", 5e8)
    planned = {line.order_id: line.cost_text for line in session.plan()}
    session.end_turn()
    now = session.standing
    ((id_, (paid, due)),) = underspent(ruleset, "china", now).items()
    told = [line for line in session.brought() if line.startswith("Buy a supercomputer")]
    assert id_ == ORDER and 0 < paid < due
    money = session.words.money(paid)
    assert told == [
        f"Buy a supercomputer: {money} of {planned[ORDER]} paid so far, the rest is still yours"
    ]
    session.lang = "fr"
    assert any(line.endswith(", le reste est encore en caisse") for line in session.brought())
    assert not underspent(ruleset, "china", replace(now, closed={})), "nobody kept the reasons"


def test_an_order_that_spent_its_money_is_told_by_what_it_did(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=3, autosaves=False)
    session.do("rent_cloud")
    session.end_turn()
    assert not underspent(ruleset, "lab_frontier", session.standing)
    assert session.brought() and not any("still yours" in line for line in session.brought())


def test_what_else_such_an_order_did_is_told_with_the_money(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    session.do("grey_purchase")
    session.end_turn()
    (line,) = session.brought()
    assert line.startswith("Buy through third ports: ") and "; " in line
    assert line.endswith("paid so far, the rest is still yours")

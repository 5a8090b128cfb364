"""Is an order counted by what was paid for it, where it set aside more than could be bought?"""

from __future__ import annotations

from game.content import Ruleset
from game.session.log import OrderRecord
from game.session.paid import as_paid
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
    assert f"You gave 3 orders, for {total} in all." in session.epilogue().text
    said = "\n".join(session.chronicle())
    assert session.words.money(float(paid[4, ORDER])) in said, "the only order of 2023"
    assert session.words.money(float(planned[4, ORDER])) not in said


def test_the_offer_says_that_what_cannot_be_had_is_not_paid(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    for lang, words in (("en", "that money stays with you"), ("fr", "cet argent vous reste")):
        session.lang = lang
        told = {offer.id: words in offer.expects for offer in session.offers()}
        assert told[ORDER] and not told["expand_smic"]

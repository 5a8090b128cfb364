"""Are the standing bills those that the engine sends, and is it said when one could not be paid?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from game.content import Ruleset
from game.faces.plain.commands import Desk
from game.session.bills import first_usd, owed_usd
from game.session.pipeline import bills_view
from game.session.session import Session
from game.session.sight import Sight
from game.session.work_views import BillsView
from game.story.council import Said, council, spoken

STAGES = {  # which stage sends which bill
    "wages": "budgets.staff",
    "rent": "rental.bills",
    "interest": "budgets.interest",
    "cards": "inference.cards",
    "power": "externalities.bills",
}

KEEPERS = {  # of the purse, and of which laboratory
    "cashbox_commons": "commons",
    "fuel_meridian": "lab_frontier",
    "finance_hangzhou": "lab_hangzhou",
    "finance_paris": "lab_paris",
}


def _laid(ruleset: Ruleset, seat: str, **fields: float) -> Session:
    """A seat whose books hold so much of some things, one quarter into the game."""
    session = Session.new(ruleset, seat=seat, seed=4, autosaves=False)
    session.end_turn()
    world, me = session.standing.world.copy(), ruleset.index("actor", seat)
    for name, value in fields.items():
        getattr(world, name)[me] = value
    standing = replace(session.standing, world=world)
    return Session(ruleset, session.setup, standing, autosaves=False)


def _billed(session: Session, stage: str) -> int:
    """What a stage has taken off the account in the quarter that is over, in dollars."""
    parts = session.standing.closed["me.cash_usd"]
    return -sum(steps for cause, steps in parts if stage in cause)


@pytest.mark.parametrize(
    ("seat", "fields", "sent"),
    [
        ("lab_paris", {"rented_h100e": 400.0, "debt_usd": 30_000_000}, "wages rent interest"),
        ("lab_frontier", {"debt_usd": 900_000_000}, "wages rent interest"),
        ("lab_hangzhou", {}, "wages rent power"),
        ("commons", {"used_cards": 600.0, "cash_usd": 4_000_000}, "wages cards"),
        ("usa", {"debt_usd": 400_000_000_000}, "interest"),
    ],
)
def test_the_bills_are_those_of_a_quiet_quarter(
    ruleset: Ruleset, seat: str, fields: dict[str, float], sent: str
) -> None:
    session = _laid(ruleset, seat, **fields)
    opened = owed_usd(ruleset, session.standing.world, seat)
    session.end_turn()
    closed = owed_usd(ruleset, session.standing.world, seat)
    for name in sent.split():
        # Rent and tariffs are set anew before they are billed: what was billed is what stands now.
        owed = closed[name] if name in ("rent", "power") else opened[name]
        assert owed > 0
        assert owed == pytest.approx(_billed(session, STAGES[name]), rel=0.01, abs=2), name


def test_a_contract_is_quoted_at_what_it_costs(ruleset: Ruleset) -> None:
    """What is set aside for an hour of machine time is what the clouds bill for it."""
    session = _laid(ruleset, "lab_frontier", rented_h100e=5_000.0)
    sight = Sight(ruleset, session.standing.world, "lab_frontier", session.words)
    quoted = ruleset.orders["rent_cloud"].sets_aside.value(lambda n: _read(sight, n, 5_000.0))
    owed = owed_usd(ruleset, session.standing.world, "lab_frontier")["rent"]
    assert float(quoted) == pytest.approx(owed, rel=1e-3)


def _read(sight: Sight, name: str, amount: float) -> float:
    return amount if name == "amount" else sight.value(name)


def test_the_page_of_works_adds_them_up(ruleset: Ruleset) -> None:
    session = _laid(ruleset, "lab_paris", rented_h100e=400.0, debt_usd=30_000_000)
    desk = Desk(session, lambda *_: session)
    said = desk.answer("pipeline").lines
    start = said.index("Every quarter, as things stand:")
    labels = [line.split(":")[0] for line in said[start + 1 :]]
    assert labels[:3] == ["Wages", "Rent of machine time", "Interest on debt"]
    world = session.standing.world
    total = session.words.money(-float(sum(owed_usd(ruleset, world, "lab_paris").values())))
    bank = session.words.money(float(world.cash_usd[ruleset.index("actor", "lab_paris"), 0]))
    assert said[-1] == f"In all {total} a quarter; in the bank, {bank}."


def test_who_cannot_pay_is_warned_and_told_why_the_machines_are_gone(ruleset: Ruleset) -> None:
    session = _laid(ruleset, "lab_paris", rented_h100e=5000.0, cash_usd=1_500_000)
    sight = Sight(ruleset, session.standing.world, "lab_paris", ruleset.words("en"))
    assert bills_view(sight).short
    for name in ("me.rented", "me.machine_time"):
        assert "could not be paid" not in _told(session, name)
    session.end_turn()
    for name in ("me.rented", "me.machine_time"):
        assert "could not be paid" in _told(session, name), name
    session.lang = "fr"
    assert "loyer impayé" in _told(session, "me.machine_time")


@pytest.mark.parametrize(
    ("seat", "fields", "warned"),
    [
        ("lab_paris", {"rented_h100e": 5000.0, "cash_usd": 1_500_000}, ("rent",)),
        ("lab_paris", {"rented_h100e": 5000.0, "cash_usd": 5_000}, ("rent", "credit")),
        ("commons", {"used_cards": 0.0, "cash_usd": 4_000}, ("credit",)),
        ("commons", {"used_cards": 4000.0, "cash_usd": 40_000}, ("cards",)),
        ("usa", {"debt_usd": 400_000_000_000, "cash_usd": 1_000}, ("state",)),
        ("commons", {"used_cards": 0.0, "cash_usd": 900_000}, ()),
    ],
)
def test_one_is_warned_of_what_would_happen_and_of_nothing_else(
    ruleset: Ruleset, seat: str, fields: dict[str, float], warned: tuple[str, ...]
) -> None:
    session = _laid(ruleset, seat, **fields)
    words = session.words
    expected = " ".join(words.t(f"session.short.{name}") for name in warned)
    assert bills_of(session).short == expected
    said = " ".join(Desk(session, lambda *_: session).answer("pipeline").lines)
    assert ("not enough for the next" in said) == bool(warned) and expected in said


def test_who_pays_is_not_told_of_a_landlord(ruleset: Ruleset) -> None:
    session = _laid(ruleset, "lab_paris", rented_h100e=400.0, cash_usd=900_000_000)
    session.end_turn()
    assert "could not be paid" not in _told(session, "me.machine_time")


def _told(session: Session, name: str) -> str:
    return " / ".join(part.label for part in session.why(name).parts)


def test_what_came_in_is_told_beside_the_bills(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=4, autosaves=False)
    assert bills_of(session).came == "", "nothing has been played"
    session.end_turn()
    parts = session.standing.closed["me.cash_usd"]
    came = sum(steps for cause, steps in parts if cause.startswith("stage:") and steps > 0)
    assert came > 1e8 and bills_of(session).came == session.words.money(came)


def bills_of(session: Session) -> BillsView:
    """The bills of the pipeline."""
    view = session.pipeline().bills
    assert view is not None
    return view


@pytest.mark.parametrize("keeper", [*KEEPERS])
def test_whoever_keeps_the_purse_says_that_it_does_not_pay_the_wages(
    ruleset: Ruleset, keeper: str
) -> None:
    """To the dollar, and in as many ways as there are lines for it."""
    seat, words = KEEPERS[keeper], ruleset.words("en")
    me = ruleset.index("actor", seat)
    world = Session.new(ruleset, seat=seat, seed=3, autosaves=False).standing.world.copy()
    world.debt_usd[me] = 0
    due_usd = first_usd(ruleset, world, seat)

    def says(cash_usd: int) -> list[str]:
        world.cash_usd[me] = cash_usd
        lately: dict[str, Said] = {}
        told = []
        for turn in range(2):
            world.turn[:] = turn
            lines = council(ruleset, world, seat, words, 0, lately)
            said = {each.id: line for each, line in lines}
            told.append(said.get(keeper, ""))
            lately = spoken(ruleset, world, seat, lately)
        return told

    short, enough = says(due_usd - 1_000), says(due_usd + 1_000)
    for line in short:
        assert re.search("payroll|wages|salaries|fifth", line), line
    assert not {re.sub("[0-9.,]", "", line) for line in short} & {
        re.sub("[0-9.,]", "", line) for line in enough
    }

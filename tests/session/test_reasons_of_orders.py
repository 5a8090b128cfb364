"""Does `why` name what one did, and only what can have moved the figure asked about?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from game.content import Ruleset
from game.session.following import followed
from game.session.pushing import pushes
from game.session.session import Session
from game.session.views import DriverView


def _game(ruleset: Ruleset, seat: str, seed: int, quarters: int) -> Session:
    session = Session.new(ruleset, seat=seat, seed=seed, autosaves=False)
    for _ in range(quarters):
        session.end_turn()
    return session


def _behind(session: Session, name: str, turn: int | None = None) -> list[DriverView]:
    return [driver for part in session.why(name, turn).parts for driver in part.drivers]


def _all(drivers: tuple[DriverView, ...]) -> Iterator[DriverView]:
    for driver in drivers:
        yield driver
        yield from _all(driver.drivers)


def test_a_cap_stands_behind_fewer_leaked_chips_and_not_behind_more(ruleset: Ruleset) -> None:
    changes, named = {}, {}
    for amount in (None, 12_000.0):
        session = _game(ruleset, "usa", 21, 4)
        if amount:
            session.do("diffusion_rule", amount)
        for _ in range(2):  # a rule that is printed now binds a quarter later
            session.end_turn()
        changes[amount] = session.why("grey.units").figure.change
        named[amount] = [driver.name for driver in _behind(session, "grey.units")]
    assert changes[None] > 0 > changes[12_000.0]
    assert named[12_000.0][:2] == ["quota.gulf", "quota.third"], "raised from 0, which is no cap"
    assert named[None] and not set(named[None]) & set(named[12_000.0])


def test_a_tariff_stands_behind_what_it_brings_for_as_long_as_it_stands(ruleset: Ruleset) -> None:
    session = _game(ruleset, "usa", 21, 4)
    session.do("accelerator_tariff", 0.25)
    title = session.words.text(ruleset.orders["accelerator_tariff"].title)
    for _ in range(3):
        session.end_turn()
        part = next(each for each in session.why("me.cash_usd").parts if "duties" in each.label)
        assert part.value > 0
        assert [(driver.name, driver.cause) for driver in part.drivers] == [("me.tariff", title)]


def test_weights_given_away_stand_first_behind_revenue_lost(ruleset: Ruleset) -> None:
    session = _game(ruleset, "lab_frontier", 5, 10)
    session.do("open_weights")
    session.end_turn()
    session.end_turn()
    for name in ("me.arr_usd", "me.share"):
        why = session.why(name)
        first = why.parts[0].drivers[0]
        assert why.figure.change < 0 and (first.name, first.direction) == ("me.openness", 1)
        order = session.words.text(ruleset.orders["open_weights"].title)
        assert first.cause.startswith(order)


@pytest.mark.parametrize(
    ("stage", "explained", "moves", "not_"),
    [
        ("fabs.machines", "wafers.tsmc.n2", "euv.tsmc", "duv.smic"),
        ("tools.shipments", "euv.tsmc", "euv_backlog.tsmc", "litho.china"),
        ("tools.shipments", "duv.smic", "licence.duv.cn", "euv_backlog.tsmc"),
        ("chips.finished", "finished.ascend", "packaging.huawei", "packaging.tsmc"),
        ("chips.finished", "finished.h100", "packaging.tsmc", "packaging.huawei"),
        ("demand.users", "users.cn", "best_eci.cn", "best_eci.us"),
    ],
)
def test_a_driver_is_behind_what_it_can_move(
    ruleset: Ruleset, stage: str, explained: str, moves: str, not_: str
) -> None:
    known = pushes(ruleset, stage, explained)
    assert known[moves] == 1 and not_ not in known
    assert {moves, not_} <= {driver.figure for driver in ruleset.causes[stage].drivers}


def test_a_lag_that_shrank_is_the_work_of_who_caught_up(ruleset: Ruleset) -> None:
    session = _game(ruleset, "taiwan", 21, 12)
    seen = set()
    for turn in range(2, 13):
        for part in session.why("gap.us_cn", turn).parts:
            for driver in part.drivers:
                assert driver.name == ("best_eci.us" if part.value > 0 else "best_eci.cn")
                assert driver.direction == 1
                seen.add(driver.name)
    assert "best_eci.cn" in seen


def test_the_slump_of_2023_stands_behind_the_foundry_s_revenue(ruleset: Ruleset) -> None:
    session = _game(ruleset, "taiwan", 21, 4)
    part = session.why("revenue.tsmc_usd", 3).parts[0]
    assert part.value < 0 and [driver.name for driver in part.drivers] == ["devices"]
    assert part.drivers[0].direction == -1


@pytest.mark.parametrize(
    ("seat", "name"), [("taiwan", "revenue.tsmc_usd"), ("china", "me.income_usd")]
)
def test_what_is_counted_anew_is_told_against_the_quarter_before(
    ruleset: Ruleset, seat: str, name: str
) -> None:
    """Each part is what its cause brings beyond a quarter ago, and they add up to the change."""
    session = _game(ruleset, seat, 21, 8)
    for turn in range(2, 9):
        why = session.why(name, turn)
        whole = why.figure.value - why.figure.change
        assert sum(part.value for part in why.parts) == pytest.approx(why.figure.change)
        assert all(abs(part.value) < 0.5 * whole for part in why.parts), turn


def test_what_did_not_move_is_behind_no_change(ruleset: Ruleset) -> None:
    session = _game(ruleset, "europe", 3, 6)
    told = 0
    for turn in range(2, 7):
        for name in followed(ruleset, "europe"):
            for part in session.why(name, turn).parts:
                for driver in _all(part.drivers):
                    assert driver.direction != 0, (turn, name, driver.name)
                    told += 1
    assert told > 100

"""Is it told on the morning after what one's own orders did, began, and are behind?"""

from __future__ import annotations

import re
from contextlib import suppress
from random import Random

import pytest

from game.content import Ruleset
from game.errors import GameError
from game.faces.plain.commands import Desk
from game.session import brought
from game.session.brought import MOST
from game.session.log import OrderRecord
from game.session.session import Session


@pytest.fixture
def washington(ruleset: Ruleset) -> Session:
    return Session.new(ruleset, seat="usa", seed=21, autosaves=False)


def _title(session: Session, order: str) -> str:
    return session.words.text(session.ruleset.orders[order].title)


def test_nobody_who_ordered_nothing_reads_of_orders(washington: Session) -> None:
    assert washington.brought() == ()
    for _ in range(3):
        washington.end_turn()
        assert washington.brought() == ()


def test_what_comes_later_is_told_with_its_quarter_and_again_as_it_strikes(
    washington: Session,
) -> None:
    title, told = _title(washington, "tool_controls"), []
    washington.do("tool_controls")
    for _ in range(3):
        washington.end_turn()
        told.append([line for line in washington.brought() if line.startswith(title)])
    ((begun,), (), (felt,)) = told
    quarter = washington.table().quarter
    assert begun.endswith(f"China −0.35 from {quarter} on")
    assert felt == f"{title}, ordered 2022Q4: Licence, Deep ultraviolet machines, China −0.35"
    assert felt.endswith(washington.why("licence.duv.cn").parts[0].text)


def test_an_order_that_works_through_others_is_named_behind_the_figure(washington: Session) -> None:
    for _ in range(3):
        washington.end_turn()
    washington.do("close_density")
    washington.end_turn()
    (line,) = washington.brought()
    by = f"{_title(washington, 'close_density')}, ordered 2023Q3"
    assert line == f"Licensed chips −59,400: {by}, had a good part in it"
    washington.lang = "fr"
    assert washington.brought()[0].endswith(", ordre de 2023T3, y est pour beaucoup")


def test_the_price_of_an_order_is_not_its_effect(ruleset: Ruleset) -> None:
    garage = Session.new(ruleset, seat="commons", seed=11, autosaves=False)
    for order in ("night_hours", "pass_the_hat", "library_rooms"):
        garage.do(order)
    garage.end_turn()
    assert garage.standing.closed["me.cash_usd"]
    hat = _title(garage, "pass_the_hat")
    money = [line for line in garage.brought() if "$" in line]
    assert len(garage.brought()) == 3
    assert len(money) == 1 and money[0].startswith(f"{hat}: Treasury +")


def test_many_orders_are_told_in_four_lines_the_largest_first(ruleset: Ruleset) -> None:
    state = Session.new(ruleset, seat="taiwan", seed=33, autosaves=False)
    for _ in range(5):
        while free := [o for o in state.offers() if not o.refused and o.planned is None]:
            state.do(free[0].id)
        state.end_turn()
    *lines, more = state.brought()
    assert len(lines) == MOST and len(set(lines)) == MOST
    given = len([each for each in state.standing.log.records if isinstance(each, OrderRecord)])
    told = more.removeprefix("and ").removesuffix(" more, at the end of the news")
    assert 0 < int(told) <= given - MOST
    beyond = state.brought_beyond()
    assert len(beyond) == int(told) and not {*beyond} & {*lines}
    news = Desk(state, lambda name, lang: state).answer("news").lines
    assert news[-len(beyond) - 1 :] == ("Of your other orders:", *beyond)
    assert sum(len(line.split()) for line in lines) <= 80


def test_the_lines_of_a_game_in_lines_have_them_under_a_heading(washington: Session) -> None:
    desk = Desk(washington, lambda name, lang: washington)
    washington.do("talks")
    for lines in (desk.answer("end").lines, desk.answer("news").lines):
        place = lines.index("Your orders:")
        assert lines[place + 1].startswith(f"{_title(washington, 'talks')}: Strait tension −")
    assert "Your orders:" not in desk.answer("news 2022Q4").lines


def test_an_order_that_moved_a_figure_a_little_is_not_behind_a_large_move(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, dice = Session.new(ruleset, seat="china", seed=4, autosaves=False), Random(4)
    for _ in range(10):
        for _ in range(4):
            if free := [o for o in session.offers() if not o.refused and o.planned is None]:
                with suppress(GameError):
                    session.do(dice.choice(free).id)
        session.end_turn()
    told, shown = f": {_title(session, 'drop_tariff')}, ordered 2024Q4", session.brought()
    assert not any(told in line for line in shown)
    monkeypatch.setattr(brought, "REAL", 0.0)  # it did have a part in it, of a few in a hundred
    assert any(told in line for line in session.brought())


def test_an_order_is_told_in_one_unit_from_morning_to_morning_and_in_few_figures(
    ruleset: Ruleset,
) -> None:
    """So is what is on its way: nobody counts chips or wafers to the last one."""
    session, bought, large = _china(ruleset), list[str](), list[str]()
    for _ in range(6):
        session.do("state_machines")
        if any(each.id == "expand_smic" and not each.refused for each in session.offers()):
            session.do("expand_smic")
        session.end_turn()
        lines = session.brought()
        told = [*lines, *(work.text for work in session.pipeline().coming)]
        large += [
            each for line in told for each in re.findall(r"[\d,]{6,}(?= chips| wafers)", line)
        ]
        bought += [line for line in lines if line.endswith(" chips")]
    assert len(bought) > 4 and not any("Chips" in line for line in bought), "named once"
    assert len(large) > 10 and not any(each.replace(",", "")[3:].strip("0") for each in large)


def _china(ruleset: Ruleset) -> Session:
    return Session.new(ruleset, seat="china", seed=4, autosaves=False)


def test_what_is_felt_of_one_order_given_again_and_again_is_one_line(ruleset: Ruleset) -> None:
    """Each purchase comes in for two years: six of them are no six lines a morning."""
    session, felt = _china(ruleset), list[str]()
    title = _title(session, "state_machines")
    for turn in range(8):
        if turn < 6:
            session.do("state_machines")
        session.end_turn()
        told = [*session.brought(), *session.brought_beyond()]
        felt = [line for line in told if line.startswith(f"{title}, ordered")]
        assert len(felt) == (turn > 0), (turn, felt)
    (line,) = felt
    assert line.startswith(f"{title}, ordered 6 times from 2022Q4 to 2024Q1: +")
    chips = session.standing.closed["me.chips"]
    bought = sum(steps for cause, steps in chips if "state_machines@" in cause)
    assert line.split("+")[1] == session.words.unit(float(f"{bought:.3g}"), "chips")

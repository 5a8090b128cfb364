"""Is what counts told in whole where the window is small, and with its unit?"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from game.content import Ruleset
from game.faces.tui.paint.brief import brief
from game.faces.tui.paint.figures import short_change
from game.faces.tui.paint.pages import figure_name
from game.faces.tui.paint.rows import order_rows
from game.faces.tui.paint.table import offer_detail
from game.session.session import Session
from game.session.views import CouncilLine

WIDTH, HEIGHT = 31, 18  # the right-hand column at 80×24
WORK = 46  # the cells of the left-hand one
LIST = 27  # those of the figures beside a chart or causes


@pytest.fixture(scope="module")
def session(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="taiwan", seed=11, autosaves=False)
    for _ in range(3):
        session.end_turn()
    return session


def told(
    session: Session,
    lang: str,
    goal: str,
    council: tuple[CouncilLine, ...] = (),
    height: int = HEIGHT,
) -> str:
    words = session.ruleset.words(lang)
    table = replace(session.table(), goal=goal, goal_met=True)
    lines = brief(
        table,
        session.scenes(),
        council,
        lambda key, **values: words.t(f"tui.{key}", **values),
        WIDTH,
        height,
    )
    assert len(lines) <= height
    return " ".join(" ".join(line.plain for line in lines).split())


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_goal_is_cut(session: Session, lang: str) -> None:
    words = session.ruleset.words(lang)
    for seat in session.ruleset.seats.values():
        for goal in seat.goals:
            text = words.text(goal.text)
            assert " ".join(text.split()) in told(session, lang, text), text


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_task_is_cut(session: Session, lang: str) -> None:
    words = session.ruleset.words(lang)
    for tasks in session.ruleset.scenarios["tutorial"].tasks.values():
        for task in tasks:
            text = re.sub(r"{[^}]*}", "104.6", words.text(task.text))
            assert " ".join(text.split()) in told(session, lang, text, height=16), text


def test_the_first_remark_of_the_council_is_not_cut(session: Session) -> None:
    remark = "For “Power for the island’s machines”. Treasury: +$38,600,000 by the end of 2025Q4."
    council = (
        CouncilLine("Sung", "power", "A line."),
        CouncilLine("Kuo Mei-fang", "treasury", "A line.", remark=remark),
    )
    assert remark in told(session, "en", session.ruleset.seats["taiwan"].goals[2].text.en, council)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("height", range(16, 27))
def test_nobody_in_the_council_is_cut_short(ruleset: Ruleset, lang: str, height: int) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=4711, lang=lang, autosaves=False)

    def t(key: str, **values: object) -> str:
        return session.words.t(f"tui.{key}", **values)

    council, waiting = session.council(), session.scenes()
    lines = [each.plain for each in brief(session.table(), waiting, council, t, WIDTH, height)]
    (title,) = (place for place, line in enumerate(lines) if line.startswith(t("council.title")))
    told = lines[title + 1 :]
    whole = " ".join(" ".join(told).split())
    for each in council:
        if any(line.startswith(each.name) for line in told):
            assert any(" ".join(text.split()) in whole for text in each.forecasts)
    assert len(lines) <= height and not any(line.endswith("…") for line in told)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("width", [WORK, 30])
def test_what_the_plan_leaves_is_told_to_its_last_sign(
    session: Session, lang: str, width: int
) -> None:
    words = session.ruleset.words(lang)
    left = words.t("session.about", money=words.money(-123_000_000_000))
    table = replace(session.table(), purse_text=left)

    def t(key: str, **values: object) -> str:
        return words.t(f"tui.{key}", **values)

    lines = [row.draw(width)[0].plain for row in order_rows(table, (), t, reasons=True, airy=True)]
    (purse,) = [line for line in lines if "123" in line]
    assert purse.endswith(f" {left}") and len(purse) == width
    assert ("…" in purse) == (width < WORK)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_name_is_cut_in_the_list_beside_the_causes(ruleset: Ruleset, lang: str) -> None:
    for seat in ("usa", "china", "lab_frontier"):
        session = Session.new(ruleset, seat=seat, seed=4, lang=lang, autosaves=False)
        for _ in range(4):
            session.end_turn()
        for figure in session.figures():
            lines = [line.plain for line in figure_name(figure, session.words, LIST)]
            told = " ".join(" ".join(lines).split())
            assert all(len(line) <= LIST for line in lines)
            assert told.startswith(figure.label) and "…" not in told, told


def test_a_change_of_money_has_its_unit(session: Session) -> None:
    money = [figure for figure in session.figures() if "$" in figure.text and figure.direction]
    assert money and all("$" in short_change(figure) for figure in money)


def test_what_the_goal_reads_stands_below_it(session: Session) -> None:
    goal = session.ruleset.seats["taiwan"].goals[0]
    terms = session.table().goal_terms
    assert len(terms) == 2 and any("Approval" in term for term in terms)
    assert all(term in told(session, "en", goal.text.en) for term in terms)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_order_whose_effect_is_cut_names_the_key_that_shows_it(
    ruleset: Ruleset, lang: str
) -> None:
    garage = Session.new(ruleset, seat="commons", seed=11, lang=lang, autosaves=False)
    words = garage.words
    hat = next(each for each in garage.offers() if each.id == "pass_the_hat")

    def shown(height: int) -> list[str]:
        lines = offer_detail(hat, lambda key, **v: words.t(f"tui.{key}", **v), height, 80)
        return [line.plain for line in lines]

    hint = f" o {words.t('tui.offer.whole')}"
    low = shown(3)
    assert len(low) == 3 and low[-1].endswith(hint) and "…" in low[-1]
    assert all(cell_len(line) <= 80 for line in low)
    tall = shown(20)
    assert hint not in " ".join(tall) and tall[-1].endswith((".", "!", "?"))

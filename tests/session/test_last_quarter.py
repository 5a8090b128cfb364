"""Does a run that is over show the quarter it ended with, and no later one?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.faces.books import as_markdown
from game.faces.plain.commands import Desk
from game.faces.plain.show_reasons import pipeline_lines
from game.session.session import Session
from game.session.store import _header

pytestmark = pytest.mark.xdist_group("last quarter")


@pytest.fixture(scope="module")
def over(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="europe", seed=2, autosaves=False)
    while not session.finished:
        session.end_turn()
    return session


@pytest.mark.parametrize(("lang", "last"), [("en", "2032Q4"), ("fr", "2032T4")])
def test_the_game_ends_with_its_last_quarter(over: Session, lang: str, last: str) -> None:
    over.lang = lang
    table = over.table()
    assert (table.quarter, table.turn, table.turns) == (last, 41, 41)
    chronicle = "\n".join(over.chronicle())
    assert "## 2032" in chronicle and "2033" not in chronicle
    assert ("As 2032 closed" in chronicle) == (lang == "en")
    assert "2033" not in as_markdown(over)


def test_the_year_closes_on_the_figures_of_the_end(over: Session) -> None:
    over.lang = "en"
    name = over.ruleset.seats["europe"].figures[0]
    last = next(view for view in over.figures() if view.name == name)
    closed = next(line for line in over.chronicle() if line.startswith("As 2032 closed"))
    shown = over.words.unit(float(f"{last.value:.3g}"), last.unit)
    assert f"{last.label} {shown}" in closed


def test_a_save_of_it_is_called_after_that_quarter(over: Session) -> None:
    header = _header(over.ruleset, over.setup, over.standing, "en", "")
    assert (header["turn"], header["quarter"], header["finished"]) == (41, "2032Q4", True)


def test_the_epilogue_names_every_goal_with_its_bar(over: Session) -> None:
    over.lang = "en"
    told = over.epilogue().goals
    goals = over.ruleset.seats["europe"].goals
    assert len(told) == len(goals) == 5
    for sentence, goal in zip(told, goals, strict=True):
        assert sentence.startswith(goal.text.en)
        assert (" Met, from the end of 20" in sentence) or (" Missed" in sentence)
        assert " asked" in sentence
    assert "### Goals" in as_markdown(over)


def test_what_was_said_on_the_day_is_what_is_said_at_the_end(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=6, autosaves=False)
    said = ""
    while not session.finished:
        session.end_turn()
        said += " ".join(session.tidings())
    for sentence in session.epilogue().goals:
        goal = next(g for g in ruleset.seats["usa"].goals if sentence.startswith(g.text.en))
        verdict = "met" if " Met, " in sentence else "missed"
        assert f"Goal {verdict}: {goal.text.en}" in said


def test_a_scene_left_open_is_told_with_the_answer_it_took(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    left = [scene.title for scene in session.scenes() if scene.answered is None]
    assert left
    session.end_turn()
    assert [title for title, _ in session.defaulted()] == left
    assert all(choice for _, choice in session.defaulted())
    for scene in session.scenes():
        number = next(choice.number for choice in scene.choices if choice.refused is None)
        session.choose(scene.number, number)
    session.end_turn()
    assert session.defaulted() == ()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_nothing_is_ordered_or_proposed_after_the_end(over: Session, lang: str) -> None:
    over.lang = lang
    said = {"en": "The game is over", "fr": "La partie est finie"}[lang]
    desk = Desk(over, lambda name, lang: over)
    assert over.offers() == ()
    (orders,) = desk.answer("orders").lines
    council = desk.answer("council").lines
    assert said in orders and said in council[-1]
    assert not any(line.remark for line in over.council(full=True))
    assert "2033" not in " ".join(council)
    name = over.ruleset.seats["europe"].figures[0]
    assert "2033" not in over.why(name).quarter + over.graph(name).describe


def test_no_forecast_names_a_quarter_after_the_last(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=6, autosaves=False)
    while int(session.standing.world.turn[0]) < session.ruleset.scenarios["autumn_2022"].turns - 2:
        session.end_turn()
    lines = session.council(full=True)
    told = " ".join(text for line in lines for text in (*line.forecasts, line.remark))
    view = session.forecast("me.cash_usd", worlds=8)
    assert view.quarters[-1] == "2032Q4 (end)" and "2033" not in view.describe + told
    assert "2032Q4 (end)" in told


def test_a_council_says_what_its_forecasts_suppose(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=6, autosaves=False)
    said = Desk(session, lambda name, lang: session).answer("council").lines
    assert [line for line in said if "usual in your chair" in line] == [said[-1]]


@pytest.fixture(scope="module")
def late_in_2031(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="china", seed=5, autosaves=False)
    while int(session.standing.world.turn[0]) < 37:
        session.end_turn()
    return session


def test_works_due_after_the_end_stand_by_themselves(late_in_2031: Session) -> None:
    late_in_2031.lang = "en"
    view = late_in_2031.pipeline()
    assert view.late and view.coming
    assert all(work.turn <= 41 and "2033" not in work.last for work in view.coming)
    assert all(work.turn > 41 for work in view.late)
    assert not [work for work in view.ending if work.turn > 41]
    told = pipeline_lines(late_in_2031.words, view)
    assert told.index("Due after the end of the game:") > told.index("On its way:")


def test_an_order_that_comes_too_late_says_so(late_in_2031: Session) -> None:
    late_in_2031.lang = "en"
    offers = {offer.id: offer for offer in late_in_2031.offers()}
    leads = {id_: late_in_2031.ruleset.orders[id_].lead for id_ in offers}
    for id_, offer in offers.items():
        assert ("after the end" in offer.lead_text) == (37 + leads[id_] > 41), id_
    assert max(leads.values()) > 4


def test_nothing_is_on_its_way_once_the_run_is_over(over: Session) -> None:
    view = over.pipeline()
    assert view.coming == view.ending == ()

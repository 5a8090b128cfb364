"""Does a number read alike wherever it stands, and do the parts of one add up as they are told?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.session import aims, flow
from game.session.session import Session
from game.session.sight import bars_in
from game.session.views import WhyView
from game.story.news import render_news


@pytest.fixture(scope="module")
def island(ruleset: Ruleset) -> Session:
    return Session.new(ruleset, seat="taiwan", seed=11, autosaves=False)


@pytest.fixture(scope="module")
def over(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="taiwan", seed=11, autosaves=False)
    while not session.finished:
        session.end_turn()
    return session


def test_a_forecast_begins_with_what_the_table_shows(island: Session) -> None:
    """Although a scene waits whose quiet answer moves the figure."""
    shown = island.why("tension").figure
    found = island.forecast("tension")
    assert set(found.texts[0]) == {shown.text}
    assert found.describe.startswith(f"Strait tension: {shown.text} in 2022Q4")


@pytest.mark.parametrize(
    ("pooled", "told"), [(394.52, "394.5"), (394.48, "394.5"), (399.96, "400"), (399.4, "399")]
)
def test_a_goal_tells_its_figure_as_an_adviser_does(
    ruleset: Ruleset, pooled: float, told: str
) -> None:
    session = Session.new(ruleset, seat="commons", seed=9, autosaves=False)
    world = session.standing.world.copy()
    world.commons_h100e[:] = pooled
    unheard = replace(session.standing.log, spoken={})  # as the table of that world was laid
    standing = replace(session.standing, world=world, log=unheard)
    session = Session(ruleset, session.setup, standing, autosaves=False)
    table = session.table()
    line = next(term for term in table.goal_terms if "Pooled" in term)
    shown = next(each for each in table.figures if each.name == "commons.h100e")
    assert f"Pooled machines {told} H100e" in line and shown.text == f"{told} H100e"
    (idriss,) = (each for each in session.council() if each.id == "solder_commons")
    assert f"{told} H100e" in idriss.line


def test_an_approval_just_below_what_is_asked_reads_so_everywhere(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=33, autosaves=False)
    bar = bars_in(ruleset.seats["taiwan"].goals[0].when)["me.approval"]
    world = session.standing.world.copy()
    world.approval[ruleset.index("actor", "taiwan")] = bar - 0.3
    session = Session(
        ruleset, session.setup, replace(session.standing, world=world), autosaves=False
    )
    told = f"{bar - 0.3:.1f}"
    shown = next(each for each in session.figures() if each.name == "me.approval")
    assert shown.text == told and any(f" {told}," in term for term in session.table().goal_terms)
    assert any(f"pproval {told} out of 100" in each.line for each in session.council())
    values = aims.values_told(session._sight, session.standing, "autumn_2022")
    vote = next(each for each in ruleset.news.values() if "{me.approval} out of" in each.body.en)
    (piece,) = render_news(ruleset, None, world, "taiwan", [vote.id], session.words, told=values)
    assert f"{told} out of 100" in piece.body


def test_the_press_tells_a_figure_of_the_goal_as_the_table_does(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Although a quarter ago it read like the number that the goal asks for."""
    item = next(e for e in ruleset.news.values() if "{me.approval} out of" in e.body.en)
    body = item.body.model_copy(update={"en": "From {was.me.approval} to {me.approval}."})
    item = item.model_copy(update={"body": body})
    monkeypatch.setattr(flow, "write_news", lambda *_: (item.id,))
    session = Session.new(replace(ruleset, news={**ruleset.news, item.id: item}), seat="usa")
    bar = bars_in(ruleset.seats["usa"].goals[0].when)["me.approval"]
    world = session.standing.world.copy()
    world.approval[ruleset.index("actor", "usa")] = bar + 0.3
    session = Session(session.ruleset, session.setup, replace(session.standing, world=world))
    session.end_turn()
    shown = next(each for each in session.figures() if each.name == "me.approval")
    assert abs(shown.value - bar) > 0.5, "the figure itself does not read like what is asked"
    assert session.news()[0].body == f"From {bar:.0f} to {shown.value:.0f}."
    assert shown.text == f"{shown.value:.0f}"


def test_a_table_tells_its_figures_as_the_log_keeps_them(island: Session) -> None:
    page = island.standing.log.pages[-1].figures
    for view in island.figures():
        if view.name in page:
            assert view.value == page[view.name]


def added(view: WhyView) -> float:
    return sum(float(part.text.replace("−", "-")) for part in view.parts)


def test_parts_of_an_index_add_up_as_they_are_told(over: Session) -> None:
    checked = 0
    for turn in range(30, 41):
        for name in ("approval.taiwan", "tension"):
            view = over.why(name, turn)
            if view.figure.direction and view.parts and abs(view.figure.change) < 9:
                told = float(view.figure.change_text.replace("−", "-"))
                assert added(view) == pytest.approx(told, abs=0.05 * len(view.parts) + 0.06)
                checked += 1
    assert checked > 8


def test_after_the_end_there_is_no_quarter_to_come(over: Session) -> None:
    drivers = [part.drivers for part in over.why("approval.taiwan").parts]
    quarters = {driver.quarter for found in drivers for driver in found}
    assert quarters and "2033Q1" not in quarters


def test_nobody_counts_chips_to_the_last_one(over: Session) -> None:
    long = {each.text for each in over.figures() if each.text.count(",") > 1}
    assert long and all(",000 " in text for text in long)

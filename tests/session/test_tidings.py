"""Is it said, once, what became of a goal on its day, and of a law that was voted on?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.faces.plain.commands import Desk
from game.session.aims import judged
from game.session.log import ChoiceRecord, Log
from game.session.session import Session
from game.session.standing import add_parts

FIRST_GOAL_OVER = 5  # the table after 2023Q4


def _at_the_table_of(session: Session, turn: int) -> Session:
    while int(session.standing.world.turn[0]) < turn:
        session.end_turn()
    return session


@pytest.fixture(scope="module")
def beijing(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="china", seed=5, autosaves=False)
    return _with_models(_at_the_table_of(session, FIRST_GOAL_OVER), 120.0)


def _with_models(session: Session, eci: float) -> Session:
    """The same table with all models of one index."""
    world = session.standing.world.copy()
    world.eci[:] = eci
    standing = replace(session.standing, world=world)
    return Session(session.ruleset, session.setup, standing, "en", autosaves=False)


NEXT = "Next goal: By the end of 2026, be no more than six months behind."


def test_a_goal_that_was_met_is_told_with_the_next_one(beijing: Session) -> None:
    beijing.lang = "en"
    goal = "End 2023 with a Chinese model at 117.5 on the index, "
    goal += "on the chips that your purchases leave to the laboratories."
    assert beijing.tidings() == (f"Goal met: {goal} {NEXT}",)
    beijing.lang = "fr"
    assert beijing.tidings()[0].startswith("But atteint\u202f: Finir 2023 avec un modèle")


def test_a_goal_that_was_missed_is_told_too(beijing: Session) -> None:
    poor = _with_models(beijing, 110.0)
    assert poor.tidings()[0].startswith("Goal missed: End 2023 with a Chinese model")
    assert poor.tidings()[0].endswith(f"Missing it ends nothing. {NEXT}")


@pytest.mark.parametrize("turn", [3, 6])
def test_nothing_is_told_before_the_day_or_after_it(ruleset: Ruleset, turn: int) -> None:
    session = Session.new(ruleset, seat="china", seed=5, autosaves=False)
    assert _at_the_table_of(session, turn).tidings() == ()


def test_it_is_told_once_that_all_orders_are_on_offer(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=5, autosaves=False)
    few = len(_at_the_table_of(session, 3).offers())
    told = _at_the_table_of(session, 4).tidings()
    more = len(session.offers()) - few
    assert more > 0
    assert [each for each in told if "small table" in each] == [
        f"The first year’s small table is over: {more} more orders are on offer, "
        "and more figures stand on the table."
    ]


@pytest.mark.parametrize("cash_usd", [-400_000, 400_000])
def test_a_default_is_told_with_what_creditors_took(ruleset: Ruleset, cash_usd: int) -> None:
    session = Session.new(ruleset, seat="commons", seed=9, autosaves=False)
    session.end_turn()
    world = session.standing.world.copy()
    world.cash_usd[ruleset.index("actor", "commons")] = cash_usd
    session = Session(
        ruleset, session.setup, replace(session.standing, world=world), autosaves=False
    )
    session.end_turn()
    told = [each for each in session.tidings() if each.startswith("You have defaulted.")]
    assert len(told) == (cash_usd < 0)
    if told:
        assert "Standing −10" in told[0] and "Staff −1 person" in told[0]
        assert "Sold to outsiders +" in told[0] and "Rented" not in told[0]
        session.end_turn()
        assert not [each for each in session.tidings() if each.startswith("You have defaulted.")]


def test_the_lines_tell_it_as_the_quarter_begins_and_not_again(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=5, autosaves=False)
    desk = Desk(_at_the_table_of(session, FIRST_GOAL_OVER - 1), lambda name, lang: session)
    assert any(
        line.startswith(("Goal met: End 2023", "Goal missed: End 2023"))
        for line in desk.answer("end").lines
    )
    assert not any(line.startswith("Goal m") for line in desk.answer("look").lines)


def test_a_law_that_was_voted_down_is_told(ruleset: Ruleset) -> None:
    told = set()
    for seed in range(1, 9):
        session = Session.new(ruleset, seat="usa", seed=seed, autosaves=False)
        _at_the_table_of(session, 4)
        before = session.standing.world.compute_rule[ruleset.index("region", "us"), 0]
        session.do("ai_law_us")
        session.end_turn()
        law = session.standing.world.compute_rule[ruleset.index("region", "us"), 0] - before
        said = next(each for each in session.tidings() if "Pass a law on AI" in each)
        told.add("won" in said)
        assert ("the vote was won" in said) == (law > 0.1), said
        if len(told) == 2:
            return
    pytest.fail("eight votes that all ended alike show nothing")


def test_an_order_that_the_world_has_grown_into_is_told_the_first_time(
    ruleset: Ruleset, beijing: Session
) -> None:
    need = "litho.china"  # at 1 machines can be built in series, and sold

    def told(*levels: float, today: float | None = None) -> str:
        """What is said when the last tables had the programme at these levels, as the log has it.

        `today` is where it really stands.
        """
        world = beijing.standing.world.copy()
        world.litho_china[:] = levels[-1] if today is None else today
        log = beijing.standing.log
        before, changed = log.pages[: -len(levels)], log.pages[-len(levels) :]
        pages = [
            replace(page, figures={**page.figures, need: level})
            for page, level in zip(changed, levels, strict=True)
        ]
        log = replace(log, pages=(*before, *pages))
        standing = replace(beijing.standing, world=world, log=log)
        return " ".join(Session(ruleset, beijing.setup, standing, "en", autosaves=False).tidings())

    said = "For the first time you may: “Build the machine in series”"
    assert said in told(0.9, 1.0)
    assert "For the first time" not in told(0.8, 0.9)
    assert "For the first time" not in told(1.0, 0.9, 1.0)
    assert "For the first time" not in told(0.9, 1.0, today=0.9999)  # refused this morning


def test_what_a_vote_means_is_told_once(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="usa", seed=1, autosaves=False)
    _at_the_table_of(session, 4)
    said = []
    for _ in range(2):
        session.do("ai_law_us")
        session.end_turn()
        said.append(next(each for each in session.tidings() if "Pass a law on AI" in each))
    assert "standing with the voters" in said[0] or "may be tabled again" in said[0]
    lost = "voted down; nothing changes but your approval."
    assert said[1].endswith(("this time the vote was won.", lost))


def test_an_order_that_could_not_be_paid_is_told(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=11, autosaves=False)
    session.do("library_rooms")
    world = session.standing.world.copy()
    world.cash_usd[ruleset.index("actor", "commons")] = 40_000  # wages are 22,500 of it
    poor = replace(session.standing, world=world)
    session = Session(ruleset, session.setup, poor, "en", autosaves=False)
    session.end_turn()
    assert any("Not carried out" in each and "Rooms" in each for each in session.tidings())


def test_wages_come_before_an_order(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=11, autosaves=False)
    world = session.standing.world.copy()
    world.cash_usd[ruleset.index("actor", "commons")] = 45_000  # wages are 22,500 of it
    poor = Session(
        ruleset, session.setup, replace(session.standing, world=world), "en", autosaves=False
    )
    refused = {each.id: each.refused for each in poor.offers()}
    assert "wages" in (refused["pool_cards"] or "") and refused["night_hours"] is None


@pytest.mark.parametrize("seed", [1, 5, 7])
def test_no_answer_after_the_day_changes_the_verdict(ruleset: Ruleset, seed: int) -> None:
    session = Session.new(ruleset, seat="commons", seed=seed, autosaves=False)
    goal = ruleset.seats["commons"].goals[0]
    _at_the_table_of(session, goal.until + 1)
    told = judged(session._sight, session.standing, goal)
    assert told and told.due
    for scene in session.scenes():
        session.choose(scene.number, next(c.number for c in scene.choices if not c.refused))
    now = session.standing
    name, step = told.terms[0].figure, 10  # and one more answer, which moves what the goal reads
    answered = ChoiceRecord(int(now.world.turn[0]), 9, "a_scene", "yes", won=True, asked=True)
    moved = {**now.log.pages[-1].figures}
    moved[name] += step * ruleset.figures[name].step
    log = now.log.with_record(answered).with_figures(moved)
    cause = "scene:a_scene:yes:commons"
    session.standing = replace(now, log=log, open=add_parts(now.open, {name: ((cause, step),)}))
    session.end_turn()
    assert session.standing.log.pages[-2].figures[name] == moved[name]
    assert judged(session._sight, session.standing, goal) == told


def test_a_goal_is_met_since_the_table_that_showed_it_and_not_since_an_answer_there(
    ruleset: Ruleset,
) -> None:
    session = _at_the_table_of(
        Session.new(ruleset, seat="commons", seed=9, autosaves=False), FIRST_GOAL_OVER - 2
    )
    goal = ruleset.seats["commons"].goals[0]
    met = {"commons.h100e": 500.0, "me.cash_usd": 70_000.0}
    world = session.standing.world.copy()
    world.commons_h100e[:] = met["commons.h100e"]
    world.cash_usd[ruleset.index("actor", "commons")] = int(met["me.cash_usd"])
    log = session.standing.log
    pages = [log.pages[0], *(replace(p, figures={**p.figures, **met}) for p in log.pages[1:])]
    given = {"me.cash_usd": (("scene:a_scene:yes:commons", 30_000),)}
    log = replace(log, pages=(pages[0], replace(pages[1], parts=given), *pages[2:]))

    def since(log: Log) -> int | None:
        found = judged(session._sight, replace(session.standing, world=world, log=log), goal)
        assert found and found.holds
        return found.since

    session.standing = replace(session.standing, world=world)
    assert since(log) == 0  # the end of the first quarter, as the second table showed it
    answer = ChoiceRecord(1, 9, "a_scene", "yes", won=True, asked=True)
    assert since(log.with_record(answer)) == 1  # that table lacked $20,000 before the answer

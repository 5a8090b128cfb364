"""May one ask why of a goal and of what binds, and are the bars told so that they can be read?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.engine.gate import DEMAND, PACKAGES, POWER, TIME, gate
from game.errors import GameError
from game.faces.plain.commands import Desk
from game.session import aims
from game.session.session import Session

PACKAGING = "World bottleneck: packaging; since 2023Q1."


@pytest.fixture
def paris(ruleset: Ruleset) -> Session:
    session = Session.new(ruleset, seat="lab_paris", seed=3, autosaves=False)
    for _ in range(3):
        session.end_turn()
    return session


def altered(session: Session, **arrays: float) -> Session:
    """The same table in a world with other numbers."""
    world = session.standing.world.copy()
    for name, value in arrays.items():
        getattr(world, name)[:] = value
    return seen(session, replace(session.standing, world=world))


def seen(session: Session, standing: object) -> Session:
    again = Session.new(session.ruleset, seat=session.setup.seat, seed=3, autosaves=False)
    again.standing = standing  # type: ignore[assignment]
    return again


def plain(session: Session, line: str) -> tuple[str, ...]:
    reply = Desk(session, lambda name, lang: session).answer(line)
    return (*reply.lines, *reply.errors)


def test_the_gate_says_what_binds_since_when_and_what_is_next(paris: Session) -> None:
    told = plain(paris, "why gate")
    assert told[0] == PACKAGING
    assert told[1].startswith("Packaging: all there is was taken")
    assert told[2].startswith("Next: memory. What was begun takes ")
    assert any(line.startswith("Then power. 0.0% of the megawatts") for line in told)
    assert plain(paris, "why bottleneck") == plain(paris, "why what binds") == told
    paris.lang = "fr"
    asked = {plain(paris, f"pourquoi {word}")[0] for word in ("goulot", "goulot mondial", "porte")}
    assert asked == {"Goulot mondial\u202f: l’encapsulation\u202f; depuis 2023T1."}


def test_the_gate_of_an_earlier_quarter_is_told_by_its_figures(paris: Session) -> None:
    told = plain(paris, "why gate 2023Q1")
    assert told[0] == "World bottleneck: packaging; since 2023Q1 (was nothing)."
    assert any(line.startswith("Chips not to be had: 19%") for line in told)


@pytest.mark.parametrize("code", [PACKAGES, POWER, DEMAND, TIME])
def test_every_gate_can_be_told(paris: Session, code: int) -> None:
    bound = altered(paris, bottleneck=code)
    for lang in ("en", "fr"):
        bound.lang = lang
        lines = bound.why("gate").lines
        assert len(lines) > 2 and not any("{" in line for line in lines)


def test_the_line_that_binds_is_full_and_the_fullest_of_the_others_comes_next(
    paris: Session,
) -> None:
    bound = altered(paris, bottleneck=PACKAGES, shortage=0.8)
    found = gate(bound.ruleset, bound.standing.world)
    assert found.used[PACKAGES] == pytest.approx(1.0, abs=0.02)
    assert found.near()[0] == max((1, 3), key=found.used.__getitem__)
    assert found.near()[-1] in (DEMAND, POWER)


def test_a_goal_says_how_it_stands_and_shows_what_it_reads(paris: Session) -> None:
    told = plain(paris, "why goal 4")
    assert told[0].startswith("Goal 4 of 5, to the end of 2030Q4: not yet met")
    assert "✓ Sold to outsiders 0.0%, at most 75% asked." in told
    assert "Sold to outsiders: 0.0%, as before." in told
    assert paris.why("goal 4").reads == ("me.equity_sold", "me.trust", "me.arr_usd")
    for name in paris.why("goal 4").reads:
        assert paris.why(name).figure.name == name
    with pytest.raises(GameError, match="no goal of that number"):
        paris.why("goal 9")


def test_what_the_goal_reads_stands_below_it_and_among_the_figures(paris: Session) -> None:
    look = plain(paris, "look")
    place = next(n for n, line in enumerate(look) if line.startswith("Goal:"))
    assert look[place + 1] == "Now: ✕ Released model 0.0, at least 104.0 asked (104.0 short)."
    names = {view.name for view in paris.figures()}
    assert "me.equity_sold" in names  # of the fourth goal, and no headline


def test_a_bar_is_told_apart_from_what_misses_it_wherever_it_is_told(paris: Session) -> None:
    """Within three points of the best open model: 127.6 is not, though both would read as 128."""
    garage = Session.new(paris.ruleset, seat="commons", seed=3, autosaves=False)
    world = garage.standing.world.copy()
    world.turn[:] = 25
    world.eci[garage.ruleset.index("actor", "commons")] = 127.6
    world.open_eci[:] = 131.4
    near = replace(garage.standing, world=world)
    page = replace(near.log.pages[0], turn=25)
    garage.standing = replace(near, log=replace(near.log, pages=(page,)))
    table = garage.table()
    assert not table.goal_met
    assert table.goal_terms == ("✕ Released model 127.6, at least 128.4 asked (0.8 short)",)
    shown = {view.name: view.text for view in (*table.figures, *garage.figures())}
    assert shown["me.eci"] == "127.6"
    assert garage.why("me.eci").figure.text == "127.6"
    assert "127.6" in garage.why("goal").lines[0]


def test_a_sum_below_a_goal_and_what_it_lacks_have_the_unit_of_the_bar(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=3, autosaves=False)
    world, log = session.standing.world.copy(), session.standing.log
    world.turn[:] = 10
    world.cash_usd[ruleset.index("actor", "lab_frontier")] = 4_600_000_000
    page = replace(log.pages[0], turn=10)
    session.standing = replace(session.standing, world=world, log=replace(log, pages=(page,)))
    told = session.table().goal_terms
    assert told[1] == "✕ Treasury $4.6bn, more than $5.0bn asked ($0.40bn short)"


def test_of_a_run_that_ended_early_the_goal_says_that_its_day_did_not_come(
    paris: Session,
) -> None:
    world = paris.standing.world.copy()
    world.outcome[paris.ruleset.index("seat", "lab_paris")] = 1
    over = seen(paris, replace(paris.standing, world=world))
    assert over.why("goal").figure.text == "its day did not come"


def test_a_missed_goal_says_by_how_much(paris: Session) -> None:
    for _ in range(2):
        paris.end_turn()
    missed = next(line for line in paris.tidings() if line.startswith("Goal missed"))
    assert "✕ Released model 0.0, at least 104.0 asked (104.0 short). Missing it" in missed


def test_a_figure_reads_alike_in_the_goal_and_on_the_table(ruleset: Ruleset) -> None:
    washington = Session.new(ruleset, seat="usa", seed=3, autosaves=False)
    world = washington.standing.world.copy()
    world.approval[:] = 53.46  # kept as 53.5
    washington.standing = replace(washington.standing, world=world)
    table = washington.table()
    shown = next(view.text for view in table.figures if view.name == "me.approval")
    assert any(f"Approval {shown}, at least 45" in term for term in table.goal_terms)


def test_demand_that_waits_behind_power_says_so_and_says_no_part_twice(paris: Session) -> None:
    bound = altered(paris, bottleneck=POWER, shortage=0.0, held_back_mw=9e9)
    binds, *others = bound.why("gate").lines
    assert binds.endswith("all the money offered found its chips.")
    demand = next(line for line in others if "demand. " in line)
    assert demand.endswith("if power did not bind, demand would.") and "0.0%" not in demand
    short = altered(paris, bottleneck=PACKAGES, shortage=0.2)
    told = next(line for line in short.why("gate").lines if "demand. " in line)
    assert "20%" not in told and told.endswith("of the money offered finds no chip.")


def test_what_a_goal_still_lacks_stands_before_what_it_has(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=3, autosaves=False)
    given = aims.current(session._sight, session.standing, session.setup.scenario)
    assert given is not None
    found = aims.judged(session._sight, session.standing, given)
    assert found is not None and len(found.terms) == 2
    mixed = tuple(
        replace(each, value=each.bar, bar=each.bar - step, asked="least")
        for each, step in zip(found.terms, (1.0, -1.0), strict=True)
    )
    assert [each.holds for each in mixed] == [True, False]
    told = aims.terms(session._sight, replace(found, terms=mixed))
    assert [line[0] for line in told] == ["✕", "✓"]

"""Has every cause its words, and does a reason lead on, saying only what the log says?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.content import Ruleset
from game.errors import GameError
from game.session.drivers import compared
from game.session.following import DATED, EACH, followed, named
from game.session.pushing import pushes
from game.session.session import Session
from game.session.shares import by_rival, rival
from game.session.views import DriverView
from game.world.causes import parse

SEATS = ("usa", "china", "lab_hangzhou", "lab_paris")


def _told(drivers: tuple[DriverView, ...], depth: int = 2) -> Iterator[tuple[int, DriverView]]:
    for driver in drivers:
        yield depth, driver
        yield from _told(driver.drivers, depth + 1)


def _push(ruleset: Ruleset, stage: str, explained: str, driver: str) -> int:
    """Which way content says that a driver pushes a figure, by the nearest of its names."""
    known = pushes(ruleset, stage, explained)
    head = driver.removeprefix("me.").partition(".")[0]
    return known.get(driver) or known.get(head + EACH, 0)


@pytest.mark.parametrize("seat", SEATS)
def test_reasons_lead_on_and_say_only_what_the_log_says(ruleset: Ruleset, seat: str) -> None:
    session = Session.new(ruleset, seat=seat, seed=3, autosaves=False)
    for _ in range(8):
        session.end_turn()
    pages = session.standing.log.pages
    quarters = {session.words.quarter(page.turn): page.turn for page in pages}
    deep = 0
    for turn in (4, 8):
        for name in followed(ruleset, seat):
            view = session.why(name, turn)
            assert view.quarter == session.words.quarter(turn)
            for part in view.parts:
                for depth, driver in _told(part.drivers):
                    assert depth <= 3 and driver.name != name
                    then = quarters[driver.quarter]
                    assert then <= turn
                    value, past = (pages[t].figures[driver.name] for t in (then, then - 1))
                    tells = session._sight.tells(driver.name, value - past)
                    assert tells and driver.direction == (value > past) - (value < past)
                    assert driver.text and driver.label and driver.change_text
                    kept = session.standing.parts(then).get(driver.name, ())
                    assert bool(driver.cause) == bool(kept)
                    deep += depth == 3
    assert deep > 20
    with pytest.raises(GameError, match="not been played"):
        session.why("tension", 9)


def test_drivers_mean_the_place_of_what_they_explain(ruleset: Ruleset) -> None:
    assert named(ruleset, "china", "dark.us", "power.*") == "power.us"
    assert named(ruleset, "china", "me.machine_time", "dark.*") == "dark.cn"
    assert named(ruleset, "lab_paris", "me.trained", "software.*") == "me.software"
    assert named(ruleset, "usa", "approval.china", "jobs.*") == "jobs.cn"
    assert named(ruleset, "europe", "me.approval", "jobs.*") == "jobs.europe"
    assert named(ruleset, "china", "approval.europe", "concern.*") == "concern.europe"
    assert named(ruleset, "usa", "tension", "jobs.*") is None
    assert named(ruleset, "usa", "tension", "shortage") == "shortage"


def _causes_in(path: Path) -> Iterator[str]:
    """Every cause that a file of the engine gives to a change or to a promise."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        given = [*node.args, *(each.value for each in node.keywords if each.arg == "cause")]
        if name in ("because", "later", "in_steps", "by_world", "promise") and given:
            last = given[-1]
            if isinstance(last, ast.Constant) and isinstance(last.value, str):
                yield last.value.removeprefix("stage:")


def test_every_cause_of_the_engine_has_its_words(ruleset: Ruleset, root: Path) -> None:
    files = sorted((root / "game" / "engine").glob("*.py"))
    found = {cause for path in files for cause in _causes_in(path)}
    assert len(found) > 40
    assert sorted(c for c in found if f"cause.{c}" not in ruleset.word_table) == []
    assert sorted(set(ruleset.causes) - found) == []


def test_what_drives_is_followed(ruleset: Ruleset) -> None:
    names = set(followed(ruleset, "lab_paris"))
    for cause in ruleset.causes.values():
        for driver in cause.drivers:
            assert driver.raises or driver.lowers, f"{cause.id}: {driver.figure} pushes nothing"
            if driver.among or driver.figure in DATED:
                continue
            begins = driver.figure.removesuffix(EACH)
            known = {driver.figure, f"me.{begins}"}
            assert known & names or any(name.startswith(f"{begins}.") for name in names)
        for carry in cause.carries:
            assert bool(carry.pool) != bool(carry.paid_by)
            assert {*carry.pool, *carry.figures, *carry.labs} <= names


def test_what_is_ones_own_explains_nothing_of_others(ruleset: Ruleset) -> None:
    assert named(ruleset, "china", "best_eci.us", "me.trained") is None
    assert named(ruleset, "europe", "machine_time.lab_paris", "me.rented") is None
    assert named(ruleset, "lab_paris", "me.eci", "me.trained") == "me.trained"
    assert named(ruleset, "lab_paris", "best_eci.fr", "me.trained") == "me.trained"
    assert named(ruleset, "europe", "compute_rule.europe", "me.bill") == "me.bill"
    assert named(ruleset, "china", "grey.premium", "rent_usd_per_hour") == "rent_usd_per_hour"


@pytest.mark.parametrize("seat", ["china", "lab_frontier"])
def test_what_stands_behind_a_change_pushes_the_way_it_went(ruleset: Ruleset, seat: str) -> None:
    session = Session.new(ruleset, seat=seat, seed=3, autosaves=False)
    for _ in range(9):
        session.end_turn()
    known = 0
    for turn in range(2, 10):
        for name in followed(ruleset, seat):
            parts = compared(session._sight, session.standing, turn).get(name, ())
            causes = sorted(parts, key=lambda part: -abs(part[1]))
            for (cause, steps), part in zip(causes, session.why(name, turn).parts, strict=True):
                for driver in part.drivers:
                    stage = parse(cause).places[0]
                    pushed = _push(ruleset, stage, name, driver.name) * driver.direction
                    assert pushed * steps > 0, (turn, name, driver.name)
                    known += pushed != 0
    assert known > 100


def test_a_licence_withdrawn_stands_behind_what_is_no_longer_sold(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    for _ in range(5):
        session.end_turn()
    why = session.why("china.licensed_units")
    first = why.parts[0].drivers[0]
    assert why.figure.change < 0 and first.name == "licence.h800.cn", "at 2023Q4, and no more now"
    assert first.direction == -1 and first.cause and first.drivers
    assert not [each for each in why.parts[0].drivers if each.name == "capex.big4_usd"], "it rose"


def test_a_rival_stands_behind_users_who_leave(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=3, autosaves=False)
    for _ in range(6):
        session.end_turn()
    drivers = session.why("me.share").parts[0].drivers
    assert drivers[0].name == "eci.lab_bay" and drivers[0].direction == 1
    assert drivers[0].cause


@pytest.mark.parametrize("seat", ["lab_frontier", "lab_hangzhou", "usa"])
def test_a_share_of_users_is_told_by_the_rivals_who_gained_or_lost(
    ruleset: Ruleset, seat: str
) -> None:
    session = Session.new(ruleset, seat=seat, seed=3, autosaves=False)
    labs = {name for name in ruleset.figures if name.startswith("share.")}
    names, found = {*labs, "me.share"} if f"share.{seat}" in labs else labs, 0
    for turn in range(1, 13):
        session.end_turn()
        before, at = (session.standing.log.page(each).figures for each in (turn - 1, turn))
        told = compared(session._sight, session.standing, turn)
        for name in names:
            change = round((at[name] - before[name]) / ruleset.figures[name].step)
            parts = told.get(name, ())
            assert sum(steps for _, steps in parts) == change, (turn, name)
            for cause, steps in parts:
                if not (lab := rival(cause)):
                    continue
                theirs = at[f"share.{lab}"] - before[f"share.{lab}"]
                assert theirs * steps < 0 and change * steps > 0, "it went the other way"
                found += 1
            view = session.why(name, turn)
            assert view.figure.change == pytest.approx(sum(part.value for part in view.parts))
    assert found > 30


def test_whoever_took_the_users_is_named(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=3, autosaves=False)
    for _ in range(5):
        session.end_turn()
    before, at = (page.figures for page in session.standing.log.pages[-2:])
    most = max(("lab_bay", "lab_menlo", "lab_paris", "lab_haidian", "lab_hangzhou"),
               key=lambda lab: at[f"share.{lab}"] - before[f"share.{lab}"])  # fmt: skip
    first, second = session.why("me.share").parts[:2]
    assert ruleset.actors[most].name.en in first.label and first.text.startswith("−")
    assert first.value < second.value < 0
    (next_,) = (lab for lab, actor in ruleset.actors.items() if actor.name.en in second.label)
    assert {driver.name for driver in second.drivers} <= {f"eci.{next_}"}
    others = session.why(f"share.{most}").parts
    assert "Meridian less often" in max(others, key=lambda part: part.value).label
    session.lang = "fr"
    label = session.why("me.share").parts[0].label
    assert label == f"utilisateurs qui choisissent {ruleset.actors[most].name.fr}"


def test_what_too_few_rivals_explain_stays_with_the_stage(ruleset: Ruleset) -> None:
    """Shares that a table does not show, or all of them from nothing: the users who choose."""
    before, at = {"share.lab_bay": 0.0}, {"share.lab_bay": 0.4}
    given = {"me.share": (("stage:demand.shares", 4000),)}
    found = dict(by_rival(ruleset, "lab_bay", given, before, at))
    assert found == dict.fromkeys(("share.lab_bay", "me.share"), given["me.share"])
    before |= {"share.lab_menlo": 0.5, "share.lab_paris": 0.0005, "share.lab_haidian": 0.4}
    at |= {"share.lab_menlo": 0.2, "share.lab_paris": 0.0, "share.lab_haidian": 0.301}
    found = dict(by_rival(ruleset, "lab_bay", given, before, at))
    assert found["me.share"] == (
        ("stage:demand.shares:from:lab_menlo", 3008),
        ("stage:demand.shares:from:lab_haidian", 992),
    )


def test_what_moved_a_little_is_not_behind_what_came_of_nothing(ruleset: Ruleset) -> None:
    """A part that is more than there was is no work of a figure that moved by a hundredth."""
    session = Session.new(ruleset, seat="commons", seed=11, autosaves=False)
    found = 0
    for turn in range(1, 13):
        session.end_turn()
        pages = session.standing.log.pages
        for name in followed(ruleset, "commons"):
            before = pages[turn - 1].figures.get(name, 0.0)
            most = abs(before) + ruleset.figures[name].step / 2
            for part in session.why(name, turn).parts:
                if abs(part.value) <= most:
                    continue
                for driver in part.drivers:
                    at = next(
                        p.turn for p in pages if session.words.quarter(p.turn) == driver.quarter
                    )
                    value, past = (pages[t].figures[driver.name] for t in (at, at - 1))
                    assert abs(value - past) >= 0.1 * abs(past), name
                    found += 1
    assert found > 3


def test_a_loan_that_ended_is_not_behind_machines_that_came(ruleset: Ruleset) -> None:
    for driver in ("me.allotted", "me.lent"):
        assert pushes(ruleset, "rental.allotments", "me.machine_time")[driver] == 1
    strait = {driver.figure for driver in ruleset.causes["opinion.strait"].drivers}
    assert "arms.taiwan" not in strait  # chance moves the Strait more


def test_what_was_built_on_an_open_model_is_no_run_of_ones_own(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=11, autosaves=False)
    session.do("build_on_open")
    told = []
    for _ in range(3):
        session.end_turn()
        told += [part.label for part in session.why("me.run_eci").parts]
    assert any("built on an open model" in label for label in told)

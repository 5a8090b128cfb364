"""Do the advisers forecast honestly, remember it, and judge the plan by what it moves?"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.engine.policies import no_orders
from game.errors import GameError
from game.session import counsel, flow, foretold, hearing, remarks, sitting, tryout
from game.session.log import Forecast, Log, OrderRecord, Page
from game.session.plan import Plan, PlanItem
from game.session.rollout import Course, rollout
from game.session.save_body import pack, unpack
from game.session.session import Session
from game.session.strict_values import WrongShape
from game.story.scenes import answer_defaults
from game.world.dice import Dice


def _new(ruleset: Ruleset, seat: str = "taiwan", lang: str = "en") -> Session:
    return Session.new(ruleset, seat=seat, seed=3, lang=lang, autosaves=False)


@pytest.fixture(scope="module")
def played(ruleset: Ruleset) -> Session:
    """Nine quarters of Taipei, with an order in most of them."""
    session = _new(ruleset)
    for _ in range(9):
        for offer in session.offers():
            if offer.refused is None and not session.plan():
                session.do(offer.id)
        session.end_turn()
    return session


def _leaning(ruleset: Ruleset, lean: float) -> Ruleset:
    """The same content, where everybody leans alike in all that they watch."""
    advisors = {
        id_: each.model_copy(update={"leans": dict.fromkeys(each.watches, lean)})
        for id_, each in ruleset.advisors.items()
    }
    return replace(ruleset, advisors=advisors, _axes={}, _index={}, _numbers={})


# --------------------------------------------------------------------------- the record


def _page(turn: int, tension: float) -> Page:
    return Page(turn, {"tension": tension}, (), "")


@pytest.mark.parametrize(
    ("came", "right"), [(40.9, False), (41.0, True), (52.0, True), (52.1, False)]
)
def test_a_forecast_is_right_within_its_range_and_at_its_ends(came: float, right: bool) -> None:
    said = Forecast("strait_taipei", "tension", 0, 2, 41.0, 52.0)
    log = Log().with_page(_page(0, 45.0)).with_forecasts([said])
    early = counsel.came_due(log.with_page(_page(1, came)))
    assert early.forecasts == (said,) and not said.right
    late = counsel.came_due(early.with_page(_page(2, came)))
    assert [each.came for each in late.forecasts] == [came]
    assert late.forecasts[0].right is right


def test_what_came_is_not_changed_by_what_is_answered_later() -> None:
    said = Forecast("strait_taipei", "tension", 0, 1, 41.0, 52.0)
    log = Log().with_page(_page(0, 45.0)).with_forecasts([said]).with_page(_page(1, 50.0))
    log = counsel.came_due(log).with_figures({"tension": 60.0})
    assert counsel.came_due(log).forecasts[0].came == 50.0


def test_a_figure_that_is_gone_is_neither_right_nor_wrong(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    gone = Forecast("strait_taipei", "figure_of_a_mod", 0, 4, 1.0, 2.0)
    before = [each.record for each in session.council()]
    session.standing = replace(
        session.standing, log=session.standing.log.with_forecasts([gone, replace(gone, came=1.5)])
    )
    assert [each.record for each in session.council()] == before


def test_a_wide_range_is_not_right_and_the_record_says_how_wide_the_others_were(
    ruleset: Ruleset,
) -> None:
    session = _new(ruleset)
    sight = session._sight
    near = Forecast("strait_taipei", "tension", 0, 1, 45.0, 55.0, came=50.0)
    wide = replace(near, low=10.0, high=60.0)
    assert foretold.counts(near) and not foretold.counts(wide)
    assert foretold.record_text(sight, [near, near]) == "right 2 of 2 (range: ±10%)"
    assert foretold.record_text(sight, [near, wide]) == (
        "right 1 of 1 (range: ±10%), 1 more too wide to count"
    )
    assert foretold.came_text(sight, wide).endswith("10 to 60 was too wide to count")
    missed = replace(wide, came=70.0)  # wrong all the same
    assert foretold.record_text(sight, [missed]) == "right 0 of 1 (range: ±71%)"
    points = replace(near, figure="best_eci.us", low=120.0, high=130.0, came=125.0)
    assert foretold.record_text(sight, [points]) == "right 1 of 1"  # a scale without a zero


def test_a_range_is_judged_by_the_ends_that_were_told(ruleset: Ruleset) -> None:
    assert counsel._said(ruleset, "concern.cn", 39.42, 42.5) == (39.0, 43.0)
    assert counsel._said(ruleset, "gap.us_cn", 7.41, 8.38) == (7.0, 9.0)
    assert counsel._said(ruleset, "me.share", 0.0812, 0.1053) == (0.081, 0.11)


def test_the_record_counts_what_came_true(played: Session) -> None:
    for line in played.council(full=True):
        over = [
            each
            for each in played.standing.log.forecasts
            if each.advisor == line.id and each.came is not None
        ]
        right = sum(each.low <= float(each.came or 0) <= each.high for each in over)
        wide = sum(not foretold.counts(each) for each in over)
        assert line.record.startswith(f"right {right - wide} of {len(over) - wide}" if over else "")
        assert len(line.right) == len(line.past) == min(len(over), sitting.PAST_SHOWN)
    pages = played.standing.log
    for each in pages.forecasts:
        if each.came is not None:  # no scene was answered here, so that the page is as it was laid
            assert each.came == pages.page(each.due).figures[each.figure]


# --------------------------------------------------------------------------- forecasts


def test_a_year_has_a_forecast_of_nearly_everybody(played: Session, ruleset: Ruleset) -> None:
    made: dict[int, list[Forecast]] = {}
    for each in played.standing.log.forecasts:
        made.setdefault(each.made, []).append(each)
    assert set(made) == {0, 4, 8}
    seated = [each for each in ruleset.advisors.values() if "taiwan" in each.for_]
    for year in made.values():
        assert len({each.advisor for each in year}) == len(year) >= len(seated) - 1
        assert len({each.due for each in year}) > 1  # they do not all fall due together
    for each in played.standing.log.forecasts:
        assert each.figure in ruleset.advisors[each.advisor].watches
        assert each.low < each.high and 1 <= each.due - each.made <= 4


@pytest.mark.parametrize("seat", ["usa", "china", "europe", "lab_frontier", "commons"])
def test_the_same_game_has_the_same_forecasts(ruleset: Ruleset, seat: str) -> None:
    one, other = (_new(ruleset, seat).standing.log.forecasts for _ in range(2))
    assert one == other and one
    elsewhere = Session.new(ruleset, seat=seat, seed=4, autosaves=False)
    assert elsewhere.standing.log.forecasts != one


@pytest.mark.parametrize("seat", ["lab_frontier", "usa"])
def test_a_forecast_holds_for_whoever_orders_nothing(ruleset: Ruleset, seat: str) -> None:
    session = Session.new(_leaning(ruleset, 0.0), seat=seat, seed=4711, autosaves=False)
    for _ in range(4):
        session.end_turn()
    over = [each for each in session.standing.log.forecasts if each.came is not None]
    wrong = [each for each in over if not each.right]
    assert len(over) >= 4 and len(wrong) <= 1, wrong


def test_what_is_in_the_hands_of_the_player_comes_after_what_is_not(ruleset: Ruleset) -> None:
    session = _new(ruleset, "lab_frontier")
    setup, world = session.setup, session.standing.world
    each = ruleset.advisors["fuel_meridian"]
    dice = np.linspace(0.9, 1.1, counsel.WORLDS)
    mine, other = "me.cash_usd", "rent_usd_per_hour"
    futures = {
        mine: np.stack([np.tile(usd * dice, (2, 1)) for usd in (5e9, 3e9)]),
        other: np.stack([np.tile(3.0 * dice, (2, 1))] * 2),
    }
    for names in ([mine, other], [other, mine]):
        said = counsel._forecast(ruleset, setup, world, each, names, futures, 1)
        assert said is not None and said.figure == other
    said = counsel._forecast(ruleset, setup, world, each, [mine], futures, 1)
    assert said is not None and said.low < 2.8e9 and said.high > 5.3e9  # the one way and the other


@pytest.mark.parametrize("seat", ["usa", "taiwan", "lab_frontier", "europe"])
def test_no_two_advisers_have_the_same_figure_open(ruleset: Ruleset, seat: str) -> None:
    session = Session.new(ruleset, seat=seat, seed=4711, autosaves=False)
    for turn in range(9):
        if turn == 2:
            session.ask(next(each.id for each in session.council(full=True)))
        forecasts = session.standing.log.forecasts
        waiting = [each.figure for each in forecasts if each.due > turn]
        assert len(waiting) == len(set(waiting)), waiting
        session.end_turn()


@pytest.mark.parametrize(("lang", "told"), [("en", "said in 2022Q4"), ("fr", "2022")])
def test_a_forecast_of_an_earlier_table_says_when_it_was_made_and_comes_due_once(
    ruleset: Ruleset, lang: str, told: str
) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=4711, lang=lang, autosaves=False)
    came: dict[str, int] = {}
    for turn in range(4):
        for line in session.council(full=True):
            assert len(line.since) == len(line.forecasts)
            for said, since in zip(line.forecasts, line.since, strict=True):
                came[said] = came.get(said, 0) + (said in line.past)
                assert bool(since) == (turn > 0 and said not in line.past)
                assert told in since or not since
        session.end_turn()
    due = [each for each in session.standing.log.forecasts if each.due < 4]
    assert sum(came.values()) == len(due) > 0 and set(came.values()) == {0, 1}


def test_a_lean_moves_every_range_its_way(ruleset: Ruleset) -> None:
    ranges = []
    for lean in (-1.0, 0.0, 1.0):
        log = _new(_leaning(ruleset, lean), "usa").standing.log
        ranges.append({(each.advisor, each.figure): each for each in log.forecasts})
    low, none, high = ranges
    both = low.keys() & none.keys() & high.keys()
    assert len(both) >= 3
    for key in both:
        ends = [(each[key].low + each[key].high) / 2 for each in ranges]
        assert ends == sorted(ends) and ends[0] < ends[2], key


def test_a_lean_is_measured_in_standard_deviations() -> None:
    futures = np.linspace(40.0, 60.0, 33)
    low, high = counsel.believed(futures, 0.0)
    assert 40 <= low < 45 and 55 < high <= 60
    moved = counsel.believed(futures, 1.5)
    spread = np.hypot(futures.std(), counsel.HUMILITY * 50)
    assert moved[0] - low == pytest.approx(1.5 * spread) == pytest.approx(moved[1] - high)


def test_no_forecast_changes_the_world(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    told = _new(ruleset)
    hashes = [told.hash]
    for _ in range(6):
        told.council(full=True)
        if told.standing.log.pages[-1].turn == 1:
            told.ask("chiu")
        told.end_turn()
        hashes.append(told.hash)
    monkeypatch.setattr(counsel, "minuted", lambda *args: args[3])
    silent = _new(ruleset)
    assert not silent.standing.log.forecasts
    mute = [silent.hash]
    for _ in range(6):
        silent.end_turn()
        mute.append(silent.hash)
    assert mute == hashes


def test_a_year_costs_four_ticks_and_no_more(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    real = counsel.rollout

    def counted(rules: Any, world: Any, turns: int, worlds: int, *more: Any) -> Any:
        asked.append((turns, worlds))
        return real(rules, world, turns, worlds, *more)

    monkeypatch.setattr(counsel, "rollout", counted)
    session = _new(ruleset)
    assert asked == [], "before anybody has looked"
    for _ in range(8):
        session.end_turn()
    assert session.standing.log.forecasts
    assert asked == [(4, counsel.WORLDS)] * 3 and counsel.WORLDS <= 32


@pytest.mark.parametrize(
    "course",
    [
        Course("autumn_2022"),
        Course("autumn_2022", played=frozenset({"taiwan"})),
        Course("autumn_2022", played=frozenset({"taiwan"}), habits=((("island_defence", 6e8),),)),
    ],
)
@pytest.mark.parametrize("ordered", [False, True])
def test_the_ways_to_go_on_are_the_same_side_by_side_as_apart(
    played: Session, course: Course, ordered: bool
) -> None:
    setup, world, seat = played.setup, played.standing.world, frozenset({"taiwan"})
    if ordered and course.played:
        sheet = no_orders(played.ruleset, world)
        order = played.ruleset.index("order", "island_defence")
        row = played.ruleset.index("seat", "taiwan")
        sheet[order, row] = 6e8
        course = replace(course, sheet=sheet)
    names = list(played.ruleset.seats[setup.seat].figures)
    look = (played.ruleset, world, 4, 4, setup.seed)
    usual, idle, both = (
        rollout(*look, each, names, setup.seat)
        for each in (
            course,
            replace(course, played=seat, habits=None, no_more=True),
            replace(course, idle=seat),
        )
    )
    assert any((usual[name] != idle[name]).any() for name in names)
    for name in names:
        assert (both[name][:, 0::2] == usual[name]).all(), name
        assert (both[name][:, 1::2] == idle[name]).all(), name


def test_who_orders_nothing_for_a_year_goes_on_as_one_without_orders(played: Session) -> None:
    setup, world = played.setup, played.standing.world
    course = Course(setup.scenario, played=frozenset({setup.seat}), habits=((),) * 4)
    names = list(played.ruleset.seats[setup.seat].figures)
    look = (played.ruleset, world, 4, 4, setup.seed)
    usual, idle = (
        rollout(*look, each, names, setup.seat)
        for each in (course, replace(course, habits=None, no_more=True))
    )
    for name in names:
        assert (usual[name] == idle[name]).all(), name


def test_the_last_year_looks_no_further_than_the_end(ruleset: Ruleset) -> None:
    session = _new(ruleset, "taiwan")
    while not session.finished:
        session.end_turn()
    log = session.standing.log
    assert max(each.due for each in log.forecasts) <= log.pages[-1].turn
    assert all(each.came is not None for each in log.forecasts)
    assert session.council(full=True) and not any(each.remark for each in session.council())


# --------------------------------------------------------------------------- asking


def test_whoever_is_asked_forecasts_another_figure(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    known = {(each.advisor, each.figure) for each in session.standing.log.forecasts}
    line = session.ask("strait")
    new = session.standing.log.forecasts[-1]
    assert line.id == "strait_taipei" == new.advisor and (new.advisor, new.figure) not in known
    assert new.due == 4 and len(line.forecasts) == 2
    for _ in ruleset.advisors["strait_taipei"].watches:
        with pytest.raises(GameError) if _nothing_left(session) else _quiet():
            session.ask("strait")
    with pytest.raises(GameError, match="Chiu"):
        session.ask("nobody at all")


def _nothing_left(session: Session) -> bool:
    now, setup = session.standing, session.setup
    sheet = flow.order_sheet(session.ruleset, setup, now.world, now.plan)
    advisor = session.ruleset.advisors["strait_taipei"]
    return counsel.asked(session.ruleset, setup, now.world, now.log, advisor, sheet) is None


class _quiet:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


# --------------------------------------------------------------------------- saves


def test_a_save_keeps_forecasts_and_what_was_said(ruleset: Ruleset, played: Session) -> None:
    body = pack(ruleset, played.standing)
    again, fitted = unpack(ruleset, body)
    assert not fitted and again.log.forecasts == played.standing.log.forecasts
    assert again.log.spoken == played.standing.log.spoken
    del body["council"]  # as in saves that were made before there were any
    old, _ = unpack(ruleset, body)
    assert old.log.forecasts == () and old.log.spoken == {}
    body["council"] = {"spoken": {"strait_taipei": [2, 0]}}  # as when lines had no turn
    older, _ = unpack(ruleset, body)
    assert older.log.spoken == {"strait_taipei": ((0, 2), (0, 0))}
    after = flow.end_quarter(ruleset, played.setup, replace(old, log=old.log))
    assert after.world.hash(0) == flow.end_quarter(ruleset, played.setup, again).world.hash(0)


def test_a_game_that_was_saved_goes_on_with_the_same_council(
    ruleset: Ruleset, played: Session, tmp_path: Path
) -> None:
    played.folder = tmp_path
    loaded = Session.load(ruleset, played.save("mine"), autosaves=False)
    assert loaded.council(full=True) == played.council(full=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"forecasts": [["a", "tension", 2, 1, 1.0, 2.0, None]]},
        {"forecasts": [["a", "tension", 1, 2, 3.0, 2.0, None]]},
        {"forecasts": [["a", "tension", 1, 2, 1.0, 2.0, "much"]]},
        {"forecasts": [["a", "tension"]]},
        {"forecasts": 3},
        {"spoken": {"a": [-1]}},
        {"spoken": {"a": []}},
        {"said": {"a": [[0, -1]]}},
        {"said": {"a": [[0]]}},
        {"said": {"a": [0, 1]}},
        {"said": {"a": []}},
        {"said": 4},
        {"spoken": []},
        [],
    ],
)
def test_a_council_of_the_wrong_shape_is_refused(
    ruleset: Ruleset, played: Session, wrong: Any
) -> None:
    body = {**pack(ruleset, played.standing), "council": wrong}
    with pytest.raises(WrongShape):
        unpack(ruleset, body)


# --------------------------------------------------------------------------- the plan


def test_the_council_is_for_and_against_a_plan(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    assert not any(each.remark for each in session.council())  # no plan, no word on it
    before = session.hash
    arms = next(offer for offer in session.offers() if offer.id == "island_defence")
    session.do(arms.id)
    stands = {each.id: each for each in session.council()}
    treasurer = stands.get("treasurer_taipei")
    assert treasurer is None or not treasurer.remark, "its price is no effect: the plan says it"
    assert stands["strait_taipei"].stand == "backs"
    told = stands["strait_taipei"].remark
    assert arms.title in told and any(char.isdigit() for char in told)
    session.lang = "fr"
    assert "«" in next(e for e in session.council() if e.id == "strait_taipei").remark
    assert session.hash == before


def test_who_would_have_it_otherwise_says_the_opposite_and_why(ruleset: Ruleset) -> None:
    changed, want = {}, {"en": "I want it to fall.", "fr": "Moi, je veux que cela baisse."}
    for way in ("up", "down"):
        each = ruleset.advisors["strait_taipei"]
        each = each.model_copy(update={"watches": ("arms.taiwan",), "wants": {"arms.taiwan": way}})
        rules = replace(
            ruleset, advisors={**ruleset.advisors, each.id: each}, _axes={}, _index={}, _numbers={}
        )
        session = _new(rules)
        session.do("island_defence")
        said = next(e for e in session.council() if e.id == each.id)
        changed[way] = said.stand
        assert said.remark.endswith(want["en"]) is (way == "down")
        session.lang = "fr"
        said = next(e for e in session.council() if e.id == each.id)
        assert said.remark.endswith(want["fr"]) is (way == "down")
    assert changed == {"up": "backs", "down": "opposes"}


def test_proposals_come_only_when_one_asks_for_them(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    full = session.council(full=True)
    titles = [offer.title for offer in session.offers() if offer.refused is None]
    proposed = [each for each in full if each.stand == "proposes"]
    assert proposed
    assert all(any(title in each.remark for title in titles) for each in proposed)
    assert not any(each.remark for each in session.council())
    assert len(full) == len([a for a in ruleset.advisors.values() if "taiwan" in a.for_])


def test_one_try_serves_a_plan(ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []
    real = tryout.try_out
    monkeypatch.setattr(sitting, "try_out", lambda *args: tries.append(len(args[4])) or real(*args))
    session = _new(ruleset)
    session.council()
    assert tries == []
    session.do("island_defence")
    session.council(), session.council()
    assert tries == [0]
    session.council(full=True), session.council(), session.council(full=True)
    assert len(tries) == 2


def test_an_order_is_judged_by_the_same_worlds_with_it_and_without(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tryout, "QUARTERS", 1)  # later quarters bring the same orders in both
    session = _new(ruleset)
    setup, world = session.setup, session.standing.world
    names = ["me.cash_usd"]
    found = tryout.try_out(ruleset, setup, world, (), {"island_defence": 600e6}, names)
    ready = answer_defaults(ruleset, world, Dice(setup.seed), setup.seat)
    ends = []
    for plan in (Plan(), Plan().put(PlanItem("island_defence", 600e6))):
        sheet = flow.order_sheet(ruleset, setup, ready, plan)
        course = Course(setup.scenario, sheet, frozenset({setup.seat}))
        far = tryout.FIRST_WORLD
        ends.append(
            rollout(
                ruleset,
                ready,
                tryout.QUARTERS,
                tryout.WORLDS,
                setup.seed,
                course,
                names,
                "taiwan",
                far,
            )
        )
    for name in names:
        change = ends[1][name][-1] - ends[0][name][-1]
        assert change.any() and (found.change("island_defence", name) == change).all()


def test_what_an_order_takes_from_the_treasury_is_what_it_costs(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    session.end_turn()
    setup, world = session.setup, session.standing.world
    cost = flow.cost_usd(ruleset, world, "taiwan", "island_defence", 600e6)
    alone = tryout.try_out(ruleset, setup, world, (), {"island_defence": 600e6}, ["me.cash_usd"])
    assert alone.change("island_defence", "me.cash_usd") == pytest.approx(-cost, rel=0.01)
    items = (PlanItem("island_defence", 600e6),)
    planned = tryout.try_out(ruleset, setup, world, items, {}, ["me.cash_usd"])
    assert planned.change("island_defence", "me.cash_usd") == pytest.approx(-cost, rel=0.01)


def test_a_loan_is_told_in_full_although_one_would_borrow_otherwise(ruleset: Ruleset) -> None:
    session = _new(ruleset, "lab_frontier")
    session.end_turn()
    setup, world = session.setup, session.standing.world
    loan = {"borrow": 1e9}
    found = tryout.try_out(ruleset, setup, world, (), loan, ["me.cash_usd", "me.debt_usd"])
    assert found.change("borrow", "me.debt_usd") == pytest.approx(1e9, rel=0.01)
    cash = found.change("borrow", "me.cash_usd")
    assert (cash < 1e9).all() and (cash > 0.9e9).all()  # the interest of a year is paid


def test_a_planned_loan_is_not_set_against_its_own_repayment(ruleset: Ruleset) -> None:
    session = _new(ruleset, "usa")  # whose usual policy pays back whatever it owes
    session.end_turn()
    setup, world = session.setup, session.standing.world
    names = ["me.cash_usd", "me.debt_usd"]
    items = (PlanItem("borrow", 5e9),)
    planned = tryout.try_out(ruleset, setup, world, items, {}, names)
    offered = tryout.try_out(ruleset, setup, world, (), {"borrow": 5e9}, names)
    for name in names:
        assert planned.change("borrow", name) == pytest.approx(5e9, rel=0.1)
        assert planned.change("borrow", name) == pytest.approx(offered.change("borrow", name))


def test_somebody_speaks_against_selling_more_of_a_rich_lab(ruleset: Ruleset) -> None:
    session = _new(ruleset, "lab_frontier")
    session.end_turn()
    session.do("raise_round")
    remarks = {each.id: each for each in session.council()}
    assert remarks["brake_meridian"].stand == "opposes"
    assert remarks["brake_meridian"].remark.count("the same plan without it") == 1
    assert remarks["fuel_meridian"].stand == "backs"  # the money itself


@pytest.mark.parametrize(
    ("seat", "title"), [("lab_frontier", "Raise money"), ("commons", "Pass the")]
)
def test_nobody_would_raise_money_while_a_year_is_paid(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch, seat: str, title: str
) -> None:
    session = _new(ruleset, seat)
    assert not any(title in each.remark for each in session.council(full=True))
    monkeypatch.setattr(remarks, "affords_a_year", lambda *_: False)
    assert any(title in each.remark for each in session.council(full=True))


def test_what_reads_as_nothing_is_not_proposed_and_no_range_reads_as_one_value(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = _new(ruleset, "lab_paris")
    found = sitting.tried(session._sight, session.setup, session.standing, None, True)
    assert found is not None
    each = ruleset.advisors[next(e.id for e in session.council(True) if e.stand == "proposes")]
    best = remarks.remark_of(session._sight, session.standing.log, each, found, True)
    assert best is not None
    sold = replace(best, name="me.cash_usd", low=16_888.0, high=16_898.0)
    assert remarks._ends_of(session._sight, sold) == ["+$16,900"]
    nothing = replace(best, name="me.share", low=4e-5, high=4.9e-4, weight=9.0)
    monkeypatch.setattr(remarks, "_remarks", lambda *_: iter([nothing]))
    assert remarks.remark_of(session._sight, session.standing.log, each, found, True) is None


def test_a_proposal_refused_twice_rests(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=5, autosaves=False)
    read: dict[tuple[str, str], list[int]] = {}
    for turn in range(13):
        lines = session.council(full=True)
        session.hear(lines)
        for line in lines:
            assert bool(line.proposes) == (line.stand == "proposes")
            if line.proposes:
                read.setdefault((line.id, line.proposes), []).append(turn)
        session.end_turn()
    again = [turns for turns in read.values() if len(turns) > hearing.PATIENCE]
    assert again, "some are worth another try"
    for turns in again:
        assert all(two - one > hearing.REST for one, two in pairwise(turns[1:])), turns


def test_a_proposal_that_was_followed_or_not_read_does_not_rest(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=5, autosaves=False)
    lines = session.council(full=True)
    line = next(each for each in lines if each.proposes)
    unheard = hearing.resting(frozenset(), session.standing.log, 4)
    assert unheard == frozenset()
    known = hearing.heard(lines, 0) | hearing.heard(lines, 1)
    assert (line.id, line.proposes) in hearing.resting(known, session.standing.log, 2)
    assert hearing.resting(known, session.standing.log, 2 + hearing.REST) == frozenset()
    given = session.standing.log.with_record(OrderRecord(1, line.proposes, 1.0, 0))
    assert (line.id, line.proposes) not in hearing.resting(known, given, 2)


def test_what_is_said_of_an_order_does_not_turn_round_with_another_one(ruleset: Ruleset) -> None:
    session = _new(ruleset, "commons")
    session.do("pass_the_hat")
    alone = [each for each in session.council(full=True) if "Pass the" in each.remark]
    session.do("pool_cards")
    both = [each for each in session.council(full=True) if "Pass the" in each.remark]
    assert [each.stand for each in alone if each.stand == "backs"]
    assert {each.id for each in both if each.stand == "opposes"} <= {
        each.id for each in alone if each.stand == "opposes"
    }
    told = next(each.remark for each in alone if each.stand == "backs")
    assert told in [each.remark for each in both]


def test_whoever_keeps_the_lead_is_for_what_keeps_it_whatever_the_strait_says(
    ruleset: Ruleset,
) -> None:
    """A figure weighs as much as its adviser gives it."""
    session = _new(ruleset, "usa")
    for order in ("close_density", "tool_controls"):
        session.do(order)
    colonel = "strategist_usa"
    stands = {each.id: each.stand for each in session.council()}
    assert stands[colonel] == "backs"
    dove = ruleset.advisors[colonel].model_copy(
        update={"weighs": dict.fromkeys(ruleset.advisors[colonel].watches, 0.0) | {"tension": 1.0}}
    )
    advisors = {**ruleset.advisors, colonel: dove}
    timid = replace(ruleset, advisors=advisors, _axes={}, _index={}, _numbers={})
    session = _new(timid, "usa")
    session.do("close_density")
    said = next(each for each in session.council() if each.id == colonel)
    assert said.stand == "opposes" and "tension" in said.remark.lower()


def test_the_cause_behind_a_forecast_names_whose_it_was(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    storylet = next(iter(ruleset.storylets.values()))
    scene = f"scene:{storylet.id}:{storylet.choices[0].id}:usa"
    said = Forecast("strait_taipei", "tension", 0, 4, 41.0, 52.0)
    for cause, told in (
        (scene, "; Washington, scene"),
        ("order:taiwan:talks", "; you, order"),
        ("stage:opinion.strait", ""),
    ):
        now = replace(session.standing, closed={"tension": ((cause, 9),)}, open={})
        text = foretold.reason_text(session._sight, now, said)
        assert text.startswith("what moved it last: ") and text.endswith(told)
        assert (";" in text) == bool(told)

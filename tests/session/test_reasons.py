"""Do the reasons add up over a whole game, name who ordered what, and lead on to their own?"""

from __future__ import annotations

import zlib
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from game.content import Ruleset
from game.errors import IllegalOrder
from game.session import save_body, strict_json
from game.session.following import followed
from game.session.pipeline import concerns
from game.session.session import Session
from game.session.strict_values import WrongShape
from game.world.causes import DUE, parse
from game.world.counting import Counts
from game.world.promises import Promise, settled
from game.world.state import World

SEATS = ("usa", "china", "lab_hangzhou", "lab_paris")
LARGEST_SAVE = 179_000  # bytes of the body of a late game, as the disk holds it


def _new(ruleset: Ruleset, seat: str, seed: int = 3) -> Session:
    return Session.new(ruleset, seat=seat, seed=seed, autosaves=False)


def _order_something(session: Session) -> None:
    """Two open orders, the last ones first: those come later in the game."""
    for offer in reversed(session.offers()):
        if offer.refused is None and len(session.plan()) < 2:
            with suppress(IllegalOrder):  # the first may have left too little for the second
                session.do(offer.id)


def _sums(parts: dict[str, tuple[tuple[str, int], ...]], name: str) -> int:
    return sum(steps for _, steps in parts.get(name, ()))


def _steps(ruleset: Ruleset, session: Session, before: World, after: World) -> dict[str, int]:
    names = followed(ruleset, session.setup.seat)
    then, now = (Counts(ruleset, session.setup.seat, names, w).now for w in (before, after))
    return dict(zip(names, (now - then).tolist(), strict=True))


@pytest.mark.parametrize(
    "seat", [*SEATS[::2], *(pytest.param(seat, marks=pytest.mark.long) for seat in SEATS[1::2])]
)
def test_every_quarter_of_a_whole_game_is_explained_to_the_last_unit(
    ruleset: Ruleset, seat: str
) -> None:
    session = _new(ruleset, seat)
    assert len(followed(ruleset, seat)) >= 60
    causes: set[str] = set()
    while not session.finished:
        laid = session.standing.world
        for scene in session.scenes():
            if scene.answered is None:
                open_ = next(choice for choice in scene.choices if choice.refused is None)
                session.choose(scene.number, open_.number)
                break
        answered = session.standing.world
        for name, change in _steps(ruleset, session, laid, answered).items():
            assert _sums(session.standing.open, name) == change, name
        _order_something(session)
        session.end_turn()
        now = session.standing
        for name, change in _steps(ruleset, session, answered, now.world).items():
            assert _sums(now.closed, name) == change, (now.log.pages[-1].turn, name)
        causes |= {cause for parts in now.closed.values() for cause, _ in parts}
        causes |= {each.cause for each in now.carried.promises}
        told, lost = settled(ruleset, now.world, now.carried.promises)
        assert (told, lost) == (now.carried.promises, ())
    stages = {cause.removeprefix("stage:") for each in causes if (cause := parse(each).name)}
    stages = {name for name in stages if ":" not in name}
    assert not [name for name in stages if f"cause.{name}" not in ruleset.word_table]
    _pages_add_up(ruleset, session)
    body = strict_json.dump(save_body.pack(ruleset, session.standing))
    assert len(zlib.compress(body, 3)) < LARGEST_SAVE


def _pages_add_up(ruleset: Ruleset, session: Session) -> None:
    """What `why` shows of any quarter is the difference of its page, in whole steps."""
    pages = session.standing.log.pages
    for before, page in pairwise(pages):
        for name, parts in session.standing.parts(page.turn).items():
            change = (page.figures[name] - before.figures[name]) / ruleset.figures[name].step
            assert sum(steps for _, steps in parts) == round(change), (page.turn, name)


def _until(session: Session, turn: int) -> None:
    while int(session.standing.world.turn[0]) < turn:
        session.end_turn()


def test_works_keep_the_name_of_their_order_until_they_open(ruleset: Ruleset) -> None:
    session = _new(ruleset, "china")
    session.do("expand_smic", 1.0e9)
    session.end_turn()
    work = next(w for w in session.pipeline().coming if "you" in w.source)
    lead = ruleset.orders["expand_smic"].lead
    assert (work.begun, work.first) == ("2022Q4", session.words.quarter(lead))
    _until(session, lead)
    parts = dict(session.standing.closed["wafers.smic.n7"])
    assert parts["order:china:expand_smic@0"] > 0
    line = session.why("wafers.smic.n7").parts
    assert any("2022Q4" in part.label and part.source.startswith("you") for part in line)


def test_what_was_given_for_a_time_says_so_when_it_goes(ruleset: Ruleset) -> None:
    session = _new(ruleset, "lab_paris")
    session.do("rent_cloud", 200)
    session.end_turn()
    assert dict(session.standing.closed["me.rented"])["order:lab_paris:rent_cloud"] == 200
    assert dict(session.standing.closed["me.cash_usd"])["order:lab_paris:rent_cloud>rental.bills"]
    assert [(work.label, work.begun) for work in session.pipeline().ending]
    _until(session, 9)
    assert not session.pipeline().ending
    for name in ("me.rented", "me.machine_time"):  # as it is stored, and what follows from it
        gone = [dict(p.parts.get(name, ())) for p in session.standing.log.pages]
        gone.append(dict(session.standing.closed.get(name, ())))
        ended = [found["end:order:lab_paris:rent_cloud@0"] for found in gone
                 if "end:order:lab_paris:rent_cloud@0" in found]  # fmt: skip
        assert len(ended) == 1 and ended[0] < 0


def test_a_stage_that_carries_out_an_order_names_it(ruleset: Ruleset) -> None:
    session = _new(ruleset, "china")
    session.do("state_machines", 5.0e8)
    session.end_turn()
    paid = "order:china:state_machines>market.sales"
    assert dict(session.standing.closed["me.cash_usd"])[paid] < 0
    bought = session.standing.world.arriving[:, ruleset.index("actor", "china"), 0].sum()
    assert any(work.begun == "2022Q4" for work in session.pipeline().coming)
    session.end_turn()
    arrived = "order:china:state_machines@0>installed.arrivals"
    assert dict(session.standing.closed["me.chips"])[arrived] == bought > 0
    labels = [part.label for part in session.why("me.chips").parts]
    assert any("2022Q4" in label and "(" in label for label in labels)
    drivers = session.why("machine_time.cn").parts[0].drivers
    assert drivers[0].order == "order:china:state_machines@0"


def test_a_round_is_the_order_s_and_no_rule_s(ruleset: Ruleset) -> None:
    session = _new(ruleset, "lab_hangzhou")
    session.do("raise_round", 0.1)
    session.end_turn()
    session.end_turn()
    sold = dict(session.standing.closed["me.equity_sold"])
    assert sold == {"order:lab_hangzhou:raise_round@0>budgets.round": 100}


def test_a_save_without_reasons_still_opens_and_goes_on(ruleset: Ruleset) -> None:
    session = _new(ruleset, "china")
    session.do("expand_smic", 1.0e9)
    _until(session, 2)
    body = save_body.pack(ruleset, session.standing)
    del body["reasons"]
    standing, _ = save_body.unpack(ruleset, body)
    old = Session(ruleset, session.setup, standing, autosaves=False)
    assert [work.begun for work in old.pipeline().coming if work.label == "Wafers 7 nm, SMIC"]
    assert old.why("tension").parts == session.why("tension").parts
    assert not old.why("tension", 1).parts
    _until(old, 6)
    _until(session, 6)
    assert old.hash == session.hash
    assert dict(old.standing.closed["wafers.smic.n7"])[DUE] > 0


def test_reasons_and_works_survive_a_save(ruleset: Ruleset, tmp_path: Path) -> None:
    session = _new(ruleset, "lab_hangzhou")
    for _ in range(5):
        _order_something(session)
        session.end_turn()
    session.folder = tmp_path
    again = Session.load(ruleset, session.save("here"), autosaves=False)
    assert again.standing.carried == session.standing.carried
    assert again.pipeline() == session.pipeline()
    for turn in range(6):
        assert again.why("tension", turn) == session.why("tension", turn)
    again.end_turn()
    session.end_turn()
    assert again.standing.closed == session.standing.closed


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("reasons", "promises"), [[0, 1, 2, 9999, 1.0]]),
        (("reasons", "promises"), [[0, 1, 2]]),
        (("reasons", "promises"), [[-1, 1, 2, 0, 1.0]]),
        (("reasons", "causes"), "none"),
        (("reasons", "causes"), []),
        (("reasons", "pools"), {"me.release": {"order:x": "much"}}),
        (("pages", 0, "parts"), []),
        (("pages", 0, "parts"), [[0], [1], [9999], [1]]),
        (("pages", 0, "parts"), [[0], [1], [-1], [1]]),
        (("pages", 0, "parts"), [[-1], [1], [0], [1]]),
        (("pages", 0, "parts"), [[0], [2], [0], [1]]),
        (("pages", 0, "parts"), [[0, 1], [1], [0], [1]]),
        (("pages", 0, "parts"), [[0], [1], [0], [0.5]]),
    ],
)
def test_reasons_of_the_wrong_shape_are_refused(
    ruleset: Ruleset, place: tuple[str | int, ...], value: object
) -> None:
    session = _new(ruleset, "china")
    session.end_turn()
    body = save_body.pack(ruleset, session.standing)
    target = body
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    with pytest.raises(WrongShape):
        save_body.unpack(ruleset, body)


def test_a_seat_sees_its_own_works_and_those_on_its_soil(ruleset: Ruleset) -> None:
    def work(target: str, cause: str) -> Promise:
        return Promise(target, 0, 4, cause, 1.0)

    fab = work("wafers[smic,n7]", "stage:fabs.investment")
    assert concerns(ruleset, "china", fab) and not concerns(ruleset, "usa", fab)
    rent = work("rented_h100e[lab_hangzhou]", "end:order:lab_hangzhou:rent_cloud")
    assert concerns(ruleset, "lab_hangzhou", rent)
    assert not concerns(ruleset, "china", rent)  # a lab keeps its secrets
    grant = work("wafers[tsmc,n5]", "order:usa:subsidise_fabs")
    assert concerns(ruleset, "usa", grant) and concerns(ruleset, "taiwan", grant)
    assert not concerns(ruleset, "lab_paris", grant)


def test_orders_that_are_refused_leave_no_reasons(ruleset: Ruleset) -> None:
    session = _new(ruleset, "china")
    with pytest.raises(IllegalOrder):
        session.do("expand_smic", 1.0e15)
    session.end_turn()
    assert not any(
        "expand_smic" in cause for parts in session.standing.closed.values() for cause, _ in parts
    )


def test_an_answer_at_the_first_table_is_told_at_once(ruleset: Ruleset) -> None:
    session = _new(ruleset, "commons", seed=5)
    (scene,) = session.scenes()
    session.choose(1, next(c.number for c in scene.choices if c.refused is None))
    moved = [session.why(name) for name in session.standing.parts(0)]
    assert moved
    for view in moved:
        assert view.figure.change == pytest.approx(sum(part.value for part in view.parts))
        assert view.figure.change_text in view.total_text


def test_a_value_is_told_alike_by_its_curve_and_its_forecast(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=1, autosaves=False)
    for _ in range(2):
        told = session.graph("machine_time.cn").describe
        now = session.forecast("machine_time.cn", 2, 8).describe
        assert now.split(" H100e")[0] == told.split(" H100e")[0]
        session.end_turn()


def test_nothing_is_drawn_of_what_was_always_nothing(ruleset: Ruleset) -> None:
    from game.faces.tui.paint.curve import curve

    session = Session.new(ruleset, seat="china", seed=1, autosaves=False)
    session.end_turn()
    empty, full = session.graph("blockade.quarters"), session.graph("machine_time.cn")
    assert not any(empty.values)
    assert len(curve(empty, session.words, 60, 14)) < 5 < len(curve(full, session.words, 60, 14))

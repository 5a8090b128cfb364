"""Does a playthrough do what it says, and say what it does?"""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace
from pathlib import Path

import pytest

from game.content import Ruleset
from game.engine import cost_usd
from game.errors import GameError, IllegalOrder
from game.session.replay import replay
from game.session.session import Session
from game.world.figures import bindings

SEATS = ("usa", "china", "lab_hangzhou", "lab_paris")


def _new(ruleset: Ruleset, seat: str = "china", seed: int = 5, lang: str = "en") -> Session:
    return Session.new(ruleset, seat=seat, seed=seed, lang=lang, autosaves=False)


def _act(session: Session) -> None:
    """Answer the first scene with its first open answer and give the first two open orders."""
    for scene in session.scenes():
        open_choices = [choice.number for choice in scene.choices if choice.refused is None]
        if scene.answered is None and open_choices:
            session.choose(scene.number, open_choices[0])
            break
    for offer in session.offers():
        if offer.refused is None and len(session.plan()) < 2:
            session.do(offer.id)


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_first_table_says_what_one_can_do(ruleset: Ruleset, seat: str, lang: str) -> None:
    session = _new(ruleset, seat, lang=lang)
    table = session.table()
    assert (table.turn, table.turns, table.finished) == (1, 41, False)
    assert table.attention == table.attention_left >= 3
    assert len(table.figures) == 5 and table.goal and table.seat_name
    assert 0 < len(session.offers()) <= 6
    assert any(offer.refused is None for offer in session.offers())
    assert session.briefing() and session.question()
    assert table.scenes_waiting == len([s for s in session.scenes() if s.answered is None])


def test_the_plan_counts_attention_and_money(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    before = session.table()
    for offer in session.offers():
        if offer.refused is None and session.table().attention_left >= offer.attention:
            session.do(offer.id)
    spent = sum(line.attention for line in session.plan())
    assert session.table().attention_left == before.attention - spent
    while session.table().attention_left:
        free = [offer for offer in session.offers() if offer.refused is None]
        new = [o for o in free if o.id not in [line.order_id for line in session.plan()]]
        if not new:
            break
        session.do(new[0].id)
    for offer in session.offers():
        if offer.refused is not None:
            with pytest.raises(IllegalOrder) as caught:
                session.do(offer.id)
            assert caught.value.what and caught.value.hint


def test_money_is_counted_over_the_whole_plan(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    cash = next(f for f in session.figures() if f.name == "me.cash_usd").value
    for offer in session.offers():
        with contextlib.suppress(IllegalOrder):
            session.do(offer.id, offer.amount.high if offer.amount else None)
    world, plan = session.standing.world, session.standing.plan
    costs = [cost_usd(ruleset, world, "china", i.order_id, i.amount) for i in plan.items]
    assert len(costs) >= 2 and 0 < sum(costs) <= cash
    with pytest.raises(IllegalOrder):
        session.do(plan.items[0].order_id, cash * 2)


def test_undo_gives_back_the_plan_and_the_offers(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    before = session.offers(), session.plan(), session.table()
    order = next(offer for offer in session.offers() if offer.refused is None)
    session.do(order.id)
    after = session.plan()
    assert session.undo()
    assert (session.offers(), session.plan(), session.table()) == before
    assert session.redo() and session.plan() == after
    session.drop(1)
    assert session.plan() == ()
    with pytest.raises(IllegalOrder):
        session.drop(1)


@pytest.mark.parametrize(("scene", "choice"), [(0, 1), (9, 1), (1, 0), (1, 9)])
def test_answers_that_do_not_exist(ruleset: Ruleset, scene: int, choice: int) -> None:
    with pytest.raises(IllegalOrder):
        _new(ruleset).choose(scene, choice)


@pytest.mark.parametrize("seat", SEATS)
def test_only_one_s_own_advisers_speak(ruleset: Ruleset, seat: str) -> None:
    own = {each.name for each in ruleset.advisors.values() if seat in each.for_}
    session = _new(ruleset, seat)
    for _ in range(4):
        assert {a.who for scene in session.scenes() for a in scene.advice} <= own
        assert {line.name for line in session.council()} <= own
        session.end_turn()


def test_a_scene_is_answered_once_and_counts_at_once(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    assert session.scenes()
    before = session.hash
    view = session.choose(1, 1)
    assert view.answered is not None and view.answered.number == 1
    assert session.hash != before
    with pytest.raises(IllegalOrder):
        session.choose(1, 2)


def test_the_reasons_add_up_to_the_change(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    for _ in range(3):
        _act(session)
        session.end_turn()
    _act(session)
    explained = 0
    for figure in session.figures():
        view = session.why(figure.name)
        if not view.parts and not figure.direction:
            continue
        step = ruleset.figures[figure.name].step
        assert sum(p.value for p in view.parts) == pytest.approx(figure.change, abs=1.01 * step)
        assert all(part.label and part.source and part.text for part in view.parts)
        explained += 1
    assert explained > 10


def test_curves_figures_and_news_read_in_both_languages(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    for _ in range(4):
        session.end_turn()
    graph = session.graph("tension")
    assert len(graph.values) == len(graph.quarters) == 5 and graph.describe.endswith(".")
    assert session.graph("Strait tension") == graph
    english = session.news()
    assert english and session.news(1) and not session.news(0)
    session.lang = "fr"
    french = session.news()
    assert len(french) == len(english)
    assert [item.headline for item in french] != [item.headline for item in english]
    assert session.graph("détroit").describe != graph.describe
    with pytest.raises(GameError):
        session.why("xyzzyqwk")
    with pytest.raises(ValueError, match="language"):
        session.lang = "de"


def test_the_codex_and_the_council_answer(ruleset: Ruleset) -> None:
    session = _new(ruleset, lang="fr")
    pages = session.codex("asml")
    assert pages and pages[0].text and pages[0].kind_label
    assert session.codex() and not session.codex("zzzzqqqqxxxx")
    assert all(line.name and line.line for line in session.council())


def test_more_is_on_the_table_after_the_first_year(ruleset: Ruleset) -> None:
    session = _new(ruleset)
    first = len(session.offers()), len(session.table().figures)
    for _ in range(4):
        session.end_turn()
    assert len(session.offers()) > first[0]
    assert len(session.table().figures) > first[1]


def test_an_unknown_chair_scenario_or_difficulty(ruleset: Ruleset) -> None:
    for setup in ({"seat": "japan"}, {"scenario": "x"}, {"difficulty": "x"}, {"seed": -1}):
        with pytest.raises(GameError):
            Session.new(ruleset, autosaves=False, **setup)  # type: ignore[arg-type]


@pytest.mark.parametrize("seat", SEATS)
def test_saving_and_loading_every_turn_changes_nothing(
    ruleset: Ruleset, seat: str, tmp_path: Path
) -> None:
    straight, broken = _new(ruleset, seat), _new(ruleset, seat)
    for _ in range(6):
        for session in (straight, broken):
            _act(session)
        broken.folder = tmp_path
        broken = Session.load(ruleset, broken.save("half way"), autosaves=False)
        assert broken.plan() == straight.plan()
        assert broken.table() == straight.table()
        for figure in ("tension", "me.cash_usd"):
            assert broken.why(figure) == straight.why(figure)
        straight.end_turn()
        broken.end_turn()
        assert broken.hash == straight.hash
        assert broken.news() == straight.news()
    assert broken.chronicle() == straight.chronicle()


@pytest.mark.parametrize("seat", SEATS)
def test_a_replay_equals_the_play(ruleset: Ruleset, seat: str) -> None:
    session = _new(ruleset, seat, seed=11)
    for _ in range(5):
        _act(session)
        session.end_turn()
    _act(session)
    report = replay(ruleset, session.setup, session.standing)
    assert report.diverged is None and report.ok
    assert (report.turns, report.hash) == (5, session.hash)


@pytest.mark.long
@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("seed", range(5))
def test_whole_runs_survive_saving_every_turn_and_replay(
    ruleset: Ruleset, seat: str, seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    session = Session.new(ruleset, seat=seat, seed=seed, folder=tmp_path, autosaves=False)
    straight = _new(ruleset, seat, seed)
    while not session.finished:
        for scene in session.scenes():
            number = chance.randint(1, len(scene.choices))
            if scene.choices[number - 1].refused is None:
                for each in (session, straight):
                    each.choose(scene.number, number)
        for offer in chance.sample(session.offers(), len(session.offers())):
            for each in (session, straight):
                with contextlib.suppress(IllegalOrder):
                    each.do(offer.id)
        session = Session.load(ruleset, session.save("x"), folder=tmp_path, autosaves=False)
        assert session.end_turn() == straight.end_turn()
        assert session.hash == straight.hash
    assert replay(ruleset, session.setup, session.standing).ok


def test_a_replay_names_the_turn_that_differs(ruleset: Ruleset) -> None:
    session = _new(ruleset, seed=11)
    for _ in range(4):
        _act(session)
        session.end_turn()
    log = session.standing.log
    doctored = tuple(r for r in log.records if r.turn != 2)
    standing = replace(session.standing, log=replace(log, records=doctored))
    report = replay(ruleset, session.setup, standing)
    assert not report.ok and report.diverged is not None
    assert report.diverged.turn == 3 and report.diverged.stage != "quarter"
    assert report.diverged.name in {bound.array for bound in bindings(ruleset).values()}


def test_the_whole_run_ends_in_an_epilogue(ruleset: Ruleset) -> None:
    session = _new(ruleset, "lab_paris")
    _act(session)
    turns = 0
    while not session.finished:
        session.end_turn()
        turns += 1
    assert turns <= 41
    view = session.epilogue()
    assert view.ending_id in ruleset.endings and view.title and len(view.text) > 200
    assert len(view.score) == len(ruleset.score)
    assert all(0 <= value <= 100 for _, value in view.score)
    assert view.decisions
    session.lang = "fr"
    assert session.epilogue().text != view.text
    with pytest.raises(IllegalOrder):
        session.end_turn()
    assert session.table().finished

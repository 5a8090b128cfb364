"""Whatever the player does in whatever order, does the playthrough stay whole?"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from game.content import Ruleset, load
from game.errors import IllegalOrder
from game.session.replay import replay
from game.session.session import Session

_RULES: list[Ruleset] = []


def _rules() -> Ruleset:
    if not _RULES:
        _RULES.append(load())
    return _RULES[0]


class Playing(RuleBasedStateMachine):
    """A player who acts, undoes, answers, ends quarters, saves and loads at random."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.session = Session.new(
            _rules(), seat="lab_hangzhou", seed=2, folder=Path(self.folder.name), autosaves=False
        )
        self.saved: dict[str, tuple[str, object]] = {}

    @rule(place=st.integers(0, 5), part=st.floats(0, 1))
    def act(self, place: int, part: float) -> None:
        offers = self.session.offers()
        offer = offers[place % len(offers)]
        amount = None
        if offer.amount is not None:
            amount = offer.amount.low + part * (offer.amount.high - offer.amount.low)
        before = self.session.plan()
        try:
            line = self.session.do(offer.id, amount)
        except IllegalOrder:
            assert self.session.plan() == before
        else:
            assert line in self.session.plan()

    @rule()
    def undo_and_redo(self) -> None:
        before = self.session.plan()
        if self.session.undo():
            assert self.session.redo()
        assert self.session.plan() == before

    @rule()
    def undo(self) -> None:
        self.session.undo()

    @precondition(lambda self: self.session.plan())
    @rule()
    def drop(self) -> None:
        left = len(self.session.plan())
        self.session.drop(left)
        assert len(self.session.plan()) == left - 1

    @rule(scene=st.integers(1, 3), choice=st.integers(1, 4))
    def choose(self, scene: int, choice: int) -> None:
        before = self.session.hash
        try:
            self.session.choose(scene, choice)
        except IllegalOrder:
            assert self.session.hash == before

    @precondition(lambda self: self.session.table().turn < 8)
    @rule()
    def end_turn(self) -> None:
        turn = self.session.table().turn
        table = self.session.end_turn()
        assert table.turn == turn + 1 and not table.plan

    @rule(name=st.sampled_from("ab"))
    def save(self, name: str) -> None:
        self.session.save(name)
        self.saved[name] = self.session.hash, self.session.table()

    @precondition(lambda self: self.saved)
    @rule(data=st.data())
    def load(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.saved)))
        self.session = Session.load(_rules(), name, folder=Path(self.folder.name), autosaves=False)
        assert (self.session.hash, self.session.table()) == self.saved[name]

    @invariant()
    def attention_is_never_overspent(self) -> None:
        assert 0 <= self.session.table().attention_left <= self.session.table().attention

    def teardown(self) -> None:
        report = replay(_rules(), self.session.setup, self.session.standing)
        assert report.ok, report
        self.folder.cleanup()


TestPlaying = Playing.TestCase
TestPlaying.settings = settings(max_examples=12, stateful_step_count=18, deadline=None)

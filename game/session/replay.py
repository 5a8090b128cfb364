"""Does a save replay to itself?

Plays the seed and the records of a save again and compares every quarter with what was written at
the time. The report names the first turn that differs, and the first figure or array in it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from game.content.variants import rules_of
from game.session import flow
from game.session.log import ChoiceRecord, Log, OrderRecord, Page
from game.session.plan import Plan, PlanItem
from game.session.standing import Setup, Standing
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first place where a replay and its save part."""

    turn: int
    stage: str  # "opening", "quarter" or "state"
    name: str  # a figure, an array or a decision


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay found; `turns` were played, `hash` is that of the replayed state."""

    ok: bool
    turns: int
    hash: str
    diverged: Divergence | None

    def as_dict(self) -> dict[str, Any]:
        """The keys that `saves replay --json` promises."""
        found = self.diverged
        where = {"turn": found.turn, "stage": found.stage, "name": found.name} if found else None
        return {"ok": self.ok, "turns": self.turns, "hash": self.hash, "diverged": where}


def replay(ruleset: Ruleset, setup: Setup, saved: Standing) -> ReplayReport:
    """Play the records of a standing again from its seed and compare quarter by quarter."""
    ruleset = rules_of(ruleset, setup.scenario)
    now = flow.begin(ruleset, setup)
    last = int(saved.world.turn[0])
    while True:
        turn = int(now.world.turn[0])
        found = _page_differs(saved.log.page(turn), now.log.pages[-1], len(now.log.pages) == 1)
        if found is None:
            now, found = _decide(ruleset, setup, now, saved.log, turn)
        if found is None and turn >= last:
            found = _state_differs(saved.world, now.world)
        if found is not None or turn >= last:
            return ReplayReport(found is None, turn, now.world.hash(0), found)
        now = flow.end_quarter(ruleset, setup, now)


def _decide(
    ruleset: Ruleset, setup: Setup, now: Standing, log: Log, turn: int
) -> tuple[Standing, Divergence | None]:
    """Take the decisions of one turn; what can no longer be decided is the divergence."""
    plan = Plan()
    seat = ruleset.index("seat", setup.seat)
    for record in log.of_turn(turn):
        if isinstance(record, OrderRecord):
            if record.order not in ruleset.orders:
                return now, Divergence(turn, "quarter", record.order)
            plan = plan.put(PlanItem(record.order, record.amount))
        elif isinstance(record, ChoiceRecord) and record.asked:
            waiting = int(now.world.scene_now[seat, record.slot, 0])
            if waiting < 0 or ruleset.axis("storylet")[waiting] != record.storylet:
                return now, Divergence(turn, "quarter", record.storylet)
            now = flow.answer(ruleset, setup, now, record.slot, record.choice)
    return replace(now, plan=plan), None


def _page_differs(then: Page, again: Page, first: bool) -> Divergence | None:
    if then.hash == again.hash:
        return None
    stage = "opening" if first else "quarter"
    names = (name for name in then.figures if then.figures[name] != again.figures.get(name))
    return Divergence(then.turn, stage, next(names, "state"))


def _state_differs(then: World, again: World) -> Divergence | None:
    if then.hash(0) == again.hash(0):
        return None
    arrays = dict(again.items())
    for name, values in then.items():
        if (values[..., 0] != arrays[name][..., 0]).any():
            return Divergence(int(then.turn[0]), "state", name)
    return Divergence(int(then.turn[0]), "state", "bits")

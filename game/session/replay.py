"""Does a save replay to itself?

Plays the seed and the records of a save again and compares every quarter with what was written at
the time: by its hash, and where that differs, as the last bit may on another processor, figure
by figure to one part in a million. The report names the first turn, stage and array that differ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.variants import rules_of
from game.engine import STAGES
from game.engine.policies import no_orders
from game.engine.quarter import Quarter
from game.session import flow
from game.session.log import ChoiceRecord, Log, OrderRecord, Page
from game.session.plan import Plan, PlanItem
from game.session.standing import Setup, Standing
from game.world.causes import parse
from game.world.dice import Dice
from game.world.figures import bindings
from game.world.report import NoRecorder
from game.world.state import FIELDS

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

CLOSE = 1e-6
HASH, FIGURES = "hash", "figures"  # in what a replay and its save agree
_PLACES = {name: place for place, (name, _) in enumerate(STAGES)}


@dataclass(frozen=True, slots=True)
class Divergence:
    """The first place where a replay and its save part."""

    turn: int
    stage: str  # of the tick, or "opening", "decisions"; "quarter" where it cannot be known
    name: str  # an array, a figure or a decision


@dataclass(frozen=True, slots=True)
class Again:
    """One quarter that was played again: its hash, and in what it agrees with the save."""

    turn: int
    hash: str
    match: str  # HASH, FIGURES or nothing


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay found; `turns` were played, `hash` is that of the replayed state."""

    turns: int
    hash: str
    diverged: Divergence | None
    quarters: tuple[Again, ...]
    match: str  # of the whole
    other_rules: bool  # the save was played by other rules, so that it may well differ

    @property
    def ok(self) -> bool:
        """Whether the save is what its seed and its decisions lead to."""
        return self.diverged is None

    def as_dict(self) -> dict[str, Any]:
        """The keys that `saves verify --json` and `saves replay --json` promise."""
        found = self.diverged
        where = {"turn": found.turn, "stage": found.stage, "name": found.name} if found else None
        reason = None if found is None else "rules" if self.other_rules else "diverged"
        return {
            "ok": self.ok,
            "turns": self.turns,
            "hash": self.hash,
            "diverged": where,
            "match": self.match or None,
            "reason": reason,
            "other_rules": self.other_rules,
        }


def replay(
    ruleset: Ruleset,
    setup: Setup,
    saved: Standing,
    progress: Callable[[Again], None] | None = None,
) -> ReplayReport:
    """Play the records of a standing again from its seed and compare quarter by quarter."""
    ruleset = rules_of(ruleset, setup.scenario)
    now = flow.begin(ruleset, setup, saved.world.story_known)
    last = int(saved.world.turn[0])
    pages = {page.turn: page for page in saved.log.pages}
    quarters: list[Again] = []
    while True:
        turn = int(now.world.turn[0])
        laid, then = now.log.pages[-1].hash, pages.get(turn)
        now, found = _decide(ruleset, setup, now, saved.log, turn)
        same = then is not None and then.hash == laid
        if found is None and not same:
            found = _page_differs(ruleset, saved, now, then)
        if found is None and turn >= last:
            found = _state_differs(ruleset, saved, now)
            same = same and now.world.hash(0) == saved.world.hash(0)
        quarters.append(Again(turn, laid, "" if found else HASH if same else FIGURES))
        if progress is not None:
            progress(quarters[-1])
        if found is not None or turn >= last:
            return _report(saved, now, found, quarters)
        now = flow.end_quarter(ruleset, setup, now)


def _report(
    saved: Standing, now: Standing, found: Divergence | None, quarters: list[Again]
) -> ReplayReport:
    matches = {quarter.match for quarter in quarters}
    match = "" if found else HASH if matches == {HASH} else FIGURES
    turn, other = int(now.world.turn[0]), bool(saved.rules or saved.aside)
    return ReplayReport(turn, now.world.hash(0), found, tuple(quarters), match, other)


def _decide(
    ruleset: Ruleset, setup: Setup, now: Standing, log: Log, turn: int
) -> tuple[Standing, Divergence | None]:
    """Take the decisions of one turn; what can no longer be decided is the divergence."""
    plan = Plan()
    seat = ruleset.index("seat", setup.seat)
    for record in log.of_turn(turn):
        if isinstance(record, OrderRecord):
            if record.order not in ruleset.orders:
                return now, Divergence(turn, "decisions", record.order)
            plan = plan.put(PlanItem(record.order, record.amount))
        elif isinstance(record, ChoiceRecord) and record.asked:
            if not 0 <= record.slot < now.world.scene_now.shape[1]:
                return now, Divergence(turn, "decisions", record.storylet)
            waiting = int(now.world.scene_now[seat, record.slot, 0])
            known = (record.storylet, record.choice) in ruleset.choices
            if not known or ruleset.axis("storylet")[waiting] != record.storylet or waiting < 0:
                return now, Divergence(turn, "decisions", record.storylet)
            now = flow.answer(ruleset, setup, now, record.slot, record.choice)
    return replace(now, plan=plan), None


def _page_differs(
    ruleset: Ruleset, saved: Standing, now: Standing, then: Page | None
) -> Divergence | None:
    """Where the table of a turn differs from the one that was written, beyond the last bits."""
    again = now.log.pages[-1]
    if then is None:
        return Divergence(again.turn, "quarter", "pages")
    names = [name for name in then.figures if not _close(ruleset, name, then, again)]
    if not names:
        return None
    stage, name = _where(saved, now, again.turn, names)
    bound = bindings(ruleset).get(name)
    array = bound.array if bound else name
    return Divergence(again.turn, stage or _writer(ruleset, now, array), array)


def _close(ruleset: Ruleset, name: str, then: Page, again: Page) -> bool:
    """Whether a figure is the same to one in a million, or to the step it was rounded to."""
    if name not in again.figures or name not in ruleset.figures:
        return False
    one, other = then.figures[name], again.figures[name]
    step = ruleset.figures[name].step if one != other else 0.0
    return abs(one - other) <= CLOSE * max(abs(one), abs(other)) + 1.001 * step


def _where(saved: Standing, now: Standing, turn: int, names: list[str]) -> tuple[str, str]:
    """The earliest stage that moved one of some figures otherwise, and that figure.

    No stage when the reasons that were written do not tell one.
    """
    then, again = saved.parts(turn), now.parts(turn)
    found: list[tuple[int, str, str]] = []
    for name in names:
        one, other = dict(then.get(name, ())), dict(again.get(name, ()))
        for cause in one.keys() | other.keys():
            if one.get(cause) != other.get(cause):
                stage = _stage(cause)
                found.append((_PLACES.get(stage, -1), stage, name))
    if not found:
        return "", names[0]
    _, stage, name = min(found)
    return stage, name


def _stage(cause: str) -> str:
    """The stage of the tick that a cause stands for; decisions come before all of them."""
    parsed = parse(cause)
    stage = parsed.by or (parsed.places[0] if parsed.kind == "stage" else "")
    return stage.partition(".")[0] or "decisions"


def _writer(ruleset: Ruleset, now: Standing, array: str) -> str:
    """The last stage of a tick that writes an array, tried on the world as it stands."""
    if not int(now.world.turn[0]):
        return "opening"
    world = now.before.copy()
    quarter = Quarter(ruleset, world, no_orders(ruleset, world), Dice(0), NoRecorder())
    stage = "quarter"
    for name, run in STAGES:
        before = world.copy()
        run(quarter)
        if array in FIELDS and (getattr(world, array) != getattr(before, array)).any():
            stage = name
    return stage


def _state_differs(ruleset: Ruleset, saved: Standing, now: Standing) -> Divergence | None:
    """Where the last state differs from the one that was written, beyond the last bits."""
    then, again = saved.world, now.world
    if then.hash(0) == again.hash(0):
        return None
    turn = int(then.turn[0])
    read = {bound.array: name for name, bound in bindings(ruleset).items()}
    arrays = dict(again.items())
    for name, values in then.items():
        one, other = values[..., 0], arrays[name][..., 0]
        units = 1.0 if one.dtype.kind == "i" else 0.0  # a last bit may tip a rounding over
        if not np.allclose(one, other, rtol=CLOSE, atol=max(units, 1e-9)):
            stage = _where(saved, now, turn, [read[name]])[0] if name in read else ""
            return Divergence(turn, stage or _writer(ruleset, now, name), name)
    return None

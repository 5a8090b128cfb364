"""What is a playthrough between two commands?

The setup that never changes, and the standing that every command replaces: the world, the plan,
the log, the reasons and what is on its way. How one standing follows another is `flow.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from game.session.log import Log, Part, Parts
from game.session.parcels import Parcel
from game.session.plan import Plan
from game.story.telling import rounded
from game.world.promises import Carried
from game.world.state import World


@dataclass(frozen=True, slots=True)
class Setup:
    """With the decisions, all that is needed to play the same game again."""

    scenario: str = "autumn_2022"
    seat: str = "china"
    seed: int = 1
    difficulty: str = "normal"
    # Which of all playthroughs this is; it tells saves apart and has no part in the game.
    playthrough: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a playthrough stands."""

    world: World
    before: World  # the world as the last tick left it, against which news is written
    plan: Plan = field(default_factory=Plan)
    log: Log = field(default_factory=Log)
    closed: Parts = field(default_factory=dict)  # reasons of the quarter that is over
    open: Parts = field(default_factory=dict)  # reasons since the table was laid
    carried: Carried = field(default_factory=Carried)  # what later reasons will need
    aside: tuple[Parcel, ...] = ()  # what belongs to mods that are not in play
    rules: tuple[tuple[int, str], ...] = ()  # earlier rules: until which turn, and their hash

    def parts(self, turn: int | None = None) -> Mapping[str, Part]:
        """What moved the figures up to the table of a turn, or to the present one."""
        page = self.log.pages[-1]
        if turn is None or turn == page.turn:
            return add_parts(self.closed, self.open)
        return next((each.parts for each in self.log.pages if each.turn == turn), {})

    def laid(self, seat: str, turn: int, name: str, value: float, step: float) -> float:
        """A figure that stands at `value` at a turn's table, before the seat's answers there."""
        steps = self.log.answered(seat, turn, name, self.parts(turn))
        return rounded(value - steps * step, step) if steps else value

    def under(self, was: str, now: str) -> Standing:
        """The same under other rules (hashes); it remembers which ones held, and until when."""
        turn = int(self.world.turn[0])
        if was == now:
            return self
        if self.rules and self.rules[-1] == (turn, now):  # back before a quarter was played
            return replace(self, rules=self.rules[:-1])
        return replace(self, rules=(*self.rules, (turn, was)))


def add_parts(known: Parts, more: Mapping[str, Sequence[tuple[str, int]]]) -> Parts:
    """Two lists of reasons as one; the steps of a cause named in both are added."""
    total = {name: dict(parts) for name, parts in known.items()}
    for name, parts in more.items():
        into = total.setdefault(name, {})
        for cause, steps in parts:
            into[cause] = into.get(cause, 0) + steps
    return {name: kept for name, causes in total.items() if (kept := _moving(causes.items()))}


def _moving(parts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((cause, steps) for cause, steps in parts if steps)

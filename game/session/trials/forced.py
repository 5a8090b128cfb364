"""Does every answer to every scene work in the worst of worlds?

Puts each storylet on the table of each of its seats in worlds without money, without friends, with
too much of both, on the first and on the last morning; takes every choice, won and lost, plays on,
and reads every text in both languages. Whether a scene could come there does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from game.engine import open_scenario, quarters, unattended
from game.session.trials.bots import part_of
from game.session.trials.legible import said, unreadable
from game.story import endings
from game.story.answers import take
from game.world.dice import Dice
from game.world.report import NoRecorder
from game.world.state import Array, Floats, World

if TYPE_CHECKING:
    from game.content.document import Path
    from game.content.files import Table
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset
    from game.errors import Problem

AFTER = 3  # quarters that are played on
TOGETHER = 40  # choices at once; more worlds than fit the cache take twice as long
LUCK = (0.0, 1.0 - 2.0**-53)  # every gamble comes off, and none does


class Fixed(Dice):
    """Dice that win every gamble in even lanes and lose it in odd ones."""

    def uniform(self, world: World, stream: str, index: int = 0) -> Floats:
        """The best and the worst roll, lane by lane."""
        return np.resize(np.array(LUCK), world.width)


def _as_it_is(ruleset: Ruleset, world: World, me: int) -> None:
    """A world as the scenario opens it, or as the policies leave it."""


def _no_money(ruleset: Ruleset, world: World, me: int) -> None:
    outside = ruleset.index("actor", "outside")
    world.cash_usd[outside] += world.cash_usd[me]
    world.cash_usd[me] = 0


def _rich(ruleset: Ruleset, world: World, me: int) -> None:
    outside = ruleset.index("actor", "outside")
    world.cash_usd[outside] -= 10**12
    world.cash_usd[me] += 10**12


def _no_friends(ruleset: Ruleset, world: World, me: int) -> None:
    world.tension[:] = 100.0
    world.trust[:] = 0.0
    world.approval[:] = 0.0
    world.align[:] = 0.0
    world.confidence[:] = 0.0
    world.item_licence[:] = 0.0
    world.licence[:] = 0.0
    world.enforcement[:] = 1.0


def _all_friends(ruleset: Ruleset, world: World, me: int) -> None:
    world.tension[:] = 0.0
    world.trust[:] = 100.0
    world.approval[:] = 100.0
    world.align[:] = 1.0
    world.confidence[:] = 1.0
    world.item_licence[:] = 1.0
    world.licence[:] = 1.0
    world.enforcement[:] = 0.0


Force = Callable[["Ruleset", World, int], None]
FORCES: dict[str, Force] = {
    "as it is": _as_it_is,
    "no money": _no_money,
    "rich": _rich,
    "everybody hostile": _no_friends,
    "everybody friendly": _all_friends,
}
LANES = len(FORCES) * len(LUCK)  # of each choice


@dataclass
class Forced:
    """What went wrong, and how much was tried."""

    choices: int = 0
    worlds: int = 0
    problems: list[Problem] = field(default_factory=list)


def force(
    ruleset: Ruleset, table: Table, only: Collection[str] | None = None, seed: int = 1
) -> Forced:
    """Every choice of every storylet, or of some, in every forced world."""
    found = Forced()
    scenario = next(iter(ruleset.scenarios.values()))
    mornings = {0: "the first morning", quarters(ruleset, scenario.id): "the last morning"}
    for turn, when in mornings.items():
        start = _morning(ruleset, scenario.id, turn, seed)
        for seat in ruleset.axis("chair"):
            tried = [
                storylet
                for storylet in ruleset.storylets.values()
                if seat in storylet.seats and (only is None or storylet.id in only)
            ]
            for some in _batches(tried):
                _Table(ruleset, table, seat, some, when, start, found).run(scenario.id)
    return found


def _batches(tried: Iterable[Storylet]) -> Iterator[list[Storylet]]:
    """The storylets, so many together as have about `TOGETHER` choices."""
    batch: list[Storylet] = []
    for storylet in tried:
        batch.append(storylet)
        if sum(len(each.choices) for each in batch) >= TOGETHER:
            yield batch
            batch = []
    if batch:
        yield batch


def _morning(ruleset: Ruleset, scenario: str, turn: int, seed: int) -> World:
    """The forced worlds of one choice after so many quarters of nobody's play."""
    world, dice = open_scenario(ruleset, scenario, [0] * 2, seed=seed).thaw(), Dice(seed)
    for _ in range(turn):
        world = _quarter(ruleset, scenario, world, dice)
    return world


def _quarter(ruleset: Ruleset, scenario: str, world: World, dice: Dice) -> World:
    world = unattended(ruleset, scenario, world, dice, in_place=True)
    endings.early(ruleset, world)
    return world


class _Table:
    """One seat on one morning: every choice has its own lanes, one for each world and luck."""

    def __init__(
        self,
        ruleset: Ruleset,
        table: Table,
        seat: str,
        tried: Sequence[Storylet],
        when: str,
        start: World,
        found: Forced,
    ) -> None:
        self.ruleset, self.table, self.seat, self.when = ruleset, table, seat, when
        self.tried, self.found = tried, found
        self.row, self.me = ruleset.index("seat", seat), ruleset.index("actor", seat)
        self.choices = [(each, choice) for each in tried for choice in each.choices]
        self.world = self._forced(start, len(self.choices))
        self.blamed: set[tuple[str, str, str]] = set()

    def _forced(self, start: World, times: int) -> World:
        one = _spread(start, LANES)
        for n, change in enumerate(FORCES.values()):
            change(self.ruleset, part_of(one, slice(2 * n, 2 * n + 2)), self.me)
        one.outcome[:] = 0
        return _spread(one, LANES * times)

    def run(self, scenario: str) -> None:
        """Take every choice, play on, read every text; stops at the first number that is none."""
        self.found.choices += len(self.choices)
        self.found.worlds += self.world.width
        self.read()
        with np.errstate(all="ignore"):  # what comes of it is looked at
            self._play(scenario)

    def _play(self, scenario: str) -> None:
        world, dice = self.world, Fixed(0)
        cash, chips = world.cash_usd.sum(axis=0), _chips(world)
        for n, (storylet, choice) in enumerate(self.choices):
            self._take(world, dice, slice(n * LANES, (n + 1) * LANES), storylet, choice)
        for quarter in range(AFTER + 1):
            if quarter:
                world = _quarter(self.ruleset, scenario, world, Dice(1))
            self._compare("dollars", world.cash_usd.sum(axis=0) - cash)
            for chip, units in zip(self.ruleset.chips, _chips(world) - chips, strict=True):
                self._compare(f"units of {chip}", units)
            after = f"{quarter} quarters after it" if quarter else "right after it"
            if not self._finite(world, after):
                return

    def _take(
        self, world: World, dice: Dice, lanes: slice, storylet: Storylet, choice: Choice
    ) -> None:
        position = self.ruleset.index("storylet", storylet.id)
        world.scene_now[self.row, 0, lanes] = position
        mask = np.zeros(world.width, np.bool_)
        mask[lanes] = True
        try:
            take(self.ruleset, world, dice, self.seat, 0, storylet, choice, mask, NoRecorder())
        except Exception as error:
            n = storylet.choices.index(choice)
            self._blame("S813", storylet, ("choices", n), f"taking it fails: {said(error)}")

    # ------------------------------------------------------------------------------- books

    def _compare(self, what: str, moved: Array) -> None:
        for lane in np.flatnonzero(moved).tolist():
            storylet, choice = self.choices[lane // LANES]
            n = storylet.choices.index(choice)
            message = f"{int(moved[lane]):+,} {what} out of nothing"
            self._blame("S814", storylet, ("choices", n), message, lane)

    def _finite(self, world: World, when: str) -> bool:
        """Whether every number is one; those that are none are reported."""
        before = len(self.found.problems)
        for name, values in world.items():
            fine = np.isfinite(values)
            if fine.all():
                continue
            bad = ~fine.reshape(-1, world.width).all(axis=0)
            for lane in np.flatnonzero(bad).tolist():
                storylet, choice = self.choices[lane // LANES]
                n = storylet.choices.index(choice)
                message = f"'{name}' is no finite number {when}"
                self._blame("S815", storylet, ("choices", n), message, lane)
        return len(self.found.problems) == before

    # ------------------------------------------------------------------------------- texts

    def read(self) -> None:
        """Every text of every storylet in the forced worlds, in both languages."""
        worlds = [part_of(self.world, slice(2 * n, 2 * n + 2)) for n in range(len(FORCES))]
        for fault in unreadable(self.ruleset, self.seat, self.tried, worlds):
            self._blame("S812", fault.storylet, fault.path, fault.message, 2 * fault.world)

    def _blame(
        self, code: str, storylet: Storylet, path: Path, message: str, lane: int | None = None
    ) -> None:
        """One problem a place and a code: the first world in which it shows."""
        key = (code, storylet.id, ".".join(map(str, path)))
        if key in self.blamed:
            return
        self.blamed.add(key)
        where = f"{self.seat}, {self.when}"
        if lane is not None:
            where += f", {list(FORCES)[lane % LANES // 2]}"
        definition = self.table["storylets"][storylet.id]
        self.found.problems.append(definition.problem(code, path, f"{message} ({where})"))


def _chips(world: World) -> Array:
    """Chips that were not made by anybody; shape (chip, worlds)."""
    stock = world.inventory + world.transit + world.arriving + world.installed
    found: Array = stock.sum(axis=1) + world.lost + world.seized - world.made
    return found


def _spread(world: World, width: int) -> World:
    """The lanes of a world, over and over, to be written."""
    lanes = np.arange(width) % world.width
    return World(**{name: values.take(lanes, axis=-1) for name, values in world.items()})

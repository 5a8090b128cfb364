"""How is one test of the content played: from which world, and by which moves?

A case begins on a date of its own, with figures of its own. The dice deal its seat no scene: dated
beats and follow-ups come, and what the case puts on the table. What should come of it is looked at
in `cases.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from game.content.quarters import turn as turn_of
from game.content.variants import rules_of
from game.engine import cost_usd, open_scenario, refusals, script, tick
from game.engine.opening import fill
from game.engine.orders import amount_range
from game.engine.policies import no_orders
from game.errors import GameError
from game.story import endings, scenes
from game.story.memory import MAJOR_SLOT, MINOR_SLOTS
from game.world.dice import Dice
from game.world.figures import Reader, bindings, put
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.document import Path as Place
    from game.content.models.cases import Case
    from game.content.ruleset import Ruleset

LANES = (0, 0)  # both alike, as those of a game are
LUCK = {"good": 0.0, "bad": 1.0 - 2.0**-53}


class CannotError(Exception):
    """A case that cannot be played on."""

    def __init__(self, path: Place, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.path, self.what, self.hint = path, what, hint


class _Loaded(Dice):
    """Dice that all show the same."""

    def __init__(self, roll: float) -> None:
        super().__init__(0)
        self._roll = roll

    def uniform(self, world: World, stream: str, index: int = 0) -> Floats:
        """The roll that was wanted."""
        return np.full(world.width, self._roll)


class Game:
    """One case being played; `world` is the table as it stands."""

    world: World
    morning: World  # before the scenes of the quarter were dealt

    def __init__(self, ruleset: Ruleset, case: Case) -> None:
        self.scenario = case.scenario or next(iter(ruleset.scenarios))
        self.ruleset, self.case = rules_of(ruleset, self.scenario), case
        self.seat, self.dice = case.seat, Dice(case.seed)
        self.row = ruleset.index("seat", case.seat)
        self.sheet: Floats = np.empty(0)

    # --------------------------------------------------------------------------- beginning

    def begin(self) -> None:
        """The world of the case, and its first table."""
        ruleset, case = self.ruleset, self.case
        scenes_named = case.seen or case.taken or any(each.put or each.calls for each in case.steps)
        if scenes_named and case.seat not in ruleset.axis("chair"):
            hint = f"seats with scenes: {', '.join(ruleset.axis('chair'))}"
            raise CannotError(("seat",), f"'{case.seat}' meets no scenes", hint)
        world = open_scenario(ruleset, self.scenario, LANES, seed=case.seed).thaw()
        for name, values in case.opening.items():
            try:
                fill(ruleset, world, name, values)
            except (KeyError, ValueError, TypeError) as error:
                raise CannotError(("opening", name), str(error.args[0])) from None
        self._set_date(world)
        for name, value in case.figures.items():
            self.set_figure(("figures", name), world, name, value)
        ago = max(int(world.turn[0]) - 1, 0)
        for id_ in (*case.seen, *(word.partition(".")[0] for word in case.taken)):
            world.story_seen[ruleset.index("storylet", id_), self.row] = ago
        for word in case.taken:
            world.story_took[ruleset.index("choice", word), self.row] = ago
        self._lay(world)

    def _set_date(self, world: World) -> None:
        if self.case.quarter is None:
            return
        known = self.ruleset.scenarios[self.scenario]
        turn = turn_of(self.case.quarter, known.first_quarter)
        if not 0 <= turn < known.turns:
            message = f"'{known.id}' has {known.turns} quarters from {known.first_quarter}"
            raise CannotError(("quarter",), message)
        world.pending[:] = np.roll(world.pending, turn, axis=-2)  # columns go by turn
        world.turn[:] = turn

    def set_figure(self, path: Place, world: World, name: str, value: float) -> None:
        """Write a figure that is stored; money comes from outside, or goes there."""
        binding = bindings(self.ruleset)[name]
        if binding.derived or name in ("turn", "quarter"):
            hint = "set what it follows from, under 'figures' or 'opening'"
            raise CannotError(path, f"'{name}' follows from other figures", hint)
        place = (*binding.at(self.ruleset.index("actor", self.seat)), ...)
        cell = getattr(world, binding.array)[place]
        before = cell.copy()
        put(cell, binding, value, np.ones(world.width, np.bool_))
        if binding.array == "cash_usd":
            world.cash_usd[self.ruleset.index("actor", "outside")] -= cell - before

    def _lay(self, world: World) -> None:
        """The scenes of the quarter, without those that only the dice bring to the seat."""
        ruleset = self.ruleset
        self.morning = world.copy()
        played = frozenset({self.seat})
        played |= script.silent(ruleset, self.scenario, world, played)
        self.world = scenes.open_quarter(ruleset, world, self.dice, played)
        for card in self.cards():
            if card.storylet.priority is None and not card.storylet.follow_up:
                self.world.scene_now[self.row, card.slot] = -1
                position = ruleset.index("storylet", card.storylet.id)
                seen = self.morning.story_seen[position, self.row]
                self.world.story_seen[position, self.row] = seen
        self.sheet = no_orders(ruleset, self.world)

    # ------------------------------------------------------------------------------- moves

    def put(self, id_: str) -> None:
        """Lay a scene on the table, in the slot of its size."""
        storylet = self.ruleset.storylets[id_]
        slot = MAJOR_SLOT if storylet.size == "major" else MINOR_SLOTS[0]
        self.world = self.world.copy()
        position = self.ruleset.index("storylet", id_)
        self.world.scene_now[self.row, slot] = position
        self.world.scene_answer[self.row, slot] = -1
        self.world.scene_won[self.row, slot] = 0
        self.world.story_seen[position, self.row] = self.world.turn

    def answer(self, path: Place, word: str, luck: str | None) -> None:
        id_, _, choice = word.partition(".")
        card = next((c for c in self.cards() if c.storylet.id == id_), None)
        if card is None:
            shown = ", ".join(c.storylet.id for c in self.cards()) or "nothing"
            hint = f"on the table: {shown}; 'put' lays it there; a step answers before its 'end'"
            raise CannotError(path, f"'{id_}' is not on the table", hint)
        dice = _Loaded(LUCK[luck]) if luck else self.dice
        try:
            self.world = scenes.choose(self.ruleset, self.world, dice, self.seat, card.slot, choice)
        except GameError as error:
            raise CannotError(path, error.what, error.hint) from None

    def order(self, path: Place, id_: str, amount: float) -> None:
        """An order as a person may give it: offered to the seat, within its bounds, affordable."""
        ruleset, world = self.ruleset, self.world
        order = ruleset.orders[id_]
        if self.seat not in order.seats:
            raise CannotError(path, f"'{self.seat}' cannot give '{id_}'")
        limits = amount_range(ruleset, world, self.seat, id_)
        if limits is not None and not limits[1] <= amount <= limits[2]:
            message = f"{amount:g} is out of range, {limits[1]:g} to {limits[2]:g}"
            raise CannotError(path, message)
        for why in refusals(ruleset, world, self.seat, id_, amount):
            raise CannotError(path, f"it is refused: {why.en or why.fr}")
        given = [other for other in ruleset.orders if self._sheet_of(other)[0]]
        cost = sum(self._cost(other, float(self._sheet_of(other)[0])) for other in given)
        if cost + self._cost(id_, amount) > max(int(self.value("me.cash_usd")), 0):
            raise CannotError(path, "there is no money for it")
        attention = sum(ruleset.orders[other].attention for other in (*given, id_))
        if attention > ruleset.seats[self.seat].attention:
            raise CannotError(path, "there is no attention left for it")
        self._sheet_of(id_)[:] = amount

    def _sheet_of(self, order: str) -> Floats:
        found: Floats = self.sheet[self.ruleset.index("order", order), self.row]
        return found

    def _cost(self, order: str, amount: float) -> int:
        return cost_usd(self.ruleset, self.world, self.seat, order, amount)

    def end(self, path: Place) -> None:
        """One quarter, as a playthrough would end it."""
        ruleset = self.ruleset
        if self.world.turn[0] >= ruleset.scenarios[self.scenario].turns:
            raise CannotError((*path, "end"), "the scenario is over")
        played = frozenset({self.seat})
        world = scenes.answer_defaults(ruleset, self.world, self.dice, self.seat)
        script.decide(ruleset, self.scenario, world, self.dice, self.sheet, played, alike=True)
        world = script.lay_effects(ruleset, self.scenario, world, played)
        world = tick(ruleset, world, self.sheet, self.dice, in_place=True, alike=True)
        endings.early(ruleset, world)
        self._lay(world)

    def value(self, name: str) -> float:
        """A figure as the seat finds it now."""
        return float(Reader(self.ruleset, self.world, self.seat)(name)[0])

    def cards(self) -> tuple[scenes.Card, ...]:
        """What is on the table."""
        return scenes.cards(self.ruleset, self.world, self.seat)

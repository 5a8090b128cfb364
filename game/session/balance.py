"""Which plans do well from each chair, and is any single order a plan by itself?

Plays many games in which one seat follows a bot and everybody else the usual policies. A bot is a
policy of the content, or a stubborn one that gives the same order every quarter it may. The games
of all the bots of a seat are lanes of one batch: the same worlds and dice, one other hand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from game.content.models.conduct import Policy
from game.content.variants import rules_of
from game.engine import open_scenario, script, tick
from game.engine.opening import quarters
from game.engine.policies import follow, no_orders
from game.story import endings, scenes
from game.world.dice import Dice
from game.world.figures import Kept, Reader
from game.world.state import Array, Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

STUBBORN = "only_"
WIDEST = 1024  # lanes of one batch: few wide batches cost less than many narrow ones
SELDOM = 0.1  # of its games a good plan may lose before their last quarter


@dataclass(frozen=True)
class Outcome:
    """What one bot made of one seat; arrays have shape (worlds,)."""

    seat: str
    bot: str
    parts: Mapping[str, Floats]  # the score when the run ended, times the part of it that was run
    endings: Counter[str]
    closed_early: float  # share of the games
    turnings: Floats  # how often what binds the chips changed

    @property
    def stubborn(self) -> bool:
        """Whether the bot knows one order only."""
        return self.bot.startswith(STUBBORN)

    @property
    def games(self) -> int:
        """How many games it played."""
        return len(self.turnings)

    @property
    def totals(self) -> Floats:
        """The mean of the six parts in each game, 0-100; shape (worlds,)."""
        mean: Floats = np.mean(list(self.parts.values()), axis=0)
        return mean

    @property
    def total(self) -> float:
        """The median over its games of the mean of the six parts, 0-100."""
        return float(np.median(self.totals))

    @property
    def profile(self) -> dict[str, float]:
        """The median of each part, 0-100."""
        return {name: float(np.median(values)) for name, values in self.parts.items()}


def plans(ruleset: Ruleset, seat: str) -> list[str]:
    """The policies of the content for a seat, the usual one first."""
    return [id_ for id_, policy in ruleset.policies.items() if policy.actor == seat]


def with_stubborn_bots(ruleset: Ruleset, seat: str) -> tuple[Ruleset, list[str]]:
    """The rules with one more policy for each order of a seat, and the names of those policies.

    Each gives its order whenever it may, in its usual amount, and nothing else.
    """
    bots = {}
    for order in ruleset.orders.values():
        if seat in order.seats:
            amount = order.amount.default.source if order.amount else "1"
            rule = {"order": order.id, "amount": amount}
            name = f"{STUBBORN}{order.id}"
            bots[name] = Policy.model_validate({"id": name, "actor": seat, "rules": [rule]})
    fresh: dict[str, dict[str, object]] = {"_axes": {}, "_index": {}, "_numbers": {}}
    more = replace(ruleset, policies={**ruleset.policies, **bots}, **fresh)  # type: ignore[arg-type]
    return more, list(bots)


def tournament(
    ruleset: Ruleset, scenario: str, seat: str, games: int, stubborn_games: int, seed: int
) -> list[Outcome]:
    """Every plan of a seat over `games` worlds, every stubborn bot over `stubborn_games`."""
    more, stubborn = with_stubborn_bots(ruleset, seat)
    asked = dict.fromkeys(plans(ruleset, seat), games) | dict.fromkeys(stubborn, stubborn_games)
    return play(more, scenario, seat, asked, seed)


def play(
    ruleset: Ruleset, scenario: str, seat: str, games: Mapping[str, int], seed: int
) -> list[Outcome]:
    """Play whole games of a seat, so many for each bot, in worlds 0, 1, 2, ... of the seed."""
    ruleset = rules_of(ruleset, scenario)
    found: list[Outcome] = []
    waiting: list[tuple[str, int]] = []
    for bot, wanted in games.items():
        if waiting and sum(count for _, count in waiting) + wanted > WIDEST:
            found += _Batch(ruleset, scenario, seat, waiting, Dice(seed)).run()
            waiting = []
        waiting.append((bot, wanted))
    return found + (_Batch(ruleset, scenario, seat, waiting, Dice(seed)).run() if waiting else [])


@dataclass(frozen=True, eq=False)
class _Batch:
    """Some bots of a seat, each with its lanes of one wide world."""

    ruleset: Ruleset
    scenario: str
    seat: str
    games: Sequence[tuple[str, int]]
    dice: Dice

    def run(self) -> list[Outcome]:
        """Play the scenario to its end in every lane."""
        ruleset, seat = self.ruleset, self.seat
        ids = [world_id for _, games in self.games for world_id in range(games)]
        if len(ids) < 2:
            raise ValueError("a batch needs at least two games")
        world = open_scenario(ruleset, self.scenario, ids)
        row = ruleset.index("seat", seat)
        parts = np.zeros((len(ruleset.score), len(ids)))
        turnings, lasted = np.zeros(len(ids)), np.zeros(len(ids))
        gate, turns = Reader(ruleset, world)("bottleneck"), quarters(ruleset, self.scenario)
        for _ in range(turns):
            running = world.outcome[row] == 0
            world = self._quarter(world)
            now = Reader(ruleset, world)("bottleneck")
            turnings += now != gate
            gate = now
            lasted += running
            scores = np.array(list(endings.scores(ruleset, world, seat).values()))
            counts = endings.part_run(lasted, turns)
            np.copyto(parts, scores * counts, where=running)
        codes = endings.final_codes(ruleset, world, seat)
        return self._outcomes(parts, codes, world.outcome[row] != 0, turnings)

    def _quarter(self, world: World) -> World:
        """One quarter: the script and the usual policies for the others, the bots for the seat."""
        ruleset, freed = self.ruleset, frozenset({self.seat})
        quiet = script.silent(ruleset, self.scenario, world, freed)
        world = scenes.open_quarter(ruleset, world, self.dice, quiet)
        orders = no_orders(ruleset, world)
        script.decide(ruleset, self.scenario, world, self.dice, orders, freed)
        self._follow_bots(world, orders)
        world = script.lay_effects(ruleset, self.scenario, world, freed)
        world = tick(ruleset, world, orders, self.dice)
        endings.early(ruleset, world)
        return world

    def _follow_bots(self, world: World, orders: Floats) -> None:
        """Each bot fills its own lanes of the seat's row; a closed seat gives no orders."""
        row = self.ruleset.index("seat", self.seat)
        sheet = no_orders(self.ruleset, world)
        kept: Kept = {}
        for bot, lanes in self._lanes():
            sheet[:, row] = 0.0
            follow(self.ruleset, world, self.ruleset.policies[bot], sheet, kept)
            orders[:, row, lanes] = sheet[:, row, lanes]
        orders[:, row] *= world.outcome[row] == 0

    def _lanes(self) -> list[tuple[str, slice]]:
        found, first = [], 0
        for bot, games in self.games:
            found.append((bot, slice(first, first + games)))
            first += games
        return found

    def _outcomes(
        self, parts: Floats, codes: Array, closed: Array, turnings: Floats
    ) -> list[Outcome]:
        names, score = list(self.ruleset.endings), list(self.ruleset.score)
        return [
            Outcome(
                self.seat,
                bot,
                {name: parts[place, lanes] for place, name in enumerate(score)},
                Counter(names[code] for code in codes[lanes].tolist()),
                float(closed[lanes].mean()),
                turnings[lanes],
            )
            for bot, lanes in self._lanes()
        ]


def good(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The plans that stand above every stubborn bot of their seat and keep their chair."""
    best = max((each.total for each in outcomes if each.stubborn), default=0.0)
    return [
        each
        for each in outcomes
        if not each.stubborn and each.total > best and each.closed_early <= SELDOM
    ]


def reached(outcomes: Sequence[Outcome]) -> dict[str, tuple[Outcome, float]]:
    """For each ending met, the bot that meets it most often, and in what share of its games."""
    found: dict[str, tuple[Outcome, float]] = {}
    for each in outcomes:
        for ending, games in each.endings.items():
            share = games / each.games
            if ending not in found or share > found[ending][1]:
                found[ending] = (each, share)
    return found

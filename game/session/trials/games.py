"""How are whole games played by bots, many at once, with somebody watching?

Each table is a group of lanes with its own bots in the same seats; all tables of a batch see the
same worlds and dice. Seats without a bot are left to the script and the usual policies. What is
counted is the watcher's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from game.content.variants import rules_of
from game.engine import open_scenario, quarters, script, tick
from game.engine.policies import no_orders
from game.session.trials.bots import Asked, Bot, answer, give_orders
from game.story import endings, scenes
from game.world.dice import Dice
from game.world.state import World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

WIDEST = 1024  # lanes of one batch: few wide batches cost less than many narrow ones

Table = Mapping[str, Bot]  # seat → who plays it


class Watcher:
    """Is shown every step of a batch; the worlds must be left as they are."""

    def morning(self, world: World) -> None:
        """Before the scenes of the quarter are dealt."""

    def dealt(self, world: World) -> None:
        """The scenes are on the table, and rivals have answered theirs."""

    def answered(self, seat: str, asked: list[Asked]) -> None:
        """What a bot was asked this quarter, and what it took."""

    def evening(self, world: World) -> None:
        """The quarter is over."""


def lanes_of(tables: int, games: int) -> list[slice]:
    """Where each table has its lanes."""
    return [slice(n * games, (n + 1) * games) for n in range(tables)]


def chunks(tables: int, games: int, first: int = 0) -> list[range]:
    """The numbers of the worlds, cut evenly so that all tables fit into one batch."""
    most = max(-(-games // -(-games * tables // WIDEST)), 2)
    return [range(n, min(n + most, first + games)) for n in range(first, first + games, most)]


def play(
    ruleset: Ruleset,
    scenario: str,
    tables: Sequence[Table],
    worlds: Sequence[int],
    seed: int,
    watcher: Watcher,
) -> World:
    """Play the same worlds at every table to the end of the scenario; the last evening.

    All tables have bots in the same seats. Raises ValueError for a batch of a single lane.
    """
    ids = [world_id for _ in tables for world_id in worlds]
    if len(ids) < 2:
        raise ValueError("a batch needs at least two games")
    ruleset = rules_of(ruleset, scenario)
    world, dice = open_scenario(ruleset, scenario, ids, seed=seed).thaw(), Dice(seed)
    lanes = lanes_of(len(tables), len(worlds))
    groups = {
        seat: [(table[seat], where) for table, where in zip(tables, lanes, strict=True)]
        for seat in tables[0]
    }
    freed = frozenset(groups)
    for _ in range(quarters(ruleset, scenario)):
        watcher.morning(world)
        quiet = script.silent(ruleset, scenario, world, freed)
        world = scenes.open_quarter(ruleset, world, dice, quiet | freed, in_place=True)
        watcher.dealt(world)
        for seat, bots in groups.items():
            watcher.answered(seat, answer(ruleset, world, dice, seat, bots))
        orders = no_orders(ruleset, world)
        script.decide(ruleset, scenario, world, dice, orders, freed)
        for seat, bots in groups.items():
            give_orders(ruleset, world, dice, seat, bots, orders)
        world = script.lay_effects(ruleset, scenario, world, freed)
        world = tick(ruleset, world, orders, dice, in_place=True)
        endings.early(ruleset, world)
        watcher.evening(world)
    return world

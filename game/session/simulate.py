"""What happens in many worlds when nobody plays?

Plays a scenario in chunks of worlds, every seat by its policy, and sums up: the spread of the
figures quarter by quarter, the endings, and one hash a world. World i of a batch equals the same
world run alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine import open_scenario, tick
from game.engine.policies import decide, no_orders
from game.errors import GameError
from game.story import endings, scenes
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.report import NoRecorder
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

CHUNK = 256
SPREAD = (5, 25, 50, 75, 95)
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Batch:
    """The worlds that were played: series[name] has shape (turns + 1, worlds)."""

    turns: int
    series: dict[str, Floats]
    outcomes: dict[str, dict[str, int]]  # seat -> ending -> worlds
    hashes: tuple[str, ...]

    @property
    def worlds(self) -> int:
        """How many worlds were played."""
        return len(self.hashes)


def simulate(
    ruleset: Ruleset,
    scenario: str,
    worlds: int,
    turns: int,
    seed: int,
    *,
    first_world: int = 0,
    policies: Mapping[str, str] | None = None,
    difficulty: str = "normal",
) -> Batch:
    """Play worlds first_world … first_world + worlds − 1; raises GameError for unknown names."""
    _check(ruleset, scenario, worlds, turns, policies or {})
    names = followed(ruleset)
    parts: list[Floats] = []
    hashes: list[str] = []
    counts: dict[str, Counter[str]] = {
        seat: Counter() for seat in ruleset.scenarios[scenario].seats
    }
    for ids in _chunks(first_world, worlds):
        lanes = ids if len(ids) > 1 else ids * 2  # numpy adds a single column otherwise
        world = open_scenario(ruleset, scenario, lanes, difficulty)
        values, world = _run(ruleset, world, turns, Dice(seed), dict(policies or {}), names)
        parts.append(values[:, :, : len(ids)])
        hashes += [world.hash(lane) for lane in range(len(ids))]
        for seat, counter in counts.items():
            codes = endings.final_codes(ruleset, world, seat)[: len(ids)]
            counter.update(_ending_names(ruleset, codes.tolist()))
    together = np.concatenate(parts, axis=2)
    return Batch(
        turns,
        {name: together[place] for place, name in enumerate(names)},
        {seat: dict(counter) for seat, counter in counts.items()},
        tuple(hashes),
    )


def followed(ruleset: Ruleset) -> list[str]:
    """The figures of the series: all but those that depend on who asks."""
    return [name for name in ruleset.figures if not name.startswith("me.")]


def summary(ruleset: Ruleset, batch: Batch) -> dict[str, Any]:
    """The JSON of a simulation: quantiles a quarter, endings a seat, hashes a world."""
    words = ruleset.words("en")
    keys = [f"p{percent:02d}" for percent in SPREAD]
    series: dict[str, dict[str, dict[str, float]]] = {}
    for name, values in batch.series.items():
        levels = np.percentile(values, SPREAD, axis=1)
        series[name] = {
            words.quarter(turn): dict(zip(keys, levels[:, turn].tolist(), strict=True))
            for turn in range(values.shape[0])
        }
    return {
        "worlds": batch.worlds,
        "turns": batch.turns,
        "series": series,
        "outcomes": batch.outcomes,
        "hashes": list(batch.hashes),
    }


def _run(
    ruleset: Ruleset,
    world: World,
    turns: int,
    dice: Dice,
    policies: dict[str, str],
    names: list[str],
) -> tuple[Floats, World]:
    """One chunk: the figures at every table, shape (name, turns + 1, worlds), and its end."""
    values = np.empty((len(names), turns + 1, world.width))
    for turn in range(turns + 1):
        world = scenes.open_quarter(ruleset, world, dice, NOBODY)
        read = Reader(ruleset, world)
        for place, name in enumerate(names):
            values[place, turn] = read(name)
        if turn < turns:
            orders = no_orders(ruleset, world)
            decide(ruleset, world, dice, orders, policies=policies)
            world = tick(ruleset, world, orders, dice, NoRecorder())
            endings.early(ruleset, world)
    return values, world


def _chunks(first: int, worlds: int) -> Iterator[list[int]]:
    for start in range(first, first + worlds, CHUNK):
        yield list(range(start, min(start + CHUNK, first + worlds)))


def _ending_names(ruleset: Ruleset, codes: list[int]) -> list[str]:
    names = list(ruleset.endings)
    return [names[code] if code >= 0 else "none" for code in codes]


def _check(
    ruleset: Ruleset, scenario: str, worlds: int, turns: int, policies: Mapping[str, str]
) -> None:
    if scenario not in ruleset.scenarios:
        raise GameError(f"no scenario '{scenario}'", "", ", ".join(ruleset.scenarios))
    longest = ruleset.scenarios[scenario].turns
    if worlds < 1 or not 0 <= turns <= longest:
        raise GameError("nothing to simulate", scenario, f"1 world or more, 0 to {longest} turns")
    for seat, policy in policies.items():
        known = [id_ for id_, each in ruleset.policies.items() if each.actor == seat]
        if policy not in known:
            raise GameError(f"no policy '{policy}' for '{seat}'", "", ", ".join(known))

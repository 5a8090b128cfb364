"""What happens in many worlds when nobody plays?

Plays a scenario in chunks of worlds, every seat by its policy, and sums up: the spread of the
figures quarter by quarter, the endings, and one hash a world. World i of a batch equals the same
world run alone, in whichever chunk or process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.variants import rules_of
from game.engine import first_turn, open_scenario, quarters, script, unattended
from game.errors import GameError, Unknown
from game.session.provenance import provenance
from game.session.workers import spread
from game.story import endings, scenes
from game.world.dice import Dice
from game.world.figures import Kept, gather
from game.world.state import SHORT, Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

CHUNK = 720  # worlds at once, at most: 10,000 in fourteen pieces, which two processes share evenly
SPREAD = (5, 25, 50, 75, 95)
Counts = dict[str, Counter[str]]  # seat → ending → worlds


@dataclass(frozen=True)
class Batch:
    """The worlds that were played: series[name] has shape (turns + 1, worlds)."""

    setting: Setting
    series: dict[str, Floats]
    outcomes: dict[str, dict[str, int]]  # seat -> ending -> worlds
    hashes: tuple[str, ...]
    first: int = 0  # the turn of the first table
    first_world: int = 0

    @property
    def turns(self) -> int:
        """How many quarters were played."""
        return self.setting.turns

    @property
    def worlds(self) -> int:
        """How many worlds were played."""
        return len(self.hashes)


@dataclass(frozen=True)
class Setting:
    """What is the same in all worlds of a batch but for the dice."""

    scenario: str
    turns: int
    seed: int
    policies: tuple[tuple[str, str], ...] = ()  # (seat, another policy than its own)
    difficulty: str = "normal"
    stories: bool = True  # without them no scene is dealt


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
    jobs: int = 1,
) -> Batch:
    """Play worlds first_world … first_world + worlds − 1; raises GameError for unknown names.

    `jobs` processes give the same batch as one, bit for bit.
    """
    setting = Setting(scenario, turns, seed, tuple((policies or {}).items()), difficulty)
    check(ruleset, setting, worlds)
    names = tuple(followed(ruleset))
    tasks = ((setting, ids, names) for ids in chunks(first_world, worlds))
    parts: list[Floats] = []
    hashes: list[str] = []
    counts: Counts = {seat: Counter() for seat in ruleset.scenarios[scenario].seats}
    for values, found, ended in spread(_block, ruleset, tasks, jobs=jobs):
        _must_be_numbers(ruleset, setting, names, values)
        parts.append(values)
        hashes += found
        for seat, counter in counts.items():
            counter.update(ended[seat])
    together = np.concatenate(parts, axis=2)
    return Batch(
        setting,
        {name: together[place] for place, name in enumerate(names)},
        {seat: dict(counter) for seat, counter in counts.items()},
        tuple(hashes),
        first_turn(ruleset, scenario),
        first_world,
    )


def _must_be_numbers(
    ruleset: Ruleset, setting: Setting, names: tuple[str, ...], values: Floats
) -> None:
    """Refuse figures without end, which no quantile and no JSON can tell; raises GameError."""
    if np.isfinite(values).all():
        return
    turn = int(np.flatnonzero(~np.isfinite(values).all(axis=(0, 2)))[0])
    name = names[int(np.flatnonzero(~np.isfinite(values[:, turn]).all(axis=1))[0])]
    quarter = ruleset.words("en").quarter(first_turn(ruleset, setting.scenario) + turn)
    on = [mod.id for mod in ruleset.mods if mod.enabled]
    hint = f"`content check` names the file; mods: {', '.join(on)}" if on else "look at its numbers"
    raise GameError(f"'{name}' becomes a number without end in {quarter}", setting.scenario, hint)


def _block(
    ruleset: Ruleset, setting: Setting, ids: list[int], names: tuple[str, ...]
) -> tuple[Floats, list[str], Counts]:
    """One chunk of a batch: its figures, its hashes, its endings."""
    values, world = play(ruleset, setting, ids, names)
    return values, world.hashes(len(ids)), ended(ruleset, setting, world, len(ids))


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
            words.quarter(batch.first + turn): dict(
                zip(keys, levels[:, turn].tolist(), strict=True)
            )
            for turn in range(values.shape[0])
        }
    return {
        **about(ruleset, batch),
        "units": units(ruleset, batch),
        "series": series,
        "outcomes": batch.outcomes,
        "hashes": list(batch.hashes),
    }


def units(ruleset: Ruleset, batch: Batch) -> dict[str, str]:
    """The unit of every figure."""
    return {name: ruleset.figures[name].unit for name in batch.series}


def about(ruleset: Ruleset, batch: Batch) -> dict[str, Any]:
    """What was played, so that it can be played again."""
    setting = batch.setting
    return {
        **provenance(ruleset),
        "scenario": setting.scenario,
        "seed": setting.seed,
        "difficulty": setting.difficulty,
        "policies": dict(setting.policies),
        "worlds": batch.worlds,
        "first_world": batch.first_world,
        "turns": setting.turns,
    }


@dataclass(frozen=True, eq=False)
class Nobody:
    """A table at which nobody plays: the script and the policies decide for every seat."""

    ruleset: Ruleset
    scenario: str
    dice: Dice
    policies: dict[str, str]
    in_place: bool = False  # the worlds that it is given may be used up

    def open(self, world: World) -> World:
        """The scenes of the quarter are dealt, and answered by rivals."""
        quiet = script.silent(self.ruleset, self.scenario, world, frozenset(self.policies))
        return scenes.open_quarter(self.ruleset, world, self.dice, quiet, in_place=self.in_place)

    def end(self, world: World) -> World:
        """The quarter is played."""
        world = unattended(
            self.ruleset, self.scenario, world, self.dice, self.policies, in_place=self.in_place
        )
        endings.early(self.ruleset, world)
        return world


def play(
    ruleset: Ruleset, setting: Setting, ids: list[int], names: tuple[str, ...]
) -> tuple[Floats, World]:
    """One chunk: the figures at every table, (names, turns + 1, worlds), and how it ends.

    The world that is left may be one lane wider: nothing runs in a single one.
    """
    ruleset = rules_of(ruleset, setting.scenario)
    lanes = ids if len(ids) > 1 else ids * 2  # numpy adds a single column otherwise
    world = open_scenario(ruleset, setting.scenario, lanes, setting.difficulty, setting.seed).thaw()
    if ruleset.scenarios[setting.scenario].turns <= SHORT:
        world.narrow()
    dice, policies = Dice(setting.seed), dict(setting.policies)
    table = Nobody(ruleset, setting.scenario, dice, policies, in_place=True)
    values = np.empty((len(names), setting.turns + 1, world.width))
    last = quarters(ruleset, setting.scenario)
    for turn in range(setting.turns + 1):
        if setting.stories and turn < last:  # after the last quarter no scene is dealt
            world = table.open(world)
        gather(ruleset, world, names, out=values[:, turn])
        if turn < setting.turns:
            world = table.end(world)
    return values[:, :, : len(ids)], world


def ended(ruleset: Ruleset, setting: Setting, world: World, worlds: int) -> Counts:
    """In how many of the first `worlds` lanes each seat came to each ending."""
    kept: Kept = {}  # all seats look back on the same world
    return {
        seat: Counter(
            _ending_names(
                ruleset, endings.final_codes(ruleset, world, seat, kept)[:worlds].tolist()
            )
        )
        for seat in ruleset.scenarios[setting.scenario].seats
    }


def chunks(first: int, worlds: int) -> Iterator[list[int]]:
    """The numbers of so many worlds, cut into pieces of equal length that fit into memory."""
    pieces = -(-worlds // CHUNK)
    for piece in range(pieces):
        start, end = worlds * piece // pieces, worlds * (piece + 1) // pieces
        yield list(range(first + start, first + end))


def _ending_names(ruleset: Ruleset, codes: list[int]) -> list[str]:
    names = list(ruleset.endings)
    return [names[code] if code >= 0 else "none" for code in codes]


def check(ruleset: Ruleset, setting: Setting, worlds: int) -> None:
    """Refuse what cannot be played; raises GameError."""
    scenario = ruleset.scenarios.get(setting.scenario)
    if scenario is None:
        raise Unknown("scenario", setting.scenario, ruleset.scenarios)
    if worlds < 1 or not 0 <= setting.turns <= quarters(ruleset, scenario.id):
        hint = f"1 world or more, 0 to {quarters(ruleset, scenario.id)} turns"
        raise GameError("nothing to simulate", scenario.id, hint)
    known = list(ruleset.table("difficulty.starting_cash"))
    if setting.difficulty not in known:
        raise Unknown("difficulty", setting.difficulty, known)
    for seat, policy in setting.policies:
        known = [f"{each.actor}={id_}" for id_, each in ruleset.policies.items()]
        if f"{seat}={policy}" not in known:
            own = [each for each in known if each.startswith(f"{seat}=")]
            raise Unknown("policy", f"{seat}={policy}", own or known)

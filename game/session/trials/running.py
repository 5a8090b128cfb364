"""Can a game be played with this content, and do its numbers stay numbers?

Plays scenarios from end to end with nobody at the table, two worlds each, and says of a mod in
which quarter a game broke and which of its files is to blame. It judges no number that is finite.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from game.content.leaving import without_each_file
from game.content.variants import rules_of
from game.engine import first_turn, open_scenario
from game.errors import Problem
from game.session.simulate import Nobody
from game.world.axes import axis_ids
from game.world.dice import Dice
from game.world.state import FIELDS

if TYPE_CHECKING:
    from game.content.files import Table
    from game.content.ruleset import Ruleset
    from game.world.state import World

LANES = (0, 1)
LONGEST = 60  # quarters: a game of two hundred says no more about the numbers
TOO_MANY = 4e18  # near the end of 64 bits, where sums of money and units turn round
# Kinds with rules and numbers of which a quarter is made, and those of them that are no scenes.
RECKONED = frozenset(
    """actors chips coefficients figures items nodes openings orders policies regions scenarios
    score scripts seats storylets""".split()
)
NUMBERS = RECKONED - {"orders", "policies", "storylets"}


def touches(table: Table, owner: str, kinds: Iterable[str] = NUMBERS) -> list[str]:
    """The files in which a mod brings or patches definitions of some kinds."""
    found: dict[str, None] = {}
    for kind in sorted(kinds):
        for definition in table[kind].values():
            if definition.owner == owner:
                found[definition.document.file] = None
            for laid in definition.overlays:
                if laid.owner == owner:
                    found[laid.document.file] = None
    return list(found)


def broken(ruleset: Ruleset, table: Table, owner: str) -> list[Problem]:
    """How the first game with a mod breaks, if one does, and in which of its files to look."""
    scenarios = _scenarios(ruleset, table, owner)
    fault = _first_fault(ruleset, scenarios)
    if not fault:
        return []
    cured = [
        file
        for file, rest in without_each_file(ruleset.mods, owner)
        if not _first_fault(rest, [id_ for id_ in scenarios if id_ in rest.scenarios])
    ]
    files = cured or touches(table, owner, RECKONED) or [f"{owner}/mod.toml"]
    hint = "without it the game goes on" if cured else "look at its numbers"
    if files[1:]:
        hint += f"; or look at {', '.join(files[1:])}"
    return [Problem("S816", "error", files[0], 0, 0, "", fault, hint)]


def _scenarios(ruleset: Ruleset, table: Table, owner: str) -> list[str]:
    """The first scenario, and those that a mod brings or changes."""
    own = [
        id_
        for id_, each in table["scenarios"].items()
        if owner in (each.owner, *(laid.owner for laid in each.overlays))
    ]
    return list(dict.fromkeys([next(iter(ruleset.scenarios)), *own]))


def _first_fault(ruleset: Ruleset, scenarios: Iterable[str]) -> str:
    return next((fault for id_ in scenarios if (fault := fault_in(ruleset, id_))), "")


def fault_in(ruleset: Ruleset, scenario: str) -> str:
    """What breaks when a scenario is played to its end, and when; nothing when it goes well."""
    rules, words = rules_of(ruleset, scenario), ruleset.words("en")
    now = first_turn(ruleset, scenario)
    end = min(ruleset.scenarios[scenario].turns, now + LONGEST)
    place = f"the first morning of '{scenario}'"
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            world = open_scenario(rules, scenario, LANES)
            table = Nobody(rules, scenario, Dice(1), {})
            while not (array := no_number(rules, world)) and now < end:
                place, now = f"{words.quarter(now)} of '{scenario}'", now + 1
                world = table.end(table.open(world))
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            said = error.args[0] if error.args else error
            return f"the game stops in {place}: {type(error).__name__}, {said}"
    return f"in {place} '{array}' becomes a number without end" if array else ""


def no_number(ruleset: Ruleset, world: World) -> str:
    """The first place of a world that holds no number to go on with, as a figure names it."""
    for name, values in world.items():
        if values.dtype.kind == "f":
            wrong = ~np.isfinite(values)
        elif values.dtype == np.int64:
            wrong = (values > TOO_MANY) | (values < -TOO_MANY)
        else:
            continue
        if wrong.any():
            *at, _ = np.argwhere(wrong)[0]
            axes = FIELDS[name]["axes"]
            ids = [axis_ids(axis, ruleset)[i] for axis, i in zip(axes, at, strict=True)]
            return f"{name}[{','.join(ids)}]" if ids else name
    return ""

"""How does a playthrough go on under other rules than those it was begun with?

The way a save does: it is written under the old rules and understood under the new ones, in memory.
So the arrays are laid out anew by the ids of their axes, and the standing remembers the old rules.
Who or what is new begins as in the opening of the scenario.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.engine import open_scenario
from game.errors import GameError
from game.session import flow, migrations, store
from game.session.save_body import pack
from game.session.save_bytes import SaveFile
from game.session.standing import Setup, Standing
from game.world.lanes import axes_of
from game.world.state import FIELDS, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

# The axes of things that own, are owned or are made, which a scenario gives an opening value.
THINGS = ("actor", "region", "chip", "node", "item")


def adopted(old: Ruleset, new: Ruleset, setup: Setup, standing: Standing) -> Standing:
    """The standing under the new rules; raises GameError when no game could go on from it."""
    there = {mod.id for mod in new.mods if mod.enabled}
    header = {
        "format": migrations.FORMAT,
        "ruleset": old.hash,
        # A mod that was only edited is not away.
        "mods": [
            {"id": mod.id, "version": mod.version, "hash": mod.hash}
            for mod in old.mods
            if mod.enabled and mod.id not in there
        ],
        "scenario": setup.scenario,
        "seat": setup.seat,
        "seed": setup.seed,
        "difficulty": setup.difficulty,
        "playthrough": setup.playthrough,
        "hash": standing.world.hash(0),
    }
    file = SaveFile(header, pack(old, standing))
    standing = store.understood(new, file, Path(setup.playthrough)).standing
    fresh = open_scenario(new, setup.scenario, flow.LANES, setup.difficulty, setup.seed)
    for world in (standing.world, standing.before):
        _let_in(world, fresh, axes_of(old), axes_of(new))
    _try_out(new, setup, standing)
    return standing


def _let_in(
    world: World, fresh: World, before: dict[str, list[str]], now: dict[str, list[str]]
) -> None:
    """Give what is new on an axis its opening values, in place."""
    for axis in THINGS:
        there = set(before.get(axis, ()))
        new = [place for place, id_ in enumerate(now.get(axis, ())) if id_ not in there]
        for name, spec in FIELDS.items() if new else ():
            if axis in spec["axes"]:
                cut = (*[slice(None)] * spec["axes"].index(axis), new)
                getattr(world, name)[cut] = getattr(fresh, name)[cut]


def _try_out(ruleset: Ruleset, setup: Setup, standing: Standing) -> None:
    """Play one quarter for nobody: rules that only seem right must not stop a game later."""
    if flow.is_over(ruleset, setup, standing.world):
        return
    try:
        with np.errstate(all="ignore"):
            flow.end_quarter(ruleset, setup, standing)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise GameError(f"the next quarter cannot be played: {error}") from None

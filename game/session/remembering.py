"""What does a playthrough leave to the next ones, and what does a new one take over from them?

Between the annals, which know ids, and a standing, which knows arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from game.session import annals
from game.session.annals import Ended
from game.session.standing import Setup
from game.story import endings
from game.world.state import Small, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def familiar(ruleset: Ruleset, seat: str, known: Mapping[str, int]) -> Small:
    """Scenes that a seat knows, as the state keeps them; shape (storylet, chair, 1).

    `known` is how many playthroughs ago each was met; scenes that are gone are left out.
    """
    ago = np.zeros((len(ruleset.axis("storylet")), len(ruleset.axis("chair")), 1), np.int8)
    for id_, playthroughs in known.items():
        if id_ in ruleset.storylets:
            place = ruleset.index("storylet", id_), ruleset.index("seat", seat)
            ago[place] = min(playthroughs, np.iinfo(np.int8).max)
    return ago


def met(ruleset: Ruleset, world: World, seat: str) -> tuple[str, ...]:
    """The scenes that a seat has seen in this playthrough."""
    ids = ruleset.axis("storylet")
    seen = world.story_seen[:, ruleset.index("seat", seat), 0] >= 0
    return tuple(ids[place] for place in np.flatnonzero(seen).tolist())


def ended(ruleset: Ruleset, setup: Setup, world: World) -> Ended | None:
    """How a playthrough that is over goes down in the annals; a lesson does not."""
    if ruleset.scenarios[setup.scenario].tasks:
        return None
    return Ended(
        playthrough=setup.playthrough,
        scenario=setup.scenario,
        seat=setup.seat,
        seed=setup.seed,
        difficulty=setup.difficulty,
        ending=endings.final(ruleset, world, setup.seat),
        quarter=ruleset.words("en").quarter(int(world.turn[0]) - 1),  # the last that was played
        score=endings.score(ruleset, world, setup.seat),
        mods=tuple(mod.id for mod in ruleset.mods if mod.enabled),
    )


def write(
    folder: Path, ruleset: Ruleset, setup: Setup, world: World, known: frozenset[str], *, over: bool
) -> frozenset[str]:
    """Note in the annals of a folder what was met, and how it ended; the scenes they have then."""
    scenes = frozenset(met(ruleset, world, setup.seat))
    if scenes <= known and not over:
        return known
    run = ended(ruleset, setup, world) if over else None
    annals.remember(folder, setup.seat, setup.playthrough, sorted(scenes), run)
    return scenes

"""Why does the best model stand still, and what would make the next one better?

A best model moves when somebody releases a better one, and there are years in which nobody does.
The reasons have no part to show then: this tells what lies trained in a drawer, and what holds
back the laboratory that has it. It reads what the last quarter left, and estimates nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from game.session.sight import Sight
from game.world.figures import bindings
from game.world.geography import places

BETTER = 0.05  # in a drawer, than what is out
OWN_RUNS = 5.0  # points below what it has released: such a laboratory builds on others’ models
LIMITS = {1: "machines", 2: "text", 3: "method"}


class Models(NamedTuple):
    """What some laboratories have released and trained, and which of them has trained the best."""

    labs: tuple[str, ...]
    released: float
    holder: str
    trained: float
    leader: str


def note(sight: Sight, name: str, rose: bool) -> str:
    """What there is to say of a best model besides its reasons; empty of any other figure."""
    labs = _labs(sight, name)
    if not labs:
        return ""
    words, models = sight.words, _models(sight, labs)
    alone = len(labs) == 1
    if rose:
        lab = _called(sight, models.holder)
        return "" if alone else words.t("session.unreleased.holder", lab=lab)
    key = "session.unreleased.one" if alone else "session.unreleased.many"
    said = [words.t(key, lab=_called(sight, labs[0]))]
    if models.trained > models.released + BETTER:
        trained = sight.told_apart(name, models.trained, models.released)[0]
        key = "session.unreleased.kept" if alone else "session.unreleased.drawer"
        said.append(words.t(key, trained=trained, lab=_called(sight, models.leader)))
    else:
        said.append(words.t("session.unreleased.empty"))
    return " ".join([*said, *_held_back(sight, models.leader)])


def _labs(sight: Sight, name: str) -> tuple[str, ...]:
    """The laboratories whose models a figure is the best of."""
    ruleset, found = sight.ruleset, bindings(sight.ruleset)[name]
    every = [ruleset.axis("actor")[at] for at in places(ruleset).labs]
    if found.array == "best_eci_world":
        return tuple(every)
    place = next(iter(found.labels), "")
    place = sight.seat if place == "me" else place
    if found.array == "eci":
        return (place,) if place in every else ()
    if found.array not in ("best_eci", "best_eci_of_actor"):
        return ()
    home = {lab: ruleset.actors[lab].region for lab in every}
    return tuple(lab for lab in every if place in (home[lab], ruleset.regions[home[lab]].state))


def _models(sight: Sight, labs: tuple[str, ...]) -> Models:
    rows = [sight.ruleset.index("actor", lab) for lab in labs]
    out, trained = sight.world.eci[rows, 0], sight.world.trained_eci[rows, 0]
    holder, leader = int(np.argmax(out)), int(np.argmax(trained))
    return Models(labs, float(out[holder]), labs[holder], float(trained[leader]), labs[leader])


def _held_back(sight: Sight, lab: str) -> list[str]:
    """What would help the next model of a laboratory most, and by how much."""
    world, row = sight.world, sight.ruleset.index("actor", lab)
    limit = LIMITS.get(round(float(world.run_limit[row, 0])))
    if limit is None or world.run_eci[row, 0] < world.eci[row, 0] - OWN_RUNS:
        return []
    scale, text = (_points(sight, each[row, 0]) for each in (world.scale_gain, world.text_gain))
    key = f"session.unreleased.{limit}"
    return [sight.words.t(key, lab=_called(sight, lab), scale=scale, text=text)]


def _points(sight: Sight, gain: float) -> str:
    """So many points of the index, or nothing that one could read."""
    if gain < BETTER:
        return sight.words.t("session.unreleased.nothing")
    return sight.words.number(float(gain), 1)


def _called(sight: Sight, lab: str) -> str:
    return sight.words.text(sight.ruleset.actors[lab].name)

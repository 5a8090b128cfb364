"""Does every coefficient stay where the equations can use it, and does every range begin and end?

A divisor above zero, a price not below it, a delay for which the world has a place: beyond that no
quarter could be played. What is possible and only implausible is a warning, and belongs to
`checks/limits.py`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from game.content.definitions import Definition
from game.content.document import Path
from game.content.models import Coefficient, Figure, Model
from game.content.quarters import AHEAD
from game.errors import Problem

# Coefficients after so many quarters of which a stage has something happen, and those that say in
# how many steps.
STEPS = "fabs.ramp_quarters"
WAITS = {
    "fabs.build_quarters_cn": STEPS,
    "fabs.build_quarters_tw": STEPS,
    "fabs.legacy_quarters": "",
    STEPS: "",
    "installed.gas_quarters": "",
    "installed.grid_quarters": "",
    "installed.shell_quarters": "",
    "tools.delivery_quarters": "",
}


def check(
    definitions: Mapping[str, Mapping[str, Definition]], tables: Mapping[str, Mapping[str, Model]]
) -> list[Problem]:
    """Every value that no equation can use."""
    problems: list[Problem] = []
    for id_, known in tables["coefficients"].items():
        if isinstance(known, Coefficient):
            for path, value in values(known):
                definition = definitions["coefficients"][id_]
                problems += _fault(definition, known, path, value)
                problems += _wait(definition, path, value, _longest(id_, tables["coefficients"]))
    for kind in ("coefficients", "figures"):
        for id_, model in tables[kind].items():
            problems += _ends(definitions[kind][id_], model)
    return problems


def _ends(definition: Definition, model: Model) -> Iterator[Problem]:
    """A range that ends below its beginning holds no number at all."""
    if isinstance(model, Coefficient | Figure):
        low, high = model.low, model.high
        if low is not None and high is not None and low > high:
            message = f"'low' is {low:g}, above 'high', {high:g}: no number lies between"
            yield definition.problem("E207", ("low",), message, "swap them, or mend one")


def values(known: Coefficient) -> Iterator[tuple[Path, float]]:
    """Where each value of a coefficient stands."""
    if isinstance(known.value, dict):
        yield from ((("value", key), value) for key, value in known.value.items())
    else:
        yield ("value",), known.value


def _fault(definition: Definition, known: Coefficient, path: Path, value: float) -> list[Problem]:
    if known.positive and value <= 0:
        why, bound = "the equations divide by it or take its logarithm", "it must be above 0"
    elif known.id.endswith("_usd") and value < 0:
        why, bound = "it is a price or a sum", "it must be at least 0"
    else:
        return []
    return [definition.problem("E207", path, f"'{value:g}' is out of range: {why}", bound)]


def _longest(id_: str, coefficients: Mapping[str, Model]) -> float:
    """The longest wait that a coefficient may name, so that its last step too has a place."""
    if id_ not in WAITS:
        return math.inf
    steps = coefficients.get(WAITS[id_])
    if isinstance(steps, Coefficient) and not isinstance(steps.value, dict):
        return AHEAD + 1 - int(steps.value)
    return AHEAD


def _wait(definition: Definition, path: Path, value: float, most: float) -> Iterator[Problem]:
    """A wait is of one quarter at least, and of no more than a world keeps what is to come."""
    if most < math.inf and not 1 <= value < most + 1:
        message = f"'{value:g}' is out of range: it is a delay in quarters"
        yield definition.problem("E207", path, message, f"it must be from 1 to {most:g}")

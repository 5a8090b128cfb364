"""Does every coefficient stay where the equations can use it, and does every range begin and end?

A divisor above zero, a price not below it: beyond that no quarter could be played. What is possible
and only implausible is a warning, and belongs to `checks/limits.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.content.definitions import Definition
from game.content.document import Path
from game.content.models import Coefficient, Figure, Model
from game.errors import Problem


def check(
    definitions: Mapping[str, Mapping[str, Definition]], tables: Mapping[str, Mapping[str, Model]]
) -> list[Problem]:
    """Every value that no equation can use."""
    problems: list[Problem] = []
    for id_, known in tables["coefficients"].items():
        if isinstance(known, Coefficient):
            for path, value in values(known):
                problems += _fault(definitions["coefficients"][id_], known, path, value)
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

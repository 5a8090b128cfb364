"""Which rules hold in a scenario that says what if a number lay elsewhere?

A scenario may name coefficients and other values for them, inside the range in which each is known.
They hold from its first quarter on; its prologue is played by the usual rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@lru_cache(maxsize=16)
def rules_of(ruleset: Ruleset, scenario_id: str) -> Ruleset:
    """The rules of a scenario: the same object where it changes nothing, or does not exist."""
    scenario = ruleset.scenarios.get(scenario_id)
    if scenario is None or not scenario.coefficients or ruleset.usual is not None:
        return ruleset
    return with_values(ruleset, scenario.coefficients)


def with_values(ruleset: Ruleset, values: Mapping[str, float | dict[str, float]]) -> Ruleset:
    """The rules with other values for some coefficients, and the usual ones kept beside them.

    Of a table the keys that are not named keep theirs.
    """
    changed = dict(ruleset.coefficients)
    for name, value in values.items():
        known = changed[name].value
        if isinstance(known, dict) and isinstance(value, dict):
            value = known | value
        changed[name] = changed[name].model_copy(update={"value": value})
    fresh: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
    return replace(ruleset, coefficients=changed, usual=ruleset, **fresh)

"""Whom do the tables and the openings of the base leave out, where a mod brings somebody new?

And whom do they name who is not there, or not what he should be? A region that a table of
coefficients leaves out is an error, and said when the content is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.content import gaps
from game.content.checks.warner import Content
from game.content.definitions import nearest
from game.content.models import KINDS, Model
from game.errors import Problem


def check(content: Content) -> list[Problem]:
    """Actors without a number in a table of all actors; regions in which an array opens at 0."""
    models = {kind: content.models(kind) for kind in KINDS}
    problems: list[Problem] = []
    for group in gaps.actors(content.table, models):
        for known, id_ in gaps.left_out(content.table, models, group):
            warner = content.warner("actors", id_)
            message, hint = gaps.said(known, id_)
            warner.warn("W334", ("id",), f"{message}: the equations read 0", hint)
            problems += warner.problems
    for array, id_, opening in gaps.closed(content.table, models):
        warner = content.warner("regions", id_)
        message = f"no opening says what '{array}' is in '{id_}': it opens at 0"
        hint = f"add to openings/: {{field: {array}, ...}} with {id_}, in {opening.unit}"
        hint += gaps.spread(numbers(opening.values))
        warner.warn("W335", ("id",), message, hint)
        problems += warner.problems
    return [*problems, *_strangers(content, models), *_states(content)]


def _strangers(content: Content, models: Mapping[str, Mapping[str, Model]]) -> Iterator[Problem]:
    """Keys that a patch adds to a table, and that are nobody's."""
    for kind in ("regions", "actors", "chips", "nodes", "items"):
        for table, key, known in gaps.strangers(content.table, models, kind):
            warner = content.warner("coefficients", table)
            message = f"no equation asks '{table}' for '{key}': its keys are {kind}"
            hint = nearest(key, known) or "delete it, or take an id that exists"
            warner.warn("W341", ("value", key), message, hint, key=True)
            yield from warner.problems


def _states(content: Content) -> Iterator[Problem]:
    """Regions on the soil of somebody who is no state."""
    actors = content.ruleset.actors
    states = [id_ for id_, each in actors.items() if each.kind == "state"]
    for id_, region in content.ruleset.regions.items():
        if actors[region.state].kind not in ("state", "outside"):
            warner = content.warner("regions", id_)
            message = f"'{region.state}' is no state: nobody has taxes, votes or laws there"
            warner.warn("W342", ("state",), message, f"one of: {', '.join(states)}")
            yield from warner.problems


def numbers(values: object) -> list[float]:
    """All numbers of a tree of values."""
    if isinstance(values, dict):
        return [each for inside in values.values() for each in numbers(inside)]
    return [float(values)] if isinstance(values, int | float) else []

"""Does a save made with other content still fit?

A save names the ids of every axis, so that the world can lay its arrays out anew when storylets,
orders or figures were added or taken away; each choice is named once, under its storylet. When
actors, chips, regions or seats are gone, money and chips would vanish with them: then the save is
refused, unless they went with a mod, which takes them along (`quarantine.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from game.session.strict_values import mapping, texts
from game.world import lanes

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

_VITAL = ("actor", "chip", "region", "seat")


class WrongRules(ValueError):
    """The rules lack things that the save cannot do without."""


def axes_of(ruleset: Ruleset) -> dict[str, list[str]]:
    """The ids of every axis under a ruleset, endings among them."""
    return lanes.axes_of(ruleset) | {"ending": list(ruleset.endings)}


def written(ruleset: Ruleset) -> dict[str, Any]:
    """The same as a save writes it: choices stand under their storylets."""
    axes: dict[str, Any] = {**axes_of(ruleset)}
    del axes["choice"]
    storylets = ruleset.storylets.values()
    axes["storylet"] = {each.id: [choice.id for choice in each.choices] for each in storylets}
    return axes


def read(value: Any) -> dict[str, list[str]]:
    """The ids of every axis, as a save has written them; raises WrongShape."""
    axes = dict(mapping(value))
    storylets = mapping(axes.pop("storylet"))
    found = {name: texts(ids) for name, ids in axes.items()}
    found["storylet"] = list(storylets)
    found["choice"] = [f"{one}.{id_}" for one, ids in storylets.items() for id_ in texts(ids)]
    return found


def check_axes(saved: Mapping[str, Sequence[str]], ruleset: Ruleset) -> None:
    """Raise WrongRules when something that owns or is owned is no longer known."""
    now = axes_of(ruleset)
    lost = [id_ for axis in _VITAL for id_ in saved[axis] if id_ not in now[axis]]
    if lost:
        raise WrongRules(", ".join(lost))


def endings_moved(outcome: Any, saved: Sequence[str], ruleset: Ruleset) -> list[int]:
    """The codes of `outcome` (0 running, else 1 + the ending) under the present endings."""
    now = {id_: place for place, id_ in enumerate(ruleset.endings, start=1)}
    codes = {place: now.get(id_, 0) for place, id_ in enumerate(saved, start=1)}
    return [codes.get(code, 0) for code in outcome]

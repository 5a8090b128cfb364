"""How do the reasons of what is on its way stand in a save?

Causes and places are long and come again, so they stand once, in a list, and are named by their
place in it; the causes are those of the pages and more. Saves from before reasons were kept lack
all of this and lose nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from game.session.strict_values import mapping, number, places, texts, whole
from game.world.promises import Carried, Promise, settled

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.world.state import World


Places = dict[str, int]  # texts in the order in which they first came


def pack_reasons(causes: Places, carried: Carried) -> dict[str, Any]:
    """What is on its way; `causes` are those of the pages, and grow."""
    targets: Places = {}
    return {
        "promises": [_pack_promise(each, targets, causes) for each in carried.promises],
        "given_up": [_pack_promise(each, targets, causes) for each in carried.given_up],
        "pools": carried.pools,
        "causes": list(causes),
        "targets": list(targets),
    }


def _pack_promise(each: Promise, targets: Places, causes: Places) -> list[Any]:
    target = targets.setdefault(each.target, len(targets))
    cause = causes.setdefault(each.cause, len(causes))
    return [target, each.made, each.due, cause, each.moved]


def causes_of(body: Any) -> list[str] | None:
    """The causes that a body names by their place; None for a save from before reasons."""
    return texts(mapping(body["reasons"])["causes"]) if "reasons" in body else None


def promises_of(body: Any) -> tuple[Promise, ...]:
    """The promises that a body names, also to places that the rules do not know."""
    causes = causes_of(body)
    if causes is None:
        return ()
    reasons = mapping(body["reasons"])
    targets = texts(reasons["targets"])
    return tuple(_promise(each, targets, causes) for each in reasons["promises"])


def carried_of(ruleset: Ruleset, world: World, body: Any, more: Sequence[Promise] = ()) -> Carried:
    """What is on its way, brought to what the world of the save holds; `more` has come back."""
    causes = causes_of(body)
    promises = [*promises_of(body), *more]
    if causes is None:
        return Carried(settled(ruleset, world, promises)[0])
    reasons = mapping(body["reasons"])
    targets = texts(reasons["targets"])
    lost = [_promise(each, targets, causes) for each in reasons["given_up"]]
    pools = {
        name: {cause: number(part) for cause, part in mapping(held).items()}
        for name, held in mapping(reasons["pools"]).items()
    }
    return Carried(settled(ruleset, world, promises)[0], tuple(lost), pools)


def _promise(value: Any, targets: Sequence[str], causes: Sequence[str]) -> Promise:
    target, made, due, cause, moved = value
    places([target], len(targets))
    places([cause], len(causes))
    return Promise(targets[target], whole(made), whole(due), causes[cause], number(moved))

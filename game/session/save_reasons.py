"""How do the reasons of what is on its way stand in a save?

Causes and places are long and come again, so they stand once, in a list, and are named by their
place in it; the causes are those of the pages and more. Saves from before reasons were kept lack
all of this and lose nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

from game.session import strict_json
from game.session.strict_values import mapping, number, numbers, places, texts, wholes
from game.world.promises import Carried, Promise, settled

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.world.state import World


Places = dict[str, int]  # texts in the order in which they first came


def write_reasons(causes: Places, carried: Carried) -> strict_json.Written:
    """What is on its way, as JSON; `causes` are those of the pages, and grow."""
    targets: Places = {}
    lines = {
        "promises": _write_promises(carried.promises, targets, causes),
        "given_up": _write_promises(carried.given_up, targets, causes),
        "pools": strict_json.dump(carried.pools),
    }
    lines |= {"causes": strict_json.dump(list(causes)), "targets": strict_json.dump(list(targets))}
    parts = b",".join(b'"%s":%s' % (name.encode(), text) for name, text in lines.items())
    return strict_json.Written(b"{%s}" % parts)


def _write_promises(promises: Sequence[Promise], targets: Places, causes: Places) -> bytes:
    """A list of promises; Python prints their numbers as JSON does, as long as they are finite."""
    if not all(isfinite(each.moved) for each in promises):
        raise ValueError("a promise is out of all measure")
    texts = [
        f"[{targets.setdefault(each.target, len(targets))},{each.made},{each.due},"
        f"{causes.setdefault(each.cause, len(causes))},{each.moved!r}]"
        for each in promises
    ]
    return f"[{','.join(texts)}]".encode()


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
    return _promises(reasons["promises"], targets, causes)


def carried_of(ruleset: Ruleset, world: World, body: Any, more: Sequence[Promise] = ()) -> Carried:
    """What is on its way, brought to what the world of the save holds; `more` has come back."""
    causes = causes_of(body)
    promises = [*promises_of(body), *more]
    if causes is None:
        return Carried(settled(ruleset, world, promises)[0])
    reasons = mapping(body["reasons"])
    targets = texts(reasons["targets"])
    lost = _promises(reasons["given_up"], targets, causes)
    pools = {
        name: {cause: number(part) for cause, part in mapping(held).items()}
        for name, held in mapping(reasons["pools"]).items()
    }
    return Carried(settled(ruleset, world, promises)[0], lost, pools)


def _promises(packed: Any, targets: Sequence[str], causes: Sequence[str]) -> tuple[Promise, ...]:
    """Promises, looked at column by column."""
    if not packed:
        return ()
    target, made, due, cause, moved = (list(column) for column in zip(*packed, strict=True))
    return tuple(
        map(
            Promise,
            [targets[place] for place in places(target, len(targets))],
            wholes(made),
            wholes(due),
            [causes[place] for place in places(cause, len(causes))],
            numbers(moved),
        )
    )

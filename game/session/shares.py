"""To whom did the users go whom a lab lost, or from whom did those come whom it gained?

The shares of all labs add up to one. What one lost is told by the rivals who gained, in proportion
to what each gained, and what it gained by those who lost: exact in its sum, an accounting rule in
its split. The recorder keeps only the stage at which users chose; why they chose so stands behind
each part (`drivers.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from game.session.log import Part
from game.world.causes import parse
from game.world.promises import share_out

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

MINE, SHARE = "me.share", "share."
CHOSEN = "stage:demand.shares"
LEAST = 0.001  # of all users: a smaller part has no line of its own

Table = Mapping[str, float]


def by_rival(
    ruleset: Ruleset, seat: str, parts: Mapping[str, Part], before: Table, at: Table
) -> Iterator[tuple[str, Part]]:
    """Each share that two tables show, and its parts by the rivals who gained or lost."""
    moved = {
        name: round((at[name] - before[name]) / ruleset.figures[name].step)
        for name in ruleset.figures
        if name.startswith(SHARE) and name in at and name in before
    }
    own = f"{SHARE}{seat}"
    for name, steps in (*moved.items(), (MINE, moved.get(own, 0))):
        if not steps:
            continue
        lab, least = own if name == MINE else name, LEAST / ruleset.figures[name].step
        others = {each: theirs for each, theirs in moved.items() if each != lab}
        known = parts.get(name, ((CHOSEN, steps),))
        yield name, tuple(part for each in known for part in _told(each, others, least))


def _told(part: tuple[str, int], others: Mapping[str, int], least: float) -> Part:
    """A part of a share; that of the stage by the rivals who moved the other way."""
    cause, steps = part
    across = {name: abs(theirs) for name, theirs in others.items() if theirs * steps < 0}
    whole = sum(across.values())
    named = [name for name, theirs in across.items() if abs(steps) * theirs >= least * whole]
    if cause != CHOSEN or not named:
        return (part,)
    way = "to" if steps < 0 else "from"
    shared = share_out(steps, [across[name] for name in named])
    causes = (f"{CHOSEN}:{way}:{name.removeprefix(SHARE)}" for name in named)
    return tuple(zip(causes, shared, strict=True))


def rival(cause: str) -> str:
    """The lab that a part of a share is told of; nothing for any other cause."""
    places = parse(cause).places
    return places[2] if cause.startswith(f"{CHOSEN}:") and len(places) == 3 else ""

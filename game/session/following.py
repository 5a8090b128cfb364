"""Of which figures are the reasons kept?

What anybody is likely to ask about, and whatever drives another figure, so that a reason has its
own reason. Which figure drives which is content (`content/base/causes`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from game.world.figures import place_of

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

MINE = "me."
APPROVAL = "approval."  # of every government, which the end of a run tells
ABLE = "eci."
CHINA = "cn"
DATED = frozenset({"devices"})  # what the date alone moves: nothing else is its reason
EACH = ".*"  # a driver of its own for every place: `power.*`


@lru_cache(maxsize=32)
def followed(ruleset: Ruleset, seat: str) -> tuple[str, ...]:
    """The headlines, the seat's table, its own figures, and whatever drives another figure."""
    table = set(ruleset.seats[seat].figures)
    driving = set(_driving(ruleset))
    return tuple(
        name
        for name, figure in ruleset.figures.items()
        if figure.headline or name in table or name.startswith((MINE, APPROVAL)) or name in driving
    )


@lru_cache(maxsize=32)
def same_places(ruleset: Ruleset, seat: str) -> dict[str, str]:
    """Figures that nobody follows but under another name: `trust.taiwan`, for Taipei `me.trust`.

    Each with the name by which its place in the world is followed, that of the smallest step.
    """
    me, known = ruleset.index("actor", seat), followed(ruleset, seat)
    by_step = sorted(known, key=lambda name: -ruleset.figures[name].step)
    places = {place_of(ruleset, me, name): name for name in by_step}
    return {
        name: places[place]
        for name in ruleset.figures.keys() - set(known)
        if (place := place_of(ruleset, me, name)) in places
    }


def _driving(ruleset: Ruleset) -> Iterator[str]:
    """What drives something, anywhere; the books of other actors are their own business.

    How able their models are is not: users choose by it.
    """
    yield from licences(ruleset)
    yield from (name for name in ruleset.figures if name.startswith(ABLE))
    for cause in ruleset.causes.values():
        for driver in cause.drivers:
            yield from driver.when.names
            begins, each, _ = driver.figure.partition(EACH)
            if driver.among or driver.figure in DATED:
                continue
            if not each:
                yield begins
                continue
            for name in ruleset.figures:
                place = name.rpartition(".")[2]
                if name.startswith(f"{begins}.") and (
                    place not in ruleset.actors or _union(ruleset, place)
                ):
                    yield name


def _union(ruleset: Ruleset, actor: str) -> bool:
    """Whether what lies in an actor's regions is told of it: the users of Europe, of all of it."""
    return sum(region.state == actor for region in ruleset.regions.values()) > 1


def named(ruleset: Ruleset, seat: str, explained: str, driver: str) -> str | None:
    """The figure that a driver means for the figure explained; None when there is none.

    `power.*` is the power of the place that the figure explained ends in, or of the region of an
    actor; for one's own figures it is `me.power`, or that of one's own union or region. What is
    one's own explains nothing of others.
    """
    begins, each, _ = driver.partition(EACH)
    place = explained.rpartition(".")[2]
    if not each:
        region = ruleset.actors[seat].region
        own = explained.startswith(MINE) or place in (seat, region, ruleset.regions[region].state)
        return driver if own or not driver.startswith(MINE) else None
    tried = [f"{begins}.{place}"]
    if explained.startswith(MINE) or place in ruleset.actors:
        actor = ruleset.actors[seat if explained.startswith(MINE) else place]
        tried = [f"{begins}.{actor.id}"] if _union(ruleset, actor.id) else []
        tried.append(f"{begins}.{actor.region}")
    if explained.startswith(MINE):
        tried.insert(0, f"{MINE}{begins}")
    return next((name for name in tried if name in ruleset.figures), None)


@lru_cache(maxsize=32)
def licences(ruleset: Ruleset) -> tuple[str, ...]:
    """The licences of chips for China, which open and close."""
    named = (f"licence.{chip}.{CHINA}" for chip in ruleset.chips)
    return tuple(name for name in named if name in ruleset.figures)

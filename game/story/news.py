"""What does the newspaper say of the quarter that has just ended?

Three items driven by what happened, an entry of the record when its months have come, and perhaps a
rumour; no two that tell one thing. Written as ids, so that a page can be printed in either
language; reads lane 0 only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from game.story.telling import Teller
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import World

if TYPE_CHECKING:
    from game.content.models.lore import News
    from game.content.ruleset import Ruleset
    from game.content.words import Words

ITEMS = 3
RUMOUR_DIE, RECORD_DIE = 8, 9
NO_RUMOUR = 4.0  # the weight of a quarter without rumours
SAME_SECTION = 0.3  # what a second item of one section still weighs
PAST = ("was.", "ago.")  # a figure as it stood before
FORGOTTEN = 90.0  # quarters after which a printed item weighs as much as a new one


@dataclass(frozen=True)
class Piece:
    """One item as printed in one language."""

    id: str
    section: str
    kind: str
    headline: str
    body: str
    sources: tuple[str, ...]


def write_news(
    ruleset: Ruleset,
    before: World | None,
    after: World,
    dice: Dice,
    seat: str,
    recent: Mapping[str, int],
    paper: Collection[str] = ("all",),
    ago: Mapping[str, float] | None = None,
) -> list[str]:
    """The ids of this quarter's items, the most telling kinds first.

    `recent` says in which turn an item was last printed; it is not changed here. Without a world
    of the quarter before, nothing has moved and only the record and rumours have something to say.
    `paper` names the items that the scenario's paper may print, or all; `ago` are the figures of a
    year ago, where the game is as old as that.
    """
    read = Reader(ruleset, after, seat, after if before is None else before, ago=ago or {})
    turn = int(after.turn[0])
    weights = {}
    for id_, item in ruleset.news.items():
        if "all" not in paper and id_ not in paper:
            continue
        last = recent.get(id_)
        rested = last is None or turn - last >= item.wait
        if rested and bool(item.when.evaluate(read)[0]):
            fresh = 1.0 if last is None else min((turn - last) / FORGOTTEN, 1.0) ** 2
            weights[id_] = fresh * max(float(item.weight.evaluate(read)[0]), 0.0)
    events, record, rumours = _by_shelf(ruleset, weights)
    documented = _draw(record, float(dice.uniform(after, "news", RECORD_DIE)[0]))
    if documented is not None:  # its months pass; what else tells the same can wait
        events = _untold(ruleset, events, documented)
        rumours = _untold(ruleset, rumours, documented)
    chosen: list[str] = []
    for place in range(ITEMS):
        roll = float(dice.uniform(after, "news", place)[0])
        found = _draw(events, roll)
        if found is None:
            break
        chosen.append(found)
        section = ruleset.news[found].section
        events = {
            id_: weight * (SAME_SECTION if ruleset.news[id_].section == section else 1.0)
            for id_, weight in _untold(ruleset, events, found).items()
        }
        rumours = _untold(ruleset, rumours, found)
    rumour = _draw(rumours, float(dice.uniform(after, "news", RUMOUR_DIE)[0]), NO_RUMOUR)
    return chosen + [id_ for id_ in (documented, rumour) if id_ is not None]


def _untold(ruleset: Ruleset, weights: Mapping[str, float], printed: str) -> dict[str, float]:
    """The items that tell nothing of what a printed one has told."""
    told = _tells(ruleset)
    return {
        id_: w for id_, w in weights.items() if id_ != printed and not told[id_] & told[printed]
    }


@lru_cache(maxsize=8)
def _tells(ruleset: Ruleset) -> dict[str, frozenset[str]]:
    """What each item tells: the claims that it cites, and the figures whose move it reports."""
    return {
        item.id: frozenset(item.sources)
        | {name.partition(".")[2] for name in item.when.names if name.startswith(PAST)}
        for item in ruleset.news.values()
    }


def _by_shelf(
    ruleset: Ruleset, weights: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """What happened in this run, what the record says of these months, what is whispered."""
    shelves: tuple[dict[str, float], ...] = ({}, {}, {})
    for id_, weight in weights.items():
        shelves[_shelf(ruleset.news[id_])][id_] = weight
    return shelves[0], shelves[1], shelves[2]


def _shelf(item: News) -> int:
    if item.section == "rumour":
        return 2
    return 0 if item.kind == "invented" else 1


def _draw(weights: Mapping[str, float], roll: float, nothing: float = 0.0) -> str | None:
    """Inverse CDF over weighted ids, nothing last."""
    target = roll * (sum(weights.values()) + nothing)
    for id_, weight in weights.items():
        target -= weight
        if target < 0:
            return id_
    return None


def render_news(
    ruleset: Ruleset,
    before: World | None,
    after: World,
    seat: str,
    ids: Iterable[str],
    words: Words,
    ago: Mapping[str, float] | None = None,
    told: Mapping[str, str] | None = None,
) -> tuple[Piece, ...]:
    """The items in one language, their figures filled; an id that is gone is left out.

    `told` are figures that are told in other digits.
    """
    teller, told = Teller(ruleset, after, seat, words, before, ago=ago or {}), told or {}
    items = [ruleset.news[id_] for id_ in ids if id_ in ruleset.news]
    return tuple(
        Piece(
            id=item.id,
            section=item.section,
            kind=item.kind,
            headline=teller.say(item.headline, **told),
            body=teller.say(item.body, **told),
            sources=item.sources,
        )
        for item in items
    )

"""What does each adviser say at the table this quarter?

Of an adviser's lines whose condition holds, the first that was not said lately, with the figures
of the day. Advisers are content; what they expect is told and counted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from game.story.telling import Teller
from game.world.figures import Reader
from game.world.state import World

if TYPE_CHECKING:
    from game.content.models.lore import Advisor
    from game.content.ruleset import Ruleset
    from game.content.words import Words

Said = tuple[int, ...]  # places of lines, the latest last


def seated(ruleset: Ruleset, seat: str) -> tuple[Advisor, ...]:
    """The advisers of a seat, in stable order."""
    return tuple(each for each in ruleset.advisors.values() if seat in each.for_)


def council(
    ruleset: Ruleset,
    world: World,
    seat: str,
    words: Words,
    lane: int = 0,
    lately: Mapping[str, Said] | None = None,
) -> list[tuple[Advisor, str]]:
    """Each adviser of the seat who has something to say, with the sentence; in stable order.

    `lately` are the lines that each has said, of those that have held ever since.
    """
    teller = Teller(ruleset, world, seat, words, lane=lane)
    return [
        (advisor, teller.say(advisor.lines[said[-1]]))
        for advisor, said in _speaking(ruleset, teller.read, seat, lane, lately or {})
    ]


def spoken(
    ruleset: Ruleset, world: World, seat: str, lately: Mapping[str, Said]
) -> dict[str, Said]:
    """What each adviser has said lately once this quarter is over, by adviser."""
    read = Reader(ruleset, world, seat)
    return {each.id: said for each, said in _speaking(ruleset, read, seat, 0, lately)}


def _speaking(
    ruleset: Ruleset, read: Reader, seat: str, lane: int, lately: Mapping[str, Said]
) -> Iterator[tuple[Advisor, Said]]:
    """Who speaks, and the lines said lately with the one of this quarter at the end."""
    for advisor in seated(ruleset, seat):
        holding = [
            place
            for place, line in enumerate(advisor.lines)
            if bool(line.when.evaluate(read)[lane])
        ]
        if holding:
            yield advisor, _next(holding, lately.get(advisor.id, ()))


def _next(holding: list[int], lately: Said) -> Said:
    """The lines said lately that still hold, and the next: the most urgent of the others."""
    kept = tuple(place for place in lately if place in holding)
    fresh = [place for place in holding if place not in kept]
    if fresh:
        return (*kept, fresh[0])
    others = [place for place in holding if place != kept[-1]] or holding
    return (others[0],)  # all have had their turn: from the beginning

"""What does each adviser say at the table this quarter?

The first of an adviser's lines whose condition holds, with the figures of the day. Advisers are
content; whether they were right is counted elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.story.telling import Teller
from game.world.state import World

if TYPE_CHECKING:
    from game.content.models.lore import Advisor
    from game.content.ruleset import Ruleset
    from game.content.words import Words


def council(
    ruleset: Ruleset, world: World, seat: str, words: Words, lane: int = 0
) -> list[tuple[Advisor, str]]:
    """Each adviser of the seat who has something to say, with the sentence; in stable order."""
    teller = Teller(ruleset, world, seat, words, lane=lane)
    said = []
    for advisor in ruleset.advisors.values():
        if seat not in advisor.for_:
            continue
        for line in advisor.lines:
            if bool(line.when.evaluate(teller.read)[lane]):
                said.append((advisor, teller.say(line)))
                break
    return said

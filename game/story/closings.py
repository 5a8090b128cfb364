"""What does an ending mean from one chair, and with which line does its run close?

The content has a paragraph for each ending that the chair meets; the closing line is put together
from what the player did: goals met or missed, the order that weighed most, who gained and who paid.
A chair without such words is told nothing here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from game.story.goals import Judged
from game.story.telling import Teller

if TYPE_CHECKING:
    from game.content.models.basis import Text
    from game.content.models.conduct import Order


def from_chair(teller: Teller, seat: str, ending_id: str) -> str:
    """The paragraph about an ending that only this chair reads: the first that holds."""
    words = teller.ruleset.closings.get(seat)
    lines = words.endings.get(ending_id, ()) if words else ()
    return next((teller.say(line) for line in lines if teller.holds(line.when)), "")


def closing(
    teller: Teller, seat: str, goals: Sequence[Judged], lever: Order | None, who: tuple[str, str]
) -> str:
    """The closing line; `who` gained, and who paid, either of them empty for nobody."""
    words = teller.ruleset.closings.get(seat)
    if words is None:
        return ""
    gained, paid = who
    order = teller.words.text(lever.title) if lever else ""
    told: list[Text | None] = []  # a chair need not have all of them
    if reached := _reached(goals):
        told.append(words.goals.get(reached))
    if lever:
        told.append(words.levers.get(lever.family))
    if gained or paid:
        key: Literal["both", "gained", "paid"]
        key = "both" if gained and paid else "gained" if gained else "paid"
        told.append(words.scales.get(key))
    return " ".join(
        teller.say(text, order=order, gained=gained, paid=paid) for text in told if text
    )


def _reached(goals: Sequence[Judged]) -> Literal["all", "some", "none"] | None:
    """How many of the goals whose day came were met; None when none was due."""
    due = [goal for goal in goals if goal.due]
    if not due:
        return None
    met = sum(goal.met for goal in due)
    return "all" if met == len(due) else "some" if met else "none"

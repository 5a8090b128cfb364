"""What was done in a run, as the epilogue and the chronicle count it?

Sorts the records of a playthrough into orders and answers. Any record with the right fields will
do: an order has `turn`, `order` and `cost_usd`, an answer `turn`, `storylet`, `choice`, `won` and
`asked`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.content.models.story import Choice, Storylet
    from game.content.ruleset import Ruleset
    from game.content.words import Words


@dataclass(frozen=True)
class Given:
    """An order of the run: every time it was given, and what it cost in all."""

    order: Order
    turns: tuple[int, ...]
    cost_usd: int

    @property
    def times(self) -> int:
        """How often it was given."""
        return len(self.turns)


@dataclass(frozen=True)
class Answered:
    """An answer of the run."""

    turn: int
    storylet: Storylet
    choice: Choice
    won: bool
    asked: bool  # False when the default was taken for the player


def listed(parts: Iterable[str], words: Words) -> str:
    """Several things in one sentence, as the language separates them."""
    told = list(parts)
    text = told.pop() if told else ""
    while told:
        text = words.t("story.pair", first=told.pop(), rest=text)
    return text


def orders_given(ruleset: Ruleset, records: Iterable[Any]) -> tuple[Given, ...]:
    """Every order given, the most often given first, then the dearest; unknown ids are left out."""
    turns: dict[str, list[int]] = {}
    cost: dict[str, int] = {}
    for record in records:
        id_ = getattr(record, "order", None)
        if id_ in ruleset.orders:
            turns.setdefault(id_, []).append(int(record.turn))
            cost[id_] = cost.get(id_, 0) + int(record.cost_usd)
    given = [Given(ruleset.orders[id_], tuple(at), cost[id_]) for id_, at in turns.items()]
    return tuple(sorted(given, key=lambda g: (-g.times, -g.cost_usd, g.order.id)))


def answers_given(ruleset: Ruleset, records: Iterable[Any]) -> tuple[Answered, ...]:
    """Every scene answered, in order; storylets and choices that are gone are left out."""
    found = []
    for record in records:
        storylet = ruleset.storylets.get(getattr(record, "storylet", ""))
        if storylet is None:
            continue
        choice = next((c for c in storylet.choices if c.id == record.choice), None)
        if choice is not None:
            asked = bool(getattr(record, "asked", True))
            found.append(Answered(int(record.turn), storylet, choice, bool(record.won), asked))
    return tuple(found)

"""Which answer is worse than another one in everything that it changes?

Compares what two answers move, where the content says which direction is the better one. Anything
that cannot be weighed (another follow-up, a memory that is read, odds, a figure without a better
side) makes them incomparable: it may overlook a bad answer, and should never accuse a good one.
"""

from __future__ import annotations

from collections.abc import Iterator

from game.content.checks.warner import Content
from game.content.expressions import Expression
from game.content.models import Storylet
from game.content.models.story import BROKE, Choice

# For whom a direction is the better one is said of what is the seat's own.
_OWN = "me."


def dominated(
    content: Content, storylet: Storylet, remembered: frozenset[str]
) -> Iterator[tuple[int, str]]:
    """The position of each answer that another one beats, and the id of that one."""
    plain = [
        (position, choice)
        for position, choice in enumerate(storylet.choices)
        # Silence is often the poorer answer, and may be.
        if not choice.default
        and _is_sure(choice)
        and f"taken.{storylet.id}.{choice.id}" not in remembered
    ]
    for position, choice in plain:
        for other in storylet.choices:
            if other is not choice and _is_sure(other) and _beats(content, other, choice):
                yield position, other.id
                break


def _is_sure(choice: Choice) -> bool:
    """Whether all that it does is to pay and to move figures by fixed numbers, surely and now."""
    win = choice.win
    amounts = [*win.add.values(), *((win.pay.usd,) if win.pay else ())]
    return (
        (choice.needs.constant == 1 or choice.needs_text == BROKE)
        and choice.odds.constant == 1
        and not (win.gain or win.transfer or win.set or win.for_)
        and all(each.constant is not None for each in amounts)
        and (win.pay is None or win.pay.to == "outside")
    )


def _beats(content: Content, better: Choice, worse: Choice) -> bool:
    """At least as good everywhere, and better somewhere."""
    if better.win.then != worse.win.then or better.win.after != worse.win.after:
        return False
    paid, paid_worse = _paid(better), _paid(worse)
    gains = [paid_worse - paid]
    for name in {*better.win.add, *worse.win.add}:
        gain = _number(better.win.add.get(name)) - _number(worse.win.add.get(name))
        side = content.ruleset.figures[name].better if name.startswith(_OWN) else "none"
        if side == "none" and gain:
            return False
        gains.append(-gain if side == "down" else gain)
    return min(gains) >= 0 and max(gains) > 0


def _paid(choice: Choice) -> float:
    return _number(choice.win.pay.usd) if choice.win.pay else 0.0


def _number(amount: Expression | None) -> float:
    return 0.0 if amount is None or amount.constant is None else amount.constant

"""What of the council’s words is new to whoever opens its page once more?

Somebody who was introduced is not introduced again, and what was read at an earlier opening comes
after what was not. A proposal that was read in two quarters and not followed rests for some. It
lasts as long as the sitting: a game that is loaded begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from game.session.log import Log, OrderRecord
from game.session.views import CouncilLine

PATIENCE = 2  # quarters in which an adviser proposes what nobody gives
REST = 6  # quarters for which it is then left alone
_PROPOSED = " proposed "


def heard(lines: Iterable[CouncilLine], turn: int) -> frozenset[str]:
    """What is known after a page with these lines: the people, what each has said and proposed."""
    known = set()
    for line in lines:
        known |= {line.id, *(_key(line, each) for each in line.sentences)}
        if line.proposes:
            known.add(f"{line.id}{_PROPOSED}{line.proposes} {turn}")
    return frozenset(known)


def resting(known: frozenset[str], log: Log, turn: int) -> frozenset[tuple[str, str]]:
    """The proposals that rest, by adviser and order: read of late, and refused more than once."""
    refused: dict[tuple[str, str], list[int]] = {}
    for word in known:
        adviser, proposed, rest = word.partition(_PROPOSED)
        if proposed:
            order, _, then = rest.rpartition(" ")
            if int(then) < turn and order not in _given(log, int(then)):
                refused.setdefault((adviser, order), []).append(int(then))
    return frozenset(
        each
        for each, turns in refused.items()
        if len(turns) >= PATIENCE and turn - max(turns) <= REST
    )


def _given(log: Log, turn: int) -> set[str]:
    return {each.order for each in log.of_turn(turn) if isinstance(each, OrderRecord)}


def marked(lines: Iterable[CouncilLine], known: frozenset[str]) -> tuple[CouncilLine, ...]:
    """The same lines, each with what an earlier opening has told of it; in the same order."""
    return tuple(
        replace(line, met=True, told=_told(line, known)) if line.id in known else line
        for line in lines
    )


def _told(line: CouncilLine, known: frozenset[str]) -> tuple[str, ...]:
    return tuple(each for each in line.sentences if _key(line, each) in known)


def _key(line: CouncilLine, sentence: str) -> str:
    return f"{line.id}: {sentence}"

"""What of the council’s words is new to whoever opens its page once more?

Somebody who was introduced is not introduced again, and what was read at an earlier opening comes
after what was not. It lasts as long as the sitting: a game that is loaded begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from game.session.views import CouncilLine


def heard(lines: Iterable[CouncilLine]) -> frozenset[str]:
    """What is known after a page with these lines: the people, and what each has said."""
    return frozenset(
        word for line in lines for word in (line.id, *(_key(line, each) for each in line.sentences))
    )


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

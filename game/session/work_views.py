"""What may a face show of the works under way and of what is paid all the while?

Frozen values, already worded, as those of `views.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WorkView:
    """Something on its way: what, how much, from when to when, and who set it going."""

    label: str
    text: str
    first: str  # the quarter that shows the first of it
    last: str
    count: int  # in how many steps
    cause: str
    source: str
    begun: str  # the quarter of the order; empty when it was before the first
    turn: int  # of `first`


@dataclass(frozen=True, slots=True)
class BillsView:
    """What the seat pays every quarter as things stand: label and sum, the total, and its means."""

    rows: tuple[tuple[str, str], ...]
    total: str
    bank: str
    short: str  # what comes of it that the bank holds less than one quarter’s bills; else empty
    note: str = ""  # that clouds are full, or nearly
    came: str = ""  # what came in over the quarter that is over, in all; empty before the first


@dataclass(frozen=True, slots=True)
class PipelineView:
    """What is on its way for the seat, the soonest first, and what it pays all the while."""

    coming: tuple[WorkView, ...]
    ending: tuple[WorkView, ...]  # measures that run out
    given_up: tuple[WorkView, ...]  # in the quarter that is over
    bills: BillsView | None = None
    late: tuple[WorkView, ...] = ()  # what comes only after the end of the run

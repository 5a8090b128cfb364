"""What did others do to the seat in the quarter that is over, that nobody asked it about?

A landlord who was not paid, and answers that other seats gave to scenes of their own; small things
are left to `why`. What the seat itself decided is told elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from game.session.log import Part
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.wording import BILLED, cause_text
from game.story.run import listed
from game.world.causes import parse

if TYPE_CHECKING:
    from game.world.causes import Cause

RENTED = "me.rented"
# What one notices at once, and beside which figure a twentieth is much; of an index, three points.
FELT = {
    "me.cash_usd": "me.cash_usd",
    RENTED: "me.machine_time",
    "me.allotted": "me.machine_time",
    "me.staff": "me.staff",
    "me.trust": "",
    "me.approval": "",
}
MUCH, POINTS = 0.05, 3.0


def dealt(sight: Sight, now: Standing) -> Iterator[str]:
    """The sentences: what a landlord took back, and what others' answers gave or took."""
    if taken := sum(steps for cause, steps in _of(now, RENTED) if _is_bill(parse(cause))):
        rented = sight.value(RENTED)
        told = sight.words.unit(-taken * sight.figure(RENTED).step, "h100e")
        left = sight.words.unit(rented, "h100e")
        yield sight.words.t(f"session.taken_back{'' if rented >= 1 else '.all'}", x=told, left=left)
    found: dict[str, list[str]] = {}
    for name, beside in FELT.items():
        for text, steps in _of(now, name):
            change = steps * sight.figure(name).step
            if _from_elsewhere(sight, parse(text)) and _much(sight, beside, change):
                told = sight.words.unit(change, sight.figure(name).unit, signed=True)
                found.setdefault(text, []).append(sight.effect(name, told))
    for text, effects in found.items():
        actor = sight.ruleset.actors.get(parse(text).places[-1])
        who = sight.words.text(actor.name) if actor else ""
        cause, effect = cause_text(sight, text)[0], listed(effects, sight.words)
        yield sight.words.t("session.dealt", who=who, cause=cause, effects=effect)


def _of(now: Standing, name: str) -> Part:
    parts: Mapping[str, Part] = now.closed
    return parts.get(name, ())


def _is_bill(cause: Cause) -> bool:
    """The stage that bills the rent shortens a contract for one reason only: it was not paid."""
    return cause.name == f"stage:{BILLED}"


def _from_elsewhere(sight: Sight, cause: Cause) -> bool:
    """An answer of another seat, as it begins."""
    return cause.kind == "scene" and not cause.ends and cause.places[-1] != sight.seat


def _much(sight: Sight, beside: str, change: float) -> bool:
    if not beside:
        return abs(change) >= POINTS
    return abs(change) >= max(MUCH * abs(sight.value(beside)), 1.0)

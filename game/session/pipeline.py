"""What is on its way for a seat, and by whom?

Reads the promises that the recorder keeps, the chips that were bought and are being racked, and the
orders that wait for chips. A seat sees what it ordered itself, what comes to its own books, and,
for a state, what is being built on its soil; rivals' works are their own business. What nobody
will see before the run is over stands by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from game.session import bills, clouds
from game.session.following import MINE
from game.session.sight import WHOLE, Sight
from game.session.standing import Standing
from game.session.wording import cause_text
from game.session.work_views import BillsView, PipelineView, WorkView
from game.story.telling import said
from game.world.causes import DUE, parse
from game.world.figures import bindings
from game.world.pools import BOUGHT
from game.world.promises import BEFORE, Promise
from game.world.targets import target_name

if TYPE_CHECKING:
    from game.content.models.world import Chip
    from game.content.ruleset import Ruleset

_TARGET = re.compile(r"([a-z0-9_]+)(?:\[(.*)\])?")
CASH = "me.cash_usd"
SMUGGLED = "grey.arbitrage"  # the stage that pays traders
WAITING = ("me.backlog_usd", "me.raise_share")  # inputs that stages have not used up yet


def pipeline(sight: Sight, now: Standing) -> PipelineView:
    """Everything on its way for the seat, the soonest first."""
    carried = now.carried
    own = [each for each in carried.promises if concerns(sight.ruleset, sight.seat, each)]
    coming = [each for each in own if not parse(each.cause).ends]
    seen = [each for each in coming if not is_late(sight, each.due + 1)]
    late = [each for each in coming if is_late(sight, each.due + 1)]
    ending = [each for each in own if parse(each.cause).ends and not is_late(sight, each.due + 1)]
    lost = [each for each in carried.given_up if concerns(sight.ruleset, sight.seat, each)]
    next_ = [*_racked(sight, now), *_waiting(sight, now)]
    over = is_late(sight, int(sight.world.turn[0]) + 1)
    seen_at = [*([] if over else next_), *works(sight, seen)]
    return PipelineView(
        coming=tuple(sorted(seen_at, key=lambda work: work.turn)),
        late=(*(next_ if over else ()), *works(sight, late)),
        ending=tuple(works(sight, ending)),
        given_up=tuple(works(sight, lost)),
        bills=replace(bills_view(sight), came=_came_in(sight, now)),
    )


def bills_view(sight: Sight) -> BillsView:
    """The standing bills of the seat, those that are nothing left out, and what is in the bank."""
    words, world, due = sight.words, sight.world, bills.due_usd(sight)
    cash_usd = float(world.cash_usd[sight.ruleset.index("actor", sight.seat), 0])
    return BillsView(
        rows=tuple(
            (words.t(f"session.bills.{name}"), words.money(-usd)) for name, usd in due.items()
        ),
        total=words.money(-float(sum(due.values()))),
        bank=words.money(cash_usd),
        short=bills.short(sight, due, cash_usd),
        note=clouds.standing(sight),
    )


def _came_in(sight: Sight, now: Standing) -> str:
    """What the quarter that is over brought into the treasury, from everybody, orders left out."""
    step = sight.figure(CASH).step
    parts = [(parse(cause).kind, steps) for cause, steps in now.closed.get(CASH, ())]
    came_usd = step * sum(steps for kind, steps in parts if kind == "stage" and steps > 0)
    return sight.words.money(came_usd) if came_usd else ""


def is_late(sight: Sight, turn: int) -> bool:
    """Whether the run is over before the table of a turn."""
    return sight.turns is not None and turn > sight.turns


def _named(sight: Sight, turn: int) -> str:
    """The quarter at whose table something shows; the last one there is shows the end."""
    return sight.words.quarter(turn) if is_late(sight, turn) else sight.when(turn)


def concerns(ruleset: Ruleset, seat: str, promise: Promise) -> bool:
    """Whether a seat knows of a promise: its own, to itself, or, for a state, on its soil."""
    cause = parse(promise.cause)
    if cause.kind != "stage" and seat in cause.places:
        return True
    match = _TARGET.fullmatch(promise.target)
    labels = (match.group(2) or "").split(",") if match else []
    if seat in labels:
        return True
    return any(_state(ruleset, label) == seat for label in labels)


def _state(ruleset: Ruleset, label: str) -> str:
    """The state on whose soil a firm or a region stands, or nothing; labs keep their secrets."""
    actor = ruleset.actors.get(label)
    if actor is not None and actor.kind != "firm":
        return ""
    region = ruleset.regions.get(actor.region if actor else label)
    return region.state if region else ""


def works(sight: Sight, promises: Iterable[Promise]) -> list[WorkView]:
    """One line for what one cause brings to one place, the soonest first.

    What stages order quarter after quarter stands in one line for each place.
    """
    groups: dict[tuple[str, str, int], list[Promise]] = {}
    for each in promises:
        made = BEFORE if each.cause.startswith("stage:") else each.made
        groups.setdefault((each.target, each.cause, made), []).append(each)
    told = _told_once([_work(sight, group) for group in groups.values()])
    return sorted(told, key=lambda work: (work.turn, work.label))


def _told_once(works: list[WorkView]) -> list[WorkView]:
    """Without what another line says more exactly: wafers outside Taiwan are wafers too."""
    known: dict[WorkView, list[set[str]]] = {}
    for each in works:
        known.setdefault(replace(each, label=""), []).append(_words(each))
    return [
        each
        for each in works
        if not any(_words(each) < more for more in known[replace(each, label="")])
    ]


def _words(work: WorkView) -> set[str]:
    return set(re.findall(r"\w+", work.label))


def _work(sight: Sight, group: list[Promise]) -> WorkView:
    first, words = group[0], sight.words
    begun = min(each.made for each in group)
    turns = sorted({each.due + 1 for each in group})  # laid in a quarter, seen at the next table
    label, text = _what(sight, first.target, sum(each.moved for each in group))
    cause, source = cause_text(sight, str(replace(parse(first.cause), ends=False)))
    return WorkView(
        label=label,
        text=text,
        first=_named(sight, turns[0]),
        last=_named(sight, turns[-1]),
        count=len(turns),
        cause=cause,
        source=source,
        begun=words.quarter(begun) if begun != BEFORE else "",
        turn=turns[0],
    )


def _what(sight: Sight, target: str, moved: float) -> tuple[str, str]:
    """The figure read at a place, and a signed amount of it in its unit."""
    name = read_at(sight.ruleset, sight.seat).get(target)
    if name is None:
        return target, sight.words.number(moved, 0 if abs(moved) >= 100 else 2, signed=True)
    fine = sight.figure(name).unit in WHOLE
    value = sight.value(name)
    return sight.label(name), sight.change_text(name, moved, value, fine=fine, relative=False)


@lru_cache(maxsize=32)
def read_at(ruleset: Ruleset, seat: str) -> dict[str, str]:
    """Which figure is read at each place, by the name of the place; one's own come first."""
    found: dict[str, str] = {}
    bound = bindings(ruleset)
    for name in sorted(bound, key=lambda each: not each.startswith(MINE)):
        if not bound[name].derived:
            found.setdefault(target_name(bound[name], seat), name)
    return found


def _racked(sight: Sight, now: Standing) -> list[WorkView]:
    """Chips bought last quarter: they run a quarter later."""
    words, ruleset = sight.words, sight.ruleset
    bought = sight.world.arriving[:, ruleset.index("actor", sight.seat), 0]
    return [
        _waiting_work(
            sight,
            words.text(chip.name),
            said(float(n), "chips", words, signed=True),
            _payer(sight, now, chip),
        )
        for chip, n in zip(ruleset.chips.values(), bought, strict=True)
        if n > 0
    ]


def _payer(sight: Sight, now: Standing, chip: Chip) -> str:
    """Who paid most of those who can have bought a chip: traders bring what may not be sold."""
    ruleset, turn = sight.ruleset, int(sight.world.turn[0])
    payers = next((p for pool, p in now.carried.pools.items() if pool.startswith(BOUGHT)), {})
    region = ruleset.index("region", ruleset.actors[sight.seat].region)
    banned = sight.world.licence[ruleset.index("chip", chip.id), region, 0] < 1
    smuggled = banned and chip.respec_of is None  # what was made for the rule is no ware of theirs
    able = {key: usd for key, usd in payers.items() if (parse(key).by == SMUGGLED) == smuggled}
    return max(able, key=able.__getitem__, default=f"stage:installed.arrivals@{turn - 1}")


def _waiting(sight: Sight, now: Standing) -> list[WorkView]:
    """Inputs that orders filled and no stage has used up: they go on as soon as they can."""
    found = []
    for name in WAITING:
        if sight.value(name) <= 0:
            continue
        parts = next((p for pool, p in now.carried.pools.items() if _holds(sight, pool, name)), {})
        latest = max(parts, key=lambda key: parse(key).made or 0, default=DUE)
        found.append(_waiting_work(sight, sight.label(name), sight.text(name), latest))
    return found


def _waiting_work(sight: Sight, label: str, text: str, key: str) -> WorkView:
    """Something that comes with the next quarter, set going by the cause of a pool."""
    words, turn, parsed = sight.words, int(sight.world.turn[0]) + 1, parse(key)
    cause, source = cause_text(sight, parsed.name)
    begun = "" if parsed.made is None else words.quarter(parsed.made)
    due = _named(sight, turn)
    return WorkView(label, text, due, due, 1, cause, source, begun, turn)


def _holds(sight: Sight, pool: str, name: str) -> bool:
    """Whether a figure belongs to a pool, which goes by its first figure."""
    return any(
        carry.pool and carry.pool[0] == pool and name in carry.pool
        for cause in sight.ruleset.causes.values()
        for carry in cause.carries
    )

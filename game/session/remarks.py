"""What does an adviser say for or against an order of the plan, or propose beside it?

A remark needs an order that moves a watched figure the adviser's way, or the other way, by a
quarter's usual move at least; who has none is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.session import offers
from game.session.bills import affords_a_year
from game.session.log import Log
from game.session.offers import CASH, sets_aside
from game.session.reach import is_reason
from game.session.tryout import Tried
from game.session.wording import span
from game.story.telling import alike

if TYPE_CHECKING:
    from game.content.models.lore import Advisor
    from game.session.sight import Sight
    from game.world.state import Floats

PAST = 8  # quarters whose moves say how much a figure usually moves
LEAST = 0.5  # of a usual move, for a word about the plan
MUCH = 1.5  # for proposing an order
MOST, TURNED = 6.0, 4.0  # moves beyond which more hardly count, and what a turned switch is worth
SHADE = 0.25  # how far a lean of one colours what an order’s move weighs
WAYS = 2  # in which each remark is worded
CASH_SHARE = 0.005  # of the treasury: what moves less money is worth no word
Resting = frozenset[tuple[str, str]]  # adviser and order


@dataclass(frozen=True, slots=True)
class Remark:
    """That an adviser backs, opposes or proposes an order, for what it does to a figure."""

    kind: str  # backs, opposes, proposes
    order_id: str
    name: str
    low: float
    high: float
    weight: float  # in usual moves of a quarter, or in what chance does to it


def remark_of(
    sight: Sight,
    log: Log,
    advisor: Advisor,
    found: Tried,
    full: bool,
    resting: Resting = frozenset(),
) -> Remark | None:
    """The weightiest word for or against an order of the plan, else for another order."""
    planned = {item.order_id for item in found.items}
    remarks = _of_one_mind(_remarks(sight, log, advisor, found))
    on_plan = [
        each
        for each in remarks
        if each.order_id in planned
        and abs(each.weight) >= LEAST
        and all(map(_says, _ends_of(sight, each)))
    ]
    if on_plan:
        return max(on_plan, key=lambda each: abs(each.weight))
    if not full:
        return None
    rich = affords_a_year(sight, found.items)
    free = [each for each in remarks if (advisor.id, each.order_id) not in resting]
    others = [each for each in free if each.order_id not in planned and each.weight >= MUCH]
    others.sort(key=lambda each: -each.weight)
    for each in others:
        brings = offers.brings_money(sight.ruleset.orders[each.order_id])
        if not (rich and brings) and all(map(_says, _ends_of(sight, each))):
            return each
    return None


def _of_one_mind(remarks: Iterable[Remark]) -> list[Remark]:
    """What there is to say of each order on the side to which all that it moves adds up."""
    said = list(remarks)
    sums: dict[str, float] = {}
    for each in said:
        sums[each.order_id] = sums.get(each.order_id, 0.0) + each.weight
    return [each for each in said if each.weight * sums[each.order_id] > 0]


def _says(told: str) -> bool:
    """Whether a change reads as one."""
    return any(char in "123456789" for char in told)


def _ends_of(sight: Sight, remark: Remark) -> list[str]:
    """What an order moves, at least and at most, worded; once, where both read alike.

    Three figures are told: nobody foresees the fourth.
    """
    size = abs(sight.value(remark.name))
    ends = [float(f"{end:.3g}") for end in sorted((remark.low, remark.high), key=abs)]
    money = sight.figure(remark.name).unit == "usd"
    told = alike(ends, sight.words, signed=True) if money and ends[0] != ends[-1] else []
    told = told or [sight.change_text(remark.name, end, size, like=ends[-1]) for end in ends]
    return list(dict.fromkeys(told))


def _remarks(sight: Sight, log: Log, advisor: Advisor, found: Tried) -> Iterator[Remark]:
    """What each order does to each watched figure, and what that weighs for the adviser.

    It weighs in usual moves of the figure, or in what chance does to it in a year where that is
    more, by what the figure counts for the person. A lean colours the weight, not the numbers.
    """
    planned = {item.order_id for item in found.items}
    for name in advisor.watches:
        wish = _wish(sight, advisor, name)
        if not wish:
            continue
        usual = max(_usual_move(sight, log, name), found.spread(name))
        lean = SHADE * advisor.leans.get(name, 0.0)
        for order_id in found.changes:
            if not is_reason(sight.ruleset, sight.seat, order_id, name):
                continue
            change = found.change(order_id, name)
            if name == CASH:
                change = _beside_price(sight, found, order_id, change)
            low, high = float(change.min()), float(change.max())
            if low * high <= 0:  # it may go either way
                continue
            moves = float((change + lean * abs(change)).mean()) / usual
            weight = wish * advisor.weighs.get(name, 1.0) * _much(moves)
            kind = "proposes" if order_id not in planned else "backs" if weight > 0 else "opposes"
            yield Remark(kind, order_id, name, low, high, weight)


def _much(moves: float) -> float:
    """So many usual moves, of which those beyond `MOST` hardly count."""
    beyond = max(abs(moves) / MOST, 1.0)
    return float(np.copysign(min(abs(moves), MOST) + np.log(beyond), moves))


def _beside_price(sight: Sight, found: Tried, order_id: str, change: Floats) -> Floats:
    """What an order does to the treasury beside being paid for, which the plan says already.

    What it brings beyond its price, or costs beyond it. In between is nothing to tell: who has paid
    for one thing only buys less of the next.
    """
    price_usd = offers.price_usd(sight, order_id, _amount_of(sight, found, order_id))
    if sets_aside(sight.ruleset.orders[order_id]):
        return np.where(change < 0, np.minimum(change + price_usd, 0.0), change)
    told: Floats = np.maximum(change, 0.0) + np.minimum(change + price_usd, 0.0)
    return told


def _amount_of(sight: Sight, found: Tried, order_id: str) -> float:
    """How much of an order was tried out: what is planned, or what the menu proposes."""
    for item in found.items:
        if item.order_id == order_id:
            return item.amount
    asked = offers.amount_view(sight, order_id)
    return asked.default if asked else 1.0


def _wish(sight: Sight, advisor: Advisor, name: str) -> int:
    """Which way the adviser would have a figure go: 1 up, −1 down, 0 for neither."""
    way = advisor.wants.get(name, sight.figure(name).better)
    return {"up": 1, "down": -1}.get(way, 0)


def _usual_move(sight: Sight, log: Log, name: str) -> float:
    """How far a figure moves in a quarter of late, and no less than is worth a word."""
    past = log.series(name)[-PAST:]
    moves = [abs(one - other) for one, other in zip(past[1:], past, strict=False)]
    usual = sum(moves) / len(moves) if moves else 0.0
    if sight.figure(name).unit == "switch":
        return 1.0 / TURNED
    if sight.figure(name).unit == "usd":
        usual = max(usual, CASH_SHARE * abs(sight.value("me.cash_usd")))
    return max(usual, 2 * sight.figure(name).step, abs(sight.value(name)) / 100)


def remark_text(sight: Sight, advisor: Advisor, remark: Remark, found: Tried) -> str:
    """The remark in words, not twice the same way in two quarters."""
    words, turn = sight.words, int(sight.world.turn[0])
    place = list(sight.ruleset.advisors).index(advisor.id)
    said = _ends_of(sight, remark)
    change = said[0]
    if len(said) > 1:
        low, high = span(*said)
        change = words.t("session.council.range", low=low, high=high)
    order = sight.ruleset.orders[remark.order_id]
    amount = _amount_of(sight, found, remark.order_id)
    told = words.t(
        f"session.council.{remark.kind}.{(turn + place) % WAYS}",
        order=sight.say(order.title, offers.amount_text(sight, order, amount)),
        label=sight.label(remark.name),
        change=change,
        quarter=sight.when(turn + found.quarters),
    )
    want = advisor.wants.get(remark.name, "")
    if remark.kind != "opposes" or want in ("", sight.figure(remark.name).better):
        return told  # why so, one sees by the figure itself
    return f"{told} {words.t(f'session.council.wants.{want}')}"

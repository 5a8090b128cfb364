"""S1 Policy: what do the orders of the quarter change, and who may sell what to whom?

What was set going earlier comes due, then the orders are carried out, then every licence is worked
out afresh: a ban is a predicate on the attributes of a chip, not a name, so a vendor may re-draw
the chip under the threshold. What is withheld, chips, design software, minerals, works with a lag.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine import by_column, by_number
from game.engine.bans import classes
from game.engine.homes import by_state, homes
from game.engine.quarter import FEW, Quarter, between
from game.world.axes import axis_ids
from game.world.derived import effort
from game.world.figures import put
from game.world.state import Floats, Ints
from game.world.targets import target_bindings

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

EFFORT = "me.effort"


def run(x: Quarter) -> None:
    """What comes due, the orders, licences, re-drawn chips, software, allies, minerals."""
    come_due(x)
    x.because("policy.due")
    carry_out_orders(x)
    wear_orders(x)
    raise_tariffs(x)
    before = x.w.licence.copy()
    license_chips(x)
    redraw_chips(x)
    x.because("policy.licences")
    frighten_suppliers(x, before)
    x.because("policy.suppliers")
    withhold_software(x)
    x.because("policy.software")
    tire_allies(x)
    x.because("policy.allies")
    withhold_minerals(x)
    x.because("policy.minerals")


def come_due(x: Quarter) -> None:
    """Additions that were promised for this quarter."""
    w = x.w
    due = w.pending[:, w.column(0)]
    rows = np.flatnonzero(due[:, 0] if x.alike else (due != 0).any(axis=1))
    if w.width <= FEW:
        by_number.lay(x, rows, due.take(rows, axis=0))
    else:
        found = target_bindings(x.ruleset)
        for row in rows.tolist():
            place = getattr(w, found[row].array)[(*found[row].index, ...)]
            put(place, found[row], place + due[row], due[row] != 0)
            x.recorder.laid(w, row)
    due[rows] = 0.0


def carry_out_orders(x: Quarter) -> None:
    """Pay for each order given and apply its effects, in the order of the content files.

    An order that wears does less the more often it was given of late: fresh = 1 / (1 + wears·worn).
    Research is what people and machines can find with which the quarter begins, whoever is hired.
    """
    cells_given = given_cells(x)
    if any(cell in researching(x.ruleset) for cell in cells_given):
        x.fixed = {"effort": effort(x.ruleset, x.w)}
    carry_out = by_number.carry_out if x.w.width <= FEW else by_column.carry_out
    carry_out(x, cells_given)


@lru_cache(maxsize=8)
def researching(ruleset: Ruleset) -> frozenset[tuple[int, int]]:
    """Order and seat of every order that asks how fast its laboratory finds things out."""
    orders = [
        place
        for place, order in enumerate(ruleset.orders.values())
        if any(
            EFFORT in expression.names
            for effect in order.effects
            for expression in (*effect.add.values(), *effect.set.values())
        )
    ]
    return frozenset((order, seat) for order in orders for seat in range(len(ruleset.seats)))


def given_cells(x: Quarter) -> list[tuple[int, int]]:
    """Order and seat of every cell of the sheet that some world has filled, in their order."""
    theirs = cells(x.ruleset).theirs
    sheet = x.orders.reshape(-1, x.w.width)
    if x.alike:
        given = sheet[:, 0].take(theirs) != 0
    else:
        given = np.logical_or.reduce(sheet.take(theirs, axis=0) != 0, axis=-1)
    seats = x.orders.shape[1]
    return [divmod(cell, seats) for cell in theirs[given].tolist()]


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells of a sheet of orders, its rows laid end to end."""

    theirs: Ints  # those of seats that may give the order
    worn: Ints  # of these, those of orders that wear ...
    wear: Ints  # ... and where the world keeps how worn they are, laid out alike


@lru_cache(maxsize=64)
def cells(ruleset: Ruleset) -> Cells:
    """The cells of a ruleset's sheet, worked out once."""
    seats, habits = ruleset.axis("seat"), axis_ids("habit", ruleset)
    theirs = [
        (index, row, id_)
        for index, (id_, order) in enumerate(ruleset.orders.items())
        for row, seat in enumerate(seats)
        if seat in order.seats
    ]
    many = len(seats)
    worn = [
        (index * many + row, habits.index(id_) * many + row)
        for index, row, id_ in theirs
        if id_ in habits
    ]
    return Cells(
        theirs=np.array([index * many + row for index, row, _ in theirs], np.int64),
        worn=np.array([cell for cell, _ in worn], np.int64),
        wear=np.array([cell for _, cell in worn], np.int64),
    )


def wear_orders(x: Quarter) -> None:
    """What was given this quarter is remembered, and what was given earlier a little less."""
    found, width = cells(x.ruleset), x.w.width
    given = x.orders.reshape(-1, width).take(found.worn, axis=0) != 0
    worn = x.w.worn.reshape(-1, width)
    worn[found.wear] = worn.take(found.wear, axis=0) * x.k("policy.worn_kept") + given


def raise_tariffs(x: Quarter) -> None:
    """A state's tariff holds on all its soil; buyers there pay it (S6)."""
    x.w.tariff[:] = x.w.tariff_rate[homes(x.ruleset).owner]


def license_chips(x: Quarter) -> None:
    """licence[k, r] = 0 where the class passes a threshold of the region.

    In the quarter of a new ban a part of the sales is under way and goes through.
    """
    w, c = x.w, classes(x.ruleset)
    licence = w.licence[c.american_rows]
    shut = (c.tpp >= w.limit_tpp) & (c.bandwidth >= w.limit_bandwidth)
    shut |= c.dense >= w.limit_density
    under_way = x.k("policy.under_way") * (licence >= 1.0)
    w.licence[c.american_rows] = np.where(shut, under_way, 1.0)


def redraw_chips(x: Quarter) -> None:
    """A class re-drawn for a closed market goes on sale some quarters after the ban.

    Where design software is wanting, what was to come out waits for it.
    """
    w, c, cn = x.w, classes(x.ruleset), x.region("cn")
    due = float(w.turn[0]) >= c.calendar
    missing = (w.available[c.plain_rows] != 1.0) & due
    if np.count_nonzero(missing):
        missing &= w.design_stall[c.drawn_in] < x.k("policy.stall_stops")
        w.available[c.plain_rows] = np.where(missing, 1.0, w.available[c.plain_rows])
    waited, heirs = w.respec_quarters[c.heir_rows], w.available[c.heir_rows]
    waited = waited + (w.licence[c.elder_rows, cn] < 1) * (w.available[c.elder_rows] > 0)
    w.respec_quarters[c.heir_rows] = waited
    w.available[c.heir_rows] = np.where(waited > c.wait, 1.0, heirs)


def frighten_suppliers(x: Quarter, before: Floats) -> None:
    """A new ban takes market value from the maker, where supply is slack: chips then sell nowhere.

    The loss is that of the announcement, and what stands finished for the market that was closed.
    """
    w, c = x.w, classes(x.ruleset)
    w.ban_shock *= x.k("policy.shock_kept")
    banned = (before >= 1.0) & (w.licence < 1.0)
    if not np.count_nonzero(banned):
        return
    slack = 1.0 - np.minimum(w.shortage / x.k("policy.slack_below"), 1.0)
    for maker in sorted(set(c.maker[c.american].tolist())):
        mine = np.flatnonzero(c.maker == maker)
        news = banned[mine].any(axis=(0, 1)) * x.k("policy.ban_cost_usd")
        closed = mine[(mine[:, None] == c.heirs).any(axis=1)]
        stuck = (
            banned[closed, x.region("cn")] * w.inventory[closed, maker] * w.chip_price_usd[closed]
        )
        loss, worth = slack * (news + stuck.sum(axis=0)), w.valuation_usd[maker]
        part = np.divide(loss, worth, out=np.zeros_like(loss), where=worth > 0)
        w.ban_shock[maker] = np.minimum(w.ban_shock[maker] + part, x.k("policy.shock_most"))


def withhold_software(x: Quarter) -> None:
    """Designs go on with the copies at hand, then stop, then start again on tools of one's own."""
    w = x.w
    free = w.item_licence[x.item("eda")]
    if not (np.count_nonzero(free < 1.0) or np.count_nonzero(w.eda_quarters)):
        w.design_stall[:] = 0.0
        return
    back = x.k("policy.eda_back") * free
    w.eda_quarters[:] = np.maximum(w.eda_quarters + (1.0 - free) - back, 0.0)
    late = w.eda_quarters - x.k("policy.eda_lag")
    stalled = between(late / x.k("policy.eda_ramp"), 0.0, 1.0)
    own = np.maximum(late - x.k("policy.eda_ramp"), 0.0) / x.k("policy.eda_own_quarters")
    w.design_stall[:] = stalled * np.exp(-own)


def tire_allies(x: Quarter) -> None:
    """What pressure gained fades back to where each ally stands; a tariff lowers that ground."""
    w, states = x.w, homes(x.ruleset).states
    tariff = x.k("policy.align_tariff") * w.tariff_rate[x.actor("usa")]
    ground = np.maximum(by_state(x, "policy.align_ground") - tariff, 0.0)
    w.align[states] += x.k("policy.align_fade") * (ground - w.align[states])


def withhold_minerals(x: Quarter) -> None:
    """What China keeps back is first drawn from stocks, then short, then found elsewhere.

    Substitution goes a part of the way each quarter (Boehm et al.: 7 %), and is given up more
    slowly than it came; the price follows what the users of the world still lack.
    """
    w, home = x.w, x.table(homes)
    states = home.states
    free = home.mean(w.item_licence[x.item("minerals")]) * (1.0 - w.minerals_control)
    withheld = (1.0 - free) * abroad(x.ruleset, x.lanes)
    swap, stock = w.minerals_swap[states], w.minerals_stock[states]
    lack = x.k("policy.minerals_swap_most") * withheld - swap
    found, lost = x.k("policy.minerals_swap_speed"), x.k("policy.minerals_swap_back")
    w.minerals_swap[states] = swap = swap + lack * np.where(lack > 0, found, lost)
    gap = np.maximum(withheld - swap, 0.0)
    drawn = np.minimum(gap, stock)
    w.minerals_stock[states] = stock - drawn
    w.minerals_short[states] = short = gap - drawn
    lacked = (by_state(x, "policy.minerals_use") * short).sum(axis=0)
    target = 1.0 + x.k("policy.minerals_peak") * lacked
    w.minerals_price += x.k("policy.minerals_speed") * (target - w.minerals_price)


@lru_cache(maxsize=64)
def abroad(ruleset: Ruleset, lanes: int) -> Floats:
    """(state, lanes): 0 for China, 1 for all others."""
    others = homes(ruleset).numbers != ruleset.index("actor", "china")
    return np.repeat(others[:, None].astype(np.float64), lanes, axis=1)

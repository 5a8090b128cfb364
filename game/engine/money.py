"""How does money change hands?

Whole dollars move from one balance to another and are never created: what one pays another
receives. The sums are rounded once, here.
"""

from __future__ import annotations

import numpy as np

from game.world.state import Array, Floats, Ints, World

Index = int | np.integer
NOTHING = np.zeros(())  # read in half the time of a plain 0


def pay(w: World, payer: Index, payee: Index, usd: Array) -> Ints:
    """Move whole dollars from one balance to another; shape (worlds,), USD, not negative."""
    amount: Ints = np.rint(np.maximum(usd, NOTHING)).astype(np.int64)
    _take(w, payer, amount)
    _give(w, payee, amount)
    return amount


def pay_from(w: World, payers: Index | slice | Array, payee: Index, usd: Array) -> Ints:
    """Several pay one; `usd` has shape (payers, worlds). Each row is rounded by itself."""
    amounts: Ints = np.rint(np.maximum(usd, NOTHING)).astype(np.int64)
    _take(w, payers, amounts)
    _give(w, payee, np.add.reduce(amounts, axis=0))
    return amounts


def pay_to(w: World, payer: Index, payees: Index | slice | Array, usd: Array) -> Ints:
    """One pays several; `usd` has shape (payees, worlds). Each row is rounded by itself."""
    amounts: Ints = np.rint(np.maximum(usd, NOTHING)).astype(np.int64)
    _take(w, payer, np.add.reduce(amounts, axis=0))
    _give(w, payees, amounts)
    return amounts


def pay_one_each(
    w: World, payers: Index | Array, payees: Index | Array, usd: Array, lanes: Array
) -> None:
    """One pays one in each of some worlds, none of which is named twice; shape (payments,)."""
    amounts: Ints = np.rint(np.maximum(usd, NOTHING)).astype(np.int64)
    w.cash_usd[payers, lanes] -= amounts
    w.cash_usd[payees, lanes] += amounts
    w.income_usd[payees, lanes] += amounts


def _take(w: World, payers: Index | slice | Array, amounts: Ints) -> None:
    cash = w.cash_usd[payers]
    cash -= amounts
    if isinstance(payers, np.ndarray):  # `cash` is a copy; of a place or a slice it is a view
        w.cash_usd[payers] = cash


def _give(w: World, payees: Index | slice | Array, amounts: Ints) -> None:
    cash, income = w.cash_usd[payees], w.income_usd[payees]
    cash += amounts
    income += amounts
    if isinstance(payees, np.ndarray):
        w.cash_usd[payees], w.income_usd[payees] = cash, income


def afford(
    w: World, payer: Index | slice | Array | tuple[Index | Array, Array], usd: Array
) -> Floats:
    """The part of a sum that an actor has, in all worlds or in some; shape of `usd`, USD."""
    purse: Floats = np.maximum(w.cash_usd[payer].astype(np.float64), 0.0)
    return np.minimum(np.asarray(usd, np.float64), purse)


def earn(w: World, payees: Array, usd: Ints) -> None:
    """Several receive what others have paid; (payees, worlds), each of them named once."""
    w.cash_usd[payees] = w.cash_usd.take(payees, axis=0) + usd
    w.income_usd[payees] = w.income_usd.take(payees, axis=0) + usd

"""How does money change hands?

Whole dollars move from one balance to another and are never created: what one pays another
receives. The sums are rounded once, here.
"""

from __future__ import annotations

import numpy as np

from game.world.state import Array, Floats, Ints, World

Index = int | np.integer


def pay(w: World, payer: Index, payee: Index, usd: Array) -> Ints:
    """Move whole dollars from one balance to another; shape (worlds,), USD, not negative."""
    amount: Ints = np.rint(np.maximum(usd, 0)).astype(np.int64)
    w.cash_usd[payer] -= amount
    w.cash_usd[payee] += amount
    w.income_usd[payee] += amount
    return amount


def pay_from(w: World, payers: Index | slice | Array, payee: Index, usd: Array) -> Ints:
    """Several pay one; `usd` has shape (payers, worlds). Each row is rounded by itself."""
    amounts: Ints = np.rint(np.maximum(usd, 0)).astype(np.int64)
    w.cash_usd[payers] -= amounts
    total = amounts.sum(axis=0)
    w.cash_usd[payee] += total
    w.income_usd[payee] += total
    return amounts


def pay_to(w: World, payer: Index, payees: Index | slice | Array, usd: Array) -> Ints:
    """One pays several; `usd` has shape (payees, worlds). Each row is rounded by itself."""
    amounts: Ints = np.rint(np.maximum(usd, 0)).astype(np.int64)
    w.cash_usd[payer] -= amounts.sum(axis=0)
    w.cash_usd[payees] += amounts
    w.income_usd[payees] += amounts
    return amounts


def afford(w: World, payer: Index | slice | Array, usd: Array) -> Floats:
    """The part of a sum that an actor has; shape of `usd`, USD."""
    purse: Floats = np.maximum(w.cash_usd[payer].astype(np.float64), 0.0)
    return np.minimum(np.asarray(usd, np.float64), purse)

"""How does money change hands in one world?

In whole dollars, rounded half to even, from one balance to another: what one pays another receives.
"""

from __future__ import annotations

from benchmarks.oracle.state import Lane


def pay(w: Lane, payer: str, payee: str, usd: float) -> int:
    """Move whole dollars, none below zero; returns what was paid."""
    amount = round(max(usd, 0))
    w.cash_usd[payer] -= amount
    w.cash_usd[payee] += amount
    w.income_usd[payee] += amount
    return amount


def afford(w: Lane, payer: str, usd: float) -> float:
    """The part of a sum that an actor has."""
    return min(float(usd), max(float(w.cash_usd[payer]), 0.0))

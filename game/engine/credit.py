"""When does a bank close the line, and what is left of a lab then?

Banks look at the books when every bill of a quarter is paid, before the next morning. Below its
line a lab defaults: the event is counted, its debt becomes shares, people and hours go. Never
silent, and no money is made.
"""

from __future__ import annotations

import numpy as np

from game.engine.effects import shorten
from game.engine.homes import homes
from game.engine.money import pay_to
from game.engine.quarter import Quarter
from game.world.state import Array


def close_lines(x: Quarter) -> None:
    """Below its credit line a lab defaults: creditors take shares for what they are owed."""
    w, labs = x.w, homes(x.ruleset).labs
    floor = x.by("budgets.credit_floor_usd", "actor")[labs]
    line = floor + x.k("budgets.credit_share") * w.arr_usd[labs]
    hit = w.cash_usd[labs] < -line
    if np.count_nonzero(hit):
        restructure(x, hit)


def restructure(x: Quarter, hit: Array) -> None:
    """What a default does in the worlds where `hit` holds; shape (labs, worlds)."""
    w, labs = x.w, homes(x.ruleset).labs
    w.defaults[labs] += hit
    owed = pay_to(w, x.actor("outside"), labs, np.where(hit, -w.cash_usd[labs], 0))
    claims = owed + np.where(hit, w.debt_usd[labs], 0)
    worth = np.maximum(w.valuation_usd[labs], 1.0)
    stake = np.minimum(claims / (claims + worth), x.k("budgets.creditors_most"))
    before = w.equity_sold[labs]
    after = 1.0 - (1.0 - before) * (1.0 - stake)
    # 1 - (1 - s) is not always s in floating point: where nobody sold, the old share is kept, so
    # that a world of a batch comes out as it does alone.
    w.equity_sold[labs] = np.where(np.logical_or.reduce(hit), after, before)
    w.debt_usd[labs] = np.where(hit, 0, w.debt_usd[labs])
    w.staff[labs] *= np.where(hit, x.k("budgets.default_staff"), 1.0)
    w.trust[labs] = np.maximum(w.trust[labs] - x.k("budgets.default_trust") * hit, 0.0)
    all_worth = np.maximum(w.valuation_usd[labs].sum(axis=0), 1.0)
    fear = x.k("budgets.default_fear") * (worth * hit).sum(axis=0) / all_worth
    w.confidence = np.maximum(w.confidence - fear, 0.0)
    cut_hours(x, hit)


def cut_hours(x: Quarter, hit: Array) -> None:
    """Landlords end a part of the contracts, and with it what those contracts would have ended."""
    w, labs = x.w, x.places.lab_rows
    before = w.rented_h100e[labs].copy()
    w.rented_h100e[labs] *= np.where(hit, x.k("budgets.default_hours"), 1.0)
    for lab, hours in zip(x.places.labs, before, strict=True):
        shorten(x.ruleset, w, lab, hours)

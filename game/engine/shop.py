"""What never changes about the market for chips: shelves, sellers and buyers?

Read from content once for a ruleset; it holds no rule and no state.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from game.engine.quarter import widened
from game.world.geography import Rows, places, rows
from game.world.state import Array, Floats, Ints

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


@dataclass(frozen=True, eq=False)
class Shop:
    """What the market needs to know of classes and buyers, as arrays; shape (chip,) or wider."""

    maker: Ints
    watts: Floats  # (chip, 1)
    tdp_mw: Floats  # (chip, 1)
    network: Floats  # (chip, 1) 1 where a network is sold with the chip
    speaks_cuda: Floats
    closed: Array  # drawn for a closed market
    closed_rows: Rows  # the same
    may: Array  # (chip, actor) whom a class is meant for, licences and thresholds apart
    meant_foreign: Floats  # (chip, actor, 1) the same as numbers, of classes not the designer's
    own: Ints  # its place on the chip axis
    ours: Rows  # the classes of the designer
    home: Rows  # the classes made in China, which a rule may bind money to
    open_line: Floats  # (chip, 1) 1 for those of them that were not drawn for a closed market
    site_usd: Floats  # (chip, 1) what must be built round a chip
    life_kwh: Floats  # (chip, 1) what it draws, its hall's own needs too, until it is paid back
    hung: Floats  # (chip, 1) price of a chip with its part of a network, for a dollar of it alone
    counted: Floats  # (2, chip, 1) H100 equivalents and megawatts of the designer's classes
    lowest_usd: Floats  # (chip, 1)
    highest_usd: Floats  # (chip, 1) while minerals cost what they did
    sellers: Ints  # makers, each once ...
    by_seller: Rows  # ... the classes, one maker's after the other ...
    starts: Ints  # ... and where each of these begins
    designer: int  # among the sellers
    chinese: Ints  # buyers who stand in China
    played: Array  # (actor, 1) whether it decides for itself
    purse: Array  # (actor, 1) whether it spends no more than it has: those, and traders
    decided: Floats  # (actor, 1) 0 for those
    levied: tuple[Ints, Ints, Ints]  # who collects tariffs, buyers by collector, where each begins


@lru_cache(maxsize=8)
def shop(ruleset: Ruleset) -> Shop:
    """The shelves of a ruleset."""
    chips, p, k = list(ruleset.chips.values()), places(ruleset), ruleset.k
    big4 = np.isin(np.arange(p.region_of.size), p.big4)
    chinese = p.region_of == ruleset.index("region", "cn")
    whom = {"nvidia": np.ones_like(big4), "huawei": chinese}
    ours = np.array([float(chip.maker == "nvidia") for chip in chips])
    maker = np.array([ruleset.index("actor", chip.maker) for chip in chips])
    watts = np.array([[chip.watts] for chip in chips])
    tdp_mw = np.array([[chip.tdp_watts / 1e6] for chip in chips]) * ours[:, None]
    closed = np.array([chip.respec_of is not None for chip in chips])
    may = np.array([whom.get(chip.maker, big4) for chip in chips])
    posted = np.array([[chip.price_usd] for chip in chips])
    sellers, by_seller, starts = _grouped(maker)
    played = (p.is_state + p.is_lab)[:, None]
    return Shop(
        maker=maker,
        watts=watts,
        tdp_mw=tdp_mw,
        network=ours[:, None],
        speaks_cuda=ours,
        closed=closed,
        closed_rows=rows(np.flatnonzero(closed)),
        may=may,
        meant_foreign=may[p.foreign, :, None].astype(np.float64),
        own=np.arange(len(chips)),
        ours=rows(np.flatnonzero(ours)),
        home=rows(np.flatnonzero(maker == ruleset.index("actor", "huawei"))),
        open_line=(ours * ~closed)[:, None],
        site_usd=watts * k("market.site_usd_per_watt"),
        life_kwh=watts * (k("installed.pue") / 1000.0) * payback(ruleset),
        hung=1.0 + k("market.network_share") * ours[:, None],
        counted=np.array([p.h100e[:, None] * ours[:, None], tdp_mw]),
        lowest_usd=k("market.floor_share") * posted,
        highest_usd=k("market.ceiling_share") * posted,
        sellers=sellers,
        by_seller=rows(by_seller),
        starts=starts,
        designer=int(np.searchsorted(sellers, ruleset.index("actor", "nvidia"))),
        chinese=np.flatnonzero(chinese),
        played=played > 0,
        purse=(played > 0) | (np.arange(len(played)) == ruleset.index("actor", "traders"))[:, None],
        decided=(played == 0).astype(np.float64),
        levied=_grouped(p.owner_of[p.region_of]),
    )


def payback(ruleset: Ruleset) -> float:
    """The hours of work in which a machine pays itself back."""
    return ruleset.k("rental.installed_usd") / ruleset.k("rental.breakeven")


@dataclass(frozen=True, eq=False)
class Buyers:
    """Those actors who come to the market on a day."""

    rows: Ints  # their places among the actors
    region_of: Ints
    chinese: Ints  # who of them stands in China, among the buyers
    in_china: Floats  # (buyer, 1) the same as numbers
    meant_foreign: Floats  # (chip, buyer, 1) whom classes not the designer's are meant for


@lru_cache(maxsize=256)
def buyers(ruleset: Ruleset, coming: bytes, lanes: int) -> Buyers:
    """Those who come, told by a truth value for each actor."""
    rows_ = np.flatnonzero(np.frombuffer(coming, np.bool_))
    region_of = places(ruleset).region_of[rows_]
    in_china = region_of == ruleset.index("region", "cn")
    return Buyers(
        rows=rows_,
        region_of=region_of,
        chinese=np.flatnonzero(in_china),
        in_china=np.repeat(in_china[:, None].astype(np.float64), lanes, axis=-1),
        meant_foreign=widened(shop, ruleset, lanes).meant_foreign[:, rows_],
    )


def _grouped(of: Ints) -> tuple[Ints, Ints, Ints]:
    """The groups, the things one group after the other, and where each group begins."""
    order = np.argsort(of, kind="stable")
    groups, starts = np.unique(of[order], return_index=True)
    return groups, order, starts

"""Who lets machine time to whom in one world, how much room is left, and where does the rent go?

Clouds and the laboratories they serve stand in two pools: China's, to which machines abroad may be
added while cloud hours are licensed, and everybody else's.
"""

from __future__ import annotations

import math

from benchmarks.oracle.arithmetic import total
from benchmarks.oracle.hours import usable_h100e
from benchmarks.oracle.quarter import Quarter

ByActor = dict[str, float]

CHINA, ELSEWHERE = "china", "elsewhere"
POOLS = (ELSEWHERE, CHINA)


def landlords(x: Quarter, pool: str) -> list[str]:
    """Who lets in a pool; machines abroad that may be let to China serve nobody else."""
    found = []
    for actor, region in x.places.region_of.items():
        home = CHINA if region == "cn" else ELSEWHERE
        if crosses(x, actor) or x.by("rental.room", actor) > 0:
            serves = CHINA if crosses(x, actor) else home
            found += [actor] if serves == pool else []
    return found


def crosses(x: Quarter, actor: str) -> bool:
    """Does it let across the line?"""
    return x.by("rental.loophole_room", actor) > 0


def tenants(x: Quarter, pool: str) -> list[str]:
    """The labs that a pool serves."""
    return [lab for lab in x.places.labs if (x.places.region_of[lab] == "cn") == (pool == CHINA)]


def room(x: Quarter, pool: str) -> ByActor:
    """What each landlord of a pool may still let, H100e."""
    w = x.w
    free = {}
    for actor in landlords(x, pool):
        name = "rental.loophole_room" if crosses(x, actor) else "rental.room"
        left = x.by(name, actor) * usable_h100e(x, actor) - w.let_h100e[actor]
        licensed = w.item_licence["cloud"]["cn"] if crosses(x, actor) else 1.0
        free[actor] = max(left, 0.0) * licensed
    return free


def filled(free: ByActor, asked: ByActor) -> float:
    """The part that each tenant gets of the hours it asks for."""
    return min(total(free.values()) / max(total(asked.values()), 1e-9), 1.0)


def hand_over(x: Quarter, free: ByActor, hours: ByActor, usd: ByActor) -> None:
    """Take the hours that labs have got off their landlords, and their money to them.

    Both are split by room, in whole dollars; the first landlord keeps the odd ones.
    """
    w = x.w
    parts = {actor: room / max(total(free.values()), 1e-9) for actor, room in free.items()}
    paid = {lab: math.floor(due) for lab, due in usd.items()}
    got = {actor: math.floor(sum(paid.values()) * part) for actor, part in parts.items()}
    got[next(iter(got))] += sum(paid.values()) - sum(got.values())
    for lab, many in paid.items():
        w.cash_usd[lab] -= many
    for actor, part in parts.items():
        w.let_h100e[actor] += part * total(hours.values())
        w.cash_usd[actor] += got[actor]
        w.income_usd[actor] += got[actor]

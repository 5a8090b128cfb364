"""Whose wish does a stage carry out?

An order often only fills an input, a chip budget or a model to be released, that a stage uses up
later. A pool remembers which orders filled it, so that what the stage moves through it counts as
theirs, in proportion to what each had put in and was still there. Content says which stages do that
and for which figures (`content/base/causes`); it is kept for the seat that asks and no other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.world.causes import parse
from game.world.state import Ints

if TYPE_CHECKING:
    from game.content.models.reasons import Carry
    from game.content.ruleset import Ruleset

Held = dict[str, float]  # a cause with its turn → how much of its filling is left, in steps
Shares = list[tuple[str, float]]  # causes and their weights
PURSE = "me.cash_usd"
BUYING, BOUGHT = "buying:", "bought:"  # paid for this quarter, and in the one before


@dataclass(frozen=True)
class _Way:
    """One way in which a stage carries out orders, by the places of the figures."""

    name: str  # of the pool
    pool: tuple[int, ...]
    figures: tuple[int, ...]


class Pools:
    """Who filled each pool of one seat, while a quarter runs.

    What was paid for and has not arrived stands in two pools more, of this quarter and of the last.
    """

    def __init__(
        self, ruleset: Ruleset, seat: str, names: Sequence[str], held: Mapping[str, Held], now: Ints
    ) -> None:
        self._held = {pool: dict(parts) for pool, parts in held.items()}
        self._used: dict[str, Held] = {}  # by a stage of this quarter
        self._places = {name: place for place, name in enumerate(names)}
        self._lab = ruleset.actors[seat].kind == "lab"
        self._pools: dict[str, tuple[int, ...]] = {}
        self._arrives: dict[str, str] = {}  # the cause that pays → the stage that delivers
        self._ways: dict[str, list[_Way]] = {}
        for id_, cause in ruleset.causes.items():
            ways = [self._way(id_, carry) for carry in cause.carries]
            self._ways[f"stage:{id_}"] = [way for way in ways if way is not None]
        self._part_of = {place: name for name, pool in self._pools.items() for place in pool}
        self._unknown = {name: self._fit(name, now) for name in self._pools}

    def _way(self, stage: str, carry: Carry) -> _Way | None:
        """A way that touches figures somebody follows, or None."""
        wanted = carry.figures + (carry.labs if self._lab else ())
        figures = tuple(self._places[name] for name in wanted if name in self._places)
        if not figures or any(name not in self._places for name in carry.pool):
            return None
        if carry.paid_by:
            self._arrives.update({f"stage:{id_}": stage for id_ in carry.paid_by})
            return _Way(f"{BOUGHT}{stage}", (), figures)
        name, pool = carry.pool[0], tuple(self._places[each] for each in carry.pool)
        self._pools[name] = pool
        return _Way(name, pool, figures)

    def _fit(self, name: str, now: Ints) -> float:
        """Scale what is known of a pool down to its level; how much of the level nobody claims."""
        level = float(sum(now[place] for place in self._pools[name]))
        held = self._held.get(name, {})
        known = sum(held.values())
        if known > level:
            self._held[name] = {key: part * max(level, 0.0) / known for key, part in held.items()}
        return max(level - known, 0.0)

    def fill(self, cause: str, turn: int, figure: int, steps: float) -> None:
        """An order, a scene or the end of one has moved a figure; it may be part of a pool."""
        name = self._part_of.get(figure)
        parsed = parse(cause)
        if name is None or parsed.kind == "stage":
            return
        key = _key(cause, turn)
        held = self._held.setdefault(name, {})
        if steps > 0 or key in held:
            held[key] = max(held.get(key, 0.0) + steps, 0.0)

    def shares(self, cause: str, turn: int) -> dict[int, Shares]:
        """Whose the moves of a stage are: figure → causes and weights; uses the pools up."""
        found: dict[int, Shares] = {}
        for way in self._ways.get(cause, ()):
            used = self._used.setdefault(way.name, {})
            for key, part in self._held.pop(way.name, {}).items():
                used[key] = used.get(key, 0.0) + part
            shares = [(_told(key, turn, cause), part) for key, part in used.items() if part > 0]
            if unknown := self._unknown.get(way.name, 0.0):
                shares.append((cause, unknown))
            if shares:
                found.update(dict.fromkeys(way.figures, shares))
            if not way.pool:  # what was bought has arrived; what is being bought comes next
                paid = BUYING + way.name.removeprefix(BOUGHT)
                self._held[way.name] = self._held.pop(paid, {})
                del self._used[way.name]
        return found

    def paid(self, stage: str, figure: int, cause: str, turn: int, steps: int) -> None:
        """A stage has paid for something that arrives a quarter later, on behalf of a cause."""
        if steps < 0 and stage in self._arrives and figure == self._places.get(PURSE):
            held = self._held.setdefault(BUYING + self._arrives[stage], {})
            key = str(replace(parse(_key(cause, turn)), by=stage.removeprefix("stage:")))
            held[key] = held.get(key, 0.0) - steps

    def left(self, now: Ints) -> dict[str, Held]:
        """What the next quarter must know: a stage leaves what it could not use to those it took
        it from, in proportion."""
        for name in self._pools:
            rest = self._fit(name, now)
            used = self._used.get(name, {})
            whole = sum(used.values()) + self._unknown[name]
            held = self._held.setdefault(name, {})
            for key, part in used.items() if rest > 0 else ():
                held[key] = held.get(key, 0.0) + part * min(rest / whole, 1.0)
        return {name: kept for name, held in self._held.items() if (kept := _real(held))}


def _key(cause: str, turn: int) -> str:
    """A cause as a pool knows it: with its turn, whoever carries it out."""
    parsed = parse(cause)
    made = turn if parsed.made is None else parsed.made
    return str(replace(parsed, made=made, ends=False, by=""))


def _told(key: str, turn: int, cause: str) -> str:
    """A cause of a pool as it is told: with its turn if that is past, and who carried it out."""
    parsed = parse(key)
    if parsed.kind == "stage":
        return cause
    made = None if parsed.made == turn else parsed.made
    return str(replace(parsed, made=made, by=cause.removeprefix("stage:")))


def _real(held: Held) -> Held:
    """Without what has been used to the last."""
    return {key: part for key, part in held.items() if part > 0.5}

"""How many calls of numpy does a quarter take?

At two lanes a call costs a microsecond whatever it does, so that their number is the speed of a
turn; and unlike a time it is the same on every machine. Arrays of a world are dressed in a class
that counts what is done with them, and the interpreter tells the rest. Indexing is not counted, and
neither is arithmetic between numbers of the content alone.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from game.engine import tick
from game.engine.policies import decide, no_orders
from game.world.dice import Dice
from game.world.state import Floats, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

# Methods that come to a universal function in the end, and are counted there.
_THROUGH_UFUNC = frozenset("all any clip max mean min prod std sum var".split())


class _Tally:
    """What is being counted now; nothing while a call of numpy makes others itself."""

    def __init__(self) -> None:
        self.found: Counter[str] = Counter()
        self.depth = 0

    @contextmanager
    def one(self, name: str) -> Iterator[None]:
        """Count one call and none that it makes."""
        if not self.depth:
            self.found[name] += 1
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1


_tally = _Tally()


class Counted(np.ndarray[Any, Any]):
    """An array that counts what is done with it."""

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **more: Any) -> Any:
        out = more.pop("out", ())
        plain = {name: _bare(value) for name, value in more.items()}
        if out:
            plain["out"] = tuple(map(_bare, out))
        with _tally.one(ufunc.__name__):
            result = getattr(ufunc, method)(*map(_bare, inputs), **plain)
        if out:
            return out[0] if len(out) == 1 else out
        return _dressed(result)

    def __array_function__(self, function: Any, types: Any, args: Any, more: Any) -> Any:
        with _tally.one(function.__name__):
            return super().__array_function__(function, types, args, more)


def _bare(value: Any) -> Any:
    return value.view(np.ndarray) if isinstance(value, Counted) else value


def _dressed(result: Any) -> Any:
    if isinstance(result, tuple):
        return tuple(map(_dressed, result))
    return result.view(Counted) if isinstance(result, np.ndarray) else result


def _hear(frame: Any, event: str, called: Any) -> None:
    """What the interpreter says: array methods and array makers written in C."""
    if event != "c_call" or _tally.depth:
        return
    name, owner = getattr(called, "__name__", ""), getattr(called, "__self__", None)
    method = isinstance(owner, np.ndarray) and name not in _THROUGH_UFUNC
    if method or getattr(called, "__module__", None) == "numpy":
        _tally.found[name] += 1


def counted(function: Callable[[], Any]) -> Counter[str]:
    """The calls of numpy that a function makes on dressed arrays, by name."""
    _tally.found = Counter()
    before = sys.getprofile()
    sys.setprofile(_hear)
    try:
        function()
    finally:
        sys.setprofile(before)
    found = _tally.found
    found.pop("view", None)  # how arrays are dressed
    return found


def quarter(ruleset: Ruleset, world: World, dice: Dice) -> tuple[World, dict[str, Counter[str]]]:
    """Play a quarter with the usual policies: the world after it, and the calls of each part."""
    dressed = replace(world, **{name: array.copy() for name, array in world.items()})
    for name, array in dressed.items():
        setattr(dressed, name, array.view(Counted))
    orders: Floats = no_orders(ruleset, dressed).view(Counted)
    alike = bool((dressed.world_id == dressed.world_id[0]).all())  # as the lanes of a game are
    found = {"policies": counted(lambda: decide(ruleset, dressed, dice, orders, alike=alike))}
    after: list[World] = []
    found["tick"] = counted(
        lambda: after.append(tick(ruleset, dressed, orders, dice, in_place=True, alike=alike))
    )
    plain = World(**{name: np.array(array) for name, array in after[0].items()})
    return plain, found

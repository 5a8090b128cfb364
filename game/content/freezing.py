"""How does a checked ruleset become bytes, and how are bytes read back without trusting them?

Definitions go as records, expressions in their parsed form. The reader makes records, expressions
and rulesets, and refuses whatever else the bytes may ask for: nothing in them can run. What a start
seldom needs lies inside as bytes of its own, which are read in the same way when they are needed.
"""

from __future__ import annotations

import gc
import io
import pickle
from dataclasses import fields
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from game.content import records
from game.content.expressions import Expression

if TYPE_CHECKING:
    from game.content.evaluation import Code
    from game.content.ruleset import Ruleset

_KNOWN = frozenset(
    {
        ("game.content.expressions", "Expression"),
        ("game.content.ruleset", "ModInfo"),
        ("game.content.ruleset", "Ruleset"),
        ("game.errors", "Problem"),
    }
)


# Tables that are not looked at before the first screen.
LATER = ("codex", "facts", "news", "series", "observations", "score")


class _Freezer(pickle.Pickler):
    """Names expressions without figures, so that those in different parts are the same object."""

    def persistent_id(self, held: Any) -> Any:
        if type(held) is Expression and not held.names:
            return held.source, held.is_condition, held.code
        return None


class _Thawer(pickle.Unpickler):
    """Makes what a ruleset is made of, and nothing else."""

    def persistent_load(self, named: Any) -> Any:
        return _without_figures(*named)

    def find_class(self, module: str, name: str) -> Any:
        if module == records.__name__:
            return records.record_class(name)
        if (module, name) in _KNOWN:
            return getattr(import_module(module), name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a ruleset")


@lru_cache(maxsize=4096)
def _without_figures(source: str, is_condition: bool, code: Code) -> Expression:
    return Expression(str(source), frozenset(), bool(is_condition), code)


def freeze(ruleset: Ruleset) -> bytes:
    """A ruleset as bytes; its definitions come back as records."""
    whole = records.recorded(ruleset)
    held = {each.name: getattr(whole, each.name) for each in fields(whole)}
    held["_later"] = {name: freeze_part(held.pop(name)) for name in LATER}
    held["storylets"] = {
        id_: records.folded(each, freeze_part) for id_, each in held["storylets"].items()
    }
    bare = object.__new__(type(whole))
    bare.__dict__.update(held)
    return freeze_part(bare)


def freeze_part(held: Any) -> bytes:
    """Part of a ruleset as bytes."""
    into = io.BytesIO()
    _Freezer(into, pickle.HIGHEST_PROTOCOL).dump(held)
    return into.getvalue()


def thaw_part(data: bytes) -> Any:
    """What some bytes hold; raises UnpicklingError and its like."""
    return _Thawer(io.BytesIO(data)).load()


def thaw(data: bytes) -> Ruleset:
    """The ruleset that some bytes hold; raises UnpicklingError and its like."""
    from game.content.ruleset import Ruleset

    was_on = gc.isenabled()
    gc.disable()  # it would search what is only being built
    try:
        found = thaw_part(data)
    finally:
        if was_on:
            gc.enable()
    if not isinstance(found, Ruleset):
        raise pickle.UnpicklingError("this is not a ruleset")
    return found

"""How does a checked ruleset become bytes, and how are bytes read back without trusting them?

Definitions go as records, expressions in their parsed form. The reader makes records, expressions
and rulesets, and refuses whatever else the bytes may ask for: nothing in them can run.
"""

from __future__ import annotations

import gc
import io
import pickle
from importlib import import_module
from typing import TYPE_CHECKING, Any

from game.content import records

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

_KNOWN = frozenset(
    {
        ("game.content.expressions", "Expression"),
        ("game.content.ruleset", "ModInfo"),
        ("game.content.ruleset", "Ruleset"),
        ("game.errors", "Problem"),
    }
)


class _Thawer(pickle.Unpickler):
    """Makes what a ruleset is made of, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if module == records.__name__:
            return records.record_class(name)
        if (module, name) in _KNOWN:
            return getattr(import_module(module), name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a ruleset")


def freeze(ruleset: Ruleset) -> bytes:
    """A ruleset as bytes; its definitions come back as records."""
    return pickle.dumps(records.recorded(ruleset), pickle.HIGHEST_PROTOCOL)


def thaw(data: bytes) -> Ruleset:
    """The ruleset that some bytes hold; raises UnpicklingError and its like."""
    from game.content.ruleset import Ruleset

    was_on = gc.isenabled()
    gc.disable()  # it would search what is only being built
    try:
        found = _Thawer(io.BytesIO(data)).load()
    finally:
        if was_on:
            gc.enable()
    if not isinstance(found, Ruleset):
        raise pickle.UnpicklingError("this is not a ruleset")
    return found

"""How are the bytes of a ruleset read back without trusting them?

The reader makes records, expressions and rulesets, and refuses whatever else the bytes may ask for:
nothing in them can run. What lies inside as bytes of its own is read in the same way when it is
needed. `freezing.py` writes them.
"""

from __future__ import annotations

import gc
import io
import pickle
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from game.content import records
from game.content.expressions import Expression

if TYPE_CHECKING:
    from game.content.evaluation import Code
    from game.content.ruleset import Ruleset

# Tables that are not looked at before the first screen.
LATER = ("codex", "facts", "news", "series", "observations", "score")

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
        if (module, name) == (__name__, without_figures.__name__):
            return without_figures
        if module == records.__name__:
            return records.record_class(name)
        if (module, name) in _KNOWN:
            return getattr(import_module(module), name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of a ruleset")


@lru_cache(maxsize=4096)
def without_figures(source: str, is_condition: bool, code: Code) -> Expression:
    """An expression that reads no figures, the same one wherever it stands."""
    return Expression(str(source), frozenset(), bool(is_condition), code)


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

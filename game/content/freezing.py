"""How does a checked ruleset become records, and records bytes?

Definitions go as records, expressions in their parsed form. What a start seldom needs lies inside
as bytes of its own. `thawing.py` reads the bytes back; who only reads needs none of this.
"""

from __future__ import annotations

import io
import pickle
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from game.content import records
from game.content.beside import Beside
from game.content.expressions import Expression
from game.content.records import record_class
from game.content.thawing import LATER, without_figures

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Held = TypeVar("Held")

_made = Beside()  # records of models


def recorded(held: Held) -> Held:
    """The same with a record in the place of every model, however deep.

    The type is a white lie: a record can be asked whatever the game asks of a model.
    """
    found: Any = _recorded(held)
    return found


def _definition(held: Any) -> Any:
    """A value of a table as a record: the same one for the same model."""
    if not hasattr(type(held), "model_fields"):
        return _recorded(held)
    return _made.of(held) or _made.keep(held, _recorded(held))


def _recorded(held: Any) -> Any:
    kind = type(held)
    if kind in (str, int, float, bool, type(None)):
        return held
    if kind is tuple:
        return tuple(map(_recorded, held))
    if kind is dict:
        return {_recorded(key): _definition(value) for key, value in held.items()}
    if hasattr(kind, "model_fields"):
        record = object.__new__(record_class(kind.__name__))
        record.__dict__.update({name: _recorded(value) for name, value in held.__dict__.items()})
        return record
    if isinstance(held, str):  # it was written without quotes: nobody asks that any more
        return str(held)
    if is_dataclass(held) and kind.__name__ != "Expression":
        changed = {f.name: _recorded(getattr(held, f.name)) for f in fields(held) if f.init}
        return replace(held, **changed)  # type: ignore[type-var]
    return held


# ------------------------------------------------------------------------------- the bytes


def _named(held: Expression) -> Any:
    """Expressions without figures go by name: those in different parts are the same object."""
    if held.names:
        return held.__reduce__()
    return without_figures, (held.source, held.is_condition, held.code)


_HOW: dict[type, Any] = {Expression: _named}  # a type goes
_folded = Beside()  # records whose fields are folded away, by the whole ones


def freeze(ruleset: Ruleset) -> bytes:
    """A ruleset as bytes; its definitions come back as records."""
    whole = recorded(ruleset)
    held = {each.name: getattr(whole, each.name) for each in fields(whole)}
    held["_later"] = {name: freeze_part(held.pop(name)) for name in LATER}
    held["storylets"] = {
        id_: _folded.of(each) or _folded.keep(each, records.folded(each, freeze_part))
        for id_, each in held["storylets"].items()
    }
    bare = object.__new__(type(whole))
    bare.__dict__.update(held)
    return freeze_part(bare)


def freeze_part(held: Any) -> bytes:
    """Part of a ruleset as bytes."""
    into = io.BytesIO()
    freezer = pickle.Pickler(into, pickle.HIGHEST_PROTOCOL)
    freezer.dispatch_table = _HOW
    freezer.dump(held)
    return into.getvalue()

"""What is left of a definition once it has been checked: its fields and its few questions?

A record stands for a model of the same name wherever the game only reads it. Making one imports no
pydantic, which is why a cache of the checked content keeps records. What models and records can
both be asked is written here, once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.content.models.story import Choice


class TwoTongues:
    """Something said in English and in French, either of which may be missing."""

    en: str
    fr: str

    def __bool__(self) -> bool:
        return bool(self.en or self.fr)


class Moving:
    """Something that may change the world."""

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing at all."""
        held = self.__dict__
        return not any(held[name] for name in ("pay", "gain", "transfer", "add", "set"))


class Answerable:
    """A scene with its answers."""

    @property
    def default_choice(self) -> Choice:
        """What happens when nobody answers."""
        choices: tuple[Choice, ...] = fields_of(self)["choices"]
        return next(choice for choice in choices if choice.default)


BEHAVIOUR: dict[str, type] = {
    "Effect": Moving,
    "Outcome": Moving,
    "Storylet": Answerable,
    "Text": TwoTongues,
}


# What every start asks of all records of a kind. Their other fields are most of the content, and
# few of them are read in one game: in a cache they lie folded, record by record.
AT_HAND: dict[str, frozenset[str]] = {
    "Storylet": frozenset(
        {"id", "seats", "size", "once", "mood", "follow_up", "when", "wait", "priority", "weight"}
    )
}
FOLDED = "_folded"


class Record:
    """The frozen fields of a definition, or of a part of one."""

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and fields_of(other) == fields_of(self)

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.__dict__.get("id")))

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in fields_of(self).items())
        return f"{type(self).__name__}({told})"

    def model_copy(self, *, update: dict[str, Any] | None = None) -> Record:
        """The same with some fields changed."""
        copy = object.__new__(type(self))
        copy.__dict__.update(fields_of(self), **(update or {}))
        return copy


class FoldedRecord(Record):
    """A record some of whose fields lie folded away until one of them is asked for."""

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__") and name in fields_of(self):
            return self.__dict__[name]
        raise AttributeError(f"a {type(self).__name__} has no '{name}'")


def fields_of(held: Any) -> dict[str, Any]:
    """All fields of a record or a model, those of a record among them that lie folded away."""
    fields: dict[str, Any] = held.__dict__
    folded = fields.get(FOLDED)
    if folded is not None:
        from game.content.thawing import thaw_part

        for name, value in thaw_part(folded).items():
            fields.setdefault(name, value)  # another thread may have been quicker
        fields.pop(FOLDED, None)
    return fields


def folded(record: Record, fold: Callable[[Any], bytes]) -> Record:
    """The same record with the fields folded that are not always at hand."""
    at_hand = AT_HAND.get(type(record).__name__)
    if at_hand is None:
        return record
    fields = fields_of(record)
    away = {name: value for name, value in fields.items() if name not in at_hand}
    small = object.__new__(type(record))
    small.__dict__.update({name: fields[name] for name in fields if name in at_hand})
    small.__dict__[FOLDED] = fold(away)
    return small


def record_class(name: str) -> type[Record]:
    """The class that stands for the model of a name; always the same one."""
    found = globals().get(name)
    if found is None:
        base = FoldedRecord if name in AT_HAND else Record
        bases = (BEHAVIOUR[name], base) if name in BEHAVIOUR else (base,)
        found = globals()[name] = type(name, bases, {"__module__": __name__})
    if not (isinstance(found, type) and issubclass(found, Record)):
        raise TypeError(f"'{name}' cannot be the name of a record")
    return found

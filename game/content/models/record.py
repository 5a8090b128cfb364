"""What is on record: what was done, how series ran, what was observed?

The lines of a script say what actors did in a quarter that is past; a series says which figure of
the game stands for a number of the real world; an observation is one such number, with its source.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from game.content.models.basis import (
    ActorId,
    Amount,
    Bool,
    Float,
    Id,
    Int,
    Model,
    Note,
    OrderId,
    Positive,
    Quarter,
    Ref,
    Rule,
    Said,
    ScenarioId,
    Source,
    Status,
    Str,
    Text,
)
from game.content.models.story import Effect

SeriesId = Annotated[Id, Ref("series")]
ObservedId = Annotated[Str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,79}$")]

# One quarter, or the first and the last of several.
Span = Annotated[Str, StringConstraints(pattern=r"^[12][0-9]{3}Q[1-4](-[12][0-9]{3}Q[1-4])?$")]


class Script(Rule):
    """What an actor did in a quarter: an order of its own, or an effect on the world."""

    id: Id
    scenarios: Annotated[tuple[ScenarioId, ...], Field(min_length=1)]
    quarter: Quarter
    actor: ActorId
    title: Said  # what `why` calls it
    order: OrderId | None = None
    amount: Amount | None = None  # the default of the order when it is not said
    effect: Effect | None = None
    status: Status
    source: Source
    note: Note | None = None

    @model_validator(mode="after")
    def _one_deed(self) -> Script:
        if (self.order is None) == (self.effect is None):
            hint = "a seat gives an order, anybody else acts through an effect"
            details = {"code": "E210", "hint": hint}
            raise PydanticCustomError("deed", "either an order or an effect belongs here", details)
        return self


class Known(Model):
    """The value of a series in one quarter."""

    quarter: Quarter
    value: Float
    status: Literal["sourced", "derived", "guess"] = "sourced"
    source: Source
    note: Note | None = None


class Series(Rule):
    """A number of the real world, and the figures of the game that stand for it."""

    id: Id
    title: Said
    unit: Text  # written behind a value
    digits: Annotated[Int, Field(ge=0, le=4)] = 0
    value: Amount  # read after the quarter is played; `was.NAME` is the quarter before
    log: Bool = True  # its errors are measured in logarithms: it is a level, above zero
    history: tuple[Known, ...] = ()  # to the end of 2023: what naive forecasts start from
    note: Note | None = None


class Observation(Rule):
    """What a series really was, and how near a simulation must come."""

    id: ObservedId
    series: SeriesId
    quarter: Span
    aggregate: Literal["point", "sum", "mean"] = "point"
    value: Float
    unit: Str
    tolerance: Positive
    tolerance_type: Literal["relative", "absolute", "factor"]
    role: Literal["fit", "score"]
    source: Source
    provenance: Str = ""
    note: Note | None = None

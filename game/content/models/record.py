"""What is on record: what was done, how series ran, what was observed?

The lines of a script say what actors did in a quarter that is past; a series says which figure of
the game stands for a number of the real world; an observation is one such number, with its source.
"""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator
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

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["order"]}, {"required": ["effect"]}]}
    )

    id: Id
    """Name of the line."""
    scenarios: Annotated[tuple[ScenarioId, ...], Field(min_length=1)]
    """The scenarios in which it is played."""
    quarter: Quarter
    """The quarter in which it was done."""
    actor: ActorId
    """Who did it."""
    title: Said
    """What `why` calls it."""
    order: OrderId | None = None
    """The order that the seat gave; either this or `effect`."""
    amount: Amount | None = None
    """How much it asked for; the order’s default when left out."""
    effect: Effect | None = None
    """What an actor without orders did; either this or `order`."""
    status: Status
    """Whether it is documented, disputed or invented."""
    source: Source
    """Where it is recorded."""
    note: Note | None = None
    """A remark for whoever reads the file."""

    @model_validator(mode="after")
    def _one_deed(self) -> Self:
        if (self.order is None) == (self.effect is None):
            hint = "a seat gives an order, anybody else acts through an effect"
            details = {"code": "E210", "hint": hint}
            raise PydanticCustomError("deed", "either an order or an effect belongs here", details)
        return self


class Known(Model):
    """The value of a series in one quarter."""

    quarter: Quarter
    """The quarter of the value."""
    value: Float
    """The value."""
    status: Literal["sourced", "derived", "guess"] = "sourced"
    """Whether it was read, derived or guessed."""
    source: Source
    """Where it was read."""
    note: Note | None = None
    """A remark for whoever reads the file."""


class Series(Rule):
    """A number of the real world, and the figures of the game that stand for it."""

    id: Id
    """Name of the series."""
    title: Said
    """What it is called."""
    unit: Text
    """Written behind a value."""
    digits: Annotated[Int, Field(ge=0, le=4)] = 0
    """Digits behind the point."""
    value: Amount
    """The figures that stand for it, read after the quarter; `was.NAME` is the quarter before."""
    log: Bool = True
    """Whether its errors are measured in logarithms: it is a level, above zero."""
    history: tuple[Known, ...] = ()
    """Values to the end of 2023, from which naive forecasts start."""
    note: Note | None = None
    """A remark for whoever reads the file."""


class Observation(Rule):
    """What a series really was, and how near a simulation must come."""

    id: ObservedId
    """Name of the observation."""
    series: SeriesId
    """The series it is a value of."""
    quarter: Span
    """One quarter, or the first and the last of several."""
    aggregate: Literal["point", "sum", "mean"] = "point"
    """How several quarters make one value."""
    value: Float
    """What it really was."""
    unit: Str
    """Unit of the value."""
    tolerance: Positive
    """How near a simulation must come."""
    tolerance_type: Literal["relative", "absolute", "factor"]
    """How the tolerance is measured."""
    role: Literal["fit", "score"]
    """Whether coefficients may be tuned on it, or it only keeps the score."""
    source: Source
    """Where it was published."""
    provenance: Str = ""
    """How it was read from the source."""
    note: Note | None = None
    """A remark for whoever reads the file."""

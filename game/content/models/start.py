"""From where does a playthrough start: seats, scenarios, opening values?

Who may be played and with which books, and the numbers of the first morning.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from game.content.document import Path
from game.content.models.basis import (
    ActorId,
    Also,
    Bool,
    Condition,
    DottedId,
    EndingId,
    FigureName,
    Id,
    Int,
    Model,
    Note,
    OrderId,
    Placeholders,
    Quarter,
    Ref,
    Rule,
    Said,
    ScenarioId,
    SeatId,
    Source,
    Standing,
    StoryletId,
    Str,
)


class Goal(Model):
    """Something to reach by a turn."""

    until: Annotated[Int, Field(ge=0, le=60)]
    """The turn at whose end it should hold; of 41 turns the first is 0 and the last is 40."""
    when: Condition
    """Reached when this holds."""
    text: Annotated[Said, Placeholders()]
    """How the goal is told."""


class Task(Model):
    """Something to try; once a quarter that showed it is over and it is done, the next is shown."""

    model_config = ConfigDict(
        json_schema_extra={"anyOf": [{"required": ["scene"]}, {"required": ["orders"]}]}
    )

    scene: StoryletId | None = None
    """Done by an answer to this scene."""
    orders: tuple[OrderId, ...] = ()
    """Done by one of these orders."""
    when: Condition | None = None
    """Done also where this holds at a table that shows it: there is nothing left to do."""
    text: Annotated[Said, Placeholders()]
    """What to try, and where it is found."""

    @model_validator(mode="after")
    def _has_a_way(self) -> Self:
        if self.scene is None and not self.orders:
            details = {"code": "E210", "hint": "a task is done by a scene’s answer, or by an order"}
            raise PydanticCustomError("task", "a scene or orders belong here", details)
        return self


class Fear(Model):
    """What ends a run early, and with which ending."""

    when: Condition
    """Ends the run when this holds."""
    ending: EndingId
    """The ending that is then told."""


class Seat(Rule):
    """An actor that a person or a policy may direct."""

    id: ActorId
    """The actor that may be directed."""
    kind: Literal["state", "startup"]
    """A state, or a start-up such as a lab."""
    kind_title: Said | None = None
    """What the player reads for the kind, where “a state” or “a laboratory” would be wrong."""
    playable: Bool
    """Whether a person may choose it."""
    attention: Annotated[Int, Field(ge=1, le=9)]
    """Points of attention each quarter, which orders use up."""
    title: Said
    """What the seat is called."""
    question: Said
    """What the seat is about, in one sentence."""
    challenge: Said | None = None
    """How hard it is to play, in one sentence."""
    briefing: Annotated[Said, Placeholders()]
    """What one reads on the first morning; figures in braces are filled in."""
    figures: tuple[FigureName, ...]
    """Figures on the seat’s desk, in this order."""
    goals: tuple[Goal, ...] = ()
    """What to reach by when."""
    first_orders: tuple[OrderId, ...] = ()
    """The only orders offered in the first year, six at most: a seventh is cut. None named: all."""
    fears: tuple[Fear, ...] = ()
    """What ends a run early."""


def _tree(value: Any) -> Any:
    _check_tree(value, ())
    return value


def _check_tree(value: Any, path: Path) -> None:
    if isinstance(value, dict):
        for key, each in value.items():
            _check_tree(each, (*path, key))
    elif isinstance(value, list):
        for position, each in enumerate(value):
            _check_tree(each, (*path, position))
    elif not isinstance(value, int | float) or isinstance(value, bool):
        raise PydanticCustomError(
            "numbers", "this must be a number", {"code": "E203", "at": list(path)}
        )


class Opening(Rule):
    """The value of one array of the world as a scenario opens, before any scene is answered.

    The seats that nobody plays answer their first scenes before the first table is laid: what that
    moved is told by `why NAME` on the first morning. A value stays within `low` and `high` of the
    figures that read it.
    """

    id: DottedId
    """Name of the opening; a scenario may list the ones it uses."""
    field: Id
    """The array of the world that it fills; the page arrays.md lists them."""
    values: Annotated[Any, BeforeValidator(_tree), WithJsonSchema({"$ref": "#/definitions/Values"})]
    """A number everywhere, or numbers by id along the axes of the array."""
    scenarios: tuple[ScenarioId, ...] = ()
    """The scenarios that begin with it; none named: all that take it, prologues too."""
    unit: Str
    """Unit of the values."""
    status: Standing
    """Standing: sourced, fit to observations, a guess, or invented."""
    source: Source
    """Where the numbers come from, or the words "invented for balance"."""
    note: Note | None = None
    """A remark for whoever reads the file."""


_NUMBERS = BeforeValidator(_tree)  # a number, or one for some of its keys


def _all(value: Any) -> Any:
    if value == "all":
        return ("all",)
    return value


class Silence(Model):
    """A seat for which the script decides: its policy asks for nothing, or not for some orders."""

    seat: SeatId
    """The seat that leaves decisions to the script."""
    until: Quarter
    """The last quarter in which it does."""
    orders: tuple[OrderId, ...] = ()
    """The orders that are left to the script; none named: all."""


class Scenario(Rule):
    """A start and an end: which openings, which seats, how long, and for whom a script decides.

    With a `prologue` the quarters before `begins` are played by that scenario's script and by the
    policies; `turns` counts from the first quarter all the same.
    """

    id: Id
    """What `--scenario` and saves call it."""
    title: Said
    """What the player reads."""
    text: Said
    """Where and when it starts, in a few sentences."""
    first_quarter: Quarter
    """The quarter of turn 0; the world’s clock starts at 2022Q4."""
    turns: Annotated[Int, Field(ge=1, le=200)]
    """Quarters from the first to the last."""
    openings: Annotated[
        tuple[Annotated[DottedId, Ref("openings", ("all",))], ...],
        BeforeValidator(_all),
        Also({"enum": ["all"]}),
    ] = ("all",)
    """Ids of the openings it uses, or the word all."""
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1)]
    """The seats among which a player chooses."""
    news: Annotated[
        tuple[Annotated[Id, Ref("news", ("all",))], ...],
        BeforeValidator(_all),
        Also({"enum": ["all"]}),
    ] = ("all",)
    """Ids of the items that its paper may print, or the word all."""
    silences: tuple[Silence, ...] = ()
    """Seats for which a script decides for a time."""
    prologue: ScenarioId | None = None
    """The scenario whose script and policies play the quarters before `begins`."""
    begins: Quarter | None = None
    """The quarter in which somebody sits down; only with a prologue."""
    briefings: dict[SeatId, Annotated[Said, Placeholders()]] = Field(default_factory=dict)
    """How a seat is told where it stands, in place of its own briefing."""
    goals: dict[SeatId, tuple[Goal, ...]] = Field(default_factory=dict)
    """Goals of a seat, in place of its own."""
    tasks: dict[SeatId, tuple[Task, ...]] = Field(default_factory=dict)
    """Things to try, shown one after the other before any goal."""
    coefficients: dict[
        Annotated[DottedId, Ref("coefficients")], Annotated[float | dict[str, float], _NUMBERS]
    ] = Field(default_factory=dict)
    """Values that hold from `begins` on, each inside the range in which its number is known."""

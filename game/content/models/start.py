"""From where does a playthrough start: seats, scenarios, opening values?

Who may be played and with which books, and the numbers of the first morning.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from game.content.document import Path
from game.content.models.basis import (
    ActorId,
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
    Str,
)


class Goal(Model):
    """Something to reach by a turn."""

    until: Annotated[Int, Field(ge=0, le=60)]
    when: Condition
    text: Annotated[Said, Placeholders()]


class Task(Model):
    """Something to try; the next one is shown once it has come true."""

    when: Condition
    text: Annotated[Said, Placeholders()]


class Fear(Model):
    """What ends a run early, and with which ending."""

    when: Condition
    ending: EndingId


class Seat(Rule):
    """An actor that a person or a policy may direct."""

    id: ActorId
    kind: Literal["state", "startup"]
    playable: Bool
    attention: Annotated[Int, Field(ge=1, le=9)]
    title: Said
    question: Said
    briefing: Annotated[Said, Placeholders()]
    figures: tuple[FigureName, ...]
    goals: tuple[Goal, ...] = ()
    first_orders: tuple[OrderId, ...] = ()
    fears: tuple[Fear, ...] = ()


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
    """The value of one array of the world on the first morning."""

    id: DottedId
    field: Id
    values: Annotated[Any, BeforeValidator(_tree)]  # a number, or {axis id: ... number}
    unit: Str
    status: Standing
    source: Source
    note: Note | None = None


_NUMBERS = BeforeValidator(_tree)  # a number, or one for some of its keys


def _all(value: Any) -> Any:
    if value == "all":
        return ("all",)
    return value


class Silence(Model):
    """A seat for which the script decides: its policy asks for nothing, or not for some orders."""

    seat: SeatId
    until: Quarter  # the last quarter of it
    orders: tuple[OrderId, ...] = ()  # those that are left to the script; none named: all


class Scenario(Rule):
    """A start and an end: which openings, which seats, how long, and for whom a script decides.

    With a `prologue` the quarters before `begins` are played by that scenario's script and by the
    policies; `turns` counts from the first quarter all the same.
    """

    id: Id
    title: Said
    text: Said
    first_quarter: Quarter
    turns: Annotated[Int, Field(ge=1, le=200)]
    openings: Annotated[
        tuple[Annotated[DottedId, Ref("openings", ("all",))], ...], BeforeValidator(_all)
    ] = ("all",)
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1)]
    policies: tuple[Annotated[Id, Ref("policies")], ...] = ()
    silences: tuple[Silence, ...] = ()
    prologue: ScenarioId | None = None
    begins: Quarter | None = None
    briefings: dict[SeatId, Annotated[Said, Placeholders()]] = Field(default_factory=dict)
    goals: dict[SeatId, tuple[Goal, ...]] = Field(default_factory=dict)  # in place of the seat's
    tasks: dict[SeatId, tuple[Task, ...]] = Field(default_factory=dict)  # one by one, before goals
    # Values that hold from `begins` on, each inside the range in which the coefficient is known.
    coefficients: dict[
        Annotated[DottedId, Ref("coefficients")], Annotated[float | dict[str, float], _NUMBERS]
    ] = Field(default_factory=dict)

"""What may be done, and by which numbers: orders, policies, coefficients?

Orders are what a seat may ask for; a policy asks for it in place of a person; a coefficient is a
number of the equations, with its source.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from game.content.models.basis import (
    ALWAYS,
    ONE,
    ZERO,
    ActorId,
    Amount,
    Bool,
    Cited,
    Condition,
    DottedId,
    FigureName,
    Float,
    Id,
    Int,
    Model,
    Note,
    NotNegative,
    OrderId,
    Placeholders,
    Quarters,
    Ref,
    Rule,
    Said,
    SeatId,
    Source,
    Standing,
    Str,
    Text,
)
from game.content.models.story import Effect

OrderText = Annotated[Said, Placeholders(names=("amount",))]
Payee = Annotated[Id, Ref("actors", ("me",))]


class Asked(Model):
    """How much of something an order asks for."""

    unit: Literal["usd", "h100e", "mw", "units", "people", "share"]
    default: Amount
    low: Amount = ZERO
    high: Amount


class Need(Model):
    """A condition of an order, and what one reads when it fails."""

    when: Condition
    else_: OrderText = Field(alias="else")


class Order(Cited):
    """What a seat may ask for in a quarter."""

    id: Id
    family: Literal["fabs", "machine_time", "openness", "sanctions", "society"]
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1)]
    attention: Annotated[Int, Field(ge=0, le=4)]
    amount: Asked | None = None
    cost: Amount = ZERO
    sets_aside: Amount = ZERO  # what it will cost later this quarter, at the market's price
    payee: Payee = "outside"
    needs: tuple[Need, ...] = ()
    lead: Quarters = 0
    repeat: Bool = True
    wears: NotNegative = 0.0  # what each recent time weighs on `fresh`, which effects may name
    title: OrderText
    text: OrderText
    expects: OrderText
    counter: Text | None = None
    effects: tuple[Effect, ...] = ()
    moves: tuple[FigureName, ...] = ()
    note: Note | None = None


class PolicyRule(Model):
    """Give an order when a condition holds."""

    order: OrderId
    when: Condition = ALWAYS
    amount: Amount = ONE
    note: Note | None = None


class Policy(Rule):
    """Who decides for a seat when no person does."""

    id: Id
    actor: ActorId
    rules: tuple[PolicyRule, ...]
    note: Note | None = None


def _numbers(value: Any) -> Any:
    if isinstance(value, dict):
        wrong = [key for key, each in value.items() if not _is_number(each)]
        if not wrong:
            return value
        raise PydanticCustomError(
            "numbers", "this must be a number", {"code": "E203", "at": [wrong[0]]}
        )
    if not _is_number(value):
        raise PydanticCustomError("numbers", "a number or {key: number}", {"code": "E203"})
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class Coefficient(Rule):
    """A number of the equations, or one for each key."""

    id: DottedId
    value: Annotated[float | dict[str, float], BeforeValidator(_numbers)]
    low: Float | None = None
    high: Float | None = None
    unit: Str
    status: Standing
    source: Source
    note: Note | None = None

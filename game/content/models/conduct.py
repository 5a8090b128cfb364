"""What may be done, and by which numbers: orders, policies, coefficients?

Orders are what a seat may ask for; a policy asks for it in place of a person; a coefficient is a
number of the equations, with its source.
"""

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

    unit: Literal["usd", "h100e", "mw", "units", "chips", "cards", "tools", "people", "share"]
    """What is counted."""
    default: Amount
    """How much is asked for when the player names no amount."""
    low: Amount = ZERO
    """The least one may ask for."""
    high: Amount
    """The most one may ask for."""


class Need(Model):
    """A condition of an order, and what one reads when it fails."""

    when: Condition
    """Must hold, or the order is refused."""
    else_: OrderText = Field(alias="else")
    """What one reads when it is refused; {amount} and figures are filled in."""


class Order(Cited):
    """What a seat may ask for in a quarter."""

    id: Id
    """Name of the order, typed in plain mode: `do open_garages 10`."""
    family: Literal["fabs", "machine_time", "openness", "sanctions", "society"]
    """The page of the menu on which it stands."""
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1)]
    """Who may give it; others do only through a policy."""
    attention: Annotated[Int, Field(ge=0, le=4)]
    """Points of attention it takes, of those the seat has each quarter."""
    amount: Asked | None = None
    """How much of what it asks for; leave out for an order without a quantity."""
    cost: Amount = ZERO
    """US dollars paid at once; `amount` is how much was asked for."""
    sets_aside: Amount = ZERO
    """US dollars that it will cost later this quarter, at the market’s price."""
    payee: Payee = "outside"
    """The actor who receives `cost`."""
    needs: tuple[Need, ...] = ()
    """Conditions, each with the sentence one reads when it fails; the first that fails is told."""
    lead: Quarters = 0
    """Quarters until its main effect, the first of `effects`, as the menu tells it."""
    repeat: Bool = True
    """Whether it may be given more than once in a game."""
    wears: NotNegative = 0.0
    """What each recent time weighs on `fresh`, which effects may name; 0 never wears."""
    title: OrderText
    """Its name in the menu."""
    text: OrderText
    """What it is, in a sentence or two."""
    expects: OrderText
    """What it should do, when, and through what: shown before one agrees."""
    counter: Text | None = None
    """How others may answer it."""
    effects: tuple[Effect, ...] = ()
    """What it does, now or later."""
    moves: tuple[FigureName, ...] = ()
    """Figures that `why` and the menu name as moved by it."""
    note: Note | None = None
    """A remark for whoever reads the file."""


class PolicyRule(Model):
    """Give an order when a condition holds."""

    order: OrderId
    """The order to give."""
    when: Condition = ALWAYS
    """Given in every quarter in which this holds."""
    amount: Amount = ONE
    """How much to ask for."""
    note: Note | None = None
    """A remark for whoever reads the file."""


class Policy(Rule):
    """Who decides for a seat when no person does."""

    id: Id
    """Name of the policy."""
    actor: ActorId
    """The seat it decides for."""
    rules: tuple[PolicyRule, ...]
    """Tried in this order while attention and money last."""
    note: Note | None = None
    """A remark for whoever reads the file."""


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
    """Name in the equations; the part before the dot names the stage."""
    value: Annotated[float | dict[str, float], BeforeValidator(_numbers)]
    """A number, or one for each key."""
    low: Float | None = None
    """The least that it could plausibly be."""
    high: Float | None = None
    """The most that it could plausibly be."""
    positive: Bool = False
    """Only above zero: the equations divide by it, or take its logarithm."""
    unit: Str
    """Unit of the value."""
    status: Standing
    """Standing: sourced, fit to observations, a guess, or invented."""
    source: Source
    """Where the number comes from, or the words "invented for balance"."""
    note: Note | None = None
    """A remark for whoever reads the file."""

"""What does a storylet hold: when it comes, what it says, what one may answer?

Also the outcome, which orders and scenes share. Money and chips are never created by an outcome:
they are paid, gained or transferred between actors.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from game.content.models.basis import (
    ALWAYS,
    ONE,
    ZERO,
    AddedFigure,
    AdvisorId,
    Amount,
    Bool,
    ChipId,
    Cited,
    Condition,
    FactId,
    Id,
    Int,
    Model,
    Placeholders,
    Prose,
    Quarters,
    Ref,
    Said,
    SeatId,
    SetFigure,
    StoryletId,
    Text,
)
from game.content.records import Answerable, Moving

# Where the figures named in braces are filled in before anybody reads them.
FilledSaid = Annotated[Said, Placeholders()]
FilledText = Annotated[Text, Placeholders()]
FilledProse = Annotated[Prose, Placeholders()]

Party = Annotated[Id, Ref("actors", ("me",))]


class Pay(Model):
    """Money from my seat to an actor."""

    usd: Amount
    to: Party = "outside"


class Gain(Model):
    """Money from an actor to my seat."""

    usd: Amount
    from_: Party = Field(default="outside", alias="from")


class Transfer(Model):
    """Chips that change hands, and what the receiver pays for them."""

    chip: ChipId
    units: Amount
    from_: Party = Field(alias="from")
    to: Party = "me"
    pay_usd: Amount = ZERO


class Effect(Moving, Model):
    """What an order or an answer does to the world."""

    pay: Pay | None = None
    gain: Gain | None = None
    transfer: Transfer | None = None
    add: dict[AddedFigure, Amount] = Field(default_factory=dict)
    set: dict[SetFigure, Amount] = Field(default_factory=dict)
    for_: Annotated[Int, Field(ge=1, le=60)] | None = Field(default=None, alias="for")
    after: Quarters = 0


class Outcome(Effect):
    """An effect, what one reads afterwards, and what it sets going."""

    en: FilledProse = ""
    fr: FilledProse = ""
    then: dict[StoryletId, Annotated[Int, Field(ge=1, le=12)]] = Field(default_factory=dict)


class Advice(Model):
    """One line by an advisor, who backs one of the choices."""

    who: AdvisorId
    backs: Annotated[Id, Ref("choice")]
    en: Prose = ""
    fr: Prose = ""


class Choice(Model):
    """One answer to a scene."""

    id: Id
    en: Prose = ""
    fr: Prose = ""
    needs: Condition = ALWAYS
    needs_text: Text | None = None
    default: Bool = False
    odds: Amount = ONE
    win: Outcome = Field(default_factory=Outcome)
    lose: Outcome | None = None
    ai: Amount = ONE


class Storylet(Answerable, Cited):
    """A short scene, gated by the state of the world, that remembers its answers."""

    id: Id
    size: Literal["major", "minor"]
    rare: Bool = False
    tags: tuple[FactId, ...] = ()
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1)]
    when: Condition
    weight: Amount = ONE
    wait: Annotated[Int, Field(ge=0, le=200)] = 40
    once: Bool = True
    priority: Int | None = None
    mood: Literal["help", "hurt", "neutral", "rest"]
    chain: Id | None = None
    follow_up: Bool = False
    place: Said
    title: Said
    text: FilledSaid
    fallback: FilledText | None = None
    advice: tuple[Advice, ...] = ()
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=4)]
    chronicle: FilledText | None = None

    @model_validator(mode="after")
    def _one_default(self) -> Storylet:
        defaults = [choice.id for choice in self.choices if choice.default]
        if len(defaults) != 1:
            found = ", ".join(defaults) if defaults else "none"
            raise PydanticCustomError(
                "defaults",
                "exactly one choice must have 'default: true', and here it is {found}",
                {"code": "E208", "found": found, "hint": "mark the quiet one", "at": ["choices"]},
            )
        return self

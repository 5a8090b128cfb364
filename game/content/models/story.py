"""What does a storylet hold: when it comes, what it says, what one may answer?

Also the outcome, which orders and scenes share. Money and chips are never created by an outcome:
they are paid, gained or transferred between actors.
"""

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from game.content.expressions import compile_condition
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
    Ref,
    Said,
    SeatId,
    SetFigure,
    StoryletId,
    Text,
)
from game.content.quarters import AHEAD
from game.content.records import Answerable, Moving

BROKE = Text(en="There is not enough left to pay for it.", fr="Il ne reste pas de quoi payer.")

# Where the figures named in braces are filled in before anybody reads them.
FilledSaid = Annotated[Said, Placeholders()]
FilledText = Annotated[Text, Placeholders()]
FilledProse = Annotated[Prose, Placeholders()]

Party = Annotated[Id, Ref("actors", ("me",))]


class Pay(Model):
    """Money from my seat, or from another actor, to an actor."""

    usd: Amount
    """US dollars; no more than the payer has."""
    from_: Party = Field(default="me", alias="from")
    """The actor who pays them."""
    to: Party = "outside"
    """The actor who receives them."""


class Gain(Model):
    """Money from an actor to my seat."""

    usd: Amount
    """US dollars."""
    from_: Party = Field(default="outside", alias="from")
    """The actor who gives them."""


class Transfer(Model):
    """Chips that change hands, and what the receiver pays for them."""

    chip: ChipId
    """The class of chip."""
    units: Amount
    """How many."""
    from_: Party = Field(alias="from")
    """The actor who hands them over; no more than it has."""
    to: Party = "me"
    """The actor who receives them."""
    pay_usd: Amount = ZERO
    """US dollars that the receiver pays for them."""


class Effect(Moving, Model):
    """What an order or an answer does to the world."""

    pay: Pay | None = None
    """Money from my seat, or from another actor, to an actor."""
    gain: Gain | None = None
    """Money from an actor to my seat."""
    transfer: Transfer | None = None
    """Chips that change hands."""
    add: dict[AddedFigure, Amount] = Field(default_factory=dict)
    """Figures that change by an amount; which ones may is said by `can` in content/base/figures."""
    set: dict[SetFigure, Amount] = Field(default_factory=dict)
    """Figures, mostly switches and rules, that take a value."""
    for_: Annotated[Int, Field(ge=1, le=AHEAD)] | None = Field(default=None, alias="for")
    """Quarters after which what was added or set is taken back; with `after` no more than 32."""
    after: Annotated[Int, Field(ge=0, le=AHEAD)] = 0
    """Quarters to wait: 0 at once (of an order the next morning, as 1), 2 a quarter after 1."""

    @model_validator(mode="after")
    def _within_reach(self) -> Self:
        if self.after + (self.for_ or 0) > AHEAD:
            raise PydanticCustomError(
                "reach",
                "'after' and 'for' together end {end} quarters ahead",
                {
                    "code": "E207",
                    "end": self.after + (self.for_ or 0),
                    "hint": f"the world keeps what is to come for {AHEAD}: shorten one of them",
                    "at": ["for"],
                },
            )
        return self


class Outcome(Effect):
    """An effect, what one reads afterwards, and what it sets going."""

    en: FilledProse = ""
    """What one reads afterwards, in English."""
    fr: FilledProse = ""
    """What one reads afterwards, in French."""
    then: dict[StoryletId, Annotated[Int, Field(ge=1, le=12)]] = Field(default_factory=dict)
    """Follow-up scenes, each with the number of quarters until it comes."""


class Advice(Model):
    """One line by an advisor, who backs one of the choices."""

    who: AdvisorId
    """The advisor who speaks."""
    backs: Annotated[Id, Ref("choice")]
    """The choice of this scene that the advisor would take."""
    en: Prose = ""
    """The line in English."""
    fr: Prose = ""
    """The line in French."""


class Choice(Model):
    """One answer to a scene."""

    id: Id
    """Name of the answer; `taken.SCENE.ANSWER` is 1 once it was given."""
    en: Prose = ""
    """The answer in English, as a button would say it."""
    fr: Prose = ""
    """The answer in French, as a button would say it."""
    needs: Condition = ALWAYS
    """Must hold, or the answer is greyed out; without it, that what `win` pays is there."""
    needs_text: Text | None = None
    """Why it is greyed out."""
    default: Bool = False
    """What silence means; exactly one answer of a scene."""
    of_fallback: Bool = False
    """Whether it may also be taken when the `fallback` is read; the quiet answer always may."""
    odds: Amount = ONE
    """Chance of `win`, 0 to 1; otherwise `lose` happens."""
    win: Outcome = Field(default_factory=Outcome)
    """What happens, or what happens when the dice are kind."""
    lose: Outcome | None = None
    """What happens when the dice are not."""
    ai: Amount = ONE
    """How readily a seat that nobody plays takes it, against the other answers."""

    @model_validator(mode="after")
    def _paid_for(self) -> Self:
        """Who has not what an answer costs may not give it; one with `needs` says its own."""
        pay = self.win.pay
        if pay and pay.from_ == "me" and not self.default and self.needs is ALWAYS:
            self.__dict__["needs"] = compile_condition(f"me.cash_usd >= ({pay.usd.source})")
            self.__dict__["needs_text"] = self.needs_text or BROKE
        return self


class Storylet(Answerable, Cited):
    """A short scene, gated by the state of the world, that remembers its answers."""

    model_config = ConfigDict(
        json_schema_extra={
            "properties": {
                "choices": {
                    "contains": {
                        "properties": {"default": {"enum": [True]}},
                        "required": ["default"],
                    }
                }
            }
        }
    )

    id: Id
    """Name of the scene."""
    size: Literal["major", "minor"]
    """A turn has at most one major scene and two minor ones."""
    rare: Bool = False
    """Whether it is meant to be seen in few games."""
    tags: tuple[FactId, ...] = ()
    """Words to find it by."""
    seats: Annotated[tuple[SeatId, ...], Field(min_length=1)]
    """Who may meet it."""
    when: Condition
    """May come while this holds."""
    weight: Amount = ONE
    """How readily it is drawn among those that may come."""
    wait: Annotated[Int, Field(ge=0, le=200)] = 40
    """Quarters before it may come again, if it may."""
    once: Bool = True
    """Whether it comes at most once in a game."""
    priority: Int | None = None
    """For dated scenes only: comes before any draw, the highest first."""
    mood: Literal["help", "hurt", "neutral", "rest"]
    """Whether it helps or hurts the seat; two that hurt never come in a row."""
    chain: Id | None = None
    """Scenes that tell one story share this word."""
    follow_up: Bool = False
    """Comes only when an earlier answer schedules it with `then`."""
    place: Said
    """Where it happens, above the title."""
    title: Said
    """Its heading."""
    text: FilledSaid
    """The scene, 15 to 75 words; figures in braces are filled in."""
    fallback: FilledText | None = None
    """Read instead of `text` when `when` no longer holds on the day of a follow-up."""
    advice: tuple[Advice, ...] = ()
    """Lines by advisors of the seat."""
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=4)]
    """Two to four answers."""
    chronicle: FilledText | None = None
    """One sentence for the chronicle of the game."""

    @model_validator(mode="after")
    def _one_default(self) -> Self:
        defaults = [choice.id for choice in self.choices if choice.default]
        if len(defaults) != 1:
            found = ", ".join(defaults) if defaults else "none"
            raise PydanticCustomError(
                "defaults",
                "exactly one choice must have 'default: true', and here it is {found}",
                {"code": "E208", "found": found, "hint": "mark the quiet one", "at": ["choices"]},
            )
        return self

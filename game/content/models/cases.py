"""What does a test of the content hold: a world to begin with, moves, and what should come of them?

Files of tests stand beside the rules (`tests/NAME.test.yaml`) and are no part of them: they are
read when the content is checked, and played then.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from game.content.models.basis import (
    Also,
    Condition,
    Count,
    FigureName,
    Id,
    Int,
    Model,
    Note,
    OrderId,
    Quarter,
    Ref,
    SeatId,
    StoryletId,
    Str,
    Text,
)

Answer = Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}\.[a-z][a-z0-9_]{0,79}$")]
ScenarioId = Annotated[Id, Ref("scenarios")]


def _number(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("numbers", "this must be a number", {"code": "E203"})
    return float(value)


def _between(value: Any) -> Any:
    pair = [value, value] if not isinstance(value, list) else value
    if len(pair) != 2:
        raise PydanticCustomError("pair", "two numbers: the least and the most", {"code": "E203"})
    low, high = (_number(each) for each in pair)
    if low > high:
        raise PydanticCustomError("pair", "the least is more than the most", {"code": "E207"})
    return (low, high)


Number = Annotated[float, BeforeValidator(_number)]
Between = Annotated[tuple[float, float], BeforeValidator(_between), Also({"type": "number"})]


class Greyed(Model):
    """An answer that is refused, and why."""

    choice: Answer
    """The answer, as SCENE.ANSWER."""
    why: Text | None = None
    """What the player reads, in one language or both."""


class Step(Model):
    """One thing that is done, then what should be so. What is left out is not done, or not asked.

    In their order: figures are set, the scene is put, the answer given, the orders given, the
    quarters ended.
    """

    figures: dict[FigureName, Number] = Field(default_factory=dict)
    """Figures that take another value first."""
    put: StoryletId | None = None
    """A scene that is laid on the table, whether or not it could come."""
    answer: Answer | None = None
    """The answer that is given, as SCENE.ANSWER."""
    luck: Literal["good", "bad"] | None = None
    """How the gamble of that answer ends; left to the seed when it is not said."""
    orders: dict[OrderId, Number] = Field(default_factory=dict)
    """Orders that are given this quarter, each with its amount; 1 where it has none."""
    end: Annotated[Int, Field(ge=0, le=60)] = 0
    """How many quarters are ended; unanswered scenes take their default."""
    offered: tuple[StoryletId, ...] = ()
    """Scenes that could come this morning, whatever the dice say."""
    not_offered: tuple[StoryletId, ...] = ()
    """Scenes that could not."""
    comes: tuple[StoryletId, ...] = ()
    """Scenes that are on the table: dated beats, follow-ups and those that were put there."""
    absent: tuple[StoryletId, ...] = ()
    """Scenes that are not on the table."""
    told_by_fallback: tuple[StoryletId, ...] = ()
    """Scenes on the table that are told by their other text."""
    calls: dict[StoryletId, Count] = Field(default_factory=dict)
    """Follow-ups that are now due, each with the quarters it is still away."""
    open: tuple[Answer, ...] = ()
    """Answers that may be given."""
    greyed: tuple[Greyed, ...] = ()
    """Answers that may not."""
    moved: dict[FigureName, Between] = Field(default_factory=dict)
    """By how much figures changed in this step: [least, most], or one number."""
    holds: tuple[Condition, ...] = ()
    """Conditions that are true afterwards."""


class Case(Model):
    """A world to begin with, and steps."""

    id: Id
    """What a failure is called by."""
    note: Note | None = None
    """What it is about, for whoever reads the file."""
    scenario: ScenarioId | None = None
    """The scenario; the first one when it is not said."""
    seat: SeatId
    """Whose table it is; the other seats follow their policies."""
    seed: Annotated[Int, Field(ge=0)] = 1
    """The dice."""
    quarter: Quarter | None = None
    """The date of the first morning; the world is that of the scenario's opening."""
    figures: dict[FigureName, Number] = Field(default_factory=dict)
    """Figures that begin with another value."""
    opening: dict[Id, Any] = Field(default_factory=dict)
    """Arrays of the world that begin with other values, as in the openings."""
    taken: tuple[Answer, ...] = ()
    """Answers that were given before, as SCENE.ANSWER."""
    seen: tuple[StoryletId, ...] = ()
    """Scenes that were seen before."""
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    """What is done, and what should come of it."""

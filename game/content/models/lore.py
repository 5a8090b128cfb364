"""Which words stand round the game: advisors, facts, codex, news, endings, score?

What people read beside the scenes, with the conditions that bring it up.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from game.content.models.basis import (
    ALWAYS,
    ONE,
    Amount,
    Bool,
    Cited,
    Condition,
    FactId,
    FigureName,
    Id,
    Int,
    Model,
    Note,
    PageId,
    Placeholders,
    Prose,
    Reference,
    Rule,
    Said,
    SeatId,
    Status,
    Str,
)

FilledProse = Annotated[Prose, Placeholders()]
FilledText = Annotated[Said, Placeholders()]
NewsText = Annotated[Said, Placeholders(was=True)]


class Line(Model):
    """What an advisor says in council when a condition holds."""

    when: Condition = ALWAYS
    en: FilledProse = ""
    fr: FilledProse = ""


class Advisor(Cited):
    """An invented person with a mandate and a bias."""

    kind: Status = "invented"
    id: Id
    for_: Annotated[tuple[SeatId, ...], Field(min_length=1)] = Field(alias="for")
    name: Prose
    role: Said
    mandate: Said
    bias: Said
    watches: tuple[FigureName, ...] = ()
    lines: tuple[Line, ...] = ()


class Fact(Model):
    """One claim of the source articles, in the game's own words."""

    id: FactId
    title: Said
    text: Said
    kind: Status = "documented"
    in_: Annotated[tuple[Literal["rule", "scene", "codex"], ...], Field(min_length=1)] = Field(
        alias="in"
    )
    contested: Bool = False
    figures: tuple[FigureName, ...] = ()
    see: tuple[PageId, ...] = ()
    references: tuple[Reference, ...] = ()
    words: tuple[Prose, ...] = ()
    note: Note | None = None


class Codex(Cited):
    """A page of the encyclopaedia."""

    id: FactId
    title: Said
    text: Said
    see: tuple[PageId, ...] = ()
    words: tuple[Str, ...] = ()
    group: Literal["chip", "node", "institution", "mechanism", "place", "idea"]
    figures: tuple[FigureName, ...] = ()


class News(Cited):
    """An item of the newspaper."""

    id: Id
    when: Condition
    weight: Amount = ONE
    section: Literal["prices", "power", "labs", "states", "markets", "rumour"]
    headline: NewsText
    body: NewsText
    wait: Annotated[Int, Field(ge=0, le=200)] = 4


class Ending(Cited):
    """How a run is told when it is over."""

    kind: Status = "invented"
    id: Id
    when: Condition
    priority: Int = 0
    early: Bool = False
    seats: tuple[SeatId, ...] = ()
    title: FilledText
    epilogue: FilledText


class Score(Rule):
    """One part of the score, 0–100."""

    id: Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    value: Amount
    also: dict[SeatId, Amount] = Field(default_factory=dict)  # added for one seat
    label: Said
    meaning: Said

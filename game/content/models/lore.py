"""Which words stand round the game: advisors, facts, codex, news, endings, score?

What people read beside the scenes, with the conditions that bring it up.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from game.content.models.basis import (
    ALWAYS,
    ONE,
    ActorId,
    Amount,
    Bool,
    ChipId,
    Cited,
    Condition,
    EndingId,
    FactId,
    FigureName,
    Float,
    Id,
    Int,
    ItemId,
    Model,
    NodeId,
    Note,
    PageId,
    Placeholders,
    Prose,
    Reference,
    RegionId,
    Rule,
    Said,
    SeatId,
    Status,
    Str,
)

FilledProse = Annotated[Prose, Placeholders()]
PastProse = Annotated[Prose, Placeholders(was=True)]
FilledText = Annotated[Said, Placeholders()]
NewsText = Annotated[Said, Placeholders(was=True)]


class Line(Model):
    """What an advisor says in council when a condition holds."""

    when: Condition = ALWAYS
    """The line may be said while this holds; `was.NAME`: a quarter ago, `ago.`: a year."""
    en: PastProse = ""
    """The line in English; figures in braces are filled in."""
    fr: PastProse = ""
    """The line in French; figures in braces are filled in."""


class Advisor(Cited):
    """An invented person with a mandate and a bias."""

    kind: Status = "invented"
    """Every person who speaks is invented."""
    id: Id
    """Name used by `advice`."""
    for_: Annotated[tuple[SeatId, ...], Field(min_length=1)] = Field(alias="for")
    """The seats in whose council the person sits."""
    name: Prose
    """The person’s name, the same in both languages."""
    role: Said
    """The office the person holds."""
    mandate: Said
    """What the person is there to watch."""
    bias: Said
    """What the person sees in everything, and why."""
    watches: tuple[FigureName, ...] = ()
    """Figures the person follows: forecasts them, and judges the plan by them."""
    leans: dict[FigureName, Annotated[Float, Field(ge=-3, le=3)]] = Field(default_factory=dict)
    """How far too high a watched figure is expected, in standard deviations of its futures."""
    wants: dict[FigureName, Literal["up", "down"]] = Field(default_factory=dict)
    """Which way the person would have a watched figure go; else whichever is good news."""
    weighs: dict[FigureName, Annotated[Float, Field(ge=0, le=5)]] = Field(default_factory=dict)
    """How much a watched figure counts for the person when the plan is judged; else 1."""
    lines: tuple[Line, ...] = ()
    """What is said in council, most urgent first; what was said rests for years."""


class Dispute(Model):
    """Two sides of a claim that serious people contest."""

    says: Said
    """Who says so."""
    against: Said
    """Who says otherwise, and what."""


class Fact(Model):
    """One claim of the source articles, in the game's own words."""

    id: FactId
    """Name used in `sources`."""
    title: Said
    """The claim in a few words."""
    text: Said
    """The claim in the game’s own words, 20 to 70 of them."""
    kind: Status = "documented"
    """Whether it is documented, disputed or invented."""
    in_: Annotated[tuple[Literal["rule", "scene", "codex"], ...], Field(min_length=1)] = Field(
        alias="in"
    )
    """Where the game carries it: a rule, a scene, the encyclopaedia; the first one counts."""
    contested: Bool = False
    """Whether serious sources contradict it."""
    dispute: Dispute | None = None
    """Who says so, and the other side, of a claim that is disputed."""
    figures: tuple[FigureName, ...] = ()
    """Figures shown on its page."""
    see: tuple[PageId, ...] = ()
    """Other pages to read."""
    references: tuple[Reference, ...] = ()
    """Publications that say it."""
    words: tuple[Prose, ...] = ()
    """Further words under which it is found."""
    note: Note | None = None
    """A remark for whoever reads the file."""


# The seventeen steps of a quarter, in their order; a coefficient names its own before the dot.
Stage = Literal[
    "budgets",
    "policy",
    "tools",
    "fabs",
    "yield",
    "chips",
    "market",
    "grey",
    "installed",
    "rental",
    "training",
    "inference",
    "demand",
    "open_weights",
    "valuation",
    "externalities",
    "opinion",
]


class Subject(Model):
    """The thing of the world that a page is about: one of these."""

    actor: ActorId | None = None
    """An actor."""
    chip: ChipId | None = None
    """A class of chips."""
    node: NodeId | None = None
    """A generation of chip making."""
    region: RegionId | None = None
    """A region."""
    item: ItemId | None = None
    """Something other than a chip that needs a licence."""


class Codex(Cited):
    """A page of the encyclopaedia."""

    id: FactId
    """Name of the page."""
    title: Said
    """Heading of the page."""
    text: Said
    """The page, 35 to 125 words."""
    see: tuple[PageId, ...] = ()
    """Other pages to read."""
    words: tuple[Str, ...] = ()
    """Further words under which it is found."""
    group: Literal["chip", "node", "institution", "mechanism", "place", "idea"]
    """The shelf on which it stands."""
    figures: tuple[FigureName, ...] = ()
    """Figures shown on it."""
    of: Subject | None = None
    """What it describes, whose numbers then stand on it; that thing needs no other page."""
    stages: tuple[Stage, ...] = ()
    """The steps of a quarter that it explains."""
    dispute: Dispute | None = None
    """Who says so, and the other side, of a page that is disputed."""


class News(Cited):
    """An item of the newspaper."""

    id: Id
    """Name of the item."""
    when: Condition
    """May be printed when this holds, from turn 1 on; `was.NAME`: a quarter ago, `ago.`: a year."""
    weight: Amount = ONE
    """How readily it is drawn among those that may be printed."""
    section: Literal["prices", "power", "labs", "states", "markets", "rumour"]
    """The section of the paper."""
    headline: NewsText
    """One line; figures in braces are filled in."""
    body: NewsText
    """12 to 50 words; figures in braces are filled in."""
    wait: Annotated[Int, Field(ge=0, le=200)] = 4
    """Quarters before it may be printed again."""


class Ending(Cited):
    """How a run is told when it is over."""

    kind: Status = "invented"
    """What the player is told about it; endings are invented."""
    id: Id
    """Name of the ending."""
    when: Condition
    """Told when this holds at the end; with `early`, ends the game when it holds."""
    priority: Int = 0
    """Of the endings that hold, the highest is told."""
    early: Bool = False
    """Whether it may end the game before its last quarter."""
    seats: tuple[SeatId, ...] = ()
    """Seats for which it is told; none named: all."""
    title: FilledText
    """Its heading."""
    epilogue: FilledText
    """85 to 210 words; figures in braces are filled in."""


# The page of the menu on which an order stands.
Family = Literal["fabs", "machine_time", "openness", "sanctions", "society"]

# A sentence that closes a run may name what the player did most, and whom it moved.
ClosingText = Annotated[Said, Placeholders(names=("order", "gained", "paid"))]


class Closing(Model):
    """What a run that is over is told from one chair, beside the text of its ending."""

    id: SeatId
    """The chair."""
    endings: dict[EndingId, Annotated[tuple[Line, ...], Field(min_length=1)]] = Field(
        default_factory=dict
    )
    """What an ending means from this chair, 30 to 90 words: the first of its texts that holds."""
    goals: dict[Literal["all", "some", "none"], ClosingText] = Field(default_factory=dict)
    """The closing sentence when all, some or none of the goals were met."""
    levers: dict[Family, ClosingText] = Field(default_factory=dict)
    """The one about the order that weighed most, {order}, by its family."""
    scales: dict[Literal["both", "gained", "paid"], ClosingText] = Field(default_factory=dict)
    """The last one, when somebody {gained} and somebody {paid}, or only one of the two."""


class Score(Rule):
    """One part of the score, 0–100."""

    id: Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    """Name of the part."""
    value: Amount
    """0 to 100, read at the end."""
    also: dict[SeatId, Amount] = Field(default_factory=dict)
    """What is added to it for one seat."""
    label: Said
    """What it is called."""
    meaning: Said
    """What it measures."""

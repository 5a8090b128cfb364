"""What may a face show? Frozen values, already worded in the session's language.

Faces read these and nothing of the world. A view computes nothing and keeps no reference to
arrays; numbers that a chart needs come as floats beside the text that a reader needs. What is on
its way and what is paid stand in `work_views.py`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureView:
    """One number the seat follows, how it moved, and the quarters behind it."""

    name: str
    label: str
    meaning: str
    value: float
    text: str
    change: float
    change_text: str
    direction: int  # -1 fell, 0 unmoved, 1 rose
    history: tuple[float, ...]  # oldest first, the last one is `value`
    unit: str
    was: str = ""  # the value before, where values have names and it has changed; no direction then
    answered: bool = False  # an answer moved it at the table before: the change is since then


@dataclass(frozen=True, slots=True)
class AmountView:
    """How much of an order may be given, in the order's own unit."""

    unit: str
    default: float
    low: float
    high: float
    text: str  # the default amount, worded


@dataclass(frozen=True, slots=True)
class OfferView:
    """An order with its price, or the reason why it is refused."""

    number: int
    id: str
    family: str
    family_label: str
    title: str
    text: str
    attention: int
    cost_text: str
    lead_text: str
    expects: str
    amount: AmountView | None
    refused: str | None
    kind_label: str
    sources: tuple[str, ...]
    present: str = ""  # what an order that sets a level would change, as it is today
    planned: float | None = None  # how much of it stands in the plan
    tired: bool = False  # it is refused for want of attention alone
    other_amount: bool = False  # it is refused in its usual amount, and could be given in another
    amount_text: str = ""  # how much of it price and texts are told of; empty without a choice

    @property
    def barred(self) -> str | None:
        """Why it cannot be given at all, or None when it can in some amount."""
        return None if self.other_amount else self.refused


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One order of the plan."""

    number: int
    order_id: str
    title: str
    amount_text: str
    cost_text: str
    attention: int
    vain: str = ""  # why it could not be given any more, as things have gone since


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """One way to answer a scene; `refused` says what is missing."""

    number: int
    id: str
    label: str
    effects_text: str
    refused: str | None


@dataclass(frozen=True, slots=True)
class AdviceView:
    """What one adviser says about a scene, and the choice they back."""

    who: str
    role: str
    line: str
    backs_label: str


@dataclass(frozen=True, slots=True)
class SceneView:
    """A scene that waits, or one that was answered and its result."""

    number: int
    id: str
    size: str  # "major" | "minor"
    title: str
    place: str
    text: str
    advice: tuple[AdviceView, ...]
    choices: tuple[ChoiceView, ...]
    kind_label: str
    sources: tuple[str, ...]
    answered: ChoiceView | None
    result: str
    gamble: str = ""  # whether one that was taken came off, and what that moved


@dataclass(frozen=True, slots=True)
class DriverView:
    """What stood behind a cause: a figure, how it had moved by a quarter, its own largest cause."""

    name: str
    label: str
    text: str
    change_text: str
    direction: int  # -1 fell, 1 rose
    quarter: str
    cause: str  # empty when it is not kept
    cause_text: str  # how much of the move was that cause
    drivers: tuple[DriverView, ...] = ()
    order: str = ""  # the order of the seat’s own that stands behind it, as a cause, if one does
    share: float = 0.0  # of what all that drove the cause moved, each by its own size, that order’s


@dataclass(frozen=True, slots=True)
class PartView:
    """One named cause of a change; the parts of a figure add up to its change."""

    label: str
    text: str
    value: float
    source: str
    drivers: tuple[DriverView, ...] = ()


@dataclass(frozen=True, slots=True)
class WhyView:
    """A figure opened into the causes of its change up to a quarter."""

    figure: FigureView
    total_text: str
    parts: tuple[PartView, ...]
    quarter: str = ""
    note: str = ""  # what the parts cannot say
    lines: tuple[str, ...] = ()  # what is told of a goal or of the gate besides, one fact each
    reads: tuple[str, ...] = ()  # the figures that these lines are about


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One item of the newspaper."""

    headline: str
    body: str
    section_label: str
    kind_label: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodexTitle:
    """The name of a page of the encyclopaedia, and the shelf on which it stands."""

    id: str
    title: str
    shelf_label: str


@dataclass(frozen=True, slots=True)
class CitationView:
    """A source: a claim that has a page of its own, or a publication."""

    title: str
    year: int | None = None
    url: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class CodexPage:
    """One page of the encyclopaedia; links are (id, title)."""

    id: str
    title: str
    text: str
    kind_label: str
    sources: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    shelf_label: str = ""
    marks: tuple[tuple[int, int, str], ...] = ()  # (start, end, page): words that are links
    rows: tuple[tuple[str, str], ...] = ()  # what the definition says: label and value
    figures: tuple[FigureView, ...] = ()  # how it stands now
    dispute: tuple[str, str] | None = None  # who says so, and the other side
    citations: tuple[CitationView, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilLine:
    """One adviser: a sentence about the quarter, forecasts, a record, a word on the plan."""

    name: str
    role: str
    line: str
    id: str = ""
    mandate: str = ""
    bias: str = ""
    watches: tuple[str, ...] = ()
    forecasts: tuple[str, ...] = ()  # the open ones, the latest first; then what came due today
    since: tuple[str, ...] = ()  # when each was said; empty for what is new at this table
    reason: str = ""  # of the first of them
    record: str = ""  # how often right; empty before the first time
    misses: str = ""  # on which side wrong
    past: tuple[str, ...] = ()  # those that came due, the latest first
    right: tuple[bool, ...] = ()  # which of them
    remark: str = ""  # for or against an order of the plan, or for another; empty for neither
    stand: str = ""  # backs, opposes or proposes
    proposes: str = ""  # the order that is proposed
    met: bool = False  # whether an earlier opening of the page has introduced the adviser
    told: tuple[str, ...] = ()  # which of the sentences it has told

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that is said which may be new, without what introduces the adviser."""
        said = (self.line, self.remark, *self.forecasts, *self.past)
        return tuple(each for each in said if each)

    @property
    def is_news(self) -> bool:
        """Whether anything here was not told at an earlier opening."""
        return not self.met or any(each not in self.told for each in self.sentences)


@dataclass(frozen=True, slots=True)
class GraphView:
    """A curve and the sentence that replaces it where nothing can be drawn."""

    label: str
    unit: str
    quarters: tuple[str, ...]
    values: tuple[float, ...]
    describe: str


@dataclass(frozen=True, slots=True)
class ForecastView:
    """Where a figure may go: of a hundred futures five lie below `p05`, half below `p50`."""

    name: str
    label: str
    unit: str
    quarters: tuple[str, ...]  # from the present one on
    p05: tuple[float, ...]
    p25: tuple[float, ...]
    p50: tuple[float, ...]
    p75: tuple[float, ...]
    p95: tuple[float, ...]
    texts: tuple[tuple[str, str, str, str, str], ...]  # the same, worded, quarter by quarter
    worlds: int
    describe: str
    heading: str  # above several of them: how many futures, of which quarters
    brief: str  # under it, the same in a line
    note: str  # what these futures take for granted


@dataclass(frozen=True, slots=True)
class TableView:
    """The table of one quarter: where the seat stands before it acts."""

    seat_name: str
    quarter: str
    turn: int  # 1-based: the quarter being played
    turns: int
    attention: int
    attention_left: int
    treasury_text: str
    figures: tuple[FigureView, ...]
    goal: str
    goal_met: bool
    bottleneck: str
    plan: tuple[PlanLine, ...]
    news: tuple[NewsItem, ...]
    scenes_waiting: int
    finished: bool
    goal_terms: tuple[str, ...] = ()  # what the goal reads, each with its bar
    purse_text: str = ""  # what plan and standing bills leave, before anything comes in
    purse_short: str = ""  # what comes of it where that is less than nothing


@dataclass(frozen=True, slots=True)
class EpilogueView:
    """How the run ended; the score is (label, 0..100) and the decisions are sentences."""

    ending_id: str
    title: str
    text: str
    score: tuple[tuple[str, float], ...]
    decisions: tuple[str, ...]
    # Each met or missed, since when, and by how much; the tasks not done of a guided scenario.
    goals: tuple[str, ...] = ()
    total: str = ""  # the score in one number, and what a run that ended early counts for

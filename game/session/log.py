"""What was decided, and what did every quarter look like once it was over?

Records are intents with their result: enough, with the seed, to play the same game again. Pages
are what the curves, the newspaper and the reasons read. Nothing here touches the world.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

Part = tuple[tuple[str, int], ...]  # causes, and the steps by which each moved a figure
Parts = dict[str, Part]  # by figure
Orders = tuple[tuple[str, float], ...]  # what one quarter brings: orders, and how much of each
Habits = tuple[Orders, ...]  # of this quarter of the year, and the next ones
YEAR = 4
TOO_WIDE = 0.5  # half a range, as a part of its middle: the upper end is three times the lower


@dataclass(frozen=True, slots=True)
class ChoiceRecord:
    """How one scene was answered; `asked` is False when the default was taken for the player."""

    turn: int
    slot: int
    storylet: str
    choice: str
    won: bool
    asked: bool


@dataclass(frozen=True, slots=True)
class OrderRecord:
    """One order as it was given, and what it cost in US dollars."""

    turn: int
    order: str
    amount: float
    cost_usd: int


Record = ChoiceRecord | OrderRecord


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an adviser said a figure would be at the table of a turn, and what it was then."""

    advisor: str
    figure: str
    made: int  # the turn at whose table it was said
    due: int
    low: float
    high: float
    came: float | None = None  # the figure as that table was laid; None until then

    @property
    def right(self) -> bool:
        """Whether the figure came to lie within the range."""
        return self.came is not None and self.low <= self.came <= self.high

    @property
    def is_wide(self) -> bool:
        """Whether the range says next to nothing."""
        return self.high - self.low > TOO_WIDE * abs(self.high + self.low)


class Forecasts(Sequence[Forecast]):
    """Forecasts of which the last ones are made when somebody first looks at any.

    They come from futures of the engine, and a table can be laid without them.
    """

    def __init__(self, known: Sequence[Forecast], coming: Iterable[Forecast]) -> None:
        self._known, self._coming = known, coming

    @property
    def made(self) -> Sequence[Forecast]:
        """All of them."""
        if self._coming:
            self._known, self._coming = (*self._known, *self._coming), ()
        return self._known

    @overload
    def __getitem__(self, place: int) -> Forecast: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Forecast]: ...
    def __getitem__(self, place: int | slice) -> Forecast | Sequence[Forecast]:
        return self.made[place]

    def __len__(self) -> int:
        return len(self.made)

    def __iter__(self) -> Iterator[Forecast]:
        return iter(self.made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class NewsRecord:
    """One printed news item; the texts are filled at the time, in every language."""

    id: str
    printed: dict[str, tuple[str, str]]  # language -> (headline, body)


@dataclass(frozen=True, slots=True)
class Page:
    """One quarter as it opened: every figure, the news of the quarter before, the state's hash.

    `parts` say what moved the figures since the page before; they are there once the quarter is
    over, until then the standing holds them.
    """

    turn: int
    figures: Mapping[str, float]
    news: tuple[NewsRecord, ...]
    hash: str
    parts: Mapping[str, Part] = field(default_factory=dict)


def habits(log: Log) -> Habits | None:
    """What the seat ordered a year ago and in the quarters since; None before there is a year."""
    turn = log.pages[-1].turn
    if turn - log.pages[0].turn < YEAR:
        return None
    return tuple(
        tuple(
            (each.order, each.amount)
            for each in log.of_turn(turn - YEAR + quarter)
            if isinstance(each, OrderRecord)
        )
        for quarter in range(YEAR)
    )


@dataclass(frozen=True, slots=True)
class Log:
    """The whole playthrough in words and numbers; grows by replacement."""

    records: tuple[Record, ...] = ()
    pages: tuple[Page, ...] = ()
    forecasts: Sequence[Forecast] = ()  # in the order in which they were made
    # adviser → of each line said: the turn and its place
    spoken: Mapping[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)

    def with_record(self, record: Record) -> Log:
        """The log with one more decision."""
        return replace(self, records=(*self.records, record))

    def with_page(self, page: Page) -> Log:
        """The log with one more quarter."""
        return replace(self, pages=(*self.pages, page))

    def with_forecasts(self, forecasts: Iterable[Forecast]) -> Log:
        """The log with more forecasts, which are made when somebody looks at them."""
        return replace(self, forecasts=Forecasts(self.forecasts, forecasts))

    def with_figures(self, figures: Mapping[str, float]) -> Log:
        """The log whose last quarter shows these figures, after an answer has moved them."""
        last = replace(self.pages[-1], figures=dict(figures))
        return replace(self, pages=(*self.pages[:-1], last))

    def with_news(self, news: tuple[NewsRecord, ...]) -> Log:
        """The log whose last quarter opens with these news."""
        return replace(self, pages=(*self.pages[:-1], replace(self.pages[-1], news=news)))

    def with_parts(self, parts: Mapping[str, Part]) -> Log:
        """The log whose last quarter keeps the reasons of its figures, now that it is over."""
        last = replace(self.pages[-1], parts=parts)
        return replace(self, pages=(*self.pages[:-1], last))

    def page(self, turn: int) -> Page:
        """The page of a turn; the first one is not of turn 0 where a prologue was played."""
        return self.pages[turn - self.pages[0].turn]

    def past(self) -> list[Mapping[str, float]]:
        """The figures of the quarters before the last table, of a year at most, in order."""
        return [page.figures for page in self.pages[-1 - YEAR : -1]]

    def of_turn(self, turn: int) -> tuple[Record, ...]:
        """The decisions of one turn, in the order they were made."""
        return tuple(record for record in self.records if record.turn == turn)

    def answers(self, seat: str) -> dict[int, set[str]]:
        """What a seat answered at each table, as causes."""
        found: dict[int, set[str]] = {}
        for each in self.records:
            if isinstance(each, ChoiceRecord) and each.asked:
                cause = f"scene:{each.storylet}:{each.choice}:{seat}"
                found.setdefault(each.turn, set()).add(cause)
        return found

    def answered(
        self, seat: str, turn: int, name: str, parts: Mapping[str, Part] | None = None
    ) -> int:
        """By how many steps what a seat answered at the table of a turn moved a figure.

        `parts` are the reasons of that table, where the page does not keep them yet.
        """
        given = {
            f"scene:{record.storylet}:{record.choice}:{seat}"
            for record in self.of_turn(turn)
            if isinstance(record, ChoiceRecord) and record.asked
        }
        if not given:
            return 0
        causes = (self.page(turn).parts if parts is None else parts).get(name, ())
        return sum(moved for cause, moved in causes if cause in given)

    def series(self, name: str) -> tuple[float, ...]:
        """A figure at the opening of every quarter, oldest first; empty when it was not kept."""
        return tuple(page.figures[name] for page in self.pages if name in page.figures)

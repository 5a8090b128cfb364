"""What happened, year by year, in a form that can be kept?

Markdown from the records of a run, the figures its seat followed and the headlines of its
newspaper: for each year the front page, what happened and how it was answered, what was ordered,
and where the seat stood in the end. Writes no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from game.content.seasons import Named, named
from game.content.words import FIRST_QUARTER, FIRST_YEAR
from game.story.run import Answered, answers_given, listed, orders_given
from game.story.telling import adds_up, points_said, said

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words

FIGURES, ORDERS = 3, 6
# How an answer is joined to what happened, in turn: one that was given, and one that was not.
ANSWERED = ("answer", "chosen", "settled", "weighed", "said")
UNANSWERED = ("left", "drifted", "unheard")
LAST_QUARTER = 4
Dated = tuple[int, str]  # a sentence and the turn it is of
Paid = Mapping[tuple[int, int], float]  # for orders: by the turn of the payment, and of the order
LEADS = 3  # ways in which a front page is told, in turn
MARKS = "«»“”"
QUOTES = f"{MARKS} \u202f\u00a0"  # an answer may be a quotation, and is quoted here
INNER = (("“", "‘"), ("”", "’"), ("«\u202f", "“"), ("\u202f»", "”"))  # as they stand inside others


def year_of(turn: int) -> int:
    """The calendar year of a turn."""
    return (FIRST_YEAR * 4 + FIRST_QUARTER - 1 + turn) // 4


def quarter_of(turn: int) -> int:
    """The quarter of the calendar year, from 1."""
    return (FIRST_QUARTER - 1 + turn) % 4 + 1


@dataclass(frozen=True)
class _Year:
    """What is known of one year."""

    year: int
    turns: range
    closed: str = ""  # "stood": its last quarter is over; "stood_end": the run is


def chronicle(
    ruleset: Ruleset,
    seat: str,
    records: Sequence[Any],
    history: Mapping[str, Sequence[float]],
    headlines: Mapping[int, Sequence[str]],
    words: Words,
    first: int = 0,
    over: bool = False,
    present: Mapping[str, float] | None = None,
    paid: Paid | None = None,
) -> str:
    """The run as Markdown: a title, then a few paragraphs for each year.

    `history` holds figures by name at the opening of every turn from `first`; `headlines` those
    printed at the opening of a turn, about the quarter before. Of a run that is `over` the last
    opening is no quarter any more: it closes the one before. `present` holds the figures of the
    table as answers have left it; a year that is over has nothing of what was answered later.
    `paid` tells when the orders were paid for; without it, all at once.
    """
    if paid is None:
        paid = _at_once(ruleset, records)
    known = [first + len(series) - 1 for series in history.values()]
    last = max([first, *known, *headlines, *(record.turn for record in records)])
    last = max(first, last - 1) if over else last
    title = words.text(ruleset.actors[seat].name)
    lines = [f"# {words.t('story.chronicle.title', seat=title)}", ""]
    scenes = _scenes(answers_given(ruleset, records), words)
    printed: set[str] = set()
    for year in _years(first, last, over):
        given = [record for record in records if record.turn in year.turns]
        paragraphs = (
            _told([*_headline(headlines, year, printed, words), *scenes.get(year.year, ())]),
            _orders(ruleset, given, year, paid, words),
            _figures(ruleset, seat, history, year, first, words, present or {}),
        )
        lines += [f"## {year.year}", ""]
        lines += [line for paragraph in paragraphs if paragraph for line in (paragraph, "")]
    return "\n".join(lines).rstrip() + "\n"


def _years(first: int, last: int, over: bool) -> Iterator[_Year]:
    for year in range(year_of(first), year_of(last) + 1):
        begins = (year - FIRST_YEAR) * 4 - FIRST_QUARTER + 1
        turns = range(max(first, begins), min(last, begins + 3) + 1)
        whole = quarter_of(turns[-1]) == LAST_QUARTER and (over or turns[-1] < last)
        closed = "stood" if whole else "stood_end" if over and turns[-1] == last else ""
        yield _Year(year, turns, closed)


def _told(sentences: Sequence[Dated]) -> str:
    """Sentences as their quarters came, not a summer before its spring."""
    return " ".join(text for _, text in sorted(sentences, key=lambda each: each[0]))


def _headline(
    headlines: Mapping[int, Sequence[str]], year: _Year, printed: set[str], words: Words
) -> list[Dated]:
    """The front page of the year: the first that no earlier year was given.

    Another quarter's each year; what is printed in the first is about the year before, and is
    taken only where nothing else is left.
    """
    later = year.turns[1:]
    first = year.year % len(later) if later else 0
    for turn in [*later[first:], *later[:first], *year.turns[:1]]:
        for headline in headlines.get(turn, ())[:1]:
            if headline not in printed:
                printed.add(headline)
                season = f"story.chronicle.when.{quarter_of(turn)}"
                when = words.t(season, year=str(year_of(turn)))
                lead = f"story.chronicle.lead.{year.year % LEADS}"
                return [(turn, words.t(lead, headline=headline.rstrip("."), when=when))]
    return []


def _scenes(answers: Sequence[Answered], words: Words) -> dict[int, list[Dated]]:
    """By year, what happened and how it was answered, in order."""
    told: dict[int, list[Dated]] = {}
    before: dict[str, str] = {}  # the answer that a scene was given when it last came up
    quarter = -1
    for number, answer in enumerate(answers):
        fresh, quarter = answer.turn != quarter, answer.turn
        sentence = _scene(answer, before.get(answer.storylet.id), number, fresh, words)
        told.setdefault(year_of(answer.turn), []).append((answer.turn, sentence))
        before[answer.storylet.id] = answer.choice.id
    return told


def to_quote(text: str) -> str:
    """A text to stand between quotation marks: its own go, or are those of a quotation inside."""
    bare = text.strip(QUOTES)
    if not any(mark in bare for mark in MARKS):
        return bare
    for outer, inner in INNER:
        text = text.replace(outer, inner)
    return text


def _scene(answer: Answered, before: str | None, number: int, fresh: bool, words: Words) -> str:
    """What the chronicle keeps of a scene, and its answer, with its season when that is new.

    A sentence that names a season that was not is left out: the scene is told by its title.
    """
    title = words.text(answer.storylet.title)
    choice = to_quote(words.text(answer.choice).rstrip("."))
    if before is not None:
        key = "again_same" if before == answer.choice.id else "again"
        return words.t(f"story.chronicle.{key}", title=title, choice=choice)
    kept, quarter = answer.storylet.chronicle, quarter_of(answer.turn)
    text = words.text(kept) if kept else ""
    season = named(text, quarter, words)
    if not text or season is Named.WRONG:
        text, season = words.t("story.chronicle.untold", title=title), Named.NOTHING
    ways = ANSWERED if answer.asked else UNANSWERED
    key = ways[number % len(ways)]
    that = words.t(f"story.chronicle.that.{quarter}")
    key += "_then" if fresh and season is Named.NOTHING else ""
    return f"{text} {words.t(f'story.chronicle.{key}', choice=choice, that=that)}"


def _at_once(ruleset: Ruleset, records: Sequence[Any]) -> Paid:
    """What the orders of a run cost, as if all of it was paid when they were given."""
    given = [record for record in records if getattr(record, "order", None) in ruleset.orders]
    turns = {record.turn for record in given}
    return {
        (turn, turn): sum(record.cost_usd for record in given if record.turn == turn)
        for turn in turns
    }


def _orders(ruleset: Ruleset, records: Sequence[Any], year: _Year, paid: Paid, words: Words) -> str:
    """The orders of a year and what they cost in it, and what earlier ones still cost."""
    given, own, earlier = orders_given(ruleset, records), 0.0, 0.0
    for (turn, made), usd in paid.items():
        if turn in year.turns:
            own, earlier = (own + usd, earlier) if made in year.turns else (own, earlier + usd)
    titles = [
        words.t("story.epilogue.often", n=each.times, title=words.text(each.order.title))
        for each in given[:ORDERS]
    ]
    if others := given[ORDERS:]:
        titles.append(words.t("story.chronicle.others", n=sum(each.times for each in others)))
    told = []
    if titles:
        key = "story.chronicle.ordered_cost" if own else "story.chronicle.ordered"
        n, orders = sum(each.times for each in given), listed(titles, words)
        told.append(words.t(key, n=n, money=words.money(own), orders=orders))
    if earlier:
        told.append(words.t("story.chronicle.still_cost", money=words.money(earlier)))
    return " ".join(told)


def _figures(
    ruleset: Ruleset,
    seat: str,
    history: Mapping[str, Sequence[float]],
    year: _Year,
    first: int,
    words: Words,
    present: Mapping[str, float],
) -> str:
    """One sentence: where the seat stood when the year ended, and how far that was from the end
    of the one before."""
    told: list[str] = []
    begins = year.turns[0] - first
    whole = year.closed == "stood" and len(year.turns) == LAST_QUARTER
    since = "" if whole else str(year.year - 1)
    for name in ruleset.seats[seat].figures:
        series = history.get(name, ())
        # A quarter that is over closed as the next one opened.
        place = min(year.turns[-1] - first + bool(year.closed), len(series) - 1)
        if series and len(told) < FIGURES and not _is_code(ruleset, name, words):
            before = series[begins] if begins or whole else None
            value = series[place] if year.closed else present.get(name, series[place])
            told.append(_figure(ruleset, name, value, before, words, since))
    key = f"story.chronicle.{year.closed or 'stood_now'}"
    who = words.text(ruleset.actors[seat].name)
    if not told:
        return ""
    return words.t(key, year=str(year.year), seat=who, figures=listed(told, words))


def _is_code(ruleset: Ruleset, name: str, words: Words) -> bool:
    """Whether the values of a figure have names, so that there is no change to tell."""
    unit = ruleset.figures[name].unit
    return words.has_names(unit) or unit == "year"


def _figure(
    ruleset: Ruleset, name: str, value: float, before: float | None, words: Words, since: str = ""
) -> str:
    """A figure and its change: over the year, or `since` the end of one, where it is not over."""
    figure = ruleset.figures[name]
    label = words.text(figure.label)
    if f"unit.{figure.unit}.ahead" in words and round(value) < 0:  # the title says the opposite
        label, value = words.t("story.chronicle.ahead", label=label), -value
        before = None if before is None else -before
    told = {"label": label, "value": said(value, figure.unit, words)}
    if before is None:
        return words.t("story.chronicle.only", **told)
    change = adds_up(value, before, figure.unit, words, partial(_change, figure.unit, words))
    alike = told["value"] == said(before, figure.unit, words)
    key = "up" if value > before else "down"
    if alike or not any(digit in change for digit in "123456789"):
        key = "same"
    key += "_since" if since else ""
    return words.t(f"story.chronicle.{key}", change=change, year=since, **told)


def _change(unit: str, words: Words, change: float, more: int) -> str:
    """How much it is, whichever way."""
    points = 100 * abs(change)
    if unit == "share":
        return points_said(points, words, (0 if points >= 9.95 else 1) + more)
    return said(abs(change), unit, words, more)

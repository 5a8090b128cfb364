"""What does the table show: figures with their past, the goal, the bottleneck?

Builds the views of the quarter from a sight and a log. Goals are `aims.py`, offers `offers.py`,
scenes `scenes.py`, reasons and reading matter `reading.py`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from game.content.ruleset import FIRST_ORDERS
from game.engine import first_turn, quarters
from game.session import aims
from game.session.following import same_places
from game.session.log import Log, NewsRecord
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.views import FigureView, NewsItem, PlanLine, TableView
from game.story import telling
from game.story.telling import rounded
from game.world.figures import bindings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from game.content.ruleset import Ruleset

FIRST_QUARTERS = 4  # quarters in which the table stays small
FIRST_FIGURES = 5
FIRST_OFFERS = FIRST_ORDERS


def figure_view(sight: Sight, log: Log, name: str) -> FigureView:
    """One figure now, its change since the last table, and its past."""
    return figure_at(sight, log, name, int(sight.world.turn[0]))


def figure_at(sight: Sight, log: Log, name: str, turn: int) -> FigureView:
    """One figure at the table of a turn, its change since the table before, and its past."""
    figure = sight.figure(name)
    pages = [page for page in log.pages if page.turn < turn and name in page.figures]
    past = [page.figures[name] for page in pages]
    value = rounded(sight.value(name), figure.step)
    if turn < int(sight.world.turn[0]):
        value = next(p.figures.get(name, value) for p in log.pages if p.turn == turn)
    before = past[-1] if past else value
    change = value - before if past else 0.0
    named = sight.has_names(name, value, before)
    moved = sight.tells(name, change) and not sight.is_clock(name)
    kept = same_places(sight.ruleset, sight.seat).get(name, name)
    text, was = sight.said(name, value), sight.said(name, before) if named else ""
    return FigureView(
        name=name,
        label=sight.label(name),
        meaning=sight.words.text(figure.meaning),
        value=value,
        text=text,
        change=change,
        change_text=sight.moved_text(name, before + change, before),
        direction=(1 if change > 0 else -1) if moved and not named else 0,
        history=(*past, value),
        unit=figure.unit,
        was=was if moved and was != text else "",
        answered=bool(pages and log.answered(sight.seat, pages[-1].turn, kept)),
    )


def lacking(sight: Sight, log: Log, name: str) -> str:
    """What is said of a figure that the seat does not have; nothing of one that it has.

    A laboratory has no approval: others have a figure of that kind, and its own was always 0.
    """
    known = bindings(sight.ruleset)
    if "me" not in known[name].labels or any(figure_view(sight, log, name).history):
        return ""
    others = _owners(sight.ruleset).get(known[name].array, ())
    if not others or sight.seat in others:
        return ""
    names = ", ".join(sight.words.text(sight.ruleset.actors[each].name) for each in others)
    return sight.words.t("session.lacking", others=names)


@lru_cache(maxsize=8)
def _owners(ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """The actors of whom there is a figure, by the array that it reads."""
    found: dict[str, tuple[str, ...]] = {}
    for bound in bindings(ruleset).values():
        if len(bound.labels) == 1 and bound.labels[0] in ruleset.actors:
            found[bound.array] = (*found.get(bound.array, ()), bound.labels[0])
    return found


def figures(
    sight: Sight, now: Standing, scenario: str, names: Iterable[str]
) -> tuple[FigureView, ...]:
    """Some figures now; one that an open goal reads shows on which side of its bar it is."""
    told = aims.values_told(sight, now, scenario)
    views = (figure_view(sight, now.log, name) for name in names)
    return tuple(replace(view, text=told.get(view.name, view.text)) for view in views)


def table_names(sight: Sight) -> tuple[str, ...]:
    """The figures of the seat's table; five of them in the first year."""
    names: tuple[str, ...] = sight.ruleset.seats[sight.seat].figures
    return names[:FIRST_FIGURES] if int(sight.world.turn[0]) < FIRST_QUARTERS else names


def news_item(sight: Sight, record: NewsRecord) -> NewsItem:
    """A printed item in the language of the sight."""
    headline, body = record.printed[sight.words.lang]
    words = sight.words
    known = sight.ruleset.news.get(record.id)
    if known is None:  # printed under other rules: the text stays readable
        return NewsItem(headline, body, "", "", ())
    return NewsItem(
        headline,
        body,
        words.t(f"session.section.{known.section}"),
        words.t(f"session.kind.{known.kind}"),
        sources(sight, known),
    )


def sources(sight: Sight, cited: object) -> tuple[str, ...]:
    """What a definition cites: titles of claims, then publications with their year."""
    titles = []
    for id_ in getattr(cited, "sources", ()):
        fact = sight.ruleset.facts.get(id_)
        titles.append(f"{sight.words.text(fact.title)} ({id_})" if fact else str(id_))
    for reference in getattr(cited, "references", ()):
        title, year = telling.cited(reference, sight.words)
        titles.append(f"{title}, {year}" if year else title)
    return tuple(titles)


def table(
    sight: Sight,
    now: Standing,
    plan: tuple[PlanLine, ...],
    *,
    scenario: str,
    waiting: int,
    finished: bool,
    purse: tuple[str, str] = ("", ""),
) -> TableView:
    """The whole table; `waiting` counts open scenes, `purse` says what plan and bills leave."""
    ruleset, seat = sight.ruleset, sight.ruleset.seats[sight.seat]
    goal_text, goal_met, goal_terms = aims.goal(sight, now, scenario)
    first = first_turn(ruleset, scenario)
    turns = quarters(ruleset, scenario)
    return TableView(
        seat_name=sight.words.text(ruleset.actors[sight.seat].name),
        quarter=sight.words.quarter(int(sight.world.turn[0]) - finished),
        turn=min(int(sight.world.turn[0]) + 1 - first, turns),
        turns=turns,
        attention=seat.attention,
        attention_left=seat.attention - sum(line.attention for line in plan),
        treasury_text=sight.words.money(sight.value("me.cash_usd")),
        figures=figures(sight, now, scenario, table_names(sight)),
        goal=goal_text,
        goal_met=goal_met,
        goal_terms=goal_terms,
        bottleneck=sight.text("bottleneck"),
        plan=plan,
        news=tuple(news_item(sight, record) for record in now.log.pages[-1].news),
        scenes_waiting=waiting,
        finished=finished,
        purse_text=purse[0],
        purse_short=purse[1],
    )

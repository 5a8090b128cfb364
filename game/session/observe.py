"""What does the table show: figures with their past, the goal, the bottleneck?

Builds the views of the quarter from a sight and a log. Offers are `offers.py`, scenes `scenes.py`,
reasons and reading matter `reading.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from game.content.ruleset import FIRST_ORDERS
from game.engine import first_turn, quarters
from game.session.log import Log, NewsRecord, rounded
from game.session.sight import Sight, bars_in
from game.session.views import FigureView, NewsItem, PlanLine, TableView
from game.story.goals import Past
from game.story.telling import untold_year

if TYPE_CHECKING:
    from game.content.evaluation import Array
    from game.content.models.start import Goal

FIRST_QUARTERS = 4  # quarters in which the table stays small
FIRST_FIGURES = 5
FIRST_OFFERS = FIRST_ORDERS


def figure_view(sight: Sight, log: Log, name: str) -> FigureView:
    """One figure now, its change since the last table, and its past."""
    return figure_at(sight, log, name, int(sight.world.turn[0]))


def figure_at(sight: Sight, log: Log, name: str, turn: int) -> FigureView:
    """One figure at the table of a turn, its change since the table before, and its past."""
    figure = sight.figure(name)
    past = [page.figures[name] for page in log.pages if page.turn < turn and name in page.figures]
    value = sight.value(name)
    if turn < int(sight.world.turn[0]):
        value = next(p.figures.get(name, value) for p in log.pages if p.turn == turn)
    before = past[-1] if past else value
    change = rounded(value, figure.step) - before if past else 0.0
    moved, named = sight.tells(name, change), sight.has_names(name)
    text, was = sight.said(name, value), sight.said(name, before) if named else ""
    return FigureView(
        name=name,
        label=sight.label(name),
        meaning=sight.words.text(figure.meaning),
        value=value,
        text=text,
        change=change,
        change_text=sight.change_text(name, change, abs(before)),
        direction=(1 if change > 0 else -1) if moved and not named else 0,
        history=(*past, value),
        unit=figure.unit,
        was=was if moved and was != text else "",
    )


def _figures(sight: Sight, log: Log, scenario: str) -> tuple[FigureView, ...]:
    """The figures of the table; one that misses the bound of an open goal does not read like it."""
    views = tuple(figure_view(sight, log, name) for name in table_names(sight))
    done, count = tasks(sight, scenario)
    turn = int(sight.world.turn[0])
    open_ = next((each for each in goals(sight, scenario) if each.until >= turn), None)
    if done < count or open_ is None or reached(sight, open_):
        return views
    bounds = bars_in(open_.when)
    return tuple(
        replace(view, text=sight.told_apart(view.name, view.value, bounds[view.name])[0])
        if view.name in bounds
        else view
        for view in views
    )


def table_names(sight: Sight) -> tuple[str, ...]:
    """The figures of the seat's table; five of them in the first year."""
    names: tuple[str, ...] = sight.ruleset.seats[sight.seat].figures
    return names[:FIRST_FIGURES] if int(sight.world.turn[0]) < FIRST_QUARTERS else names


def tasks(sight: Sight, scenario: str) -> tuple[int, int]:
    """How many tasks of a guided scenario are done, in their order, and how many there are."""
    given = sight.ruleset.scenarios[scenario].tasks.get(sight.seat, ())
    left = (done for done, task in enumerate(given) if not sight.holds(task.when))
    return next(left, len(given)), len(given)


def goal(sight: Sight, scenario: str) -> tuple[str, bool]:
    """The task or goal that is open now, worded, and whether it is met; the last one stays."""
    given = sight.ruleset.scenarios[scenario]
    done, count = tasks(sight, scenario)
    if done < count:
        return sight.say(given.tasks[sight.seat][done].text), False
    in_reach = goals(sight, scenario)
    if not in_reach:
        return "", False
    turn = int(sight.world.turn[0])
    current = next((each for each in in_reach if each.until >= turn), in_reach[-1])
    return sight.say(current.text), reached(sight, current)


def goals(sight: Sight, scenario: str) -> tuple[Goal, ...]:
    """The goals of the seat whose day comes before the scenario ends, in their order."""
    given = sight.ruleset.scenarios[scenario]
    own = given.goals.get(sight.seat) or sight.ruleset.seats[sight.seat].goals
    return tuple(each for each in own if each.until <= given.turns)


def past(log: Log) -> Past:
    """The figures of the run so far, by which its goals are judged."""
    return Past([page.turn for page in log.pages], [page.figures for page in log.pages])


def reached(sight: Sight, given: Goal) -> bool:
    """Whether a goal holds now, by the figures as the log would keep them."""

    def read(name: str) -> Array:
        return np.array([rounded(sight.value(name), sight.figure(name).step)])

    return bool(given.when.evaluate(read)[0])


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
        year = untold_year(reference)
        titles.append(f"{reference.title}, {year}" if year else reference.title)
    return tuple(titles)


def table(
    sight: Sight,
    log: Log,
    plan: tuple[PlanLine, ...],
    *,
    scenario: str,
    waiting: int,
    finished: bool,
    purse_usd: float | None = None,
) -> TableView:
    """The whole table; `waiting` counts open scenes, `purse_usd` is what the plan leaves."""
    ruleset, seat = sight.ruleset, sight.ruleset.seats[sight.seat]
    goal_text, goal_met = goal(sight, scenario)
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
        figures=_figures(sight, log, scenario),
        goal=goal_text,
        goal_met=goal_met,
        bottleneck=sight.text("bottleneck"),
        plan=plan,
        news=tuple(news_item(sight, record) for record in log.pages[-1].news),
        scenes_waiting=waiting,
        finished=finished,
        purse_text="" if purse_usd is None else sight.words.money(purse_usd),
    )

"""What happened, year by year, in a form that can be kept?

Markdown from the records of a run, the figures its seat followed and the headlines of its
newspaper. Writes no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from game.content.words import FIRST_QUARTER, FIRST_YEAR
from game.story.run import Answered, answers_given, listed, orders_given
from game.story.telling import said

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words

FIGURES, HEADLINES = 3, 2


def year_of(turn: int) -> int:
    """The calendar year of a turn."""
    return (FIRST_YEAR * 4 + FIRST_QUARTER - 1 + turn) // 4


def chronicle(
    ruleset: Ruleset,
    seat: str,
    records: Sequence[Any],
    history: Mapping[str, Sequence[float]],
    headlines: Mapping[int, Sequence[str]],
    words: Words,
    first: int = 0,
) -> str:
    """The run as Markdown: a title, then for each year figures, scenes, orders and headlines.

    `history` holds figures by name at the opening of every turn from `first`; `headlines` those printed
    at the opening of a turn, about the quarter before.
    """
    known = [first + len(series) - 1 for series in history.values()]
    last_turn = max([first, *known, *headlines, *(record.turn for record in records)])
    title = words.text(ruleset.actors[seat].name)
    lines = [f"# {words.t('story.chronicle.title', seat=title)}", ""]
    for year in range(year_of(first), year_of(last_turn) + 1):
        turns = [turn for turn in range(first, last_turn + 1) if year_of(turn) == year]
        entries = [
            *_figures(ruleset, seat, history, [turn - first for turn in turns], words),
            *_scenes(ruleset, records, turns, words),
            *_orders(ruleset, records, turns, words),
            *_headlines(headlines, turns, words),
        ]
        lines += [f"## {year}", "", *entries, ""]
    return "\n".join(lines).rstrip() + "\n"


def _figures(
    ruleset: Ruleset,
    seat: str,
    history: Mapping[str, Sequence[float]],
    places: Sequence[int],
    words: Words,
) -> list[str]:
    """Where the seat stood in the last quarter of the year that is known."""
    told = []
    for name in ruleset.seats[seat].figures[:FIGURES]:
        known = [place for place in places if place < len(history.get(name, ()))]
        if known:
            figure = ruleset.figures[name]
            value = said(history[name][known[-1]], figure.unit, words)
            told.append(
                words.t("story.chronicle.figure", label=words.text(figure.label), value=value)
            )
    return [f"- {listed(told, words)}"] if told else []


def _scenes(
    ruleset: Ruleset, records: Sequence[Any], turns: Sequence[int], words: Words
) -> list[str]:
    """One line a scene: what the chronicle keeps of it, or its title, and the answer."""
    answers = [a for a in answers_given(ruleset, records) if a.turn in turns]
    return [f"- {_scene(answer, words)}" for answer in answers]


def _scene(answer: Answered, words: Words) -> str:
    storylet = answer.storylet
    if storylet.chronicle:
        kept = words.text(storylet.chronicle)
    else:
        kept = words.t("story.chronicle.titled", title=words.text(storylet.title))
    key = "story.chronicle.scene" if answer.asked else "story.chronicle.scene_left"
    return words.t(
        key,
        quarter=words.quarter(answer.turn),
        text=kept,
        choice=words.text(answer.choice),
    )


def _orders(
    ruleset: Ruleset, records: Sequence[Any], turns: Sequence[int], words: Words
) -> list[str]:
    """One line for all orders of the year."""
    given = orders_given(ruleset, [record for record in records if record.turn in turns])
    if not given:
        return []
    titles = [
        words.t("story.epilogue.often", n=each.times, title=words.text(each.order.title))
        for each in given
    ]
    return [f"- {words.t('story.chronicle.orders', orders=listed(titles, words))}"]


def _headlines(
    headlines: Mapping[int, Sequence[str]], turns: Sequence[int], words: Words
) -> list[str]:
    """The first headline of a few quarters of the year."""
    printed = [(turn, headlines[turn][0]) for turn in turns if headlines.get(turn)]
    return [
        f"- {words.t('story.chronicle.news', quarter=words.quarter(turn), headline=headline)}"
        for turn, headline in printed[:HEADLINES]
    ]

"""Which game does somebody want who has not said so?

Lists what there is to play, and on a terminal asks for it: scenario, seat, difficulty, each with a
number and with an answer that Enter takes. Pipes and scripts are never asked.
"""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.faces.plain import parse
from game.session import lobby
from game.session.locations import saves_folder
from game.session.lookup import find
from game.session.standing import Setup

if TYPE_CHECKING:
    from game.content import Ruleset
    from game.content.words import Words
    from game.faces.options import PlayOptions

Ask = Callable[[str], str]  # a prompt to the line that answers it; EOFError at the end of input
Say = Callable[[str], None]


class NoAnswer(Exception):
    """The input ended before there was a game."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer that may be given: its id, its name, and what is told about it."""

    id: str
    name: str
    more: str


def completed(
    ruleset: Ruleset, options: PlayOptions, ask: Ask | None = None, say: Say = print
) -> PlayOptions:
    """The options with a scenario, a seat and a difficulty; asked for where somebody can answer.

    Whoever named a seat has chosen; everything else is then the usual. Raises NoAnswer.
    """
    words, usual = ruleset.words(options.lang), Setup()
    if options.seat is None and ask is not None:
        options = _asked(ruleset, options, words, ask, say)
    scenario = options.scenario or usual.scenario
    return replace(
        options,
        scenario=scenario,
        seat=options.seat or lobby.usual_seat(ruleset, scenario),
        difficulty=options.difficulty or usual.difficulty,
    )


def _asked(ruleset: Ruleset, options: PlayOptions, words: Words, ask: Ask, say: Say) -> PlayOptions:
    if options.scenario is None:
        first = lobby.first_choice(ruleset, newcomer=lobby.is_newcomer(saves_folder()))
        choice = _answer("scenario", _scenarios(ruleset, words), first, words, ask, say)
        options = replace(options, scenario=choice)
    scenario = options.scenario or ""
    seats = [Entry(one.id, one.name, f"{one.question} {one.hard}".strip())
             for one in lobby.seats(ruleset, scenario, words)]  # fmt: skip
    if not seats:
        return options  # no such scenario: whoever starts it says so
    first = lobby.usual_seat(ruleset, scenario)
    options = replace(options, seat=_answer("seat", seats, first, words, ask, say))
    if options.difficulty is None:
        levels = [Entry(one.id, one.name, one.line) for one in lobby.levels(ruleset, words)]
        level = _answer("difficulty", levels, levels[0].id, words, ask, say)
        options = replace(options, difficulty=level)
    return options


def _scenarios(ruleset: Ruleset, words: Words) -> list[Entry]:
    return [
        Entry(one.id, one.name, f"{one.span}. {one.text}")
        for one in lobby.scenarios(ruleset, words)
    ]


def _answer(
    what: str, entries: Sequence[Entry], usual: str, words: Words, ask: Ask, say: Say
) -> str:
    """The id that somebody chose by its number, its id or the beginning of its name."""
    say(words.t(f"start.ask.{what}"))
    for number, entry in enumerate(entries, start=1):
        say(words.t("start.ask.line", n=number, name=entry.name, more=entry.more))
    if len(entries) == 1:
        return entries[0].id
    name = next(entry.name for entry in entries if entry.id == usual)
    while True:
        try:
            line = ask(words.t("start.ask.how", usual=name) + " ").strip()
        except (EOFError, OSError, ValueError):
            raise NoAnswer from None
        place = parse.whole(line)
        found = [usual] if not line else find(line, {entry.id: entry.name for entry in entries})
        if place is not None:
            found = [entry.id for n, entry in enumerate(entries, start=1) if n == place]
        if len(found) == 1:
            return found[0]
        say(words.t("start.ask.again", last=len(entries)))


def on_terminal() -> tuple[Ask | None, Say]:
    """How to ask and to say here; nobody is asked where nobody sits."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None, print
    width = shutil.get_terminal_size().columns
    return input, lambda line: print("\n".join(textwrap.wrap(line, width)))


def listed(ruleset: Ruleset, lang: str) -> Iterable[str]:
    """Every scenario with its id, its text and its seats, then the difficulties."""
    words = ruleset.words(lang)
    for one in lobby.scenarios(ruleset, words):
        yield f"{one.id}: {one.name}, {one.span}"
        yield f"  {one.text}"
        seats = lobby.seats(ruleset, one.id, words)
        yield "  " + words.t("start.list.seats", seats=_named(seats, words))
    yield words.t("start.list.levels", levels=_named(lobby.levels(ruleset, words), words))


def _named(choices: Iterable[lobby.SeatChoice | lobby.LevelChoice], words: Words) -> str:
    return ", ".join(words.t("start.named", id=one.id, title=one.name) for one in choices)

"""What can one sit down to: which scenarios, which seats in them, which difficulties?

Worded for a face that lets a player choose, before there is a game; also how a choice that does not
exist is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.quarters import turn as turn_of
from game.errors import GameError
from game.session.standing import Setup

if TYPE_CHECKING:
    from game.content.models.start import Scenario, Seat
    from game.content.ruleset import Ruleset
    from game.content.words import Words


@dataclass(frozen=True, slots=True)
class ScenarioChoice:
    """A start and an end that one may choose."""

    id: str
    name: str
    text: str
    span: str  # its quarters, first and last, and how many
    guided: bool = False  # it brings tasks, for whoever plays for the first time


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A seat one may take in a scenario, and the question it puts."""

    id: str
    name: str
    question: str
    kind: str = ""
    hard: str = ""  # how hard it is said to be
    briefing: str = ""
    goals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """A difficulty, and what it changes."""

    id: str
    name: str
    line: str


def scenarios(ruleset: Ruleset, words: Words) -> tuple[ScenarioChoice, ...]:
    """The scenarios with a seat to take: the guided ones, the usual one, later starts, the rest."""
    open_ones = [each for each in ruleset.scenarios.values() if _chairs(ruleset, each)]
    return tuple(
        ScenarioChoice(
            each.id,
            words.text(each.title),
            words.text(each.text),
            _span(ruleset, each, words),
            bool(each.tasks),
        )
        for each in sorted(open_ones, key=_place)
    )


def _place(scenario: Scenario) -> tuple[int, str]:
    """Where a scenario stands in the list; those of one kind in the order of their beginning."""
    if scenario.tasks:
        return 0, ""
    if scenario.id == Setup().scenario:
        return 1, ""
    kind = 2 if scenario.prologue else 3 if scenario.silences else 4
    return kind, scenario.begins or scenario.first_quarter


def _span(ruleset: Ruleset, scenario: Scenario, words: Words) -> str:
    from game.engine import first_turn, quarters  # only now: a face shows its title before

    first, count = first_turn(ruleset, scenario.id), quarters(ruleset, scenario.id)
    last = words.quarter(scenario.turns - 1)
    return words.t("start.span", first=words.quarter(first), last=last, n=count)


def _chairs(ruleset: Ruleset, scenario: Scenario) -> list[Seat]:
    return [ruleset.seats[id_] for id_ in scenario.seats if ruleset.seats[id_].playable]


def seats(ruleset: Ruleset, scenario_id: str, words: Words) -> tuple[SeatChoice, ...]:
    """The seats that a scenario offers, each with its question; none for an unknown scenario."""
    scenario = ruleset.scenarios.get(scenario_id)
    if scenario is None:
        return ()
    return tuple(
        SeatChoice(
            seat.id,
            words.text(seat.title),
            words.text(seat.question),
            words.text(seat.kind_title) if seat.kind_title else words.t(f"start.kind.{seat.kind}"),
            words.text(seat.challenge) if seat.challenge else "",
            _as_it_stands(words.text(scenario.briefings.get(seat.id, seat.briefing))),
            tuple(filter(None, _aims(scenario, seat, words))),
        )
        for seat in _chairs(ruleset, scenario)
    )


def _aims(scenario: Scenario, seat: Seat, words: Words) -> Iterable[str]:
    """What the seat will be asked for: of tasks nothing, they are told one by one."""
    if seat.id in scenario.tasks:
        return ()
    goals = scenario.goals.get(seat.id, seat.goals)
    begins = turn_of(scenario.begins or scenario.first_quarter, scenario.first_quarter)
    coming = (goal for goal in goals if begins <= goal.until <= scenario.turns)
    return (_as_it_stands(words.text(goal.text)) for goal in coming)


def _as_it_stands(text: str) -> str:
    """A text that names no figure of a game; nothing when it does, since there is no game yet."""
    return "" if "{" in text else text


def levels(ruleset: Ruleset, words: Words) -> tuple[LevelChoice, ...]:
    """The difficulties, the usual one first, each with what it changes."""
    purses = ruleset.table("difficulty.starting_cash")
    usual = Setup().difficulty
    return tuple(
        LevelChoice(id_, words.t(f"session.difficulty.{id_}"), _purse_line(purses[id_], words))
        for id_ in sorted(purses, key=lambda one: one != usual)
    )


def _purse_line(purse: float, words: Words) -> str:
    key = "start.purse.same" if purse == 1 else "start.purse.other"
    return words.t(key, share=words.percent(purse))


def first_choice(ruleset: Ruleset, *, newcomer: bool) -> str:
    """The scenario on which the mark stands: a guided one for whoever has never played."""
    ids = [each.id for each in sorted(ruleset.scenarios.values(), key=_place)]
    guided = [id_ for id_ in ids if ruleset.scenarios[id_].tasks]
    usual = Setup().scenario
    return guided[0] if newcomer and guided else usual if usual in ids else ids[0]


def usual_seat(ruleset: Ruleset, scenario_id: str) -> str:
    """The seat that a scenario has for whoever names none: the usual one, or its first."""
    scenario, usual = ruleset.scenarios.get(scenario_id), Setup().seat
    chairs = [seat.id for seat in _chairs(ruleset, scenario)] if scenario else []
    return usual if usual in chairs or not chairs else chairs[0]


def is_newcomer(folder: Path) -> bool:
    """Whether no game has ever been saved in a folder."""
    from game.session.autosaves import list_saves

    return not list_saves(folder)


def check(ruleset: Ruleset, words: Words, setup: Setup) -> None:
    """Refuse a scenario, seat or difficulty that there is not, naming those that there are."""
    known = {each.id: each.name for each in scenarios(ruleset, words)}
    if setup.scenario not in known:
        _refuse(words, "scenario", setup.scenario, "", known)
    chairs = {each.id: each.name for each in seats(ruleset, setup.scenario, words)}
    if setup.seat not in chairs:
        _refuse(words, "seat", setup.seat, known[setup.scenario], chairs)
    named = {each.id: each.name for each in levels(ruleset, words)}
    if setup.difficulty not in named:
        _refuse(words, "difficulty", setup.difficulty, "", named)


def _refuse(words: Words, what: str, id_: str, where: str, known: dict[str, str]) -> None:
    listed = ", ".join(words.t("start.named", id=id_, title=name) for id_, name in known.items())
    raise GameError(words.t(f"start.unknown.{what}", id=id_), where, listed)

"""How is a start told, before one sits down: the scenario, the seat, a setting?"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from game.faces.tui.lines import BLANK, Lines, clip, heading, say, wrap
from game.faces.tui.look import AMBER, BRIGHT, KEY, PLAIN, QUIET
from game.faces.tui.paint.table import Say
from game.session.lobby import ScenarioChoice, SeatChoice

LABEL = 12  # cells that the name of a setting takes


def about_scenario(scenario: ScenarioChoice, width: int) -> Lines:
    """When it starts, how long it is, what it is about."""
    return [
        heading(scenario.name, width),
        clip(say((scenario.span, QUIET)), width),
        *wrap(say((scenario.text, PLAIN)), width),
    ]


def about_seat(seat: SeatChoice, t: Say, width: int, *, goals: bool) -> Lines:
    """Who one would be, the question of the chair, how hard it is, and what it will ask for."""
    lines = [
        heading(seat.name, width, say((seat.kind, QUIET))),
        *wrap(say((seat.question, BRIGHT)), width),
    ]
    if seat.hard:
        lines += wrap(say((seat.hard, AMBER)), width)
    if seat.briefing:
        lines += [BLANK, *wrap(say((seat.briefing, PLAIN)), width)]
    if goals and seat.goals:
        lines += [BLANK, say((t("new.goals"), QUIET))]
        for goal in seat.goals:
            lines += wrap(say((goal, PLAIN)), width, "· ", "  ")
    return lines


def page(parts: Sequence[Lines], height: int, *, second_first: bool) -> Lines:
    """Two texts under one another; the second above where both do not fit and it is asked for."""
    first, second = parts
    if second_first and len(first) + len(second) + 1 > height:
        first, second = second, first
    return [*first, *([BLANK] if first and second else []), *second]


def setting(key: str, name: str, width: int, value: str = "", more: str = "") -> Content:
    """A setting on one line: its key, its name, its value and what that means."""
    gap = " " * max(1, LABEL - cell_len(name))
    line = say((f"{key} ", KEY), (name, PLAIN), gap, (value, BRIGHT))
    return clip(say(line, (f"   {more}" if more else "", QUIET)), width)

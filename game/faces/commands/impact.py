"""What does `content check MOD --impact` print?

One line for everything that a mod moves for sure, the largest first.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from game.errors import GameError
from game.faces.commands import trials
from game.faces.commands.printing import DONE, NOT_SO, print_json
from game.faces.commands.trials import is_on, owner_of

if TYPE_CHECKING:
    from game.content.check import Report
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.trials.impact import Impact, Line

TOLD = 40  # lines that are printed; --all and --json have them all
SHARES = ("endings", "events", "scenes")  # of the games


def content_impact(args: argparse.Namespace, report: Report) -> int:
    """What a mod does to the world, against the base without it."""
    from game.content import load
    from game.content.definitions import BASE
    from game.session.trials.impact import impact

    owner = owner_of(args)
    if owner == BASE:
        raise GameError("--impact compares a mod with the game without it", "", "name a mod")
    if report.ruleset is None or not is_on(report.ruleset, owner):
        return _refused(args, report)
    if broken := trials.broken_by(report, owner):
        return _refused(args, replace(report, problems=(*report.problems, *broken)))
    others = [mod.id for mod in report.ruleset.mods if mod.enabled and mod.id != owner]
    words = report.ruleset.words(args.lang)
    tell = _progress(words) if sys.stderr.isatty() else None
    without, games = load(mods=others), max(args.impact, 2)
    found = impact(without, report.ruleset, games, jobs=args.jobs, tell=tell)
    if args.json:
        told = [line.as_dict() for line in found.lines]
        print_json({"games": found.games, "measured": found.measured, "changes": told})
    else:
        _print_impact(found, report.ruleset, words, len(found.lines) if args.all else TOLD)
    return DONE


def _refused(args: argparse.Namespace, report: Report) -> int:
    """Nothing is played of a mod that breaks the game: its problems are all there is to say."""
    print_json(report.as_dict()) if args.json else print(report.text())
    return NOT_SO


def _progress(words: Words) -> Callable[[float], None]:
    """A line on a terminal that says how far the games are, and goes when they are played."""

    def tell(share: float) -> None:
        line = words.t("trials.impact_playing", share=words.percent(share))
        sys.stderr.write(f"\r{line}" if share < 1 else f"\r{' ' * len(line)}\r")
        sys.stderr.flush()

    tell(0.0)
    return tell


def _print_impact(found: Impact, ruleset: Ruleset, words: Words, most: int) -> None:
    key = "trials.impact" if found.lines else "trials.impact_none"
    print(words.t(key, games=found.games, n=len(found.lines), measured=found.measured))
    if found.lines:
        print(words.t("trials.impact_middle"))
        print(words.t("trials.impact_who"))
    shown = found.lines[:most]
    for group in dict.fromkeys(line.group for line in shown):
        print(words.t(f"trials.group.{group}"))
        for line in shown:
            if line.group == group:
                print("  " + _moved(line, ruleset, words))
    if more := len(found.lines) - len(shown):
        print(words.t("trials.impact_more", n=more))


def _possible(line: Line) -> Line:
    """An interval of shares without what no share can do."""
    if line.group in SHARES:
        most, least = 1.0 - line.without, -line.without
    elif line.group == "bottleneck":
        most, least = 1.0, -1.0
    else:
        return line
    return replace(line, low=max(line.low, least), high=min(line.high, most))


def _moved(line: Line, ruleset: Ruleset, words: Words) -> str:
    line = _possible(line)
    values = {
        "without": _measured(line, line.without, ruleset, words),
        "with": _measured(line, line.with_, ruleset, words),
        "difference": _measured(line, line.difference, ruleset, words, signed=True),
        "low": _measured(line, line.low, ruleset, words, signed=True),
        "high": _measured(line, line.high, ruleset, words, signed=True),
    }
    name = f"{line.seat} {line.name}".strip()
    players = words.t(f"trials.players.{line.players}")
    return words.t("trials.moved", name=name, players=players, **values)


def _measured(
    line: Line, value: float, ruleset: Ruleset, words: Words, signed: bool = False
) -> str:
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else "−∞"
    if line.group == "finances":
        return words.money(value, signed)
    if line.group == "score":
        return words.number(value, 1, signed)
    if line.group == "figures":
        return plain(line.name, value, ruleset, words, signed)
    return words.percent(value, 0, signed)


def plain(name: str, value: float, ruleset: Ruleset, words: Words, signed: bool = False) -> str:
    """A value of a figure with its unit, or as a number when it would not show."""
    figure = ruleset.figures.get(name)
    if figure is None or figure.unit in ("switch", "code"):
        return words.number(value, 2, signed)
    text = words.unit(value, figure.unit, signed)
    seen = any(char in "123456789" for char in text) or not value
    return text if seen else words.number(value, 4, signed)

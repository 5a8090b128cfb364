"""What does `content check MOD --impact` print?

One line for everything that a mod moves for sure, the largest first.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from game.errors import GameError
from game.faces.commands.printing import DONE, NOT_SO, print_json
from game.faces.commands.trials import is_on, owner_of

if TYPE_CHECKING:
    from game.content.check import Report
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.trials.impact import Impact, Line

TOLD = 40  # lines that are printed; --json has them all


def content_impact(args: argparse.Namespace, report: Report) -> int:
    """What a mod does to the world, against the base without it."""
    from game.content import load
    from game.content.definitions import BASE
    from game.session.trials.impact import impact

    owner = owner_of(args)
    if owner == BASE:
        raise GameError("--impact compares a mod with the game without it", "", "name a mod")
    if report.ruleset is None or not is_on(report.ruleset, owner):
        print(report.text())
        return NOT_SO
    others = [mod.id for mod in report.ruleset.mods if mod.enabled and mod.id != owner]
    found = impact(load(mods=others), report.ruleset, max(args.impact, 2), jobs=args.jobs)
    if args.json:
        told = [line.as_dict() for line in found.lines]
        print_json({"games": found.games, "measured": found.measured, "changes": told})
    else:
        _print_impact(found, report.ruleset, report.ruleset.words(args.lang))
    return DONE


def _print_impact(found: Impact, ruleset: Ruleset, words: Words) -> None:
    key = "trials.impact" if found.lines else "trials.impact_none"
    print(words.t(key, games=found.games, n=len(found.lines), measured=found.measured))
    shown = found.lines[:TOLD]
    for group in dict.fromkeys(line.group for line in shown):
        print(words.t(f"trials.group.{group}"))
        for line in shown:
            if line.group == group:
                print("  " + _moved(line, ruleset, words))


def _moved(line: Line, ruleset: Ruleset, words: Words) -> str:
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

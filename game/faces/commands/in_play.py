"""Which mods does a report play with, and which of those that were wanted stay off?

Those that --mods names; with --no-mods none; else those that the player has switched on, as `play`
has them. A report that cannot have them is none: only a game is played without.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.faces.commands.printing import Say, words_of
from game.faces.commands.refusals import ModsOff

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words


def add_mods(parser: argparse.ArgumentParser, say: Say) -> None:
    """The options that choose mods."""
    parser.add_argument("--mods", metavar="A,B", default="", help=say("with_mods_usual"))
    parser.add_argument("--no-mods", action="store_true", help=say("no_mods"))


def wanted(args: argparse.Namespace) -> tuple[str, ...]:
    """The mods to play with; raises ModsOff when nobody can say which."""
    from game.content import chosen
    from game.faces.mods_told import broken_file_text

    named = listed(args.mods)
    if named or args.no_mods:
        return () if args.no_mods else named
    choice = chosen.read(aside=False)
    if choice.fault:
        raise ModsOff(broken_file_text(choice, words_of(args)), ())
    return choice.ids


def listed(mods: str) -> tuple[str, ...]:
    """The ids that somebody wrote with commas between them."""
    return tuple(part for part in (each.strip() for each in mods.split(",")) if part)


def insist(ruleset: Ruleset, mods: Sequence[str], words: Words) -> None:
    """Raise ModsOff when a wanted mod is off: what is counted then would be another game's."""
    from game.content.ruleset import HIDDEN
    from game.content.said import in_language

    off = [mod for mod in ruleset.mods if mod.id in mods and not mod.enabled and mod.why != HIDDEN]
    if not off:
        return
    problems, say = [problem for mod in off for problem in mod.problems], in_language(words.lang)
    ids = ", ".join(mod.id for mod in off)
    lines = [*(each.report(say) for each in problems), words.t("simulate.mods.off", mods=ids)]
    raise ModsOff("\n".join(lines), problems)


def complain(ruleset: Ruleset, mods: Sequence[str], words: Words) -> None:
    """Say on stderr what is wrong with the wanted mods that are off, and that they stay off."""
    from game.faces.mods_told import staying_off

    for line in staying_off(ruleset, mods, words):
        print(line, file=sys.stderr)


def in_play(ruleset: Ruleset, words: Words) -> str:
    """One line that names the mods in play."""
    ids = ", ".join(f"{mod.id} {mod.version}" for mod in ruleset.mods if mod.enabled)
    return words.t("simulate.mods", mods=ids) if ids else words.t("simulate.mods.none")

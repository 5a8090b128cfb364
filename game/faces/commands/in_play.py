"""Which mods does a report play with, and which of those that were wanted stay off?

Those that --mods names; with --no-mods none; else those that the player has switched on, as `play`
has them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.faces.commands.printing import Say

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words


def add_mods(parser: argparse.ArgumentParser, say: Say) -> None:
    """The options that choose mods."""
    parser.add_argument("--mods", metavar="A,B", default="", help=say("with_mods_usual"))
    parser.add_argument("--no-mods", action="store_true", help=say("no_mods"))


def wanted(args: argparse.Namespace) -> tuple[str, ...]:
    """The mods to play with."""
    from game.content import chosen

    named = tuple(part for part in (each.strip() for each in args.mods.split(",")) if part)
    return () if args.no_mods else named or chosen.read().ids


def complain(ruleset: Ruleset, mods: Sequence[str], words: Words) -> None:
    """Say on stderr what is wrong with the wanted mods that are off, and that they stay off."""
    from game.faces.mods_told import staying_off

    for line in staying_off(ruleset, mods, words):
        print(line, file=sys.stderr)


def in_play(ruleset: Ruleset, words: Words) -> str:
    """One line that names the mods in play."""
    ids = ", ".join(f"{mod.id} {mod.version}" for mod in ruleset.mods if mod.enabled)
    return words.t("simulate.mods", mods=ids) if ids else words.t("simulate.mods.none")

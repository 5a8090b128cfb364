"""What may `machinetime backtest` be told? What it prints is `faces/backtest.py`."""

from __future__ import annotations

import argparse

from game.faces.commands.printing import Add, Say, add_json, whole


def arguments(_: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """The options; the report is read when it is asked for."""
    parser.set_defaults(handler=backtest)
    parser.add_argument("--observations", metavar="CSV", help=say("observations"))
    parser.add_argument("--worlds", type=whole(say), default=200, help=say("worlds"))
    parser.add_argument("--seed", type=whole(say), default=1, help=say("seed"))
    parser.add_argument("--uncertainty", action="store_true", help=say("uncertainty"))
    parser.add_argument("--pictures", metavar="DIR", help=say("pictures"))
    parser.add_argument("--mods", metavar="A,B", default="", help=say("with_mods_only"))
    add_json(parser, say)


def backtest(args: argparse.Namespace) -> int:
    """The game beside what was observed."""
    from game.faces.backtest import report

    return report(args)

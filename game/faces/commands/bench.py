"""What may `machinetime bench` be told? What it prints is `faces/bench.py`."""

from __future__ import annotations

import argparse

from game.faces.commands.printing import Add, Say, add_json


def arguments(_: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """The options; the report is read when it is asked for."""
    parser.set_defaults(handler=bench)
    parser.add_argument("--quick", action="store_true", help=say("quick"))
    add_json(parser, say)


def bench(args: argparse.Namespace) -> int:
    """How fast the game is on this machine."""
    from game.faces.bench import report

    return report(args)

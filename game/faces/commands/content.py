"""What does `machinetime content` do: check, count?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from game.faces.commands.printing import DONE, NOT_SO, Add, Say, add_json, print_json


def arguments(add: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `content` may be told."""
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    for name, handler in (("check", content_check), ("stats", content_stats)):
        one = add(kinds, name, handler)
        one.add_argument("path", nargs="?", metavar="PATH", help=say("path"))
        add_json(one, say)


def content_check(args: argparse.Namespace) -> int:
    """Every error and warning of the content, or of one folder or mod."""
    from game.content.check import run

    report = run(Path(args.path) if args.path else None)
    if args.json:
        print_json(report.as_dict())
    else:
        print(report.text())
    return NOT_SO if report.errors else DONE


def content_stats(args: argparse.Namespace) -> int:
    """How much content there is."""
    from game.content.check import run

    stats = run(Path(args.path) if args.path else None).stats()
    if args.json:
        print_json(stats)
        return DONE
    for key, value in stats.items():
        if isinstance(value, dict):
            value = ", ".join(f"{name} {_short(each)}" for name, each in value.items())
        print(f"{key}: {value}")
    return DONE


def _short(value: Any) -> str:
    return str(len(value)) if isinstance(value, list) else str(value)

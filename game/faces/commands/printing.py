"""How does a command answer: in lines, in one JSON value, and with which exit code?

How it refuses to is `refusals.py`.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
from collections.abc import Callable
from typing import Any

DONE, NOT_SO, WRONG_USAGE = 0, 1, 2
LANGUAGES = ("en", "fr")
DIGITS = 18  # of a whole number, at most
Handler = Callable[[argparse.Namespace], int]
Say = Callable[[str], str]  # a word of the help, in the caller's language
Add = Callable[..., argparse.ArgumentParser]  # (subparsers, name, handler) → parser


class NoCache(argparse.Action):
    """Read and check the content anew, whatever is known of it."""

    def __call__(self, *_: object) -> None:
        os.environ["MACHINETIME_CACHE"] = "off"


def add_json(parser: argparse.ArgumentParser, say: Say) -> None:
    """The options of every command that reports."""
    parser.add_argument("--json", action="store_true", help=say("json"))
    parser.add_argument("--no-cache", action=NoCache, nargs=0, help=say("no_cache"))
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("lang"))


def whole(say: Say) -> Callable[[str], int]:
    """How a whole number from 0 up is read as an argument."""

    def count(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
            raise argparse.ArgumentTypeError(say("whole").format(digits=DIGITS, given=text))
        return int(text)

    return count


def words_of(args: argparse.Namespace) -> Any:
    """The words of the language that was asked for."""
    from game.content import load

    return load().words(args.lang)


def open_streams() -> None:
    """Streams that were closed become silent ones, and no letter stops any of them."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode, encoding="utf-8"))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def unwritten(error: OSError) -> int:
    """What was to be printed cannot be: said on the other stream, and nothing more is tried."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    print(f"cannot write what there is to say: {error.strerror or error}", file=sys.stderr)
    return NOT_SO


def print_json(value: Any) -> None:
    """One JSON value and nothing else, in UTF-8 whatever the terminal speaks.

    A number without end is null: JSON has no word for it.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    print(text)


def _finite(value: Any) -> Any:
    """The same value with nothing in the place of each number without end."""
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value

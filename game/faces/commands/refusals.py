"""What does a command say that cannot do what it was asked?

One line or a few on stderr, or with --json one object on stdout, whose key `error` says everything.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from game.errors import ContentError, GameError, Unknown
from game.faces.commands.printing import NOT_SO, WRONG_USAGE, print_json, words_of

if TYPE_CHECKING:
    from game.content.words import Words
    from game.errors import Problem


LISTED = 12  # names, at most, in the place of one that is not known
_UNMEANT = frozenset({"usage", "bad_id", "no_kind"})  # reasons that are no matter of what there is


class WrongUsage(GameError):
    """An argument that cannot be meant."""


class ModsOff(GameError):
    """Mods that were wanted and cannot be used, with what is wrong with them."""

    def __init__(self, what: str, problems: Sequence[Problem]) -> None:
        super().__init__(what)
        self.problems = tuple(problems)


def refused(error: GameError, args: argparse.Namespace, **more: Any) -> int:
    """Say an error, with `more` keys beside it in the JSON; returns the exit code."""
    code = WRONG_USAGE if reason(error) in _UNMEANT else NOT_SO
    message = _said(error, args)
    if getattr(args, "json", False):
        print_json(more | {"error": as_dict(error, message)})
    else:
        print(message, file=sys.stderr)
    return code


def as_dict(error: GameError, message: str) -> dict[str, Any]:
    """The keys of `error` that every command with --json promises."""
    problems = getattr(error, "problems", ())
    return {
        "message": message,
        "reason": reason(error),
        "where": error.where or None,
        "hint": error.hint or None,
        "problems": [problem.as_dict() for problem in problems],
    }


def reason(error: GameError) -> str:
    """Why something is refused, in one word that stays."""
    named = getattr(error, "key", "") or getattr(error, "reason", "")
    usage = (WrongUsage, Unknown)
    kinds = ((usage, "usage"), (ModsOff, "mods_off"), (ContentError, "content"))
    found = next((word for kind, word in kinds if isinstance(error, kind)), "refused")
    return str(named or found)


def _said(error: GameError, args: argparse.Namespace) -> str:
    """An error in the language that was asked for, where it has words of its own."""
    if not (hasattr(error, "key") or isinstance(error, Unknown)):
        return str(error)
    from game.content.mod_store import ModError
    from game.faces.mods_told import error_text
    from game.session.store import worded

    try:
        words = words_of(args)
    except GameError:  # the content is what is wrong
        return str(error)
    if isinstance(error, Unknown):
        return _unknown(error, words)
    return error_text(error, words) if isinstance(error, ModError) else worded(error, words)


def _unknown(error: Unknown, words: Words) -> str:
    """That there is no such thing, with the nearest name, or with all where they are few."""
    from game.content.definitions import near

    name = near(error.given, error.known)
    hint = words.t("session.hint.near", names=name) if name else ""
    hint = error.hint or hint or ", ".join(error.known if len(error.known) <= LISTED else ())
    said = words.t(f"cli.unknown.{error.kind}", given=error.given)
    return f"{said} — {hint}" if hint else said

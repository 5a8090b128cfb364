"""What does `machinetime saves` do: list, show, verify, replay?"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from game.errors import SaveError
from game.faces.commands.printing import (
    DONE,
    NOT_SO,
    Add,
    Say,
    add_json,
    print_json,
    words_of,
)

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.replay import ReplayReport


def arguments(add: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `saves` may be told."""
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    add_json(add(kinds, "list", saves_list), say)
    for name, handler in (("show", saves_show), ("verify", saves_verify), ("replay", saves_replay)):
        one = add(kinds, name, handler)
        one.add_argument("save", metavar="SAVE", help=say("save"))
        add_json(one, say)


def saves_list(args: argparse.Namespace) -> int:
    """Every save, the latest first."""
    from game.session.autosaves import list_saves
    from game.session.locations import saves_folder

    entries = list_saves(saves_folder())
    if args.json:
        print_json(
            [{"path": str(e.path), **(e.header or {"problem": str(e.problem)})} for e in entries]
        )
        return DONE
    for entry in entries:
        if entry.header is None:
            print(entry.problem)
            continue
        told = (entry.header.get(key, "") for key in ("title", "seat", "turn", "saved_at"))
        print(f"{entry.path.stem}  " + "  ".join(str(each) for each in told))
    if not entries:
        print(words_of(args).t("cli.saves.none", folder=str(saves_folder())))
    return DONE


def saves_show(args: argparse.Namespace) -> int:
    """The header of one save, with the hash of its state."""
    from game.session.save_file import read_header
    from game.session.store import meant

    path = meant(args.save)
    header = {"path": str(path), **read_header(path)}
    if args.json:
        print_json(header)
        return DONE
    for key, value in header.items():
        print(f"{key}: {value if isinstance(value, str | int) else json.dumps(value)}")
    return DONE


def saves_verify(args: argparse.Namespace) -> int:
    """Whether a save is whole and fits the rules; nothing is moved."""
    from game.session.store import load

    ruleset = _rules_of(args.save)
    try:
        loaded = load(ruleset, args.save, aside=False)
    except SaveError as error:
        return _not_whole(args, ruleset, error)
    turns, hash_ = int(loaded.standing.world.turn[0]), loaded.standing.world.hash(0)
    if args.json:
        print_json({"ok": True, "turns": turns, "hash": hash_, "diverged": None})
    else:
        print(ruleset.words(args.lang).t("cli.verify.ok", n=turns, hash=hash_))
    return DONE


def saves_replay(args: argparse.Namespace) -> int:
    """Whether the seed and the records of a save lead to the same game."""
    from game.session.replay import replay
    from game.session.store import load

    ruleset = _rules_of(args.save)
    try:
        loaded = load(ruleset, args.save, aside=False)
    except SaveError as error:
        return _not_whole(args, ruleset, error)
    report = replay(ruleset, loaded.setup, loaded.standing)
    if args.json:
        print_json(report.as_dict())
    else:
        _print_replay(args, ruleset, report)
    return DONE if report.ok else NOT_SO


def _print_replay(args: argparse.Namespace, ruleset: Ruleset, report: ReplayReport) -> None:
    words = ruleset.words(args.lang)
    if report.diverged is None:
        print(words.t("cli.replay.ok", n=report.turns, hash=report.hash))
        return
    found = report.diverged
    print(words.t("cli.replay.differs", turn=found.turn, stage=found.stage, name=found.name))


def _not_whole(args: argparse.Namespace, ruleset: Ruleset, error: SaveError) -> int:
    from game.session.store import worded

    if args.json:
        print_json({"ok": False, "turns": 0, "hash": "", "diverged": None, "problem": str(error)})
    else:
        print(worded(error, ruleset.words(args.lang)), file=sys.stderr)
    return NOT_SO


def _rules_of(save: str) -> Ruleset:
    """The rules with the mods that a save was made with."""
    from game.content import load
    from game.session.peek import peek

    return load(mods=peek(save).mods)

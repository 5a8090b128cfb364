"""What does `machinetime saves` do: list, show, verify, replay, export, import?"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any

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
    from game.content.words import Words
    from game.session.replay import Again, ReplayReport


def arguments(add: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `saves` may be told."""
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    add_json(add(kinds, "list", saves_list), say)
    for name, handler in (("show", saves_show), ("verify", saves_verify), ("replay", saves_replay)):
        one = add(kinds, name, handler)
        one.add_argument("save", metavar="SAVE", help=say("save"))
        add_json(one, say)
    out = add(kinds, "export", saves_export)
    out.add_argument("save", metavar="SAVE", help=say("save"))
    out.add_argument("file", metavar="FILE", nargs="?", help=say("share_file"))
    add_json(out, say)
    taken = add(kinds, "import", saves_import)
    taken.add_argument("file", metavar="FILE", help=say("shared_file"))
    taken.add_argument("--name", metavar="NAME", help=say("share_name"))
    add_json(taken, say)


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
    if header.get("away"):
        print(_set_apart(header, words_of(args)))
    return DONE


def _set_apart(header: dict[str, Any], words: Words) -> str:
    """The mods that a save waits for, and what it keeps for them."""
    from game.session.mod_lists import mods_of
    from game.session.needs import counted, listed

    mods = listed(mods_of({"mods": header["away"]}), words)
    aside = header.get("aside")
    numbers = aside.items() if isinstance(aside, dict) else ()
    things = counted({axis: n for axis, n in numbers if isinstance(n, int)}, words)
    return words.t("saves.aside" if things else "saves.away", mods=mods, things=things)


def saves_export(args: argparse.Namespace) -> int:
    """One save as one file to share."""
    from game.session.sharing import export_save
    from game.session.store import meant

    words = words_of(args)
    try:
        path = export_save(meant(args.save), args.file)
    except SaveError as error:
        return _refused(args, words, error)
    if args.json:
        print_json({"path": str(path)})
    else:
        print(words.t("saves.exported", path=str(path)))
    return DONE


def saves_import(args: argparse.Namespace) -> int:
    """A file that somebody shared, checked to its last number and put among the saves."""
    from game.content import load
    from game.session.sharing import import_save
    from game.session.sharing import told as lines_of

    ruleset = load()
    words = ruleset.words(args.lang)
    try:
        taken = import_save(ruleset, args.file, args.name)
    except SaveError as error:
        return _refused(args, words, error)
    if args.json:
        needed, missing = ([id_ for id_, _ in mods] for mods in (taken.mods, taken.missing))
        told = {"path": str(taken.path), "needs": needed, "missing": missing}
        print_json(told | taken.header)
    else:
        print(*lines_of(taken, words), sep="\n")
    return DONE


def saves_verify(args: argparse.Namespace) -> int:
    """Whether a save is whole, and what its decisions lead to; nothing is moved."""
    return _play_again(args, step_by_step=False)


def saves_replay(args: argparse.Namespace) -> int:
    """The same, with the hash of every quarter."""
    return _play_again(args, step_by_step=True)


def _play_again(args: argparse.Namespace, *, step_by_step: bool) -> int:
    from game.session.replay import replay
    from game.session.store import load

    ruleset = _rules_of(args.save)
    words = ruleset.words(args.lang)
    try:
        loaded = load(ruleset, args.save, aside=False)
    except SaveError as error:
        return _not_whole(args, words, error)

    def tell(again: Again) -> None:
        match = words.t(f"saves.match.{again.match or 'none'}")
        quarter = words.quarter(again.turn)
        print(words.t("saves.replay.turn", quarter=quarter, hash=again.hash, match=match))

    tells = step_by_step and not args.json
    report = replay(ruleset, loaded.setup, loaded.standing, tell if tells else None)
    if args.json:
        quarters = [
            {"turn": each.turn, "hash": each.hash, "match": each.match or None}
            for each in report.quarters
        ]
        rules = {"rules": [list(each) for each in loaded.standing.rules]}
        told = report.as_dict() | (rules if loaded.standing.rules else {})
        print_json(told | ({"quarters": quarters} if step_by_step else {}))
    else:
        print(_verdict(words, report))
        for turn, hash_ in loaded.standing.rules:
            until = words.quarter(turn)
            print(words.t("mods.rules.changed", quarter=until, hash=hash_[:16]))
    return DONE if report.ok else NOT_SO


def _verdict(words: Words, report: ReplayReport) -> str:
    found = report.diverged
    if found is None:
        return words.t(f"saves.verify.{report.match}", n=report.turns, hash=report.hash)
    key = "saves.verify.rules" if report.other_rules else "saves.verify.diverged"
    return words.t(key, turn=found.turn, stage=found.stage, name=found.name)


def _not_whole(args: argparse.Namespace, words: Words, error: SaveError) -> int:
    if args.json:
        told = {"ok": False, "turns": 0, "hash": "", "diverged": None, "match": None}
        print_json(told | {"reason": _reason(error), "problem": str(error)})
        return NOT_SO
    return _refused(args, words, error)


def _refused(args: argparse.Namespace, words: Words, error: SaveError) -> int:
    from game.session.store import worded

    if args.json:
        print_json({"reason": _reason(error), "problem": str(error)})
    else:
        print(worded(error, words), file=sys.stderr)
    return NOT_SO


def _reason(error: SaveError) -> str:
    """Why a save is refused, in one word that stays."""
    return str(getattr(error, "key", "damaged"))


def _rules_of(save: str) -> Ruleset:
    """The rules with the mods that a save was made with."""
    from game.content import load
    from game.session.peek import peek

    return load(mods=peek(save).mods)

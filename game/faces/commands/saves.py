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
from game.faces.commands.refusals import reason, refused

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.autosaves import SaveEntry
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
    from game.session.autosaves import list_saves, no_saves
    from game.session.locations import saves_folder
    from game.session.store import worded

    folder = saves_folder()
    entries = list_saves(folder)
    if args.json:
        print_json([_listed(entry) for entry in entries])
        return DONE
    words = words_of(args)
    for entry in entries:
        if entry.problem is not None:
            print(f"{entry.name}  {worded(entry.problem, words)}")
            continue
        header = entry.header or {}
        told = (header.get(key, "") for key in ("title", "seat", "turn", "saved_at"))
        print(f"{entry.name}  " + "  ".join(str(each) for each in told))
    if not entries:
        print(words.t("cli.saves.none", folder=str(folder)))
    for path in no_saves(folder):
        print(words.t("cli.saves.folder", name=path.name), file=sys.stderr)
    return DONE


def _listed(entry: SaveEntry) -> dict[str, Any]:
    """A save as the JSON of the list holds it: its header, or what is wrong with it."""
    told = {"path": str(entry.path), "name": entry.name}
    if entry.problem is not None:
        return told | {"problem": str(entry.problem), "reason": reason(entry.problem)}
    return told | (entry.header or {})


def saves_show(args: argparse.Namespace) -> int:
    """The header of one save, with the hash of its state."""
    from game.session.locations import was_damaged
    from game.session.save_bytes import BadSave
    from game.session.save_file import read_header
    from game.session.save_hints import of_moved, with_hints
    from game.session.store import meant

    path = meant(args.save)
    if was_damaged(path) and path.is_file():
        return _refused(args, of_moved(path))
    try:
        header = {"path": str(path), **read_header(path)}
    except BadSave as error:
        return _refused(args, with_hints(error, path, aside=False))
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

    try:
        path = export_save(meant(args.save), args.file)
    except SaveError as error:
        return _refused(args, error)
    if args.json:
        print_json({"path": str(path)})
    else:
        print(words_of(args).t("saves.exported", path=str(path)))
    return DONE


def saves_import(args: argparse.Namespace) -> int:
    """A file that somebody shared, checked to its last number and put among the saves."""
    from game.content import load
    from game.session.sharing import import_save
    from game.session.sharing import told as lines_of

    ruleset = load()
    try:
        taken = import_save(ruleset, args.file, args.name)
    except SaveError as error:
        return _refused(args, error)
    if args.json:
        needed, missing = ([id_ for id_, _ in mods] for mods in (taken.mods, taken.missing))
        told = {"path": str(taken.path), "needs": needed, "missing": missing}
        print_json(told | taken.header)
    else:
        print(*lines_of(taken, ruleset.words(args.lang)), sep="\n")
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
        return _not_whole(args, error)

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


def _not_whole(args: argparse.Namespace, error: SaveError) -> int:
    told = {"ok": False, "turns": 0, "hash": "", "diverged": None, "match": None}
    return _refused(args, error, **told)


def _refused(args: argparse.Namespace, error: SaveError, **more: Any) -> int:
    return refused(error, args, **more, reason=reason(error), problem=str(error))


def _rules_of(save: str) -> Ruleset:
    """The rules with the mods that a save was made with."""
    from game.content import load
    from game.session.peek import peek

    return load(mods=peek(save).mods)

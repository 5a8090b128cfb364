"""What does `machinetime mods` do: list, add, switch, write, compare, upgrade, remove?"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from game.faces.commands.printing import DONE, NOT_SO, Add, Handler, Say, add_json, print_json

if TYPE_CHECKING:
    from game.content.mod_store import ModError
    from game.content.words import Words
    from game.errors import Problem
    from game.faces.mods_told import ModTold


def arguments(add: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `mods` may be told."""
    kinds = parser.add_subparsers(required=True, metavar="WHAT")

    def one(name: str, handler: Handler) -> argparse.ArgumentParser:
        made = add(kinds, name, _told(handler), help=f"mods_{name}")
        add_json(made, say)
        return made

    listing = one("list", mods_list)
    listing.add_argument("--why", action="store_true", help=say("mods_why"))
    adding = one("add", mods_add)
    adding.add_argument("path", metavar="PATH", help=say("mods_path"))
    adding.add_argument("--replace", action="store_true", help=say("mods_replace"))
    adding.add_argument("--enable", action="store_true", help=say("mods_enable_too"))
    for name, handler in (("enable", mods_enable), ("disable", mods_disable)):
        one(name, handler).add_argument("ids", nargs="+", metavar="ID", help=say("mod_id"))
    new = one("new", mods_new)
    new.add_argument("id", metavar="ID", help=say("mod_id"))
    new.add_argument("--name", default="", metavar="NAME", help=say("mods_name"))
    new.add_argument(
        "--from", dest="kind", default="storylet", metavar="KIND", help=say("mods_from")
    )
    one("conflicts", mods_conflicts).add_argument(
        "ids", nargs="*", metavar="ID", help=say("mod_id")
    )
    upgrade = one("upgrade", mods_upgrade)
    upgrade.add_argument("mod", metavar="ID|PATH", help=say("mod_id"))
    upgrade.add_argument("--write", action="store_true", help=say("mods_write"))
    one("remove", mods_remove).add_argument("id", metavar="ID", help=say("mod_id"))


def _told(handler: Handler) -> Handler:
    """A command that says what was refused: with the lines of the files, or as JSON."""

    def run(args: argparse.Namespace) -> int:
        from game.content.mod_store import ModError

        try:
            return handler(args)
        except ModError as error:
            return _refused(args, error)

    return run


def _refused(args: argparse.Namespace, error: ModError) -> int:
    from game.faces.commands.refusals import refused

    problems = [problem.as_dict() for problem in error.problems]
    if not args.json:
        for problem in error.problems:
            print(_report(args, problem), file=sys.stderr)
    told = {"ok": False, "code": error.code, "problem": str(error), "problems": problems}
    return refused(error, args, **told)


def _words(args: argparse.Namespace) -> Words:
    """The words of the game alone: no mod can spoil what is said of mods."""
    from game.content import load

    return load().words(args.lang)


def _report(args: argparse.Namespace, problem: Problem) -> str:
    """A problem with its line, in the language that was asked for."""
    from game.content.said import in_language

    return problem.report(in_language(args.lang))


def _say(words: Words, key: str, **values: object) -> None:
    print(words.t(f"mods.{key}", **values))


# ------------------------------------------------------------------------------- looking


def mods_list(args: argparse.Namespace) -> int:
    """Every mod there is, those that are wrong with their problems."""
    from game.content import chosen, load, places
    from game.faces import mods_told

    choice = chosen.read()
    told = mods_told.listed(load(mods=choice.ids), choice)
    words = _words(args)
    if notice := mods_told.broken_file_text(choice, words):
        print(notice, file=sys.stderr)
    if args.json:
        print_json([each.as_dict() for each in told])
        return DONE
    for number, each in enumerate(told, 1):
        _print_mod(args, each, number, words)
    if not told:
        _say(words, "none", folder=str(places.own_mods()))
    return DONE


def _print_mod(args: argparse.Namespace, told: ModTold, number: int, words: Words) -> None:
    from game.faces import mods_told

    info = told.info
    key = "line" if info.enabled else "line.other"
    said = {"state": mods_told.state_text(told, words), "name": words.text(info.name)}
    said["contents"] = mods_told.contents_text(told, words)
    _say(words, key, number=number, id=info.id, version=info.version or "?", **said)
    if info.path:
        place = mods_told.place_text(told, words)
        print("   ", words.t("mods.where", place=place, path=mods_told.path_text(info)))
    if args.why:
        print("   ", mods_told.why_text(told, words))
        if info.hash:
            print("   ", words.t("mods.hash", hash=info.hash))
    for problem in info.problems:
        print("\n".join(f"    {line}" for line in _report(args, problem).split("\n")))


def mods_conflicts(args: argparse.Namespace) -> int:
    """What some mods, or those that are on, do to one another."""
    from game.content import chosen
    from game.content.mod_contents import collisions

    ids = args.ids or list(chosen.read().ids)
    found = collisions(ids)
    if args.json:
        fields = [
            {"kind": kind, "id": id_, "field": ".".join(way), "mods": list(writers)}
            for (kind, id_, way), writers in found.fields
        ]
        conflicts = [each.as_dict() for each in found.conflicts]
        print_json({"mods": list(found.mods), "conflicts": conflicts, "fields": fields})
        return NOT_SO if conflicts else DONE
    words = _words(args)
    for conflict in found.conflicts:
        print(_report(args, conflict.problem))
    for (kind, id_, way), writers in found.fields:
        _say(words, "conflicts.field", kind=kind, id=id_, field=".".join(way),
             mods=" → ".join(writers))  # fmt: skip
    if found.mods:
        _say(words, "conflicts.order", mods=" → ".join(found.mods))
    if not ids:
        _say(words, "conflicts.nobody")
    elif not found.conflicts:
        _say(words, "conflicts.none", mods=", ".join(sorted(ids)))
    return NOT_SO if found.conflicts else DONE


# ------------------------------------------------------------------------------ changing


def mods_add(args: argparse.Namespace) -> int:
    """Check a mod and copy it into the player's folder."""
    from game.content import mod_store, places, switching

    added = mod_store.add(places.path_named(args.path), replace=args.replace)
    id_ = added.mod.info.id
    switched = switching.enable([id_]) if args.enable else None
    if args.json:
        print_json({
            "ok": True,
            "id": id_,
            "version": added.mod.info.version,
            "hash": added.mod.info.hash,
            "path": str(added.path),
            "replaced": str(added.replaced) if added.replaced else None,
            "hides": added.hides or None,
            "enabled": switched is not None,
            "problems": [problem.as_dict() for problem in added.problems],
        })  # fmt: skip
        return DONE
    words = _words(args)
    for problem in added.problems:
        print(_report(args, problem))
    _say(words, "added", path=str(added.path))
    if added.replaced:
        _say(words, "replaced", path=str(added.replaced))
    if added.hides:
        _say(words, "hides", path=added.hides)
    _say(words, "enabled" if switched else "then_enable", id=id_)
    return DONE


def mods_enable(args: argparse.Namespace) -> int:
    """Switch mods on for the next game."""
    from game.content import switching

    return _switched(args, switching.enable(args.ids), "enabled")


def mods_disable(args: argparse.Namespace) -> int:
    """Switch mods off for the next game, with those that need them."""
    from game.content import switching

    return _switched(args, switching.disable(args.ids), "disabled")


def _switched(args: argparse.Namespace, switched: Any, key: str) -> int:
    if args.json:
        print_json({
            "ok": True,
            "chosen": list(switched.ids),
            "changed": list(switched.changed),
            "along": [{"id": id_, "by": by} for id_, by in switched.along],
            "problems": [problem.as_dict() for problem in switched.warnings],
        })  # fmt: skip
        return DONE
    words = _words(args)
    for id_ in dict.fromkeys(args.ids):
        _say(words, key if id_ in switched.changed else f"{key}.already", id=id_)
    for id_, by in switched.along:
        _say(words, f"{key}.along", id=id_, by=by)
    for problem in switched.warnings:
        print(_report(args, problem))
    _say(words, "next_game")
    return DONE


def mods_new(args: argparse.Namespace) -> int:
    """Write a first mod that already plays."""
    from game.content import mod_starter

    path = mod_starter.begin(args.id, args.name, args.kind)
    if args.json:
        files = sorted(each.relative_to(path).as_posix() for each in path.rglob("*.*"))
        print_json({"ok": True, "id": args.id, "path": str(path), "files": files})
        return DONE
    words = _words(args)
    _say(words, "begun", path=str(path))
    _say(words, "then_enable", id=args.id)
    return DONE


def mods_remove(args: argparse.Namespace) -> int:
    """Switch one of the player's mods off and move it aside."""
    from game.content import chosen, mod_store, switching

    to = mod_store.remove(args.id)
    switched = switching.disable([args.id]) if args.id in chosen.read().ids else None
    if args.json:
        along = [id_ for id_, _ in switched.along] if switched else []
        print_json({"ok": True, "id": args.id, "path": str(to), "along": along})
        return DONE
    words = _words(args)
    _say(words, "removed", path=str(to))
    for id_, by in switched.along if switched else ():
        _say(words, "disabled.along", id=id_, by=by)
    return DONE


def mods_upgrade(args: argparse.Namespace) -> int:
    """What has changed in the game under the patches of a mod."""
    from game.content import mod_upgrade
    from game.content.loader import find_mods
    from game.content.manifests import open_mod
    from game.content.mods import known
    from game.content.places import is_mod, path_named
    from game.content.switching import unknown

    found_mods = find_mods()
    there = found_mods.get(args.mod)
    path = path_named(there.info.path if there else args.mod)
    if not is_mod(path):
        raise unknown(args.mod, known(found_mods))
    found = mod_upgrade.look(open_mod(path))
    written = mod_upgrade.write(found) if args.write else ()
    left = [each for each in found.findings if not (each.new and args.write)]
    if args.json:
        told = {"ok": not left, "id": found.mod.info.id, "written": [str(each) for each in written]}
        print_json(told | {"findings": [each.as_dict() for each in found.findings]})
        return NOT_SO if left else DONE
    words = _words(args)
    for finding in found.findings:
        print(_report(args, finding.problem))
        if finding.now:
            print("   ", words.t("mods.upgrade.now", now=finding.now))
        key = ("put" if args.write else "would") if finding.new else "yours"
        print("   ", words.t(f"mods.upgrade.{key}", new=finding.new))
    for each in written:
        _say(words, "upgrade.written", path=str(each))
    if not found.findings:
        _say(words, "upgrade.none", id=found.mod.info.id)
    return NOT_SO if left else DONE

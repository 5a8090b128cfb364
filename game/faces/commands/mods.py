"""What does `machinetime mods` do: list?"""

from __future__ import annotations

import argparse

from game.faces.commands.printing import DONE, Add, Say, add_json, print_json


def arguments(add: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `mods` may be told."""
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    add_json(add(kinds, "list", mods_list), say)


def mods_list(args: argparse.Namespace) -> int:
    """Every mod there is, those that are wrong with their problems."""
    from game.content import load

    ruleset = load()
    if args.json:
        print_json(
            [
                {
                    "id": mod.id,
                    "name": {"en": mod.name.en, "fr": mod.name.fr},
                    "version": mod.version,
                    "enabled": mod.enabled,
                    "path": mod.path,
                    "hash": mod.hash,
                    "why": mod.why,
                    "problems": [problem.as_dict() for problem in mod.problems],
                }
                for mod in ruleset.mods
            ]
        )
        return DONE
    words = ruleset.words(args.lang)
    for mod in ruleset.mods:
        key = "cli.mods.on" if mod.enabled else "cli.mods.off"
        print(words.t(key, id=mod.id, version=mod.version, name=words.text(mod.name)))
        for problem in mod.problems:
            print(problem.line_text())
    if not ruleset.mods:
        print(words.t("cli.mods.none"))
    return DONE

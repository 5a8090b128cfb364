"""What does `machinetime records` say: the best run of every chair, the endings seen?"""

from __future__ import annotations

import argparse

from game.faces.commands import in_play
from game.faces.commands.printing import DONE, Add, Say, add_json, print_json


def arguments(_: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `records` may be told."""
    parser.set_defaults(handler=records)
    add_json(parser, say)


def records(args: argparse.Namespace) -> int:
    """The records of the saves folder, in lines or as JSON."""
    from game.content import chosen, load
    from game.faces.records_told import lines
    from game.session import annals
    from game.session.locations import saves_folder
    from game.session.records import as_dict
    from game.session.records import records as told

    mods = chosen.read().ids
    ruleset = load(mods=mods)
    words = ruleset.words(args.lang)
    in_play.complain(ruleset, mods, words)
    found = told(ruleset, annals.read(saves_folder()), words)
    if args.json:
        print_json(as_dict(found))
    else:
        print(*lines(found, words), sep="\n")
    return DONE

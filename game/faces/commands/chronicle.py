"""What does `machinetime chronicle` do: print the chronicle of a save, or write it as a book?"""

from __future__ import annotations

import argparse
from pathlib import Path

from game.faces.commands.printing import DONE, Add, Say, add_json, print_json


def arguments(_: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `chronicle` may be told."""
    parser.set_defaults(handler=chronicle)
    parser.add_argument("save", metavar="SAVE", help=say("save"))
    parser.add_argument("--out", metavar="FILE", help=say("book"))
    add_json(parser, say)


def chronicle(args: argparse.Namespace) -> int:
    """The run of a save as Markdown, or written into a file; the save is only read."""
    from game.content import load
    from game.content.variants import rules_of
    from game.faces.books import as_markdown, write_book
    from game.session import store
    from game.session.onlooker import Onlooker
    from game.session.peek import peek

    seen = peek(args.save)
    ruleset = load(mods=seen.mods)
    lang = args.asked_lang or seen.lang or args.lang
    words = ruleset.words(lang)
    loaded = store.load(ruleset, args.save, aside=False)
    rules = rules_of(ruleset, loaded.setup.scenario)
    game = Onlooker(rules, loaded.setup, loaded.standing, lang)
    path = write_book(game, Path(args.out)) if args.out else None
    if path is None:
        text = as_markdown(game)
        print_json({"text": text}) if args.json else print(text, end="")
    elif args.json:
        print_json({"path": str(path)})
    else:
        print(words.t("book.written", path=str(path)))
    return DONE

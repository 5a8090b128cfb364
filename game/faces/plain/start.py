"""Which game does the line face sit down to?

Reads the rules, starts or loads the game that was asked for (or asks, see `choosing.py`), and hands
it to the terminal.
"""

from __future__ import annotations

import sys

from game.content import Ruleset, load
from game.errors import GameError
from game.faces.mods_told import broken_file_text, staying_off
from game.faces.options import PlayOptions
from game.faces.plain import choosing
from game.faces.plain.run import Terminal
from game.session import hold, lobby, save_file, store
from game.session.locations import saves_folder
from game.session.needs import rules_for
from game.session.session import Session, message
from game.session.standing import Setup

WRONG_USAGE = 2
SEEDS = 1_000_000


def start(options: PlayOptions) -> int:
    """Play in lines; the exit code. Without a seed one is drawn, and said on the first screen."""
    ruleset = load(mods=options.mods)
    words = ruleset.words(options.lang)
    if options.choice and (notice := broken_file_text(options.choice, words)):
        print(notice, file=sys.stderr)
    for line in staying_off(ruleset, options.mods, words, of_save=options.save is not None):
        print(line, file=sys.stderr)
    save_file.sweep(saves_folder())
    hold.sweep(saves_folder())
    try:
        session = _session(ruleset, options)
    except GameError as error:
        print(message(error, words), file=sys.stderr)
        return 1 if options.save is not None else WRONG_USAGE
    except choosing.NoAnswer:
        return 0

    def opened(name: str, lang: str) -> Session:
        rules = ruleset if options.bare else rules_for(ruleset, store.meant(name))
        return _kind(options).load(rules, name, lang)

    return Terminal(session, opened).run()


def _kind(options: PlayOptions) -> type[Session]:
    """A game that follows its content files, or the usual one."""
    if not options.watch:
        return Session
    from game.faces.watching import WatchedSession

    return WatchedSession


def _session(ruleset: Ruleset, options: PlayOptions) -> Session:
    if options.save is not None:
        return _kind(options).load(ruleset, options.save, options.lang)
    options = choosing.completed(ruleset, options, *choosing.on_terminal())
    usual = Setup()
    seed = _drawn_seed() if options.seed is None else options.seed
    setup = Setup(
        options.scenario or usual.scenario,
        store.seat_named(ruleset, options.seat or usual.seat),
        seed,
        options.difficulty or usual.difficulty,
    )
    lobby.check(ruleset, ruleset.words(options.lang), setup)
    return _kind(options).new(
        ruleset,
        setup.scenario,
        setup.seat,
        setup.seed,
        setup.difficulty,
        options.lang,
        drawn=options.seed is None,
        settled=False,
    )


def _drawn_seed() -> int:
    """A seed that nobody named."""
    import secrets

    return secrets.randbelow(SEEDS)

"""What did the command line ask for?

Reads the arguments and starts a face or a report, importing no more than that needs. Exit codes: 0
done, 1 the thing asked for is not so, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from game import __version__
from game.faces.commands.printing import (
    DONE,
    LANGUAGES,
    Handler,
    NoCache,
    open_streams,
    print_json,
    unwritten,
    whole,
)

if TYPE_CHECKING:
    from game.content.first_words import FirstTable
    from game.faces.options import PlayOptions

# The commands with a module of their own in `commands/`, which is read when one is named.
APART = ("saves", "records", "chronicle", "simulate", "content", "mods", "backtest", "bench")
# What a command takes of the options before its name; `play` takes all, the others their language.
BEFORE = {"load": ("lang", "plain", "watch", "no_mods")}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    open_streams()
    if given == ["--version"]:
        print(__version__)
        return DONE
    args = _parser(given).parse_args(given)
    args.asked_lang, args.lang = args.lang, args.lang or language()
    handler: Handler = args.handler
    try:
        done = handler(args)
        sys.stdout.flush()
        return done
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from game.errors import GameError, PathError  # read only now: help must be quick

        if isinstance(error, OSError):
            if error.errno == errno.ENOSPC and error.filename is None:
                return unwritten(error)
            error = PathError(error.filename or "", error.strerror or str(error))
        if not isinstance(error, GameError):
            raise
        from game.faces.commands.refusals import refused

        return refused(error, args)


def language() -> str:
    """The language of the system: French where it speaks French, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, ""):
            return "fr" if value.lower().startswith("fr") else "en"
    return "en"


def wants_tui(plain: bool) -> bool:
    """Whether the screen face can run here; asked before anything of it is imported."""
    if plain:
        return False
    if os.environ.get("TEXTUAL_DRIVER"):  # a browser: pipes on purpose
        return True
    if sys.platform != "win32" and os.environ.get("TERM", "") in ("", "dumb"):
        return False
    streams = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    return all(stream is not None and stream.isatty() for stream in streams)


# ------------------------------------------------------------------------------- what to play


def _play(args: argparse.Namespace) -> int:
    from game.faces.options import PlayOptions

    named = () if args.no_mods else _mods(args.mods)
    choice = None
    if not (named or args.no_mods):
        from game.content import chosen

        choice = chosen.read()
    if args.list:
        return _list(choice.ids if choice else named, args.lang)
    options = PlayOptions(
        scenario=args.scenario,
        seat=args.seat,
        seed=args.seed,
        difficulty=args.difficulty,
        lang=args.lang,
        mods=choice.ids if choice else named,
        choice=choice,
        watch=args.watch,
    )
    return _start(options, args.plain)


def _list(mods: Sequence[str], lang: str) -> int:
    from game.content import load
    from game.faces.commands.in_play import complain
    from game.faces.plain.choosing import listed

    ruleset = load(mods=mods)
    complain(ruleset, mods, ruleset.words(lang))
    print("\n".join(listed(ruleset, lang)))
    return DONE


def _load(args: argparse.Namespace) -> int:
    from game.faces.options import PlayOptions
    from game.session.peek import peek

    seen = peek(args.save)
    lang = args.asked_lang or seen.lang or args.lang
    mods = () if args.no_mods else seen.mods
    bare = args.no_mods
    options = PlayOptions(lang=lang, mods=mods, save=args.save, bare=bare, watch=args.watch)
    return _start(options, args.plain)


def _start(options: PlayOptions, plain: bool) -> int:
    from game.faces import undisturbed

    undisturbed.begin()
    if wants_tui(plain):
        from game.faces.tui.host import GameHost
        from game.session.locations import saves_folder

        saves_folder()  # one that cannot be is said before the screen is taken
        host = GameHost(options)
        if options.save is not None or options.seat is not None:
            host.read()  # whoever names a game waits for nothing else
        from game.faces.tui.app import run

        return run(host, options)
    from game.faces.plain.start import start

    return start(options)


def _mods(text: str) -> tuple[str, ...]:
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


# -------------------------------------------------------------------------------- the grammar


class _Help:
    """The words of --help in the caller's language; read only when help is wanted."""

    def __init__(self, given: Sequence[str]) -> None:
        self._table: FirstTable | None = None
        asked = " ".join(given).replace("--lang=", "--lang ").partition("--lang ")[2]
        self._lang = next((each for each in LANGUAGES if asked.split()[:1] == [each]), language())
        self.needed = bool({"-h", "--help"} & set(given))  # else once something is wrong

    def __call__(self, key: str) -> str:
        if not self.needed:
            return ""
        if self._table is None:
            from game.content.first_words import FirstTable
            from game.content.places import base_dir

            self._table = FirstTable(base_dir() / "words" / "cli.yaml")
        return self._table.text(f"cli.{key}", self._lang).replace("%", "%%")


def _complaining(given: Sequence[str], say: _Help) -> type[argparse.ArgumentParser]:
    """A grammar that complains in the caller's language, and in JSON where that was asked for."""

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            from game.faces.commands.complaints import complaint

            message = complaint(say, message)
            if "--json" in given:
                from game.faces.commands.refusals import WrongUsage, as_dict

                print_json({"error": as_dict(WrongUsage(message), message)})
            self.print_usage(sys.stderr)
            self.exit(2, say("wrong").format(name=self.prog, what=message) + "\n")

    return Parser


def _commands(say: _Help) -> type[argparse.Action]:
    """Commands that refuse options of a game that stand before their name, and would be lost."""

    class Commands(argparse._SubParsersAction):
        def __call__(self, parser: Any, namespace: Any, values: Any, option: Any = None) -> None:
            for action in parser._actions if values[0] != "play" else ():
                given = getattr(namespace, action.dest, action.default) != action.default
                if given and action.dest not in BEFORE.get(values[0], ("lang",)):
                    name = action.option_strings[0]
                    parser.error(say("wrong_before").format(given=name, command=values[0]))
            super().__call__(parser, namespace, values, option)

    return Commands


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    say = _Help(given)
    parser_class = _complaining(given, say)

    class Formatter(argparse.HelpFormatter):
        """Help whose first word is in the caller's language."""

        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
            super().add_usage(usage, actions, groups, prefix if prefix == "" else say("usage"))

    def named(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
        parser.formatter_class = Formatter
        parser._positionals.title = say("arguments") or "arguments"
        parser._optionals.title = say("options") or "options"
        parser.add_argument("-h", "--help", action="help", help=say("help"))
        return parser

    def add(to: Any, name: str, handler: Handler | None = None, **more: Any) -> Any:
        parser = named(to.add_parser(name, help=say(more.pop("help", name)), add_help=False))
        if handler is not None:
            parser.set_defaults(handler=handler)
        return parser

    parser = named(parser_class("machinetime", description=say("about"), add_help=False))
    parser.add_argument("--version", action="version", version=__version__, help=say("version"))
    _add_play(parser, say, top=True)
    commands = parser.add_subparsers(
        title=say("commands") or "commands", metavar="COMMAND", action=_commands(say)
    )
    _add_play(add(commands, "play", _play), say, top=False)
    load = add(commands, "load", _load)
    load.add_argument("save", metavar="SAVE", help=say("save"))
    load.add_argument(
        "--no-mods", action="store_true", default=argparse.SUPPRESS, help=say("load_no_mods")
    )
    _add_face(load, say, top=False)
    for name in APART:
        apart = add(commands, name)
        if name in given:
            import_module(f"game.faces.commands.{name}").arguments(add, apart, say)
    say.needed = True  # what is said from here on is a complaint
    return parser


def _add_play(parser: argparse.ArgumentParser, say: _Help, *, top: bool) -> None:
    """The options of a new game; a command's own must not undo those given before its name."""

    def default(value: object) -> Any:
        return value if top else argparse.SUPPRESS

    parser.add_argument("--scenario", metavar="ID", default=default(None), help=say("scenario"))
    parser.add_argument("--seat", metavar="ID", default=default(None), help=say("seat"))
    parser.add_argument("--seed", type=whole(say), default=default(None), help=say("seed"))
    parser.add_argument("--difficulty", default=default(None), help=say("difficulty"))
    parser.add_argument(
        "--list", action="store_true", default=default(False), help=say("list_games")
    )
    parser.add_argument("--mods", metavar="A,B", default=default(""), help=say("with_mods"))
    parser.add_argument(
        "--no-mods", action="store_true", default=default(False), help=say("no_mods")
    )
    _add_face(parser, say, top=top)
    if top:
        parser.set_defaults(handler=_play)


def _add_face(parser: argparse.ArgumentParser, say: _Help, *, top: bool) -> None:
    lang = None if top else argparse.SUPPRESS
    plain = False if top else argparse.SUPPRESS
    parser.add_argument("--lang", choices=LANGUAGES, default=lang, help=say("lang"))
    parser.add_argument("--plain", action="store_true", default=plain, help=say("plain"))
    parser.add_argument("--watch", action="store_true", default=plain, help=say("watch"))
    cache = None if top else argparse.SUPPRESS
    parser.add_argument("--no-cache", action=NoCache, nargs=0, default=cache, help=say("no_cache"))


if __name__ == "__main__":
    sys.exit(main())

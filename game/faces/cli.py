"""What did the command line ask for?

Reads the arguments and starts a face or a report, importing no more than that needs. Exit codes: 0
done, 1 the thing asked for is not so, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from game import __version__

if TYPE_CHECKING:
    from game.content.first_words import FirstTable
    from game.faces.options import PlayOptions

DONE, NOT_SO, WRONG_USAGE = 0, 1, 2
LANGUAGES = ("en", "fr")
Handler = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    given = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if given == ["--version"]:
        print(__version__)
        return DONE
    args = _parser(given).parse_args(given)
    args.asked_lang, args.lang = args.lang, args.lang or language()
    handler: Handler = args.handler
    try:
        return handler(args)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from game.errors import GameError  # read only now: help must be quick

        if not isinstance(error, GameError):
            raise
        print(error, file=sys.stderr)
        return NOT_SO


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

    options = PlayOptions(
        scenario=args.scenario,
        seat=args.seat,
        seed=args.seed,
        difficulty=args.difficulty,
        lang=args.lang,
        mods=() if args.no_mods else _mods(args.mods),
    )
    return _start(options, args.plain)


def _load(args: argparse.Namespace) -> int:
    from game.faces.options import PlayOptions
    from game.session.peek import peek

    seen = peek(args.save)
    lang = args.asked_lang or seen.lang or args.lang
    return _start(PlayOptions(lang=lang, mods=seen.mods, save=args.save), args.plain)


def _start(options: PlayOptions, plain: bool) -> int:
    if wants_tui(plain):
        from game.faces.tui.app import run

        return run(options)
    from game.faces.plain.start import start

    return start(options)


def _mods(text: str) -> tuple[str, ...]:
    return tuple(part for part in (each.strip() for each in text.split(",")) if part)


def _bench(args: argparse.Namespace) -> int:
    from game.faces.bench import report

    return report(args)


def _report(name: str) -> Handler:
    """A report of `reports.py`, imported when it is asked for."""

    def run(args: argparse.Namespace) -> int:
        from game.faces import reports

        report: Handler = getattr(reports, name)
        return report(args)

    return run


def _backtest(args: argparse.Namespace) -> int:
    from game.faces.backtest import report

    return report(args)


# -------------------------------------------------------------------------------- the grammar


class _NoCache(argparse.Action):
    """Read and check the content anew, whatever is known of it."""

    def __call__(self, *_: object) -> None:
        os.environ["MACHINETIME_CACHE"] = "off"


class _Help:
    """The words of --help in the caller's language; read only when help is wanted."""

    def __init__(self, given: Sequence[str]) -> None:
        self._table: FirstTable | None = None
        self._lang = language()
        if "--lang" in given[:-1] and given[given.index("--lang") + 1] in LANGUAGES:
            self._lang = given[given.index("--lang") + 1]
        if {"-h", "--help"} & set(given):
            from game.content.first_words import FirstTable
            from game.content.places import base_dir

            self._table = FirstTable(base_dir() / "words" / "cli.yaml")

    def __call__(self, key: str) -> str:
        found = self._table.text(f"cli.{key}", self._lang) if self._table else ""
        return found.replace("%", "%%")


def _parser(given: Sequence[str]) -> argparse.ArgumentParser:
    say = _Help(given)

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

    parser = named(argparse.ArgumentParser("machinetime", description=say("about"), add_help=False))
    parser.add_argument("--version", action="version", version=__version__, help=say("version"))
    _add_play(parser, say, top=True)
    commands = parser.add_subparsers(title=say("commands") or "commands", metavar="COMMAND")
    _add_play(add(commands, "play", _play), say, top=False)
    load = add(commands, "load", _load)
    load.add_argument("save", metavar="SAVE", help=say("save"))
    _add_face(load, say, top=False)
    _add_saves(add, add(commands, "saves"), say)
    _add_simulate(add(commands, "simulate", _report("simulate")), say)
    _add_backtest(add(commands, "backtest", _backtest), say)
    bench = add(commands, "bench", _bench)
    bench.add_argument("--quick", action="store_true", help=say("quick"))
    _add_json(bench, say)
    _add_content(add, add(commands, "content"), say)
    mods = add(commands, "mods").add_subparsers(required=True, metavar="WHAT")
    _add_json(add(mods, "list", _report("mods_list")), say)
    return parser


def _add_play(parser: argparse.ArgumentParser, say: _Help, *, top: bool) -> None:
    """The options of a new game; a command's own must not undo those given before its name."""

    def default(value: object) -> Any:
        return value if top else argparse.SUPPRESS

    parser.add_argument("--scenario", metavar="ID", default=default(None), help=say("scenario"))
    parser.add_argument("--seat", metavar="ID", default=default(None), help=say("seat"))
    parser.add_argument("--seed", type=_count, default=default(None), help=say("seed"))
    parser.add_argument("--difficulty", default=default(None), help=say("difficulty"))
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
    cache = None if top else argparse.SUPPRESS
    parser.add_argument("--no-cache", action=_NoCache, nargs=0, default=cache, help=say("no_cache"))


def _add_json(parser: argparse.ArgumentParser, say: _Help) -> None:
    parser.add_argument("--json", action="store_true", help=say("json"))
    parser.add_argument("--no-cache", action=_NoCache, nargs=0, help=say("no_cache"))
    parser.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=say("lang"))


def _add_saves(add: Any, saves: argparse.ArgumentParser, say: _Help) -> None:
    kinds = saves.add_subparsers(required=True, metavar="WHAT")
    _add_json(add(kinds, "list", _report("saves_list")), say)
    for name in ("show", "verify", "replay"):
        parser = add(kinds, name, _report(f"saves_{name}"))
        parser.add_argument("save", metavar="SAVE", help=say("save"))
        _add_json(parser, say)


def _add_simulate(parser: argparse.ArgumentParser, say: _Help) -> None:
    parser.add_argument("--scenario", metavar="ID", default="autumn_2022", help=say("scenario"))
    parser.add_argument("--worlds", type=_count, default=256, help=say("worlds"))
    parser.add_argument("--turns", type=_count, default=None, help=say("turns"))
    parser.add_argument("--seed", type=_count, default=1, help=say("seed"))
    parser.add_argument("--difficulty", default="normal", help=say("difficulty"))
    parser.add_argument("--first-world", type=_count, default=0, help=say("first_world"))
    parser.add_argument(
        "--policy", action="append", default=[], metavar="SEAT=POLICY", help=say("policy")
    )
    parser.add_argument("--jobs", type=_count, default=1, help=say("jobs"))
    parser.add_argument("--out", metavar="FILE", help=say("out"))
    parser.add_argument("--mods", metavar="A,B", default="", help=say("with_mods"))
    _add_json(parser, say)


def _add_backtest(parser: argparse.ArgumentParser, say: _Help) -> None:
    parser.add_argument("--observations", metavar="CSV", help=say("observations"))
    parser.add_argument("--worlds", type=_count, default=200, help=say("worlds"))
    parser.add_argument("--seed", type=_count, default=1, help=say("seed"))
    parser.add_argument("--uncertainty", action="store_true", help=say("uncertainty"))
    parser.add_argument("--pictures", metavar="DIR", help=say("pictures"))
    parser.add_argument("--mods", metavar="A,B", default="", help=say("with_mods"))
    _add_json(parser, say)


def _add_content(add: Any, content: argparse.ArgumentParser, say: _Help) -> None:
    kinds = content.add_subparsers(required=True, metavar="WHAT")
    for name in ("check", "stats"):
        parser = add(kinds, name, _report(f"content_{name}"))
        parser.add_argument("path", nargs="?", metavar="PATH", help=say("path"))
        _add_json(parser, say)


def _count(text: str) -> int:
    """A whole number from 0 up, as an argument."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise argparse.ArgumentTypeError(f"a whole number from 0 was expected, not '{text}'")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())

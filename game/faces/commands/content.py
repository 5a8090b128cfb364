"""What does `machinetime content` do: check, count, write schemas and reference pages?"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from game.content import places
from game.errors import ContentError, GameError
from game.faces.commands import trials, why
from game.faces.commands.checking import check_options, content_check
from game.faces.commands.printing import DONE, NOT_SO, Add, Say, add_json, print_json, words_of
from game.faces.commands.refusals import WrongUsage


def arguments(add: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `content` may be told."""
    kinds = parser.add_subparsers(required=True, metavar="WHAT")
    for name, handler in (("check", content_check), ("stats", content_stats)):
        one = add(kinds, name, handler)
        one.add_argument("path", nargs="?", metavar="PATH", help=say("path"))
        if handler is content_check:
            check_options(one, say)
        else:
            trials.add_stats(one, say)
        add_json(one, say)
    why.add_why(add, kinds, say)
    for name, handler in (("schema", content_schema), ("docs", content_docs)):
        one = add(kinds, name, handler)
        one.add_argument("--out", metavar="DIR", help=say("out_folder"))
        one.add_argument("--check", action="store_true", help=say("up_to_date"))


def content_stats(args: argparse.Namespace) -> int:
    """How much content there is."""
    from game.content.check import run

    report = run(Path(args.path) if args.path else None)
    if report.ruleset is None:
        raise ContentError(report.problems)
    stats, more = report.stats(), trials.more_stats(args, report)
    if args.json:
        print_json({**stats, **more})
        return DONE
    words = words_of(args)
    for key, value in stats.items():
        counts = value if isinstance(value, dict) else {"n": value}
        print(words.t(f"stats.{key}", **{name: _short(each) for name, each in counts.items()}))
    trials.print_more(more, words)
    return DONE


def _short(value: Any) -> str:
    return str(len(value)) if isinstance(value, list) else str(value)


def content_schema(args: argparse.Namespace) -> int:
    """The JSON Schemas of the content files, written or compared."""
    from game.content.reference import writing

    return _made(args, writing.schema_files(), writing.SCHEMAS)


def content_docs(args: argparse.Namespace) -> int:
    """The pages of the modding reference, written or compared."""
    from game.content.reference import writing

    return _made(args, page_files(), writing.PAGES)


def page_files() -> dict[str, str]:
    """The reference pages; what each array of the world means, the world says."""
    from game.content.reference import writing
    from game.world.state import FIELDS

    told = {name: (each["unit"], _meant(each)) for name, each in FIELDS.items()}
    return writing.page_files(told)


def _meant(field: dict[str, Any]) -> str:
    """What an array means, and what it is where no opening says so, if that is not 0."""
    start = field["start"]
    return f"{field['meaning']}; {start} if nothing is said" if start else str(field["meaning"])


def _made(args: argparse.Namespace, files: dict[str, str], usual: Path) -> int:
    """Write the files into the folder, or say which of them are stale there."""
    from game.content.reference import writing

    folder = _folder(args, usual)
    if not args.check:
        if others := writing.foreign(files, folder):
            names = ", ".join(others)
            raise GameError(words_of(args).t("cli.not_ours", folder=str(folder), names=names))
        writing.write(files, folder, writing.ENDS[usual])
        print(f"{len(files)} files in {folder}")
        return DONE
    old = writing.stale(files, folder, writing.ENDS[usual])
    for name in old:
        print(f"{folder / name} is out of date")
    print(f"{len(files)} files, {len(old)} out of date")
    return NOT_SO if old else DONE


def _folder(args: argparse.Namespace, usual: Path) -> Path:
    """Where the files belong: into the folder that is named, or into the checkout of the game."""
    if args.out:
        return Path(args.out)
    root = places.checkout()
    if root is None:
        raise WrongUsage(words_of(args).t("cli.no_out"))
    return root / usual

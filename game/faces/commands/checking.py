"""How does `machinetime content check` report, mend, compare with a baseline and explain?"""

from __future__ import annotations

import argparse
import gc
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from game.errors import GameError, Unknown
from game.faces.commands import impact, trials
from game.faces.commands.printing import DONE, NOT_SO, Say, print_json
from game.faces.whole_file import write_whole
from game.session.strict_json import no_collector

if TYPE_CHECKING:
    from collections import Counter

    from game.content.baseline import Key
    from game.content.check import Report
    from game.errors import Problem


def check_options(parser: argparse.ArgumentParser, say: Say) -> None:
    """What `content check` may be told besides a path."""
    parser.add_argument("--all", action="store_true", help=say("check_all"))
    parser.add_argument("--fix", action="store_true", help=say("check_fix"))
    parser.add_argument("--baseline", metavar="FILE", help=say("check_baseline"))
    parser.add_argument("--write-baseline", metavar="FILE", help=say("check_write_baseline"))
    parser.add_argument("--explain", metavar="CODE", help=say("check_explain"))
    trials.add_checks(parser, say)


def content_check(args: argparse.Namespace) -> int:
    """Every error and warning of the content, or of one folder or mod."""
    if args.explain:
        return _explain(args)
    with no_collector():
        known, report, fixed = _looked(args)
        gc.freeze()  # all of it is needed to the end: whoever searches it finds no garbage
    from game.content import baseline
    from game.content.checks.ignores import heeded
    from game.content.said import in_language

    if args.impact is not None:
        return impact.content_impact(args, report)
    report = trials.played(args, report)
    report = replace(report, problems=tuple(heeded(report.problems, report.documents)))
    if args.all:
        report = report.with_doubtful(trials.owner_of(args))
    if args.write_baseline:
        _write(Path(args.write_baseline), baseline.written(report))
        known = baseline.counted(report)
    if known is not None:
        report = baseline.subtracted(report, known)
    if args.json:
        print_json({**report.as_dict(), "fixed": [problem.as_dict() for problem in fixed]})
    else:
        say = in_language(args.lang)
        for problem in fixed:
            print(f"{say('fixed')} {problem.line_text(say).partition(' ')[2]}")
        print(report.text(say))
    return NOT_SO if report.errors else DONE


def _looked(args: argparse.Namespace) -> tuple[Counter[Key] | None, Report, list[Problem]]:
    """The baseline that was named, what there is to say, and what was mended."""
    from game.content import baseline
    from game.content.check import run
    from game.content.mending import mend

    path = Path(args.path) if args.path else None
    # Read before anything is mended: a baseline that is none stops here.
    known = baseline.read(Path(args.baseline)) if args.baseline else None
    report, fixed = mend(path) if args.fix else (run(path), [])
    return known, report, fixed


def _write(path: Path, text: str) -> None:
    try:
        write_whole(path, text)
    except OSError as error:
        what = f"the baseline cannot be written ({error.strerror})"
        raise GameError(what, str(path)) from None


def _explain(args: argparse.Namespace) -> int:
    """What a code means, or all of them in a list."""
    from game.content.codes import CODES, FAMILIES

    wanted = args.explain.upper()
    if wanted == "ALL":
        if args.json:
            print_json({code: each.as_dict() for code, each in CODES.items()})
            return DONE
        for family, codes in FAMILIES.items():
            print("\n  ".join([f"{family}:", *(f"{each.code} {each.title}" for each in codes)]))
        return DONE
    if wanted not in CODES:
        raise Unknown("code", wanted, CODES, "machinetime content check --explain all")
    if args.json:
        print_json(CODES[wanted].as_dict())
    else:
        print(CODES[wanted].text())
    return DONE

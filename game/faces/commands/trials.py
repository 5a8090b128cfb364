"""What do `content check` and `content stats` say once bots have played?

Arguments and printing; the playing is done by `game.session.trials`.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.faces.commands.printing import Say, whole

if TYPE_CHECKING:
    from game.content.check import Report
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.errors import Problem
    from game.session.trials.trying import Tried

GAMES = 200


def add_checks(parser: argparse.ArgumentParser, say: Say) -> None:
    """What `content check` may be told about playing."""
    _add_games(parser, "--simulate", "check_simulate", say)
    _add_games(parser, "--impact", "check_impact", say)
    parser.add_argument("--no-tests", action="store_true", help=say("no_tests"))
    parser.add_argument("--jobs", type=whole(say), default=1, help=say("jobs"))


def add_stats(parser: argparse.ArgumentParser, say: Say) -> None:
    """What `content stats` may be told about playing."""
    _add_games(parser, "--games", "stats_games", say)
    parser.add_argument("--jobs", type=whole(say), default=1, help=say("jobs"))


def _add_games(parser: argparse.ArgumentParser, name: str, told: str, say: Say) -> None:
    parser.add_argument(
        name,
        type=whole(say),
        nargs="?",
        const=GAMES,
        default=None,
        metavar="GAMES",
        help=say(told),
    )


# -------------------------------------------------------------------------------------- check


def owner_of(args: argparse.Namespace) -> str:
    """Whose content a path holds: the base's or a mod's."""
    from game.content.definitions import BASE
    from game.content.manifests import open_mod
    from game.content.places import is_mod

    path = Path(args.path) if args.path else None
    return open_mod(path).info.id if path is not None and is_mod(path) else BASE


def played(args: argparse.Namespace, report: Report) -> Report:
    """The report with what its test cases and, where asked for, its games say."""
    from game.content.checks.ignores import sift
    from game.content.checks.warner import rated

    ruleset, owner = report.ruleset, owner_of(args)
    if ruleset is None or not is_on(ruleset, owner):
        return report
    found = broken_by(report, owner, not args.no_tests)
    found = found or _tried(args, report, ruleset)  # of a game that breaks nothing more can be said
    kept = [rated(each) for each in sift(found, report.reading.documents) if each in found]
    kept.sort(key=lambda problem: problem.severity != "error")
    return replace(report, problems=(*report.problems, *kept))


def _tried(args: argparse.Namespace, report: Report, ruleset: Ruleset) -> list[Problem]:
    """What the test cases say, and the games of bots where they are asked for."""
    found: list[Problem] = []
    if not args.no_tests:
        from game.session.trials.cases import run_cases

        path = Path(args.path) if args.path else None
        found += run_cases(ruleset, path, args.jobs)[1]
    if args.simulate:
        from game.session.trials.trying import attempt

        table, owner = report.reading.table, owner_of(args)
        tried = attempt(ruleset, table, owner, args.simulate, jobs=args.jobs)
        found += tried.problems
        if not args.json:
            print(_met(tried, ruleset, owner))
    return found


def _met(tried: Tried, ruleset: Ruleset, owner: str) -> str:
    """How many games were played, and in which part of them each scene of a mod came."""
    from game.content.definitions import BASE

    games = sum(int(each.played.sum()) for each in tried.exposures.values())
    lines = [f"played {games} games, and {tried.forced} answers in forced worlds"]
    for seat, exposure in tried.exposures.items() if owner != BASE else ():
        for id_, met in exposure.met.items():
            if seat in ruleset.storylets[id_].seats:
                share = met.appeared.sum() / exposure.played.sum()
                lines.append(f"  {id_} came to {seat} in {share:.0%} of its games")
    return "\n".join(lines)


def broken_by(report: Report, owner: str, whatever: bool = True) -> list[Problem]:
    """How a mod breaks the game; unless `whatever`, only one that brings numbers is played."""
    from game.content.definitions import BASE
    from game.session.trials.running import broken, touches

    table = report.reading.table
    if owner == BASE or report.ruleset is None or not (whatever or touches(table, owner)):
        return []
    return broken(report.ruleset, table, owner)


def is_on(ruleset: Ruleset, owner: str) -> bool:
    """Whether an owner's content takes part."""
    from game.content.definitions import BASE

    return owner == BASE or any(mod.id == owner and mod.enabled for mod in ruleset.mods)


# -------------------------------------------------------------------------------------- stats


def more_stats(args: argparse.Namespace, report: Report) -> dict[str, Any]:
    """What `content stats` says beside its totals: what there is, and what comes up."""
    from game.content.inventory import inventory

    ruleset, table = report.ruleset, report.reading.table
    if ruleset is None:
        return {}
    told = inventory(ruleset, table)
    if args.games:
        from game.session.trials.rounds import expose
        from game.session.trials.trying import coverage, owned, seats_of

        only = owned(table, owner_of(args))
        exposures = expose(ruleset, args.games, seats=seats_of(ruleset, only), jobs=args.jobs)
        rows = coverage(exposures)
        told["appearance"] = [row for row in rows if only is None or row["storylet"] in only]
    return told


def print_more(told: dict[str, Any], words: Words) -> None:
    """The same as lines."""
    t = words.t
    for kind, counts in told.get("words_by_kind", {}).items():
        print(t("stats.kind", kind=kind, en=str(counts["en"]), fr=str(counts["fr"])))
    for chain in told.get("chains", ()):
        print(t("stats.chain", name=chain["name"], storylets=", ".join(chain["storylets"])))
    for seat, counts in told.get("by_seat", {}).items():
        years = ", ".join(f"{year} {n}" for year, n in counts["by_year"].items())
        sizes = {key: str(n) for key, n in counts.items() if key != "by_year"}
        print(t("stats.seat", seat=seat, years=years, **sizes))
    rows = told.get("appearance", [])
    if not rows:
        return
    kinds = list(dict.fromkeys(kind for row in rows for kind in row["bots"]))
    lines = [[t("stats.appearance"), t("stats.chair"), t("stats.all"), *(k[:9] for k in kinds)]]
    for row in rows:
        shares = (row["share"], *(row["bots"].get(kind) for kind in kinds))
        cells = ["" if each is None else words.percent(each, 1) for each in shares]
        lines.append([row["storylet"], row["seat"], *cells])
    wide, seats = (max(len(line[at]) for line in lines) for at in (0, 1))
    for storylet, seat, *told_of in lines:
        print(f"{storylet:{wide}} {seat:{seats}} {' '.join(f'{each:>9}' for each in told_of)}")

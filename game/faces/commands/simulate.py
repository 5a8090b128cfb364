"""What does `machinetime simulate` write of its many worlds?"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.errors import GameError
from game.faces.commands import in_play
from game.faces.commands.printing import (
    DONE,
    WRONG_USAGE,
    Add,
    Say,
    add_json,
    count,
    print_json,
)

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.simulate import Batch


def arguments(_: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `simulate` may be told."""
    parser.set_defaults(handler=simulate)
    parser.add_argument("--scenario", metavar="ID", default="autumn_2022", help=say("scenario"))
    parser.add_argument("--worlds", type=count, default=256, help=say("worlds"))
    parser.add_argument("--turns", type=count, default=None, help=say("turns"))
    parser.add_argument("--seed", type=count, default=1, help=say("seed"))
    parser.add_argument("--difficulty", default="normal", help=say("difficulty"))
    parser.add_argument("--first-world", type=count, default=0, help=say("first_world"))
    parser.add_argument(
        "--policy", action="append", default=[], metavar="SEAT=POLICY", help=say("policy")
    )
    parser.add_argument("--jobs", type=count, default=1, help=say("jobs"))
    parser.add_argument("--out", metavar="FILE", help=say("out"))
    parser.add_argument("--figures", metavar="A,B", default="", help=say("figures"))
    in_play.add_mods(parser, say)
    add_json(parser, say)


def simulate(args: argparse.Namespace) -> int:
    """Many worlds, written to a file, printed as JSON or told in a short table."""
    from game.content import load
    from game.engine import quarters
    from game.faces.commands import batch_table
    from game.session import simulate as batches

    suffix = Path(args.out).suffix if args.out else ".json"
    policies = dict(pair.partition("=")[::2] for pair in args.policy)
    mods = in_play.wanted(args)
    ruleset = load(mods=mods)
    words = ruleset.words(args.lang)
    in_play.complain(ruleset, mods, words)
    if suffix not in (".json", ".csv", ".npz") or "" in policies.values():
        print(f"{args.out or ' '.join(args.policy)}: ?", file=sys.stderr)
        return WRONG_USAGE
    turns = args.turns
    if turns is None:
        turns = quarters(ruleset, args.scenario) if args.scenario in ruleset.scenarios else 0
    try:
        names = batch_table.chosen_figures(ruleset, args.figures)
        batch = batches.simulate(
            ruleset,
            args.scenario,
            args.worlds,
            turns,
            args.seed,
            first_world=args.first_world,
            policies=policies,
            difficulty=args.difficulty,
            jobs=args.jobs,
        )
    except GameError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    if not args.out and args.json:
        print_json(batches.summary(ruleset, batch))
        return DONE
    if not args.out:
        values = {"worlds": batch.worlds, "turns": batch.turns, "seed": args.seed}
        print(words.t("simulate.head", scenario=args.scenario, **values))
        print(in_play.in_play(ruleset, words))
        print("\n".join(batch_table.lines(ruleset, batch, names, words)))
        return DONE
    _write_batch(ruleset, batch, Path(args.out))
    if args.json:
        print_json({"worlds": batch.worlds, "turns": batch.turns, "out": args.out})
    else:
        print(in_play.in_play(ruleset, words))
        print(words.t("cli.simulated", worlds=batch.worlds, turns=batch.turns, out=args.out))
    return DONE


def _write_batch(ruleset: Ruleset, batch: Batch, out: Path) -> None:
    """JSON and CSV hold the spread of each figure, NPZ every value of every world."""
    from game.session.simulate import summary

    try:
        if out.suffix == ".npz":
            import numpy as np

            arrays: dict[str, Any] = {**batch.series, "hashes": np.array(batch.hashes)}
            np.savez_compressed(out, **arrays)
            return
        told = summary(ruleset, batch)
        if out.suffix == ".json":
            out.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
            return
        with out.open("w", encoding="utf-8") as file:
            file.write("name,quarter,p05,p25,p50,p75,p95\n")
            for name, quarters in told["series"].items():
                for quarter, levels in quarters.items():
                    numbers = ",".join(repr(level) for level in levels.values())
                    file.write(f"{name},{quarter},{numbers}\n")
    except OSError as error:
        raise GameError(error.strerror or str(error), str(out)) from None

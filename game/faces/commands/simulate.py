"""What does `machinetime simulate` write of its many worlds?"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.errors import GameError
from game.faces.commands import in_play
from game.faces.commands.printing import (
    DONE,
    Add,
    Say,
    add_json,
    print_json,
    whole,
)
from game.faces.commands.refusals import WrongUsage
from game.faces.whole_file import try_folder, whole_file

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.simulate import Batch

SUFFIXES = (".json", ".csv", ".npz")


def arguments(_: Add, parser: argparse.ArgumentParser, say: Say) -> None:
    """What `simulate` may be told."""
    parser.set_defaults(handler=simulate)
    parser.add_argument("--scenario", metavar="ID", default="autumn_2022", help=say("scenario"))
    parser.add_argument("--worlds", type=whole(say), default=256, help=say("worlds"))
    parser.add_argument("--turns", type=whole(say), default=None, help=say("turns"))
    parser.add_argument("--seed", type=whole(say), default=1, help=say("seed"))
    parser.add_argument("--difficulty", default="normal", help=say("difficulty"))
    parser.add_argument("--first-world", type=whole(say), default=0, help=say("first_world"))
    parser.add_argument(
        "--policy", action="append", default=[], metavar="SEAT=POLICY", help=say("policy")
    )
    parser.add_argument("--jobs", type=whole(say), default=1, help=say("jobs"))
    parser.add_argument("--out", metavar="FILE", help=say("out"))
    parser.add_argument("--figures", metavar="A,B", default="", help=say("figures"))
    in_play.add_mods(parser, say)
    add_json(parser, say)


def simulate(args: argparse.Namespace) -> int:
    """Many worlds, written to a file, printed as JSON or told in a short table."""
    from game.content import load
    from game.faces.commands import batch_table
    from game.session import simulate as batches

    mods = in_play.wanted(args)
    ruleset = load(mods=mods)
    words = ruleset.words(args.lang)
    in_play.insist(ruleset, mods, words)
    policies = _policies(args, words)
    turns = _turns(ruleset, args, words)
    if args.out and Path(args.out).suffix not in SUFFIXES:
        raise WrongUsage(words.t("simulate.wrong.out", given=args.out))
    if args.out:
        with _refusing(Path(args.out)):
            try_folder(Path(args.out).parent)
    names = batch_table.chosen_figures(ruleset, args.figures, words)
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
    if args.out:
        return _written(args, ruleset, batch, words)
    if args.json:
        print_json(batches.summary(ruleset, batch))
        return DONE
    values = {"worlds": batch.worlds, "turns": batch.turns, "seed": str(args.seed)}
    print(words.t("simulate.head", scenario=args.scenario, **values))
    print(in_play.in_play(ruleset, words))
    print("\n".join(batch_table.lines(ruleset, batch, names, words)))
    return DONE


def _written(args: argparse.Namespace, ruleset: Ruleset, batch: Batch, words: Words) -> int:
    """The worlds in a file, and what is said of it."""
    from game.session.simulate import about

    _write_batch(ruleset, batch, Path(args.out))
    if args.json:
        print_json(about(ruleset, batch) | {"out": args.out})
    else:
        print(in_play.in_play(ruleset, words))
        print(words.t("cli.simulated", worlds=batch.worlds, turns=batch.turns, out=args.out))
    return DONE


def _policies(args: argparse.Namespace, words: Words) -> dict[str, str]:
    """The policy of each seat that --policy names."""
    found = {}
    for pair in args.policy:
        seat, _, policy = pair.partition("=")
        if not (seat and policy):
            raise WrongUsage(words.t("simulate.wrong.policy", given=pair))
        found[seat] = policy
    return found


def _turns(ruleset: Ruleset, args: argparse.Namespace, words: Words) -> int:
    """How many quarters to play: those of the scenario, or fewer."""
    from game.engine import quarters

    if args.worlds < 1:
        raise WrongUsage(words.t("simulate.wrong.worlds"))
    if args.scenario not in ruleset.scenarios:
        return 0  # which is said when it is played
    most = quarters(ruleset, args.scenario)
    turns = most if args.turns is None else int(args.turns)
    if turns > most:
        wrong = {"given": turns, "scenario": args.scenario, "most": most}
        raise WrongUsage(words.t("simulate.wrong.turns", **wrong))
    return turns


@contextmanager
def _refusing(out: Path) -> Iterator[None]:
    """What the disk refuses, said of the file that was asked for."""
    try:
        yield
    except OSError as error:
        raise GameError(error.strerror or str(error), str(out)) from None


def _write_batch(ruleset: Ruleset, batch: Batch, out: Path) -> None:
    """JSON and CSV hold the spread of each figure, NPZ every value of every world."""
    from game.session.simulate import about, summary, units

    with _refusing(out), whole_file(out) as file:
        if out.suffix == ".npz":
            import numpy as np

            told = about(ruleset, batch) | {"units": units(ruleset, batch)}
            arrays: dict[str, Any] = {**batch.series, "hashes": np.array(batch.hashes)}
            np.savez_compressed(file, **arrays, about=np.array(json.dumps(told)))
            return
        told = summary(ruleset, batch)
        if out.suffix == ".json":
            file.write(json.dumps(told, ensure_ascii=False).encode())
            return
        text = io.TextIOWrapper(file, encoding="utf-8")
        text.write("name,quarter,p05,p25,p50,p75,p95,unit\n")
        for name, quarters in told["series"].items():
            for quarter, levels in quarters.items():
                numbers = ",".join(repr(level) for level in levels.values())
                text.write(f"{name},{quarter},{numbers},{told['units'][name]}\n")
        text.detach()

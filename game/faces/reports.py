"""What do the commands that play nothing print?

Saves, simulations, content and mods, as lines or as one JSON value. Each returns its exit code; the
work itself is done by the session and the content.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.errors import GameError, SaveError

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.replay import ReplayReport
    from game.session.simulate import Batch

DONE, NOT_SO, WRONG_USAGE = 0, 1, 2


def saves_list(args: argparse.Namespace) -> int:
    """Every save, the latest first."""
    from game.session.autosaves import list_saves
    from game.session.locations import saves_folder

    entries = list_saves(saves_folder())
    if args.json:
        _print_json(
            [{"path": str(e.path), **(e.header or {"problem": str(e.problem)})} for e in entries]
        )
        return DONE
    for entry in entries:
        if entry.header is None:
            print(entry.problem)
            continue
        told = (entry.header.get(key, "") for key in ("title", "seat", "turn", "saved_at"))
        print(f"{entry.path.stem}  " + "  ".join(str(each) for each in told))
    if not entries:
        print(_words(args).t("cli.saves.none", folder=str(saves_folder())))
    return DONE


def saves_show(args: argparse.Namespace) -> int:
    """The header of one save, with the hash of its state."""
    from game.session.save_file import read_header
    from game.session.store import meant

    path = meant(args.save)
    header = {"path": str(path), **read_header(path)}
    if args.json:
        _print_json(header)
        return DONE
    for key, value in header.items():
        print(f"{key}: {value if isinstance(value, str | int) else json.dumps(value)}")
    return DONE


def saves_verify(args: argparse.Namespace) -> int:
    """Whether a save is whole and fits the rules; nothing is moved."""
    from game.session.store import load

    ruleset = _rules_of(args.save)
    try:
        loaded = load(ruleset, args.save, aside=False)
    except SaveError as error:
        return _not_whole(args, ruleset, error)
    turns, hash_ = int(loaded.standing.world.turn[0]), loaded.standing.world.hash(0)
    if args.json:
        _print_json({"ok": True, "turns": turns, "hash": hash_, "diverged": None})
    else:
        print(ruleset.words(args.lang).t("cli.verify.ok", n=turns, hash=hash_))
    return DONE


def saves_replay(args: argparse.Namespace) -> int:
    """Whether the seed and the records of a save lead to the same game."""
    from game.session.replay import replay
    from game.session.store import load

    ruleset = _rules_of(args.save)
    try:
        loaded = load(ruleset, args.save, aside=False)
    except SaveError as error:
        return _not_whole(args, ruleset, error)
    report = replay(ruleset, loaded.setup, loaded.standing)
    if args.json:
        _print_json(report.as_dict())
    else:
        _print_replay(args, ruleset, report)
    return DONE if report.ok else NOT_SO


def _print_replay(args: argparse.Namespace, ruleset: Ruleset, report: ReplayReport) -> None:
    words = ruleset.words(args.lang)
    if report.diverged is None:
        print(words.t("cli.replay.ok", n=report.turns, hash=report.hash))
        return
    found = report.diverged
    print(words.t("cli.replay.differs", turn=found.turn, stage=found.stage, name=found.name))


def _not_whole(args: argparse.Namespace, ruleset: Ruleset, error: SaveError) -> int:
    from game.session.store import worded

    if args.json:
        _print_json({"ok": False, "turns": 0, "hash": "", "diverged": None, "problem": str(error)})
    else:
        print(worded(error, ruleset.words(args.lang)), file=sys.stderr)
    return NOT_SO


def simulate(args: argparse.Namespace) -> int:
    """Many worlds, written to a file or printed as JSON."""
    from game.content import load
    from game.session import simulate as batches

    suffix = Path(args.out).suffix if args.out else ".json"
    policies = dict(pair.partition("=")[::2] for pair in args.policy)
    ruleset = load(mods=[mod for mod in args.mods.split(",") if mod])
    if suffix not in (".json", ".csv", ".npz") or "" in policies.values():
        print(f"{args.out or ' '.join(args.policy)}: ?", file=sys.stderr)
        return WRONG_USAGE
    scenario = ruleset.scenarios.get(args.scenario)
    turns = args.turns if args.turns is not None else scenario.turns if scenario else 0
    try:
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
    if not args.out:
        _print_json(batches.summary(ruleset, batch))
        return DONE
    _write_batch(ruleset, batch, Path(args.out))
    if args.json:
        _print_json({"worlds": batch.worlds, "turns": batch.turns, "out": args.out})
    else:
        words = ruleset.words(args.lang)
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


def content_check(args: argparse.Namespace) -> int:
    """Every error and warning of the content, or of one folder or mod."""
    from game.content.check import run

    report = run(Path(args.path) if args.path else None)
    if args.json:
        _print_json(report.as_dict())
    else:
        print(report.text())
    return NOT_SO if report.errors else DONE


def content_stats(args: argparse.Namespace) -> int:
    """How much content there is."""
    from game.content.check import run

    stats = run(Path(args.path) if args.path else None).stats()
    if args.json:
        _print_json(stats)
        return DONE
    for key, value in stats.items():
        if isinstance(value, dict):
            value = ", ".join(f"{name} {_short(each)}" for name, each in value.items())
        print(f"{key}: {value}")
    return DONE


def mods_list(args: argparse.Namespace) -> int:
    """Every mod there is, those that are wrong with their problems."""
    from game.content import load

    ruleset = load()
    if args.json:
        _print_json(
            [
                {
                    "id": mod.id,
                    "name": {"en": mod.name.en, "fr": mod.name.fr},
                    "version": mod.version,
                    "enabled": mod.enabled,
                    "path": mod.path,
                    "hash": mod.hash,
                    "why": mod.why,
                    "problems": [problem.as_dict() for problem in mod.problems],
                }
                for mod in ruleset.mods
            ]
        )
        return DONE
    words = ruleset.words(args.lang)
    for mod in ruleset.mods:
        key = "cli.mods.on" if mod.enabled else "cli.mods.off"
        print(words.t(key, id=mod.id, version=mod.version, name=words.text(mod.name)))
        for problem in mod.problems:
            print(problem.line_text())
    if not ruleset.mods:
        print(words.t("cli.mods.none"))
    return DONE


def _rules_of(save: str) -> Ruleset:
    """The rules with the mods that a save was made with."""
    from game.content import load
    from game.session.peek import peek

    return load(mods=peek(save).mods)


def _words(args: argparse.Namespace) -> Any:
    from game.content import load

    return load().words(args.lang)


def _short(value: Any) -> str:
    return str(len(value)) if isinstance(value, list) else str(value)


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))

"""What does `machinetime bench` print?

How long starts, turns, forecasts, batches and saves take on this machine: as JSON, as a table on a
terminal, as plain lines elsewhere. Times differ between machines; the ratios beside them compare
with something simple that was measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from game.faces.commands.printing import print_json

if TYPE_CHECKING:
    from game.content.words import Words

DONE = 0
# Each line of the report: its key in the JSON and in the words, and the key of its ratio if any.
LINES = (
    ("start_version_ms", "start_version"),
    ("start_help_ms", "start_help"),
    ("start_ms", "start_plain"),
    ("start_title_ms", "title"),
    ("start_table_ms", "table"),
    ("turn_ms", ""),
    ("policies_ms", ""),
    ("end_turn_ms", ""),
    ("forecast_first_ms", ""),
    ("forecast_ms", ""),
    ("world_ticks_per_s", ""),
    ("games_10000x40_s", ""),
    ("games_without_stories_s", ""),
    ("planning_s", ""),
    ("peak_mb", ""),
    ("save_ms", "save"),
    ("load_ms", ""),
    ("numpy_calls_per_tick", ""),
    ("numpy_calls_of_policies", ""),
    ("bytes_per_world", ""),
)
_GAMES = "import sys; from game.faces.bench import play_games; play_games(int(sys.argv[1]))"


def report(args: argparse.Namespace) -> int:
    """Measure and print."""
    from game.content import load
    from game.session.bench import FULL, QUICK

    found = measure(load(), QUICK if args.quick else FULL)
    if args.json:
        print_json(found)
        return DONE
    words = load().words(args.lang)
    if sys.stdout.isatty():
        _print_table(found, words)
    else:
        print("\n".join(lines(found, words)))
    return DONE


def measure(ruleset: Any, effort: Any) -> dict[str, Any]:
    """The whole JSON of the report."""
    from game.faces.starts import environment, starts
    from game.session import bench
    from game.session.bench_many import GAMES

    with environment() as env:
        begun = starts(effort.runs, env)
        command = [sys.executable, "-c", _GAMES, str(effort.blocks)]
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout
    games = json.loads(told)
    inside = bench.measure(ruleset, effort)
    scale = GAMES / games["games"]
    return {
        "start_ms": begun["plain"],
        "turn_ms": inside["turn_ms"],
        "forecast_ms": inside["forecast_ms"],
        "world_ticks_per_s": inside["world_ticks_per_s"],
        "games_10000x40_s": games["start_s"] + games["seconds"] * scale,
        "games_without_stories_s": games["start_s"] + games["engine_s"] * scale,
        "planning_s": games["planning_s"],
        "peak_mb": games["peak_mb"],
        "save_ms": inside["save_ms"],
        "load_ms": inside["load_ms"],
        **{f"start_{name}_ms": begun[name] for name in _screens(begun, "version", "help")},
        **inside,
        "ratios": _ratios(begun, inside),
        "yardsticks_ms": {
            "python -c pass": begun["pass"],
            "import numpy": begun["numpy"],
            **({"smallest Textual app": begun["textual"]} if "textual" in begun else {}),
            "json.dump and fsync": inside["json_fsync_ms"],
        },
        "measured": {
            "runs": effort.runs,
            "long_runs": effort.long_runs,
            "quarters": effort.quarters,
            "games": games["games"],
            "games_s": games["seconds"],
            "jobs": games["jobs"],
            "python": platform.python_version(),
            "machine": platform.machine(),
        },
    }


def _screens(begun: dict[str, float], *always: str) -> list[str]:
    return [*always, *(name for name in ("title", "table") if name in begun)]


def _ratios(begun: dict[str, float], inside: dict[str, float]) -> dict[str, float]:
    """Each over its yardstick, both of this run."""
    named = {"start_version": "version", "start_help": "help", "start_plain": "plain"}
    ratios = {key: begun[name] / begun["pass"] for key, name in named.items()}
    ratios |= {name: begun[name] / begun["textual"] for name in _screens(begun)}
    return ratios | {"save": inside["save_ms"] / inside["json_fsync_ms"]}


def play_games(blocks: int) -> None:
    """Play many games in a process of their own and print what they took, for `measure`."""
    from game.content import load
    from game.session import bench_many

    print(json.dumps(bench_many.measure(load(), blocks)))


# ------------------------------------------------------------------------------ how it reads


def lines(found: dict[str, Any], words: Words) -> Iterator[str]:
    """The report line by line."""
    for label, value, ratio in _rows(found, words):
        more = f" ({ratio})" if ratio else ""
        yield words.t("bench.line", label=label, value=value, more=more)
    yield _measured(found, words)


def _rows(found: dict[str, Any], words: Words) -> Iterator[tuple[str, str, str]]:
    """What was measured, worded, and how it compares."""
    for key, ratio in LINES:
        if key not in found:
            continue
        digits = 1 if found[key] < 100 and not float(found[key]).is_integer() else 0
        unit = "per_second" if key.endswith("_per_s") else key.rpartition("_")[2]
        value = words.t(f"bench.unit.{unit}", x=words.number(found[key], digits))
        against = ""
        if ratio in found["ratios"]:
            times = words.number(found["ratios"][ratio], 1)
            against = words.t(f"bench.against.{ratio}", x=times)
        yield words.t(f"bench.{key}"), value, against


def _measured(found: dict[str, Any], words: Words) -> str:
    measured = found["measured"]
    return words.t(
        "bench.measured",
        runs=measured["runs"],
        games=measured["games"],
        jobs=measured["jobs"],
        python=measured["python"],
    )


def _print_table(found: dict[str, Any], words: Words) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column(words.t("bench.head.what"))
    table.add_column(words.t("bench.head.value"), justify="right")
    table.add_column(words.t("bench.head.against"))
    for row in _rows(found, words):
        table.add_row(*row)
    console = Console(highlight=False, no_color="NO_COLOR" in os.environ)
    console.print(table)
    console.print(_measured(found, words), markup=False)

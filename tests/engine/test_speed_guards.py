"""Is anything about to make the game slow that can be counted, and so is the same everywhere?

Times are left to `machinetime bench`. A bound is what was measured when it was set, and 15 % more
for calls, 1 % for bytes; whoever makes the engine leaner may lower it. That no result depends on
the width of a batch, and hence that nothing is summed over worlds, is shown in `test_batch.py`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from game.content import Ruleset
from game.engine import open_scenario
from game.session import bench, calls
from game.world.dice import Dice

SLACK = 1.15
ROOM = 1.01
BYTES_OF_A_WORLD = 140_392  # 37,832 of them what the story remembers of 413 storylets
# The mean of the first twelve quarters. 800 calls in a tick would be a turn of 2 ms.
CALLS = {
    ("a game", "tick"): 1_975,
    ("a game", "policies"): 48,
    ("two worlds", "tick"): 1_920,
    ("two worlds", "policies"): 925,
}


@pytest.fixture(scope="module")
def counts(ruleset: Ruleset) -> dict[tuple[str, str], float]:
    """Calls of numpy in a quarter, two lanes wide: those of a game are alike, others differ."""
    totals = dict.fromkeys(CALLS, 0)
    for name, ids in (("a game", (0, 0)), ("two worlds", (0, 1))):
        world, dice = open_scenario(ruleset, bench.SCENARIO, ids), Dice(1)
        for _ in range(12):
            world, found = calls.quarter(ruleset, world, dice)
            for part, made in found.items():
                totals[name, part] += sum(made.values())
    return {key: total / 12 for key, total in totals.items()}


@pytest.mark.parametrize("key", CALLS, ids=" ".join)
def test_a_quarter_makes_no_more_calls_of_numpy(
    counts: dict[tuple[str, str], float], key: tuple[str, str]
) -> None:
    assert counts[key] <= SLACK * CALLS[key]
    assert counts[key] > CALLS[key] / 20, "the calls are no longer counted"


def test_a_world_is_no_larger(ruleset: Ruleset) -> None:
    world = open_scenario(ruleset, bench.SCENARIO, (0, 1))
    assert 10_000 < bench.bytes_per_world(world) <= ROOM * BYTES_OF_A_WORLD


# ------------------------------------------------------------------------- what a start imports

SILENT = "import contextlib, io, sys\nsys.stdin = io.StringIO('')\n"
PLAY = (
    "from game.faces.cli import main\nwith contextlib.redirect_stdout(io.StringIO()):\n"
    "    assert main(['play', '--plain', '--seat', 'china', '--seed', '1']) == 0\n"
)
FIRST_SCREEN = (
    "import game.faces.plain.run as run\nclass Seen(BaseException): pass\n"
    "def say(terminal, lines):\n    assert len(lines) > 5\n    raise Seen\n"
    "run.Terminal._say = say\nfrom game.faces.cli import main\n"
    "with contextlib.suppress(Seen):\n"
    "    main(['play', '--plain', '--seat', 'china', '--seed', '1'])\n"
)
TITLE = (
    "import game.faces.tui.app, game.faces.tui.screens.title, game.faces.tui.save_rows\n"
    "from game.faces.options import PlayOptions\nfrom game.faces.tui.host import GameHost\n"
    "assert GameHost(PlayOptions()).words('fr').t('tui.title.line')\n"
)


def imported(code: str, root: Path) -> set[str]:
    """The modules that are there after some code has run in a fresh process."""
    code = f"{SILENT}{code}print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def ours(modules: set[str]) -> int:
    return sum(name.partition(".")[0] == "game" for name in modules)


def heavy(modules: set[str], names: Sequence[str]) -> set[str]:
    return modules & set(names)


def test_a_plain_game_starts_with_what_it_needs(ruleset: Ruleset, root: Path) -> None:
    imported(PLAY, root)  # the content is checked and kept for the next time
    found = imported(PLAY, root)
    screen = ("textual", "rich", "asyncio")
    reading = ("pydantic", "yaml", "tomllib", "zipfile", "game.content.loader")
    others = ("numpy.ma", "multiprocessing", "concurrent.futures.process", "game.session.bench")
    for_few = ("markdown_it", "statistics", "difflib", "logging", "html", "random", "threading")
    assert heavy(found, (*screen, *reading, *others, *for_few)) == set()
    assert ours(found) <= 158


def test_the_first_lines_wait_for_nothing_that_comes_after(ruleset: Ruleset, root: Path) -> None:
    imported(PLAY, root)
    found = imported(FIRST_SCREEN, root)
    later = ("save_body", "reading", "sitting", "encyclopaedia", "pipeline", "sharing", "acting")
    assert heavy(found, [f"game.session.{name}" for name in later]) == set()
    assert heavy(found, ("game.story.codex", "game.story.chronicle", "game.faces.books")) == set()
    assert "game.session.session" in found
    assert ours(found) <= 151


def test_the_title_is_shown_before_the_rules_and_the_engine_are_read(root: Path) -> None:
    found = imported(TITLE, root)
    early = ("numpy", "pydantic", "yaml", "game.world", "game.engine", "game.story")
    assert heavy(found, early) == set()
    assert "textual" in found
    assert ours(found) <= 34


def test_help_and_version_read_next_to_nothing(root: Path) -> None:
    for flag in ("--help", "--version"):
        code = (
            "from game.faces.cli import main\n"
            "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
            f"    main(['{flag}'])\n"
        )
        found = imported(code, root)
        libraries = ("numpy", "pydantic", "yaml", "textual", "rich", "platformdirs", "dataclasses")
        assert heavy(found, libraries) == set()
        assert ours(found) <= 8

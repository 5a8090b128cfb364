"""Does `machinetime bench` say what it measured, in both languages and as JSON?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset
from game.faces import bench, starts

PROMISED = {
    "start_ms",
    "turn_ms",
    "forecast_ms",
    "world_ticks_per_s",
    "games_10000x40_s",
    "games_without_stories_s",
    "planning_s",
    "peak_mb",
    "save_ms",
    "load_ms",
    "measured",
}


def begun_and_measured() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Starts, many games and all the rest, in numbers that took no time."""
    names = ("pass", "numpy", "version", "help", "plain", "textual", "title", "table")
    begun = {name: 10.0 * place for place, name in enumerate(names, start=1)}
    games = {"games": 2000, "start_s": 1.0, "seconds": 4.0, "peak_mb": 250.0, "jobs": 2}
    games |= {"engine_s": 2.0, "planning_s": 0.5}
    keys = {key for key, _ in bench.LINES} | {"json_fsync_ms", "save_work_ms"}
    measured = {
        key: 2.5 for key in keys if not key.startswith(("start", "games", "peak", "planning"))
    }
    measured["numpy_calls_per_tick"] = 1234
    return begun, games, measured


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A report as it is made, of numbers that took no time."""
    from game.session import bench as inside

    begun, games, measured = begun_and_measured()

    class Done:
        stdout = json.dumps(games).encode()

    monkeypatch.setattr(starts, "starts", lambda runs, env: begun)
    monkeypatch.setattr(subprocess, "run", lambda *a, **more: Done)
    monkeypatch.setattr(inside, "measure", lambda ruleset, effort: measured)
    return bench.measure(None, inside.FULL)


def test_the_json_has_the_promised_keys_and_says_what_was_scaled(found: dict[str, Any]) -> None:
    assert found.keys() >= PROMISED
    assert found["games_10000x40_s"] == pytest.approx(1 + 4 * 5)
    assert found["games_without_stories_s"] == pytest.approx(1 + 2 * 5)
    assert found["measured"]["games"] == 2000
    assert found["ratios"]["start_plain"] == pytest.approx(5)
    assert found["ratios"]["title"] == pytest.approx(7 / 6)
    assert found["ratios"]["save"] == pytest.approx(1)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Start, first lines of a plain game: 50 ms (5.0 × python -c pass)."),
        ("fr", "Départ, --version\u202f: 30 ms (3,0 × python -c pass)."),
        ("en", "Calls of numpy in a quarter: 1,234."),
        ("fr", "10\u202f000 parties de 40 trimestres\u202f: 21 s."),
    ],
)
def test_the_lines_name_value_and_yardstick(
    found: dict[str, Any], ruleset: Ruleset, lang: str, line: str
) -> None:
    said = list(bench.lines(found, ruleset.words(lang)))
    assert line in said
    assert len(said) == len(bench.LINES) + 1


@pytest.mark.long
def test_the_command_measures_this_machine(root: Path) -> None:
    command = [sys.executable, "-m", "game", "bench", "--quick", "--json"]
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert found.keys() >= PROMISED
    numbers = {key: value for key, value in found.items() if isinstance(value, int | float)}
    assert all(value > 0 for value in numbers.values())
    assert found["start_ms"] > found["yardsticks_ms"]["python -c pass"]
    assert 1 < found["ratios"]["start_version"] < found["ratios"]["start_plain"]

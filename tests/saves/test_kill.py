"""Does kill -9 ever lose a save that was acknowledged?

`nursery.py` does the killing, half of it at a random moment and half at a chosen call of the
system. Wrong ways of writing must show up in the same nursery.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.saves.slices import SLICE, slice_of_today

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")


def _killed(folder: Path, root: Path, kills: int, seed: int, protocol: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.saves.nursery", str(folder)]
    run = subprocess.run(
        [*command, str(kills), str(seed), protocol, "4"],
        capture_output=True,
        text=True,
        check=True,
        cwd=root,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    assert found["kills"] == kills
    return found


@pytest.mark.parametrize("kills", [200, pytest.param(10_000, marks=pytest.mark.long)])
def test_nothing_acknowledged_is_lost(tmp_path: Path, root: Path, kills: int) -> None:
    seed = 1 if kills == 200 else slice_of_today()
    found = _killed(tmp_path, root, kills, seed, "right")
    assert found["lost"] == [], f"{SLICE}={seed}"
    assert found["inside"] > kills // 3 and found["told"] > kills  # they died while saving


@pytest.mark.parametrize("protocol", ["in_place", "erase_then_rename", "backup_by_rename"])
def test_the_nursery_finds_out_what_loses_saves(tmp_path: Path, root: Path, protocol: str) -> None:
    assert _killed(tmp_path, root, 60, 1, protocol)["lost"]

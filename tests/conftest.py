"""What does every test start from? Its own empty saves folder, and the base content read once.

Anything a single package needs stands in that package's own conftest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

ROOT = Path(__file__).resolve().parent.parent

# The same examples on every run: a red test must stay red until somebody mends it.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def own_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A saves folder for this test alone, so that no test ever meets a player's saves."""
    folder = tmp_path / "saves"
    monkeypatch.setenv("MACHINETIME_SAVES", str(folder))
    return folder


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    """The base game's content, merged and checked, without mods."""
    from game.content import load

    return load()

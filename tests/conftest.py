"""What does every test start from? Its own saves and cache, and the base content read once.

Anything a single package needs stands in that package's own conftest.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

ROOT = Path(__file__).resolve().parent.parent

# A run of tests keeps all it has collected: the collector need not search it so often.
gc.set_threshold(100_000, 50, 100)

# The same examples on every run: a red test must stay red until somebody mends it.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.load_profile("steady")


def pytest_sessionfinish() -> None:
    """What is still there goes with the process: it is searched once, and not at every clean-up."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what their module has made stay together: it is made once."""
    for item in items:
        known = getattr(item, "_fixtureinfo", None)
        made = known.name2fixturedefs.values() if known else ()
        shared = any(each[-1].scope == "module" for each in made)
        if shared and item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A cache of checked content for this run alone, also for the processes that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("rules") / "cache"
        patch.setenv("MACHINETIME_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session", autouse=True)
def own_mods(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder of mods for this run alone, and empty: no test meets a player's mods."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("mods") / "own"
        patch.setenv("MACHINETIME_MODS_FOLDER", str(folder))
        patch.delenv("MACHINETIME_MODS_FILE", raising=False)
        yield folder


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

    found = load()
    gc.freeze()  # it stays to the end: the collector need not look through it ever again
    return found

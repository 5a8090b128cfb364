"""What is left until the first table is in sight, and is it done then?"""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from game.content import Ruleset
from game.faces import undisturbed
from game.session import counsel
from game.session.log import Forecast, Forecasts, Log
from game.session.session import Session


def begun(ruleset: Ruleset, folder: Path, settled: bool) -> Session:
    return Session.new(ruleset, seat="china", seed=3, folder=folder, settled=settled)


def test_a_game_is_saved_once_it_is_settled(ruleset: Ruleset, tmp_path: Path) -> None:
    session = begun(ruleset, tmp_path, settled=False)
    session.table()
    assert not list(tmp_path.glob("*.save*"))
    session.settle()
    (path,) = tmp_path.glob("auto-*")
    first = path.read_bytes()
    session.settle()
    assert path.read_bytes() == first
    assert Session.load(ruleset, path, folder=tmp_path, autosaves=False).hash == session.hash
    assert (tmp_path / "scenes.json").exists()


def test_whoever_leaves_at_once_leaves_the_same(ruleset: Ruleset, tmp_path: Path) -> None:
    bodies = []
    for settled in (True, False):
        folder = tmp_path / str(settled)
        session = begun(ruleset, folder, settled)
        path = session.leave()
        assert path is not None
        again = Session.load(ruleset, path, folder=folder, autosaves=False).standing
        bodies.append((again.world.hash(0), tuple(again.log.forecasts), again.log.pages))
        assert (folder / "scenes.json").exists()
    assert bodies[0] == bodies[1]
    assert bodies[0][1], "the advisers have spoken"


def test_the_first_table_asks_for_no_future(
    ruleset: Ruleset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a future was worked out")

    with monkeypatch.context() as patch:
        patch.setattr(counsel, "rollout", refuse)
        session = begun(ruleset, tmp_path, settled=False)
        session.table(), session.scenes(), session.offers(), session.briefing()
    assert len(session.standing.log.forecasts) > 2


def test_forecasts_are_made_once_when_somebody_looks() -> None:
    asked = []

    def coming():  # type: ignore[no-untyped-def]
        asked.append(1)
        yield said

    said = Forecast("a", "b", 1, 2, 0.0, 1.0)
    log = Log().with_forecasts(coming())
    assert not asked and isinstance(log.forecasts, Forecasts)
    assert log.forecasts == (said,) and (said,) == log.forecasts
    assert list(log.forecasts) == [said] and log.forecasts[0] is said and len(log.forecasts) == 1
    assert log.forecasts[:1] == (said,) and log.forecasts != () and repr(said) in repr(log)
    assert asked == [1]
    assert tuple(log.with_forecasts((said,)).forecasts) == (said, said)


def test_the_collector_rests_and_wakes() -> None:
    was = gc.isenabled()
    try:
        gc.enable()
        undisturbed.begin()
        assert not gc.isenabled()
        undisturbed.end()
        assert gc.isenabled() and gc.get_freeze_count()
        gc.unfreeze()
        undisturbed.end()
        assert not gc.get_freeze_count(), "the second time it leaves everything as it is"
    finally:
        gc.unfreeze()
        (gc.enable if was else gc.disable)()

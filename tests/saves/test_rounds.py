"""Is a game that is saved and loaded at every turn the same game, and does a log play it again?

Worlds run as lanes of a batch, half of fifty on every run and all in the long one: each lane goes
through the body, the file's bytes and back at every turn, alone, while the others wait; only the
disk is left out. Whole sessions go through the disk too. Worlds of one seed differ as worlds of
many seeds do, since dice are addressed by both.
"""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from game.content import Ruleset
from game.engine import open_scenario
from game.session import save_body, save_bytes
from game.session.log import Log, OrderRecord, Page
from game.session.replay import replay
from game.session.session import Session
from game.session.simulate import Nobody
from game.session.standing import Standing
from game.world.dice import Dice
from game.world.state import World
from tests.saves.slices import SLICE, slice_of_today
from tests.saves.wandering import wander

SCENARIO = "autumn_2022"


def _through_a_save(ruleset: Ruleset, world: World, before: World, pages: Log) -> World:
    """The batch with each lane written, read and put back; `before` is that of a quarter ago."""
    lanes = []
    for lane in range(world.width):
        one, last = (
            World(**{name: values[..., lane : lane + 1] for name, values in each.items()})
            for each in (world, before)
        )
        body = save_body.write(ruleset, Standing(one, last, log=pages))
        data = save_bytes.encode({}, body, compress=False)
        lanes.append(save_body.unpack(ruleset, save_bytes.decode(data).read)[0].world)
    names = [name for name, _ in world.items()]
    return World(
        **{name: np.stack([getattr(each, name)[..., 0] for each in lanes], -1) for name in names}
    )


def _rounds(ruleset: Ruleset, first: int, worlds: int, turns: int) -> None:
    ids = list(range(first, first + worlds))
    straight = saved = before = open_scenario(ruleset, SCENARIO, ids, "normal")
    table = Nobody(ruleset, SCENARIO, Dice(1), {})
    log = Log()
    for turn in range(turns):
        straight, saved = table.open(straight), table.open(saved)
        log = log.with_page(Page(turn, {}, (), ""))
        before, saved = saved, _through_a_save(ruleset, saved, before, log)
        straight, saved = table.end(straight), table.end(saved)
        assert saved.hashes(worlds) == straight.hashes(worlds), (SLICE, first, turn)


@pytest.mark.parametrize(
    ("first", "worlds"), [(0, 25), pytest.param(25, 25, marks=pytest.mark.long)]
)
def test_a_save_at_every_turn_changes_nothing(ruleset: Ruleset, first: int, worlds: int) -> None:
    _rounds(ruleset, first, worlds, 40)


def test_a_save_that_drops_a_digit_would_be_found_out(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = save_body.write_worlds

    def rounded(world: World, before: World) -> tuple[bytes, bytes]:
        blunt = world.copy()
        blunt.open_software = world.open_software.round(12)
        return real(blunt, before)

    monkeypatch.setattr(save_body, "write_worlds", rounded)
    with pytest.raises(AssertionError):
        _rounds(ruleset, 0, 2, 6)


@pytest.mark.long
def test_a_save_at_every_turn_of_many_worlds(ruleset: Ruleset) -> None:
    """300,000 rounds in sixteen nights: of 5,000 worlds, each night another 320 for 60 turns."""
    part = slice_of_today() % 16
    for first in range(1000 + part * 320, 1000 + (part + 1) * 320, 40):
        _rounds(ruleset, first, 40, 60)


@pytest.mark.parametrize(
    ("seat", "turns"),
    [("china", 12), pytest.param("lab_paris", 41, marks=pytest.mark.long)],
)
def test_a_session_saved_and_loaded_at_every_turn(
    ruleset: Ruleset, tmp_path: Path, seat: str, turns: int
) -> None:
    """The whole of it, on the disk: plan, scenes, log, reasons."""
    straight = Session.new(ruleset, SCENARIO, seat, 5, autosaves=False)
    again = Session.new(ruleset, SCENARIO, seat, 5, folder=tmp_path, autosaves=False)
    chance, same = random.Random(3), random.Random(3)
    for _ in range(turns):
        wander(straight, chance)
        wander(again, same)
        again = Session.load(ruleset, again.save("round"), folder=tmp_path, autosaves=False)
        assert again.plan() == straight.plan() and again.scenes() == straight.scenes()
        straight.end_turn()
        again.end_turn()
        assert again.hash == straight.hash
    assert again.standing.log == straight.standing.log
    assert again.standing.carried == straight.standing.carried
    assert again.standing.closed == straight.standing.closed
    assert again.epilogue() == straight.epilogue()


# ----------------------------------------------------------------------------- replays


def _logs(ruleset: Ruleset, seeds: range, turns: int) -> None:
    seats = [seat for seat in ruleset.scenarios[SCENARIO].seats if ruleset.seats[seat].playable]
    for seed in seeds:
        chance = random.Random(seed)
        session = Session.new(ruleset, SCENARIO, seats[seed % len(seats)], seed, autosaves=False)
        for _ in range(turns):
            if not session.finished:
                wander(session, chance)
                session.end_turn()
        report = replay(ruleset, session.setup, session.standing)
        assert report.ok and report.hash == session.hash, (SLICE, seed, report.diverged)


@pytest.mark.parametrize("first", range(0, 20, 5))
def test_logs_play_again(ruleset: Ruleset, first: int) -> None:
    _logs(ruleset, range(first, first + 5), 6)


def test_a_log_that_was_changed_parts_at_that_turn(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, SCENARIO, "china", 2, autosaves=False)
    for _ in range(6):
        session.do(next(offer.id for offer in session.offers() if offer.refused is None))
        session.end_turn()
    now = session.standing
    records = [
        replace(each, amount=each.amount * 1.5)
        if isinstance(each, OrderRecord) and each.turn == 3
        else each
        for each in now.log.records
    ]
    changed = replace(now, log=replace(now.log, records=tuple(records)))
    report = replay(ruleset, session.setup, changed)
    assert not report.ok and report.diverged is not None
    assert report.diverged.turn == 4


@pytest.mark.long
def test_many_long_logs_play_again(ruleset: Ruleset) -> None:
    """500 logs of whole games in ten nights."""
    part = slice_of_today() % 10
    _logs(ruleset, range(1000 + part * 50, 1050 + part * 50), 40)

"""Does a new game take account of the old ones, and only where it should?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from game.content import Ruleset
from game.session import annals, remembering
from game.session.replay import replay
from game.session.session import Session
from game.session.weighing import weigh
from game.story import scenes
from game.story.pacing import Hand

SEAT = "lab_hangzhou"


def played(session: Session, turns: int = 0) -> Session:
    """The session after some quarters, or at its end, its scenes left to the quiet answer."""
    while not session.finished and (not turns or session.standing.world.turn[0] < turns):
        session.end_turn()
    return session


def met(session: Session) -> set[str]:
    return set(remembering.met(session.ruleset, session.standing.world, session.setup.seat))


def test_a_turn_writes_what_was_met(ruleset: Ruleset, tmp_path: Path) -> None:
    session = played(Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path), 4)
    found = annals.read(tmp_path)
    assert set(found.known(SEAT)) == met(session) != set()
    assert found.ended == ()


def test_the_end_of_a_run_is_written_once_with_its_score(ruleset: Ruleset, tmp_path: Path) -> None:
    session = played(Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path))
    (run,) = annals.read(tmp_path).ended
    told = session.epilogue()
    assert (run.seat, run.seed, run.difficulty, run.mods) == (SEAT, 3, "normal", ())
    assert run.ending == told.ending_id
    assert list(run.score.values()) == [value for _, value in told.score]
    Session.load(ruleset, "latest", folder=tmp_path)
    assert len(annals.read(tmp_path).ended) == 1


def test_a_lesson_is_no_record(ruleset: Ruleset, tmp_path: Path) -> None:
    played(Session.new(ruleset, "tutorial", "lab_paris", 1, folder=tmp_path))
    found = annals.read(tmp_path)
    assert found.ended == ()
    assert found.known("lab_paris")


def test_no_annals_without_autosaves_nor_from_a_second_window(
    ruleset: Ruleset, tmp_path: Path
) -> None:
    played(Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path, autosaves=False), 2)
    assert not (tmp_path / annals.SCENES).exists()
    session = Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path)
    before = (tmp_path / annals.SCENES).read_bytes()
    session.read_only = True  # as while another process has the playthrough
    played(session, 4)
    assert (tmp_path / annals.SCENES).read_bytes() == before
    assert session.annals() == annals.read(tmp_path)


def test_a_disk_that_refuses_the_annals_stops_no_game(ruleset: Ruleset, tmp_path: Path) -> None:
    (tmp_path / annals.SCENES).mkdir()
    session = played(Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path), 3)
    assert session.table().turn == 4


def test_only_a_drawn_seed_knows_the_old_games(ruleset: Ruleset, tmp_path: Path) -> None:
    known = next(s.id for s in ruleset.storylets.values() if SEAT in s.seats)
    annals.remember(tmp_path, SEAT, "before", [known, "of_a_mod_that_is_gone"])
    named = Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path, autosaves=False)
    drawn = Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path, autosaves=False, drawn=True)
    place = ruleset.index("storylet", known), ruleset.index("seat", SEAT)
    assert not named.standing.world.story_known.any()
    assert drawn.standing.world.story_known[place].tolist() == [1, 1]
    assert np.count_nonzero(drawn.standing.world.story_known) == 2


def test_a_save_keeps_the_list_and_replays_with_it(ruleset: Ruleset, tmp_path: Path) -> None:
    scenes_met = [s.id for s in ruleset.storylets.values() if SEAT in s.seats]
    annals.remember(tmp_path, SEAT, "before", scenes_met)
    session = Session.new(ruleset, seat=SEAT, seed=3, folder=tmp_path, drawn=True)
    played(session, 6)
    session.do("hire")
    played(session, 8)
    again = Session.load(ruleset, session.save("kept"), folder=tmp_path)
    world = again.standing.world
    assert (world.story_known == session.standing.world.story_known).all()
    assert world.story_known.any()
    report = replay(ruleset, again.setup, again.standing)
    assert report.ok
    assert report.match == "hash"
    blank = session.standing.world.copy()
    blank.story_known[:] = 0
    assert blank.hash(0) != report.hash
    moved = weigh(ruleset, again.setup, again.standing).moved
    assert set(moved) >= {f"order:{SEAT}:hire"}


class Draws:
    """What was drawn for the player, and what else could have been."""

    def __init__(self, known: set[str]) -> None:
        self.known, self.repeats, self.choices = known, 0, 0

    def see(self, hand: Hand, chair: int, chosen: int, bearable: bool) -> None:
        """One draw: whether it repeats, where something new could have come."""
        side, known = hand.drawn, hand.deck.storylets
        rows = side.rows[:-1, chair]
        if chosen < 0 or chosen not in rows:
            return
        possible = side.value[:, chair, 0] > 0
        if not bearable:
            possible &= side.bearable[:, chair, 0]
        if {known[row].id for row in rows[possible].tolist()} - self.known:
            self.choices += 1
            self.repeats += known[chosen].id in self.known


def draws_of(
    ruleset: Ruleset, seed: int, folder: Path, known: set[str], drawn: bool
) -> tuple[Draws, set[str]]:
    draws, pick = Draws(known), scenes.pick
    chair = ruleset.index("chair", SEAT)

    def picked(hand: Hand, slot: int, roll: Any, bearable: Any, quiet: Any) -> Any:
        found = pick(hand, slot, roll, bearable, quiet)
        draws.see(hand, chair, int(found[0][chair, 0]), bool(bearable[chair, 0]))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scenes, "pick", picked)
        session = Session.new(
            ruleset, seat=SEAT, seed=seed, folder=folder, autosaves=False, drawn=drawn
        )
        played(session)
    return draws, met(session)


def test_two_games_in_a_row_share_few_scenes_that_they_could_avoid(
    ruleset: Ruleset, tmp_path: Path
) -> None:
    repeats = choices = 0
    for seed in (1, 2):
        _, first = draws_of(ruleset, seed, tmp_path, set(), drawn=False)
        annals.remember(tmp_path / str(seed), SEAT, "first", first)
        kept, _ = draws_of(ruleset, seed + 50, tmp_path / str(seed), first, drawn=True)
        repeats += kept.repeats
        choices += kept.choices
    assert choices > 12
    assert repeats < choices / 4

"""Is every save that was written to do harm refused with the report that stands beside it?"""

from __future__ import annotations

import math
import random
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset
from game.errors import GameError, SaveError
from game.session import save_body, save_bytes, save_file
from game.session.autosaves import list_saves
from game.session.save_axes import WrongRules
from game.session.session import Session, message
from game.session.strict_values import WrongShape
from tests.saves.hostile_saves import BODIES, FILES
from tests.saves.slices import SLICE, slice_of_today

PATIENCE_S = 5.0
SPOILED = (None, True, -1, 0, 7, 1e98, 10**18, "", "x", "../x", [], {}, [[]], [1], {"a": 1}, [None])
ADDED = ("magic", "format", "encoding", "body_bytes", "text_bytes", "checksum")


@pytest.mark.parametrize("case", FILES)
def test_hostile_files(tmp_path: Path, case: str) -> None:
    make, expected = FILES[case]
    path = tmp_path / "a.save"
    path.write_bytes(make())
    began = time.monotonic()
    with pytest.raises(SaveError) as caught:
        save_file.read_save(path)
    assert time.monotonic() - began < PATIENCE_S
    assert caught.value.what.startswith(expected)
    assert caught.value.what.isprintable()


@pytest.fixture(scope="module")
def played(ruleset: Ruleset) -> Session:
    """Three quarters of Beijing, with orders in the log and in the plan."""
    session = Session.new(ruleset, seed=4, autosaves=False)
    for _ in range(3):
        session.do(next(offer.id for offer in session.offers() if offer.refused is None))
        session.end_turn()
    session.do(next(offer.id for offer in session.offers() if offer.refused is None))
    return session


@pytest.mark.parametrize("case", BODIES)
def test_hostile_bodies(ruleset: Ruleset, played: Session, tmp_path: Path, case: str) -> None:
    change, expected = BODIES[case]
    played.folder = tmp_path
    save = save_file.read_save(path := played.save("mine"))
    header = {key: value for key, value in save.header.items() if key not in ADDED}
    change(header, save.body)
    path.write_bytes(save_bytes.encode(header, save.body))
    if expected is None:
        play(Session.load(ruleset, path, autosaves=False), tmp_path)
        return
    with pytest.raises(SaveError) as caught:
        Session.load(ruleset, path, autosaves=False)
    assert caught.value.what.startswith(expected)
    for lang in ("en", "fr"):
        assert message(caught.value, ruleset.words(lang)).isprintable()


def play(session: Session, folder: Path) -> None:
    """Look at everything a face shows and go on for a quarter: no fault may come of it."""
    list_saves(folder)
    session.table(), session.scenes(), session.offers(), session.plan(), session.figures()
    session.chronicle(), session.council(), session.pipeline(), session.epilogue()
    for turn in range(session.table().turn):
        session.news(turn)
    for name in ("tension", "me.cash_usd", "me.machine_time"):
        for turn in range(3):
            with suppress(GameError):
                session.why(name, turn)
        with suppress(GameError):
            session.graph(name)
    if not session.finished:
        session.end_turn()
    session.chronicle()
    session.folder = folder
    again = Session.load(session.ruleset, session.save("again"), autosaves=False)
    assert again.hash == session.hash


@pytest.mark.parametrize("many", [150, pytest.param(20_000, marks=pytest.mark.long)])
def test_mutations_of_a_real_body(
    ruleset: Ruleset, played: Session, tmp_path: Path, many: int
) -> None:
    """One value of another kind somewhere: the body is refused in words, or it can be played."""
    seed = 1 if many == 150 else slice_of_today()
    chance = random.Random(seed)
    body = save_body.pack(ruleset, played.standing)
    refused = 0
    for number in range(many):
        place, key, kept = _mutate(chance, body)
        try:
            standing, _ = save_body.unpack(ruleset, body)
        except (WrongShape, WrongRules):
            refused += 1
        else:
            session = Session(ruleset, played.setup, standing, folder=tmp_path, autosaves=False)
            if number % 10 == 0 and place is not body and not _is_state(body, place):
                play(session, tmp_path)
        finally:
            place[key] = kept
    assert refused > many // 3, f"{SLICE}={seed}"


def _is_state(body: Any, place: Any) -> bool:
    """Whether a place belongs to the world, where any number is one, if not one to play with."""
    worlds = [body["state"], body["before"]]
    while worlds:
        value = worlds.pop()
        if value is place:
            return True
        if isinstance(value, dict | list):
            worlds += value.values() if isinstance(value, dict) else value
    return False


def _mutate(chance: random.Random, body: Any) -> tuple[Any, Any, Any]:
    """Put another value at a place of the body: the place, its key, and what stood there."""
    value = body
    while True:
        place = value
        key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        value = place[key]
        if not isinstance(value, dict | list) or not value or chance.random() < 0.15:
            break
    place[key] = chance.choice(SPOILED) if chance.random() < 0.8 else _near(chance, value)
    return place, key, value


def _near(chance: random.Random, value: Any) -> Any:
    """A value much like another one."""
    if isinstance(value, bool | None):
        return not value
    if isinstance(value, int | float):
        return value + chance.choice([1, -1, 0.5, 10**6, -(10**6), 10**18])
    if isinstance(value, list):
        return chance.choice([value[:-1], value * 2, value[::-1], [value]])
    return f"{value}x" if isinstance(value, str) else {}


@pytest.mark.parametrize("value", [math.nan, -math.inf, 1e120])
def test_what_could_not_be_read_again_is_not_written(
    ruleset: Ruleset, played: Session, tmp_path: Path, value: float
) -> None:
    """A world gone wrong is refused in words, and the save before stays as it is."""
    played.folder = tmp_path
    good = played.save("mine").read_bytes()
    share = played.standing.world.interest_rate.copy()
    share[0] = value
    world = replace(played.standing.world, interest_rate=share)
    wrong = Session(ruleset, played.setup, replace(played.standing, world=world), folder=tmp_path)
    with pytest.raises(SaveError, match="interest_rate is out of all measure"):
        wrong.save("mine")
    assert (tmp_path / "mine.save").read_bytes() == good


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60 and len(BODIES) >= 60

"""Is a body read by line and column the same as one read as plain JSON, and written the same?"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset
from game.session import late_pages, save_arrays, save_body, save_bytes, save_pages, save_text
from game.session.save_arrays import NotPlain
from game.session.save_axes import WrongRules
from game.session.save_columns import Table, table_of_lines
from game.session.session import Session
from game.session.standing import Standing
from game.session.strict_json import NotStrict, parse
from game.session.strict_values import WrongShape
from tests.saves.slices import SLICE, slice_of_today
from tests.saves.wandering import wander

LETTERS = b'[]{},:"-+.e0123456789 \n\\tnx'


@pytest.fixture(scope="module")
def games(ruleset: Ruleset) -> list[Standing]:
    """The tables of a short game, some of them with answers and a plan."""
    session, chance = Session.new(ruleset, seed=4, autosaves=False), random.Random(2)
    found = [session.standing]
    for _ in range(4):
        wander(session, chance)
        found.append(session.standing)
        session.end_turn()
        found.append(session.standing)
    return found


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    """As in a new process: nothing is known of the save before."""
    save_pages._kept, save_bytes._packed, save_arrays._last = late_pages.Kept(), {}, {}


def _body(data: bytes) -> bytes:
    return data.partition(b"\n")[2]


def test_what_is_kept_of_the_save_before_changes_no_byte(
    ruleset: Ruleset, games: list[Standing]
) -> None:
    chance = random.Random(1)
    alone = []
    for now in games:
        _forget()
        alone.append(save_bytes.encode({}, save_body.write(ruleset, now)))
    _forget()
    for place in [*range(len(games)), *chance.choices(range(len(games)), k=10)]:
        text = save_body.write(ruleset, games[place])
        data = save_bytes.encode({}, text)
        assert data == alone[place]
        assert zlib.decompress(_body(data)) == text


def test_a_save_that_was_loaded_is_written_again_byte_for_byte(
    ruleset: Ruleset, games: list[Standing]
) -> None:
    for now in games:
        text = bytes(save_body.write(ruleset, now))
        read = save_text.read(text)
        assert isinstance(read["pages"], Table)
        _forget()
        again, _ = save_body.unpack(ruleset, read)
        assert bytes(save_body.write(ruleset, again)) == text
        plain, _ = save_body.unpack(ruleset, parse(text))
        assert bytes(save_body.write(ruleset, plain)) == text
        assert again.log == plain.log == now.log


def test_a_game_goes_on_from_lines_that_were_read(ruleset: Ruleset, tmp_path: Path) -> None:
    """What is written after a load, an answer and a turn is what a game without a load writes."""
    straight = Session.new(ruleset, seed=4, autosaves=False)
    for _ in range(2):
        straight.end_turn()
    loaded = Session.load(ruleset, straight.save(str(tmp_path / "a")), autosaves=False)
    for _ in range(2):
        for session in (straight, loaded):
            wander(session, random.Random(7))
        texts = []
        for session in (straight, loaded):
            texts.append(bytes(save_body.write(ruleset, session.standing)))
            session.end_turn()
        assert texts[0] == texts[1]


@pytest.mark.parametrize("many", [50, pytest.param(10_000, marks=pytest.mark.long)])
def test_a_spoiled_text_means_the_same_either_way(
    ruleset: Ruleset, games: list[Standing], many: int
) -> None:
    """Letters changed, taken away or doubled, mostly in what is read by column."""
    seed = 1 if many == 50 else slice_of_today()
    chance = random.Random(seed)
    text = bytes(save_body.write(ruleset, games[-1]))
    sure = 0
    for _ in range(many):
        spoiled = _spoiled(chance, text)
        one, other = _meaning(ruleset, spoiled, save_text.read), _meaning(ruleset, spoiled, parse)
        assert one == other, f"{SLICE}={seed}"
        sure += one[0] != "refused"
    assert 0 < sure < many, f"{SLICE}={seed}"


def _spoiled(chance: random.Random, text: bytes) -> bytes:
    part = chance.choice([b'"state"', b'"before"', b'"pages"', b'"moved"', b'"parts"'])
    at = chance.randrange(text.index(part), len(text))
    letter = bytes([chance.choice(LETTERS)])
    new = chance.choice([letter, b"", letter + text[at : at + 1], text[at : at + 1] * 2])
    return text[:at] + new + text[at + 1 :]


def _meaning(ruleset: Ruleset, text: bytes, read: Any) -> tuple[str, Any]:
    """What a text is taken for: refused as a text or as a body, or a standing."""
    try:
        body = read(text)
    except NotStrict as error:
        return "refused", str(error)
    try:
        now, fitted = save_body.unpack(ruleset, body)
    except (WrongShape, WrongRules) as error:
        return "misshapen", type(error)
    hashes = now.world.hash(0), now.before.hash(0)
    return "read", (fitted, *hashes, now.log, now.carried, now.closed, now.plan)


@pytest.mark.parametrize(
    "numbers",
    ["1,,2", ",1", "1,", "01", "-", "1-2", "--1", "9" * 19, "-" + "9" * 19, "9" * 25, "1.0"],
)
def test_only_whole_numbers_are_read_as_such(numbers: str) -> None:
    page = '{"turn":0,"hash":"","news":[],"moved":[%s],"to":[1.0],"gone":[],"parts":[[],[],[],[]]}'
    assert table_of_lines([(page % "5").encode()]).whole["moved"].of(0) == [5]
    with pytest.raises(NotPlain):
        table_of_lines([(page % numbers).encode()])


@pytest.mark.parametrize("numbers", ["[[1,2],[3]]", '[["a"],["b"]]', "[[true],[false]]"])
def test_matrices_are_of_numbers(numbers: str) -> None:
    many = numbers[:-1] + ",[1,2]" * save_arrays.LARGE + "]"
    with pytest.raises(ValueError, match=r"inhomogeneous|Expecting|^$"):
        save_arrays.read_lane(f'{{"pending":{many}}}', {})

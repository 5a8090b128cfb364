"""Does a save of a real game come back, and is what is not one refused in words?"""

from __future__ import annotations

import copy
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset
from game.errors import SaveError
from game.session import save_bytes, save_file, store
from game.session.save_body import pack, unpack
from game.session.session import Session, message
from game.session.store import load, worded
from game.session.strict_values import WrongShape

_SAMPLES = Path(__file__).resolve().parents[2] / "saves" / "samples"


@pytest.fixture(scope="module")
def played(ruleset: Ruleset) -> Session:
    """Three quarters of Beijing, with a scene answered and an order in the plan."""
    session = Session.new(ruleset, seed=4, autosaves=False)
    for _ in range(3):
        session.do(next(offer.id for offer in session.offers() if offer.refused is None))
        session.end_turn()
    session.do(next(offer.id for offer in session.offers() if offer.refused is None))
    return session


@pytest.fixture
def saved(played: Session, tmp_path: Path) -> Path:
    played.folder = tmp_path
    return played.save("mine")


def test_the_header_says_what_it_is(played: Session, saved: Path, ruleset: Ruleset) -> None:
    header = save_file.read_header(saved)
    assert header["hash"] == played.hash and header["ruleset"] == ruleset.hash
    told = {key: header[key] for key in ("scenario", "seat", "seed", "turn", "quarter", "title")}
    assert told == {
        "scenario": "autumn_2022",
        "seat": "china",
        "seed": 4,
        "turn": 3,
        "quarter": "2023Q3",
        "title": "mine",
    }


def test_a_name_may_hold_anything(ruleset: Ruleset, played: Session, tmp_path: Path) -> None:
    played.folder = tmp_path
    path = played.save('\x1b[2J\ud800 \\u001b "x" été\n')
    assert save_file.read_header(path)["title"] == '[2J \\u001b "x" été'
    assert Session.load(ruleset, path, autosaves=False).hash == played.hash


def test_bits_flipped_in_a_real_save_are_refused(saved: Path, tmp_path: Path) -> None:
    whole = saved.read_bytes()
    chance = random.Random(1)
    path = tmp_path / "flipped.save"
    for _ in range(300):
        changed = bytearray(whole)
        changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(changed)
        with pytest.raises(SaveError):
            save_file.read_save(path)


def test_a_damaged_save_is_moved_aside_and_its_backup_named(
    ruleset: Ruleset, played: Session, saved: Path
) -> None:
    played.save("mine")
    whole = saved.read_bytes()
    saved.write_bytes(whole[:-5])
    with pytest.raises(SaveError) as caught:
        load(ruleset, saved, aside=False)
    assert saved.exists()
    with pytest.raises(SaveError) as caught:
        Session.load(ruleset, saved)
    assert not saved.exists()
    assert saved.with_name("mine.save.damaged").read_bytes() == whole[:-5]
    backup = saved.with_name("mine.save.bak1")
    for lang in ("en", "fr"):
        text = message(caught.value, ruleset.words(lang))
        assert backup.name in text and "mine.save.damaged" in text
    assert Session.load(ruleset, backup, autosaves=False).hash == played.hash


def test_every_trouble_is_said_in_both_languages(ruleset: Ruleset, tmp_path: Path) -> None:
    assert set(save_bytes.MESSAGES) == {
        key.removeprefix("session.save.")
        for key in ruleset.word_table
        if key.startswith("session.save.")
    } - {"backups", "no_backups", "aside", "was_aside", "no_folder", "elsewhere", "fitted"}
    values: dict[str, object] = {
        "why": "reason",
        "format": 7,
        "mods": "a 1",
        "name": "x",
        "free": "y",
    }
    for key, template in save_bytes.MESSAGES.items():
        error = save_bytes.BadSave(key, str(tmp_path), **values)
        assert worded(error, ruleset.words("en")).startswith(template.format(**values))
        assert worded(error, ruleset.words("fr")) != worded(error, ruleset.words("en"))


def _body(ruleset: Ruleset, played: Session) -> dict[str, Any]:
    return copy.deepcopy(pack(ruleset, played.standing))


_WRONG: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "no state": (("state",), None),
    "an array that is a text": (("state", "cash_usd"), "much"),
    "numbers written as texts": (("state", "cash_usd"), ["1"] * 24),
    "a float among whole numbers": (("state", "cash_usd", 0), 0.5),
    "a number that is too big": (("state", "cash_usd", 0), 10**20),
    "a scene out of its axis": (("state", "scene_now", 0, 0), 10**6),
    "an answer out of its axis": (("state", "scene_answer", 0, 0), -7),
    "an ending out of its axis": (("state", "outcome", 0), 999),
    "a turn of another time": (("state", "turn"), 4),
    "records of another shape": (("records",), [["order", 1]]),
    "records of another kind": (("records",), [["wish", 1, "x", 1.0, 0]]),
    "a page with few figures": (("pages", 0, "to"), []),
    "a page with a figure of nobody": (("pages", 0, "moved", 0), 9999),
    "a page with a figure from the end": (("pages", 0, "moved", 0), -1),
    "a page with a figure that is yes": (("pages", 0, "to", 0), True),
    "a page with a text": (("pages", 0, "turn"), "zero"),
    "no pages": (("pages",), []),
    "a plan of numbers": (("plan",), [[1, 2]]),
    "parts of texts": (("closed",), {"tension": [["stage:x", "two"]]}),
    "axes that are no lists": (("axes", "chip"), 3),
}


@pytest.mark.parametrize("case", list(_WRONG))
def test_bodies_of_the_wrong_shape_are_refused(
    ruleset: Ruleset, played: Session, case: str
) -> None:
    body = _body(ruleset, played)
    place, value = _WRONG[case]
    target: Any = body
    for step in place[:-1]:
        target = target[step]
    target[place[-1]] = value
    with pytest.raises(WrongShape):
        unpack(ruleset, body)


def test_storylets_and_orders_that_came_and_went_do_not_matter(
    ruleset: Ruleset, played: Session, tmp_path: Path
) -> None:
    table = dict(ruleset.storylets)
    seen = {ruleset.axis("storylet")[i] for i in played.standing.world.scene_now[:, :, 0].flat}
    gone = next(id_ for id_ in reversed(table) if id_ not in seen)
    moved = {id_: storylet for id_, storylet in reversed(table.items()) if id_ != gone}
    other = replace(ruleset, storylets=moved, _axes={}, _index={}, _numbers={})
    played.folder = tmp_path
    session = Session.load(other, played.save("old"), autosaves=False)
    assert session.notice
    assert [s.id for s in session.scenes()] == [s.id for s in played.scenes()]
    assert session.table().figures == played.table().figures
    session.end_turn()


def test_a_save_from_rules_with_another_actor_is_refused_and_stays(
    ruleset: Ruleset, played: Session, tmp_path: Path
) -> None:
    kinds = {"chips": ruleset.chips, "figures": ruleset.figures, "storylets": {}, "orders": {}}
    less = {kind: {k: v for k, v in t.items() if "h20" not in k} for kind, t in kinds.items()}
    other = replace(ruleset, **less, _axes={}, _index={}, _numbers={})
    played.folder = tmp_path
    path = played.save("other")
    with pytest.raises(SaveError, match="h20"):
        Session.load(other, path)
    assert path.exists()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_disk_that_refuses_autosaves_does_not_stop_the_game(
    ruleset: Ruleset, tmp_path: Path, lang: str
) -> None:
    (tmp_path / "file").write_text("in the way")
    session = Session.new(ruleset, lang=lang, folder=tmp_path / "file" / "saves")
    assert ("written" if lang == "en" else "écrite") in session.notice
    session.end_turn()
    assert session.table().turn == 2
    with pytest.raises(SaveError):
        session.save("mine")


@pytest.mark.parametrize("path", sorted(_SAMPLES.glob("*.save")), ids=lambda path: path.stem)
def test_saves_of_released_versions_still_play(
    ruleset: Ruleset, tmp_path: Path, path: Path
) -> None:
    copied = tmp_path / path.name
    copied.write_bytes(path.read_bytes())
    session = Session.load(ruleset, copied, folder=tmp_path)
    header = save_file.read_header(path)
    assert int(session.standing.world.turn[0]) == header["turn"]
    for _ in range(10):
        if not session.finished:
            session.end_turn()
    again = Session.load(ruleset, session.save("again"), autosaves=False)
    assert again.hash == session.hash


def test_the_autosave_of_each_turn_is_on_the_disk(ruleset: Ruleset, own_saves: Path) -> None:
    session = Session.new(ruleset, seat="usa", seed=1)
    session.end_turn()
    begins = f"auto-autumn_2022-usa-1-{session.setup.playthrough}"
    assert sorted(path.name for path in own_saves.glob("*.save")) == [
        f"{begins}-t00.save",
        f"{begins}-t01.save",
    ]
    again = Session.load(ruleset, "latest")
    assert store.meant("dernière", own_saves) == store.meant("latest", own_saves)
    assert again.hash == session.hash
    with pytest.raises(SaveError):
        store.meant("latest", own_saves / "none")

"""Do the saves of every released format still open, and are the steps to them still the same?

A sample is never written again and a step is never changed once it was released: what fails here is
to be mended in the program.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from game.content import Ruleset, load
from game.session import migrations, save_file, strict_json
from game.session.session import Session

SAMPLES = Path(__file__).resolve().parents[2] / "saves" / "samples"
AS_RELEASED = {
    "1-china-2024Q2": "ccabd9b90ec3bf8f15beb6dd880212b112fe53e7293d34d80ab398ea4e064f22",
    "2-lab_paris-2024Q3": "48a1b0b6aa04ca458449a16899f569a951f365fde86148dc99754b1af94fdb56",
    "3-lab_paris-2026Q1": "4fd7b5b45ae3fecae0216e2d695f13b7e11888b80aaff58a28f65194e2c2ef04",
    "4-taiwan-2025Q3": "aa3ed55c95e352ab5b94405c1e064f520eae1ec34f990abe3493f520712468e4",
}
# The body of each sample after each step on its way to today's format.
STEPS = {
    "1-china-2024Q2": (
        "c7ae890f660d4bbb44fcabd53322f4f3ca2e79c50ac6a7acd5b58490ca3f5de3",
        "5185b71c7cef84caf0894cea1fbacb66c26ed1928b2b671c7d1881ff7b2bb551",
        "a1fba3b80502b0511d9a914e959212a4788641e52fb9a370de8e948f10fa50c7",
    ),
    "2-lab_paris-2024Q3": (
        "23b173405e92e7426f7c6d6c7ea0777f5127bcc5b92209715e71e91f0b410b8e",
        "1dd09a63bb3cb516a39ab13231795426d154902538b3ac24094030eba4c1ffa5",
    ),
    "3-lab_paris-2026Q1": ("fd021b4ba2c0589aaef6cdb73ae6296fc4b32281da3cbe79f6d39be44e0eb0c0",),
    "4-taiwan-2025Q3": (),
}


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_there_is_one_of_each_format_and_none_was_touched() -> None:
    found = {path.stem: _sha(path.read_bytes()) for path in SAMPLES.glob("*.save")}
    assert found == AS_RELEASED
    formats = [save_file.read_header(SAMPLES / f"{name}.save")["format"] for name in AS_RELEASED]
    assert formats == list(range(1, migrations.FORMAT + 1))


@pytest.mark.parametrize("name", list(STEPS))
def test_the_steps_between_formats_are_frozen_and_change_nothing_they_are_given(name: str) -> None:
    body = save_file.read_save(SAMPLES / f"{name}.save").body
    given = save_file.read_header(SAMPLES / f"{name}.save")["format"]
    made = []
    for step in range(given, migrations.FORMAT):
        before = strict_json.dump(body)
        after = migrations.STEPS[step](body)
        assert strict_json.dump(body) == before
        made.append(_sha(strict_json.dump(after)))
        body = after
    assert tuple(made) == STEPS[name]


@pytest.fixture(scope="module")
def modded() -> Ruleset:
    return load(mods=["lyon_garage"])


def test_the_third_remembers_its_mod(ruleset: Ruleset, modded: Ruleset, tmp_path: Path) -> None:
    path = SAMPLES / "3-lab_paris-2026Q1.save"
    header = save_file.read_header(path)
    assert [mod["id"] for mod in header["mods"]] == ["lyon_garage"]
    session = Session.load(modded, path, folder=tmp_path, autosaves=False)
    assert session.standing.world.story_took.shape[1] == len(modded.axis("chair")) == 8
    took = session.standing.world.story_took[:, modded.index("chair", "lab_paris"), 0]
    places = [
        modded.index("choice", choice)
        for choice in (
            "three_cards_in_lyon.lend_an_evening",
            "a_page_in_four_hands.sign_the_recipe",
        )
    ]
    assert all(0 <= took[place] < 13 for place in places)
    assert [line.order_id for line in session.plan()] == ["open_garages"]
    assert len(session.standing.log.pages) == 14
    without = Session.load(ruleset, path, folder=tmp_path, autosaves=False)
    version = header["mods"][0]["version"]
    assert without.standing.aside and f"lyon_garage {version}" in without.notice
    without.save("aside")
    back = Session.load(modded, "aside", folder=tmp_path, autosaves=False)
    assert back.hash == session.hash and back.plan() == session.plan()


def test_the_fourth_remembers_the_chair_of_its_mod(ruleset: Ruleset, tmp_path: Path) -> None:
    path, seoul = SAMPLES / "4-taiwan-2025Q3.save", load(mods=["seoul_memory"])
    session = Session.load(seoul, path, folder=tmp_path, autosaves=False)
    for choice, seat, turn in (
        ("coffee_in_zhubei.search_the_office", "taiwan", 11),
        ("fifty_two_hours.keep_the_law", "korea", 11),
        ("rice_of_icheon.walk_round", "korea", 7),
    ):
        place = seoul.index("choice", choice), seoul.index("chair", seat), 0
        assert session.standing.world.story_took[place] == turn, choice
    assert [line.order_id for line in session.plan()] == ["packaging_line"]
    without = Session.load(ruleset, path, folder=tmp_path, autosaves=False)
    assert without.standing.world.scene_now.shape[0] == len(ruleset.axis("chair")) == 8
    assert "seoul_memory" in without.notice
    without.save("aside")
    back = Session.load(seoul, "aside", folder=tmp_path, autosaves=False)
    assert back.hash == session.hash and back.plan() == session.plan()


@pytest.mark.parametrize("name", list(AS_RELEASED))
@pytest.mark.parametrize("with_mod", [True, False])
def test_each_plays_ten_quarters_and_is_kept(
    ruleset: Ruleset, modded: Ruleset, tmp_path: Path, name: str, with_mod: bool
) -> None:
    rules = modded if with_mod else ruleset
    session = Session.load(rules, SAMPLES / f"{name}.save", folder=tmp_path, autosaves=False)
    turn = int(session.standing.world.turn[0])
    assert session.table().turn == turn + 1 and session.news(turn)
    for _ in range(10):
        session.end_turn()
    again = Session.load(rules, session.save("again"), folder=tmp_path, autosaves=False)
    assert again.hash == session.hash and again.table() == session.table()
    assert again.standing.log == session.standing.log
    assert again.setup.playthrough == session.setup.playthrough != ""

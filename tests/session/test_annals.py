"""Is what outlives a playthrough kept, and does a bad file cost no more than a memory?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.session import annals
from game.session.annals import Ended

AWRY = (
    b'{"format":1,"ended":[{"difficulty":"normal","ending":"wall","mods":[],"playthrough":"a",'
    b'"quarter":"late","scenario":"autumn_2022","score":{"peace":50},"seat":"china","seed":7}]}'
)


def run(playthrough: str, seat: str = "china", mean: float = 50.0, ending: str = "wall") -> Ended:
    return Ended(
        playthrough=playthrough,
        scenario="autumn_2022",
        seat=seat,
        seed=7,
        difficulty="normal",
        ending=ending,
        quarter="2032Q4",
        score={"peace": mean, "planet": mean},
    )


def test_an_empty_folder_remembers_nothing(tmp_path: Path) -> None:
    assert annals.read(tmp_path / "nowhere") == annals.Annals()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    annals.remember(tmp_path, "china", "a", ["gallium"], run("a"))
    annals.remember(tmp_path, "china", "b", ["census"])
    found = annals.read(tmp_path)
    assert found.ended == (run("a"),)
    assert found.known("china") == {"gallium": 2, "census": 1}
    assert found.known("usa") == {}


def test_a_scene_met_again_counts_from_its_last_time(tmp_path: Path) -> None:
    for playthrough, scenes in (("a", ["gallium"]), ("b", ["census"]), ("c", ["gallium"])):
        annals.remember(tmp_path, "china", playthrough, scenes)
    assert annals.read(tmp_path).known("china") == {"census": 2, "gallium": 1}


def test_old_playthroughs_are_forgotten(tmp_path: Path) -> None:
    for number in range(annals.REMEMBERED + 1):
        annals.remember(tmp_path, "china", f"p{number}", [f"scene_{number}"])
    known = annals.read(tmp_path).known("china")
    assert "scene_0" not in known
    assert known["scene_1"] == annals.REMEMBERED


def test_the_best_run_of_each_seat_and_the_endings(tmp_path: Path) -> None:
    def worth(run: Ended) -> float:
        return run.mean

    for number, mean in enumerate((40.0, 70.0, 60.0)):
        annals.remember(tmp_path, "china", f"p{number}", [], run(f"p{number}", mean=mean))
    annals.remember(tmp_path, "usa", "q", [], run("q", "usa", 10.0, "cliff"))
    found = annals.read(tmp_path)
    best = found.best(worth)
    assert {seat: run.mean for seat, run in best.items()} == {"china": 70.0, "usa": 10.0}
    assert found.endings() == {"wall": 3, "cliff": 1}


def test_a_playthrough_ends_once(tmp_path: Path) -> None:
    annals.remember(tmp_path, "china", "a", [], run("a", mean=10.0))
    annals.remember(tmp_path, "china", "a", [], run("a", mean=20.0))
    assert [each.mean for each in annals.read(tmp_path).ended] == [20.0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (annals.SCENES, b""),
        (annals.SCENES, b"{}"),
        (annals.SCENES, b"[1]"),
        (annals.SCENES, b'{"format":0,"played":{},"met":{}}'),
        (annals.SCENES, b'{"format":1,"played":{"china":[1]},"met":{}}'),
        (annals.SCENES, b'{"format":1,"played":[],"met":{}}'),
        (annals.ENDINGS, b'{"format":1,"ended":[{}]}'),
        (annals.ENDINGS, b'{"format":1}'),
        (annals.ENDINGS, AWRY),
        (annals.ENDINGS, b"\xff"),
    ],
)
def test_a_bad_file_is_moved_aside(tmp_path: Path, name: str, text: bytes) -> None:
    annals.remember(tmp_path, "china", "a", ["gallium"], run("a"))
    path = tmp_path / name
    path.write_bytes(text)
    found = annals.read(tmp_path)
    assert bool(found.ended) == (name == annals.SCENES)  # the other file is still read
    assert bool(found.met) == (name == annals.ENDINGS)
    assert not path.exists()
    assert path.with_name(f"{name}.damaged").read_bytes() == text


@pytest.mark.parametrize("name", [annals.SCENES, annals.ENDINGS])
def test_a_file_of_a_newer_version_stays(tmp_path: Path, name: str) -> None:
    text = b'{"format":2,"songs":[]}'
    (tmp_path / name).write_bytes(text)
    found = annals.read(tmp_path)
    assert found == annals.Annals(newer=found.newer)
    assert found.newer is not None
    assert found.newer.key == "newer"
    annals.remember(tmp_path, "china", "a", ["gallium"], run("a"))
    assert (tmp_path / name).read_bytes() == text
    assert not list(tmp_path.glob("*.damaged"))


def test_a_folder_that_refuses_stops_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("not a folder")
    annals.remember(path, "china", "a", ["gallium"])
    assert path.read_text() == "not a folder"

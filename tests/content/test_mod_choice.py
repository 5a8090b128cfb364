"""Is the player's choice of mods kept whole, and does a broken list never stop the game?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from game.content import chosen, places, switching
from game.content.mod_store import ModError
from game.faces import cli
from game.folder_lock import folder_lock
from tests.content.mod_making import SCENE, write_mod


@pytest.fixture(autouse=True)
def own(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of mods for this test alone, over the tiny content."""
    monkeypatch.setattr("game.content.places.base_dir", lambda: base)
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    return tmp_path / "own"


def test_nothing_is_chosen_at_first_and_a_choice_is_kept(own: Path) -> None:
    assert chosen.read() == chosen.Chosen()
    assert chosen.write(["b", "a", "b"]) == own / "enabled.toml"
    assert chosen.read().ids == ("a", "b")
    assert [path.name for path in own.iterdir()] == ["enabled.toml"]


def test_the_file_may_lie_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINETIME_MODS_FILE", str(tmp_path / "x" / "list.toml"))
    chosen.write(["a"])
    assert (tmp_path / "x" / "list.toml").is_file() and chosen.read().ids == ("a",)


@pytest.mark.parametrize(
    "raw",
    [
        b"enabled = [",
        b"\xff\xfe",
        b"enabled = 3",
        b"enabled = [1]",
        b'enabled = ["../etc"]',
        b"enabled = [" + b"[" * 5_000,
        b"#" * 200_000,
        b'enabled = ["' + b'a", "' * 600 + b'b"]',
    ],
)
def test_a_broken_file_is_moved_aside_and_said(own: Path, raw: bytes) -> None:
    own.mkdir()
    path = own / "enabled.toml"
    path.write_bytes(raw)
    found = chosen.read()
    assert found.ids == () and found.fault
    assert Path(found.aside).read_bytes() == raw and not path.exists()
    chosen.write(["a"])
    assert chosen.read() == chosen.Chosen(("a",))


def test_a_folder_in_its_place_is_said_and_left(own: Path) -> None:
    (own / "enabled.toml").mkdir(parents=True)
    assert chosen.read().fault
    with pytest.raises(chosen.ChoiceError, match="E711"):
        chosen.write(["a"])
    assert sorted(path.name for path in own.iterdir()) == ["enabled.toml"]


def test_play_takes_the_choice_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(cli, "_start", lambda options, plain: asked.append(options.mods) or 0)
    chosen.write(["one", "two"])
    for args in (["play"], [], ["play", "--mods", "three"], ["play", "--no-mods"]):
        cli.main(args)
    assert asked == [("one", "two"), ("one", "two"), ("three",), ()]


def test_mods_can_be_switched_on_and_off(own: Path) -> None:
    for id_ in ("two", "one"):
        write_mod(own, id_, {"storylets/x.yaml": SCENE.format(id=f"extra_{id_}")})
    done = switching.enable(["two", "one"])
    assert done.ids == ("one", "two") and done.changed == ("two", "one")
    assert [mod.id for mod in done.ruleset.mods if mod.enabled] == ["one", "two"]
    again = switching.enable(["two"])
    assert again.changed == () and again.ids == ("one", "two")
    assert switching.disable(["one"]).ids == chosen.read().ids == ("two",)
    assert switching.disable(["one"]).changed == ()


def test_two_that_switch_at_once_wait_for_one_another(own: Path) -> None:
    for id_ in "abcd":
        write_mod(own, id_)
    with ThreadPoolExecutor() as pool:
        list(pool.map(switching.enable, (["a"], ["b"], ["c"], ["d"])))
    assert chosen.read().ids == ("a", "b", "c", "d")
    with ThreadPoolExecutor() as pool:
        list(pool.map(switching.disable, (["a"], ["b"], ["d"])))
    assert chosen.read().ids == ("c",)


def test_who_waits_too_long_is_told(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.folder_lock.PATIENCE_S", 0.1)
    write_mod(own, "a")
    with folder_lock(own), pytest.raises(chosen.ChoiceError, match="another game"):
        switching.enable(["a"])
    assert chosen.read().ids == ()


def test_what_is_needed_comes_along_and_what_needs_goes_along(own: Path) -> None:
    write_mod(own, "ground")
    write_mod(own, "roof", needs=["ground>=0.1"])
    done = switching.enable(["roof"])
    assert done.ids == ("roof",) and done.along == (("ground", "roof"),)
    gone = switching.disable(["ground"])
    assert gone.ids == () and gone.changed == ("ground",) and gone.along == (("roof", "ground"),)
    assert chosen.read().ids == ()


def test_a_broken_mod_stays_off_with_its_line(own: Path) -> None:
    text = SCENE.format(id="extra").replace("{tension: 1}", "{tensoin: 1}")
    write_mod(own, "mine", {"storylets/x.yaml": text})
    with pytest.raises(ModError) as caught:
        switching.enable(["mine"])
    (problem,) = caught.value.problems
    assert caught.value.code == "E716" and problem.code == "E301"
    assert "tensoin" in problem.report() and problem.report().endswith("^")
    assert chosen.read().ids == ()


def test_a_mod_does_not_push_another_off(own: Path) -> None:
    write_mod(own, "first")
    write_mod(own, "other", breaks=["first"])
    switching.enable(["other"])
    with pytest.raises(ModError, match="'other' would go off"):
        switching.enable(["first"])
    assert chosen.read().ids == ("other",)


def test_an_unknown_one_is_refused_with_the_nearest(own: Path) -> None:
    write_mod(own, "mine")
    for act in (switching.enable, switching.disable):
        with pytest.raises(ModError, match="did you mean 'mine'"):
            act(["mien"])


def test_one_that_is_gone_can_still_be_switched_off(own: Path) -> None:
    write_mod(own, "mine")
    chosen.write(["mine", "vanished"])
    assert switching.disable(["vanished"]).ids == ("mine",)


def test_every_place_of_mods_is_known(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = own.parent / "named"
    monkeypatch.setenv("MACHINETIME_MODS", str(named))
    assert places.mod_dirs()[:2] == (named, own)
    kinds = [places.place_of(folder / "x") for folder in places.mod_dirs()]
    assert kinds == ["named", "own", "shipped"]

"""Does a first mod pass every check, and does its scene come?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import load
from game.content.check import run
from game.content.mod_starter import begin
from game.content.mod_store import ModError
from game.content.mod_templates import KINDS
from game.session.session import Session


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One mod of each kind, in a folder of mods for these tests alone."""
    folder = tmp_path_factory.mktemp("starter") / "own"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MACHINETIME_MODS_FOLDER", str(folder))
        for kind in KINDS:
            begin(f"my_{kind}", 'The "first" {one} \\ of mine', kind)
    return folder


@pytest.fixture(autouse=True)
def here(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(own))


@pytest.mark.parametrize("kind", KINDS)
def test_it_passes_the_check(own: Path, kind: str) -> None:
    report = run(own / f"my_{kind}")
    mine = [p.report() for p in report.problems if p.file.startswith(f"my_{kind}/")]
    assert mine == []
    assert report.errors == 0
    (info,) = (mod for mod in report.mods if mod.id == f"my_{kind}")
    assert info.enabled and info.name.fr == 'The "first" {one} \\ of mine'
    readme = (own / f"my_{kind}" / "readme.md").read_text(encoding="utf-8")
    assert len(readme.splitlines()) == 5 and f"enable my_{kind}" in readme
    assert not any(  # the author's disk is nobody's business
        str(own) in path.read_text(encoding="utf-8")
        for path in (own / f"my_{kind}").rglob("*")
        if path.is_file()
    )


@pytest.fixture(scope="module")
def modded(own: Path) -> object:
    return load(mods=[f"my_{kind}" for kind in KINDS], mod_dirs=[own])


@pytest.mark.parametrize("seat", ["usa", "china", "lab_hangzhou", "lab_paris"])
def test_its_scene_comes_first_and_its_answer_is_remembered(modded: object, seat: str) -> None:
    read = {}
    for answer, after in (("answer_it", 2), ("file_it", 3)):
        session = Session.new(modded, seat=seat, seed=5, autosaves=False)  # type: ignore[arg-type]
        numbers = {scene.id: n for n, scene in enumerate(session.scenes(), 1)}
        number = numbers["my_storylet_letter"]
        (choice,) = (c for c in session.scenes()[number - 1].choices if c.id == answer)
        session.choose(number, choice.number)
        for _ in range(after):
            session.end_turn()
        (reply,) = (scene for scene in session.scenes() if scene.id == "my_storylet_reply")
        read[answer] = reply.text
    assert "kitchen" in read["answer_it"] and "stamp" in read["file_it"]


def test_its_order_is_on_offer_on_the_first_morning(modded: object) -> None:
    for seat in ("usa", "lab_paris"):
        session = Session.new(modded, seat=seat, seed=5, autosaves=False)  # type: ignore[arg-type]
        assert session.do("my_order_open_doors").order_id == "my_order_open_doors"
        session.end_turn()


def test_its_seat_can_be_taken_and_its_patch_is_felt(modded: object) -> None:
    session = Session.new(modded, seat="japan", seed=5, autosaves=False)  # type: ignore[arg-type]
    for _ in range(5):
        session.do(next(o.id for o in session.offers() if not o.refused))
        session.end_turn()
    assert session.table().turn == 6 and session.epilogue().title
    assert session.ruleset.table("difficulty.starting_cash")["normal"] == 1.1


@pytest.mark.parametrize(
    ("id_", "kind", "key"),
    [
        ("My-Mod", "storylet", "bad_id"),
        ("../x", "storylet", "bad_id"),
        ("base", "storylet", "bad_id"),
        ("m" * 41, "storylet", "bad_id"),
        ("my_new", "poem", "no_kind"),
        ("my_patch", "storylet", "taken"),
        ("lyon_garage", "storylet", "taken"),
    ],
)
def test_what_cannot_be_begun(own: Path, id_: str, kind: str, key: str) -> None:
    before = sorted(own.rglob("*"))
    with pytest.raises(ModError) as caught:
        begin(id_, "", kind)
    assert (caught.value.code, caught.value.key) == ("E713", key)
    assert sorted(own.rglob("*")) == before

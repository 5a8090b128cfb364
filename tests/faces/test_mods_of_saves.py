"""What is said when a save was made with a mod that is off, gone, or back?"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from game.content import chosen, load
from game.faces import cli
from game.session.session import Session
from tests.content.mod_making import SCENE, newcomer, write_mod

MOD = {"orders/x.yaml": newcomer("{add: {tension: 1}, after: 6}")}


@pytest.fixture
def mod(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    monkeypatch.setenv("MACHINETIME_MODS_FILE", str(tmp_path / "enabled.toml"))
    monkeypatch.setenv("MACHINETIME_SAVES", str(tmp_path / "saves"))
    return write_mod(tmp_path / "own", "mine", MOD)


@pytest.fixture
def save(mod: Path) -> Path:
    session = Session.new(load(mods=["mine"]), seat="china", seed=2)
    session.do("newcomer")
    session.end_turn()
    return session.save("kept")


def loaded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *more: str
) -> tuple[str, str]:
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    assert cli.main(["load", "kept", "--plain", *more]) == 0
    said = capsys.readouterr()
    return said.out, said.err


def test_a_mod_that_is_off_for_new_games_plays_on_and_says_so(
    save: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, wrong = loaded(capsys, monkeypatch, "--lang", "en")
    assert "This game plays with mine 1.0, which is switched off for new games." in told
    assert wrong == ""
    told, _ = loaded(capsys, monkeypatch, "--lang", "fr")
    assert "éteint pour les nouvelles parties" in told
    chosen.write(["mine"])
    assert "switched off" not in loaded(capsys, monkeypatch, "--lang", "en")[0]


def test_a_mod_that_is_gone_frightens_nobody_and_is_said_to_be_back(
    save: Path, mod: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen.write(["mine"])
    away = mod.rename(mod.parent.parent / "away")
    told, wrong = loaded(capsys, monkeypatch, "--lang", "en")
    assert "mods that are not in play: mine 1" in told
    assert "E702" not in wrong
    lone = Session.load(load(), "kept")
    lone.save("kept")
    shutil.move(away, mod)
    told, _ = loaded(capsys, monkeypatch, "--lang", "en")
    assert "mine 1.0 is back" in told


def test_a_save_can_be_loaded_without_its_mods(
    save: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, wrong = loaded(capsys, monkeypatch, "--lang", "en", "--no-mods")
    assert "mods that are not in play: mine 1" in told and wrong == ""


def test_a_broken_mod_that_is_on_stays_off_and_says_so(
    mod: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen.write(["mine"])
    (mod / "orders" / "x.yaml").write_text("- id: newcomer\n  family: nothing\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("quit\n"))
    assert cli.main(["play", "--plain", "--seat", "china", "--seed", "1", "--lang", "en"]) == 0
    wrong = capsys.readouterr().err
    assert "E202" in wrong and "mine stays off in this game." in wrong


PATCH = """
- patch: base:tension
  expect: {low: 0}
  set: {meaning: {en: "The Strait.", fr: "Le détroit."}}
"""


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        (PATCH.replace("base:t", "base:at"), "E706", 10),
        (PATCH.replace("low: 0", "low: 9"), "E707", 12),
    ],
)
def test_a_patch_that_has_become_stale_is_told_by_the_save_and_by_the_list(
    mod: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    code: str,
    column: int,
) -> None:
    write_mod(mod.parent, "mine", {"figures/x.yaml": PATCH, "orders/x.yaml": MOD["orders/x.yaml"]})
    session = Session.new(load(mods=["mine"]), seat="china", seed=2)
    session.do("newcomer")
    session.save("kept")
    (mod / "figures" / "x.yaml").write_text(text)
    place = f"{code}, mine/figures/x.yaml:{2 if column == 10 else 3}:{column}"
    told, _ = loaded(capsys, monkeypatch, "--lang", "en")
    assert f"mine stays off because of a mistake: {place}. Mend it, and load" in told
    told, _ = loaded(capsys, monkeypatch, "--lang", "fr")
    assert "mine reste éteint à cause d’une erreur" in told and place in told
    assert cli.main(["mods", "list", "--lang", "en"]) == 0
    listed = capsys.readouterr().out
    assert "mine 1.0: mine (off, broken; 1 order, 1 patch)" in listed and f"error {code}" in listed
    Session.load(load(mods=["mine"]), "kept").save("kept")
    (mod / "figures" / "x.yaml").write_text(PATCH)
    assert [line.order_id for line in Session.load(load(mods=["mine"]), "kept").plan()] == [
        "newcomer"
    ]


def test_what_a_mod_of_patches_changed_is_told_to_go_by_the_game(
    mod: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (mod / "orders" / "x.yaml").unlink()
    write_mod(mod.parent, "mine", {"figures/x.yaml": PATCH})
    Session.new(load(mods=["mine"]), seat="china", seed=2).save("kept")
    mod.rename(mod.parent.parent / "away")
    told, wrong = loaded(capsys, monkeypatch, "--lang", "en")
    assert "What they changed goes by the game’s own rules until they are back." in told
    assert wrong == "" and "because of a mistake" not in told


def test_a_mod_that_has_changed_says_what_it_has_lost(
    mod: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scenes = SCENE.format(id="first") + SCENE.format(id="second")
    scenes = scenes.replace("mood: rest", "mood: rest\n  priority: 200")
    write_mod(mod.parent, "mine", {"storylets/x.yaml": scenes})
    session = Session.new(load(mods=["mine"]), seat="china", seed=2)
    assert {"first", "second"} <= {scene.id for scene in session.scenes()}
    session.save("kept")
    chosen.write(["mine"])
    fewer = SCENE.format(id="first").replace("id: take", "id: seize")
    (mod / "storylets" / "x.yaml").write_text(fewer)
    told, _ = loaded(capsys, monkeypatch, "--lang", "en")
    lost = "mine has changed since this game was saved and no longer has 1 scene, 3 answers."
    assert lost in told and "not in play" not in told
    told, _ = loaded(capsys, monkeypatch, "--lang", "fr")
    assert "de cette partie et a perdu 1 scène, 3 réponses." in told


@pytest.mark.parametrize(
    ("lang", "what"),
    [
        ("en", "an order of a mod that is not in play, ordered 2022Q4 (you, order)"),
        ("fr", "un ordre d’un mod qui n’est pas en jeu, ordre de 2022T4 (vous, ordre)"),
    ],
)
def test_what_an_absent_order_brings_is_told_in_words(mod: Path, lang: str, what: str) -> None:
    text = MOD["orders/x.yaml"].replace("tension: 1", "tension: -2.5").replace("newcomer", "train")
    write_mod(mod.parent, "mine", {"orders/x.yaml": text})
    session = Session.new(load(mods=["mine"]), seat="china", seed=2)
    session.do("train")
    session.end_turn()
    session.save("train")
    lone = Session.load(load(), "train", lang)
    (work,) = (each for each in lone.pipeline().coming if each.text.startswith("−2"))
    assert work.text == ("−2.5" if lang == "en" else "−2,5")
    assert what.partition(",")[0] in work.cause and work.source == what[what.index("(") + 1 : -1]
    for _ in range(7):
        lone.end_turn()
    moved = [part for turn in range(9) for part in lone.why("tension", turn).parts]
    (part,) = (each for each in moved if what.partition(",")[0] in each.label)
    assert f"{part.label} ({part.source})" == what and part.value == -2.5

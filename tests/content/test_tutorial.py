"""Is what the modding pages show and tell true?

Every block of YAML or TOML marked with a file is that file; every example is clean and plays; every
command shown is run, page by page, where it can touch nothing of the player's.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from game.content import load
from game.content.check import run
from game.engine import open_scenario, quarters
from game.errors import Problem
from game.faces.cli import main
from game.session.session import Session
from game.session.simulate import simulate
from game.world.figures import Reader

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "modding"
EXAMPLES = PAGES / "examples"
NAMES = sorted(path.name for path in EXAMPLES.iterdir())
TOLD = sorted(PAGES.glob("*.md"))
FENCE = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
EVERY_RUN = ("README", "editors")  # pages whose commands are run each time; the others are long
FREE = "# yaml-language-server"  # a block that is no file of an example begins so


def blocks(page: Path) -> list[tuple[str, str, str]]:
    """(language, file or nothing, text) of every fenced block of a page."""
    return FENCE.findall(page.read_text(encoding="utf-8"))


def source_of(name: str) -> Path:
    return EXAMPLES / name if (EXAMPLES / name).exists() else ROOT / name


@pytest.mark.parametrize("page", TOLD, ids=lambda path: path.stem)
def test_every_block_is_the_file_that_it_names(page: Path) -> None:
    for language, name, text in blocks(page):
        if name:
            held = source_of(name).read_text(encoding="utf-8")
            assert text.rstrip("\n") == held.rstrip("\n"), f"{page.name} shows another {name}"
        else:
            assert language not in ("yaml", "toml") or text.startswith(FREE), text[:80]


def test_every_file_of_the_examples_is_shown_somewhere() -> None:
    shown = {name for page in TOLD for _, name, _ in blocks(page)}
    manifests = {f"{name}/mod.toml" for name in NAMES}  # one of them is enough
    files = {p.relative_to(EXAMPLES).as_posix() for p in EXAMPLES.rglob("*") if p.is_file()}
    assert files - manifests - shown == set()


@pytest.mark.parametrize("page", TOLD, ids=lambda path: path.stem)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def problems_of(*mods: str) -> list[Problem]:
    """What the check says about some examples, together over the base."""
    found = run(mods=mods, mod_dirs=[EXAMPLES])
    assert {info.id for info in found.mods if info.enabled} == set(mods)
    return [each for each in found.problems if each.file.split("/")[0] in mods]


def test_every_example_is_clean_beside_the_others() -> None:
    # The name of a mod stands in its own mod.toml, where no translation reaches.
    found = [each for each in problems_of(*NAMES) if each.file != "english_only/mod.toml"]
    assert [each.report() for each in found] == []


def first_price(*mods: str) -> float:
    ruleset = load(mods=mods, mod_dirs=[EXAMPLES])
    world = open_scenario(ruleset, "autumn_2022", (0, 0))
    return float(Reader(ruleset, world)("price.h100")[0])


def test_the_example_of_a_price_moves_the_price_of_the_first_morning() -> None:
    assert (first_price(), first_price("a_price")) == (36_742, 41_000)
    page = (PAGES / "price.md").read_text(encoding="utf-8")
    assert "36,742 USD" in page and "41,000 USD" in page


@pytest.mark.parametrize("seat", ["lab_paris", "lab_hangzhou"])
def test_the_example_of_an_order_is_offered_on_the_first_morning(seat: str) -> None:
    ruleset = load(mods=["an_order"], mod_dirs=[EXAMPLES])
    session = Session.new(ruleset, seat=seat, seed=1, autosaves=False)
    assert "open_door_day" in [offer.id for offer in session.offers()]
    assert len(session.offers()) == 6


def test_what_a_translation_is_for() -> None:
    assert {each.code for each in problems_of("english_only")} == {"W501"}


def test_the_examples_do_what_their_pages_say() -> None:
    ruleset = load(mods=NAMES, mod_dirs=[EXAMPLES])
    told = ruleset.storylets["stone_in_the_lobby"]
    assert told.title.fr.startswith("Une pierre")
    assert all(choice.fr and choice.win.fr for choice in told.choices)
    assert ruleset.chips["h100"].hbm_stacks == 6
    assert ruleset.k("inference.card_wear") == 0.025
    assert ruleset.seats["japan"].playable
    assert ruleset.policies["canopee"].rules[-1].order == "open_door_day"
    chips = simulate(ruleset, "autumn_2022", 2, 10, 1).series["finished.h150"]
    assert (chips[:7] == 0).all() and (chips[8:] > 0).all()  # from the spring of 2024 on
    opened = {id_: open_scenario(ruleset, id_, (0, 0)).tension for id_ in ruleset.scenarios}
    assert (opened.pop("cold_spring") == 46).all() and (opened["autumn_2022"] == 38).all()
    begun = open_scenario(ruleset, "second_winter", (0, 0))
    assert (begun.turn == 5).all() and quarters(ruleset, "second_winter") == 8
    tension = simulate(ruleset, "cold_spring", 2, 4, 1).series["tension"]
    assert (tension[3] - tension[2] > 12).all()  # in 2023Q2, the third quarter, the ships touch


def test_the_example_of_a_figure_is_shown_printed_said_and_explained() -> None:
    ruleset = load(mods=["a_dial"], mod_dirs=[EXAMPLES])
    session = Session.new(ruleset, seat="lab_paris", seed=2, autosaves=False)
    assert "water.france" in [figure.name for figure in session.figures()]
    assert "water.france" in ruleset.codex["water_in_the_yard"].figures
    session.end_turn()
    assert "The meter in the yard turns faster" in [item.headline for item in session.news()]
    why = session.why("water.france")
    assert why.parts and sum(part.value for part in why.parts) == why.figure.change
    session.end_turn()
    session.end_turn()
    assert [line.line for line in session.council() if "nobody has read it" in line.line]


@pytest.mark.parametrize(
    "page",
    [
        path if path.stem in EVERY_RUN else pytest.param(path, marks=pytest.mark.long)
        for path in TOLD
    ],
    ids=lambda path: path.stem,
)
def test_every_command_shown_works(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = [
        line for language, _, text in blocks(page) if language == "sh" for line in text.splitlines()
    ]
    place = tmp_path / "here"
    shutil.copytree(EXAMPLES, place / "docs" / "modding" / "examples")
    shutil.copytree(ROOT / "content" / "mods", place / "content" / "mods")
    monkeypatch.chdir(place)
    monkeypatch.delenv("MACHINETIME_MODS", raising=False)  # a page says itself where mods lie
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    monkeypatch.setenv("MACHINETIME_MODS_FILE", str(tmp_path / "own" / "enabled.toml"))
    for line in lines:
        monkeypatch.setattr("sys.stdin", io.StringIO("end\nquit\n"))
        command, *words = shlex.split(line)
        if command == "export":
            monkeypatch.setenv(*words[0].split("=", 1))
            continue
        assert command == "machinetime"
        code = main(words)
        said = capsys.readouterr()
        assert code == 0, f"{line}\n{said.out[-2000:]}\n{said.err[-2000:]}"

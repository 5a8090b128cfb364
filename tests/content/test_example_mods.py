"""Do the example mods play: clean, by bots for whole games, in both faces, from a folder and a zip?

What each of them is about is tested by the cases it brings, in its own `tests/`.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset, load
from game.content.places import base_dir
from game.faces.cli import main
from game.faces.options import PlayOptions
from game.faces.tui.host import GameHost
from game.session.session import Session
from game.session.simulate import simulate
from tests.faces.driving import playing

MODS = ("lyon_garage", "seoul_memory", "spare_current")
FOLDER = base_dir().parent / "mods"
LATER = pytest.mark.long
SEATS = (
    ("lyon_garage", "autumn_2022", "lab_paris"),
    ("seoul_memory", "seoul_2022", "korea"),
    ("spare_current", "spare_current", "weir"),
)
TURNS = 41


@cache
def rules(mod: str) -> Ruleset:
    """The base with one mod."""
    found = load(mods=[mod])
    assert [info.id for info in found.mods if info.enabled] == [mod]
    return found


def test_these_are_all_of_them() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(MODS)


@pytest.mark.parametrize("mod", MODS)
def test_it_is_clean_and_its_own_cases_hold(mod: str) -> None:
    assert list((FOLDER / mod / "tests").glob("*.test.yaml"))
    said = io.StringIO()
    with redirect_stdout(said):
        code = main(["content", "check", str(FOLDER / mod)])
    assert code == 0, said.getvalue()
    assert f" {mod}/" not in said.getvalue()


@pytest.mark.parametrize("mod", MODS)
def test_every_scene_says_what_it_is_and_where_it_comes_from(mod: str) -> None:
    ruleset = rules(mod)
    own = set(ruleset.storylets) - set(load().storylets)
    assert own
    unsourced = [
        id_
        for id_ in sorted(own)
        if ruleset.storylets[id_].kind != "invented"
        and not (ruleset.storylets[id_].sources or ruleset.storylets[id_].references)
    ]
    assert unsourced == []


@pytest.mark.long
@pytest.mark.parametrize(("mod", "scenario", "seat"), SEATS)
def test_whole_games_by_every_policy(mod: str, scenario: str, seat: str) -> None:
    ruleset = rules(mod)
    styles = [id_ for id_, policy in ruleset.policies.items() if policy.actor == seat]
    for style in styles:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # no number of the world may become none
            batch = simulate(ruleset, scenario, 2, TURNS, 5, policies={seat: style})
        assert sum(batch.outcomes[seat].values()) == 2
        assert "none" not in batch.outcomes[seat]


@pytest.mark.parametrize(("mod", "scenario", "seat"), SEATS[1:])
def test_a_game_at_the_table(mod: str, scenario: str, seat: str) -> None:
    ruleset = rules(mod)
    session = Session.new(ruleset, seat=seat, scenario=scenario, seed=2, autosaves=False)
    given = set()
    for turn in range(TURNS if seat == "weir" else 16):
        for number, scene in enumerate(session.scenes(), 1):
            open_ = [choice for choice in scene.choices if not choice.refused]
            session.choose(number, open_[turn % len(open_)].number)
        offers = [offer for offer in session.offers() if not offer.refused]
        if offers:
            given.add(session.do(offers[turn % len(offers)].id).order_id)
        session.end_turn()
        if session.finished:
            break
    own = {id_ for id_ in given if id_ not in load().orders}
    assert len(own) >= 3
    assert session.finished == (seat == "weir")


def test_nobody_at_the_table_in_twelve_worlds() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # no number of the world may become none
        found = simulate(rules("seoul_memory"), "seoul_2022", 12, TURNS, 3).outcomes["korea"]
    own = {id_: count for id_, count in found.items() if id_.startswith("seoul_")}
    assert set(own) == {"seoul_still_needed", "seoul_left_the_table"}
    assert sum(own.values()) >= 10


def test_the_village_meets_nothing_of_the_base() -> None:
    ruleset = rules("spare_current")
    before = load()
    session = Session.new(ruleset, seat="weir", scenario="spare_current", seed=2, autosaves=False)
    for _ in range(12):
        assert [scene.id for scene in session.scenes() if scene.id in before.storylets] == []
        assert [offer.id for offer in session.offers() if offer.id in before.orders] == []
        session.end_turn()
    printed = {item.id for page in session.standing.log.pages for item in page.news}
    assert printed
    assert printed <= set(ruleset.scenarios["spare_current"].news)


def test_a_scenario_that_lists_no_news_prints_the_whole_paper() -> None:
    session = Session.new(load(), seat="china", seed=2, autosaves=False)
    for _ in range(3):
        session.end_turn()
    printed = {item.id for page in session.standing.log.pages for item in page.news}
    assert len(printed) >= 3
    assert load().scenarios["autumn_2022"].news == ("all",)


@pytest.mark.parametrize(
    "mod", ["spare_current", *(pytest.param(mod, marks=LATER) for mod in MODS[:2])]
)
def test_it_works_as_a_zip(mod: str, tmp_path: Path) -> None:
    folder, packed = FOLDER / mod, tmp_path / f"{mod}.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    found = load(mods=[mod], mod_dirs=[tmp_path])
    (info,) = (each for each in found.mods if each.id == mod and each.enabled)
    assert info.path == str(packed)
    assert found.hash == rules(mod).hash


@pytest.mark.long
@pytest.mark.parametrize(("mod", "scenario", "seat"), SEATS[1:])
def test_plain_lines_from_the_first_turn_to_the_last(
    mod: str,
    scenario: str,
    seat: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("fin\n" * (TURNS + 1) + "quitter\n"))
    place = ["--scenario", scenario, "--seat", seat, "--seed", "3", "--lang", "fr"]
    assert main(["play", "--plain", "--mods", mod, *place]) == 0
    said = capsys.readouterr().out
    assert "La partie est finie" in said
    titles = [ending.title.fr for ending in rules(mod).endings.values() if seat in ending.seats]
    assert any(title in said for title in titles)


async def on_the_full_screen(mod: str, scenario: str, seat: str, saves: Path, until: int) -> None:
    """Press on through scenes, papers and quarters, up to the table of a turn."""
    options: dict[str, Any] = {"seat": seat, "scenario": scenario, "lang": "en", "seed": 7}
    host = GameHost(PlayOptions(**options, mods=(mod,)))
    async with playing(saves, (100, 30), host=host, **options, mods=(mod,)) as player:
        for _ in range(until * 20):
            await player.pilot.pause(0.02)
            game: Any = player.app.desk.game
            if game is not None and (game.finished or game.table().turn >= until):
                return
            if player.where == "SceneCard":
                await player.press("down")  # nothing is marked when a scene opens
            await player.press("e" if player.where == "TableScreen" else "enter")
        raise AssertionError(f"stuck at {player.where}")


@pytest.mark.parametrize(("mod", "scenario", "seat"), SEATS[2:])
async def test_the_full_screen_plays_it(
    mod: str, scenario: str, seat: str, own_saves: Path
) -> None:
    await on_the_full_screen(mod, scenario, seat, own_saves, 2)


@pytest.mark.long
@pytest.mark.parametrize(("mod", "scenario", "seat"), SEATS[1:])
async def test_the_full_screen_plays_all_of_it(
    mod: str, scenario: str, seat: str, own_saves: Path
) -> None:
    await on_the_full_screen(mod, scenario, seat, own_saves, TURNS)

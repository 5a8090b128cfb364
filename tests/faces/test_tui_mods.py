"""Does the screen of mods show, explain and switch them, by key and by mouse?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.content import chosen, load
from game.faces.options import PlayOptions
from game.faces.tui.desk import ModRow, Switch
from game.faces.tui.host import GameHost
from tests.content.mod_making import write_mod
from tests.faces.driving import Player, playing
from tests.faces.fake_session import FakeHost
from tests.faces.test_tui_pictures import check

PROBLEM = (
    "error E301 torn/storylets/x.yaml:7:15 choices.take.win.add.tensoin: unknown figure 'tensoin'; "
    "did you mean 'tension'?\n        win: {add: {tensoin: 1}}\n                    ^"
)


class ModHost(FakeHost):
    """Three mods that stand nowhere."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.on = {"lyon_garage": True, "night_shift": False, "torn": False}
        self.asked: list[tuple[str, bool]] = []

    def mods(self, lang: str) -> tuple[ModRow, ...]:
        french = lang == "fr"
        row = ModRow(
            key="lyon_garage", id="lyon_garage", version="1.0.0", place=1, on=True, state="on",
            name="Un garage à Lyon" if french else "A garage in Lyon",
            state_word="allumé" if french else "on",
            contents="2 scènes, 1 ordre, 1 retouche" if french else "2 scenes, 1 order, 1 patch",
            about="Trois cartes, une étagère." if french else "Three cards [and] a shelf.",
            why="Il vient après 0 autre." if french else "It comes after 0 others.",
            where="exemple" if french else "example", path="/mods/lyon_garage", needs="", breaks="",
            license="CC-BY-4.0", hash="0123456789abcdef" * 4, problems=(),
        )  # fmt: skip
        if not self.on["lyon_garage"]:
            row = replace(row, on=False, place=0, state="off", state_word="off")
        off = "éteint" if french else "off"
        second = replace(row, key="night_shift", id="night_shift", name="Night shift", place=0,
                         on=False, state="off", state_word=off, needs="lyon_garage >= 1",
                         path="/mods/night_shift.zip")  # fmt: skip
        torn = replace(second, key="torn", id="torn", name="Torn", state="broken", about="",
                       contents="1 scene", problems=(PROBLEM,))  # fmt: skip
        return (row, second, torn)

    def switch_mod(self, mod_id: str, on: bool, lang: str) -> Switch:
        self.asked.append((mod_id, on))
        if mod_id == "torn":
            return Switch(False, "E716: torn stays off", (PROBLEM,))
        self.on[mod_id] = on
        return Switch(True, f"{mod_id} {on}")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80", "140"])
async def test_the_mods(own_saves: Path, lang: str, size: tuple[int, int]) -> None:
    async with playing(own_saves, size, ModHost(own_saves), lang=lang) as player:
        await player.press("m")
        await player.at("ModsScreen")
        await check(player, f"mods_{size[0]}_{lang}")
        await player.press("down", "down")
        await player.shows("tensoin")
        await check(player, f"mods_torn_{size[0]}_{lang}")


async def test_space_and_the_mouse_switch(own_saves: Path) -> None:
    host = ModHost(own_saves)
    async with playing(own_saves, (80, 24), host) as player:
        await player.press("m")
        await player.at("ModsScreen")
        await player.press("space")
        await player.until(lambda: host.asked == [("lyon_garage", False)])
        await player.until(lambda: "○ A garage in Lyon" in player.text())
        menu = player.screen.list
        await player.pilot.click(menu, offset=(5, 2))
        await player.shows("lyon_garage >= 1")
        assert len(host.asked) == 1  # the first click only marks
        await player.pilot.click(menu, offset=(5, 2))
        await player.until(lambda: host.asked[1:] == [("night_shift", True)])
        await player.press("down", "space")
        await player.until(lambda: host.asked[2:] == [("torn", True)])
        await player.shows("torn stays off")
        await player.press("o")
        await player.shows("your folder of mods: mods")
        await player.press("q")
        await player.at("TitleScreen")


async def test_without_any_mod_it_says_where_they_belong(own_saves: Path) -> None:
    async with playing(own_saves, (80, 24)) as player:
        await player.press("m")
        await player.at("ModsScreen")
        await player.shows("There is no mod")
        await player.press("space", "o", "pagedown")
        assert player.where == "ModsScreen"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    return tmp_path / "own"


async def mods_screen(player: Player, host: GameHost) -> Any:
    await player.until(lambda: host.ready)
    await player.press("m")
    await player.at("ModsScreen")
    return player.screen


async def test_what_is_switched_is_in_the_next_game(own_saves: Path, own: Path) -> None:
    text = "- {patch: base:nobody_counted, set: {title.en: A mod was here}}\n"
    write_mod(own, "aaa", {"storylets/x.yaml": text.replace("A mod was here", '"A mod was here"')})
    write_mod(own, "bad", {"storylets/x.yaml": text.replace("title", "titel")})
    for known in ((), ("aaa",), ("aaa", "bad")):  # so that they are read at once
        load(mods=known)
    host = GameHost(PlayOptions(lang="en", choice=chosen.read()))
    async with playing(own_saves, (80, 24), host, lang="en") as player:
        await mods_screen(player, host)
        await player.shows("your folder")
        await player.press("space")
        await player.shows("● 1. aaa")
        assert chosen.read().ids == ("aaa",)
        await player.press("down", "space")
        await player.shows("bad/storylets/x.yaml:1:")
        assert chosen.read().ids == ("aaa",)
        await player.press("q")
        await player.shows("1 on")
        game: Any = host.new("china", 3, "", "en")
        assert game.scenes()[0].title == "A mod was here"
        await player.press("m")
        await player.at("ModsScreen")
        await player.press("home", "space")
        await player.until(lambda: chosen.read().ids == ())
        await player.until(lambda: host.mods_on() == 0)
        assert game.scenes()[0].title == "A mod was here"  # a game that runs keeps its own
        path = game.save("mine")
        again: Any = host.load(path, "en")
        assert again.scenes()[0].title == "A mod was here"
        fresh: Any = host.new("china", 3, "", "en")
        assert fresh.scenes()[0].title != "A mod was here"


async def test_a_broken_choice_and_a_named_one_are_said(own_saves: Path, own: Path) -> None:
    own.mkdir()
    for known in ((), ("lyon_garage",)):
        load(mods=known)
    (own / "enabled.toml").write_text("enabled = [", encoding="utf-8")
    host = GameHost(PlayOptions(lang="fr", choice=chosen.read()))
    async with playing(own_saves, (80, 24), host, lang="fr") as player:
        await player.shows("est illisible")
    host = GameHost(PlayOptions(mods=("lyon_garage",)))
    async with playing(own_saves, (80, 24), host) as player:
        await mods_screen(player, host)
        await player.shows("The command line named the mods of the next game: lyon_garage")

"""Does each screen still look the way somebody last looked at it?

The pictures are text, in `pictures/`. After a change that is meant:
MACHINETIME_ACCEPT=1 pytest tests/faces/test_tui_pictures.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faces.driving import Player, playing, to_table

FOLDER = Path(__file__).parent / "pictures"
SMALL, LARGE = (80, 24), (120, 40)
WIDE = (140, 40)


async def check(player: Player, name: str) -> None:
    """Compare what the screen shows with its picture, or take the picture anew."""
    await player.app.workers.wait_for_complete()
    await player.pilot.pause(0.05)
    shown = player.text() + "\n"
    path = FOLDER / f"{name}.txt"
    if os.environ.get("MACHINETIME_ACCEPT"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else ""
    assert shown == expected, "MACHINETIME_ACCEPT=1 accepts the new picture"


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=lambda size: str(size[0]))
async def test_the_table(own_saves: Path, lang: str, size: tuple[int, int]) -> None:
    async with playing(own_saves, size, seat="china", lang=lang) as player:
        await to_table(player)
        await check(player, f"table_{size[0]}_{lang}")


async def test_the_wide_table(own_saves: Path) -> None:
    async with playing(own_saves, WIDE, seat="china") as player:
        await to_table(player)
        await player.press("1")
        await check(player, "table_140_en")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=lambda size: str(size[0]))
async def test_a_scene(own_saves: Path, lang: str, size: tuple[int, int]) -> None:
    async with playing(own_saves, size, seat="china", lang=lang) as player:
        await player.press("enter")
        await player.at("SceneCard")
        await check(player, f"scene_{size[0]}_{lang}")


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_the_title(own_saves: Path, lang: str) -> None:
    async with playing(own_saves, SMALL, lang=lang) as player:
        await check(player, f"title_80_{lang}")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("size", [SMALL, WIDE], ids=lambda size: str(size[0]))
async def test_a_new_game(own_saves: Path, lang: str, size: tuple[int, int]) -> None:
    async with playing(own_saves, size, lang=lang) as player:
        await player.press("n")
        await player.at("NewGameScreen")
        await check(player, f"new_game_{size[0]}_{lang}")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("w", "why"),
        ("g", "chart"),
        ("c", "codex"),
        ("o", "orders"),
        ("p", "pipeline"),
        ("1", "amount"),
    ],
)
async def test_the_other_screens(own_saves: Path, key: str, name: str) -> None:
    async with playing(own_saves, SMALL, seat="china", lang="fr") as player:
        await to_table(player)
        before = ("1",) if key == "c" else ()  # the codex opens on the marked order
        await player.press(*before, key, *(("enter",) if key == "1" else ()))
        await player.until(lambda: player.where != "TableScreen")
        if key == "o":  # nothing is marked as it opens
            await player.press("down")
        await check(player, f"{name}_80_fr")


async def test_the_epilogue(own_saves: Path) -> None:
    async with playing(own_saves, SMALL, seat="china") as player:
        await to_table(player)
        player.game.turn = 41
        await player.press("e", "e")
        await player.at("EpilogueScreen")
        await check(player, "epilogue_80_en")

"""Can one walk through the encyclopaedia by keys, clicks and numbers, and come back?"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.style import Style

from game.faces.tui.lines import Lines
from game.faces.tui.paint.codex import codex_page
from tests.faces.driving import Player, playing, to_table
from tests.faces.fake_session import FakeSession
from tests.faces.fake_words import FakeWords


async def opened(player: Player) -> None:
    """From the first briefing to the encyclopaedia, opened at the chosen order."""
    await to_table(player)
    await player.press("c")
    await player.at("CodexScreen")
    await player.shows("The card by which the game counts")


async def test_links_are_walked_with_the_keys_and_back(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await opened(player)
        await player.press("right", "down", "enter")
        await player.shows("The foundry that nearly all of them wait for.")
        assert player.screen.links.has_focus
        await player.press("enter")  # its only link leads back to where one was
        await player.shows("The card by which the game counts")
        await player.press("left")
        await player.shows("The foundry that nearly all of them wait for.")
        await player.press("left")
        await player.shows("The card by which the game counts")
        await player.press("left")  # nothing before: out of the links
        assert player.screen.list.has_focus


async def test_a_word_of_the_text_and_a_link_can_be_clicked(own_saves: Path) -> None:
    async with playing(own_saves, (120, 40), seat="china") as player:
        await opened(player)
        sheet = player.screen.page.sheet
        await player.pilot.click(sheet, offset=(1, 3))  # the first word of the text
        await player.shows("Stacks beside the chip")
        await player.pilot.click(player.screen.links, offset=(6, 1))
        await player.shows("The card by which the game counts")


async def test_what_one_came_from_is_listed_alone_until_all_is_asked_for(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await player.press("c")  # on the newspaper
        await player.at("CodexScreen")
        assert player.game.asked == ("news", "")
        assert player.screen.list.option_count == 2
        await player.press("a")
        await player.until(lambda: player.screen.list.option_count == 4)  # and its shelf
        await player.press("slash", *"tsmc")
        await player.until(lambda: player.screen.list.option_count == 1)
        await player.press("escape", "q")
        await player.at("NewsScreen")


@pytest.mark.parametrize(
    ("keys", "kind"),
    [
        (("down", "c"), "order"),
        (("shift+tab", "c"), "figure"),
        (("w", "c"), "why"),
        (("g", "c"), "figure"),
        (("o", "down", "c"), "order"),
        (("p", "c"), "pipeline"),
        (("n", "c"), "news"),
        (("a", "c"), "scene"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
async def test_every_screen_asks_about_what_the_cursor_stands_on(
    own_saves: Path, keys: tuple[str, ...], kind: str
) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press(*keys)
        await player.at("CodexScreen")
        assert player.game.asked[0] == kind


def test_a_page_says_both_sides_and_every_source(tmp_path: Path) -> None:
    words = FakeWords("en")
    page = FakeSession(tmp_path, "en", "china").codex_page("h100")
    assert page is not None

    def drawn(width: int) -> Lines:
        return codex_page(page, lambda key, **values: words.t(f"tui.{key}", **values), words, width)

    for width in (44, 74, 120):
        lines = drawn(width)
        text = "\n".join(line.plain for line in lines)
        assert "One source." in text and "Another." in text
        assert "A report, 2024" in text and "https://example.org/a" in text
        assert "made by" in text and "Nvidia" in text
        assert all(line.cell_length <= width for line in lines)
    spans = [span.style for line in drawn(74) for span in line.spans]
    clicks = {style.meta["@click"] for style in spans if isinstance(style, Style) and style.meta}
    assert "screen.follow('hbm')" in clicks

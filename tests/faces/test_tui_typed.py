"""Can an order beyond the ninth be marked by its number?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from game.faces.options import PlayOptions
from game.faces.tui.host import GameHost
from game.faces.tui.typed import AT_ONCE_S, Typed
from tests.faces.driving import Player, playing
from tests.faces.test_tui_real import to_the_table

KNOWN = frozenset(range(1, 27))


@asynccontextmanager
async def ordering(saves: Path) -> AsyncIterator[Player]:
    """A game in Paris whose list of orders is open."""
    options = {"seat": "lab_paris", "lang": "en", "seed": 7}
    host = GameHost(PlayOptions(**options))
    async with playing(saves, (80, 24), host=host, **options) as player:
        await to_the_table(player)
        await player.press("o")
        await player.at("OrdersScreen")
        yield player


def test_two_digits_at_once_are_one_number_and_later_two() -> None:
    now = [0.0]
    typed = Typed(lambda: now[0])
    assert [typed.digit(each, KNOWN) for each in (1, 2)] == [1, 12]
    assert [typed.digit(each, KNOWN) for each in (2, 0, 7)] == [2, 20, 7]  # there is no 207
    now[0] += AT_ONCE_S * 2
    assert typed.digit(1, KNOWN) == 1
    now[0] += AT_ONCE_S * 2
    assert typed.digit(2, KNOWN) == 2
    assert typed.digit(9, KNOWN) == 9  # no 29: a number of its own
    assert typed.digit(0, KNOWN) is None
    now[0] += AT_ONCE_S * 2
    assert typed.digit(1, KNOWN) == 1
    typed.end()
    assert typed.digit(5, KNOWN) == 5  # at once, and no 15


async def test_enter_ends_the_number_that_was_typed(own_saves: Path) -> None:
    async with ordering(own_saves) as player:
        screen: Any = player.screen
        screen._typed = Typed(lambda: 0.0)  # no time passes
        by_number = {offer.number: offer.id for offer in screen._offers.values()}
        assert {1, 2, 12} <= set(by_number)
        for digit in ("1", "2"):  # a lone 1 and a lone 2, each with its Enter
            await player.press(digit)
            await player.until(lambda digit=digit: screen.list.chosen == by_number[int(digit)])
            await player.press("enter")
            if player.screen is not screen:
                await player.press("escape")
            await player.at("OrdersScreen")


async def test_all_orders_tell_what_waits_and_twelve_is_typed(own_saves: Path) -> None:
    async with ordering(own_saves) as player:
        screen: Any = player.screen
        game: Any = player.app.desk.game
        later = {offer.number: offer for offer in game.waiting_offers()}
        assert len(later) > 9 and 12 in later
        await player.shows(f"{len(later)} more")
        await player.press("1", "2")
        await player.until(lambda: screen.list.chosen == later[12].id)
        await player.shows("from 2023Q4 on")
        await player.press("enter")
        assert not game.plan()
        await player.press("2", "0")
        await player.until(lambda: screen.list.chosen == later[20].id)
        await player.press("q")
        await player.at("TableScreen")
        assert not any(offer.id in player.screen._offers for offer in later.values())

"""Does the fan come behind the curve, without anybody having to wait for it?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.session import views as v
from tests.faces.driving import Player, playing, to_table
from tests.faces.fake_session import FakeHost, FakeSession
from tests.faces.test_tui_pictures import LARGE, SMALL, check


async def to_chart(player: Player, key: str = "g") -> None:
    await to_table(player)
    await player.press(key)
    await player.at("ChartScreen")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=lambda size: str(size[0]))
async def test_the_fan(own_saves: Path, size: tuple[int, int]) -> None:
    async with playing(own_saves, size, seat="china") as player:
        await to_chart(player, "f")
        await player.shows("1000 futures.")
        await check(player, f"forecast_{size[0]}_en")


async def test_the_fan_without_colours(own_saves: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing(own_saves, SMALL, seat="china", lang="fr") as player:
        await to_chart(player)
        await player.shows("1000 avenirs.")
        await check(player, "forecast_plain_80_fr")


async def test_the_fan_can_be_put_away_and_taken_out_again(own_saves: Path) -> None:
    async with playing(own_saves, SMALL, seat="china") as player:
        await to_chart(player)
        await player.shows("1000 futures.")
        await player.press("f")
        assert "futures" not in player.text()
        await player.press("f")
        await player.shows("1000 futures.")


class SlowSession(FakeSession):
    """A game whose futures come when the test lets them."""

    def __init__(self, *given: object, **more: object) -> None:
        super().__init__(*given, **more)  # type: ignore[arg-type]
        self.go_on = threading.Event()
        self.stopped: list[str] = []

    def forecasts(
        self, name: str, *, stop: Callable[[], bool] | None = None
    ) -> Iterator[v.ForecastView]:
        first, last = super().forecasts(name, stop=stop)
        yield first
        while not self.go_on.wait(0.01):
            if stop is not None and stop():
                self.stopped.append(name)
                return
        yield last


async def test_nobody_waits_for_the_futures(
    own_saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.faces.fake_session.FakeSession", SlowSession)
    async with playing(own_saves, SMALL, host=FakeHost(own_saves), seat="china") as player:
        await to_chart(player)
        await player.shows("64 futures.")
        game = player.game
        assert isinstance(game, SlowSession)
        first = game.figures()[0].name
        await player.press("down")  # another figure: the first one's futures are given up
        await player.until(lambda: first in game.stopped)
        await player.shows("64 futures.")
        game.go_on.set()
        await player.shows("1000 futures.")


async def test_leaving_gives_the_futures_up(
    own_saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.faces.fake_session.FakeSession", SlowSession)
    async with playing(own_saves, SMALL, host=FakeHost(own_saves), seat="china") as player:
        await to_chart(player)
        await player.shows("64 futures.")
        game = player.game
        assert isinstance(game, SlowSession)
        await player.press("q")
        await player.at("TableScreen")
        await player.until(lambda: bool(game.stopped))

"""How does a test play the full-screen face, and read what stands on the screen?

Keys go in at once and conditions are polled: no sleeping, no counting of frames. The one private
call into Textual that a text picture needs is here.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from game.faces.charts import Canvas
from game.faces.options import PlayOptions
from game.faces.tui.app import MachineTime
from tests.faces.fake_session import FakeHost, FakeSession

PATIENCE_S = 20.0  # a machine may have other work


def lines_of(canvas: Canvas) -> list[str]:
    """The characters of a canvas, line by line."""
    return ["".join(map(chr, row.tolist())).rstrip() for row in canvas.codes]


class Player:
    """One person at the keyboard of the face."""

    def __init__(self, app: MachineTime, pilot: Pilot[int], host: Any) -> None:
        self.app, self.pilot, self.host = app, pilot, host

    @property
    def game(self) -> FakeSession:
        """The game on the table."""
        assert isinstance(self.host.made, FakeSession)
        return self.host.made

    @property
    def screen(self) -> Any:
        """The screen in front."""
        return self.app.screen

    @property
    def where(self) -> str:
        """The name of the screen in front."""
        return type(self.app.screen).__name__

    def text(self) -> str:
        """What the terminal shows, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each settled before the next."""
        for key in keys:
            self.app.simulate_key(key)
            await self.pilot.pause(0)
            await self.pilot.pause(0)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something to become true, or fail with what the screen shows."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < deadline, f"never happened; {self.where} shows\n{self.text()}"
            await self.pilot.pause(0.01)

    async def at(self, screen: str) -> None:
        """Wait for a screen to be in front and drawn."""
        await self.until(lambda: self.where == screen and self.app.screen.is_mounted)
        await self.pilot.pause(0)

    async def shows(self, words: str) -> None:
        """Wait for words to stand on the screen."""
        await self.until(lambda: words in self.text())


@asynccontextmanager
async def playing(
    folder: Path, size: tuple[int, int] = (80, 24), host: Any = None, **options: Any
) -> AsyncIterator[Player]:
    """The face over a game of canned views; with `seat`, at its first briefing."""
    host = host or FakeHost(folder)
    app = MachineTime(host, PlayOptions(**options))
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True) as pilot:
        player = Player(app, pilot, host)
        await player.at("NewsScreen" if "seat" in options else "TitleScreen")
        yield player


async def to_table(player: Player) -> None:
    """From the first briefing to the table, with the scene put off."""
    await player.press("enter")
    await player.at("SceneCard")
    await player.press("q")
    await player.at("TableScreen")

"""Does the face bear odd texts, odd windows, odd terminals and a sudden end?"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.errors import ContentError, GameError
from game.faces.amounts import amount, understood, written
from game.session.views import AmountView, OfferView
from tests.faces.driving import playing, to_table
from tests.faces.fake_session import FakeHost, FakeSession

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = """
import sys
from pathlib import Path
from game.faces.options import PlayOptions
from game.faces.tui.app import MachineTime
from tests.faces.fake_session import FakeHost
app = MachineTime(FakeHost(Path(sys.argv[1])), PlayOptions(seat="china"))
app.run()
sys.exit(app.return_code)
"""


@pytest.mark.parametrize("size", [(40, 10), (79, 23), (20, 5), (200, 60)])
async def test_any_window_can_be_played_in(own_saves: Path, size: tuple[int, int]) -> None:
    async with playing(own_saves, size, seat="china") as player:
        await to_table(player)
        await player.press("3", "enter", *"wqgqcqoqn", "enter", "e", "e")
        await player.at("NewsScreen")
        assert player.game.turn == 6


async def test_a_window_that_is_too_small_says_so_and_a_larger_one_does_not(
    own_saves: Path,
) -> None:
    async with playing(own_saves, (70, 20), seat="china") as player:
        await to_table(player)
        await player.shows("This window is 70×20")
        await player.pilot.resize_terminal(100, 30)
        await player.until(lambda: "This window is" not in player.text())
        await player.pilot.resize_terminal(140, 40)
        await player.until(lambda: player.screen.wide)
        await player.shows("Machine time: 61 → 118.")


async def test_a_narrow_bar_keeps_the_key_of_the_help(own_saves: Path) -> None:
    async with playing(own_saves, (80, 24), seat="china") as player:
        await to_table(player)
        assert player.text().split("\n")[-1].endswith("? help")


async def test_the_mouse_does_what_the_keys_do(own_saves: Path) -> None:
    async with playing(own_saves, (80, 24), seat="china") as player:
        await to_table(player)
        rows = player.text().split("\n")
        row = next(n for n, line in enumerate(rows) if "Open the Hangzhou" in line)
        await player.pilot.click(offset=(10, row))
        await player.shows("Publish the weights, keep the team.")
        assert player.game.planned == [], "the first click only marks"
        await player.pilot.click(offset=(1, row))
        await player.until(lambda: player.game.planned == [("open_model", None)])
        await player.pilot.click(offset=(rows[-1].index("news") + 1, len(rows) - 1))
        await player.at("NewsScreen")


async def test_a_grey_terminal_still_tells_everything(
    own_saves: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with playing(own_saves, (80, 24), seat="china") as player:
        await to_table(player)
        await player.press("1")
        await player.shows("►  1 Contract home chips")
        await player.shows("✕")


class Mischief(FakeSession):
    """A game whose every act fails, and whose texts are hostile."""

    def do(self, order_id: str, amount: float | None = None) -> None:
        raise GameError("[/] not [now", "[bold", "try $later")

    def end_turn(self) -> None:
        raise GameError("the quarter will not end [b]")

    def offers(self, family: str | None = None) -> tuple[OfferView, ...]:
        odd = "[red]" + "x" * 300 + "[/] $text \x1b[31m"
        first, *rest = super().offers(family)
        offer = OfferView(**{**_fields(first), "title": odd, "expects": odd, "amount": None})
        return (offer, *rest)


def _fields(view: Any) -> dict[str, Any]:
    return {name: getattr(view, name) for name in view.__slots__}


class MischiefHost(FakeHost):
    def new(
        self,
        seat: str,
        seed: int,
        difficulty: str,
        lang: str,
        drawn: bool = False,
        scenario: str = "",
    ) -> FakeSession:
        self.made = Mischief(self.folder, lang, seat)
        return self.made


async def test_hostile_texts_and_refusals_are_only_shown(own_saves: Path) -> None:
    async with playing(own_saves, host=MischiefHost(own_saves), seat="china") as player:
        await to_table(player)
        await player.press("1", "enter")
        await player.shows("[/] not [now — [bold — try $later")
        await player.press("e", "e")
        await player.shows("the quarter will not end [b]")
        await player.press("o")
        await player.at("OrdersScreen")
        assert "\x1b" not in player.text()


class BrokenHost(FakeHost):
    """A host whose rules cannot be read."""

    def start(self, done: Any) -> None:
        done(ContentError([]))


async def test_broken_content_ends_the_program(own_saves: Path) -> None:
    async with playing(own_saves, host=BrokenHost(own_saves)) as player:
        await player.until(lambda: player.app.return_code is not None)
        assert player.app.return_code == 1
        assert isinstance(player.app.failure, ContentError)


async def test_many_cards_leave_nothing_behind(own_saves: Path) -> None:
    async with playing(own_saves, (80, 24), seat="china") as player:
        await to_table(player)
        for _ in range(20):
            await player.press("a")
            await player.at("SceneCard")
            await player.press("q")
            await player.at("TableScreen")
        assert len(player.app.screen_stack) == 2
        assert len(player.app._registry) < 60


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20000", 20_000), ("20,000", 20_000), ("20 000", 20_000), ("1.5 bn", 1.5e9),
        ("1,5 Md", 1.5e9), ("$300m", 3e8), ("30 %", 0.3), ("0.25", 0.25), (".5k", 500),
        ("", None), ("ten", None), ("1.2.3", None), ("5 q", None),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_write_them(text: str, value: float | None) -> None:
    assert amount(text) == value


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("unit", ["usd", "share", "units", "h100e", "mw"])
@pytest.mark.parametrize("value", [0.25, 1.0, 350.0, 20_000.0, 2.5e6, 1.25e9])
def test_an_amount_that_is_written_can_be_read(value: float, unit: str, lang: str) -> None:
    value = value if unit == "share" else max(value, 1.0)  # nobody asks for a part of one
    asked = AmountView(unit, value, value / 2, 2 * value, "")
    assert understood(written(value, asked, lang), asked) == pytest.approx(value)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_restores_the_terminal_and_tells(
    own_saves: Path, sign: signal.Signals
) -> None:
    screen, child = start(own_saves)
    try:
        assert b"licences" in read_until(screen, b"licences")
        child.send_signal(sign)
        assert b"\x1b[?1049l" in read_until(screen, b"\x1b[?1049l")
        assert child.wait(10) == 128 + sign
    finally:
        child.kill()
        os.close(screen)
    assert (own_saves / "save.save").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_window_that_closes_leaves_a_save_and_no_process(own_saves: Path) -> None:
    screen, child = start(own_saves)
    try:
        read_until(screen, b"licences")
        os.close(screen)
        child.send_signal(signal.SIGHUP)
        assert child.wait(10) == 128 + signal.SIGHUP
    finally:
        child.kill()
    assert (own_saves / "save.save").exists()


def start(folder: Path) -> tuple[int, subprocess.Popen[bytes]]:
    """The face in a terminal of its own: the terminal's other end, and the process."""
    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env={**os.environ, "TERM": "xterm-256color"},
        cwd=ROOT,
    )
    os.close(terminal)
    return screen, child


def read_until(screen: int, mark: bytes, patience_s: float = 15.0) -> bytes:
    """What a program writes to its terminal, up to a mark."""
    seen, deadline = b"", time.monotonic() + patience_s
    while mark not in seen and time.monotonic() < deadline:
        if select.select([screen], [], [], 0.1)[0]:
            try:
                seen += os.read(screen, 65536)
            except OSError:
                break
    return seen


async def test_an_answer_that_is_cut_says_all_before_it_is_given(own_saves: Path) -> None:
    effects = ", ".join(f"Standing of the {n}th kind −{n}" for n in range(12))
    async with playing(own_saves, seat="china") as player:
        real = type(player.game).scenes

        def long(game: FakeSession) -> tuple[Any, ...]:
            return tuple(
                replace(each, choices=tuple(replace(c, effects_text=effects) for c in each.choices))
                for each in real(game)
            )

        player.game.scenes = lambda: long(player.game)  # type: ignore[method-assign]
        await player.press("enter")
        await player.at("SceneCard")
        number = max(player.screen._cut)
        await player.press(str(number))
        assert player.screen._scene.answered is None, "one has not read what it moves"
        await player.shows("again, or ↵, gives the answer")
        assert "11th kind −11" in player.text()
        await player.press(str(number))
        await player.until(lambda: player.screen._scene.answered is not None)


async def test_a_reservation_about_a_source_can_be_read_in_a_low_window(own_saves: Path) -> None:
    held = "is said to hold staff passports, " * 4 + "without a document that anybody has seen"
    async with playing(own_saves, seat="china") as player:
        real = type(player.game).scenes
        player.game.scenes = lambda: tuple(  # type: ignore[method-assign]
            replace(each, sources=(held,)) for each in real(player.game)
        )
        await player.press("enter")
        await player.at("SceneCard")
        for _ in range(4):
            await player.press("pagedown")
        await player.shows("anybody has seen")


async def test_what_is_said_covers_nothing(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        last = player.text().splitlines()[-1]
        player.screen.tell("A thing that is said once, and that is rather long: " + "x " * 25)
        await player.shows("A thing that is said once")
        rows = player.text().splitlines()
        assert rows[-1] == last and "attention points left" in rows[-4]
        assert [row.startswith("▌") for row in rows[-3:]] == [True, True, False]
        await player.press("n")
        await player.at("NewsScreen")
        await player.shows("A thing that is said once")
        player.app._forget(player.app.notes[0])
        await player.until(lambda: "A thing" not in player.text())

"""Which application holds the screens, and how does it end?

It owns the desk, the theme and the ways out: signals and a second ctrl+c save before leaving. It
draws nothing itself and knows no rule.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import signal
import sys
import threading
from functools import partial
from pathlib import PurePath
from random import randrange
from typing import Any, ClassVar

from textual.app import App, ScreenStackError
from textual.binding import Binding, BindingType
from textual.notifications import SeverityLevel
from textual.screen import Screen

from game.errors import GameError
from game.faces import undisturbed
from game.faces.options import PlayOptions
from game.faces.tui.desk import Desk, Host
from game.faces.tui.look import THEME
from game.faces.tui.screens import make_screen
from game.faces.tui.screens.frame import Frame
from game.faces.tui.widgets.keybar import Note

SEEDS = 10_000  # a seed that nobody named is drawn below this
GRACE_S = 2.0  # how long an orderly end may take once a signal has asked for it
LOOK_S = 1.0  # how often one looks whether the terminal is still there
NOTE_S = 5.0  # how long something is said, unless one says how long
PATIENCE_S = 3.0  # within this time a second ctrl+c leaves


class MachineTime(App[int], inherit_bindings=False):
    """The game in a terminal window."""

    # With the sheets of the first screens: a screen that brings its own has all of them read again.
    CSS_PATH: ClassVar[list[str | PurePath]] = [
        "app.tcss",
        "screens/title.tcss",
        "screens/table.tcss",
    ]
    TITLE = "Machine Time"
    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "leave_now", show=False, priority=True),
    ]

    def __init__(self, host: Host, options: PlayOptions) -> None:
        super().__init__()
        named = options.seed, options.difficulty or ""
        self.desk = Desk(host, options.lang, None, *named)
        self.options = options
        self.failure: Exception | None = None  # why there is no game at all
        self._interrupted_at = -PATIENCE_S
        self.notes: list[Note] = []  # what is being said, the latest last
        self.register_theme(THEME)
        self.theme = THEME.name

    def get_default_screen(self) -> Screen[Any]:
        """The title, in the place of an empty screen that would be drawn for nothing."""
        screen: Screen[Any] = make_screen("title", self.desk)
        return screen

    def on_mount(self) -> None:
        """Listen to the system, and read the rules behind the title."""
        if sys.platform != "win32":
            loop = asyncio.get_running_loop()
            for sign in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT):
                with contextlib.suppress(RuntimeError, ValueError):  # not in the main thread
                    loop.add_signal_handler(sign, self._leave_on, sign)
            if not self.is_headless:
                self.set_interval(LOOK_S, self._look_for_terminal)
        self.call_after_refresh(self.desk.host.start, self._rules_read)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something for a while, on lines of its own (`widgets/keybar.py`)."""
        note = Note(message, severity != "information")
        self.notes = [*(each for each in self.notes if each.text != message), note]
        self.set_timer(NOTE_S if timeout is None else timeout, partial(self._forget, note))
        self._show_notes()

    def clear_notifications(self) -> None:
        """What was said is over."""
        self.notes = []
        self._show_notes()

    def _forget(self, note: Note) -> None:
        """The time of a note is over."""
        if note in self.notes:
            self.notes.remove(note)
            self._show_notes()

    def _show_notes(self) -> None:
        try:
            screen = self.screen
        except ScreenStackError:  # on the way out
            return
        if isinstance(screen, Frame):
            screen.show_notes()

    def _rules_read(self, error: Exception | None) -> None:
        """The rules are there, or cannot be; called from the thread that read them."""
        if threading.current_thread() is threading.main_thread():
            self._open_house(error)
        else:
            self.call_from_thread(self._open_house, error)

    def _open_house(self, error: Exception | None) -> None:
        """Speak with the game's own words from here on, and start what was asked for."""
        if error is not None:
            self.failure = error
            self.exit(return_code=1)
            return
        self.call_after_refresh(undisturbed.end)
        self.desk.speak(self.desk.lang)
        for notice in self.desk.host.notices(self.desk.lang):
            self.notify(notice, severity="warning", markup=False, timeout=12)
        try:
            screen = self.screen
        except ScreenStackError:  # whoever was quick has left already
            return
        if isinstance(screen, Frame):
            screen.redraw()
            self._sit_down(screen)

    def _sit_down(self, screen: Frame[Any]) -> None:
        """Start or load the game that the command line named."""
        host, lang, options = self.desk.host, self.desk.lang, self.options
        if options.save is None and options.seat is None:
            if options.scenario is not None:
                screen.open("new_game")
            return  # whoever was quick may already sit in a game of the menu
        try:
            if options.save is not None:
                self.desk.play = host.load(options.save, lang)
            elif options.seat is not None:
                seed = randrange(1, SEEDS) if options.seed is None else options.seed
                level, drawn = options.difficulty or "", options.seed is None
                self.desk.play = host.new(options.seat, seed, level, lang, drawn)
        except GameError as error:
            screen.warn(error)
            if options.save is None:
                screen.open("new_game")
            return
        if self.desk.play is not None:
            screen.sit_down(fresh=options.save is None)

    def keep(self) -> bool:
        """Save the game on the table, if there is one; False when that failed."""
        if self.desk.play is None or self.desk.play.finished:
            return True
        try:
            self.desk.play.leave()
        except GameError as error:
            words = self.desk.host.said(error, self.desk.lang)
            self.notify(words, severity="error", markup=False, timeout=10)
            return False
        return True

    def _leave_on(self, sign: signal.Signals) -> None:
        """The window closes or the system asks to end: save at once and go."""
        self.keep()
        # With its terminal gone, the writing thread can die and leave the loop waiting for it.
        last = threading.Timer(GRACE_S, os._exit, (128 + sign,))
        last.daemon = True
        last.start()
        self.exit(return_code=128 + sign)

    def _look_for_terminal(self) -> None:
        """Leave as on a hang-up when the terminal is gone and nobody has said so."""
        if not hasattr(select, "poll") or sys.__stdin__ is None:
            return
        poll = select.poll()
        with contextlib.suppress(OSError, ValueError):
            poll.register(sys.__stdin__.fileno(), 0)  # a hang-up is always told
            if any(told & select.POLLHUP for _, told in poll.poll(0)):
                self._leave_on(signal.SIGHUP)

    def action_interrupt(self) -> None:
        """The first ctrl+c says what a second one does; the second saves and leaves."""
        now = asyncio.get_running_loop().time()
        if now - self._interrupted_at < PATIENCE_S:
            self.keep()
            self.exit(return_code=0)
            return
        self._interrupted_at = now
        self.notify(self.desk.t("leave.again"), markup=False, timeout=PATIENCE_S)

    def action_leave_now(self) -> None:
        """Save and leave."""
        if self.keep():
            self.exit(return_code=0)


def run(host: Host, options: PlayOptions) -> int:
    """Play in this terminal; the exit code of the command."""
    app = MachineTime(host, options)
    app.run()
    if app.failure is not None:
        if not isinstance(app.failure, GameError):
            raise app.failure
        print(app.failure, file=sys.stderr)
    return app.return_code or 0

"""Which seat, which difficulty, which seed, which language?

One screen: the seats with their questions, and the settings under them. Enter sits down.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import randrange
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from game.errors import GameError
from game.faces.tui.desk import Desk, SeatChoice
from game.faces.tui.lines import BLANK, Lines, heading, say, wrap
from game.faces.tui.look import BRIGHT, KEY, PLAIN, QUIET
from game.faces.tui.paint.table import Say
from game.faces.tui.screens.frame import DIGITS, Frame, focus_on
from game.faces.tui.widgets.field import Field
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Sheet

SEEDS = 10_000


class NewGameScreen(Frame[None]):
    """Choose a chair."""

    CSS_PATH = "new_game.tcss"
    TOPIC = "new_game"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "difficulty", show=False),
        Binding("s", "seed", show=False),
        *DIGITS,
    ]

    def __init__(self, desk: Desk, seed: int | None = None, difficulty: str = "") -> None:
        super().__init__(desk)
        self._difficulty = difficulty
        self._seats: tuple[SeatChoice, ...] = ()
        self.head, self.menu = Sheet(id="new-head"), Menu(id="seats")
        self.settings, self.seed_name = Sheet(id="settings"), Sheet(id="seed-name")
        self.seed_hint = Sheet(id="seed-hint")
        first = str(randrange(1, SEEDS) if seed is None else seed)
        self.seed = Field(first, wanted="0123456789", id="seed", max_length=10)

    def parts(self) -> ComposeResult:
        """Seats above, settings below."""
        with Container(id="new-box"):
            yield self.head
            yield self.menu
            with Container(id="seed-row"):
                yield self.seed_name
                yield self.seed
                yield self.seed_hint
            yield self.settings

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.menu)

    def show(self) -> None:
        """Seats and settings in the present language."""
        t, host, lang = self.t, self.desk.host, self.desk.lang
        self._seats = tuple(host.seats(lang))
        self.head.show(
            lambda width: [
                heading(t("new.title"), width),
                BLANK,
                *wrap(say((t("new.line"), QUIET)), width),
                BLANK,
            ]
        )
        self.menu.set_rows(_seat_row(number, seat) for number, seat in enumerate(self._seats, 1))
        levels = dict(host.difficulties(lang))
        if self._difficulty not in levels:
            self._difficulty = next(iter(levels), "")
        level = levels.get(self._difficulty, "") if len(levels) > 1 else ""
        self.seed_name.show(lambda width: [say(("s", KEY), " ", (t("new.seed"), PLAIN))])
        self.seed_hint.show(lambda width: [say((t("new.seed_hint"), QUIET))])
        self.settings.show(lambda width: _settings(t, level))

    def hints(self) -> Sequence[Hint]:
        """What to press here."""
        if self.seed.has_focus:
            return (
                self.hint("↵", "done", "leave_seed"),
                self.hint("esc", "back", "leave_seed"),
                self.hint("F1", "help", "help"),
            )
        return (
            self.hint("↑↓", "move", "noop"),
            self.hint("↵", "sit", "enter"),
            self.hint("s", "seed", "seed"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Sit down in the chosen seat."""
        seed = int(self.seed.value or "1")
        desk = self.desk
        try:
            desk.play = desk.host.new(event.option_id or "", seed, self._difficulty, desk.lang)
        except GameError as error:
            self.warn(error)
            return
        self.sit_down(fresh=True)

    def on_input_submitted(self) -> None:
        """The seed is written: back to the seats."""
        focus_on(self.menu)

    def action_digit(self, number: int) -> None:
        """Put the mark on a seat by its number."""
        if number <= len(self._seats):
            self.menu.choose(self._seats[number - 1].id)

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.menu.action_select()

    def action_seed(self) -> None:
        """Write another seed."""
        focus_on(self.seed)

    def action_leave_seed(self) -> None:
        """Back to the seats."""
        focus_on(self.menu)

    def action_difficulty(self) -> None:
        """The next difficulty."""
        ids = [level for level, _ in self.desk.host.difficulties(self.desk.lang)]
        if len(ids) > 1:
            self._difficulty = ids[(ids.index(self._difficulty) + 1) % len(ids)]
            self.redraw()

    def action_back(self) -> None:
        """Out of the seed first, then out of the screen."""
        if self.seed.has_focus:
            focus_on(self.menu)
        else:
            self.dismiss(None)


def _seat_row(number: int, seat: SeatChoice) -> Row:
    """A seat: its number and name, and its question under it."""

    def draw(width: int) -> Lines:
        name = say((f"{number} ", KEY), (seat.name, BRIGHT))
        return [name, *wrap(say((seat.question, QUIET)), width - 2, "  ", "  "), BLANK]

    return Row(seat.id, draw)


def _settings(t: Say, level: str) -> Lines:
    """The settings that have no field of their own."""
    lines = [say(("l", KEY), " ", (t("new.language"), PLAIN))]
    if level:
        word = t("new.difficulty")
        lines.insert(0, say(("d", KEY), " ", (word.ljust(14), PLAIN), " ", (level, BRIGHT)))
    return lines

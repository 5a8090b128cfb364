"""Which scenario, which seat, how hard, with which luck and which mods?

One screen: the scenarios and the seats of the marked one at the left, what they are about at the
right, the settings under them. Enter sits down, from either list.
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
from game.faces.tui.desk import Desk
from game.faces.tui.lines import Lines, clip, heading, say
from game.faces.tui.look import KEY, PLAIN, QUIET
from game.faces.tui.paint.start import about_scenario, about_seat, page, setting
from game.faces.tui.screens.frame import DIGITS, Frame, focus_on
from game.faces.tui.widgets.field import Field
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Scroller, Sheet
from game.session.lobby import LevelChoice, ScenarioChoice, SeatChoice

SEEDS = 10_000
ROWS_BESIDE = 18  # of the window, that the list of scenarios leaves to everything else
LEAST_ROWS = 4


class NewGameScreen(Frame[None]):
    """Choose what to sit down to."""

    CSS_PATH = "new_game.tcss"
    TOPIC = "new_game"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "difficulty", show=False),
        Binding("s", "seed", show=False),
        Binding("m", "go_to('mods')", show=False),
        Binding("left,right", "other_list", show=False),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        *DIGITS,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._difficulty = desk.difficulty
        self._scenarios: dict[str, ScenarioChoice] = {}
        self._seats: dict[str, SeatChoice] = {}
        self._levels: dict[str, LevelChoice] = {}
        self.scenario_head, self.seat_head = Sheet(id="scenario-head"), Sheet(id="seat-head")
        self.scenarios = Menu(id="scenarios", open_ended=True, careful=True)
        self.menu = Menu(id="seats", open_ended=True, careful=True)
        self.page = Scroller(id="new-page")
        self.page.can_focus = False
        self.level, self.mods = (
            Sheet(id="level", click="difficulty"),
            Sheet(id="mods-line", click="go_to('mods')"),
        )
        self.seed_name, self.seed_hint = (
            Sheet(id="seed-name", click="seed"),
            Sheet(id="seed-hint"),
        )
        self.seed = Field(
            "" if desk.seed is None else str(desk.seed),
            wanted="0123456789",
            id="seed",
            max_length=10,
        )

    def parts(self) -> ComposeResult:
        """Two lists and a page, settings below."""
        with Container(id="new-pair"):
            with Container(id="new-lists"):
                yield self.scenario_head
                yield self.scenarios
                yield self.seat_head
                yield self.menu
            yield self.page
        yield self.level
        with Container(id="seed-row"):
            yield self.seed_name
            yield self.seed
            yield self.seed_hint
        yield self.mods

    def on_mount(self) -> None:
        """Where the keys go first: whoever has never played stands on the tutorial."""
        focus_on(self.scenarios if self.desk.host.newcomer else self.menu)
        self.call_after_refresh(self._show_page)  # the text of the list that has the keys, first

    # ------------------------------------------------------------------------- drawing

    def show(self) -> None:
        """Lists, page and settings in the present language, under the present mods."""
        t, host, lang = self.t, self.desk.host, self.desk.lang
        self._scenarios = {one.id: one for one in host.scenarios(lang)}
        self._levels = {one.id: one for one in host.difficulties(lang)}
        if self._difficulty not in self._levels:
            self._difficulty = next(iter(self._levels), "")
        names = ", ".join(host.mod_names(lang)) or t("new.no_mods")
        self.scenario_head.show(lambda width: [heading(t("new.scenario"), width)])
        self.seat_head.show(lambda width: [heading(t("new.seat"), width)])
        first = None if self.scenarios.chosen in self._scenarios else host.first_scenario
        self.scenarios.set_rows((_row(one.id, one.name) for one in self._scenarios.values()), first)
        room = max(LEAST_ROWS, self.size.height - ROWS_BESIDE)
        self.scenarios.styles.height = max(1, min(len(self._scenarios), room))
        self.seed_name.show(lambda width: [setting("s", t("new.seed"), width)])
        self.seed_hint.show(lambda width: [clip(say((t("new.seed_hint"), QUIET)), width)])
        self.mods.show(lambda width: [setting("m", t("new.mods"), width, names)])
        self._show_level()
        self._show_seats()

    def _show_seats(self) -> None:
        """The seats of the marked scenario, and the page."""
        found = self.desk.host.seats(self.scenarios.chosen or "", self.desk.lang)
        self._seats = {seat.id: seat for seat in found}
        self.menu.set_rows(
            _row(seat.id, seat.name, number) for number, seat in enumerate(found, start=1)
        )
        self._show_page()

    def _show_level(self) -> None:
        level, t = self._levels.get(self._difficulty), self.t
        if level is not None:
            self.level.show(
                lambda width: [setting("d", t("new.difficulty"), width, level.name, level.line)]
            )

    def _show_page(self) -> None:
        """The scenario and the seat; where both do not fit, the one that is being chosen first."""
        scenario = self._scenarios.get(self.scenarios.chosen or "")
        seat = self._seats.get(self.menu.chosen or "")
        t, tall = self.t, self.tall
        seat_first = not self.scenarios.has_focus

        def draw(width: int) -> Lines:
            parts = (
                about_scenario(scenario, width) if scenario else [],
                about_seat(seat, t, width, goals=tall) if seat else [],
            )
            return page(parts, self.page.size.height, second_first=seat_first)

        self.page.show(draw, top=True)

    def hints(self) -> Sequence[Hint]:
        """What to press here; the keys of the settings stand beside them."""
        if self.seed.has_focus:
            return (
                self.hint("↵", "done", "leave_seed"),
                self.hint("esc", "back", "leave_seed"),
                self.hint("F1", "help", "help"),
            )
        return (
            self.hint("↑↓", "move", "noop"),
            self.hint("↵", "sit", "enter"),
            self.hint("←→", "other_list", "other_list"),
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("pg↓", "read", "page(1)"),
            self.hint("?", "help", "help"),
        )

    # ------------------------------------------------------------------------- the lists

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another scenario has other seats; another seat is read."""
        if event.option_list is self.scenarios:
            self._show_seats()
        else:
            self._show_page()

    def show_focus(self) -> None:
        """Another list has the keys: its text comes first."""
        self._show_page()
        self.keys.show(self.hints())

    def on_menu_left(self, event: Menu.Left) -> None:
        """The arrow keys run from one list into the other."""
        self.action_other_list()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Sit down in the marked seat of the marked scenario."""
        written = self.seed.value
        desk, level, scenario = self.desk, self._difficulty, self.scenarios.chosen or ""
        seed = int(written) if written else randrange(1, SEEDS)
        try:
            desk.play = desk.host.new(
                self.menu.chosen or "", seed, level, desk.lang, not written, scenario
            )
        except GameError as error:
            self.warn(error)
            return
        self.sit_down(fresh=True)

    # ------------------------------------------------------------------------- the keys

    def on_input_submitted(self) -> None:
        """The seed is written: back to the seats."""
        focus_on(self.menu)

    def action_digit(self, number: int) -> None:
        """Put the mark on a seat by its number."""
        if number <= len(self._seats):
            self.menu.choose(list(self._seats)[number - 1])
            focus_on(self.menu)

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.menu.action_select()

    def action_other_list(self) -> None:
        """From the scenarios to the seats, and back."""
        focus_on(self.menu if self.scenarios.has_focus else self.scenarios)

    def action_page(self, direction: int) -> None:
        """Read on while a list keeps the keys."""
        self.page.scroll_relative(y=direction * max(1, self.page.size.height - 1), animate=False)

    def action_seed(self) -> None:
        """Write a seed; without one it is drawn."""
        focus_on(self.seed)

    def action_leave_seed(self) -> None:
        """Back to the seats."""
        focus_on(self.menu)

    def action_difficulty(self) -> None:
        """The next difficulty."""
        ids = list(self._levels)
        if ids:
            self._difficulty = ids[(ids.index(self._difficulty) + 1) % len(ids)]
            self._show_level()

    def action_back(self) -> None:
        """Out of the seed first, then out of the screen."""
        if self.seed.has_focus:
            focus_on(self.menu)
        else:
            self.dismiss(None)


def _row(id_: str, name: str, number: int = 0) -> Row:
    """A line of a list: the name, behind its number if it has one."""
    line = say((f"{number} ", KEY) if number else "", (name, PLAIN))
    return Row(id_, lambda width: [clip(line, width)])

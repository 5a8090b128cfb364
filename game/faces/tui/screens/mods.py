"""Which mods will the next game have?

The mods at the left, the chosen one in full at the right: what it changes, where it lies, what is
wrong with it. Space switches it; a game that runs keeps its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList
from textual.worker import get_current_worker

from game.faces.tui.desk import Desk, ModRow, Switch
from game.faces.tui.lines import BLANK, Lines, clip, heading, joined, say, wrap
from game.faces.tui.look import AMBER, BAD, BRIGHT, GOOD, MET, PLAIN, QUIET, REFUSED, SPENT
from game.faces.tui.paint.table import Say
from game.faces.tui.screens.frame import Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Scroller, Sheet

SIGNS = {
    "on": (MET, GOOD),
    "along": (MET, GOOD),
    "broken": (REFUSED, BAD),
    "lost": (REFUSED, BAD),
    "hidden": (SPENT, QUIET),
    "off": (SPENT, QUIET),
}


class ModsScreen(Frame[None]):
    """The mods, and a page about one of them."""

    CSS_PATH: ClassVar[list[str]] = ["pages.tcss", "mods.tcss"]  # type: ignore[assignment]
    TOPIC = "mods"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "switch", show=False),
        Binding("o", "where", show=False),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: dict[str, ModRow] = {}
        self._read_in = ""  # the language that the rows are worded in; empty to read them again
        self._busy = ""  # the mod that is being tried
        self._refused: dict[str, tuple[str, ...]] = {}  # why a mod could not be switched on
        self.head, self.list = Sheet(id="mods-head"), Menu(id="mods", careful=True)
        self.page = Scroller(id="pair-page")

    def parts(self) -> ComposeResult:
        """A heading, the list, the page."""
        yield self.head
        with Container(id="pair"):
            with Container(id="pair-list"):
                yield self.list
            yield self.page

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.list)

    # ------------------------------------------------------------------------- drawing

    def show(self) -> None:
        """The list as it stands, and the chosen one."""
        t, host, lang = self.t, self.desk.host, self.desk.lang
        if self._read_in != lang:
            self._rows = {row.key: row for row in host.mods(lang)}
            self._read_in = lang
        rows = list(self._rows.values())
        named = host.named_mods()
        notices = [row.notice for row in rows[:1] if row.notice]
        if named is not None:
            notices.append(t("mods.named", mods=named or t("mods.named.none")))

        def head(width: int) -> Lines:
            lines = [heading(t("mods.title"), width), *wrap(say((t("mods.line"), QUIET)), width)]
            for notice in notices:
                lines += wrap(say((notice, AMBER)), width)
            return lines

        self.head.show(head)
        self.list.set_rows([self._row(row) for row in rows])
        self._show_page()

    def _row(self, row: ModRow) -> Row:
        """A mod in the list: its sign, its name, its state under it."""
        busy, t = row.id == self._busy, self.t

        def draw(width: int) -> Lines:
            sign, ink = SIGNS[row.state]
            number = f"{row.place}. " if row.place else ""
            state = t("mods.checking") if busy else row.state_word
            name = say((f"{sign} ", ink), (f"{number}{row.name}", BRIGHT if row.place else PLAIN))
            return [clip(name, width), clip(say("  ", joined((state, row.version))), width)]

        return Row(row.key, draw)

    def _show_page(self) -> None:
        """The chosen mod in full; where there is none, how to come by one."""
        row, t = self._chosen(), self.t
        if row is None:
            folder = self.desk.host.mods_folder()
            words = t("mods.none", folder=folder)
            self.page.show(lambda width: wrap(say((words, PLAIN)), width), top=True)
            return
        problems = row.problems or self._refused.get(row.key, ())
        self.page.show(lambda width: _page(row, problems, t, width), top=True)

    def _chosen(self) -> ModRow | None:
        """The mod under the mark."""
        return self._rows.get(self.list.chosen or "")

    def hints(self) -> Sequence[Hint]:
        """Move, switch, where, leave."""
        row = self._chosen()
        keys = [self.hint("↑↓", "move", "noop")]
        if row is not None:
            word = "switch_off" if row.on else "switch_on"
            keys.append(Hint(self.t("mods.space"), self.t(f"key.{word}"), "switch"))
            keys.append(self.hint("o", "where", "where"))
            keys.append(self.hint("pg↓", "read", "page(1)"))
        return (
            *keys,
            self.hint("l", "language", "language"),
            self.hint("q", "back", "back"),
            self.hint("?", "help", "help"),
        )

    # ------------------------------------------------------------------------- acting

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another mod is read."""
        self._show_page()
        self.keys.show(self.hints())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a second click, does what Space does."""
        self.action_switch()

    def action_switch(self) -> None:
        """Switch the chosen mod; the whole content is tried first, behind the screen."""
        row = self._chosen()
        if row is None or self._busy:
            return
        if row.state in ("hidden", "along"):  # another copy, or another mod, decides about it
            self.tell(row.why)
            return
        self._busy = row.id
        self.redraw()
        self.run_worker(partial(self._try, row), thread=True, exit_on_error=False)

    def _try(self, row: ModRow) -> None:
        """In a thread: try the choice and keep it if it holds."""
        worker, app = get_current_worker(), self.app
        done = self.desk.host.switch_mod(row.id, not row.on, self.desk.lang)
        if not worker.is_cancelled:
            app.call_from_thread(self._tried, row, done)

    def _tried(self, row: ModRow, done: Switch) -> None:
        """Say what came of it and show the list anew."""
        self._busy, self._read_in = "", ""
        self._refused.pop(row.key, None)
        if not done.done:
            self._refused[row.key] = done.problems
        self.desk.speak(self.desk.lang)
        self.app.notify(done.said, severity="information" if done.done else "warning",
                        markup=False, timeout=6)  # fmt: skip
        self.redraw()

    def action_where(self) -> None:
        """The paths of the chosen mod, for the clipboard too, and of the player's folder."""
        row = self._chosen()
        if row is not None:
            self.app.copy_to_clipboard(row.path)
            folder = self.desk.host.mods_folder()
            self.tell(self.t("mods.paths", path=row.path or "—", folder=folder))

    def action_page(self, direction: int) -> None:
        """Read on while the list keeps the keys."""
        self.page.scroll_relative(y=direction * max(1, self.page.size.height - 1), animate=False)


def _page(row: ModRow, problems: Sequence[str], t: Say, width: int) -> Lines:
    """All about one mod."""
    sign, ink = SIGNS[row.state]
    lines: Lines = [
        *wrap(say((row.name, BRIGHT)), width),
        say((f"{sign} {row.state_word}", ink), (f"   {row.id} {row.version}", QUIET)),
        BLANK,
    ]
    if row.about:
        lines += [*wrap(say((row.about, PLAIN)), width), BLANK]
    if problems:
        lines.append(heading(t("mods.problems"), width))
        for problem in problems:
            first, *rest = problem.split("\n")
            lines += wrap(say((first, PLAIN)), width)
            lines += [clip(say((line, QUIET)), width) for line in _shifted(rest, width)]
        lines.append(BLANK)
    lines.append(heading(t("mods.facts"), width))
    facts = (
        ("changes", row.contents),
        ("order", row.why),
        ("needs", row.needs),
        ("breaks", row.breaks),
        ("license", row.license),
        ("where", row.where),
        ("path", row.path),
        ("hash", row.hash[:16]),
    )
    for name, value in facts:
        if value:
            lead = f"{t(f'mods.fact.{name}')}  "
            lines += wrap(say((lead, QUIET), (value, PLAIN)), width, "", "  ")
    return lines


def _shifted(rest: Sequence[str], width: int) -> list[str]:
    """The line of a file and its caret, moved left together until the caret is in sight."""
    if len(rest) != 2 or len(rest[1]) <= width:
        return list(rest)
    cut = len(rest[1]) - width // 2
    return [f"…{rest[0][cut + 1 :]}", rest[1][cut:]]

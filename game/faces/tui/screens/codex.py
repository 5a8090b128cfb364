"""What is that, and who says so?

The encyclopaedia: a search box, the pages it finds, the chosen page, and its links by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Input, OptionList

from game.faces.tui.desk import Desk
from game.faces.tui.lines import clip, say, wrap
from game.faces.tui.look import QUIET
from game.faces.tui.paint.pages import codex_page
from game.faces.tui.screens.frame import DIGITS, Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Scroller
from game.session.views import CodexPage


class CodexScreen(Frame[None]):
    """The encyclopaedia."""

    CSS_PATH = "pages.tcss"
    TOPIC = "codex"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f", "search", show=False),
        Binding("left,b", "previous", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("escape", "back", show=False),
        *DIGITS,
    ]

    def __init__(self, desk: Desk, page_id: str = "") -> None:
        super().__init__(desk)
        self._found: dict[str, CodexPage] = {}
        self._open: CodexPage | None = None
        self._before: list[str] = []  # pages left by a link, to come back to
        self._wanted = page_id
        self.search, self.list = Input(id="search"), Menu(id="found", open_ended=True)
        self.page = Scroller(id="pair-page")

    def parts(self) -> ComposeResult:
        """Search and list at the left, the page at the right."""
        with Container(id="pair"):
            with Container(id="pair-list"):
                yield self.search
                yield self.list
            yield self.page

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.list)

    def show(self) -> None:
        """The pages that answer the search, and the open one."""
        pages = self.desk.game.codex(self.search.value.strip())
        self._found = {page.id: page for page in pages}
        self.search.placeholder = self.t("codex.search")
        self.list.set_rows([_title_row(page) for page in pages], choose=self._wanted or None)
        wanted = self._wanted or (self._open.id if self._open else "")
        self._wanted = ""
        self._read(wanted or next(iter(self._found), ""))

    def _read(self, page_id: str) -> None:
        """Open a page, found or linked."""
        page = self._found.get(page_id) or self._fetch(page_id)
        self._open, t = page, self.t
        if page is None:
            self.page.show(lambda width: wrap(say((t("codex.none"), QUIET)), width), top=True)
        else:
            self.page.show(lambda width: codex_page(page, t, width), top=True)

    def _fetch(self, page_id: str) -> CodexPage | None:
        """A page that the search did not find, by its id."""
        pages = self.desk.game.codex(page_id) if page_id else ()
        return next((page for page in pages if page.id == page_id), None)

    def hints(self) -> Sequence[Hint]:
        """Search, read, follow a link, come back."""
        if self.search.has_focus:
            return (
                self.hint("↵", "to_list", "to_list"),
                self.hint("esc", "to_list", "to_list"),
                self.hint("F1", "help", "help"),
            )
        keys = [self.hint("↑↓", "move", "noop"), self.hint("/", "search", "search")]
        if self._open is not None and self._open.links:
            keys.append(self.hint(f"1–{min(9, len(self._open.links))}", "link", "noop"))
        if self._before:
            keys.append(self.hint("◄", "previous", "previous"))
        return (*keys, self.hint("q", "back", "back"), self.hint("?", "help", "help"))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another page of the list."""
        if event.option_id and (self._open is None or event.option_id != self._open.id):
            self._read(event.option_id)
            self.keys.show(self.hints())

    def on_menu_left(self, event: Menu.Left) -> None:
        """Above the first page stands the search box."""
        if event.direction < 0:
            focus_on(self.search)

    def on_input_changed(self) -> None:
        """Another search."""
        self._open = None
        self.redraw()

    def on_input_submitted(self) -> None:
        """From the search box into the list."""
        focus_on(self.list)

    def on_key(self, event: object) -> None:
        """The arrow down leaves the search box."""
        if getattr(event, "key", "") == "down" and self.search.has_focus:
            focus_on(self.list)

    def action_to_list(self) -> None:
        """Out of the search box."""
        focus_on(self.list)

    def action_search(self) -> None:
        """Into the search box."""
        focus_on(self.search)

    def action_digit(self, number: int) -> None:
        """Follow a link of the open page."""
        page = self._open
        if page is not None and number <= len(page.links):
            self._before.append(page.id)
            self._go(page.links[number - 1][0])

    def action_previous(self) -> None:
        """Back to the page that the link stood on."""
        if self._before:
            self._go(self._before.pop())

    def _go(self, page_id: str) -> None:
        """Open a page and mark it in the list, when it stands there."""
        self._read(page_id)
        self.list.choose(page_id)
        self.keys.show(self.hints())

    def action_page(self, direction: int) -> None:
        """Read on while the list keeps the keys."""
        self.page.scroll_relative(y=direction * max(1, self.page.size.height - 1), animate=False)

    def action_back(self) -> None:
        """Out of the search box first, then out of the encyclopaedia."""
        if self.search.has_focus:
            focus_on(self.list)
        else:
            self.dismiss(None)


def _title_row(page: CodexPage) -> Row:
    """A page in the list."""
    return Row(page.id, lambda width: [clip(page.title, width)])

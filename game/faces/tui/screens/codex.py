"""What is that, and who says so?

The encyclopaedia: a search box, the pages that it finds or that belong to what one came from, the
chosen page, and its links, which can be walked with the keys, clicked, or followed by number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Input, OptionList

from game.faces.tui.desk import Desk
from game.faces.tui.lines import Lines, say, wrap
from game.faces.tui.look import QUIET
from game.faces.tui.paint import codex as paint
from game.faces.tui.screens.frame import DIGITS, Frame, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Scroller
from game.session.views import CodexPage, CodexTitle


class CodexScreen(Frame[None]):
    """The encyclopaedia."""

    CSS_PATH = "pages.tcss"
    TOPIC = "codex"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash,f", "search", show=False),
        Binding("right", "to_links", show=False),
        Binding("left,b", "previous", show=False),
        Binding("a", "all_pages", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown,space", "page(1)", show=False),
        Binding("escape", "back", show=False),
        *DIGITS,
    ]

    def __init__(self, desk: Desk, topics: Sequence[CodexTitle] = ()) -> None:
        super().__init__(desk)
        self._topics = tuple(topic.id for topic in topics)  # what one came to ask about
        self._wanted = self._topics[0] if topics else ""
        self._open: CodexPage | None = None
        self._before: list[str] = []  # pages left by a link, to come back to
        self._listed: tuple[str, ...] = ()  # what the list was last filled for
        self.search, self.list = Input(id="search"), Menu(id="found", open_ended=True)
        self.page, self.links = Scroller(id="pair-page"), Menu(id="links", open_ended=True)

    def parts(self) -> ComposeResult:
        """Search and list at the left, the page over its links at the right."""
        with Container(id="pair"):
            with Container(id="pair-list"):
                yield self.search
                yield self.list
            with Container(id="codex-page"):
                yield self.page
                yield self.links

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.list)

    # ------------------------------------------------------------------ drawing

    def show(self) -> None:
        """The pages that answer the search, and the open one."""
        self.search.placeholder = self.t("codex.search")
        wanted = self._wanted or (self._open.id if self._open else "")
        self._wanted = ""
        first = self._fill(wanted)
        self._read(wanted or first)

    def _fill(self, wanted: str) -> str:
        """Fill the list, when it should hold something else; the id of its first page."""
        word = self.search.value.strip()
        titles = self.desk.game.codex_titles(word)
        if self._topics and not word:
            titles = [title for id_ in self._topics if (title := self._titled(id_)) is not None]
        listed = (self.desk.lang, word, *(title.id for title in titles))
        if listed != self._listed:
            self._listed = listed
            flat = bool(word or self._topics)  # the surest first, not shelf by shelf
            self.list.set_rows(_rows(titles, flat), choose=wanted or None)
            if flat and titles and not wanted:
                self.list.choose(titles[0].id)
        elif wanted:
            self.list.choose(wanted)
        return titles[0].id if titles else ""

    def _titled(self, page_id: str) -> CodexTitle | None:
        """The name of a page in the present language."""
        page = self.desk.game.codex_page(page_id)
        return CodexTitle(page.id, page.title, page.shelf_label) if page else None

    def _read(self, page_id: str) -> None:
        """Open a page, found or linked."""
        page = self.desk.game.codex_page(page_id) if page_id else None
        self._open, t, speech = page, self.t, self.desk.speech
        if page is None:
            self.page.show(lambda width: wrap(say((t("codex.none"), QUIET)), width), top=True)
            self.links.set_rows(())
        else:
            self.page.show(lambda width: paint.codex_page(page, t, speech, width), top=True)
            self.links.set_rows(_link_row(n, *link) for n, link in enumerate(page.links, 1))
            self.links.highlighted = 0 if page.links else None
        self.links.display = page is not None and bool(page.links)
        most = max(3, self.size.height // 3)
        self.links.styles.height = min(most, len(page.links)) + 1 if page else 0  # and its rule

    def hints(self) -> Sequence[Hint]:
        """Search, read, follow a link, come back."""
        if self.search.has_focus:
            return (
                self.hint("↵", "to_list", "to_list"),
                self.hint("esc", "to_list", "to_list"),
                self.hint("F1", "help", "help"),
            )
        links = self._open.links if self._open is not None else ()
        if self.links.has_focus:
            keys = [self.hint("↑↓", "move", "noop"), self.hint("↵", "link", "enter")]
        else:
            keys = [self.hint("↑↓", "move", "noop"), self.hint("/", "search", "search")]
            if links:
                keys.append(self.hint(f"► 1–{min(9, len(links))}", "link", "to_links"))
        if self._before or self.links.has_focus:
            keys.append(self.hint("◄", "previous", "previous"))
        if self._topics:
            keys.append(self.hint("a", "all_pages", "all_pages"))
        return (*keys, self.hint("q", "back", "back"), self.hint("?", "help", "help"))

    # ------------------------------------------------------------------ the lists

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another page of the list."""
        is_page = event.option_list is self.list and event.option_id
        if is_page and (self._open is None or event.option_id != self._open.id):
            self._read(event.option_id or "")
            self.keys.show(self.hints())

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click: into the links of a page, or along one of them."""
        event.stop()
        if event.option_list is self.links:
            self.action_follow(event.option_id or "")
        else:
            self.action_to_links()

    def on_menu_left(self, event: Menu.Left) -> None:
        """Above the first page stands the search box; beyond the links, more of the page."""
        if event.menu is self.links:
            self.action_page(event.direction)
        elif event.direction < 0:
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

    # ------------------------------------------------------------------ the keys

    def action_to_list(self) -> None:
        """Out of the search box."""
        focus_on(self.list)

    def action_search(self) -> None:
        """Into the search box."""
        focus_on(self.search)

    def action_to_links(self) -> None:
        """To the links of the open page."""
        if self._open is not None and self._open.links:
            focus_on(self.links)

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.links.action_select()

    def action_digit(self, number: int) -> None:
        """Follow a link of the open page by its number."""
        page = self._open
        if page is not None and number <= len(page.links):
            self.action_follow(page.links[number - 1][0])

    def action_follow(self, page_id: str) -> None:
        """Open the page that a link leads to, remembering this one."""
        if self._open is not None and page_id != self._open.id:
            self._before.append(self._open.id)
            self._go(page_id)

    def action_previous(self) -> None:
        """Back to the page that the link stood on, or from the links to the list."""
        if self._before:
            self._go(self._before.pop())
        else:
            focus_on(self.list)

    def action_all_pages(self) -> None:
        """Every page, not only those that one came to ask about."""
        self._topics = ()
        self.redraw()

    def _go(self, page_id: str) -> None:
        """Open a page and mark it in the list, when it stands there."""
        self._read(page_id)
        self.list.choose(page_id)
        if not self.links.display:
            focus_on(self.list)
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


def _rows(titles: Sequence[CodexTitle], flat: bool) -> list[Row]:
    """The pages of the list, under the names of their shelves unless the surest stand first."""
    if flat:  # two of one name say what they are
        named = Counter(title.title for title in titles)
        return [_title_row(each, told=named[each.title] > 1) for each in titles]
    rows = []
    for label, pages in paint.shelves(titles):
        rows += [_shelf_row(label), *map(_title_row, pages)]
    return rows


def _shelf_row(label: str) -> Row:
    return Row("", lambda width: paint.shelf_lines(label, width), selectable=False)


def _title_row(title: CodexTitle, told: bool = False) -> Row:
    return Row(title.id, lambda width: paint.title_lines(title, width, told))


def _link_row(number: int, page_id: str, title: str) -> Row:
    def draw(width: int) -> Lines:
        return paint.link_lines(number, title, width)

    return Row(page_id, draw)

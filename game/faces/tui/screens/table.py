"""What happens at the table, where a quarter is read, planned and ended?

Shows the seat's figures, plan, offers, news and council; every key of the game starts here. The
pictures are in `paint/`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from game.faces.tui.desk import Desk
from game.faces.tui.lines import BLANK, Lines, say, wrap
from game.faces.tui.look import QUIET, RULE
from game.faces.tui.paint import table as paint
from game.faces.tui.paint.brief import brief
from game.faces.tui.paint.curve import curve
from game.faces.tui.paint.rows import OFFER, PLAN, figure_rows, order_rows
from game.faces.tui.screens.frame import DIGITS, ZERO, focus_on
from game.faces.tui.screens.quarter import QuarterFrame
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu
from game.faces.tui.widgets.sheet import Sheet
from game.session.views import CodexTitle, FigureView, OfferView, TableView

LOW_FIGURES = 6  # in a low window the figures leave room for the offers
LOW_ROOM = 3  # lines that explain an order in a narrow window; a figure takes what it needs
LARGE = 100  # from this width on a refused offer says why in the list
PLOT_HEIGHT = 14


class TableScreen(QuarterFrame):
    """The dashboard of one seat."""

    CSS_PATH = "table.tcss"
    TOPIC = "table"
    REFLOWS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "end_turn", show=False),
        Binding("a,space", "scene", show=False),
        Binding("w", "why", show=False),
        Binding("g,f", "chart", show=False),
        Binding("n", "go_to('news')", show=False),
        Binding("c", "codex", show=False),
        Binding("o", "go_to('orders')", show=False),
        Binding("p", "go_to('pipeline')", show=False),
        Binding("k", "go_to('council')", show=False),
        Binding("u", "undo", show=False),
        Binding("s", "go_to('save')", show=False),
        Binding("r", "reload", show=False),
        *DIGITS,
        ZERO,
    ]

    def __init__(self, desk: Desk, fresh: bool = False) -> None:
        super().__init__(desk, fresh)
        self._offers: dict[str, OfferView] = {}
        self._turn = 0  # of the table that was last laid; 0 before the first
        self._told = False  # that no order is marked
        self.head = Sheet(id="head")
        self.figures = Menu(id="figures", open_ended=True)
        self.plot = Sheet(id="plot", click="chart")
        self.orders = Menu(id="orders", open_ended=True, careful=True, unmarked=True)
        self.brief = Sheet(id="brief", click="go_to('news')")
        self.detail = Sheet(id="detail")  # in a narrow window
        self.side = Sheet(id="side")  # in a wide one, under the offers

    def parts(self) -> ComposeResult:
        """Header, three columns (two in a narrow window), detail, what next."""
        yield self.head
        with Container(id="body"):
            with Container(id="work"):
                with Container(id="numbers"):
                    yield self.figures
                    yield self.plot
                with Container(id="ways"):
                    yield self.orders
                    yield self.side
            yield self.brief
        yield self.detail
        yield self.next

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.orders)
        self.begin_run()

    # ------------------------------------------------------------------ drawing

    def show(self) -> None:
        """Everything, from the session's views."""
        game, t = self.desk.game, self.t
        table = game.table()
        offers = sorted(game.offers(), key=lambda each: each.number)  # whatever their family
        self._offers = {offer.id: offer for offer in offers}
        self._table = table
        self.tell_task()
        self.head.show(lambda width: [paint.header(table, t, width), say(("─" * width, RULE))])
        self._show_figures(table)
        tall, large = self.tall, self.size.width >= LARGE
        if table.turn != self._turn:  # an Enter meant for the page before gives nothing
            self._turn, self._told = table.turn, False
            self.orders.unmark()
        rows = order_rows(table, offers, t, reasons=large, airy=tall)
        self.orders.set_rows(rows)
        waiting, council = self.waiting(), game.council()
        self.brief.show(
            lambda width: brief(table, waiting, council, t, width, self.brief.size.height or 16)
        )
        self.next.show(lambda width: [paint.what_next(table, t, width, self.confirm)])
        self._show_detail()

    def _show_figures(self, table: TableView) -> None:
        """The list of figures; in a narrow window a few of them at a time."""
        self.figures.set_rows(figure_rows(table.figures, self.desk.speech))
        if self.wide:
            most = max(LOW_FIGURES, self.size.height - PLOT_HEIGHT - 12)
        else:
            most = max(LOW_FIGURES, self.size.height // 4)
        self.figures.styles.max_height = most

    def _show_detail(self) -> None:
        """The lower strip: what the chosen line is."""
        chosen, figure, t = self.orders.chosen or "", self._chosen_figure(), self.t
        if self.figures.has_focus and figure is not None:
            shown = figure
            self._explain(lambda width, height: paint.figure_detail(shown, t, width))
        elif chosen.startswith(OFFER) and (offer := self._offers.get(chosen[len(OFFER) :])):
            self._explain(lambda width, height: paint.offer_detail(offer, t, height, width))
        elif chosen.startswith(PLAN):
            line = self._table.plan[int(chosen[len(PLAN) :]) - 1]
            self._explain(lambda width, height: paint.plan_detail(line, t, width))
        else:
            self._explain(lambda width, height: wrap(say((t("offers.unmarked"), QUIET)), width))
        self._show_plot(figure)

    def _explain(self, draw: Callable[[int, int], Lines]) -> None:
        """Put an explanation under a thin rule into the lower strip, for its width and height."""
        sheet = self.side if self.wide else self.detail

        def under_rule(width: int) -> Lines:
            room = sheet.size.height - 1 if self.wide else LOW_ROOM + 2 * self.tall
            return [say(("─" * width, RULE)), *draw(width, max(LOW_ROOM, room))]

        sheet.show(under_rule)

    def _show_plot(self, figure: FigureView | None) -> None:
        """In a wide window, the chosen figure over time."""
        if figure is None or not self.wide:
            return
        view, words = self.desk.game.graph(figure.name), self.desk.speech

        def draw(width: int) -> Lines:
            height = max(5, min(PLOT_HEIGHT, self.plot.size.height - 4))
            return [BLANK, *curve(view, words, width, height)]

        self.plot.show(draw)

    def hints(self) -> Sequence[Hint]:
        """The keys of the table; Enter says what it does to the chosen line."""
        chosen = self.orders.chosen or ""
        enter = "why" if self.figures.has_focus else "drop" if chosen.startswith(PLAN) else "give"
        first = self.hint("↵", enter, "enter")
        if not chosen and not self.figures.has_focus:
            first = self.hint("↑↓", "mark", "mark")
        hints = [first, self.hint("e", "end", "end_turn")]
        if self.waiting():
            hints.append(self.hint("a", "scene", "scene"))
        return (
            *hints,
            self.hint("w", "why", "why"),
            self.hint("g f", "chart", "chart"),
            self.hint("n", "news", "go_to('news')"),
            self.hint("o", "orders", "go_to('orders')"),
            self.hint("c", "codex", "codex"),
            self.hint("k", "council", "go_to('council')"),
            self.hint("p", "pipeline", "go_to('pipeline')"),
            self.hint("u", "undo", "undo"),
            self.hint("s", "save", "go_to('save')"),
            self.hint("l", "language", "language"),
            self.hint("q", "leave", "back"),
            self.hint("?", "help", "help"),
        )

    # ------------------------------------------------------------------ the lists

    def _chosen_figure(self) -> FigureView | None:
        """The figure under the mark, or the first one."""
        by_name = {figure.name: figure for figure in self._table.figures}
        return by_name.get(self.figures.chosen or "", next(iter(by_name.values()), None))

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another line is chosen."""
        self._show_detail()
        self.keys.show(self.hints())

    def show_focus(self) -> None:
        """Another list has the keys: explain its line."""
        self._show_detail()
        self.keys.show(self.hints())

    def on_menu_left(self, event: Menu.Left) -> None:
        """The arrow keys run from the figures into the offers and back."""
        focus_on(self.orders if event.menu is self.figures else self.figures)
        if event.menu is self.figures and self.orders.chosen is None:
            self.action_mark()

    def on_menu_unmarked(self) -> None:
        """An Enter that was meant for another page gives nothing; say once how one gives."""
        if not self._told:
            self._told = True
            self.tell(self.t("offers.unmarked"))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter or a click on a line."""
        event.stop()
        chosen = event.option_id or ""
        if event.option_list is self.figures:
            self.open("why", chosen)
        elif chosen.startswith(PLAN):
            self.change(lambda: self.desk.game.drop(int(chosen[len(PLAN) :])))
        elif chosen.startswith(OFFER):
            self.give(self._offers[chosen[len(OFFER) :]])

    def topics(self) -> Sequence[CodexTitle]:
        """The chosen figure, or the chosen order."""
        chosen, game = self.orders.chosen or "", self.desk.game
        if self.figures.has_focus and (figure := self._chosen_figure()):
            return game.codex_topics("figure", figure.name)
        if chosen.startswith(OFFER):
            return game.codex_topics("order", chosen[len(OFFER) :])
        if chosen.startswith(PLAN):
            line = self._table.plan[int(chosen[len(PLAN) :]) - 1]
            return game.codex_topics("order", line.order_id)
        return ()

    # ------------------------------------------------------------------ the keys

    async def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        (self.figures if self.figures.has_focus else self.orders).action_select()

    def action_mark(self) -> None:
        """Put the mark on the first order, for the mouse."""
        self.orders.action_cursor_down()

    def action_digit(self, number: int) -> None:
        """Put the mark on the offer of this number, or of the one that it ends."""
        offer = self.numbered(number, self._offers.values())
        if offer is not None and self.orders.choose(f"{OFFER}{offer.id}"):
            focus_on(self.orders)

    def asked(self, offer: OfferView) -> None:
        """The line below tells the price of what is written on the card, as long as it is there."""
        self._offers[offer.id] = offer
        self._show_detail()

    def action_why(self) -> None:
        """The causes of the chosen figure's change."""
        if figure := self._chosen_figure():
            self.open("why", figure.name)

    def action_chart(self) -> None:
        """The chosen figure over time."""
        if figure := self._chosen_figure():
            self.open("chart", figure.name)

    def action_back(self) -> None:
        """Ask whether to leave the game."""
        self.open("leave")

    def action_reload(self) -> None:
        """Read the content again, in a game that watches it."""
        told = self.desk.host.reload(self.desk.game)
        self.tell_long(self.t("mods.reload.off") if told is None else told)
        self.desk.speak(self.desk.lang)
        self.redraw()

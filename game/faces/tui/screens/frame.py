"""What do all screens have in common?

The desk, the way back, help, the language key, the key bar, and `redraw()`, which shows the
present state again in the present language. A `Card` is a frame that leaves the one below in
sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.events import DescendantFocus, Resize
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from game.errors import GameError
from game.faces.tui.desk import Desk
from game.faces.tui.lines import clean, clip, say
from game.faces.tui.look import AMBER
from game.faces.tui.screens import make_screen
from game.faces.tui.widgets.keybar import Hint, KeyBar, Notes
from game.faces.tui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from game.session.views import CodexTitle

Answer = TypeVar("Answer")
Window = tuple[Size, bool, bool]  # its cells, and whether it counts as wide and as tall
SMALLEST = (80, 24)

# An AZERTY keyboard sends the second name where others send a digit.
DIGIT_KEYS = (
    ("1", "ampersand"),
    ("2", "é"),
    ("3", "quotation_mark"),
    ("4", "apostrophe"),
    ("5", "left_parenthesis"),
    ("6", "minus"),
    ("7", "è"),
    ("8", "underscore"),
    ("9", "ç"),
)
DIGITS: list[BindingType] = [
    Binding(",".join(keys), f"digit({keys[0]})", show=False) for keys in DIGIT_KEYS
]
ZERO = Binding("0,à", "digit(0)", show=False)  # where there are more than nine to choose from
HELP = Binding("question_mark,f1", "help", show=False)
BACK = Binding("q,escape,backspace", "back", show=False)


class Frame(Screen[Answer], inherit_bindings=False):
    """A whole window."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", show=False),
        Binding("shift+tab", "app.focus_previous", show=False),
        Binding("l", "language", show=False),
        HELP,
        BACK,
    ]
    REFLOWS = False  # what is drawn depends on the height that notes leave
    TOPIC = ""  # which part of the help this screen is about

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (132, "-wide")]
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]
        self.desk = desk
        self.keys = KeyBar()
        self.drawn_for: Window | None = None  # what was last drawn for
        self.too_small = Sheet(id="too-small")
        self.notes = Notes()

    def compose(self) -> ComposeResult:
        """The screen's own widgets, then the key bar."""
        yield self.too_small
        yield from self.parts()
        yield self.notes
        yield self.keys

    def parts(self) -> ComposeResult:
        """The widgets of this screen; each screen says its own."""
        yield from ()

    def hints(self) -> Sequence[Hint]:
        """The keys to show; each screen says its own."""
        return (self.hint("q", "back", "back"), self.hint("?", "help", "help"))

    def show(self) -> None:
        """Draw the present state into the widgets; each screen says how."""

    @property
    def wide(self) -> bool:
        """Whether there is room for a third column."""
        return self.has_class("-wide")

    @property
    def tall(self) -> bool:
        """Whether there is room for blank lines and long texts."""
        return self.has_class("-tall")

    @property
    def window(self) -> Window:
        """What the drawing depends on."""
        return self.size, self.wide, self.tall

    def t(self, key: str, **values: object) -> str:
        """A word of this face."""
        return self.desk.t(key, **values)

    def hint(self, key: str, word: str, action: str) -> Hint:
        """A key of the key bar, worded."""
        return Hint(key, self.t(f"key.{word}"), action)

    def redraw(self) -> None:
        """Show everything again: after a change of the game, the language or the window."""
        if self.is_mounted and self in self.app.screen_stack:  # not on its way out
            self.drawn_for = self.window
            self.show()
            self.keys.show(self.hints())

    def on_screen_resume(self) -> None:
        """First drawing; and again after another screen, which may have changed anything."""
        self._notes_told()
        self.redraw()

    def show_notes(self) -> None:
        """What is said at the moment, on lines of its own."""
        self._notes_told()
        if self.REFLOWS:
            self.call_after_refresh(self.redraw)

    def _notes_told(self) -> None:
        notes = getattr(self.app, "notes", [])
        if self.is_mounted and (notes or self.notes.display):
            self.notes.tell(tuple(notes))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Other keys may work now."""
        if self.drawn_for is not None:
            self.show_focus()

    def show_focus(self) -> None:
        """What changes on the screen when another widget has the keys."""
        self.keys.show(self.hints())

    def on_resize(self, event: Resize) -> None:
        """Say so when the window is too small, and go on working."""
        small = event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1]
        self.set_class(small, "-too-small")
        words = self.t(
            "too_small",
            width=event.size.width,
            height=event.size.height,
            least_width=SMALLEST[0],
            least_height=SMALLEST[1],
        )
        self.too_small.show(lambda width: [clip(say((words, AMBER)), width)])
        self.call_after_refresh(self._redraw_at_size)

    def _redraw_at_size(self) -> None:
        """Draw again when the window is not the one that was drawn for."""
        if self.window != self.drawn_for:
            self.redraw()

    def open(self, name: str, *args: Any, then: Any = None) -> None:
        """Put another screen on top; `then` gets its answer."""
        self.app.push_screen(make_screen(name, self.desk, *args), then)

    def open_instead(self, name: str, *args: Any) -> None:
        """Replace this screen by another."""
        self.app.switch_screen(make_screen(name, self.desk, *args))

    def sit_down(self, fresh: bool = False) -> None:
        """Go to the table of the game that was begun or loaded, or to its end."""
        game = self.desk.game
        self.tell_notice()
        screen = ("epilogue",) if game.finished else ("table", fresh)
        self.to_title(keep=True)
        self.app.push_screen(make_screen(screen[0], self.desk, *screen[1:]))

    def to_title(self, keep: bool = False) -> None:
        """Put the game away and go back to the first screen."""
        if not keep:
            self.desk.play = None
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()

    def warn(self, error: GameError) -> None:
        """Say why something could not be done."""
        words = self.desk.host.said(error, self.desk.lang)
        self.app.notify(clean(words), severity="warning", markup=False, timeout=6)

    def tell(self, words: str) -> None:
        """Say that something was done."""
        self.app.notify(clean(words), markup=False, timeout=4)

    def tell_notice(self) -> None:
        """Say once what the game has to say beside its views: of a save, of its content."""
        if self.desk.game.notice:
            self.tell_long(self.desk.game.notice)
            self.desk.game.notice = ""

    def tell_long(self, words: str) -> None:
        """Say something that takes longer to read, line by line."""
        lines = "\n".join(clean(line) for line in words.split("\n"))
        self.app.notify(lines, markup=False, timeout=4 + len(words) / 25)

    def action_back(self) -> None:
        """To the screen below."""
        self.dismiss(None)

    def action_noop(self) -> None:
        """What the mouse does on a key that only moves: nothing."""

    def action_go_to(self, name: str) -> None:
        """Put a screen on top that needs nothing but the desk."""
        self.open(name)

    def topics(self) -> Sequence[CodexTitle]:
        """The pages of the encyclopaedia about what the cursor stands on; none: all of them."""
        return ()

    def action_codex(self) -> None:
        """The encyclopaedia, open at what the cursor stands on."""
        try:
            topics = self.topics()
        except GameError as error:
            self.warn(error)
            return
        self.open("codex", topics)

    def action_keep_book(self) -> None:
        """Write the chronicle into a file and say where it is."""
        try:
            path = self.desk.host.keep_book(self.desk.game)
        except GameError as error:
            self.warn(error)
            return
        self.tell_long(self.t("book.written", path=str(path)))

    def action_help(self) -> None:
        """Keys and words of the game."""
        self.open("help", self.TOPIC)

    def action_language(self) -> None:
        """Turn every screen to the other language."""
        self.desk.speak(self.desk.other_language())
        self.redraw_all()
        self.tell(self.t("language.now"))

    def redraw_all(self) -> None:
        """Show the present state on every screen, also on those that look out from behind."""
        for screen in self.app.screen_stack:
            if isinstance(screen, Frame):
                screen.redraw()


class Card(Frame[Answer]):
    """A smaller window over the one below, which stays in sight."""


def focus_on(widget: Widget) -> None:
    """Give a widget the keys, if it is on the screen and may have them."""
    if widget.focusable:
        widget.focus(scroll_visible=False)

"""How does one answer a scene?

A card over the table: the text and the advice, the choices by number or mark, then the result. No
choice is marked when the card opens, so that an Enter meant for the page before answers nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import OptionList

from game.errors import GameError
from game.faces.tui.desk import Desk
from game.faces.tui.lines import BLANK, Lines, fit
from game.faces.tui.paint import scene as paint
from game.faces.tui.screens.frame import DIGITS, Card, focus_on
from game.faces.tui.widgets.keybar import Hint
from game.faces.tui.widgets.menu import Menu, Row
from game.faces.tui.widgets.sheet import Scroller, Sheet
from game.session.views import ChoiceView, CodexTitle, SceneView

SHORTEST_TEXT = 5  # lines of text that are always in sight, and all that is to be answered at first
LONG, SHORT = 9, 1  # lines that say what a choice moves: the marked one's, the others'


class SceneCard(Card[None]):
    """One scene, answered or put off."""

    CSS_PATH = "scene.tcss"
    TOPIC = "scene"
    REFLOWS = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "go_on", show=False),
        Binding("pageup", "page(-1)", show=False, priority=True),
        Binding("pagedown", "page(1)", show=False, priority=True),
        Binding("c", "codex", show=False),
        *DIGITS,
    ]

    def __init__(self, desk: Desk, number: int) -> None:
        super().__init__(desk)
        self._number = number
        self._tight = False  # the window is too low for all that every choice moves
        self._folded = False  # so low that no choice says all before one is marked
        self._cut: frozenset[int] = frozenset()  # the choices that do not say all unless marked
        self._foot_lines = 1
        self._told = False  # that nothing is marked
        self._unfolded = ""  # the choice that says it all nevertheless
        self.head, self.text = Sheet(id="scene-head"), Scroller(id="scene-text")
        self.choices = Menu(id="choices", careful=True, unmarked=True)
        self.foot = Sheet(id="scene-foot")

    def parts(self) -> ComposeResult:
        """The card."""
        with Container(classes="card", id="scene"):
            yield self.head
            yield self.text
            yield self.choices
            yield self.foot

    def on_mount(self) -> None:
        """Where the keys go first."""
        focus_on(self.choices)

    @property
    def _scene(self) -> SceneView:
        """The scene of this card, as it stands."""
        return next(one for one in self.desk.game.scenes() if one.number == self._number)

    def show(self) -> None:
        """The scene, or its result once it is answered."""
        scene, t, roomy = self._scene, self.t, self.tall
        self._share_height(scene)
        self.head.show(lambda width: paint.scene_head(scene, width))
        self.foot.show(lambda width: self._foot(scene, width))
        self.choices.display = scene.answered is None
        if scene.answered is None:
            self.text.show(
                lambda width: [*paint.scene_text(scene, t, width, roomy), *self._rest(scene, width)]
            )
            self._show_choices(scene)
        else:
            self.text.show(lambda width: paint.scene_result(scene, t, width), top=True)

    def _show_choices(self, scene: SceneView) -> None:
        """The choices; when they are long, only the marked one says all that it moves."""
        open_ = [str(one.number) for one in scene.choices if one.refused is None]
        marked = self.choices.chosen
        first = "" if self._folded else next(iter(open_), str(scene.choices[0].number))
        self._unfolded = marked or first
        self.choices.set_rows(
            _choice_row(one, LONG if not self._tight or self._unfolds(one) else SHORT)
            for one in scene.choices
        )

    def _unfolds(self, choice: ChoiceView) -> bool:
        return str(choice.number) == self._unfolded

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another choice is marked: it opens, and the one before closes."""
        if self._tight and event.option_id != self._unfolded:
            self._share_height(self._scene)
            self._show_choices(self._scene)
        self.keys.show(self.hints())

    def _share_height(self, scene: SceneView) -> None:
        """Give the choices their lines and the text the rest of the window."""
        roomy = self.tall
        width = min(self.size.width, 92 if self.wide else 80) - (8 if roomy else 6)
        self._foot_lines = 3 if roomy else 1
        # Key bar and border; the blank lines between the parts and the card's own padding.
        room = self.size.height - 1 - self.notes.rows(self.size.width) - 2 - (6 if roomy else 1)
        room -= len(paint.scene_head(scene, width)) + len(self._foot(scene, width))
        choices = 0
        if scene.answered is None:
            whole = [len(paint.choice_lines(one, width - 3)) for one in scene.choices]
            short = [len(paint.choice_lines(one, width - 3, SHORT)) for one in scene.choices]
            asked = max(SHORTEST_TEXT, len(paint.what_happens(scene, width)))
            self._tight = sum(whole) > room - asked
            self._cut = frozenset(
                one.number
                for one, tall, low in zip(scene.choices, whole, short, strict=True)
                if self._tight and tall > low
            )
            opened = max(tall - low for tall, low in zip(whole, short, strict=True))
            self._folded = self._tight and sum(short) + opened > room - asked
            unmarked = self._folded and self.choices.chosen is None
            choices = sum(short) + (0 if unmarked else opened) if self._tight else sum(whole)
        choices = min(choices, max(4, room - SHORTEST_TEXT))
        text = paint.scene_text(scene, self.t, width, roomy)
        spare = room - choices - len(text)
        room += len(self._foot(scene, width))
        self._foot_lines += max(0, spare)
        room -= len(self._foot(scene, width))
        self.choices.styles.height = choices
        height = max(SHORTEST_TEXT, room - choices)
        if len(text) > height:  # it is drawn beside a scrollbar
            text = paint.scene_text(scene, self.t, width - 1, roomy)
        self.text.styles.max_height = paint.whole_voices(text, height, scene)
        self.call_after_refresh(lambda: self.keys.show(self.hints()))

    def _foot(self, scene: SceneView, width: int) -> Lines:
        """Where the scene comes from; one line in a low window, unless the text leaves more."""
        return fit(self._provenance(scene, width), self._foot_lines, width)

    def _rest(self, scene: SceneView, width: int) -> Lines:
        """The same whole, under the text, where the foot has no room for its reservations."""
        whole = self._provenance(scene, width)
        return [BLANK, *whole] if self._foot(scene, width) != whole else []

    def _provenance(self, scene: SceneView, width: int) -> Lines:
        return paint.provenance(scene.kind_label, scene.sources, self.t, width)

    def hints(self) -> Sequence[Hint]:
        """Choose, or go on."""
        if self._scene.answered is not None:
            keys = [self.hint("↵", "go_on", "go_on")]
        else:
            last = len(self._scene.choices)
            keys = [self.hint(f"1–{last}", "choose", "noop")] if last > 1 else []
            if self.choices.chosen is None:
                keys.append(self.hint("↑↓", "mark", "mark"))
            else:
                keys.append(self.hint("↵", "choose_this", "enter"))
            keys.append(self.hint("q", "later", "back"))
            if self.text.max_scroll_y > 0:
                keys.insert(0, self.hint("pg↓", "read", "page(1)"))
        return (
            *keys,
            self.hint("c", "codex", "codex"),
            self.hint("l", "language", "language"),
            self.hint("?", "help", "help"),
        )

    def topics(self) -> Sequence[CodexTitle]:
        """What the scene names, who speaks in it, and the claims behind it."""
        return self.desk.game.codex_topics("scene", str(self._number))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A choice by Enter or click."""
        event.stop()
        self.action_digit(int(event.option_id or "0"))

    def on_menu_unmarked(self) -> None:
        """An Enter that was meant for another page answers nothing; say once how one answers."""
        if not self._told:
            self._told = True
            self.tell(self.t("scene.unmarked"))

    def action_digit(self, number: int) -> None:
        """A choice by its number; a refused one says why, one that is cut says all first."""
        scene = self._scene
        choice = next((one for one in scene.choices if one.number == number), None)
        if choice is None or scene.answered is not None:
            return
        is_cut = number in self._cut and self._unfolded != str(number)
        self.choices.choose(str(number))
        if is_cut and choice.refused is None:
            self.tell(self.t("scene.unfolded", n=number))
            return
        if choice.refused is not None:
            self.tell(choice.refused)
            return
        try:
            self.desk.game.choose(self._number, number)
        except GameError as error:
            self.warn(error)
            return
        self.redraw_all()
        focus_on(self.text)

    def action_go_on(self) -> None:
        """After the result: the next scene, or the table."""
        if self._scene.answered is None:
            return
        waiting = [one for one in self.desk.game.scenes() if one.answered is None]
        if waiting:
            self.open_instead("scene", waiting[0].number)
        else:
            self.dismiss(None)

    def action_back(self) -> None:
        """Put the scene off, or go on when it is answered."""
        if self._scene.answered is None:
            self.dismiss(None)
        else:
            self.action_go_on()

    def action_page(self, direction: int) -> None:
        """Read on in a long text while the choices keep the keys."""
        self.text.scroll_relative(y=direction * max(1, self.text.size.height - 1), animate=False)

    def action_mark(self) -> None:
        """Put the mark on the first choice, for the mouse."""
        self.choices.action_cursor_down()

    def action_enter(self) -> None:
        """The key bar's Enter, for the mouse."""
        self.choices.action_select()


def _choice_row(choice: ChoiceView, most: int) -> Row:
    """A choice in the list; a refused one can be read, not made."""
    return Row(str(choice.number), lambda width: paint.choice_lines(choice, width, most))

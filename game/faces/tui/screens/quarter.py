"""How does a quarter end, and the next one begin?

Ending asks once more while a scene waits or an order has become vain; then come the newspaper, the
scenes and the table.
"""

from __future__ import annotations

from collections.abc import Callable

from game.errors import GameError
from game.faces.tui.desk import Desk
from game.faces.tui.screens.giving import GivingFrame
from game.faces.tui.widgets.sheet import Sheet
from game.session.views import SceneView


class QuarterFrame(GivingFrame):
    """A screen from which the quarter is ended."""

    def __init__(self, desk: Desk, fresh: bool = False) -> None:
        super().__init__(desk)
        self._fresh = fresh  # a new game opens on its newspaper and its first scene
        self.confirm = False  # `e` was pressed once, and something was to be said
        self._tasks_done = -1  # when the table was last looked at; −1 before the first look
        self.next = Sheet(id="next", click="end_turn")

    def begin_run(self) -> None:
        """Once, in a new game: the briefing, and the first scene."""
        if self._fresh:
            self._fresh = False
            self.call_after_refresh(self._begin_quarter, True)

    def tell_task(self) -> None:
        """Say so when a task has been done since the last look."""
        game, before = self.desk.game, self._tasks_done
        self._tasks_done = game.tasks()[0]
        if before >= 0 and (told := game.task_told(before)):
            self.tell(told)

    def waiting(self) -> list[SceneView]:
        """The scenes that have no answer yet."""
        return [scene for scene in self.desk.game.scenes() if scene.answered is None]

    def change(self, act: Callable[[], object]) -> None:
        """Another plan: what was said about ending the quarter no longer holds."""
        self.confirm = False
        super().change(act)

    def action_scene(self) -> None:
        """Open the first scene that waits."""
        waiting = self.waiting()
        if waiting:
            self.open("scene", waiting[0].number)
        else:
            self.tell(self.t("scene.none"))

    def action_end_turn(self) -> None:
        """End the quarter; ask once more while a scene waits, or an order would be in vain."""
        in_vain = any(line.vain for line in self.desk.game.plan())
        if (in_vain or self.waiting()) and not self.confirm:
            self.confirm = True
            self.next.refresh(layout=True)
            self.redraw()
            return
        self.confirm = False
        try:
            self.desk.game.end_turn()
        except GameError as error:
            self.warn(error)
            return
        self.app.clear_notifications()  # they were of the quarter that is over
        self.tell_notice()
        if self.desk.game.finished:
            self._tell_tidings()
            self.open_instead("epilogue")
        else:
            self.redraw()
            self._begin_quarter()

    def _begin_quarter(self, opening: bool = False) -> None:
        """The newspaper first (or the briefing of a new run), then the scenes, then the table."""
        if opening or self.desk.game.news() or self.desk.game.brought():
            self.open("news", opening, then=lambda _: self._first_scene())
        else:
            self._tell_tidings()
            self._first_scene()

    def _tell_tidings(self) -> None:
        """What the newspaper would have told first, where none is opened."""
        for told in self.desk.game.tidings():
            self.tell_long(told)

    def _first_scene(self) -> None:
        """Open the scene that waits, if one does."""
        if self.waiting():
            self.action_scene()

"""Does the game follow when somebody writes its content while it is played?

A session that looks at the content files before each end of turn. A good edit becomes the rules of
the next quarter; a bad one is told, with its line, and the game keeps the rules it had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game.content import freshness, load
from game.content.ruleset import BROKEN, HIDDEN, LOST
from game.errors import ContentError, GameError, Problem
from game.session.session import Session, message

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.views import TableView

SHOWN = 3  # errors that are told at once


class WatchedSession(Session):
    """A playthrough whose rules follow the files."""

    def __init__(self, ruleset: Ruleset, *args: Any, **more: Any) -> None:
        super().__init__(ruleset, *args, **more)
        asked = (BROKEN, LOST)
        self._wanted = tuple(mod.id for mod in ruleset.mods if mod.enabled or mod.why in asked)
        self._seen = self._glanced = freshness.stamps()

    def glance(self) -> None:
        """Say once that an edit was seen, before the end of the turn at which it is read."""
        now = freshness.stamps()
        if now not in (self._seen, self._glanced):
            told = self.words.t("mods.reload.seen")
            self.notice = "\n".join(each for each in (self.notice, told) if each)
        self._glanced = now

    def end_turn(self) -> TableView:
        """Look at the files, then play the quarter under the rules that hold now."""
        told = "" if freshness.stamps() == self._seen else self.reload()
        table = super().end_turn()
        self.notice = "\n".join(each for each in (told, self.notice) if each)
        return table

    def reload(self) -> str:
        """Read the content again and say what came of it."""
        self._seen = freshness.stamps()
        say = self.words.t
        try:
            ruleset = load(mods=self._wanted)
        except ContentError as error:
            return self._refused(error.problems)
        if lost := self._newly_broken(ruleset):
            return self._refused(lost)
        if ruleset.hash == self.ruleset.hash and ruleset.word_table == self.ruleset.word_table:
            return say("mods.reload.same")
        try:
            self.adopt(ruleset)
        except GameError as error:
            return say("mods.reload.unfit", why=message(error, self.words))
        return say("mods.reload.done")

    def _newly_broken(self, ruleset: Ruleset) -> list[Problem]:
        """The errors of the mods that are in play and would go off."""
        playing = {mod.id for mod in self.ruleset.mods if mod.enabled}
        return [
            problem
            for mod in ruleset.mods
            if mod.id in playing and not mod.enabled and mod.why != HIDDEN
            for problem in mod.problems
        ]

    def _refused(self, problems: list[Problem]) -> str:
        """That the old rules stay, and the first errors, each with its line."""
        from game.content.said import in_language

        errors = [each for each in problems if each.severity == "error"] or problems
        told = [each.report(in_language(self.words.lang)) for each in errors[:SHOWN]]
        return "\n".join([self.words.t("mods.reload.bad"), *told])

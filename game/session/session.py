"""What can one do with a playthrough?

The one object every face talks to: plan, choose, end the quarter, save; looking and reading are
`onlooker.py`. The rules of a quarter are in `flow.py`, the disk in `store.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.variants import rules_of
from game.errors import IllegalOrder, SaveError
from game.later import later
from game.session import counsel, flow, needs, store
from game.session.hold import Hold, hold
from game.session.locations import file_stem, saves_folder, usable
from game.session.onlooker import Onlooker
from game.session.plan import Plan
from game.session.save_bytes import BadSave
from game.session.standing import Setup, Standing
from game.session.views import CouncilLine, PlanLine, SceneView, TableView

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session import (
        acting,
        adopting,
        annals,
        naming,
        records,
        remembering,
        save_hints,
        sharing,
    )
else:  # what nobody does before the first table
    acting, adopting = later("game.session.acting"), later("game.session.adopting")
    annals, naming = later("game.session.annals"), later("game.session.naming")
    records, remembering = later("game.session.records"), later("game.session.remembering")
    save_hints, sharing = later("game.session.save_hints"), later("game.session.sharing")

message = store.worded  # an error in the words of a language: what, where, hint


class Session(Onlooker):
    """One playthrough of one seat.

    While another process has the same playthrough open, this one may be played but is not saved
    under its name; saved under another, it becomes a playthrough of its own.
    """

    def __init__(
        self,
        ruleset: Ruleset,
        setup: Setup,
        standing: Standing,
        lang: str = "en",
        *,
        folder: Path | None = None,
        autosaves: bool = True,
    ) -> None:
        super().__init__(rules_of(ruleset, setup.scenario), setup, standing, lang)
        self.folder = folder
        self.autosaves = autosaves
        self.notice = ""  # of loading or an automatic save; a face shows it once
        self.read_only = False
        self._unkept = False  # the last automatic save was refused, which is told once
        self._hold: Hold | None = None
        self._opened = standing
        self._unsettled = False  # the first automatic save is still to be written
        self._remembered: frozenset[str] = frozenset()  # the scenes that the annals have of it

    @classmethod
    def new(
        cls,
        ruleset: Ruleset,
        scenario: str = "autumn_2022",
        seat: str = "china",
        seed: int = 1,
        difficulty: str = "normal",
        lang: str = "en",
        *,
        folder: Path | None = None,
        autosaves: bool = True,
        drawn: bool = False,
        settled: bool = True,
    ) -> Session:
        """Sit down at the first table; raises GameError for an unknown scenario or chair.

        With a seed that was drawn, scenes that the seat met in earlier playthroughs step back;
        with one that somebody named, the game is the same whoever plays it. Unless it is to be
        `settled` at once, the caller says `settle` when the table is in sight.
        """
        seat = store.seat_named(ruleset, seat)
        setup = Setup(scenario, seat, int(seed), difficulty, store.new_playthrough())
        store.check_setup(ruleset, setup)
        rules = rules_of(ruleset, setup.scenario)
        known = annals.read(folder or saves_folder()).known(seat) if drawn else {}
        session = cls(
            ruleset,
            setup,
            flow.begin(rules, setup, remembering.familiar(rules, seat, known)),
            lang,
            folder=folder,
            autosaves=autosaves,
        )
        session._take()
        session._unsettled = True
        if settled:
            session.settle()
        return session

    @classmethod
    def load(
        cls,
        ruleset: Ruleset,
        path: Path | str,
        lang: str | None = None,
        *,
        folder: Path | None = None,
        autosaves: bool = True,
    ) -> Session:
        """The playthrough of a save (a path, a name or "latest"); raises SaveError."""
        loaded = store.load(ruleset, path, folder)
        session = cls(
            ruleset,
            loaded.setup,
            loaded.standing,
            lang or loaded.lang,
            folder=folder,
            autosaves=autosaves,
        )
        session._take()
        words = session.words
        said = [needs.told(ruleset, loaded.standing.aside, words)]
        if loaded.fitted and not said[0]:
            said.append(words.t("session.save.fitted"))
        said.append(needs.returned(loaded.header, ruleset, words))
        said.append(needs.only_here(ruleset, words))
        if session.read_only:
            said.append(words.t("saves.read_only"))
        session.notice = " ".join(each for each in said if each)
        return session

    # --------------------------------------------------------------------------- acting

    def do(self, order_id: str, amount: float | None = None) -> PlanLine:
        """Put an order into the plan, or change how much of it; raises IllegalOrder."""
        self._must_run()
        item = acting.checked_order(self._sight, self.standing.plan, order_id, amount)
        self._set_plan(self.standing.plan.put(item))
        return next(line for line in self.plan() if line.order_id == order_id)

    def undo(self) -> bool:
        """Take back the last edit of the plan; whether there was one."""
        return self._set_plan(self.standing.plan.undo())

    def redo(self) -> bool:
        """Give back the edit that was undone last; whether there was one."""
        return self._set_plan(self.standing.plan.redo())

    def drop(self, number: int) -> PlanLine:
        """Take an order out of the plan by its number; raises IllegalOrder."""
        lines = self.plan()
        try:
            plan = self.standing.plan.drop(number)
        except IndexError:
            what = self.words.t("session.refused.no_number", n=number)
            hint = self.words.t("session.hint.plan")
            raise IllegalOrder(what, "", hint) from None
        self._set_plan(plan)
        return lines[number - 1]

    def choose(self, scene_no: int, choice_no: int) -> SceneView:
        """Answer a scene by the numbers of the views; its effects are felt at once."""
        self._must_run()
        slot, choice = acting.checked_choice(self._sight, scene_no, choice_no)
        self.standing = flow.answer(self.ruleset, self.setup, self.standing, slot, choice)
        return self.scenes()[scene_no - 1]

    def ask(self, word: str) -> CouncilLine:
        """Have an adviser forecast one more figure under the plan; raises GameError."""
        self._must_run()
        advisor = acting.adviser_named(self._sight, word)
        sheet = flow.order_sheet(self.ruleset, self.setup, self.standing.world, self.standing.plan)
        now = self.standing
        said = counsel.asked(self.ruleset, self.setup, now.world, now.log, advisor, sheet)
        if said is None:
            what = self.words.t("session.council.nothing_new", name=advisor.name)
            raise IllegalOrder(what, "", self.words.t("session.hint.council"))
        self.standing = replace(now, log=now.log.with_forecasts((said,)))
        return next(line for line in self.council(full=True) if line.id == advisor.id)

    def end_turn(self) -> TableView:
        """Play the quarter and lay the next table; raises IllegalOrder once the run is over."""
        self._must_run()
        self.standing = flow.end_quarter(self.ruleset, self.setup, self.standing)
        self._epilogue = None
        self._autosave()
        return self.table()

    def adopt(self, ruleset: Ruleset) -> None:
        """Go on under other rules from here; raises SaveError and changes nothing if it cannot."""
        ruleset = rules_of(ruleset, self.setup.scenario)
        self.standing = adopting.adopted(self.ruleset, ruleset, self.setup, self.standing)
        self.ruleset, self._epilogue, self._futures = ruleset, None, None
        self._tried = None

    def glance(self) -> None:
        """Look, after each command, whether something has changed outside; nothing does here."""

    def _set_plan(self, plan: Plan) -> bool:
        changed = plan != self.standing.plan
        self.standing = replace(self.standing, plan=plan)
        return changed

    # --------------------------------------------------------------------------- keeping

    def save(self, name: str | None = None) -> Path:
        """Write a save under a name, or over this turn's automatic one; raises SaveError.

        While another window has the playthrough, a name makes it one of its own.
        """
        if name is not None:
            folder, mine = self.folder or saves_folder(), self.setup.playthrough
            naming.check(name, folder, mine, held=self.read_only)
        if self.read_only:
            if name is None:
                raise BadSave("held", "")
            self._begin_anew()
        return store.save(
            self.ruleset, self.setup, self.standing, self._lang, name=name, folder=self.folder
        )

    def settle(self) -> None:
        """Write the first automatic save of a new game, if that has not been done."""
        if self._unsettled:
            self._unsettled = False
            self._autosave()

    def leave(self) -> Path | None:
        """Save before leaving; None when there is nothing to save. Raises SaveError.

        What was played on while another process had the playthrough is kept as one of its own.
        """
        self.settle()
        if not self.read_only:
            return self.save()
        if self.standing is self._opened:
            return None
        self._begin_anew()
        return self.save()

    def share(self, file: str = "") -> Path:
        """Write the game as it stands to one new file to share; raises SaveError."""
        data = store.encoded(self.ruleset, self.setup, self.standing, self._lang)
        table = self.table()
        return sharing.export_bytes(data, file or file_stem(f"{table.seat_name} {table.quarter}"))

    @property
    def is_kept(self) -> bool:
        """Whether each quarter is saved as it ends, as far as one can see."""
        return self.autosaves and not self.read_only and usable(self.folder or saves_folder())

    def _begin_anew(self) -> None:
        self.setup = replace(self.setup, playthrough=store.new_playthrough())
        self._take()

    def _take(self) -> None:
        """Hold the playthrough, where it is going to be saved; else it is only looked at."""
        if self.autosaves:
            self._hold = hold(self.folder or saves_folder(), self.setup.playthrough)
            self.read_only = self._hold is None

    def _autosave(self) -> None:
        """Write the automatic save; a disk that refuses it must not stop the game."""
        if not self.autosaves:
            return
        told, self._unkept = self._unkept, False
        try:
            if self.read_only:
                raise BadSave("held", "")
            store.autosave(self.ruleset, self.setup, self.standing, self._lang, folder=self.folder)
        except SaveError as error:
            if not told:
                self.notice = message(
                    save_hints.unkept(error, self.folder or saves_folder()), self.words
                )
            self._unkept = not self.read_only
        if not self.read_only:
            self._remember()

    def _remember(self) -> None:
        """Write into the annals what this playthrough has met, and how it ended."""
        folder, known = self.folder or saves_folder(), self._remembered
        self._remembered = remembering.write(
            folder, self.ruleset, self.setup, self.standing.world, known, over=self.finished
        )

    def annals(self) -> annals.Annals:
        """What the folder of this game remembers of all games; nothing where none are kept."""
        return annals.read(self.folder or saves_folder()) if self.autosaves else annals.Annals()

    def _sat(self) -> Mapping[str, float | None]:
        return records.sat(self.ruleset, self.annals())

"""How does the terminal face get at the real game?

Answers what the menus ask, over the content and the session. The rules are read in a thread while
the title is already in sight; until they are there, the title speaks from this face's own words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from game.content import places
from game.content.first_words import FirstTable
from game.errors import GameError
from game.faces.options import PlayOptions
from game.faces.tui.desk import ModRow, Play, SaveRow, Speech, Switch
from game.faces.tui.title_words import FirstWords

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session.lobby import LevelChoice, ScenarioChoice, SeatChoice
    from game.session.records import Records
    from game.session.session import Session

WORDS_FILE = "words/tui.yaml"


class GameHost:
    """The content and the saves of this machine."""

    def __init__(self, options: PlayOptions) -> None:
        self._options = options
        self._rules: Future[Ruleset] = Future()
        self._reading = False
        self._switched = False  # a mod was switched on the screen of mods
        self._first: FirstTable | None = None

    def start(self, done: Callable[[Exception | None], None]) -> None:
        """Read the rules in a thread, unless that has begun; `done` hears the error, if any.

        It is called from that thread, or at once when the rules are there.
        """

        def told(rules: Future[Ruleset]) -> None:
            error = rules.exception()
            assert error is None or isinstance(error, Exception)
            done(error)

        self.read()
        if self._rules.done():
            told(self._rules)
        else:
            self._rules.add_done_callback(told)

    def read(self) -> None:
        """Begin to read the rules in a thread."""
        if not self._reading:
            self._reading = True
            threading.Thread(target=self._read, name="rules", daemon=True).start()

    def _read(self) -> None:
        _sweep()
        try:
            from game.content import load

            rules = load(mods=self._options.mods)
            from game.session import session  # noqa: F401 - so that the first game starts at once
        except Exception as error:
            self._rules.set_exception(error)
        else:
            self._rules.set_result(rules)

    @property
    def rules(self) -> Ruleset:
        """The rules; waits for them when they are still being read."""
        return self._rules.result()

    @property
    def ready(self) -> bool:
        """Whether the rules are there."""
        return self._rules.done() and self._rules.exception() is None

    def words(self, lang: str) -> Speech:
        """The words of a language; those of the title while the rules are being read."""
        if self.ready:
            return self.rules.words(lang)
        if self._first is None:
            self._first = FirstTable(places.base_dir() / WORDS_FILE)
        return FirstWords(lang, self._first)

    def notices(self, lang: str) -> Sequence[str]:
        """What must be said about mods that were put aside."""
        from game.content.ruleset import LOST
        from game.content.said import in_language

        say = in_language(lang)
        wanted, choice = self._options.mods, self._options.choice
        of_save = self._options.save is not None
        told = [
            f"{self.rules.words(lang).t('mods.stays_off', id=mod.id)} {problem.line_text(say)}"
            for mod in self.rules.mods
            if not mod.enabled and mod.id in wanted and not (of_save and mod.why == LOST)
            for problem in mod.problems[:1]
        ]
        if (named := self._options.scenario) and named not in self.rules.scenarios:
            told.append(self._no_scenario(named, lang))
        if choice is not None and choice.fault:
            from game.faces.mods_told import broken_file_text

            told.append(broken_file_text(choice, self.rules.words(lang)))
        return told

    def _no_scenario(self, named: str, lang: str) -> str:
        """Which scenarios there are, in the place of one that there is not."""
        from game.session import lobby
        from game.session.standing import Setup

        try:
            lobby.check(self.rules, self.rules.words(lang), Setup(named))
        except GameError as error:
            return str(error)
        return ""

    def said(self, error: GameError, lang: str) -> str:
        """An error in the words of a language."""
        if not self.ready:
            return str(error)
        from game.session.session import message

        return message(error, self.rules.words(lang))

    @property
    def newcomer(self) -> bool:
        """Whether nobody has played here before."""
        from game.session import lobby
        from game.session.locations import saves_folder

        return lobby.is_newcomer(saves_folder())

    @property
    def first_scenario(self) -> str:
        """The scenario on offer: the one that was named, or the usual one for this player."""
        from game.session import lobby

        named = self._options.scenario
        if named in self.rules.scenarios:
            return named
        return lobby.first_choice(self.rules, newcomer=self.newcomer)

    def scenarios(self, lang: str) -> Sequence[ScenarioChoice]:
        """The scenarios one may play, each with its text."""
        from game.session import lobby

        return lobby.scenarios(self.rules, self.rules.words(lang))

    def seats(self, scenario: str, lang: str) -> Sequence[SeatChoice]:
        """The seats one may take in a scenario, each with its question."""
        from game.session import lobby

        return lobby.seats(self.rules, scenario, self.rules.words(lang))

    def difficulties(self, lang: str) -> Sequence[LevelChoice]:
        """The difficulties and what they change, the usual one first."""
        from game.session import lobby

        return lobby.levels(self.rules, self.rules.words(lang))

    def saves(self, lang: str) -> Sequence[SaveRow]:
        """The saves of this machine, newest first, those that cannot be read last."""
        from game.faces.tui import save_rows

        return save_rows.rows(self.rules if self.ready else None, lang)

    def new(
        self,
        seat: str,
        seed: int,
        difficulty: str,
        lang: str,
        drawn: bool = False,
        scenario: str = "",
    ) -> Play:
        """Sit down in a seat; `drawn` says that nobody named the seed."""
        from game.session import lobby, store
        from game.session.session import Session
        from game.session.standing import Setup

        rules, usual = self.rules, Setup()
        where = scenario or self._options.scenario or usual.scenario
        chair, level = store.seat_named(rules, seat), difficulty or usual.difficulty
        lobby.check(rules, rules.words(lang), Setup(where, chair, seed, level))
        return self._kind(Session).new(rules, where, chair, seed, level, lang, drawn=drawn)

    def load(self, path: Path | str, lang: str) -> Play:
        """Take up a save, with its mods: a path, a name or "latest"."""
        from game.session import needs, store
        from game.session.session import Session

        bare = self._options.bare
        rules = self.rules if bare else needs.rules_for(self.rules, store.meant(path))
        return self._kind(Session).load(rules, path, lang)

    def _kind(self, usual: type[Session]) -> type[Session]:
        """A game that follows its content files, or the usual one."""
        if not self._options.watch:
            return usual
        from game.faces.watching import WatchedSession

        return WatchedSession

    def reload(self, play: Play) -> str | None:
        """Read the content again for a game that watches it, and say what came of it."""
        from game.faces.watching import WatchedSession

        return play.reload() if isinstance(play, WatchedSession) else None

    def mods(self, lang: str) -> Sequence[ModRow]:
        """Every mod there is."""
        from game.faces.tui import mod_rows

        return mod_rows.rows(self.rules.words(lang))

    def mods_on(self) -> int:
        """How many mods the next game will have, as far as that is known yet."""
        return sum(mod.enabled for mod in self.rules.mods) if self.ready else 0

    def mod_names(self, lang: str) -> Sequence[str]:
        """The mods that the next game will have."""
        words = self.rules.words(lang)
        return [words.text(mod.name) for mod in self.rules.mods if mod.enabled]

    def mods_folder(self) -> str:
        """Where the player's own mods belong."""
        return str(places.own_mods())

    def named_mods(self) -> str | None:
        """The mods that the command line named in the place of the player's choice, if it did."""
        return None if self._options.choice or self._switched else ", ".join(self._options.mods)

    def switch_mod(self, mod_id: str, on: bool, lang: str) -> Switch:
        """Switch a mod for the next game, which from now on has the player's own choice."""
        from game.faces.tui import mod_rows

        done, ruleset = mod_rows.switch(mod_id, on, self.rules.words(lang))
        if ruleset is not None:
            rules: Future[Ruleset] = Future()
            rules.set_result(ruleset)
            self._rules, self._switched = rules, True
        return done

    def records(self, lang: str) -> Records:
        """The best run of every chair and the endings seen."""
        from game.session.annals import read
        from game.session.locations import saves_folder
        from game.session.records import records

        return records(self.rules, read(saves_folder()), self.rules.words(lang))

    def keep_book(self, play: Play) -> Path:
        """Write the chronicle of a game beside the saves; raises GameError."""
        from game.faces.books import write_book
        from game.session.locations import file_stem, saves_folder
        from game.session.session import Session

        assert isinstance(play, Session)
        table = play.table()
        name = file_stem(f"{table.seat_name} {table.quarter}")
        return write_book(play, saves_folder() / f"{name}.html", again=True)

    def export_save(self, path: Path, file: str) -> Path:
        """Write a save to one file to share."""
        from game.session.sharing import export_save

        return export_save(path, file)

    def import_save(self, file: str, lang: str) -> str:
        """Take in a file that somebody shared; what is said of it."""
        from game.session.sharing import import_save, told

        return " ".join(told(import_save(self.rules, file), self.rules.words(lang)))


def _sweep() -> None:
    """Clear away what killed games left in the saves folder."""
    from game.session import hold, save_file
    from game.session.locations import saves_folder

    save_file.sweep(saves_folder())
    hold.sweep(saves_folder())

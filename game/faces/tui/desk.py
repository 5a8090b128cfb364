"""What do the screens share: the words, the game being played, and what the menus may ask for?

`Host` and `Play` say what the terminal face needs; the game's own session answers to `Play`, and
`host.py` to `Host`. No rule of the game is known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from game.errors import GameError
    from game.session.lobby import LevelChoice, ScenarioChoice, SeatChoice
    from game.session.records import Records
    from game.session.views import (
        CodexPage,
        CodexTitle,
        CouncilLine,
        EpilogueView,
        FigureView,
        ForecastView,
        GraphView,
        NewsItem,
        OfferView,
        PlanLine,
        SceneView,
        TableView,
        WhyView,
    )
    from game.session.work_views import PipelineView

LANGUAGES = ("en", "fr")


class Speech(Protocol):
    """The words of one language."""

    def t(self, key: str, **values: object) -> str: ...
    def number(self, x: float, digits: int = 0) -> str: ...
    def compact(self, x: float) -> str: ...
    def unit(self, value: float, unit: str, *, like: float = 0.0) -> str: ...
    def quarter(self, turn: int) -> str: ...


class Play(Protocol):
    """One playthrough, as the screens see it."""

    notice: str  # what loading has to say

    @property
    def lang(self) -> str: ...
    @lang.setter
    def lang(self, lang: str) -> None: ...
    @property
    def finished(self) -> bool: ...
    def briefing(self) -> str: ...
    def question(self) -> str: ...
    def table(self) -> TableView: ...
    def tasks(self) -> tuple[int, int]: ...
    def task_told(self, before: int) -> str: ...
    def tidings(self) -> Sequence[str]: ...
    def scenes(self) -> Sequence[SceneView]: ...
    def offers(self, family: str | None = None) -> Sequence[OfferView]: ...
    def figures(self) -> Sequence[FigureView]: ...
    def questions(self) -> Sequence[FigureView]: ...
    def price(self, order_id: str, amount: float) -> str: ...
    def plan(self) -> Sequence[PlanLine]: ...
    def do(self, order_id: str, amount: float | None = None) -> object: ...
    def undo(self) -> object: ...
    def drop(self, number: int) -> object: ...
    def choose(self, scene_no: int, choice_no: int) -> object: ...
    def end_turn(self) -> object: ...
    def news(self, turn: int | None = None) -> Sequence[NewsItem]: ...
    def why(self, name: str, turn: int | None = None) -> WhyView: ...
    def pipeline(self) -> PipelineView: ...
    def graph(self, name: str) -> GraphView: ...
    def forecasts(
        self, name: str, *, stop: Callable[[], bool] | None = None
    ) -> Iterable[ForecastView]: ...
    def codex_titles(self, word: str = "") -> Sequence[CodexTitle]: ...
    def codex_page(self, page_id: str) -> CodexPage | None: ...
    def codex_topics(
        self, kind: str, name: str = "", turn: int | None = None
    ) -> Sequence[CodexTitle]: ...
    def council(self, full: bool = False) -> Sequence[CouncilLine]: ...
    def council_note(self) -> str: ...
    def hear(self, lines: Iterable[CouncilLine]) -> None: ...
    def ask(self, word: str) -> CouncilLine: ...
    def epilogue(self) -> EpilogueView: ...
    def chronicle(self) -> Sequence[str]: ...
    def save(self, name: str | None = None) -> Path: ...
    def leave(self) -> Path | None: ...


@dataclass(frozen=True, slots=True)
class SaveRow:
    """One save in the list; `problem` says why it cannot be loaded."""

    path: Path
    title: str
    seat: str
    quarter: str
    when: str
    problem: str = ""
    automatic: bool = False  # written by the game at the end of a turn
    ended: bool = False  # the game that it is of has come to its end


@dataclass(frozen=True, slots=True)
class ModRow:
    """One mod in the list, worded."""

    key: str
    id: str
    name: str
    version: str
    place: int  # in the order of those in play, from 1; 0 for one that is off
    on: bool  # the player has switched it on
    state: str  # on, along, broken, hidden, lost, off
    state_word: str
    contents: str
    about: str
    why: str
    where: str
    path: str
    needs: str
    breaks: str
    license: str
    hash: str
    problems: tuple[str, ...]  # each with its line and caret
    notice: str = ""  # about the list of mods itself


@dataclass(frozen=True, slots=True)
class Switch:
    """What came of switching a mod; `problems` say why it could not be, or what to look at."""

    done: bool
    said: str
    problems: tuple[str, ...] = ()


class Host(Protocol):
    """What the menus ask for before there is a game."""

    def start(self, done: Callable[[Exception | None], None]) -> None: ...
    @property
    def ready(self) -> bool: ...
    def words(self, lang: str) -> Speech: ...
    def notices(self, lang: str) -> Sequence[str]: ...
    def said(self, error: GameError, lang: str) -> str: ...
    @property
    def first_scenario(self) -> str: ...
    @property
    def newcomer(self) -> bool: ...
    def scenarios(self, lang: str) -> Sequence[ScenarioChoice]: ...
    def seats(self, scenario: str, lang: str) -> Sequence[SeatChoice]: ...
    def difficulties(self, lang: str) -> Sequence[LevelChoice]: ...
    def saves(self, lang: str) -> Sequence[SaveRow]: ...
    def new(
        self,
        seat: str,
        seed: int,
        difficulty: str,
        lang: str,
        drawn: bool = False,
        scenario: str = "",
    ) -> Play: ...
    def load(self, path: Path | str, lang: str) -> Play: ...
    def mods(self, lang: str) -> Sequence[ModRow]: ...
    def mods_on(self) -> int: ...
    def mod_names(self, lang: str) -> Sequence[str]: ...
    def mods_folder(self) -> str: ...
    def named_mods(self) -> str | None: ...
    def switch_mod(self, mod_id: str, on: bool, lang: str) -> Switch: ...
    def reload(self, play: Play) -> str | None: ...
    def records(self, lang: str) -> Records: ...
    def keep_book(self, play: Play) -> Path: ...
    def export_save(self, path: Path, file: str) -> Path: ...
    def import_save(self, file: str, lang: str) -> str: ...


@dataclass
class Desk:
    """The running state of the face: language, words, and the game on the table, if any."""

    host: Host
    lang: str = "en"
    play: Play | None = None
    speech: Speech = field(init=False)

    def __post_init__(self) -> None:
        self.speech = self.host.words(self.lang)

    def t(self, key: str, **values: object) -> str:
        """A word or sentence of this face; `key` goes without its `tui.`."""
        return self.speech.t(f"tui.{key}", **values)

    @property
    def game(self) -> Play:
        """The game on the table; asking for it before there is one is a programmer's mistake."""
        if self.play is None:
            raise RuntimeError("no game has been started")
        return self.play

    def speak(self, lang: str) -> None:
        """Turn the whole face to another language."""
        self.lang = lang
        self.speech = self.host.words(lang)
        if self.play is not None:
            self.play.lang = lang

    def other_language(self) -> str:
        """The language that the language key switches to."""
        return LANGUAGES[(LANGUAGES.index(self.lang) + 1) % len(LANGUAGES)]

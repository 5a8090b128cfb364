"""What can one see of a playthrough without touching it?

Every view of a standing, worded in the language of the onlooker: where the seat stands, what it may
do, why figures moved and where they may go. Acting and keeping are `session.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from game.engine import quarters
from game.errors import GameError, IllegalOrder
from game.later import later
from game.session import aims, bills, flow, foresight, offers, scenes
from game.session.observe import table
from game.session.sight import Sight
from game.session.standing import Setup, Standing
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

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session import (
        asking,
        brought,
        encyclopaedia,
        first_year,
        hearing,
        pipeline,
        reading,
        reasons,
        sitting,
        tidings,
        topics,
    )
    from game.session.tryout import Tried
    from game.session.work_views import PipelineView
else:  # what somebody looks at who has seen the table
    asking, brought = later("game.session.asking"), later("game.session.brought")
    encyclopaedia, hearing = later("game.session.encyclopaedia"), later("game.session.hearing")
    first_year = later("game.session.first_year")
    pipeline, reading = later("game.session.pipeline"), later("game.session.reading")
    reasons, sitting = later("game.session.reasons"), later("game.session.sitting")
    tidings, topics = later("game.session.tidings"), later("game.session.topics")

Titles = tuple[CodexTitle, ...]


class Onlooker:
    """One seat of one playthrough, as somebody reads it."""

    def __init__(
        self, ruleset: Ruleset, setup: Setup, standing: Standing, lang: str = "en"
    ) -> None:
        self.ruleset = ruleset
        self.setup = setup
        self.standing = standing
        self._lang = lang
        self._epilogue: EpilogueView | None = None
        self._futures: foresight.Futures | None = None  # of the plan that was asked about last
        self._tried: Tried | None = None  # what the council last tried out
        self._heard: frozenset[str] = frozenset()  # what was read on the council’s page

    # --------------------------------------------------------------------------- language

    @property
    def lang(self) -> str:
        """The language that the views are worded in; may be set at any time."""
        return self._lang

    @lang.setter
    def lang(self, lang: str) -> None:
        self.ruleset.words(lang)  # refuses a language that does not exist
        if lang != self._lang:
            self._lang = lang
            self._epilogue = None

    @property
    def words(self) -> Words:
        """The words of the session's language."""
        return self.ruleset.words(self._lang)

    @property
    def _sight(self) -> Sight:
        turns = self.ruleset.scenarios[self.setup.scenario].turns
        return Sight(self.ruleset, self.standing.world, self.setup.seat, self.words, turns)

    # --------------------------------------------------------------------------- looking

    @property
    def finished(self) -> bool:
        """Whether the run is over and only the epilogue is left."""
        return flow.is_over(self.ruleset, self.setup, self.standing.world)

    @property
    def turns(self) -> int:
        """How many quarters the scenario has."""
        return quarters(self.ruleset, self.setup.scenario)

    @property
    def hash(self) -> str:
        """SHA-256 of the whole state of the world."""
        return self.standing.world.hash(0)

    def briefing(self) -> str:
        """Who the player is, in four sentences."""
        told = self.ruleset.scenarios[self.setup.scenario].briefings.get(self.setup.seat)
        return self._sight.say(told or self.ruleset.seats[self.setup.seat].briefing)

    def question(self) -> str:
        """The problem of the chair, in one sentence."""
        return self.words.text(self.ruleset.seats[self.setup.seat].question)

    def table(self) -> TableView:
        """Where the seat stands."""
        waiting = sum(scene.answered is None for scene in self.scenes())
        return table(
            self._sight,
            self.standing,
            self.plan(),
            scenario=self.setup.scenario,
            waiting=0 if self.finished else waiting,
            finished=self.finished,
            purse=("", "") if self.finished else bills.purse(self._sight, self.standing.plan),
        )

    def tasks(self) -> tuple[int, int]:
        """How many tasks of a guided scenario are done, and how many it has; (0, 0) without any."""
        return aims.tasks(self._sight, self.standing, self.setup.scenario)

    def task_told(self, before: int) -> str:
        """What is said when more tasks are done than before; nothing otherwise."""
        return aims.task_told(self._sight, self.standing, self.setup.scenario, before)

    def tidings(self) -> tuple[str, ...]:
        """What is said once when this table is laid: goals met or missed, laws voted on."""
        return tidings.tidings(self._sight, self.setup.scenario, self.standing)

    def brought(self) -> tuple[str, ...]:
        """What the seat's orders did or began in the quarter that is over, a few lines."""
        return brought.brought(self._sight, self.standing)

    def brought_beyond(self) -> tuple[str, ...]:
        """The rest of it, for the end of the news."""
        return brought.beyond(self._sight, self.standing)

    def defaulted(self) -> tuple[tuple[str, str], ...]:
        """The scenes of the quarter before that had no answer: title, and the answer they took."""
        return reading.defaulted(self._sight, self.standing.log)

    def scenes(self) -> tuple[SceneView, ...]:
        """The scenes of the quarter, answered ones with their result."""
        told = aims.values_told(self._sight, self.standing, self.setup.scenario)
        sight = replace(self._sight, told=told)
        cards = enumerate(scenes.scene_cards(sight), start=1)
        return tuple(scenes.scene_view(sight, number, card) for number, card in cards)

    def offer(self, number: int, order_id: str, amount: float) -> OfferView:
        """An order on offer as it is told of so much of it."""
        return offers.offer_view(self._sight, self.standing.plan, number, order_id, amount)

    def offers(self, family: str | None = None) -> tuple[OfferView, ...]:
        """The orders one could give, with their price or the reason against them.

        None once the run is over.
        """
        if self.finished:
            return ()
        sight, plan = self._sight, self.standing.plan
        views = [
            offers.offer_view(sight, plan, number, order_id)
            for number, order_id in offers.offered(sight, plan)
        ]
        return tuple(view for view in views if family is None or view.family == family)

    def unknown_order(self, word: str) -> GameError:
        """What to say of an order that is asked for and not on offer."""
        self._must_run()
        return first_year.unknown(self._sight, self.standing.plan, word)

    def waiting_offers(self) -> tuple[OfferView, ...]:
        """The orders that will be on offer later, each with what it waits for."""
        if self.finished:
            return ()
        return first_year.waiting_views(self._sight, self.standing.plan)

    def waiting_orders(self) -> Mapping[str, str]:
        """The orders that will be on offer later, id → title."""
        return first_year.waiting(self._sight, self.standing.plan)

    def plan(self) -> tuple[PlanLine, ...]:
        """The orders of the quarter so far."""
        return offers.plan_lines(self._sight, self.standing.plan)

    def figures(self) -> tuple[FigureView, ...]:
        """Every headline figure and every figure of the seat."""
        return reading.all_figures(self._sight, self.standing, self.setup.scenario)

    # --------------------------------------------------------------------------- reading

    def news(self, turn: int | None = None) -> tuple[NewsItem, ...]:
        """The newspaper of this morning, or of the morning of another turn (from 0)."""
        return reading.newspaper(self._sight, self.standing.log, turn)

    def why(self, name: str, turn: int | None = None) -> WhyView:
        """What moved a figure since the last table, or up to the table of a turn (from 0).

        Of `goal`, `goal 2` and `gate`: how it stands, and the figures it hangs on. Raises GameError
        for an unknown name and for a turn that was not played.
        """
        return reasons.asked(self._sight, self.setup.scenario, self.standing, name, turn)

    def questions(self) -> tuple[FigureView, ...]:
        """What one may ask `why` of besides figures: the goal, where there is one, and the gate."""
        return asking.offered(self._sight, self.setup.scenario, self.standing)

    def pipeline(self) -> PipelineView:
        """What is on its way for the seat, what runs out, and what was given up."""
        return pipeline.pipeline(self._sight, self.standing)

    def graph(self, name: str) -> GraphView:
        """A figure over the quarters; raises GameError for an unknown one."""
        sight = self._sight
        return reasons.graph(sight, self.standing.log, reasons.figure_name(sight, name))

    def forecast(
        self, name: str, quarters: int = foresight.QUARTERS, worlds: int = foresight.WORLDS
    ) -> ForecastView:
        """Where a figure may go under the present plan; raises GameError for an unknown one."""
        return list(self.forecasts(name, quarters, worlds))[-1]

    def forecasts(
        self,
        name: str,
        quarters: int = foresight.QUARTERS,
        worlds: int = foresight.WORLDS,
        stop: Callable[[], bool] | None = None,
    ) -> Iterator[ForecastView]:
        """The same from ever more futures, the first of them soon; none once `stop` says yes.

        May run in a thread of its own: it only reads the standing it began with.
        """
        self._must_run()
        found = foresight.look_ahead(
            self._sight, self.setup, self.standing, self._futures, name, quarters, worlds, stop
        )
        for self._futures, view in found:
            yield view

    def codex(self, word: str = "") -> tuple[CodexPage, ...]:
        """The pages a word may mean, the surest first; the written ones for an empty word."""
        return reading.codex_pages(self._sight, self.standing, word, self.finished)

    def codex_titles(self, word: str = "") -> tuple[CodexTitle, ...]:
        """The names of the pages a word may mean; of all that one would browse for no word."""
        return encyclopaedia.titles(self._sight, word, self.finished)

    def codex_page(self, page_id: str) -> CodexPage | None:
        """One page by its id or by that of the thing it describes; None when there is none."""
        return encyclopaedia.page(self._sight, self.standing, page_id, self.finished)

    def codex_topics(self, kind: str, name: str = "", turn: int | None = None) -> Titles:
        """The pages to which a thing on the screen leads, its own first.

        `kind` is figure, order, scene, why, news, pipeline or council; `name` says which one.
        """
        return topics.of(self, self._sight, kind, name, turn)

    def council(self, full: bool = False) -> tuple[CouncilLine, ...]:
        """What the advisers say of the quarter, the future and the plan.

        With `full` all of them, also with orders that they would add to the plan.
        """
        sight, now = self._sight, self.standing
        self._tried = (
            None if self.finished else sitting.tried(sight, self.setup, now, self._tried, full)
        )
        rest = hearing.resting(self._heard, now.log, int(now.world.turn[0]))
        told = aims.values_told(sight, now, self.setup.scenario)
        lines = sitting.council_lines(sight, now, self._tried, full, rest, told)
        return hearing.marked(lines, self._heard)

    def council_note(self) -> str:
        """What the forecasts of the council take for granted, or that the run is over."""
        return foresight.supposed(self._sight, self.standing.log, over=self.finished)

    def hear(self, lines: Iterable[CouncilLine]) -> None:
        """Somebody has read these lines on the council’s page; the next ones say what is new."""
        self._heard |= hearing.heard(lines, int(self.standing.world.turn[0]))

    def chronicle(self) -> tuple[str, ...]:
        """What was decided and lived through, quarter by quarter."""
        return reading.chronicle_lines(self._sight, self.standing, self.finished)

    def epilogue(self) -> EpilogueView:
        """How the run ended, or how it would end if it stopped here."""
        if self._epilogue is None:
            sat = self._sat()
            self._epilogue = reading.epilogue_view(self._sight, self.setup, self.standing, sat)
        return self._epilogue

    def _sat(self) -> Mapping[str, float | None]:
        """The seats that the player has sat in, with the best score there; none are known here."""
        return {}

    def _must_run(self) -> None:
        if self.finished:
            raise IllegalOrder(self.words.t("session.refused.over"))

"""How does one standing of a playthrough follow another?

Three steps: begin, answer a scene, end the quarter. Each is a pure function of the ruleset, the
setup and the standing before it, which is what makes a replay exact. Nothing is saved or shown.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.engine import cost_usd, open_scenario, script, tick
from game.engine.policies import no_orders
from game.session import aims, counsel
from game.session.following import followed
from game.session.log import YEAR, ChoiceRecord, Log, NewsRecord, OrderRecord, Page
from game.session.plan import Plan
from game.session.sight import Sight
from game.session.standing import Setup, Standing, add_parts
from game.story import endings
from game.story.news import render_news, write_news
from game.story.scenes import answer_defaults, choose, open_quarter
from game.story.telling import rounded
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.promises import Carried
from game.world.report import Recorder
from game.world.state import Floats, Small, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

LANES = (0, 0)  # the real world runs two lanes wide, both alike
LANGUAGES = ("en", "fr")


def begin(ruleset: Ruleset, setup: Setup, known: Small | None = None) -> Standing:
    """The first table of a playthrough.

    `known` says how many playthroughs ago a seat met a scene; shape (storylet, seat, worlds).
    """
    before = open_scenario(ruleset, setup.scenario, LANES, setup.difficulty, setup.seed)
    if known is not None:
        before = before.copy()
        before.story_known[:] = known
    recorder = follow(ruleset, setup, before)
    world = _deal(ruleset, setup, before, recorder)
    log = Log().with_page(_page(ruleset, setup, world))
    log = counsel.minuted(ruleset, setup, world, log)
    closed = add_parts({}, recorder.parts)  # what the others answered before the table was laid
    return Standing(world, before, log=log, closed=closed, carried=recorder.carried(world))


def answer(ruleset: Ruleset, setup: Setup, now: Standing, slot: int, choice_id: str) -> Standing:
    """The standing after one scene is answered; its effects are felt at once."""
    recorder = follow(ruleset, setup, now.world, now.carried)
    world = choose(ruleset, now.world, Dice(setup.seed), setup.seat, slot, choice_id, recorder)
    record = _choice_record(ruleset, setup, world, slot, asked=True)
    page = _page(ruleset, setup, world)
    return replace(
        now,
        world=world,
        log=now.log.with_record(record).with_figures(page.figures),
        open=add_parts(now.open, recorder.parts),
        carried=recorder.carried(world, now.carried.given_up),
    )


def end_quarter(ruleset: Ruleset, setup: Setup, now: Standing) -> Standing:
    """The next table: defaults, orders of all seats, the tick, endings, news, the new scenes."""
    dice = Dice(setup.seed)
    recorder = follow(ruleset, setup, now.world, now.carried)
    ready = answer_defaults(ruleset, now.world, dice, setup.seat, recorder)
    log = counsel.remembered(ruleset, setup, now.world, now.log)  # a former version did not yet
    log = _with_defaults(ruleset, setup, log, now.world, ready)
    log = _with_orders(ruleset, setup, log, ready, now.plan)
    sheet = order_sheet(ruleset, setup, ready, now.plan)
    played = frozenset({setup.seat})
    script.decide(ruleset, setup.scenario, ready, dice, sheet, played, alike=True)
    ready = script.lay_effects(ruleset, setup.scenario, ready, played, recorder)
    after = tick(ruleset, ready, sheet, dice, recorder, alike=True)
    endings.early(ruleset, after)
    world, over = after, is_over(ruleset, setup, after)
    if not over:
        world = _deal(ruleset, setup, after, recorder)
    laid = replace(
        now,
        world=world,
        before=after,
        plan=Plan(),
        log=log.with_parts(now.parts()).with_page(_page(ruleset, setup, world)),
        closed=add_parts({}, recorder.parts),
        open={},
        carried=recorder.carried(world),
    )
    log = laid.log.with_news(_news(ruleset, setup, log, now.world, laid))
    return replace(laid, log=counsel.minuted(ruleset, setup, world, log, over))


def _deal(ruleset: Ruleset, setup: Setup, world: World, recorder: Recorder) -> World:
    """The scenes of the quarter; the player and the seats that a script speaks for answer none."""
    played = frozenset({setup.seat})
    played |= script.silent(ruleset, setup.scenario, world, played)
    return open_quarter(ruleset, world, Dice(setup.seed), played, recorder)


def is_over(ruleset: Ruleset, setup: Setup, world: World) -> bool:
    """Whether the run has come to its last quarter or to an early ending."""
    row = ruleset.index("seat", setup.seat)
    return bool(
        world.turn[0] >= ruleset.scenarios[setup.scenario].turns or world.outcome[row, 0] != 0
    )


def shown_turn(ruleset: Ruleset, setup: Setup, world: World) -> int:
    """The turn whose quarter is shown: the one being played, or the last one that was."""
    return int(world.turn[0]) - is_over(ruleset, setup, world)


def order_sheet(ruleset: Ruleset, setup: Setup, world: World, plan: Plan) -> Floats:
    """The plan as the engine reads it; shape (order, seat, worlds)."""
    sheet = no_orders(ruleset, world)
    seat = ruleset.index("seat", setup.seat)
    for item in plan.items:
        sheet[ruleset.index("order", item.order_id), seat] = item.amount
    return sheet


def follow(
    ruleset: Ruleset, setup: Setup, world: World, carried: Carried | None = None
) -> Recorder:
    """A recorder of what the seat may ask about; `carried` comes from the quarters before."""
    return Recorder(ruleset, setup.seat, followed(ruleset, setup.seat), world, carried)


def _page(ruleset: Ruleset, setup: Setup, world: World) -> Page:
    read = Reader(ruleset, world, setup.seat)
    figures = {
        name: rounded(float(read(name)[0]), figure.step) for name, figure in ruleset.figures.items()
    }
    return Page(int(world.turn[0]), figures, (), world.hash(0))


def _news(
    ruleset: Ruleset, setup: Setup, log: Log, before: World, laid: Standing
) -> tuple[NewsRecord, ...]:
    """What the papers print of the figures of two tables, told as the new one tells them."""
    after = laid.world
    recent = {item.id: page.turn for page in log.pages for item in page.news}
    paper = ruleset.scenarios[setup.scenario].news
    past = log.pages[-YEAR].figures if len(log.pages) >= YEAR else {}
    ids = write_news(ruleset, before, after, Dice(setup.seed), setup.seat, recent, paper, past)
    printed: dict[str, dict[str, tuple[str, str]]] = {id_: {} for id_ in ids}
    for lang in LANGUAGES:
        words = ruleset.words(lang)
        told = aims.values_told(Sight(ruleset, after, setup.seat, words), laid, setup.scenario)
        for piece in render_news(ruleset, before, after, setup.seat, ids, words, past, told):
            printed[piece.id][lang] = (piece.headline, piece.body)
    return tuple(NewsRecord(id_, texts) for id_, texts in printed.items())


def _with_defaults(ruleset: Ruleset, setup: Setup, log: Log, before: World, after: World) -> Log:
    """The log with the answers that were taken for the player."""
    seat = ruleset.index("seat", setup.seat)
    for slot in range(before.scene_now.shape[1]):
        waiting = before.scene_now[seat, slot, 0] >= 0 and before.scene_answer[seat, slot, 0] < 0
        if waiting and after.scene_answer[seat, slot, 0] >= 0:
            log = log.with_record(_choice_record(ruleset, setup, after, slot, asked=False))
    return log


def _with_orders(ruleset: Ruleset, setup: Setup, log: Log, world: World, plan: Plan) -> Log:
    turn = int(world.turn[0])
    for item in plan.items:
        cost = cost_usd(ruleset, world, setup.seat, item.order_id, item.amount)
        log = log.with_record(OrderRecord(turn, item.order_id, item.amount, cost))
    return log


def _choice_record(
    ruleset: Ruleset, setup: Setup, world: World, slot: int, *, asked: bool
) -> ChoiceRecord:
    seat = ruleset.index("seat", setup.seat)
    storylet, choice = ruleset.choices[int(world.scene_answer[seat, slot, 0])]
    won = bool(world.scene_won[seat, slot, 0])
    return ChoiceRecord(int(world.turn[0]), slot, storylet, choice, won, asked)

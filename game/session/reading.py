"""What can the player read: newspaper, codex, chronicle, epilogue?

Turns what the story tells into views. Words and judgements are the story's; the log is the
session's.
"""

from __future__ import annotations

from collections.abc import Mapping

from game.engine import first_turn, quarters
from game.session import encyclopaedia
from game.session.aims import goals, judged, read_by, tasks, tasks_left
from game.session.log import Log
from game.session.observe import figures, news_item, table_names
from game.session.paid import as_paid, by_quarter
from game.session.sight import Sight
from game.session.standing import Setup, Standing
from game.session.views import CodexPage, EpilogueView, FigureView, NewsItem
from game.session.weighing import Weights, weigh
from game.story import chronicle, deeds, endings, epilogue, stakes
from game.story.codex_search import search
from game.story.goals import Judged
from game.story.run import answers_given
from game.world.figures import bindings


def all_figures(sight: Sight, now: Standing, scenario: str) -> tuple[FigureView, ...]:
    """The figures of the seat's table and those that its goals read, then the other headlines.

    Of headline figures those of what exists so far.
    """
    read = (name for goal in goals(sight, scenario) for name in read_by(sight, goal))
    mine = tuple(dict.fromkeys((*sight.ruleset.seats[sight.seat].figures, *read)))
    known, named, turn = sight.ruleset.figures, bindings(sight.ruleset), sight.world.turn[0]
    to_come = {id_ for id_, chip in sight.ruleset.chips.items() if chip.from_turn > turn}
    others = [
        name
        for name in known
        if known[name].headline
        and name not in mine
        and not to_come.intersection(named[name].labels)
    ]
    views = figures(sight, now, scenario, (*mine, *others))
    # A lab has no approval and a state no model of its own: what is always 0 says nothing.
    return tuple(
        view
        for view in views
        if not view.name.startswith("me.") or view.name in mine or any(view.history)
    )


def newspaper(sight: Sight, log: Log, turn: int | None) -> tuple[NewsItem, ...]:
    """The items printed on the morning of a turn; none for a turn that is not in the log."""
    wanted = int(sight.world.turn[0]) if turn is None else turn
    return tuple(
        news_item(sight, record)
        for page in log.pages
        if page.turn == wanted
        for record in page.news
    )


def codex_pages(sight: Sight, now: Standing, word: str, over: bool) -> tuple[CodexPage, ...]:
    """The pages a word may mean, the surest first; without a word, every written page."""
    ruleset = sight.ruleset
    ids = search(ruleset, word) if word.strip() else tuple(ruleset.codex)
    pages = (encyclopaedia.page(sight, now, id_, over) for id_ in ids)
    return tuple(page for page in pages if page is not None)


def chronicle_lines(sight: Sight, now: Standing, over: bool) -> tuple[str, ...]:
    """The chronicle of the run so far, as lines of Markdown."""
    log = now.log
    headlines = {
        page.turn: [item.printed[sight.words.lang][0] for item in page.news] for page in log.pages
    }
    text = chronicle.chronicle(
        sight.ruleset,
        sight.seat,
        as_paid(sight.ruleset, sight.seat, now),
        _history(sight, now),
        headlines,
        sight.words,
        log.pages[0].turn,
        over,
        log.pages[-1].figures,
        by_quarter(sight.ruleset, sight.seat, now),
    )
    return tuple(text.splitlines())


def epilogue_view(
    sight: Sight, setup: Setup, now: Standing, sat: Mapping[str, float | None]
) -> EpilogueView:
    """How the run ended; the decisions are ranked by playing it again without each of them.

    `sat` holds the seats that the player knows, with the best score there (see `epilogue.Found`).
    """
    ruleset, seat = sight.ruleset, sight.seat
    first = first_turn(ruleset, setup.scenario)
    left = tasks_left(sight, now, setup.scenario)
    guided = bool(left)  # what one was told to do is not held up to one
    weights = Weights() if guided else weigh(ruleset, setup, now)
    pages = [now.parts(page.turn) for page in now.log.pages]
    told = epilogue.epilogue(
        ruleset,
        now.world,
        seat,
        endings.final(ruleset, now.world, seat),
        _history(sight, now),
        as_paid(ruleset, seat, now),
        sight.words,
        epilogue.Found(
            moved=weights.moved,
            felt=stakes.moved(ruleset, seat, pages),
            weight=deeds.weights(ruleset, seat, pages),
            apart=weights.apart,
            sat=sat,
            goals=_judged(sight, setup, now),
            worlds=weights.worlds,
            lasted=(int(now.world.turn[0]) - first, quarters(ruleset, setup.scenario)),
            idle=weights.idle,
        ),
    )
    return EpilogueView(
        ending_id=told.ending_id,
        title=told.title,
        text=told.text,
        score=told.score,
        decisions=told.decisions,
        goals=left or told.goals,
        total=told.total,
    )


def _judged(sight: Sight, setup: Setup, now: Standing) -> tuple[Judged, ...]:
    """The goals of the seat as the run left them; a guided scenario has tasks instead."""
    if tasks(sight, now, setup.scenario)[1]:
        return ()
    every = (judged(sight, now, goal) for goal in goals(sight, setup.scenario))
    return tuple(found for found in every if found)


def defaulted(sight: Sight, log: Log) -> tuple[tuple[str, str], ...]:
    """The scenes of the quarter that is over which nobody answered, and the answer they took."""
    turn, words = int(sight.world.turn[0]) - 1, sight.words
    left = (each for each in answers_given(sight.ruleset, log.of_turn(turn)) if not each.asked)
    return tuple((words.text(each.storylet.title), words.text(each.choice)) for each in left)


def _history(sight: Sight, now: Standing) -> dict[str, tuple[float, ...]]:
    """The figures of the seat as every quarter opened, the present one too."""
    names = {*sight.ruleset.seats[sight.seat].figures, *table_names(sight)}
    return {
        name: tuple(
            now.laid(sight.seat, page.turn, name, page.figures[name], sight.figure(name).step)
            for page in now.log.pages
            if name in page.figures
        )
        for name in names
    }

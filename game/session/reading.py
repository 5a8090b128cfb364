"""What can the player read: newspaper, codex, chronicle, epilogue?

Turns what the story tells into views. Words and judgements are the story's; the log is the
session's.
"""

from __future__ import annotations

from collections.abc import Mapping

from game.session import encyclopaedia
from game.session.aims import goals, past, read_by, tasks
from game.session.log import ChoiceRecord, Log, Page, rounded
from game.session.observe import figures, news_item, table_names
from game.session.paid import as_paid
from game.session.sight import Sight
from game.session.standing import Setup, Standing
from game.session.views import CodexPage, EpilogueView, FigureView, NewsItem
from game.session.weighing import weigh
from game.story import chronicle, deeds, endings, epilogue, stakes
from game.story.codex_search import search
from game.story.goals import Judged, judge
from game.story.run import answers_given
from game.world.figures import bindings


def all_figures(sight: Sight, log: Log, scenario: str) -> tuple[FigureView, ...]:
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
    views = figures(sight, log, scenario, (*mine, *others))
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
    )
    return tuple(text.splitlines())


def epilogue_view(
    sight: Sight, setup: Setup, now: Standing, sat: Mapping[str, float | None]
) -> EpilogueView:
    """How the run ended; the decisions are ranked by playing it again without each of them.

    `sat` holds the seats that the player knows, with the best score there (see `epilogue.Found`).
    """
    ruleset, seat = sight.ruleset, sight.seat
    weights = weigh(ruleset, setup, now)
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
            goals=_judged(sight, setup, now.log),
            worlds=weights.worlds,
        ),
    )
    return EpilogueView(
        told.ending_id, told.title, told.text, told.score, told.decisions, told.goals
    )


def _judged(sight: Sight, setup: Setup, log: Log) -> tuple[Judged, ...]:
    """The goals of the seat as the run left them; a guided scenario has tasks instead."""
    if tasks(sight, setup.scenario)[1]:
        return ()
    given = goals(sight, setup.scenario)
    return judge(given, past(sight, log, {name for goal in given for name in goal.when.names}))


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
            _opened(sight, now, page, name) for page in now.log.pages if name in page.figures
        )
        for name in names
    }


def _opened(sight: Sight, now: Standing, page: Page, name: str) -> float:
    """A figure of a quarter before what the player answered at its table had moved it."""
    answered = {
        f"scene:{record.storylet}:{record.choice}:{sight.seat}"
        for record in now.log.of_turn(page.turn)
        if isinstance(record, ChoiceRecord) and record.asked
    }
    parts = now.parts(page.turn).get(name, ()) if answered else ()
    steps = sum(moved for cause, moved in parts if cause in answered)
    step = sight.figure(name).step
    return rounded(page.figures[name] - steps * step, step) if steps else page.figures[name]

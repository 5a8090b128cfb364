"""What is asked of the seat, how does it stand, and which figures does it read?

Goals are judged by the figures as the log keeps them. Wherever such a figure is told, it has the
digits that show on which side of its bar it is. What became of them in the end is `reading.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.session.log import OrderRecord
from game.session.sight import Sight
from game.session.wording import one_of
from game.story.goals import Past, judge, term_told, value_told
from game.story.telling import rounded

if TYPE_CHECKING:
    from game.content.models.start import Goal, Task
    from game.content.words import Bilingual
    from game.session.log import Page
    from game.session.standing import Standing
    from game.story.goals import Judged


def tasks(sight: Sight, now: Standing, scenario: str) -> tuple[int, int]:
    """How many tasks of a guided scenario are done, in their order, and how many there are.

    Each table shows one of them, which counts once that quarter is over.
    """
    given = sight.ruleset.scenarios[scenario].tasks.get(sight.seat, ())
    done = 0
    for page in now.log.pages[:-1]:
        if done < len(given):
            done += _task_done(now, given[done], page)
    return done, len(given)


def kept(sight: Sight, now: Standing, scenario: str) -> frozenset[str]:
    """The orders that later tasks of a guided scenario ask for."""
    done, _ = tasks(sight, now, scenario)
    later = sight.ruleset.scenarios[scenario].tasks.get(sight.seat, ())[done + 1 :]
    return frozenset(order for task in later for order in task.orders)


def _task_done(now: Standing, task: Task, page: Page) -> bool:
    """Whether a task is done at a table that shows it, which the player may have been before."""
    known = [each for each in now.log.records if each.turn <= page.turn]
    orders = {each.order for each in known if isinstance(each, OrderRecord)}
    if page is now.log.pages[-1]:
        orders |= {item.order_id for item in now.plan.items}
    answered = {each.storylet for each in known if not isinstance(each, OrderRecord)}
    holds = task.when is not None and bool(task.when.value(page.figures.__getitem__))
    return holds or not orders.isdisjoint(task.orders) or task.scene in answered


def task_told(sight: Sight, now: Standing, scenario: str, before: int) -> str:
    """What is said when more tasks are done than before; nothing otherwise."""
    done, count = tasks(sight, now, scenario)
    if done <= before:
        return ""
    key = "start.task.all" if done == count else "start.task.done"
    return sight.words.t(key, n=done, all=count)


def tasks_left(sight: Sight, now: Standing, scenario: str) -> tuple[str, ...]:
    """The tasks of a guided scenario that were not done, by the scene or the orders they ask for.

    One sentence where all of them are done; nothing without tasks.
    """
    ruleset, words = sight.ruleset, sight.words
    (done, count), given = tasks(sight, now, scenario), ruleset.scenarios[scenario].tasks
    told = []
    for number, task in enumerate(given.get(sight.seat, ()), start=1):
        if number > done and not _task_done(now, task, now.log.pages[-1]):
            asked: list[Bilingual] = [ruleset.orders[id_].title for id_ in task.orders]
            asked += [ruleset.storylets[task.scene].title] if task.scene else []
            names = [words.t("session.quoted", name=words.text(each)) for each in asked]
            named = one_of(names, words)
            told.append(words.t("start.task.left", n=number, all=count, task=named))
    return tuple(told) or ((words.t("start.task.all", all=count),) if count else ())


def goals(sight: Sight, scenario: str) -> tuple[Goal, ...]:
    """The goals of the seat whose day comes before the scenario ends, in their order."""
    given = sight.ruleset.scenarios[scenario]
    own = given.goals.get(sight.seat)
    if not own and sight.seat not in given.tasks:
        own = sight.ruleset.seats[sight.seat].goals
    return tuple(each for each in own or () if each.until <= given.turns)


def current(sight: Sight, now: Standing, scenario: str) -> Goal | None:
    """The goal that is open now; the last one stays. None before the tasks are done."""
    done, count = tasks(sight, now, scenario)
    given = goals(sight, scenario) if done == count else ()
    turn = int(sight.world.turn[0])
    return next((each for each in given if each.until >= turn), given[-1] if given else None)


def goal(sight: Sight, now: Standing, scenario: str) -> tuple[str, bool, tuple[str, ...]]:
    """The task or goal that is open now, worded, whether it is met, and what it reads."""
    if found_task := open_task(sight, now, scenario):
        return sight.say(found_task[0].text), found_task[1], ()
    given = current(sight, now, scenario)
    found = judged(sight, now, given) if given else None
    if given is None or found is None:
        return "", False, ()
    return sight.say(given.text), found.holds, terms(sight, found)


def open_task(sight: Sight, now: Standing, scenario: str) -> tuple[Task, bool] | None:
    """The task that the table shows, and whether it is done; None where there is none left."""
    done, count = tasks(sight, now, scenario)
    if done == count:
        return None
    task = sight.ruleset.scenarios[scenario].tasks[sight.seat][done]
    return task, _task_done(now, task, now.log.pages[-1])


def judged(sight: Sight, now: Standing, given: Goal, turn: int | None = None) -> Judged | None:
    """A goal as it stood at the table of a turn, or as it stands now.

    Once its day has come it stays as it was when that table was laid: no later answer moves it.
    """
    return judge(given, _past(sight, now, given, turn))


def _past(sight: Sight, now: Standing, given: Goal, turn: int | None) -> Past:
    """The figures by which a goal is judged, up to the table of a turn, or to now.

    Each quarter's are those that its table showed as it was laid; only the open one may change.
    """
    names = [name for name in given.when.names if name in sight.ruleset.figures]
    steps = {name: sight.figure(name).step for name in names}
    pages = [page for page in now.log.pages if turn is None or page.turn <= turn]
    kept = [{name: p.figures[name] for name in names if name in p.figures} for p in pages]
    today = int(sight.world.turn[0])
    answers = now.log.answers(sight.seat)
    for place, page in enumerate(pages):
        read: dict[str, float] = {}
        if page.turn == today:
            read = {name: rounded(sight.value(name), steps[name]) for name in names}
        is_over = page.turn < today or page.turn == given.until + 1
        if is_over and page.turn in answers:  # before what was answered at this table
            parts = page.parts or now.parts(page.turn)
            for name in names:
                part = parts.get(name, ())
                by = sum(moved for cause, moved in part if cause in answers[page.turn])
                found = read.get(name, kept[place].get(name))
                if by and found is not None:
                    read[name] = rounded(found - by * steps[name], steps[name])
        kept[place].update(read)
    return Past([page.turn for page in pages], kept)


def terms(sight: Sight, found: Judged) -> tuple[str, ...]:
    """What a goal reads, each figure beside its bar; first what is still wanting."""
    now, ordered = not found.due, sorted(found.terms, key=lambda each: each.holds)
    return tuple(term_told(sight.ruleset, each, sight.words, now=now) for each in ordered)


def values_told(sight: Sight, now: Standing, scenario: str) -> dict[str, str]:
    """The figures of the open goal as its line tells them, so that no screen has two of one.

    Those of a goal whose day has just come too, as long as they are what they were then.
    """
    turn, given = int(sight.world.turn[0]), current(sight, now, scenario)
    ended = [each for each in goals(sight, scenario) if given and each.until == turn - 1]
    told: dict[str, str] = {}
    for each in (*ended, *([given] if given and given.until >= turn else ())):
        found = judged(sight, now, each)
        for term in found.terms if found else ():
            name, alone = term.figure, not (term.beside or term.whole)
            if alone and term.value == rounded(sight.value(name), sight.figure(name).step):
                told[name] = value_told(sight.ruleset, term, sight.words)
    return told


def read_by(sight: Sight, given: Goal) -> tuple[str, ...]:
    """The figures that a goal reads, in the order of its terms' first mention."""
    known = (name for name in given.when.names if name in sight.ruleset.figures)
    return tuple(sorted(known, key=given.when.source.index))

"""What may one ask `why` of that is no figure: a goal, and the gate, which is what binds?

Says whether a word means one of them, and tells it: how it stands, since when, the figures it hangs
on, and what is next. Why a figure moved is `reasons.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.engine.gate import DEMAND, LINES, POWER, TIME, Gate, gate
from game.errors import GameError
from game.session.aims import current, goals, judged, open_task, read_by, tasks, terms
from game.session.drivers import compared
from game.session.lookup import fold
from game.session.observe import figure_at
from game.session.views import FigureView, WhyView
from game.session.wording import as_felt, cause_text, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from game.content.models.start import Task
    from game.session.log import Part
    from game.session.sight import Sight
    from game.session.standing import Standing

GATE, GOAL = "bottleneck", "goal"
SHORT, HELD = "shortage", "held_back"


def asked(sight: Sight, word: str) -> str:
    """What a word means: the gate's figure, `goal`, `goal N`; empty for neither of the two."""
    if fold(word) in _words(sight, "gate"):
        return GATE
    name, _, number = word.strip().rpartition(" ")
    if number.isdecimal() and fold(name) in _words(sight, GOAL):
        return f"{GOAL} {int(number)}"
    return GOAL if fold(word) in _words(sight, GOAL) else ""


def _words(sight: Sight, key: str) -> set[str]:
    """The words for a thing, in both languages."""
    every = (sight.ruleset.words(lang).t(f"session.ask.{key}") for lang in ("en", "fr"))
    return {fold(each) for text in every for each in text.split(",")}


def offered(sight: Sight, scenario: str, now: Standing) -> tuple[FigureView, ...]:
    """What stands in a list of figures for the goal, where there is one, and for the gate."""
    binds = figure_at(sight, now.log, GATE, int(sight.world.turn[0]))
    if not open_task(sight, now, scenario) and current(sight, now, scenario) is None:
        return (binds,)
    told = why_goal(sight, scenario, now, GOAL, int(sight.world.turn[0])).figure
    return replace(told, label=sight.words.t("session.goal.row"), text=""), binds


# --------------------------------------------------------------------------------------- a goal


def why_goal(sight: Sight, scenario: str, now: Standing, name: str, turn: int) -> WhyView:
    """A goal as it stood at the table of a turn: since when, its bars, the figures it reads."""
    if name == GOAL and (found_task := open_task(sight, now, scenario)):
        return _task(sight, found_task, tasks(sight, now, scenario), turn)
    every = goals(sight, scenario)
    number = name.partition(" ")[2]
    given = (
        current(sight, now, scenario) if not number else dict(enumerate(every, 1)).get(int(number))
    )
    found = judged(sight, now, given, turn) if given else None
    words = sight.words
    if given is None or found is None:
        hint = words.t("session.hint.goals", of=len(every)) if every else ""
        raise GameError(words.t("session.refused.no_goal"), "", hint)
    label = words.t(
        "session.goal.label",
        n=every.index(given) + 1,
        of=len(every),
        quarter=words.quarter(given.until),
    )
    state = ("missed", "met") if found.due else ("not_yet", "so_far")
    if found.holds and found.since is not None and found.since >= 0:
        total = words.t("session.goal.since", quarter=words.quarter(found.since))
    elif found.holds:
        total = words.t("session.goal.since.start")
    elif found.until is not None and found.until >= 0:
        total = words.t("session.goal.until", quarter=words.quarter(found.until))
    else:
        total = words.t("session.goal.never")
    names = read_by(sight, given)
    lines = (*terms(sight, found), *_read(sight, now, names, turn))
    over = sight.world.outcome[sight.ruleset.index("seat", sight.seat), 0] > 0 and not found.due
    text = words.t(f"session.goal.is.{'over' if over else state[found.holds]}")
    figure = _as_figure(name, label, text, sight.say(given.text), found.holds)
    return WhyView(figure, total, (), sight.when(turn), "", lines, names)


def _task(sight: Sight, found: tuple[Task, bool], counts: tuple[int, int], turn: int) -> WhyView:
    """The task of a guided scenario that is open."""
    words, (task, met), (done, count) = sight.words, found, counts
    label = words.t("session.goal.task", n=done + 1, of=count)
    text = words.t(f"session.goal.is.{'met' if met else 'not_yet'}")
    figure = _as_figure(GOAL, label, text, sight.say(task.text), met)
    total = words.t(f"session.goal.{'task.next' if met else 'never'}")
    return WhyView(figure, total, (), sight.when(turn), "")


def _as_figure(name: str, label: str, text: str, meaning: str, met: bool) -> FigureView:
    return FigureView(name, label, meaning, float(met), text, 0.0, "", 0, (), "switch")


def _read(sight: Sight, now: Standing, names: tuple[str, ...], turn: int) -> tuple[str, ...]:
    """Figures with their move since the table before and what moved each of them most."""
    parts = compared(sight, now, turn) if names else {}
    return tuple(_figure(sight, now, name, turn, parts.get(name, ()), parts) for name in names)


def _figure(
    sight: Sight, now: Standing, name: str, turn: int, causes: Part, parts: Mapping[str, Part]
) -> str:
    words, view = sight.words, figure_at(sight, now.log, name, turn)
    if not view.direction and not view.was:
        return words.t("session.goal.reads.same", label=view.label, text=view.text)
    latest = turn == int(sight.world.turn[0])
    key = f"session.goal.reads{'' if latest else '.then'}"
    told = words.t(
        f"{key}.answered" if view.answered else key,
        label=view.label,
        text=view.text,
        change=view.change_text,
        before=words.quarter(turn - 1),
    )
    if not causes:
        return told
    cause, steps = max(causes, key=lambda part: abs(part[1]))
    step, before = sight.figure(name).step, abs(view.value - view.change)
    return words.t(
        "session.goal.reads.cause",
        told=told,
        part=sight.change_text(name, steps * step, before, fine=True),
        cause=cause_text(sight, as_felt(sight, name, cause, parts))[0],
    )


# ------------------------------------------------------------------------------------- the gate


def about_gate(sight: Sight, now: Standing, view: WhyView, turn: int) -> WhyView:
    """What binds, with since when, why, and of the others the nearest first, how far off."""
    words = sight.words
    code = round(view.figure.value)
    if not code:
        return view
    first = turn
    for page in reversed([page for page in now.log.pages if page.turn <= turn]):
        if round(page.figures.get(GATE, code)) != code:
            break
        first = page.turn
    key = f"session.gate.since{'.was' if view.figure.was else ''}"
    total = words.t(key, quarter=words.quarter(first), was=view.total_text)
    names = (SHORT, "dark.us")
    if turn != int(sight.world.turn[0]):  # of an earlier quarter the figures alone are kept
        lines = _read(sight, now, names, turn)
        return replace(view, total_text=total, lines=lines, reads=names)
    found = gate(sight.ruleset, sight.world)
    near = found.near()
    lines = (_binds(sight, found), *(_far(sight, found, each, near) for each in near))
    return replace(view, total_text=total, lines=lines, reads=names)


def _binds(sight: Sight, found: Gate) -> str:
    """Why that which binds does."""
    words, code, told = sight.words, found.binds, _parts(sight, found)
    if code in LINES:
        key = "lines"
    elif code == POWER:
        key = "held" if found.held > found.power_from else "dark"
    else:
        key = {DEMAND: "demand", TIME: "time"}[code]
    if key in ("held", "demand") and not any(digit in told["short"] for digit in "123456789"):
        key += ".all"
    return words.t(f"session.gate.{key}", name=_name(sight, code), **told)


def _far(sight: Sight, found: Gate, code: int, near: list[int]) -> str:
    """How far off a limit is that does not bind."""
    words, key = sight.words, "line"
    told = _parts(sight, found)
    if code in LINES:
        told["used"] = words.percent(found.used[code])
    elif code == POWER:
        key, told["bar"] = "power", _part(sight, found.power_from)
    else:
        key, told["bar"] = "demand", _part(sight, found.least)
        key += ".but_power" if found.short < found.least else ""
    how = words.t(f"session.gate.far.{key}", **told)
    name = sight.said(GATE, code)
    return words.t(f"session.gate.{'next' if code == near[0] else 'other'}", name=name, how=how)


def _parts(sight: Sight, found: Gate) -> dict[str, str]:
    of = {"short": found.short, "held": found.held, "dark": found.dark, "least": found.least}
    return {name: _part(sight, part) for name, part in of.items()}


def _part(sight: Sight, part: float) -> str:
    return sight.words.unit(part, "share")


def _name(sight: Sight, code: int) -> str:
    return sentence(sight.said(GATE, code))

"""Why did a figure move, and how has it run so far?

Opens a figure into the causes that the recorder kept, of this quarter or an earlier one, and tells
the curve of the log. The parts of a figure add up to its change exactly; nothing is estimated here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.errors import GameError
from game.later import later
from game.session.aims import values_told
from game.session.drivers import BEHIND_MUCH, LEAST, compared, drivers
from game.session.following import same_places
from game.session.log import Log
from game.session.lookup import exact, find, near, split
from game.session.observe import figure_at, figure_view, lacking, table_names
from game.session.shares import rival
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.views import FigureView, GraphView, PartView, WhyView
from game.session.wording import as_felt, cause_text, said_near

if TYPE_CHECKING:
    from game.session import asking, unreleased
else:
    asking, unreleased = later("game.session.asking"), later("game.session.unreleased")

OPENED = (3, 2, 1)  # how many figures are told behind the largest parts
MOST = 9  # among which they are looked for


def figure_name(sight: Sight, word: str) -> str:
    """The figure somebody means: by id, label, beginning or words of it; or GameError.

    Of figures of one label those of the seat come first. Otherwise only one that is alone is meant,
    none by its place alone, and by half a word only one of those that everybody sees.
    """
    figures = sight.ruleset.figures
    if word in figures:
        return word
    if asking.asked(sight, word) == asking.GATE:
        return asking.GATE
    mine = table_names(sight)
    ordered = [*mine, *(n for n, f in figures.items() if f.headline and n not in mine)]
    ordered += [name for name in figures if name not in set(ordered)]
    labels, places = {name: sight.label(name) for name in ordered}, _places(sight)
    if found := exact(word, labels):
        return found[0]
    found = find(word, labels) if set(split(word)) - places else []
    if len({_head(labels[name]) for name in found}) == 1 and (one := _own(sight, found)):
        seen = figures[one].headline or one in sight.ruleset.seats[sight.seat].figures
        if seen or len(split(word)) > 1:
            return one
    words = sight.words
    maybe = found or near(word, labels, places)
    hint = said_near(words, [labels[name] for name in maybe])
    raise GameError(words.t("session.refused.unknown_figure", name=word), "", hint)


def _head(label: str) -> str:
    """A label without its place: `Chips, Taiwan` is about chips."""
    return label.rpartition(", ")[0] or label


def _own(sight: Sight, found: list[str]) -> str | None:
    """The only one of some figures, or the one that is about the seat, its land or its region."""
    if len(found) == 1:
        return found[0]
    home = ("me", sight.seat, sight.ruleset.actors[sight.seat].region)
    ranked = [name for name in table_names(sight) if name in found]
    ranked += [name for part in home for name in found if part in name.split(".")]
    return ranked[0] if ranked else None


def _places(sight: Sight) -> frozenset[str]:
    """The words of which the names of actors and regions are made."""
    ruleset, words = sight.ruleset, sight.words
    names = [words.text(actor.name) for actor in ruleset.actors.values()]
    names += [words.text(region.name) for region in ruleset.regions.values()]
    names += ruleset.actors
    return frozenset(each for name in names for each in split(name))


def asked(sight: Sight, scenario: str, now: Standing, word: str, turn: int | None) -> WhyView:
    """A figure, a goal or the gate, opened; raises GameError where there is none of these."""
    if (name := asking.asked(sight, word)).startswith(asking.GOAL):
        turn = now.log.pages[-1].turn if turn is None else _played(sight, now.log, turn)
        return asking.why_goal(sight, scenario, now, name, turn)
    name = figure_name(sight, word)
    view = why(sight, now, name, turn)
    if name == asking.GATE:
        turn = now.log.pages[-1].turn if turn is None else turn
        return asking.about_gate(sight, now, view, turn)
    return view if turn is not None else replace(view, figure=_beside(sight, scenario, now, view))


def _beside(sight: Sight, scenario: str, now: Standing, view: WhyView) -> FigureView:
    """The figure in the digits that show on which side of its bar it is, where a goal reads it."""
    told = values_told(sight, now, scenario)
    return replace(view.figure, text=told.get(view.figure.name, view.figure.text))


def why(sight: Sight, now: Standing, name: str, turn: int | None = None) -> WhyView:
    """A figure opened into the causes of its change up to the table of a turn, the largest first.

    The largest parts show what drove them. Raises GameError for a turn that was not played.
    """
    turn = now.log.pages[-1].turn if turn is None else turn
    view = figure_at(sight, now.log, name, _played(sight, now.log, turn))
    step, parts = sight.figure(name).step, compared(sight, now, turn)
    causes = sorted(parts.get(name, ()), key=lambda part: -abs(part[1]))
    opened = turn == now.log.pages[0].turn
    if opened:  # there is no table before, only what everybody answered that morning
        view = _since_opening(sight, view, step * sum(steps for _, steps in causes))
    was = view.value - view.change
    plain = sight.change_text(name, view.change, abs(was), fine=True)
    change = sight.moved_text(name, view.value, was, fine=True)
    view = replace(view, change_text=change)
    size = abs(was)
    if any(abs(steps) * step > size for _, steps in causes):
        size = 0.0  # all parts are told in the unit, since one is more than there was
    lines: list[PartView] = []
    told: set[str] = set()
    kept = same_places(sight.ruleset, sight.seat).get(name, name)
    for rank, (cause, steps) in enumerate(causes):
        label, source = cause_text(sight, as_felt(sight, kept, cause, parts))
        most = OPENED[rank] if rank < len(OPENED) else 0
        way = (steps > 0) - (steps < 0)
        least = BEHIND_MUCH if abs(steps) * step > abs(was) else LEAST
        behind = drivers(sight, now, kept, cause, turn, MOST, way, least=least) if most else ()
        if rival(cause):  # what is behind every part of a share is told behind the largest
            behind = tuple(each for each in behind if each.name not in told)
            told |= {each.name for each in behind}
        text = sight.change_text(name, steps * step, size, fine=True, more=change != plain)
        lines.append(PartView(label, text, steps * step, source, behind[:most]))
    words = sight.words
    total = words.t("session.why.none")
    if lacks := lacking(sight, now.log, name):
        view, total = replace(view, text=words.t("session.none"), meaning=""), lacks
    elif view.was:
        total = words.t("session.why.was", was=view.was)
    elif lines and opened:
        total = words.t("session.why.opened", change=view.change_text)
    elif lines and turn < int(sight.world.turn[0]):
        before = words.quarter(turn - 1)
        key = f"session.why.then{'.answered' if view.answered else ''}"
        total = words.t(key, change=view.change_text, before=before)
    elif view.direction or lines:
        key = "session.why.total" if lines else "session.why.unkept"
        key += ".answered" if lines and view.answered else ""
        total = words.t(key, change=view.change_text)
    latest = turn == int(sight.world.turn[0]) and not opened
    said = unreleased.note(sight, name, view.direction > 0) if latest else ""
    return WhyView(view, total, tuple(lines), sight.when(turn), said)


def _since_opening(sight: Sight, view: FigureView, change: float) -> FigureView:
    """A figure of the first table with its change since the game opened."""
    named = sight.has_names(view.name, view.value, view.value - change)
    direction = 0 if named else (change > 0) - (change < 0)
    return replace(view, change=change, direction=direction)


def _played(sight: Sight, log: Log, turn: int) -> int:
    """The turn itself, when its table has been seen."""
    turns = [page.turn for page in log.pages]
    if turn not in turns:
        words = sight.words
        first, last = words.quarter(turns[0]), words.quarter(turns[-1])
        what = words.t("session.refused.no_quarter", quarter=words.quarter(turn))
        raise GameError(what, "", words.t("session.hint.quarters", first=first, last=last))
    return turn


def graph(sight: Sight, log: Log, name: str) -> GraphView:
    """A figure over the quarters, and the curve told in one sentence."""
    view = figure_view(sight, log, name)
    turn = int(sight.world.turn[0])
    turns = [page.turn for page in log.pages if page.turn < turn and name in page.figures]
    quarters = tuple(sight.when(each) for each in (*turns, turn))
    return GraphView(
        label=view.label,
        unit=view.unit,
        quarters=quarters,
        values=view.history,
        describe=_describe(sight, name, view.label, quarters, view.history),
    )


def _describe(
    sight: Sight, name: str, label: str, quarters: tuple[str, ...], values: tuple[float, ...]
) -> str:
    words, figure = sight.words, sight.figure(name)
    if sight.has_names(name, *values):
        return words.t(
            "session.graph.named", label=label, course=_course(sight, name, quarters, values)
        )
    low, high = min(values), max(values)
    change = values[-1] - values[0]
    if len(values) == 1:
        key = "session.graph.one"
    elif abs(change) < figure.step / 2:
        key = "session.graph.flat"
    else:
        key = "session.graph.up" if change > 0 else "session.graph.down"
    now, first, lowest, highest = sight.told_apart(name, values[-1], values[0], low, high)
    return words.t(
        key,
        label=label,
        now=now,
        quarter=quarters[-1],
        first=first,
        first_quarter=quarters[0],
        low=lowest,
        low_quarter=quarters[values.index(low)],
        high=highest,
        high_quarter=quarters[values.index(high)],
    )


def _course(sight: Sight, name: str, quarters: tuple[str, ...], values: tuple[float, ...]) -> str:
    """The names of a figure’s values one after the other, each with its first quarter."""
    told, last = [], ""
    for quarter, value in zip(quarters, values, strict=True):
        text = sight.said(name, value)
        if text != last:
            told.append(sight.words.t("session.graph.since", value=text, quarter=quarter))
        last = text
    return ", ".join(told)

"""Why did a figure move, and how has it run so far?

Words the causes that the recorder kept, and the curve of the log. The parts of a figure add up to
its change exactly; nothing is estimated here.
"""

from __future__ import annotations

from game.errors import GameError
from game.session.log import Log
from game.session.lookup import find, nearest
from game.session.observe import figure_view, table_names
from game.session.sight import Sight
from game.session.standing import Parts
from game.session.views import GraphView, PartView, WhyView


def figure_name(sight: Sight, word: str) -> str:
    """The figure somebody means: by id, label, beginning or nearest spelling; or GameError."""
    figures = sight.ruleset.figures
    if word in figures:
        return word
    mine = table_names(sight)
    ordered = [*mine, *(n for n, f in figures.items() if f.headline and n not in mine)]
    ordered += [name for name in figures if name not in set(ordered)]
    labels = {name: sight.label(name) for name in ordered}
    found = find(word, labels)
    if found:
        return found[0]
    words = sight.words
    near = nearest(word, [*labels, *labels.values()])
    hint = words.t("session.hint.near", name=near) if near else ""
    raise GameError(words.t("session.refused.unknown_figure", name=word), "", hint)


def why(sight: Sight, log: Log, parts: Parts, name: str) -> WhyView:
    """A figure opened into the causes of its change, the largest first."""
    view = figure_view(sight, log, name)
    step = sight.figure(name).step
    before = abs(view.value - view.change)
    causes = sorted(parts.get(name, ()), key=lambda part: -abs(part[1]))
    lines = [_part(sight, name, cause, steps * step, before) for cause, steps in causes]
    words = sight.words
    total = words.t("session.why.none")
    if view.direction or lines:
        key = "session.why.total" if lines else "session.why.unkept"
        total = words.t(key, change=view.change_text)
    return WhyView(view, total, tuple(lines))


def _part(sight: Sight, name: str, cause: str, value: float, before: float) -> PartView:
    label, source = cause_text(sight, cause)
    return PartView(label, sight.change_text(name, value, before), value, source)


def cause_text(sight: Sight, cause: str) -> tuple[str, str]:
    """A cause in words, and who or what stands behind it.

    Causes are `stage:market.prices`, `order:SEAT:ORDER` and `scene:STORYLET:CHOICE:SEAT`; ids that
    the rules no longer know are shown as they are.
    """
    words, ruleset = sight.words, sight.ruleset
    kind, _, rest = cause.partition(":")
    places = rest.split(":")
    if kind == "order" and len(places) == 2 and places[1] in ruleset.orders:
        title = sight.say(ruleset.orders[places[1]].title)
        return title, f"{_who(sight, places[0])}, {words.t('session.why.order')}"
    if kind == "scene" and len(places) == 3 and places[0] in ruleset.storylets:
        storylet = ruleset.storylets[places[0]]
        label = scene = words.text(storylet.title)
        choice = next((c for c in storylet.choices if c.id == places[1]), None)
        if choice is not None:
            label = words.t("session.why.answer", scene=scene, choice=words.text(choice))
        return label, f"{_who(sight, places[2])}, {words.t('session.why.scene')}"
    key = f"cause.{rest}"
    label = words.t(key) if key in words else rest.replace("_", " ").replace(".", ", ")
    return label, words.t("session.why.stage")


def _who(sight: Sight, seat: str) -> str:
    if seat == sight.seat:
        return sight.words.t("session.why.yours")
    actor = sight.ruleset.actors.get(seat)
    return sight.words.text(actor.name) if actor else seat


def graph(sight: Sight, log: Log, name: str) -> GraphView:
    """A figure over the quarters, and the curve told in one sentence."""
    view = figure_view(sight, log, name)
    turn = int(sight.world.turn[0])
    turns = [page.turn for page in log.pages if page.turn < turn and name in page.figures]
    quarters = tuple(sight.words.quarter(each) for each in (*turns, turn))
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

    def said(value: float) -> str:
        return words.unit(value, figure.unit)

    low, high = min(values), max(values)
    change = values[-1] - values[0]
    if len(values) == 1:
        key = "session.graph.one"
    elif abs(change) < figure.step / 2:
        key = "session.graph.flat"
    else:
        key = "session.graph.up" if change > 0 else "session.graph.down"
    return words.t(
        key,
        label=label,
        now=said(values[-1]),
        quarter=quarters[-1],
        first=said(values[0]),
        first_quarter=quarters[0],
        low=said(low),
        low_quarter=quarters[values.index(low)],
        high=said(high),
        high_quarter=quarters[values.index(high)],
    )

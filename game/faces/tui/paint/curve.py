"""How does a figure's history look as a curve, and how what may come?

A title, the chart, and the sentences that replace it where nothing can be drawn.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.style import Style

from game.faces.charts import Canvas, line_chart
from game.faces.fans import Fan, fan_chart
from game.faces.tui.desk import Speech
from game.faces.tui.lines import BLANK, Lines, clip, say, wrap
from game.faces.tui.look import CHART_GROUND, CHART_INK, PLAIN, QUIET, TITLE
from game.faces.tui.paint.figures import split_unit
from game.faces.tui.paint.table import Say
from game.session.views import ForecastView, GraphView

ROOMY = 24  # lines of a page that can tell the past as well
LEAST = 9  # lines that a chart needs


def curve(view: GraphView, words: Speech, width: int, height: int) -> Lines:
    """Title with the unit, chart of `height` lines, sentence."""
    extremes = (min(view.values, default=0.0), max(view.values, default=0.0))
    unit, tick = _ticks(words, view.unit, extremes)
    chart = line_chart(view.values, view.quarters, width, height, tick)
    title = clip(say((view.label, TITLE), "  ", (unit, QUIET)), width)
    if not any(view.values):  # a line along the axis says no more than the sentence
        return [title, BLANK, *wrap(say((view.describe, PLAIN)), width)]
    return [title, BLANK, *canvas_lines(chart), BLANK, *wrap(say((view.describe, PLAIN)), width)]


def fan(
    view: GraphView,
    ahead: ForecastView,
    words: Speech,
    t: Say,
    width: int,
    height: int,
    *,
    colours: bool,
) -> Lines:
    """Title, legend, chart and sentences in `height` lines, or as many as the least chart needs."""
    extremes = (min(*view.values, *ahead.p05), max(*view.values, *ahead.p95))
    unit, tick = _ticks(words, view.unit, extremes)
    legend = t("chart.legend" if colours else "chart.legend.plain")
    told = len(view.values) > 1  # else what may come says all there was
    past = [BLANK, *wrap(say((view.describe, PLAIN)), width)] if told else []
    below = [
        *wrap(say((legend, QUIET)), width),
        *(past if height > ROOMY else []),
        *wrap(say((ahead.describe, PLAIN)), width),
        *wrap(say((ahead.note, QUIET)), width),
    ]
    title = clip(say((view.label, TITLE), "  ", (unit, QUIET)), width)
    if not any((*view.values, *ahead.p05, *ahead.p95)):
        return [title, BLANK, *below]
    chart = fan_chart(
        view.values,
        Fan(ahead.p05, ahead.p25, ahead.p50, ahead.p75, ahead.p95),
        (*view.quarters, *ahead.quarters[1:]),
        width,
        max(LEAST, height - 2 - len(below)),
        tick,
        colours=colours,
    )
    return [title, BLANK, *canvas_lines(chart), *below]


def _ticks(
    words: Speech, unit: str, extremes: tuple[float, float]
) -> tuple[str, Callable[[float], str]]:
    """The unit that a whole axis shares, if there is one, and how a tick is worded without it."""
    most = max(map(abs, extremes))
    units = {split_unit(words.unit(value, unit, like=most))[1] for value in extremes}
    shared = units.pop() if len(units) == 1 else ""

    def tick(value: float) -> str:
        text = words.unit(value, unit, like=most)
        amount, own = split_unit(text)
        return amount if own and own == shared else text

    return shared, tick


def canvas_lines(canvas: Canvas) -> Lines:
    """A chart as lines, each ink and ground in its style."""
    return [
        say(*((text, _style(ink, ground)) for text, ink, ground in canvas.runs(row)))
        for row in range(canvas.height)
    ]


def _style(ink: int, ground: int) -> Style:
    """The style of a palette index for the letters and one for the ground, -1 for neither."""
    letters = CHART_INK[ink] if ink >= 0 else PLAIN
    return letters + CHART_GROUND[ground] if ground >= 0 else letters

"""How does a figure's history look as a curve?

A title, the chart, and the sentence that replaces it where nothing can be drawn.
"""

from __future__ import annotations

from game.faces.charts import Canvas, line_chart
from game.faces.tui.desk import Speech
from game.faces.tui.lines import BLANK, Lines, clip, say, wrap
from game.faces.tui.look import CHART_INK, PLAIN, QUIET, TITLE
from game.faces.tui.paint.table import split_unit
from game.session.views import GraphView


def curve(view: GraphView, words: Speech, width: int, height: int) -> Lines:
    """Title with the unit, chart of `height` lines, sentence."""
    extremes = (min(view.values, default=0.0), max(view.values, default=0.0))
    units = {split_unit(words.unit(value, view.unit))[1] for value in extremes}
    unit = units.pop() if len(units) == 1 else ""

    def tick(value: float) -> str:
        text = words.unit(value, view.unit)
        amount, own = split_unit(text)
        return amount if own and own == unit else text

    chart = line_chart(view.values, view.quarters, width, height, tick)
    title = clip(say((view.label, TITLE), "  ", (unit, QUIET)), width)
    return [title, BLANK, *canvas_lines(chart), BLANK, *wrap(say((view.describe, PLAIN)), width)]


def canvas_lines(canvas: Canvas) -> Lines:
    """A chart as lines, each ink in its style."""
    return [
        say(*((text, CHART_INK[ink] if ink >= 0 else PLAIN) for text, ink in canvas.runs(row)))
        for row in range(canvas.height)
    ]

"""How is the council laid out: who sits there, what each says, expects, and has been right about?

One adviser after the other, under the number by which one asks for a forecast.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.faces.tui.lines import BLANK, Lines, heading, say, spread, wrap
from game.faces.tui.look import AMBER, BAD, BRIGHT, GOOD, KEY, MET, PLAIN, QUIET, REFUSED, VOICE
from game.faces.tui.paint.pages import MEASURE
from game.faces.tui.paint.table import Say
from game.session.views import CouncilLine


def council_page(council: Sequence[CouncilLine], quarter: str, t: Say, width: int) -> Lines:
    """Everybody at the table."""
    lines: Lines = [heading(t("council.of_quarter", quarter=quarter), width)]
    if not council:
        return [*lines, BLANK, *wrap(say((t("council.none"), QUIET)), width)]
    measure = min(width, MEASURE)
    for number, each in enumerate(council, start=1):
        lines += [BLANK, *_adviser(number, each, t, measure)]
    return lines


def _adviser(number: int, each: CouncilLine, t: Say, width: int) -> Lines:
    """One adviser: person, words, forecasts, record."""
    name = say((f"{number} ", KEY), (each.name, BRIGHT), (f" · {each.role}", QUIET))
    record = say((each.record, AMBER))
    lines = [spread(name, record, width)]
    for person in (each.mandate, each.bias):
        lines += wrap(say((person, QUIET)), width, "  ", "  ") if person else []
    for words, ink in ((each.line, VOICE), (each.remark, AMBER)):
        lines += wrap(say((words, ink)), width, "  ", "  ") if words else []
    waiting = [words for words in each.forecasts if words not in each.past]
    for place, words in enumerate(waiting):
        reason = each.reason if place == 0 else ""
        told = say((t("council.expects"), QUIET), " ", (words, PLAIN))
        lines += wrap(told, width, "  ", "    ")
        lines += wrap(say((reason, QUIET)), width, "    ", "    ") if reason else []
    for words, right in zip(each.past, each.right, strict=True):
        mark = (f"{MET} ", GOOD) if right else (f"{REFUSED} ", BAD)
        lines += wrap(say(mark, (words, QUIET)), width, "  ", "    ")
    lines += wrap(say((each.misses, QUIET)), width, "    ", "    ") if each.misses else []
    return lines

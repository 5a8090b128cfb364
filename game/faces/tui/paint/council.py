"""How is the council laid out: who sits there, what each says, expects, and has been right about?

One adviser after the other, under the number by which one asks for a forecast; those who say
nothing new come last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from game.faces.tui.lines import BLANK, Lines, heading, say, spread, wrap
from game.faces.tui.look import AMBER, BAD, BRIGHT, GOOD, KEY, MET, PLAIN, QUIET, REFUSED, VOICE
from game.faces.tui.paint.pages import MEASURE
from game.faces.tui.paint.table import Say
from game.session.views import CouncilLine


def council_page(
    council: Sequence[CouncilLine], note: str, quarter: str, t: Say, width: int
) -> Lines:
    """Everybody at the table, and what all take for granted."""
    lines: Lines = [heading(t("council.of_quarter", quarter=quarter), width)]
    if not council:
        return [*lines, BLANK, *wrap(say((t("council.none"), QUIET)), width)]
    measure = min(width, MEASURE)
    numbered = list(enumerate(council, start=1))
    for number, each in numbered:
        lines += [BLANK, *_adviser(number, each, t, measure)] if each.is_news else []
    others = [(number, each) for number, each in numbered if not each.is_news]
    if others:
        lines += [BLANK, heading(t("council.nothing_new"), width)]
    for number, each in others:
        lines += [BLANK, *_adviser(number, each, t, measure)]
    return [*lines, BLANK, *wrap(say((note, QUIET)), measure)]


def _adviser(number: int, each: CouncilLine, t: Say, width: int) -> Lines:
    """One adviser: the person, once; what is new, then what was said before; the record."""
    name = say((f"{number} ", KEY), (each.name, BRIGHT), (f" · {each.role}", QUIET))
    record = say((each.record, AMBER))
    if name.cell_length + record.cell_length + 2 <= width:
        lines = [spread(name, record, width)]
    else:
        lines = [*wrap(name, width), *wrap(record, width, "    ", "    ")]
    for person in () if each.met else (each.mandate, each.bias):
        lines += wrap(say((person, QUIET)), width, "  ", "  ") if person else []
    said = list(_said(each, t, width))
    for is_new in (True, False):
        lines += [
            line for words, rows in said for line in rows if (words not in each.told) == is_new
        ]
    lines += wrap(say((each.misses, QUIET)), width, "    ", "    ") if each.misses else []
    return lines


def _said(each: CouncilLine, t: Say, width: int) -> Iterator[tuple[str, Lines]]:
    """Each sentence of an adviser, and how it is drawn: paler when it was read before."""
    for words, ink in ((each.line, VOICE), (each.remark, AMBER)):
        if words:
            ink = QUIET if words in each.told else ink
            yield words, wrap(say((words, ink)), width, "  ", "  ")
    said = zip(each.forecasts, each.since, strict=True)
    waiting = [(words, since) for words, since in said if words not in each.past]
    for place, (words, since) in enumerate(waiting):
        reason = since or (each.reason if place == 0 and words not in each.told else "")
        ink = QUIET if words in each.told else PLAIN
        told = wrap(say((t("council.expects"), QUIET), " ", (words, ink)), width, "  ", "    ")
        told += wrap(say((reason, QUIET)), width, "    ", "    ") if reason else []
        yield words, told
    for words, right in zip(each.past, each.right, strict=True):
        mark = (f"{MET} ", GOOD) if right else (f"{REFUSED} ", BAD)
        yield words, wrap(say(mark, (words, QUIET)), width, "  ", "    ")

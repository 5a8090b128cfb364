"""What stands in the table's right-hand column?

The scene that waits, the goal, what binds, the newspaper's headlines and the council's lines; as
much of each as the height allows.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from game.faces.tui.lines import BLANK, Lines, fit, heading, joined, say, wrap
from game.faces.tui.look import AMBER, BRIGHT, GOOD, KEY, MET, PLAIN, QUIET, SCENE, SPENT, VOICE
from game.faces.tui.paint.table import Say
from game.session.views import CouncilLine, NewsItem, SceneView, TableView

GOAL_LINES = 9  # of a goal and what it still lacks; its own words may take more: news gives way
ROLE_WIDTH = 36  # in a narrower column a name must do


def brief(
    table: TableView,
    waiting: Sequence[SceneView],
    council: Sequence[CouncilLine],
    t: Say,
    width: int,
    height: int,
) -> Lines:
    """The whole column, in at most `height` lines."""
    roomy = height >= 26
    gap = [BLANK] if roomy else []
    lines: Lines = []
    call = scene_call(waiting, t, width)
    for part in (call, _goal(table, t, width, height - len(call)), _gate(table, t, width)):
        lines += [*part, *gap] if part and len(lines) + len(part) <= height else []
    # In a low window the newspaper leaves the council a heading and a line for each adviser, and
    # the first of them who can be told in whole all that it takes to say it.
    room = height - len(lines) - len(gap)
    asked = (1 + len(_short_entry(council[place], width)) for place in _in_turn(council))
    first = next((each for each in asked if each <= room), 0)
    kept = max(min(room // 2, 1 + len(council)), first) if first else min(len(council), 1)
    papers = _news(table.news, t, width, room - kept, roomy)
    counsel = counsel_lines(council, t, width, room - len(papers))
    lines += papers
    lines += gap
    return fit(lines + counsel, height, width)


def scene_call(waiting: Sequence[SceneView], t: Say, width: int) -> Lines:
    """The first scene that waits, and the key that opens it."""
    if not waiting:
        return []
    lines = wrap(say((f"{SCENE} ", AMBER), (waiting[0].title, BRIGHT)), width, rest="  ")[:2]
    return [*lines, *wrap(say((t("scene.call"), QUIET)), width, "  ", "  ")[:1]]


def _goal(table: TableView, t: Say, width: int, height: int) -> Lines:
    """The goal or the task, in all its words where the height allows, and whether it is met."""
    if not table.goal:
        return []
    mark = say((f"{MET} ", GOOD)) if table.goal_met else say((f"{SPENT} ", AMBER))
    state = t("goal.met") if table.goal_met else ""
    lines = wrap(say(mark, (table.goal, PLAIN), " ", (state, GOOD)), width, rest="  ")
    lines = fit(lines, max(GOAL_LINES, height - 1), width)
    for term in table.goal_terms:
        told = wrap(say((term, QUIET)), width, "  ", "    ")
        lines += told if len(lines) + len(told) <= GOAL_LINES else []
    return [heading(t("goal.title"), width), *lines]


def _gate(table: TableView, t: Say, width: int) -> Lines:
    """What holds everybody back this quarter."""
    if not table.bottleneck:
        return []
    words = say((t("gate.title"), QUIET), " ", (table.bottleneck, BRIGHT))
    return wrap(words, width, rest="  ")[:2]


def _news(news: Sequence[NewsItem], t: Say, width: int, height: int, bodies: bool) -> Lines:
    """Headlines, with their bodies when there is room."""
    if not news or height < 2:
        return []
    lines: Lines = [heading(t("news.title"), width)]
    for place, item in enumerate(news):
        entry = wrap(say((item.headline, PLAIN)), width, "· ", "  ")
        if bodies and place < 3:
            entry += wrap(say((item.body, QUIET)), width, "  ", "  ")
        if len(lines) + len(entry) > height:
            break
        lines += entry
    return lines if len(lines) > 1 else []


def council_lines(council: Sequence[CouncilLine], t: Say, width: int) -> Lines:
    """What the advisers say of the quarter, of the plan and of the quarters to come."""
    if not council:
        return []
    entries = [line for each in council for line in _entry(each, width)]
    return [heading(t("council.title"), width), *entries]


def counsel_lines(council: Sequence[CouncilLine], t: Say, width: int, height: int) -> Lines:
    """The same in so many lines: where they are few, whoever speaks of the plan comes first.

    Nobody is cut short: where no word fits, the heading says which key opens the council.
    """
    if not council or height < 1:
        return []
    entries: dict[int, Lines] = {}
    left = height - 1
    places = _in_turn(council)
    for shape in (
        _short_entry,
        _entry,
    ):  # something from everybody, then all that there is room for
        for place in places:
            entry, known = shape(council[place], width), entries.get(place, [])
            if len(entry) - len(known) <= left and (known or shape is _short_entry):
                entries[place] = entry
                left -= len(entry) - len(known)
    title = heading(t("council.title"), width, say(("k", KEY)))
    return [title, *(line for place in sorted(entries) for line in entries[place])]


def _in_turn(council: Sequence[CouncilLine]) -> list[int]:
    """Whose word is told first where there is little room: whoever speaks of the plan."""
    return sorted(range(len(council)), key=lambda place: not council[place].remark)


def _entry(each: CouncilLine, width: int) -> Lines:
    """All that an adviser has to say."""
    role = f" · {each.role}" if width >= ROLE_WIDTH else ""
    name = say((each.name, PLAIN), (f"{role}  ", QUIET))
    lines = wrap(say(name, (each.line, VOICE)), width, "", "  ")
    lines += wrap(say((each.remark, AMBER)), width, "  ", "  ") if each.remark else []
    return lines + (wrap(_expects(each, each.record), width, "  ", "  ") if each.forecasts else [])


def _short_entry(each: CouncilLine, width: int) -> Lines:
    """What counts most of it."""
    return wrap(say((f"{each.name}  ", PLAIN), _first(each)), width, "", "  ")


def _first(each: CouncilLine) -> Content:
    """What counts most of all that an adviser says."""
    if each.remark:
        return say((each.remark, AMBER))
    return _expects(each) if each.forecasts else say((each.line, VOICE))


def _expects(each: CouncilLine, record: str = "") -> Content:
    """A forecast, when it was said if that is a while ago, and how often the adviser was right."""
    return joined((each.forecasts[0], *each.since[:1], record))

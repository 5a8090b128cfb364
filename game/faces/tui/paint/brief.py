"""What stands in the table's right-hand column?

The scene that waits, the goal, what binds, the newspaper's headlines and the council's lines; as
much of each as the height allows.
"""

from __future__ import annotations

from collections.abc import Sequence

from game.faces.tui.lines import BLANK, Lines, fit, heading, say, wrap
from game.faces.tui.look import AMBER, BRIGHT, GOOD, MET, PLAIN, QUIET, SCENE, SPENT, VOICE
from game.faces.tui.paint.table import Say
from game.session.views import CouncilLine, NewsItem, SceneView, TableView

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
    for part in (scene_call(waiting, t, width), _goal(table, t, width), _gate(table, t, width)):
        lines += [*part, *gap] if part else []
    counsel = council_lines(council, t, width)
    # In a low window the newspaper leaves the council at least a heading and two lines.
    kept = min(len(counsel), max(3, height // 3)) if counsel else 0
    lines += _news(table.news, t, width, height - len(lines) - kept, roomy)
    lines += gap
    return fit(lines + counsel, height, width)


def scene_call(waiting: Sequence[SceneView], t: Say, width: int) -> Lines:
    """The first scene that waits, and the key that opens it."""
    if not waiting:
        return []
    lines = wrap(say((f"{SCENE} ", AMBER), (waiting[0].title, BRIGHT)), width, rest="  ")[:2]
    return [*lines, *wrap(say((t("scene.call"), QUIET)), width, "  ", "  ")[:1]]


def _goal(table: TableView, t: Say, width: int) -> Lines:
    """The year's goal, and whether it is met."""
    if not table.goal:
        return []
    mark = say((f"{MET} ", GOOD)) if table.goal_met else say((f"{SPENT} ", AMBER))
    state = t("goal.met") if table.goal_met else ""
    lines = wrap(say(mark, (table.goal, PLAIN), " ", (state, GOOD)), width, rest="  ")
    return [heading(t("goal.title"), width), *lines[:3]]


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
    """What the advisers say of the quarter."""
    if not council:
        return []
    lines: Lines = [heading(t("council.title"), width)]
    for line in council:
        role = f" · {line.role}" if width >= ROLE_WIDTH else ""
        name = say((line.name, PLAIN), (f"{role}  ", QUIET))
        lines += wrap(say(name, (line.line, VOICE)), width, "", "  ")
    return lines

"""Which colours and signs does the screen use?

Every colour here exists in the 256-colour palette, so that a terminal without true colour shows
the same picture. A colour never carries a meaning alone: a sign or a word stands beside it.
"""

from __future__ import annotations

from textual.color import Color
from textual.style import Style
from textual.theme import Theme

GROUND = "#121212"
PANEL = "#1c1c1c"
RAISED = "#262626"
CURSOR = "#3a3a3a"
RULE_COLOUR = "#4e4e4e"

THEME = Theme(
    name="machine-time",
    primary="#d7af5f",
    secondary="#87afd7",
    accent="#d7af5f",
    warning="#d7af5f",
    error="#d78787",
    success="#87af87",
    foreground="#d0d0d0",
    background=GROUND,
    surface=GROUND,
    panel=PANEL,
    boost=RAISED,
    text_alpha=1.0,
    variables={
        "ground": GROUND,
        "card": PANEL,
        "raised": RAISED,
        "cursor": CURSOR,
        "rule": RULE_COLOUR,
        "quiet": "#8a8a8a",
        "bright": "#eeeeee",
        "block-cursor-background": CURSOR,
        "block-cursor-foreground": "#eeeeee",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": GROUND,
        "block-cursor-blurred-foreground": "#d0d0d0",
        "block-cursor-blurred-text-style": "none",
        "block-hover-background": PANEL,
        "scrollbar": RULE_COLOUR,
        "scrollbar-hover": "#767676",
        "scrollbar-active": "#d7af5f",
        "scrollbar-background": GROUND,
        "scrollbar-background-hover": GROUND,
        "scrollbar-background-active": GROUND,
        "scrollbar-corner-color": GROUND,
        "input-cursor-background": "#d7af5f",
        "input-cursor-foreground": GROUND,
        "input-selection-background": "#4e4e4e",
    },
)


def _ink(colour: str, bold: bool | None = None, italic: bool | None = None) -> Style:
    """A style that sets the letters and leaves the ground as it is."""
    return Style(foreground=Color.parse(colour), bold=bold, italic=italic)


PLAIN = _ink("#d0d0d0")
BRIGHT = _ink("#eeeeee", bold=True)
QUIET = _ink("#8a8a8a")
RULE = _ink(RULE_COLOUR)
AMBER = _ink("#d7af5f")
TITLE = _ink("#d7af5f", bold=True)
KEY = _ink("#d7af5f", bold=True)
BLUE = _ink("#87afd7")
GOOD = _ink("#87af87")
BAD = _ink("#d78787")
VOICE = _ink("#bcbcbc", italic=True)

# What the palette indices of charts.py look like: axis, grid, line, mark; then those of fans.
CHART_INK = (
    QUIET,
    _ink("#303030"),
    AMBER,
    BRIGHT,
    BLUE,
    _ink("#303030"),
    _ink(RULE_COLOUR),
)
CHART_GROUND = tuple(Style(background=ink.foreground) for ink in CHART_INK)

ROSE, FELL, LEVEL = "▲", "▼", " "
POINT, SPENT = "●", "○"
SCENE, MET, REFUSED, UNMOVED, CHANGED = "◆", "●", "✕", "=", "≠"
CHOSEN, KEPT = "►", "▷"  # the chosen line of the list that has the keys, and of another


def arrow(direction: int) -> str:
    """The sign of a change: up, down, or nothing when it is level."""
    return ROSE if direction > 0 else FELL if direction < 0 else LEVEL

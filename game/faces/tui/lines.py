"""How do words become lines of a given width?

Everything on the screen is a function from a width to lines of `Content`; `Drawn` lets a widget
show one. Text that comes from content files is never read as markup. Wrapping breaks at plain
spaces only, because French holds its signs with a narrow no-break space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual

from game.faces.tui.look import QUIET, RULE, TITLE

Piece = str | Content | tuple[str, Style]
Lines = list[Content]
Draw = Callable[[int], Lines]

_WORD = re.compile(r"[^ ]+ *|^ +")
# Control characters but for the line break, and marks that turn the direction of writing.
_STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
BLANK = Content("")


def clean(words: str) -> str:
    """Words without the characters that would steer the terminal or turn the line around."""
    return _STEERING.sub("", words)


def say(*pieces: Piece) -> Content:
    """One line made of words and (words, style) pairs; brackets in words stay brackets."""
    return Content.assemble(*map(_clean_piece, pieces))


def _clean_piece(piece: Piece) -> Piece:
    """A piece with clean words."""
    if isinstance(piece, tuple):
        return clean(piece[0]), piece[1]
    return clean(piece) if isinstance(piece, str) else piece


def wrap(content: Content | str, width: int, first: str = "", rest: str = "") -> Lines:
    """Content broken at spaces into lines of `width` cells, led by `first`, then by `rest`."""
    content = say(content) if isinstance(content, str) else content
    lines: Lines = []
    for paragraph in content.split("\n", allow_blank=True):
        lead = rest if lines else first
        least = max(8, cell_len(lead) + 4, cell_len(rest) + 4)  # a deep indent leaves room
        cuts = _cuts(paragraph.plain, max(width, least), cell_len(lead), cell_len(rest))
        for piece in paragraph.divide(cuts) if cuts else [paragraph]:
            lines.append(say(rest if lines else first, piece.rstrip(" ")))
    return lines


def _cuts(text: str, width: int, first: int, rest: int) -> list[int]:
    """Where to break a paragraph, as offsets; a word longer than a line is cut too."""
    cuts: list[int] = []
    used = first
    for match in _WORD.finditer(text):
        start, solid = match.start(), match.group().rstrip(" ")
        if used + cell_len(solid) > width and start > (cuts[-1] if cuts else 0):
            cuts.append(start)
            used = rest
        while used + cell_len(solid) > width:
            room = max(1, width - used)
            start += room
            cuts.append(start)
            solid, used = solid[room:], rest
        used += cell_len(solid) + match.end() - match.start() - len(match.group().rstrip(" "))
    return cuts


def clip(content: Content | str, width: int) -> Content:
    """Content cut to a width, with an ellipsis when something is lost."""
    content = say(content) if isinstance(content, str) else content
    if width <= 0:
        return BLANK
    return content if content.cell_length <= width else content.truncate(width, ellipsis=True)


def fit(lines: Lines, height: int, width: int) -> Lines:
    """At most `height` lines; when some are lost, the last one kept says so."""
    if len(lines) <= height or height < 1:
        return lines[: max(0, height)]
    last = clip(lines[height - 1], width - 2)
    return [*lines[: height - 1], say(last, "" if last.plain.endswith("…") else " …")]


def spread(left: Content | str, right: Content | str, width: int) -> Content:
    """One line with something at each end; the left gives way."""
    right = say(right) if isinstance(right, str) else right
    room = width - right.cell_length - (1 if right.cell_length else 0)
    kept = clip(left, room)
    return say(kept, " " * max(0, width - right.cell_length - kept.cell_length), right)


def heading(title: str, width: int, right: Content | str = "") -> Content:
    """A section's name, a thin rule, and sometimes a word at the right end."""
    right = say(right) if isinstance(right, str) else right
    tail = right.cell_length + (1 if right.cell_length else 0)
    rule = "─" * max(0, width - cell_len(title) - 1 - tail)
    gap = " " if right.cell_length else ""
    return clip(say((title, TITLE), " ", (rule, RULE), gap, right), width)


def joined(parts: Iterable[str], style: Style = QUIET) -> Content:
    """Small facts on one line, a middle dot between those that say something."""
    return say((" · ".join(part for part in parts if part), style))


class Drawn(Visual):
    """Something to show, known as a function from a width to lines."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._width = -1
        self._lines: Sequence[Content] = ()

    def lines(self, width: int) -> Sequence[Content]:
        """The lines at a width; drawn once for each width."""
        if width != self._width:
            self._width, self._lines = width, self._draw(width)
        return self._lines

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """The lines over the widget's own style."""
        lines = self.lines(width)[:height]
        return [
            Strip(line.render_segments(style), line.cell_length).adjust_cell_length(
                width, style.rich_style
            )
            for line in lines
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """As wide as it may be."""
        return container_width

    def get_height(self, rules: RulesMap, width: int) -> int:
        """As many lines as there are."""
        return max(1, len(self.lines(width)))

"""How is a page of the encyclopaedia laid out?

Its text with the words that lead elsewhere, what the definition says, how the thing stands now,
who contests it, and every source with its year and address. Links can be clicked; the list of them
under the page is the screen's.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style

from game.faces.charts import sparkline
from game.faces.tui.desk import Speech
from game.faces.tui.lines import BLANK, Lines, Piece, clip, heading, joined, say, spread, wrap
from game.faces.tui.look import AMBER, BLUE, BRIGHT, KEY, PLAIN, QUIET
from game.faces.tui.paint.figures import short_change, short_value
from game.faces.tui.paint.table import Say
from game.session.views import CitationView, CodexPage, CodexTitle, FigureView

MEASURE = 74
LABEL = 16  # cells of the label of a row, where it stands beside its value
NARROW = 56  # below this width a value follows its label on the line
INDENT = "  "


def codex_page(page: CodexPage, t: Say, words: Speech, width: int) -> Lines:
    """A page of the encyclopaedia."""
    measure = min(width, MEASURE)
    lines: Lines = [heading(page.title, width), *_status(page, measure), BLANK]
    lines += [*_text(page, measure), BLANK]
    if page.dispute:
        for who, side in zip((t("codex.says"), t("codex.against")), page.dispute, strict=True):
            lines += wrap(say((who, AMBER), " ", (side, PLAIN)), measure, "", INDENT)
        lines.append(BLANK)
    if page.figures:
        lines.append(heading(t("codex.now"), measure))
        for figure in page.figures:
            lines += _figure(figure, words, measure)
        lines.append(BLANK)
    if page.rows:
        column = min(LABEL, max(cell_len(label) for label, _ in page.rows))
        for label, value in page.rows:
            lines += _row(label, value, column, measure)
        lines.append(BLANK)
    if page.citations:
        lines.append(heading(t("codex.sources"), measure))
        for citation in page.citations:
            lines += _citation(citation, measure)
    return lines


def title_lines(title: CodexTitle, width: int, told: bool = False) -> Lines:
    """A page in the list; `told` says on which shelf it stands."""
    if told:
        return [clip(say(title.title, (f" · {title.shelf_label}", QUIET)), width)]
    return [clip(title.title, width)]


def shelf_lines(label: str, width: int) -> Lines:
    """The name of a shelf over its pages."""
    return [heading(label, width)]


def link_lines(number: int, title: str, width: int) -> Lines:
    """A link under the page, with the digit that follows it."""
    key = str(number) if number <= 9 else " "
    return [clip(say((f"{key} ", KEY), ("→ ", QUIET), (title, BLUE)), width)]


def _status(page: CodexPage, measure: int) -> Lines:
    """On which shelf it stands, and whether it is documented, disputed or invented."""
    return wrap(joined((page.shelf_label, page.kind_label)), measure)


def link_style(page_id: str) -> Style:
    """Letters that lead to a page when they are clicked."""
    return BLUE + Style(underline=True) + Style.from_meta({"@click": f"screen.follow({page_id!r})"})


def _text(page: CodexPage, measure: int) -> Lines:
    """The text, its links drawn as such."""
    pieces: list[Piece] = []
    done = 0
    for start, end, page_id in page.marks:
        pieces += [(page.text[done:start], PLAIN), (page.text[start:end], link_style(page_id))]
        done = end
    pieces.append((page.text[done:], PLAIN))
    return wrap(say(*pieces), measure)


def _figure(figure: FigureView, words: Speech, measure: int) -> Lines:
    """A number now, its course, its last change."""
    value = say((short_value(figure, words), BRIGHT), "  ", (short_change(figure), QUIET))
    spark = sparkline(figure.history, 12) if len(figure.history) > 1 else ""
    label = say((figure.label, link_style(figure.name)))
    return [spread(label, say((spark, AMBER), "  ", value), measure)]


def _row(label: str, value: str, column: int, measure: int) -> Lines:
    """What the definition says: a label, and its value beside it or below."""
    if measure < NARROW or cell_len(label) > column:
        return wrap(say((f"{label}  ", QUIET), (value, PLAIN)), measure, "", INDENT)
    lead = label + " " * (column - cell_len(label) + 2)
    rows = wrap(value, measure - column - 2)
    gap = " " * (column + 2)
    return [say((lead, QUIET), rows[0]), *(say(gap, row) for row in rows[1:])]


def _citation(citation: CitationView, measure: int) -> Lines:
    """A source: a claim to turn to, or a publication with its year and address."""
    if citation.page:
        title: Content = say((citation.title, link_style(citation.page)))
        return wrap(say("· ", title, (f"  {citation.page}", QUIET)), measure, "", INDENT)
    year = f", {citation.year}" if citation.year else ""
    lines = wrap(say("· ", (citation.title, PLAIN), (year, QUIET)), measure, "", INDENT)
    return [
        *lines,
        *(wrap(say((citation.url, QUIET)), measure, INDENT, INDENT) if citation.url else []),
    ]


def shelves(titles: Sequence[CodexTitle]) -> list[tuple[str, list[CodexTitle]]]:
    """Titles by shelf, in the order in which each shelf first appears."""
    found: dict[str, list[CodexTitle]] = {}
    for title in titles:
        found.setdefault(title.shelf_label, []).append(title)
    return list(found.items())

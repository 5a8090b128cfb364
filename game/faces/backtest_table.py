"""How does the backtest read on a terminal: a table for each role?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from game.faces.backtest import about, by_role, cells_of, rest, role_title, score_lines, shown

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.backtest import Backtest
    from game.session.scoring import Row

# What has room on a terminal so many cells wide.
COLUMNS = {
    0: ("series", "quarter", "observed", "simulated", "inside"),
    100: ("series", "quarter", "observed", "simulated", "range", "inside", "off"),
    128: ("series", "quarter", "observed", "simulated", "range", "inside", "off", "last", "growth"),
}
WIDER = 144  # for the bands as well
LEFT = ("series", "quarter", "inside")


def print_tables(ruleset: Ruleset, found: Backtest, words: Words) -> None:
    """The same report with a table for each role."""
    from rich.console import Console

    console = Console(highlight=False)
    for line in about(ruleset, found, words):
        console.print(line, markup=False)
    bands = found.bands()
    for role, rows in by_role(found):
        console.print()
        names = _columns(console.width, bands is not None)
        console.print(_table(ruleset, words, role, rows, bands, names))
        for line in score_lines(words, found.scores[role]):
            console.print(line, markup=False)
    for line in rest(ruleset, found, words):
        console.print(line, markup=False)


def _columns(width: int, with_bands: bool) -> list[str]:
    """What has room on a terminal so many cells wide."""
    names = list(COLUMNS[max(least for least in COLUMNS if least <= width)])
    if with_bands and width >= WIDER:
        names.insert(names.index("range") + 1, "band")
    return names


def _table(
    ruleset: Ruleset,
    words: Words,
    role: str,
    rows: Sequence[Row],
    bands: dict[str, tuple[float, float]] | None,
    columns: Sequence[str],
) -> object:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    title = role_title(words, role)
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for name in columns:
        heading = words.t(f"backtest.head.{name}")
        side: Literal["left", "right"] = "left" if name in LEFT else "right"
        table.add_column(heading, justify=side, no_wrap=name != "series")
    for row in rows:
        cells = cells_of(words, ruleset, row)
        cells |= {name: words.t(f"backtest.cell.{name}", **cells) for name in ("series", "inside")}
        if bands is not None:
            ends = bands.get(row.observed.id, (None, None))
            cells["band"] = "–".join(shown(words, each) for each in ends)
        texts = [Text(cells[name]) for name in columns]
        texts[columns.index("inside")].stylize("green" if row.inside else "bold red")
        table.add_row(*texts)
    return table

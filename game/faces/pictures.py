"""How does the game against the record look on paper?

Puts the panels of `panels.py` under a legend, each alone and all on one sheet; both read in light
and in dark, at the width of a page of text.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from game.faces import panels
from game.faces.panels import HEIGHT, WIDTH, Drawer

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.backtest import Backtest

GAP = 12
LEGEND = 76  # of a sheet
STYLE = """
svg{background:#fff;font:12px system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
.paper{fill:#fff}text{fill:#1f2328}.title{font-weight:600;font-size:13px}.dim{fill:#59636e}
.grid{stroke:#d1d9e0;stroke-width:1}.game{fill:none;stroke:#0969da;stroke-width:2}
.worlds{fill:#0969da;fill-opacity:.22}.doubt{fill:#0969da;fill-opacity:.10}
.fit{stroke:#9a6700;fill:#fff;stroke-width:1.5}.score{stroke:#cf222e;fill:#cf222e;stroke-width:1.5}
.known{fill:#6e7781}.naive{fill:none;stroke:#8250df;stroke-width:1.2}
.script{stroke:#59636e;stroke-width:1;stroke-dasharray:2 3}
@media(prefers-color-scheme:dark){svg{background:#0d1117}
.paper{fill:#0d1117}text{fill:#e6edf3}.dim{fill:#9198a1}.grid{stroke:#30363d}
.game{stroke:#58a6ff}.worlds{fill:#58a6ff;fill-opacity:.3}.doubt{fill:#58a6ff;fill-opacity:.2}
.fit{stroke:#e3b341;fill:#0d1117}.score{stroke:#ff7b72;fill:#ff7b72}.known{fill:#8b949e}
.naive{stroke:#d2a8ff}.script{stroke:#9198a1}}
""".replace("\n", "")


def files(ruleset: Ruleset, found: Backtest, words: Words) -> dict[str, str]:
    """Name of file → SVG: each series alone, and `backtest.svg` with all of them."""
    drawer = Drawer(ruleset, found, words)
    drawn = {id_: panels.panel(drawer, series) for id_, series in ruleset.series.items()}
    made = {
        f"{id_}.svg": _document(drawer, [inside], words.text(ruleset.series[id_].title), 1)
        for id_, inside in drawn.items()
    }
    made["backtest.svg"] = _document(drawer, drawn.values(), words.t("backtest.title"), 2)
    return made


def _document(drawer: Drawer, drawn: Iterable[str], title: str, columns: int) -> str:
    """A legend and some panels, in columns."""
    inside = list(drawn)
    columns = min(columns, len(inside))
    rows = math.ceil(len(inside) / columns)
    legend = LEGEND if columns > 1 else 2 * LEGEND + 28
    width = columns * WIDTH + (columns - 1) * GAP
    height = legend + rows * (HEIGHT + GAP)
    placed = [
        f'<g transform="translate({place % columns * (WIDTH + GAP)} '
        f'{legend + place // columns * (HEIGHT + GAP)})">{each}</g>'
        for place, each in enumerate(inside)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img"><title>{escape(title)}</title><style>{STYLE}</style>'
        f'<rect class="paper" width="{width}" height="{height}"/>{_legend(drawer, columns)}'
        f"{''.join(placed)}</svg>\n"
    )


def _legend(drawer: Drawer, columns: int) -> str:
    """Each sign once, with its name."""
    line = '<path class="{}" d="M0 -4h22"/>'
    signs = {
        "game": '<rect class="worlds" y="-10" width="22" height="12"/>' + line.format("game"),
        "score": panels.mark("score", 11, -4, -11, 3),
        "fit": panels.mark("fit", 11, -4, -11, 3),
        "history": '<circle class="known" cx="11" cy="-4" r="2.5"/>',
        "last": panels.dashed("last", "M0 -4h22"),
        "growth": panels.dashed("growth", "M0 -4h22"),
        "script": '<path class="script" d="M11 -13v18"/>',
    }
    if drawer.found.drawn is not None:
        signs["doubt"] = '<rect class="doubt" y="-10" width="22" height="12"/>'
    per_row = 3 if columns > 1 else 1
    wide, high = (274, 20) if columns > 1 else (WIDTH, 19)
    names = {name: escape(drawer.words.t(f"backtest.legend.{name}")) for name in signs}
    return "".join(
        f'<g transform="translate({16 + place % per_row * wide} {20 + place // per_row * high})">'
        f'{sign}<text x="30" font-size="11">{names[name]}</text></g>'
        for place, (name, sign) in enumerate(signs.items())
    )

"""Does docs/economy.md tell of the backtest what the program measures today?

The tables and the sentences with numbers stand between two marks and are written here. Run pytest
with MACHINETIME_ACCEPT=1 to write them anew, then read them.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from game.content import Ruleset
from game.content.quarters import number
from game.session import backtest, observations
from game.session.backtest import Backtest
from game.session.scoring import Row

FIRST, LAST = "<!-- backtest: from here on as measured -->\n", "<!-- backtest: as far as here -->\n"
NAMES = {
    "nvda_dc_revenue_bn": ("Designer’s data-centre revenue", "$bn"),
    "best_eci_us": ("Best American model", "ECI"),
    "best_eci_cn": ("Best Chinese model", "ECI"),
    "nvda_market_cap_bn": ("Designer’s market value", "$bn"),
}
BY_ROW = {
    "nvda_cum": ("Compute the designer has sold since 2022Q1", "k H100e"),
    "capex4": ("Capital spending of four clouds", "$bn"),
    "tsmc": ("Revenue of the leading foundry", "$bn"),
    "cowos": ("Advanced packaging", "k wafers a month"),
    "cn_units": ("Chips sold to China under licence", "thousand"),
    "grey": ("Chips leaked to China, the year", "thousand"),
    "wau": ("Weekly users of the leading assistant", "million"),
    "openai_arr": ("Annual revenue of the leading lab", "$bn"),
    "rent": ("Rent of an H100", "$ an hour"),
    "yield": ("Yield of the Ascend", "share"),
}
UNSCORED = (
    ("nvda_market_cap_bn", "2022Q4"),
    ("nvda_market_cap_bn", "2023Q1"),
    ("nvda_market_cap_bn", "2023Q4"),
    ("best_eci_cn", "2023Q4"),
)


@pytest.fixture(scope="module")
def found(ruleset: Ruleset) -> Backtest:
    return backtest.backtest(ruleset, observations.shipped(ruleset))


def test_the_page_tells_what_is_measured(found: Backtest, ruleset: Ruleset, root: Path) -> None:
    page = root / "docs" / "economy.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(FIRST)
    _, mark, after = rest.partition(LAST)
    assert mark
    expected = before + FIRST + "\n".join(measured(found, ruleset)) + "\n" + LAST + after
    if os.environ.get("MACHINETIME_ACCEPT"):
        page.write_text(expected, encoding="utf-8")
        return
    assert text == expected, "MACHINETIME_ACCEPT=1 writes what was measured"


def measured(found: Backtest, ruleset: Ruleset) -> Iterator[str]:
    """The part of the page between the marks, in lines."""
    scored = [row for row in found.rows if row.observed.role == "score"]
    fitted = [row for row in found.rows if row.observed.role == "fit"]
    yield from paragraph(told_of_scored(found, scored))
    yield from table(scored, naive=True)
    fit = found.scores["fit"]
    yield from paragraph(
        f"**Rows to fit on**: {fit.inside} of {fit.rows} inside, mean absolute log error "
        f"{fit.mean_abs_log_error_levels:.2f} without the index. All of it is in-sample, and the "
        "first four quarters of the firms are scripted."
    )
    yield from table(fitted, naive=False)
    yield from paragraph("**Beside the rows**: what is on record and no row judges.")
    yield "| Figure | Quarter | Unit | Record | Model |\n|---|---|---|---:|---:|"
    for series, quarter in UNSCORED:
        seen = next(p.value for p in ruleset.series[series].history if str(p.quarter) == quarter)
        there = found.run.values[series][number(quarter) - found.run.first]
        name, unit = NAMES[series]
        yield f"| {name} | {quarter} | {unit} | {figure(seen)} | {figure(np.median(there))} |"
    other = found.counterfactual
    assert other
    yield from paragraph(
        "**The rules of October 2022 never made.** The same firms, without those rules "
        f"(`no_october`): by {other.quarter} China runs {other.stock[1]:,.0f} instead of "
        f"{other.stock[0]:,.0f} thousand H100e, and the designer has earned ${other.flow[1]:.0f}bn "
        f"instead of ${other.flow[0]:.0f}bn there."
    )


def told_of_scored(found: Backtest, rows: list[Row]) -> str:
    """How the scored rows came out, and which records hardly any world reached."""
    score = found.scores["score"]
    missed = [label(row)[0] for row in rows if not row.low <= row.observed.value <= row.high]
    named = "; ".join(name[0].lower() + name[1:] for name in missed)
    return (
        f"**Rows that are scored** (2024 and 2025Q1): {score.inside} of {score.rows} inside. On "
        f"the {score.compared} rows that all three can forecast the mean absolute log error is "
        f"{score.mean_abs_log_error:.2f}, against {score.naive_last:.2f} for the last value and "
        f"{score.naive_growth:.2f} for growth continued; on all rows but those of the index, whose "
        f"zero means nothing, it is {score.mean_abs_log_error_levels:.2f}, and those lie "
        f"{score.mean_abs_index_points:.1f} points off. The worlds lie too close together: "
        f"{len(missed)} of {len(rows)} records are outside the middle 90 % of them ({named})."
    )


def paragraph(text: str) -> Iterator[str]:
    """Lines as long as the page has them, with an empty one on either side."""
    yield f"\n{textwrap.fill(text, 104, break_on_hyphens=False)}\n"


def table(rows: list[Row], *, naive: bool) -> Iterator[str]:
    more, lines = (" Last value | Growth |", "---:|---:|") if naive else ("", "")
    yield f"| Figure | Quarter | Unit | Record | ± | Model | 5–95 % of worlds |{more} Within |"
    yield f"|---|---|---|---:|---:|---:|---:|{lines}---|"
    for row in rows:
        seen = row.observed
        cells = [*label(row), figure(seen.value), room(row), figure(row.simulated)]
        cells.insert(1, seen.quarter)
        cells.append(f"{figure(row.low)}–{figure(row.high)}")
        cells += [figure(each) for each in (row.naive_last, row.naive_growth)] if naive else []
        yield f"| {' | '.join(cells)} | {'yes' if row.inside else '**no**'} |"


def label(row: Row) -> tuple[str, str]:
    """How the page calls a row, and its unit."""
    if row.observed.series in NAMES:
        return NAMES[row.observed.series]
    return next(name for start, name in BY_ROW.items() if row.observed.id.startswith(start))


def room(row: Row) -> str:
    """The tolerance, as the page writes it."""
    wide = row.observed.tolerance
    kinds = {"relative": f"{100 * wide:.0f} %", "factor": f"× {wide:g}", "absolute": f"{wide:g}"}
    return kinds[row.observed.tolerance_type]


def figure(value: float | None) -> str:
    """Four digits of a number, whole from a thousand on."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"

"""What does `machinetime backtest` print?

A table of what was observed and what the game makes of it, the scores, and the world without the
rules of October 2022: as JSON, as a table on a terminal, as plain lines elsewhere. With --pictures
it also draws. The measuring itself is the session's.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.quarters import number
from game.errors import GameError

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.backtest import Backtest
    from game.session.scoring import Row, Score

DONE, WRONG_USAGE = 0, 2
WIDE, WIDER = 100, 116  # cells that the whole table takes, without bands and with them
COLUMNS = ("series", "quarter", "observed", "simulated", "range", "inside", "last", "growth")


def report(args: argparse.Namespace) -> int:
    """Measure, print, and draw when asked to."""
    from game.content import load
    from game.session import observations
    from game.session.backtest import as_dict, backtest

    if args.worlds < 1:
        print("--worlds: 1 world or more", file=sys.stderr)
        return WRONG_USAGE
    ruleset = load(mods=[mod for mod in args.mods.split(",") if mod])
    path = args.observations
    rows = observations.read_file(Path(path)) if path else observations.shipped(ruleset)
    found = backtest(ruleset, rows, args.worlds, args.seed, with_uncertainty=args.uncertainty)
    drawn = _draw(ruleset, found, args) if args.pictures else 0
    if args.json:
        print(json.dumps(as_dict(found), ensure_ascii=False, allow_nan=False))
        return DONE
    words = ruleset.words(args.lang)
    if sys.stdout.isatty():
        _print_tables(ruleset, found, words)
    else:
        print("\n".join(lines(ruleset, found, words)))
    if drawn:
        print(words.t("backtest.pictures", n=drawn, folder=args.pictures))
    return DONE


def _draw(ruleset: Ruleset, found: Backtest, args: argparse.Namespace) -> int:
    """Write the pictures; returns how many."""
    from game.faces.pictures import files

    made = files(ruleset, found, ruleset.words(args.lang))
    folder = Path(args.pictures)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        what = error.strerror or str(error)
        raise GameError(what, str(folder), "name a folder that can be written to") from None
    return len(made)


def lines(ruleset: Ruleset, found: Backtest, words: Words) -> Iterator[str]:
    """The report line by line."""
    yield about(ruleset, found, words)
    bands = found.bands()
    for role, rows in by_role(found):
        yield ""
        yield role_title(words, role)
        for row in rows:
            cells = cells_of(words, ruleset, row)
            error = shown(words, row.error, signed=True)
            yield words.t("backtest.line", id=row.observed.id, error=error, **cells)
            if bands is not None and row.observed.id in bands:
                low, high = (shown(words, each) for each in bands[row.observed.id])
                yield words.t("backtest.band", id=row.observed.id, low=low, high=high)
        yield from score_lines(words, found.scores[role])
    yield from _rest(ruleset, found, words)


def _rest(ruleset: Ruleset, found: Backtest, words: Words) -> Iterator[str]:
    """Rows that could not be judged, then the counterfactual."""
    strange = [row.observed for row in found.rows if row.reason]
    if strange:
        yield ""
    for seen in strange:
        key = "unknown_series" if seen.series not in ruleset.series else "not_played"
        yield words.t(f"backtest.{key}", id=seen.id, series=seen.series, quarter=seen.quarter)
    if found.counterfactual is not None:
        yield ""
        yield from _without(ruleset, found, words)


def _without(ruleset: Ruleset, found: Backtest, words: Words) -> Iterator[str]:
    from game.session.backtest import FLOW, STOCK

    other = found.counterfactual
    assert other is not None
    yield words.t(
        "backtest.without",
        stock_title=_lower(words.text(ruleset.series[STOCK].title)),
        flow_title=_lower(words.text(ruleset.series[FLOW].title)),
        quarter=quarter_text(words, other.quarter),
        stock_now=shown(words, other.stock[0]),
        stock=shown(words, other.stock[1]),
        flow_now=shown(words, other.flow[0]),
        flow=shown(words, other.flow[1]),
    )
    yield words.t("backtest.holds" if other.holds else "backtest.fails")


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def about(ruleset: Ruleset, found: Backtest, words: Words) -> str:
    """What was played, in one line."""
    from game.session.backtest import SCENARIO

    quarters = found.run.quarters
    return words.t(
        "backtest.about",
        worlds=found.worlds,
        scenario=words.text(ruleset.scenarios[SCENARIO].title),
        first=words.quarter(quarters[0] - number("2022Q4")),
        last=words.quarter(quarters[-1] - number("2022Q4")),
        seed=found.seed,
    )


def by_role(found: Backtest) -> list[tuple[str, list[Row]]]:
    """The rows that were judged, what counts first."""
    roles = sorted(found.scores, key=lambda role: (role != "score", role))
    judged = [row for row in found.rows if row.simulated is not None]
    return [(role, [row for row in judged if row.observed.role == role]) for role in roles]


def role_title(words: Words, role: str) -> str:
    """What a role is for."""
    key = f"backtest.role.{role}"
    return words.t(key) if role in ("fit", "score") else words.t("backtest.role.other", role=role)


def score_lines(words: Words, score: Score) -> Iterator[str]:
    """The score of a role in one sentence or two."""
    yield words.t(
        "backtest.score",
        inside=score.inside,
        rows=score.rows,
        share=words.percent(score.inside_share or 0.0),
        all=shown(words, score.mean_abs_log_error_all),
    )
    if score.compared:
        yield words.t(
            "backtest.compared",
            n=score.compared,
            game=shown(words, score.mean_abs_log_error),
            last=shown(words, score.naive_last),
            growth=shown(words, score.naive_growth),
        )


def cells_of(words: Words, ruleset: Ruleset, row: Row) -> dict[str, str]:
    """One row as texts, by column."""
    seen = row.observed
    series = ruleset.series[seen.series]
    values = {
        "observed": seen.value,
        "simulated": row.simulated,
        "low": row.low,
        "high": row.high,
        "last": row.naive_last,
        "growth": row.naive_growth,
    }
    cells = {name: shown(words, each, digits=series.digits) for name, each in values.items()}
    return cells | {
        "series": words.text(series.title),
        "quarter": quarter_text(words, seen.quarter),
        "range": f"{cells['low']}–{cells['high']}",
        "inside": verdict(words, row),
    }


def verdict(words: Words, row: Row) -> str:
    """Whether a row is inside its tolerance, in a word."""
    return words.t("backtest.inside" if row.inside else "backtest.outside")


def quarter_text(words: Words, quarter: str) -> str:
    """A quarter or a span as the reader writes it."""
    ends = [words.quarter(number(each) - number("2022Q4")) for each in quarter.split("-")]
    return "–".join(ends)


def shown(words: Words, value: float | None, signed: bool = False, digits: int = 0) -> str:
    """A number with three figures, and no fewer decimals than `digits`."""
    if value is None:
        return words.t("backtest.none")
    size = abs(value)
    enough = 2 if size < 1e-9 else max(0, 2 - math.floor(math.log10(size)))
    return words.number(value, max(min(enough, 3), digits), signed)


# ------------------------------------------------------------------------------- on a terminal


def _print_tables(ruleset: Ruleset, found: Backtest, words: Words) -> None:
    """The same report with a table for each role."""
    from rich.console import Console

    console = Console(highlight=False)
    console.print(about(ruleset, found, words), markup=False)
    bands = found.bands()
    for role, rows in by_role(found):
        console.print()
        names = _columns(console.width, bands is not None)
        console.print(_table(ruleset, words, role, rows, bands, names))
        for line in score_lines(words, found.scores[role]):
            console.print(line, markup=False)
    for line in _rest(ruleset, found, words):
        console.print(line, markup=False)


def _columns(width: int, with_bands: bool) -> list[str]:
    """What has room on a terminal so many cells wide."""
    if width < WIDE:
        return [name for name in COLUMNS if name not in ("range", "last", "growth")]
    return [*COLUMNS[:5], *(["band"] if with_bands and width >= WIDER else []), *COLUMNS[5:]]


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
        left = name in ("series", "quarter", "inside")
        heading = words.t(f"backtest.head.{name}")
        table.add_column(heading, justify="left" if left else "right", no_wrap=name != "series")
    for row in rows:
        cells = cells_of(words, ruleset, row)
        if bands is not None:
            ends = bands.get(row.observed.id, (None, None))
            cells["band"] = "–".join(shown(words, each) for each in ends)
        texts = [Text(cells[name]) for name in columns]
        texts[columns.index("inside")].stylize("green" if row.inside else "bold red")
        table.add_row(*texts)
    return table

"""What does `machinetime backtest` print?

What was observed and what the game makes of it, the scores, and the world without the rules of
October 2022: as JSON, as a table on a terminal (`backtest_table.py`), as plain lines elsewhere.
With --pictures it also draws. The measuring itself is the session's.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.quarters import number
from game.errors import GameError
from game.faces.commands.printing import print_json

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words
    from game.session.backtest import Backtest
    from game.session.scoring import Row, Score

DONE, NOTHING_JUDGED = 0, 1


def report(args: argparse.Namespace) -> int:
    """Measure, print, and draw when asked to; 1 where not one row could be judged."""
    from game.content import load
    from game.faces.commands import in_play
    from game.faces.commands.refusals import WrongUsage
    from game.session import observations
    from game.session.backtest import as_dict, backtest

    mods = in_play.listed(args.mods)
    ruleset = load(mods=mods)
    words = ruleset.words(args.lang)
    in_play.insist(ruleset, mods, words)
    if args.worlds < 1:
        raise WrongUsage(words.t("simulate.wrong.worlds"))
    path = args.observations
    rows = observations.read_file(Path(path), words) if path else observations.shipped(ruleset)
    found = backtest(ruleset, rows, args.worlds, args.seed, with_uncertainty=args.uncertainty)
    drawn = _draw(ruleset, found, args) if args.pictures else 0
    done = DONE if found.scores else NOTHING_JUDGED
    if args.json:
        print_json(as_dict(ruleset, found))
        return done
    if sys.stdout.isatty():
        from game.faces.backtest_table import print_tables

        print_tables(ruleset, found, words)
    else:
        print("\n".join(lines(ruleset, found, words)))
    if drawn:
        print(words.t("backtest.pictures", n=drawn, folder=args.pictures))
    return done


def _draw(ruleset: Ruleset, found: Backtest, args: argparse.Namespace) -> int:
    """Write the pictures; returns how many."""
    from game.faces.pictures import files
    from game.faces.whole_file import write_whole

    made = files(ruleset, found, ruleset.words(args.lang))
    folder = Path(args.pictures)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            write_whole(folder / name, text)
    except OSError as error:
        what = error.strerror or str(error)
        raise GameError(what, str(folder), "name a folder that can be written to") from None
    return len(made)


def lines(ruleset: Ruleset, found: Backtest, words: Words) -> Iterator[str]:
    """The report line by line."""
    yield from about(ruleset, found, words)
    bands = found.bands()
    for role, rows in by_role(found):
        yield ""
        yield role_title(words, role)
        for row in rows:
            cells = cells_of(words, ruleset, row)
            yield words.t("backtest.line", id=row.observed.id, **cells)
            if bands is not None and row.observed.id in bands:
                low, high = (shown(words, each) for each in bands[row.observed.id])
                yield words.t("backtest.band", id=row.observed.id, low=low, high=high)
        yield from score_lines(words, found.scores[role])
    yield from rest(ruleset, found, words)


def rest(ruleset: Ruleset, found: Backtest, words: Words) -> Iterator[str]:
    """Rows that were not judged or not wholly understood, then the counterfactual."""
    told = [line for row in found.rows if (line := _remark(ruleset, row, words))]
    if told:
        yield ""
    yield from told
    if not found.scores:
        yield words.t("backtest.none_judged")
    if found.counterfactual is not None:
        yield ""
        yield from _without(ruleset, found, words)


def _remark(ruleset: Ruleset, row: Row, words: Words) -> str:
    """Why a row was not judged, or that its unit was taken at its word."""
    from game.session.backtest import NOT_PLAYED, OTHER_UNIT, UNKNOWN, playable
    from game.session.lookup import nearest
    from game.session.units import doubtful

    seen = row.observed
    if row.reason == UNKNOWN:
        near = nearest(seen.series, ruleset.series) or ""
        key = "unknown_series.near" if near else "unknown_series"
        return words.t(f"backtest.{key}", id=seen.id, series=seen.series, near=near)
    unit = unit_text(words, ruleset, row)
    if row.reason == OTHER_UNIT:
        return words.t("backtest.other_unit", id=seen.id, given=seen.unit, unit=unit)
    if row.reason == NOT_PLAYED:
        first, last = (words.quarter(each - number("2022Q4")) for each in playable(ruleset))
        quarter = quarter_text(words, seen.quarter)
        return words.t("backtest.not_played", id=seen.id, quarter=quarter, first=first, last=last)
    if doubtful(seen.unit):
        return words.t("backtest.doubtful_unit", id=seen.id, given=seen.unit, unit=unit)
    return ""


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


def about(ruleset: Ruleset, found: Backtest, words: Words) -> Iterator[str]:
    """What was played, with which mods, and how the rows read."""
    from game.faces.commands.in_play import in_play
    from game.session.backtest import SCENARIO

    quarters = found.run.quarters
    yield words.t(
        "backtest.about",
        worlds=found.worlds,
        scenario=words.text(ruleset.scenarios[SCENARIO].title),
        first=words.quarter(quarters[0] - number("2022Q4")),
        last=words.quarter(quarters[-1] - number("2022Q4")),
        seed=found.seed,
    )
    if any(mod.enabled for mod in ruleset.mods):
        yield in_play(ruleset, words)
    yield words.t("backtest.reading")


def by_role(found: Backtest) -> list[tuple[str, list[Row]]]:
    """The rows that were judged, what counts first."""
    roles = sorted(found.scores, key=lambda role: (role != "score", role))
    judged = [row for row in found.rows if row.simulated is not None]
    return [(role, [row for row in judged if row.observed.role == role]) for role in roles]


def role_title(words: Words, role: str) -> str:
    """What a role is for."""
    from game.session.observations import ROLES

    if role in ROLES:
        return words.t(f"backtest.role.{role}")
    return words.t("backtest.role.other", role=role, known=", ".join(ROLES))


def score_lines(words: Words, score: Score) -> Iterator[str]:
    """The score of a role in one sentence or two."""
    yield words.t(
        "backtest.score",
        inside=score.inside,
        rows=score.rows,
        share=words.percent(score.inside_share or 0.0),
        all=shown(words, score.mean_abs_log_error_all),
    )
    if score.index_rows:
        yield words.t(
            "backtest.score.index",
            n=score.index_rows,
            levels=shown(words, score.mean_abs_log_error_levels),
            points=shown(words, score.mean_abs_index_points),
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
        "unit": unit_text(words, ruleset, row),
        "tolerance": tolerance_text(words, row),
        **off_texts(words, row),
    }


def unit_text(words: Words, ruleset: Ruleset, row: Row) -> str:
    """In what a row is judged: the unit of its series."""
    series, summed = ruleset.series[row.observed.series], row.observed.aggregate == "sum"
    unit = words.text(series.unit) or words.t("backtest.no_unit")
    return words.t("backtest.summed", unit=unit) if summed else unit


def tolerance_text(words: Words, row: Row) -> str:
    """How near a row must come: ±20%, ±4 or ×/÷3."""
    seen = row.observed
    if seen.tolerance_type == "relative":
        size = words.percent(seen.tolerance, _decimals(100 * seen.tolerance))
    else:
        size = words.number(seen.tolerance, _decimals(seen.tolerance))
    return words.t(f"backtest.tolerance.{seen.tolerance_type}", size=size)


def _decimals(value: float) -> int:
    """How many decimals a number needs that somebody wrote."""
    return len(f"{value:.3g}".partition(".")[2])


def off_texts(words: Words, row: Row) -> dict[str, str]:
    """How far a row is off, in a cell and in a line.

    It is told in logarithms, or in points where the scale has no zero.
    """
    if row.index and row.difference is not None:
        points = words.number(row.difference, 1, signed=True)
        return {
            "off": words.t("backtest.points.short", points=points),
            "error": words.t("backtest.points", n=abs(row.difference), points=points),
        }
    ln = shown(words, row.error, signed=True)
    return {"off": ln, "error": words.t("backtest.ln", ln=ln)}


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

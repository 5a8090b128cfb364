"""How near does the scenario `history` come to the record?

Plays it in many worlds, reads every series after each quarter and sets the medians beside what was
observed; plays it again without the rules of October 2022. The arithmetic of errors and scores is
in `scoring.py`, the rows are read in `observations.py`; nothing is printed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from game.content.quarters import number, written
from game.engine import open_scenario
from game.errors import GameError
from game.session import scoring, uncertainty, units
from game.session.lookup import nearest
from game.session.provenance import provenance
from game.session.scoring import Observed, Row, Score
from game.session.simulate import Nobody, chunks
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

SCENARIO, WITHOUT = "history", "no_october"
WORLDS, SEED = 200, 1
AT_LEAST = number("2024Q4")  # a run never ends before, so that runs can be compared
LOW, MIDDLE, HIGH = 5, 50, 95  # percentiles
STOCK, FLOW = "china_h100e_k", "nvda_china_revenue_bn"  # what the counterfactual must raise
UNKNOWN, NOT_PLAYED, OTHER_UNIT = "unknown series", "outside the run", "other unit"


@dataclass(frozen=True, eq=False)
class Run:
    """A scenario played from the quarter `first` on; values[series]: (quarters, worlds)."""

    first: int
    values: Mapping[str, Floats]

    @property
    def quarters(self) -> range:
        """The numbers of the quarters."""
        length = next(iter(self.values.values())).shape[0] if self.values else 0
        return range(self.first, self.first + length)

    def gathered(self, seen: Observed) -> Floats | None:
        """An observation in every world, (worlds,), or None where it was not played."""
        if seen.first < self.first or seen.last not in self.quarters:
            return None
        values = self.values[seen.series][seen.first - self.first : seen.last - self.first + 1]
        total: Floats = values.sum(axis=0)
        return total / len(values) if seen.aggregate == "mean" else total


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """Two series with the rules and without them, medians over the worlds."""

    quarter: str
    stock: tuple[float, float]  # of STOCK in that quarter: with, without
    flow: tuple[float, float]  # of FLOW, summed up to that quarter

    @property
    def holds(self) -> bool:
        """Whether both rise without the rules, as they must."""
        return self.stock[1] > self.stock[0] and self.flow[1] > self.flow[0]


@dataclass(frozen=True, eq=False)
class Backtest:
    """The rows, their scores, and the run that they were read from."""

    rows: tuple[Row, ...]
    scores: Mapping[str, Score]
    run: Run
    worlds: int
    seed: int
    counterfactual: Counterfactual | None = None
    drawn: Run | None = None  # with coefficients drawn from their ranges

    def bands(self) -> dict[str, tuple[float, float]] | None:
        """p05 and p95 of each row over worlds and drawn coefficients, when they were drawn."""
        if self.drawn is None:
            return None
        spreads = {
            row.observed.id: _spread(self.drawn, row.observed)
            for row in self.rows
            if not row.reason
        }
        return {id_: (found[0], found[2]) for id_, found in spreads.items() if found}


def backtest(
    ruleset: Ruleset,
    rows: Sequence[Observed],
    worlds: int = WORLDS,
    seed: int = SEED,
    *,
    with_uncertainty: bool = False,
) -> Backtest:
    """Play the record and judge every row; raises GameError when there is nothing to play."""
    if worlds < 1:
        raise GameError("nothing to play", "worlds", "1 world or more")
    if SCENARIO not in ruleset.scenarios:
        raise GameError(f"no scenario '{SCENARIO}'", "", ", ".join(ruleset.scenarios))
    turns = horizon(ruleset, rows)
    run = play(ruleset, SCENARIO, range(worlds), turns, seed)
    judged = tuple(judge(ruleset, run, seen) for seen in rows)
    return Backtest(
        rows=judged,
        scores=scoring.score(judged),
        run=run,
        worlds=worlds,
        seed=seed,
        counterfactual=compare(ruleset, run, worlds, seed),
        drawn=draw(ruleset, worlds, turns, seed) if with_uncertainty else None,
    )


def horizon(ruleset: Ruleset, rows: Iterable[Observed]) -> int:
    """How many quarters to play, so that every row that can be is in the run."""
    first, last = playable(ruleset)
    ends = [seen.last for seen in rows if seen.last <= last]
    return min(max([AT_LEAST, *ends]), last) - first + 1


def play(ruleset: Ruleset, scenario: str, worlds: Iterable[int], turns: int, seed: int) -> Run:
    """Every series after each quarter, in the worlds of these numbers."""
    numbers = list(worlds)
    table = Nobody(ruleset, scenario, Dice(seed), {})
    parts: list[Floats] = []
    for ids in chunks(numbers[0], len(numbers)):
        lanes = ids if len(ids) > 1 else ids * 2  # numpy adds a single column otherwise
        before = open_scenario(ruleset, scenario, lanes)
        values = np.empty((len(ruleset.series), turns, len(lanes)))
        for turn in range(turns):
            world = table.end(table.open(before))
            read = Reader(ruleset, world, before=before)
            for place, series in enumerate(ruleset.series.values()):
                values[place, turn] = series.value.evaluate(read)
            before = world
        parts.append(values[:, :, : len(ids)])
    together = np.concatenate(parts, axis=2)
    first = number(ruleset.scenarios[scenario].first_quarter)
    return Run(first, {name: together[place] for place, name in enumerate(ruleset.series)})


def judge(ruleset: Ruleset, run: Run, seen: Observed) -> Row:
    """An observation beside the median of the worlds."""
    series = ruleset.series.get(seen.series)
    if series is None:
        return Row(seen, reason=UNKNOWN)
    unit = series.unit.en, series.unit.fr
    if units.contradicts(seen.unit, unit, summed=seen.aggregate == "sum"):
        return Row(seen, reason=OTHER_UNIT)
    spread = _spread(run, seen)
    if spread is None:
        return Row(seen, reason=NOT_PLAYED)
    low, simulated, high = spread
    last, growth = scoring.naive(series, seen)
    return Row(
        observed=seen,
        simulated=simulated,
        low=low,
        high=high,
        error=scoring.log_error(simulated, seen.value, series.log),
        inside=scoring.is_inside(simulated, seen),
        naive_last=last,
        naive_growth=growth,
        index=series.unit.en in scoring.INDEXES,
    )


def _spread(run: Run, seen: Observed) -> tuple[float, float, float] | None:
    """p05, median and p95 of an observation over the worlds."""
    values = run.gathered(seen)
    if values is None:
        return None
    low, middle, high = np.percentile(values, (LOW, MIDDLE, HIGH)).tolist()
    return low, middle, high


def compare(ruleset: Ruleset, run: Run, worlds: int, seed: int) -> Counterfactual | None:
    """The same worlds without the rules of October 2022, where the content has that scenario."""
    if WITHOUT not in ruleset.scenarios or not {STOCK, FLOW} <= ruleset.series.keys():
        return None
    turns = len(run.quarters)
    other = play(ruleset, WITHOUT, range(worlds), turns, seed)
    ends = [np.median(each.values[STOCK][-1]) for each in (run, other)]
    sums = [np.median(each.values[FLOW].sum(axis=0)) for each in (run, other)]
    last = written(run.quarters[-1])
    return Counterfactual(last, (float(ends[0]), float(ends[1])), (float(sums[0]), float(sums[1])))


def draw(ruleset: Ruleset, worlds: int, turns: int, seed: int) -> Run:
    """The record played under many drawn rulesets, a part of the worlds under each."""
    each = max(2, -(-worlds // uncertainty.DRAWS))
    runs = [
        play(rules, SCENARIO, range(place * each, (place + 1) * each), turns, seed)
        for place, rules in enumerate(uncertainty.rulesets(ruleset, seed, uncertainty.DRAWS))
    ]
    names = ruleset.series
    joined = {name: np.concatenate([run.values[name] for run in runs], axis=1) for name in names}
    return Run(runs[0].first, joined)


def playable(ruleset: Ruleset) -> tuple[int, int]:
    """The numbers of the first and the last quarter that the scenario can be played."""
    scenario = ruleset.scenarios[SCENARIO]
    first = number(scenario.first_quarter)
    return first, first + scenario.turns - 1


def _unjudged(ruleset: Ruleset, row: Row) -> dict[str, Any]:
    """Why a row was not judged, and what was expected."""
    seen = row.observed
    series = ruleset.series.get(seen.series)
    first, last = playable(ruleset)
    return {
        "id": seen.id,
        "series": seen.series,
        "reason": row.reason,
        "nearest": None if series else nearest(seen.series, ruleset.series),
        "unit": series.unit.en if series else None,
        "playable": [written(first), written(last)],
    }


def as_dict(ruleset: Ruleset, found: Backtest) -> dict[str, Any]:
    """What `backtest --json` prints."""
    bands = found.bands()
    told: dict[str, Any] = {
        **provenance(ruleset),
        "scenario": SCENARIO,
        "units": {name: series.unit.en for name, series in ruleset.series.items()},
        "rows": [scoring.as_dict(row, bands) for row in found.rows],
        "score": {role: asdict(score) for role, score in found.scores.items()},
        "unknown": [_unjudged(ruleset, row) for row in found.rows if row.reason],
        "worlds": found.worlds,
        "seed": found.seed,
        "quarters": [written(quarter) for quarter in found.run.quarters],
        "draws": uncertainty.DRAWS if found.drawn is not None else 0,
    }
    other = found.counterfactual
    if other is not None:
        told["counterfactual"] = {
            "scenario": WITHOUT,
            "quarter": other.quarter,
            STOCK: dict(zip(("with", "without"), other.stock, strict=True)),
            FLOW: dict(zip(("with", "without"), other.flow, strict=True)),
            "holds": other.holds,
        }
    return told

"""Where may the figures go, if the plan is given as it stands?

Runs futures of the present world (`rollout.py`): the plan this quarter, then what the seat ordered
in the last year (`habits.py`), and no more scenes. Before there is such a year, half of them order
what is usual in the chair and half nothing: the fan is not surer of the player than anybody is.
Keeps the futures of one morning and one plan, so that a second figure costs nothing. Nothing here
touches the real dice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.later import later
from game.session.flow import order_sheet
from game.session.log import Log, habits
from game.session.observe import table_names
from game.session.quantiles import levels
from game.session.rollout import Course, Stop, rollouts
from game.session.sight import Sight
from game.session.standing import Setup, Standing
from game.session.views import ForecastView
from game.session.wording import span
from game.story.scenes import answer_defaults
from game.world.dice import Dice
from game.world.figures import Reader
from game.world.state import Floats

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session import reasons
else:
    reasons = later("game.session.reasons")

QUARTERS, WORLDS = 12, 1000
LEAST_TOLD = 0.05  # of the futures, for a value that has a name


@dataclass(frozen=True, eq=False)
class Futures:
    """Some figures in many futures; `values` has shape (names, quarters + 1, worlds)."""

    now: Standing
    names: tuple[str, ...]
    values: Floats
    asked: int  # how many worlds there will be

    def answers(self, now: Standing, name: str, turns: int, worlds: int) -> bool:
        """Whether these are all the futures of this morning and plan that are asked for."""
        same = now.world is self.now.world and now.plan.items == self.now.plan.items
        whole = self.values.shape[2] == self.asked == worlds
        return same and whole and name in self.names and self.values.shape[1] == turns + 1


def futures(
    ruleset: Ruleset,
    setup: Setup,
    now: Standing,
    names: Sequence[str],
    turns: int,
    worlds: int = WORLDS,
    stop: Stop | None = None,
) -> Iterator[Futures]:
    """The futures so far, again and again as more are run; the first few come soon."""
    ready = answer_defaults(ruleset, now.world, Dice(setup.seed), setup.seat)
    sheet = order_sheet(ruleset, setup, ready, now.plan)
    own = habits(now.log)
    course = Course(setup.scenario, sheet, frozenset({setup.seat}), habits=own, half=own is None)
    known: list[Floats] = []
    here = Reader(ruleset, now.world, setup.seat)
    for block in rollouts(
        ruleset, ready, turns, worlds, setup.seed, course, names, setup.seat, stop=stop
    ):
        block[:, 0] = [[float(here(name)[0])] for name in names]  # as the table still has it
        known.append(block)
        yield Futures(now, tuple(names), np.concatenate(known, axis=2), worlds)


def look_ahead(
    sight: Sight,
    setup: Setup,
    now: Standing,
    known: Futures | None,
    word: str,
    quarters: int = QUARTERS,
    worlds: int = WORLDS,
    stop: Stop | None = None,
) -> Iterator[tuple[Futures, ForecastView]]:
    """The fan of a figure and the futures it is made of, again and again as more are run.

    Nothing is run when the futures `known` are those that are asked for. Raises GameError for an
    unknown figure.
    """
    name = reasons.figure_name(sight, word)
    left = sight.ruleset.scenarios[setup.scenario].turns - int(now.world.turn[0])
    turns = max(0, min(quarters, left))
    if known is not None and known.answers(now, name, turns, worlds):
        yield known, forecast_view(sight, known, name)
        return
    names = worth_reading(sight, name)
    for found in futures(sight.ruleset, setup, now, names, turns, worlds, stop):
        yield found, forecast_view(sight, found, name)


def worth_reading(sight: Sight, name: str) -> tuple[str, ...]:
    """What somebody who asks about a figure may ask about next."""
    ruleset = sight.ruleset
    headlines = (id_ for id_, figure in ruleset.figures.items() if figure.headline)
    return tuple(
        dict.fromkeys((name, *table_names(sight), *ruleset.seats[sight.seat].figures, *headlines))
    )


def forecast_view(sight: Sight, found: Futures, name: str) -> ForecastView:
    """The fan of one figure, and the sentences that replace it where nothing can be drawn."""
    words, figure = sight.words, sight.figure(name)
    values = found.values[found.names.index(name)]
    fan = levels(values)
    first = int(found.now.world.turn[0])
    quarters = tuple(sight.when(first + turn) for turn in range(fan.shape[1]))
    p05, p25, p50, p75, p95 = (tuple(level.tolist()) for level in fan)
    texts = [
        [sight.said(name, value, like=max(map(abs, quarter))) for value in quarter]
        for quarter in fan.T.tolist()
    ]
    if sight.has_names(name):  # between two names there is no middle: the likeliest is told
        texts = [[_shares(sight, name, quarter)[0][0]] * 5 for quarter in values]
    low, lower, middle, upper, high = texts[-1]
    way = _way(sight, name, texts[-1])
    told = {
        "label": sight.label(name),
        "now": sight.said(name, p50[0], like=max(map(abs, fan.T[-1]))),
        "quarter": quarters[0],
        "last": quarters[-1],
        "count": words.number(found.values.shape[2]),
        "shares": _told(sight, name, values[-1]) if sight.has_names(name) else "",
        "p50": middle,
    }
    near, wide = span(lower, upper), span(low, high)
    return ForecastView(
        name=name,
        label=sight.label(name),
        unit=figure.unit,
        quarters=quarters,
        p05=p05,
        p25=p25,
        p50=p50,
        p75=p75,
        p95=p95,
        texts=tuple((t[0], t[1], t[2], t[3], t[4]) for t in texts),
        worlds=found.values.shape[2],
        heading=words.t("session.forecast.heading", **told),
        describe=words.t(
            f"session.forecast.{way}", **told, p05=low, p25=lower, p75=upper, p95=high
        ),
        brief=words.t(
            f"session.forecast.brief.{way}",
            **told,
            p05=wide[0],
            p25=near[0],
            p75=near[1],
            p95=wide[1],
        ),
        note=words.t(
            {
                "habits": "session.forecast.note",
                "usual": "session.forecast.note_usual",
                "idle": "session.forecast.note_idle",
            }[supposes(sight, found.now.log)]
        ),
    )


def supposed(sight: Sight, log: Log, *, over: bool) -> str:
    """What the forecasts of the council take for granted; after the end, that it has come."""
    if over:
        return sight.words.t("session.council.over")
    return sight.words.t(f"session.council.{supposes(sight, log)}")


def supposes(sight: Sight, log: Log) -> str:
    """What the seat does in the quarters to come: its own habits, what is usual, or nothing."""
    if habits(log) is not None:
        return "habits"
    usual = any(policy.actor == sight.seat for policy in sight.ruleset.policies.values())
    return "usual" if usual else "idle"


def _way(sight: Sight, name: str, told: Sequence[str]) -> str:
    """Which sentence tells where a figure may end up; ends that read alike are one value."""
    if sight.has_names(name):
        return "named"
    low, lower, _, upper, high = told
    return "sure" if low == high else "close" if lower == upper else "fan"


def _shares(sight: Sight, name: str, values: Floats) -> list[tuple[str, float]]:
    """What the figure is called in the futures of one quarter, the likeliest first."""
    called = Counter(sight.said(name, value) for value in values.tolist())
    return [(text, times / values.size) for text, times in called.most_common()]


def _told(sight: Sight, name: str, values: Floats) -> str:
    """The same in words, as far as one future in twenty."""
    words, found = sight.words, _shares(sight, name, values)
    return ", ".join(
        words.t("session.forecast.share", value=text, share=words.percent(share))
        for text, share in found
        if share >= LEAST_TOLD or (text, share) == found[0]
    )

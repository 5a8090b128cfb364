"""How is a forecast of an adviser told: open, come due, and counted over the years?

Words what the log keeps of them; who forecasts what is `counsel.py`. A range so wide that it says
next to nothing is not counted as right, and of the others it is told how wide they were.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from game.session.log import Forecast
from game.session.wording import cause_text, span
from game.story.telling import alike
from game.world.causes import parse

if TYPE_CHECKING:
    from game.session.sight import Sight
    from game.session.standing import Standing

_NO_ZERO = frozenset({"eci", "year"})  # scales on which a part of a value means nothing


def open_text(sight: Sight, each: Forecast) -> str:
    """What is expected."""
    return sight.words.t(
        "session.council.expects",
        label=sight.label(each.figure),
        quarter=sight.when(each.due),
        **_ends(sight, each),
    )


def since_text(sight: Sight, each: Forecast) -> str:
    """When it was said, if that was at an earlier table and the day has not come."""
    turn = int(sight.world.turn[0])
    if not each.made < turn < each.due:
        return ""
    return sight.words.t("session.council.since", quarter=sight.when(each.made))


def came_text(sight: Sight, each: Forecast) -> str:
    """What was expected, and what came."""
    key = "session.council.wrong"
    if each.right:
        key = "session.council.right" if counts(each) else "session.council.wide"
    return sight.words.t(
        key,
        label=sight.label(each.figure),
        quarter=sight.when(each.due),
        **_ends(sight, each),
    )


def _ends(sight: Sight, each: Forecast) -> dict[str, str]:
    """From where to where, and what came, with the digits that tell them apart."""
    came = each.high if each.came is None else _short(sight, each)
    ends = (each.low, each.high, came)
    texts = alike(ends, sight.words) if sight.figure(each.figure).unit == "usd" else []
    texts = texts or sight.told_apart(each.figure, *ends)
    low, high = span(texts[0], texts[1])
    return {"low": low, "high": high, "came": texts[2]}


def _short(sight: Sight, each: Forecast) -> float:
    """What came, in three figures as the range is told, where it still reads as right or wrong."""
    came = each.came or 0.0
    if abs(came) < 1000 or sight.figure(each.figure).unit == "year":
        return came
    short = float(f"{came:.3g}")
    return short if each.right == (each.low <= short <= each.high) else came


def counts(each: Forecast) -> bool:
    """Whether something was said: who misses with a wide range is wrong all the same."""
    return not each.right or not each.is_wide


def record_text(sight: Sight, over: list[Forecast]) -> str:
    """How often the adviser was right, and within how much; nothing before the first time."""
    words, counted = sight.words, [each for each in over if counts(each)]
    right, wide = sum(each.right for each in counted), len(over) - len(counted)
    told = []
    if counted:
        parts = [_width(each) for each in counted if sight.figure(each.figure).unit not in _NO_ZERO]
        key = "session.council.record.width" if parts else "session.council.record"
        width = words.percent(median(parts)) if parts else ""
        told.append(words.t(key, n=right, of=len(counted), width=width))
    if wide:
        told.append(words.t("session.council.record.wide", n=wide))
    return ", ".join(told)


def _width(each: Forecast) -> float:
    """Half a range, as a part of its middle; all of it where that is less than the half."""
    return min((each.high - each.low) / max(abs(each.high + each.low), 1e-300), 1.0)


def misses_text(sight: Sight, over: list[Forecast]) -> str:
    """On which side the adviser was wrong."""
    came = [(each, each.came) for each in over if each.came is not None]
    above = sum(value < each.low for each, value in came)
    below = sum(value > each.high for each, value in came)
    words = sight.words
    told = [words.t("session.council.above", n=above)] if above else []
    told += [words.t("session.council.below", n=below)] if below else []
    return ", ".join(told)


def reason_text(sight: Sight, now: Standing, each: Forecast) -> str:
    """What had moved the figure most when the adviser looked at it."""
    causes = now.parts(each.made).get(each.figure, ())
    if not causes:
        return ""
    cause, _ = max(causes, key=lambda part: abs(part[1]))
    label, source = cause_text(sight, cause)
    key = "session.council.reason"
    key += "" if parse(cause).kind == "stage" else ".by"
    return sight.words.t(key, cause=label, who=source)

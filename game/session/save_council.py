"""How does what the advisers said stand in a save?

Their forecasts, each a short list, and the lines that each has said lately. A save that was made
before they gave any has neither.
"""

from __future__ import annotations

from typing import Any

from game.session.log import Forecast, Log
from game.session.strict_values import WrongShape, mapping, number, text, whole, wholes

MOST_LINES = 1000
Council = tuple[tuple[Forecast, ...], dict[str, tuple[int, ...]]]


def pack_council(log: Log) -> dict[str, Any]:
    """The forecasts and the lines of a log, as plain lists."""
    return {
        "forecasts": [
            [each.advisor, each.figure, each.made, each.due, each.low, each.high, each.came]
            for each in log.forecasts
        ],
        "spoken": {advisor: list(said) for advisor, said in log.spoken.items()},
    }


def read_council(value: Any) -> Council:
    """The forecasts and the lines; those of advisers whose mod is away wait for them."""
    packed = mapping(value)
    forecasts = tuple(_forecast(each) for each in packed.get("forecasts", []))
    spoken = {name: _places(said) for name, said in mapping(packed.get("spoken", {})).items()}
    return forecasts, spoken


def _forecast(value: Any) -> Forecast:
    advisor, figure, made, due, low, high, came = value
    if not 0 <= whole(made) < whole(due) <= MOST_LINES or not number(low) <= number(high):
        raise WrongShape("a forecast that nobody can have made")
    came = None if came is None else number(came)
    return Forecast(text(advisor), text(figure), made, due, number(low), number(high), came)


def _places(said: Any) -> tuple[int, ...]:
    places = wholes(said)
    if not 0 < len(places) <= MOST_LINES or min(places) < 0:
        raise WrongShape("lines that no adviser has")
    return tuple(places)

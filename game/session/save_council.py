"""How does what the advisers said stand in a save?

Their forecasts, each a short list, and the lines that each has said, with the turn. A save that was
made before they gave any has neither; an older list of lines, without turns, counts as said at the
first.
"""

from __future__ import annotations

from typing import Any

from game.session.log import Forecast, Log
from game.session.strict_values import WrongShape, mapping, number, text, whole, wholes

MOST_LINES = 1000
Said = tuple[tuple[int, int], ...]
Council = tuple[tuple[Forecast, ...], dict[str, Said]]


def pack_council(log: Log) -> dict[str, Any]:
    """The forecasts and the lines of a log, as plain lists."""
    return {
        "forecasts": [
            [each.advisor, each.figure, each.made, each.due, each.low, each.high, each.came]
            for each in log.forecasts
        ],
        "said": {advisor: [list(each) for each in said] for advisor, said in log.spoken.items()},
    }


def read_council(value: Any) -> Council:
    """The forecasts and the lines; those of advisers whose mod is away wait for them."""
    packed = mapping(value)
    forecasts = tuple(_forecast(each) for each in packed.get("forecasts", []))
    old = {name: _places(said) for name, said in mapping(packed.get("spoken", {})).items()}
    said = {name: _said(lines) for name, lines in mapping(packed.get("said", {})).items()}
    return forecasts, old | said


def _forecast(value: Any) -> Forecast:
    advisor, figure, made, due, low, high, came = value
    if not 0 <= whole(made) < whole(due) <= MOST_LINES or not number(low) <= number(high):
        raise WrongShape("a forecast that nobody can have made")
    came = None if came is None else number(came)
    return Forecast(text(advisor), text(figure), made, due, number(low), number(high), came)


def _places(said: Any) -> Said:
    """Lines of which nobody wrote down when they were said."""
    return _said([[0, place] for place in wholes(said)])


def _said(lines: Any) -> Said:
    said = tuple((whole(turn), whole(place)) for turn, place in lines)
    if not 0 < len(said) <= MOST_LINES or min(map(min, said)) < 0:
        raise WrongShape("lines that no adviser has")
    return said

"""What stands behind a cause: which figures drove it, when did they move, and why did they?

Content says what each stage reads and how long that takes to be felt (`content/base/causes`); the
numbers are those of the log, its figures and its reasons. Nothing is estimated here.
"""

from __future__ import annotations

from game.session.following import named
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.views import DriverView
from game.session.wording import as_felt, cause_text
from game.world.causes import parse

DEPTH = 3  # a part, what drove it, and what drove that


def drivers(
    sight: Sight,
    now: Standing,
    name: str,
    cause: str,
    turn: int,
    most: int = 1,
    seen: tuple[str, ...] = (),
) -> tuple[DriverView, ...]:
    """What drove a stage when it moved the figure `name` up to the table of `turn`.

    At most so many figures are told, and one behind each of them. What stood still is told only
    when nothing moved that the part might have followed.
    """
    parsed = parse(cause)
    rule = sight.ruleset.causes.get(parsed.name.removeprefix("stage:"))
    if rule is None or len(seen) + 1 >= DEPTH or parsed.kind != "stage" or parsed.ends:
        return ()
    if parsed.made is not None:  # decided then, laid now
        turn = parsed.made + 1
    found: list[DriverView] = []
    for driver in rule.drivers:
        other = named(sight.ruleset, sight.seat, name, driver.figure)
        if other is None or other in (name, *seen):
            continue
        view = _view(sight, now, other, turn - driver.lag, (*seen, name))
        if view is not None:
            found.append(view)
    moved = [view for view in found if view.direction]
    return tuple(moved[:most] or (found[:1] if not seen else ()))


def _view(
    sight: Sight, now: Standing, name: str, turn: int, seen: tuple[str, ...]
) -> DriverView | None:
    """A figure as it stood at the table of a turn, how it had moved, and its own largest cause."""
    pages = {page.turn: page.figures for page in now.log.pages}
    if name not in pages.get(turn, {}) or name not in pages.get(turn - 1, {}):
        return None
    value, before = pages[turn][name], pages[turn - 1][name]
    figure, words = sight.figure(name), sight.words
    moved = sight.tells(name, value - before)
    moves = now.parts(turn)
    parts = moves.get(name, ())
    largest = max(parts, key=lambda part: abs(part[1]), default=None) if moved else None
    said, by = "", ""
    more: tuple[DriverView, ...] = ()
    if largest is not None:
        cause, steps = largest
        said = sight.change_text(name, steps * figure.step, abs(before))
        by = cause_text(sight, as_felt(sight, name, cause, moves))[0]
        more = drivers(sight, now, name, cause, turn, seen=seen)
    return DriverView(
        name=name,
        label=sight.label(name),
        text=sight.said(name, value),
        change_text=sight.change_text(name, value - before, abs(before)),
        direction=((value > before) - (value < before)) if moved else 0,
        quarter=words.quarter(turn),
        cause=by,
        cause_text=said,
        drivers=more,
    )

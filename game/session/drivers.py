"""What stands behind a cause: which figures drove it, when did they move, and why did they?

Content says what each stage reads, which way that pushes and how long it takes to be felt
(`content/base/causes`); the numbers are those of the log, its figures and its reasons. Nothing is
estimated here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from game.later import later
from game.session.following import CHINA, named
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.views import DriverView
from game.session.wording import as_felt, cause_text
from game.world.causes import parse

if TYPE_CHECKING:
    from game.session import pushing
else:
    pushing = later("game.session.pushing")

Figures = Mapping[str, float]
BEST = "best_eci.world"  # which a rival’s model says better, where it was that one
LEAST = 0.005  # of a figure: a smaller move is behind nothing
BEHIND_MUCH = 0.1  # the same, behind a part that is more than all there was
DEPTH = 3  # a part, what drove it, and what drove that


def drivers(
    sight: Sight,
    now: Standing,
    name: str,
    cause: str,
    turn: int,
    most: int = 1,
    way: int = 0,
    seen: tuple[str, ...] = (),
    least: float = LEAST,
) -> tuple[DriverView, ...]:
    """What drove a stage when it moved the figure `name` up to the table of `turn`.

    At most so many figures are told, and one behind each of them. What is known to push against the
    `way` that the stage moved the figure is not behind it; what stood still is told only when
    nothing moved that the part might have followed. What moved by less than the part `least` of
    itself is behind nothing.
    """
    parsed = parse(cause)
    stage = parsed.name.removeprefix("stage:")
    rule = sight.ruleset.causes.get(stage)
    if rule is None or len(seen) + 1 >= DEPTH or parsed.kind != "stage" or parsed.ends:
        return ()
    if parsed.made is not None:  # decided then, laid now
        turn = parsed.made + 1
    known = (*seen, name)
    found = list(_beside(sight, now, stage, name, turn, way, known))
    already = {view.name for view in found} | (
        {BEST} if stage == pushing.SHARES and found else set()
    )
    for driver in rule.drivers:
        other = named(sight.ruleset, sight.seat, name, driver.figure)
        if other is None or other in known or other in already:
            continue
        view = _view(sight, now, other, turn - driver.lag, known, least)
        if view is not None:
            found.append(view)
    moved = [view for view in found if view.direction]
    told = [
        view
        for view in moved
        if pushing.push(sight.ruleset, stage, name, view.name) * view.direction * way >= 0
    ]
    still = found[:1] if not seen and not moved else []
    return tuple(told[:most] or still)


def _beside(
    sight: Sight, now: Standing, stage: str, name: str, turn: int, way: int, seen: tuple[str, ...]
) -> Iterator[DriverView]:
    """Of the licences, supplies or rivals on which a figure hangs, the one that moved it most.

    A licence is felt as soon as it is given or withdrawn, unless that was at the table; a rival's
    model when it has been out for a quarter.
    """
    pages = {page.turn: page.figures for page in now.log.pages}
    for group in pushing.beside(sight.ruleset, sight.seat, stage, name) if way else ():
        for then in (turn - 1,) if stage == pushing.SHARES else (turn, turn - 1):
            at, before = pages.get(then, {}), pages.get(then - 1, {})
            moves = {
                each: at[each] - before[each]
                for each in group
                if each in at and each in before and each not in seen
            }
            weights = {
                each: _weight(name, each, move, before, pages.get(turn, {}))
                for each, move in moves.items()
                if sight.tells(each, move)
                and pushing.push(sight.ruleset, stage, name, each) * move * way > 0
            }
            largest = max(weights, key=weights.__getitem__, default="")
            if weights.get(largest) and (view := _view(sight, now, largest, then, seen)):
                yield view
                break


def _weight(explained: str, name: str, move: float, before: Figures, at: Figures) -> float:
    """How much one of several weighs; nothing where it cannot have moved the figure explained.

    A licence weighs as its chip was wanted, chips where they might be sold, a rival by its users.
    """
    head, place = name.split(".")[:2]
    if head == "licence":
        return 1.0 + before.get(f"wanted.{place}", 0.0)
    if head == "finished" and explained.startswith(f"{pushing.LICENSED}."):
        return abs(move) * before.get(f"licence.{place}.{CHINA}", 0.0)
    if head == "eci":
        return max(at.get(f"share.{place}", 0.0), 1e-6)
    return abs(move)


def _view(
    sight: Sight, now: Standing, name: str, turn: int, seen: tuple[str, ...], least: float = LEAST
) -> DriverView | None:
    """A figure as it stood at the table of a turn, how it had moved, and its own largest cause."""
    pages = {page.turn: page.figures for page in now.log.pages}
    if name not in pages.get(turn, {}) or name not in pages.get(turn - 1, {}):
        return None
    value, before = pages[turn][name], pages[turn - 1][name]
    figure, words = sight.figure(name), sight.words
    moved = sight.tells(name, value - before)
    if moved and abs(value - before) < least * abs(before):
        return None
    moves = now.parts(turn)
    parts = moves.get(name, ())
    largest = max(parts, key=lambda part: abs(part[1]), default=None) if moved else None
    said, by = "", ""
    more: tuple[DriverView, ...] = ()
    if largest is not None:
        cause, steps = largest
        said = sight.change_text(name, steps * figure.step, abs(before))
        if sight.has_names(name):
            said = words.t("session.why.was", was=sight.said(name, before))
        by = cause_text(sight, as_felt(sight, name, cause, moves))[0]
        way = (steps > 0) - (steps < 0)
        more = drivers(sight, now, name, cause, turn, way=way, seen=seen)
    changed = sight.change_text(name, value - before, abs(before))
    if moved and sight.has_names(name):  # the value of now stands beside it
        changed = words.t("session.why.was", was=sight.said(name, before))
    return DriverView(
        name=name,
        label=sight.label(name),
        text=sight.said(name, value),
        change_text=changed,
        direction=((value > before) - (value < before)) if moved else 0,
        quarter=sight.when(turn),
        cause=by,
        cause_text=said,
        drivers=more,
    )

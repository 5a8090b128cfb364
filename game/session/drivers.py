"""What stands behind a cause: which figures drove it, when did they move, and why did they?

Content says what each stage reads, which way that pushes and how long it takes to be felt
(`content/base/causes`); the numbers are those of the log, its figures and its reasons. Nothing is
estimated here.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from game.later import later
from game.session.following import CHINA, EACH, named, same_places
from game.session.log import Part
from game.session.shares import by_rival, rival
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.views import DriverView
from game.session.wording import as_felt, cause_text
from game.world.causes import parse
from game.world.promises import share_out

if TYPE_CHECKING:
    from game.content.models.reasons import Driver
    from game.session import pushing
else:
    pushing = later("game.session.pushing")

LEAST = 0.005  # of a figure: a smaller move is behind nothing
BEHIND_MUCH = 0.1  # the same, behind a part that is more than all there was
LICENSED = "china."  # how figures begin that count sales under licence
DEPTH = 3  # a part, what drove it, and what drove that


def drivers(
    sight: Sight,
    now: Standing,
    name: str,
    cause: str,
    turn: int,
    most: int = 1,
    way: int = 0,
    least: float = LEAST,
) -> tuple[DriverView, ...]:
    """What drove a stage when it moved the figure `name` a `way` (1, −1) up to a turn's table.

    At most so many figures are told, and one behind each of them. Only what moved, and moved so as
    to push that way, is behind it; what one's own orders moved comes first. What moved by less than
    the part `least` of itself is behind nothing.
    """
    return tuple(_drivers(sight, now, name, cause, turn, way, (), least)[:most])


def _drivers(
    sight: Sight,
    now: Standing,
    name: str,
    cause: str,
    turn: int,
    way: int,
    seen: tuple[str, ...],
    least: float = LEAST,
) -> list[DriverView]:
    """The same, all of them."""
    parsed = parse(cause)
    stage, of = parsed.places[0], rival(cause)
    rule = sight.ruleset.causes.get(stage)
    if rule is None or len(seen) + 1 >= DEPTH or parsed.kind != "stage" or parsed.ends:
        return []
    if parsed.made is not None:  # decided then, laid now
        turn = parsed.made + 1
    known = (*seen, name)
    pushes = pushing.pushes(sight.ruleset, stage, name)
    found: list[DriverView] = []
    sizes: list[float] = []
    already = set(known)
    for driver in rule.drivers:
        pushed = pushes.get(driver.figure, 0) * way if _holds(now, driver, turn) else 0
        other = _which(sight, now, driver, name, turn, pushed, of) if pushed else None
        if other is None or other in already:
            continue
        then = _felt(sight, now, driver, other, turn)
        if then is None or _moved(now, driver, other, then) * pushed <= 0:
            continue
        if (each := _view(sight, now, other, then, known, least)) is not None:
            found.append(each)
            sizes.append(_size(now, other, then))
            already.add(other)
    whole = sum(sizes)
    shared = [
        replace(each, share=each.share * size / whole)
        for each, size in zip(found, sizes, strict=True)
    ]
    return sorted(shared, key=lambda each: not each.order)


def _holds(now: Standing, driver: Driver, turn: int) -> bool:
    """Whether a driver pushes in the world of a turn's table."""
    table = _table(now, turn)
    known = driver.when.names <= table.keys()
    return known and bool(driver.when.evaluate(lambda name: np.array([table[name]]))[0])


def _size(now: Standing, name: str, turn: int) -> float:
    """By which part of itself a figure moved up to the table of a turn."""
    at, before = _table(now, turn)[name], _table(now, turn - 1)[name]
    return abs(at - before) / max(abs(at), abs(before))


def _which(
    sight: Sight, now: Standing, driver: Driver, name: str, turn: int, way: int, of: str = ""
) -> str | None:
    """The figure that a driver means; among several, that which moved it a `way` the most.

    `of` is the lab that is meant, where the part is told of one.
    """
    if driver.when.constant is None and not driver.figure.endswith(EACH):
        return driver.figure  # it says itself in which worlds one's own moves everybody's
    if not driver.among:
        return named(sight.ruleset, sight.seat, name, driver.figure)
    weights = {}
    for each in pushing.beside(sight.ruleset, sight.seat, name, driver.figure):
        if of and not each.endswith(f".{of}"):
            continue
        then = _felt(sight, now, driver, each, turn)
        if then is not None and (move := _moved(now, driver, each, then)) * way > 0:
            weights[each] = _weight(now, name, each, move, then)
    largest = max(weights, key=weights.__getitem__, default=None)
    return largest if largest and weights[largest] else None


def _felt(sight: Sight, now: Standing, driver: Driver, name: str, turn: int) -> int | None:
    """The table up to which a driver last moved of those whose moves are felt at a turn's."""
    first = turn - driver.lag
    moves = ((then, _moved(now, driver, name, then)) for then in range(first, -1, -1))
    felt = islice(moves, driver.lasts + 1)
    return next((then for then, move in felt if move and sight.tells(name, move)), None)


def _moved(now: Standing, driver: Driver, name: str, turn: int) -> float:
    """By how much a figure moved up to the table of a turn; a limit of 0 is none at all."""
    values = (_table(now, each).get(name) for each in (turn, turn - 1))
    at, before = (math.inf if driver.limit and each == 0 else each for each in values)
    return 0.0 if at is None or before is None or at == before else at - before


def _table(now: Standing, turn: int) -> Mapping[str, float]:
    """The figures of a turn's table; nothing where there was none."""
    there = now.log.pages[0].turn <= turn <= now.log.pages[-1].turn
    return now.log.page(turn).figures if there else {}


def compared(sight: Sight, now: Standing, turn: int) -> Mapping[str, Part]:
    """What moved the figures up to the table of a turn, against the quarter before.

    A stage that counts a figure anew takes away all that stages after it had added: each part of
    such a figure is told as what its cause brings beyond what it brought a quarter ago. A share of
    users is told by the rivals who gained and lost. A figure that is followed under another name
    has the causes of that one, in its own steps.
    """
    parts, past = dict(now.parts(turn)), now.parts(turn - 1)
    for stage, rule in sight.ruleset.causes.items():
        first = f"stage:{stage}"
        for name in rule.anew:
            if name not in past:
                continue
            moved = dict(parts.get(name, ()))
            for cause, steps in past[name]:
                if cause != first:
                    moved[cause] = moved.get(cause, 0) - steps
                    moved[first] = moved.get(first, 0) + steps
            parts[name] = tuple((cause, steps) for cause, steps in moved.items() if steps)
    tables = _table(now, turn - 1), _table(now, turn)
    parts.update(by_rival(sight.ruleset, sight.seat, parts, *tables))
    for name, kept in same_places(sight.ruleset, sight.seat).items():
        if kept in parts and name not in parts:
            parts[name] = _in_steps(sight, parts[kept], kept, name, *tables)
    return parts


def _in_steps(
    sight: Sight,
    part: Part,
    kept: str,
    name: str,
    before: Mapping[str, float],
    at: Mapping[str, float],
) -> Part:
    """The causes of one figure in the steps of another that reads the same place."""
    unit, step = sight.figure(kept).step, sight.figure(name).step
    if unit == step:
        return part
    weights = [steps * unit for _, steps in part]
    moved = at[name] - before[name] if name in at and name in before else sum(weights)
    shared = share_out(round(moved / step), weights, step)
    return tuple((cause, steps) for (cause, _), steps in zip(part, shared, strict=True) if steps)


def _weight(now: Standing, explained: str, name: str, move: float, then: int) -> float:
    """How much one of several weighs; nothing where it cannot have moved the figure explained.

    A licence weighs as its chip was wanted, chips where they might be sold, a rival by its users.
    """
    at, before = _table(now, then), _table(now, then - 1)
    head, place = name.split(".")[:2]
    if head == "licence":
        return 1.0 + before.get(f"wanted.{place}", 0.0)
    if head == "finished" and explained.startswith(LICENSED):
        return abs(move) * before.get(f"licence.{place}.{CHINA}", 0.0)
    if head == "eci":
        return max(at.get(f"share.{place}", 0.0), 1e-6)
    return abs(move)


def _view(
    sight: Sight, now: Standing, name: str, turn: int, seen: tuple[str, ...], least: float = LEAST
) -> DriverView | None:
    """A figure as it stood at the table of a turn, how it had moved, and its own largest cause."""
    value, before = _table(now, turn)[name], _table(now, turn - 1)[name]
    figure, words = sight.figure(name), sight.words
    if not sight.tells(name, value - before) or abs(value - before) < least * abs(before):
        return None
    moves = compared(sight, now, turn)
    largest = max(moves.get(name, ()), key=lambda part: abs(part[1]), default=None)
    said, by, own, share = "", "", "", 0.0
    changed = sight.moved_text(name, value, before)
    if sight.has_names(name):  # the value of now stands beside it
        changed = words.t("session.why.was", was=sight.said(name, before))
    more: list[DriverView] = []
    if largest is not None:
        cause, steps = largest
        whole = round((value - before) / figure.step) == steps or sight.has_names(name)
        said = changed if whole else sight.change_text(name, steps * figure.step, abs(before))
        by = cause_text(sight, as_felt(sight, name, cause, moves))[0]
        way = (steps > 0) - (steps < 0)
        more = _drivers(sight, now, name, cause, turn, way, seen)[:1]
        own, share = next(((each.order, each.share) for each in more), ("", 0.0))
        if cause.startswith(f"order:{sight.seat}:"):
            own, share = dated(cause, turn), 1.0
        share *= part_of(largest, moves[name])
    return DriverView(
        name=name,
        label=sight.label(name),
        text=sight.said(name, value),
        change_text=changed,
        direction=(value > before) - (value < before),
        quarter=sight.when(turn),
        cause=by,
        cause_text=said,
        drivers=tuple(more),
        order=own,
        share=share,
    )


def part_of(one: tuple[str, int], parts: Part) -> float:
    """What one cause moved of all that was moved, up and down."""
    return abs(one[1]) / sum(abs(steps) for _, steps in parts)


def dated(cause: str, turn: int) -> str:
    """A cause of the table of a turn with the turn in which it was ordered, whoever laid it."""
    parsed = parse(cause)
    made = turn - 1 if parsed.made is None else parsed.made
    return str(replace(parsed, made=made, by=""))

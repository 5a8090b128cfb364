"""What have the seat's own orders brought: those of the quarter that is over, and earlier ones?

One line for each, from the reasons and the promises that are kept: what it moved, from when on the
rest will be felt, and which earlier order is felt now. What it cost is no effect, and is told only
where it is clearly less than the plan set aside. What a figure did for other reasons is left to
`why`, and nothing is estimated here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from game.later import later
from game.session import paid as paid_for
from game.session.log import OrderRecord
from game.session.sight import Sight
from game.session.standing import Standing
from game.session.wording import cause_text, sentence
from game.world.causes import END, Cause, parse

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.session import drivers, pipeline
    from game.world.promises import Promise
else:
    drivers, pipeline = later("game.session.drivers"), later("game.session.pipeline")

MOST = 4  # lines of a morning
REAL = 1 / 3  # of what moved a figure: an order with less of it is not behind the move
MUCH = 0.1  # of a figure: what moves by less is not told of an order behind its own effects
PAID = frozenset({"me.cash_usd", "me.income_usd"})  # less of them is a price, not an effect
Moved = dict[str, float]  # by how much figures moved


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence, the order it is about and its quarter, the figure, and how much that moved."""

    text: str
    order: str
    made: int | None  # None: of several quarters
    figure: str
    weight: float


def brought(sight: Sight, now: Standing) -> tuple[str, ...]:
    """The largest lines first, and how many more there are."""
    lines = _lines(sight, now)
    more = len(lines) - MOST
    rest = [sight.words.t("session.brought.more", n=more)] if more > 0 else []
    return (*lines[:MOST], *rest)


def beyond(sight: Sight, now: Standing) -> tuple[str, ...]:
    """Those more."""
    return tuple(_lines(sight, now)[MOST:])


def _lines(sight: Sight, now: Standing) -> list[str]:
    """All the lines, the largest first."""
    own = [
        line
        for causes, moved in _gathered(_moved(sight, now))
        for line in _line(sight, now, causes, moved)
    ]
    behind = list(_behind(sight, now, own))
    better = {(line.order, line.made) for line in behind}
    lines = [*(line for line in own if (line.order, line.made) not in better), *behind]
    lines = list(_with_rest(sight, now, lines))
    lines.sort(key=lambda line: -line.weight)
    return [line.text for line in lines]


def _moved(sight: Sight, now: Standing) -> Mapping[Cause, Moved]:
    """What the seat's orders moved in the quarter that is over, and those that it gave then."""
    turn, orders, own = int(sight.world.turn[0]), sight.ruleset.orders, f"order:{sight.seat}:"
    found: dict[Cause, Moved] = {
        Cause(f"{own}{each.order}"): {}
        for each in now.log.of_turn(turn - 1)
        if isinstance(each, OrderRecord) and each.order in orders
    }
    for name, parts in now.closed.items():
        for text, steps in parts:
            if not text.removeprefix(END).startswith(own) or (name in PAID and steps < 0):
                continue
            parsed = parse(text)
            if parsed.places[1] in orders:
                moved = found.setdefault(replace(parsed, by=""), {})
                moved[name] = moved.get(name, 0.0) + steps * sight.figure(name).step
    return found


def _gathered(found: Mapping[Cause, Moved]) -> Iterator[tuple[Sequence[Cause], Moved]]:
    """The same, what is felt of one order that was given in several earlier quarters together."""
    groups: dict[tuple[str, bool, bool], list[Cause]] = {}
    for cause in found:
        groups.setdefault((cause.name, cause.ends, cause.made is None), []).append(cause)
    for causes in groups.values():
        total: Moved = {}
        for cause in causes:
            for name, change in found[cause].items():
                total[name] = total.get(name, 0.0) + change
        yield sorted(causes, key=lambda cause: cause.made or 0), total


def _coming(sight: Sight, now: Standing, cause: Cause) -> dict[str, list[Promise]]:
    """What an order of the last quarter has set going, figure by figure, before the run is over."""
    read_at, made = pipeline.read_at(sight.ruleset, sight.seat), int(sight.world.turn[0]) - 1
    found: dict[str, list[Promise]] = {}
    for each in now.carried.promises if cause.made is None else ():
        is_its = each.made == made and each.cause == str(cause) and each.target in read_at
        if is_its and not pipeline.is_late(sight, each.due + 1):
            found.setdefault(read_at[each.target], []).append(each)
    return found


def _line(sight: Sight, now: Standing, causes: Sequence[Cause], moved: Moved) -> Iterator[_Line]:
    """What one order did or began; nothing where that is not known."""
    cause, several = causes[0], len(causes) > 1
    order, words = sight.ruleset.orders[cause.places[1]], sight.words
    coming = {} if cause.ends else _coming(sight, now, cause)
    sums = {name: sum(each.moved for each in due) for name, due in coming.items()}
    known = {
        name: change for name, change in {**sums, **moved}.items() if sight.tells(name, change)
    }
    if name := _main(sight, now, order, known):
        if name in moved:
            effect = _effect(sight, now, name, known[name])
        else:
            work = pipeline.works(sight, coming[name])[0]
            effect = sight.labelled(work.label, work.text)
            effect = words.t("session.brought.from", effect=effect, quarter=work.first)
        title = _times(sight, causes) if several else cause_text(sight, str(cause))[0]
        text = words.t("session.brought", order=sentence(title), effect=effect)
        made = int(sight.world.turn[0]) - 1 if cause.made is None else cause.made
        weight = _weight(now, name, known[name])
        yield _Line(text, order.id, None if several else made, name, weight)


def _times(sight: Sight, causes: Sequence[Cause]) -> str:
    """An order that was given in several quarters, with the first and the last of them."""
    told = {
        key: sight.words.quarter(causes[at].made or 0) for key, at in (("first", 0), ("last", -1))
    }
    label = cause_text(sight, str(replace(causes[0], made=None)))[0]
    return sight.words.t("session.brought.times", cause=label, n=len(causes), **told)


def _with_rest(sight: Sight, now: Standing, lines: Iterable[_Line]) -> Iterator[_Line]:
    """The lines; an order that cost clearly less than was planned is told with what it did cost."""
    turn, words = int(sight.world.turn[0]), sight.words
    rest = {
        id_: words.t(
            f"session.brought.{'rest' if paid else 'unspent'}",
            paid=words.money(paid),
            planned=words.money(planned),
        )
        for id_, (paid, planned) in paid_for.underspent(sight.ruleset, sight.seat, now).items()
    }
    for line in lines:
        if line.made == turn - 1 and (told := rest.pop(line.order, "")):
            text = words.t("session.brought.both", line=line.text, rest=told)
            if sight.figure(line.figure).unit == "usd":  # the same money, as it was set aside
                text = _of_order(sight, line.order, told)
            yield replace(line, text=text, weight=1.0)
        else:
            yield line
    for id_, told in rest.items():
        yield _Line(_of_order(sight, id_, told), id_, turn - 1, paid_for.CASH, 1.0)


def _of_order(sight: Sight, order: str, effect: str) -> str:
    """A sentence about an order of the quarter that is over."""
    title = sentence(sight.say(sight.ruleset.orders[order].title, ""))
    return sight.words.t("session.brought", order=title, effect=effect)


def _main(sight: Sight, now: Standing, order: Order, moved: Moved) -> str:
    """Which of some figures an order is about; else the one that it moved most, as it is seen."""
    seen = [name for name in moved if _is_seen(sight, name)]
    by_size = sorted(seen or moved, key=lambda name: -_weight(now, name, moved[name]))
    return next((name for name in (*order.moves, *by_size) if name in moved), "")


def _is_seen(sight: Sight, name: str) -> bool:
    """Whether a figure stands on a table, the seat's or everybody's."""
    return sight.figure(name).headline or name in sight.ruleset.seats[sight.seat].figures


def _weight(now: Standing, name: str, change: float) -> float:
    """A change beside the larger of the figure before it and after it."""
    before = _before(now, name)
    return abs(change) / max(abs(before), abs(before + change), abs(change))


def _before(now: Standing, name: str) -> float:
    """A figure as it stood at the table before."""
    return now.log.pages[-2].figures.get(name, 0.0) if len(now.log.pages) > 1 else 0.0


def _effect(sight: Sight, now: Standing, name: str, change: float) -> str:
    """A figure and its change, in words: in one unit from morning to morning."""
    before = abs(_before(now, name))
    return sight.effect(name, sight.change_text(name, change, before, fine=True, relative=False))


def _behind(sight: Sight, now: Standing, own: Sequence[_Line]) -> Iterator[_Line]:
    """Figures of the table that an order of the seat moved through others, of each order one."""
    turn, words = int(sight.world.turn[0]), sight.words
    if not any(isinstance(each, OrderRecord) for each in now.log.records):
        return
    figures, found = {line.figure for line in own}, list[_Line]()
    parts = drivers.compared(sight, now, turn)
    for name in sight.ruleset.figures:
        if name in figures or not _is_seen(sight, name) or not parts.get(name):
            continue
        cause, steps = largest = max(parts[name], key=lambda part: abs(part[1]))
        change, way = steps * sight.figure(name).step, 1 if steps > 0 else -1
        if (weight := _weight(now, name, change)) < MUCH or not sight.tells(name, change):
            continue
        real = REAL / drivers.part_of(largest, parts[name])
        least = REAL * min(weight, 1.0)
        for each in drivers.drivers(sight, now, name, cause, turn, way=way, least=least):
            if each.order and each.share >= real and _is_told(sight, each.order, name, own):
                effect, by = _effect(sight, now, name, change), cause_text(sight, each.order)[0]
                text = words.t("session.brought.behind", effect=effect, order=by)
                order = parse(each.order)
                found.append(_Line(text, order.places[1], order.made or 0, name, weight))
    found.sort(key=lambda line: line.weight)
    yield from {line.order: line for line in found}.values()


def _is_told(sight: Sight, cause: str, figure: str, own: Iterable[_Line]) -> bool:
    """Whether a figure that an order is behind says more of it than the line it has."""
    parsed = parse(cause)
    order = sight.ruleset.orders.get(parsed.places[1])
    moves = order.moves if order else ()
    known = [line for line in own if line.order == parsed.places[1]]
    return all(
        line.made == parsed.made and figure in moves[: _rank(moves, line.figure)] for line in known
    )


def _rank(moves: tuple[str, ...], figure: str) -> int:
    """At which place an order names a figure; behind them all where it does not."""
    return moves.index(figure) if figure in moves else len(moves)

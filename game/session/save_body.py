"""What stands in the body of a save, and is what was read back of the right shape?

Turns a standing into plain lists and back. Every number that will be used as a place in an array
is checked, because a save is a file that anybody may have written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from game.session import migrations
from game.session.log import ChoiceRecord, Log, NewsRecord, OrderRecord, Page, Parts, Record
from game.session.plan import Plan, PlanItem
from game.session.save_axes import WrongRules, axes_of, check_axes, endings_moved
from game.session.save_reasons import carried_of, pack_reasons, parts_of_pages
from game.session.standing import Standing
from game.session.strict_values import WrongShape, mapping, number, text, texts, whole
from game.world.lanes import from_lane
from game.world.state import FIELDS, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

WIDTH = 2
ABSENT = ""  # a figure that a page does not know
EXACT = 1e15  # up to here a float holds every whole number, and JSON may write it as one


def pack(ruleset: Ruleset, now: Standing) -> dict[str, Any]:
    """The body of a save: plain lists, strings and numbers."""
    state, before = now.world.lane(0), now.before.lane(0)
    names = list(now.log.pages[-1].figures) if now.log.pages else []
    return {
        "axes": axes_of(ruleset),
        "state": state,
        "before": {name: values for name, values in before.items() if values != state[name]},
        "plan": [[item.order_id, item.amount] for item in now.plan.items],
        "records": [_pack_record(record) for record in now.log.records],
        "figures": names,
        "pages": [_pack_page(page) for page in now.log.pages],
        "values": _pack_values(now.log.pages, names),
        "closed": {name: [list(part) for part in parts] for name, parts in now.closed.items()},
        "open": {name: [list(part) for part in parts] for name, parts in now.open.items()},
        "reasons": pack_reasons(ruleset, now.log.pages, names, now.carried),
    }


def unpack(
    ruleset: Ruleset,
    body: Any,
    saved: int = migrations.FORMAT,
    opening: Callable[[], World] | None = None,
) -> tuple[Standing, bool]:
    """The standing of a body, and whether it had to be fitted to changed rules.

    `saved` is the format of the body; what its world lacks is taken from `opening`. Raises
    WrongShape, or WrongRules when the rules lack what the save needs.
    """
    try:
        return _unpack(ruleset, migrations.up(body, saved), opening)
    except (WrongShape, WrongRules):
        raise
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise WrongShape(f"{type(error).__name__}: {error}") from None


def _unpack(
    ruleset: Ruleset, body: Any, opening: Callable[[], World] | None
) -> tuple[Standing, bool]:
    axes = {name: texts(ids) for name, ids in mapping(body["axes"]).items()}
    fitted = axes != axes_of(ruleset)
    state = mapping(body["state"])
    before = state | mapping(body["before"])
    fresh = None
    if opening is not None and not FIELDS.keys() <= state.keys():
        fitted, fresh = True, opening()
    if fitted:
        check_axes(axes, ruleset)
        moved = endings_moved(state["outcome"], axes["ending"], ruleset)
        state, before = state | {"outcome": moved}, before | {"outcome": moved}
    items = [PlanItem(text(order), number(amount)) for order, amount in body["plan"]]
    plan = Plan(tuple(item for item in items if item.order_id in ruleset.orders))
    names = texts(body["figures"])
    log = Log(
        tuple(_record(each) for each in body["records"]),
        _pages(ruleset, body, names),
    )
    world = _world(state, ruleset, axes if fitted else None, fresh)
    standing = Standing(
        world,
        _world(before, ruleset, axes if fitted else None, fresh),
        plan,
        log,
        _parts(body["closed"], ruleset),
        _parts(body["open"], ruleset),
        carried_of(ruleset, world, body),
    )
    if not log.pages or log.pages[-1].turn != int(standing.world.turn[0]):
        raise WrongShape("the pages do not end at the turn of the state")
    return standing, fitted


def _world(
    lane: dict[str, Any],
    ruleset: Ruleset,
    axes: dict[str, list[str]] | None,
    fresh: World | None = None,
) -> World:
    """The world of a lane, every array of its kind and every index inside its axis."""
    for name, spec in FIELDS.items():
        if fresh is not None and name not in lane:
            continue
        kind = np.asarray(lane[name]).dtype.kind
        if kind not in ("if" if spec["kind"] is np.float64 else "i"):
            raise WrongShape(f"the array {name} does not hold numbers of its kind")
    world = from_lane(lane, ruleset, WIDTH, axes, fresh)
    limits = {
        "scene_now": (-1, len(ruleset.axis("storylet")) - 1),
        "scene_answer": (-1, len(ruleset.choices) - 1),
        "scene_won": (0, 3),
        "outcome": (0, len(ruleset.endings)),
        "turn": (0, 1000),
        "bottleneck": (0, 5),
    }
    for name, (low, high) in limits.items():
        values = getattr(world, name)
        if values.size and (values.min() < low or values.max() > high):
            raise WrongShape(f"the array {name} points outside its axis")
    return world


def _pack_record(record: Record) -> list[Any]:
    if isinstance(record, OrderRecord):
        return ["order", record.turn, record.order, record.amount, record.cost_usd]
    return [
        "choice",
        record.turn,
        record.slot,
        record.storylet,
        record.choice,
        record.won,
        record.asked,
    ]


def _record(value: Any) -> Record:
    kind, turn, *rest = value
    if kind == "order":
        order, amount, cost = rest
        return OrderRecord(whole(turn), text(order), number(amount), whole(cost))
    if kind != "choice":
        raise WrongShape("a record of an unknown kind")
    slot, storylet, choice, won, asked = rest
    if not isinstance(won, bool) or not isinstance(asked, bool):
        raise WrongShape("a record of the wrong shape")
    return ChoiceRecord(whole(turn), whole(slot), text(storylet), text(choice), won, asked)


def _pack_page(page: Page) -> list[Any]:
    """A page as [turn, hash, news]; its figures stand by themselves."""
    news = [[i.id, {lang: list(texts) for lang, texts in i.printed.items()}] for i in page.news]
    return [page.turn, page.hash, news]


def _pack_values(pages: tuple[Page, ...], names: list[str]) -> list[list[float | str | None]]:
    """Each figure on every page; a value as on the page before is null."""
    by_page = [list(map(page.figures.get, names)) for page in pages]
    return [_packed(values) for values in zip(*by_page, strict=True)]


def _packed(values: tuple[float | None, ...]) -> list[float | str | None]:
    """One figure; written as one value and nulls where it never moved, as most do."""
    if values[0] is not None and values.count(values[0]) == len(values):
        return [_number(values[0]), *([None] * (len(values) - 1))]
    return [
        ABSENT if value is None else None if value == before else _number(value)
        for value, before in zip(values, (None, *values), strict=False)
    ]


def _number(value: float) -> float:
    """A float, or the whole number that it is."""
    return int(value) if value.is_integer() and abs(value) < EXACT else value


def _pages(ruleset: Ruleset, body: Any, names: list[str]) -> tuple[Page, ...]:
    figures: list[dict[str, float]] = [{} for _ in body["pages"]]
    for name, values in zip(names, body["values"], strict=True):
        last = 0.0
        for page, value in zip(figures, values, strict=True):
            if value is None:
                page[name] = last
            elif value != ABSENT:
                page[name] = last = number(value)
    pages = []
    reasons = parts_of_pages(ruleset, body, names, figures)
    for (turn, hash_, news), told, parts in zip(body["pages"], figures, reasons, strict=True):
        printed = tuple(_news(each) for each in news)
        pages.append(Page(whole(turn), told, printed, text(hash_), parts))
    return tuple(pages)


def _news(value: Any) -> NewsRecord:
    id_, printed = value
    told = {}
    for lang, pair in mapping(printed).items():
        headline, body = pair
        told[lang] = (text(headline), text(body))
    if not {"en", "fr"} <= set(told):
        raise WrongShape("news in one language only")
    return NewsRecord(text(id_), told)


def _parts(value: Any, ruleset: Ruleset) -> Parts:
    return {
        name: tuple((text(cause), whole(steps)) for cause, steps in parts)
        for name, parts in mapping(value).items()
        if name in ruleset.figures
    }

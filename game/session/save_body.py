"""What stands in the body of a save, and is what was read back of the right shape?

Turns a standing into plain lists and back. Every number that will be used as a place in an array
is checked, because a save is a file that anybody may have written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from game.session.log import ChoiceRecord, Log, NewsRecord, OrderRecord, Page, Record
from game.session.plan import Plan, PlanItem
from game.session.save_axes import WrongRules, axes_of, check_axes, endings_moved
from game.session.standing import Parts, Standing
from game.world.state import FIELDS, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

WIDTH = 2
ABSENT = ""  # a figure that a page does not know


class WrongShape(ValueError):
    """The body is JSON, but not the body of a save."""


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
        "pages": _pack_pages(now.log.pages, names),
        "closed": {name: [list(part) for part in parts] for name, parts in now.closed.items()},
        "open": {name: [list(part) for part in parts] for name, parts in now.open.items()},
    }


def unpack(ruleset: Ruleset, body: Any) -> tuple[Standing, bool]:
    """The standing of a body, and whether it had to be fitted to changed rules.

    Raises WrongShape, or WrongRules when the rules lack what the save needs.
    """
    try:
        return _unpack(ruleset, body)
    except (WrongShape, WrongRules):
        raise
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise WrongShape(f"{type(error).__name__}: {error}") from None


def _unpack(ruleset: Ruleset, body: Any) -> tuple[Standing, bool]:
    axes = {name: _texts(ids) for name, ids in _mapping(body["axes"]).items()}
    fitted = axes != axes_of(ruleset)
    state = _mapping(body["state"])
    before = state | _mapping(body["before"])
    if fitted:
        check_axes(axes, ruleset)
        moved = endings_moved(state["outcome"], axes["ending"], ruleset)
        state, before = state | {"outcome": moved}, before | {"outcome": moved}
    items = [PlanItem(_text(order), _number(amount)) for order, amount in body["plan"]]
    plan = Plan(tuple(item for item in items if item.order_id in ruleset.orders))
    names = _texts(body["figures"])
    log = Log(
        tuple(_record(each) for each in body["records"]),
        _pages(body["pages"], names),
    )
    standing = Standing(
        _world(state, ruleset, axes if fitted else None),
        _world(before, ruleset, axes if fitted else None),
        plan,
        log,
        _parts(body["closed"], ruleset),
        _parts(body["open"], ruleset),
    )
    if not log.pages or log.pages[-1].turn != int(standing.world.turn[0]):
        raise WrongShape("the pages do not end at the turn of the state")
    return standing, fitted


def _world(lane: dict[str, Any], ruleset: Ruleset, axes: dict[str, list[str]] | None) -> World:
    """The world of a lane, every array of its kind and every index inside its axis."""
    for name, spec in FIELDS.items():
        kind = np.asarray(lane[name]).dtype.kind
        if kind not in ("if" if spec["kind"] is np.float64 else "i"):
            raise WrongShape(f"the array {name} does not hold numbers of its kind")
    world = World.from_lane(lane, ruleset, WIDTH, axes)
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
        return OrderRecord(_whole(turn), _text(order), _number(amount), _whole(cost))
    if kind != "choice":
        raise WrongShape("a record of an unknown kind")
    slot, storylet, choice, won, asked = rest
    if not isinstance(won, bool) or not isinstance(asked, bool):
        raise WrongShape("a record of the wrong shape")
    return ChoiceRecord(_whole(turn), _whole(slot), _text(storylet), _text(choice), won, asked)


def _pack_pages(pages: tuple[Page, ...], names: list[str]) -> list[Any]:
    """Every page as [turn, hash, values, news]; a value as on the page before is null."""
    rows: list[Any] = []
    last: dict[str, float] = {}
    for page in pages:
        values = [_pack_value(page.figures.get(name), last.get(name)) for name in names]
        news = [[i.id, {lang: list(texts) for lang, texts in i.printed.items()}] for i in page.news]
        rows.append([page.turn, page.hash, values, news])
        last = page.figures
    return rows


def _pack_value(value: float | None, before: float | None) -> float | str | None:
    if value is None:
        return ABSENT
    if value == before:
        return None
    return int(value) if value.is_integer() else value


def _pages(value: Any, names: list[str]) -> tuple[Page, ...]:
    pages: list[Page] = []
    for turn, hash_, values, news in value:
        if len(values) != len(names):
            raise WrongShape("a page with too few figures")
        last = pages[-1].figures if pages else {}
        figures = {
            name: last[name] if each is None else _number(each)
            for name, each in zip(names, values, strict=True)
            if each != ABSENT
        }
        printed = tuple(_news(each) for each in news)
        pages.append(Page(_whole(turn), figures, printed, _text(hash_)))
    return tuple(pages)


def _news(value: Any) -> NewsRecord:
    id_, printed = value
    texts = {}
    for lang, pair in _mapping(printed).items():
        headline, body = pair
        texts[lang] = (_text(headline), _text(body))
    if not {"en", "fr"} <= set(texts):
        raise WrongShape("news in one language only")
    return NewsRecord(_text(id_), texts)


def _parts(value: Any, ruleset: Ruleset) -> Parts:
    return {
        name: tuple((_text(cause), _whole(steps)) for cause, steps in parts)
        for name, parts in _mapping(value).items()
        if name in ruleset.figures
    }


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise WrongShape("a mapping was expected")
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise WrongShape("a list was expected")
    return [_text(each) for each in value]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongShape("a text was expected")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise WrongShape("a whole number was expected")
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise WrongShape("a number was expected")
    return float(value)

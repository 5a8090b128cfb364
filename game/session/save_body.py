"""What stands in the body of a save, and is what was read back of the right shape?

Turns a standing into JSON and back: one line a part, one line a quarter (`save_pages.py`), so that
two saves can be set side by side. Numbers stand as they are, in text: written and read in the time
that there is for it, they need no closer packing. Every number that will be used as a place in an
array is checked, because a save is a file that anybody may have written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from game.later import later
from game.session import migrations, save_axes, strict_json
from game.session.log import ChoiceRecord, Log, OrderRecord, Parts, Record
from game.session.mod_lists import Mods
from game.session.parcels import Parcel, pack_parcel, read_parcel
from game.session.plan import Plan, PlanItem
from game.session.save_arrays import write_worlds
from game.session.save_axes import WrongRules, axes_of, check_axes, endings_moved
from game.session.save_council import pack_council, read_council
from game.session.save_pages import read_pages, write_pages
from game.session.save_reasons import carried_of, causes_of, promises_of, write_reasons
from game.session.standing import Standing
from game.session.strict_values import WrongShape, mapping, number, places, text, texts, whole
from game.world.axes import SCENE_SLOTS
from game.world.lanes import at_once, from_lane
from game.world.state import FIELDS, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.session import joining, quarantine
    from game.session.quarantine import Lane
else:  # what a game loads that had other content
    joining, quarantine = later("game.session.joining"), later("game.session.quarantine")

WIDTH = 2
MAX_PLANNED = 1e18  # of anything: dollars and units are 64-bit integers


def write(ruleset: Ruleset, now: Standing) -> strict_json.Written:
    """The body of a save, as JSON; raises ValueError for numbers that it would not read again."""
    with strict_json.no_collector():
        return strict_json.joined(_pieces(ruleset, now))


def _pieces(ruleset: Ruleset, now: Standing) -> Iterator[strict_json.Piece]:
    """The text of a body; what only the rules and quarters long over have a say in lasts."""
    state, before = write_worlds(now.world, now.before)
    pages, names, causes = write_pages(now.log.pages)
    plain = {
        "state": strict_json.Written(state),
        "before": strict_json.Written(before),
        "plan": [[item.order_id, item.amount] for item in now.plan.items],
        "records": [_pack_record(record) for record in now.log.records],
        "closed": {name: [list(part) for part in parts] for name, parts in now.closed.items()},
        "open": {name: [list(part) for part in parts] for name, parts in now.open.items()},
        "reasons": write_reasons(causes, now.carried),
        "aside": [pack_parcel(parcel) for parcel in now.aside],
        "rules": [list(each) for each in now.rules],
        "council": pack_council(now.log),
        "figures": names,
    }
    lines = [b'"%s":%s' % (name.encode(), strict_json.dump(part)) for name, part in plain.items()]
    yield strict_json.Piece(_axes_line(ruleset), lasting=True)
    yield strict_json.Piece(b",\n".join(lines) + b',\n"pages":[\n')
    for place, page in enumerate(pages, start=1):
        yield strict_json.Piece(page, lasting=place < len(pages))
    yield strict_json.Piece(b"\n]\n}\n")


@lru_cache(maxsize=8)
def _axes_line(ruleset: Ruleset) -> bytes:
    return b'{\n"axes":%s,\n' % strict_json.dump(save_axes.written(ruleset))


def pack(ruleset: Ruleset, now: Standing) -> dict[str, Any]:
    """The body of a save as it is read back: plain lists, strings and numbers."""
    return mapping(strict_json.parse(write(ruleset, now)))


def unpack(
    ruleset: Ruleset,
    body: Any,
    saved: int = migrations.FORMAT,
    opening: Callable[[], World] | None = None,
    mods: Mods = (),
) -> tuple[Standing, bool]:
    """The standing of a body, and whether it had to be fitted to changed rules.

    `saved` is the format of the body; what its world lacks is taken from `opening`; `mods` are
    those it was made with and that are not in play, whose things are set apart. Raises
    WrongShape, or WrongRules when the rules lack what the save needs and no mod is away.
    """
    try:
        with strict_json.no_collector():
            return _unpack(ruleset, migrations.up(body, saved), opening, mods)
    except (WrongShape, WrongRules):
        raise
    except (KeyError, IndexError, TypeError, ValueError, OverflowError, AttributeError) as error:
        raise WrongShape("a part of it is missing or of another kind") from error


def _unpack(
    ruleset: Ruleset, body: Any, opening: Callable[[], World] | None, mods: Mods
) -> tuple[Standing, bool]:
    axes = save_axes.read(body["axes"])
    fitted = axes != axes_of(ruleset)
    fitted = fitted or (opening is not None and not FIELDS.keys() <= mapping(body["state"]).keys())
    parcels = [read_parcel(each) for each in body["aside"]]
    worlds = None if fitted or mods or parcels else _worlds_at_once(ruleset, body)
    if worlds is None:
        worlds = _worlds(ruleset, body, axes if fitted else None, opening, mods, parcels)
    world, last = worlds
    plan = [item for item in _plan_of(body) if item[0] in ruleset.orders]
    log = Log(
        tuple(_record(each) for each in body["records"]),
        read_pages(ruleset, body["pages"], texts(body["figures"]), causes_of(body)),
        *read_council(body.get("council", {})),
    )
    back = (
        quarantine.bring_back(ruleset, parcels, world, last) if parcels else quarantine.Returned(())
    )
    standing = Standing(
        world,
        last,
        Plan(tuple(PlanItem(*item) for item in (*plan, *back.plan))),
        log,
        _parts(body["closed"]),
        _parts(body["open"]),
        carried_of(ruleset, world, body, back.promises),
        back.parcels,
        tuple((whole(turn), text(hash_)) for turn, hash_ in body["rules"]),
    )
    last_turn = int(standing.world.turn[0])
    if not log.pages or log.pages[-1].turn != last_turn:
        raise WrongShape("the pages do not end at the turn of the state")
    if not all(0 <= record.turn <= last_turn for record in log.records):
        raise WrongShape("a record of a turn that was not played")
    return standing, fitted


def _worlds_at_once(ruleset: Ruleset, body: Any) -> tuple[World, World] | None:
    """The two worlds of a body that fits the rules as they are; what is alike is shared."""
    world = at_once(mapping(body["state"]), ruleset, WIDTH)
    before = mapping(body["before"])
    last = at_once(before, ruleset, WIDTH, world) if world else None
    if world is None or last is None:
        return None
    for each in (world, last):
        _check_places(each, ruleset)
    return world, last


def _worlds(
    ruleset: Ruleset,
    body: Any,
    axes: dict[str, list[str]] | None,
    opening: Callable[[], World] | None,
    mods: Mods,
    parcels: list[Parcel],
) -> tuple[World, World]:
    """The two worlds of a body, laid out anew where `axes` are no longer those of the rules.

    What the rules no longer know becomes one more parcel.
    """
    state: Lane = _arrays(mapping(body["state"]))
    before: Lane = {**state, **_arrays(mapping(body["before"]))}
    missing = opening is not None and not FIELDS.keys() <= state.keys()
    fresh = opening() if missing and opening else None
    if axes and not mods:
        check_axes(axes, ruleset)
    if axes or mods:
        saved_axes = axes or axes_of(ruleset)
        named = {"order": _orders_of(body), "figure": texts(body["figures"])}
        saved = quarantine.Saved(
            saved_axes, state, before, _plan_of(body), promises_of(body), named
        )
        parcel, saved = quarantine.set_apart(ruleset, saved, mods)
        state, before = saved.state, saved.before
        if mods or not parcel.empty:
            parcels.append(parcel)
    if axes:
        moved = endings_moved(state["outcome"], axes["ending"], ruleset)
        state, before = {**state, "outcome": moved}, {**before, "outcome": moved}
    world, last = (_world(lane, ruleset, axes, fresh) for lane in (state, before))
    if axes and opening is not None and (new := joining.newcomers(ruleset, axes, parcels)):
        first = fresh or opening()
        joining.let_in(ruleset, world, first, new)
        joining.let_in(ruleset, last, first, new)
    return world, last


def _arrays(lane: dict[str, Any]) -> dict[str, Any]:
    """The arrays of a lane, each of its kind; those that the game no longer has are left out."""
    arrays = {}
    for name, values in lane.items():
        if name in FIELDS:
            arrays[name] = one = np.asarray(values)
            if one.dtype.kind not in ("if" if FIELDS[name]["kind"] is np.float64 else "i"):
                raise WrongShape(f"the array {name} does not hold numbers of its kind")
    return arrays


def _world(
    lane: Lane,
    ruleset: Ruleset,
    axes: dict[str, list[str]] | None,
    fresh: World | None = None,
) -> World:
    """The world of a lane; no number that it holds points outside its axis."""
    world = from_lane(lane, ruleset, WIDTH, axes, fresh)
    _check_places(world, ruleset)
    return world


def _check_places(world: World, ruleset: Ruleset) -> None:
    """Raise WrongShape if a number that will be used as a place is none."""
    limits = {
        "scene_now": (-1, len(ruleset.axis("storylet")) - 1),
        "scene_answer": (-1, len(ruleset.choices) - 1),
        "scene_won": (0, 3),
        "outcome": (0, len(ruleset.endings)),
        "story_known": (0, 127),
        "turn": (0, 1000),
        "bottleneck": (0, ruleset.figures["bottleneck"].high or 0),
    }
    for name, (low, high) in limits.items():
        values = getattr(world, name)
        if values.size and (values.min() < low or values.max() > high):
            raise WrongShape(f"the array {name} points outside its axis")


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
    places([slot], SCENE_SLOTS)
    if not isinstance(won, bool) or not isinstance(asked, bool):
        raise WrongShape("a record of the wrong shape")
    return ChoiceRecord(whole(turn), slot, text(storylet), text(choice), won, asked)


def _parts(value: Any) -> Parts:
    """Reasons by figure; those of figures that the rules lack wait for them to come back."""
    return {
        name: tuple((text(cause), whole(steps)) for cause, steps in parts)
        for name, parts in mapping(value).items()
    }


def _plan_of(body: Any) -> tuple[tuple[str, float], ...]:
    plan = tuple((text(order), number(amount)) for order, amount in body["plan"])
    if any(abs(amount) > MAX_PLANNED for _, amount in plan):
        raise WrongShape("a plan out of all measure")
    return plan


def _orders_of(body: Any) -> list[str]:
    """The orders of the plan and of the log."""
    given = [text(record[2]) for record in body["records"] if record[0] == "order"]
    return [*given, *(order for order, _ in _plan_of(body))]

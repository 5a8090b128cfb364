"""How do reasons stand in a save: of every quarter, and of what is on its way?

Causes are long and come again, so they stand once, in a list, and are named by their place in it.
The last part of a figure is what the others leave of its change, so that it is not written. Saves
from before reasons were kept lack all of this and lose nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from game.session.log import Page, Parts
from game.session.strict_values import WrongShape, mapping, number, texts, whole
from game.world.promises import Carried, Promise, settled

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.world.state import World


Places = dict[str, int]  # texts in the order in which they first came


def pack_reasons(
    ruleset: Ruleset, pages: Sequence[Page], names: Sequence[str], carried: Carried
) -> dict[str, Any]:
    """What the reasons of a playthrough leave in its save."""
    causes: Places = {}
    targets: Places = {}
    places = {name: place for place, name in enumerate(names)}
    changes = _changes(ruleset, [page.figures for page in pages], [page.parts for page in pages])
    return {
        "pages": [
            _pack_parts(page.parts, places, causes, each)
            for page, each in zip(pages, changes, strict=True)
        ],
        "promises": [_pack_promise(each, targets, causes) for each in carried.promises],
        "given_up": [_pack_promise(each, targets, causes) for each in carried.given_up],
        "pools": carried.pools,
        "causes": list(causes),
        "targets": list(targets),
    }


def _changes(
    ruleset: Ruleset, figures: Sequence[Mapping[str, float]], names: Sequence[Iterable[str]]
) -> list[dict[str, int]]:
    """By how many steps some figures of each page differ from the page before, if they were on."""
    found: list[dict[str, int]] = [{} for _ in figures]
    known = ruleset.figures
    for page, (before, now) in enumerate(pairwise(figures), start=1):
        found[page] = {
            name: round((now[name] - before[name]) / known[name].step)
            for name in names[page]
            if name in before and name in now and name in known
        }
    return found


def _pack_parts(
    parts: Parts, places: Mapping[str, int], causes: Places, changes: Mapping[str, int]
) -> list[list[int]]:
    """One row a figure: its place, then cause and steps in turn; the last steps when they must."""
    rows = []
    for name, moved in parts.items():
        if name not in places:
            continue
        row = [places[name]]
        for cause, steps in moved:
            row.append(causes.setdefault(cause, len(causes)))
            row.append(steps)
        if sum(row[2::2]) == changes.get(name):
            row.pop()
        rows.append(row)
    return rows


def _pack_promise(each: Promise, targets: Places, causes: Places) -> list[Any]:
    target = targets.setdefault(each.target, len(targets))
    cause = causes.setdefault(each.cause, len(causes))
    return [target, each.made, each.due, cause, each.moved]


def parts_of_pages(
    ruleset: Ruleset, body: Any, names: Sequence[str], figures: Sequence[Mapping[str, float]]
) -> list[Parts]:
    """The reasons of every page, of the figures still known; none for an older save."""
    if "reasons" not in body:
        return [{} for _ in figures]
    reasons = mapping(body["reasons"])
    causes = texts(reasons["causes"])
    if len(reasons["pages"]) != len(figures):
        raise WrongShape("the reasons are not of as many quarters as the pages")
    rows = [[_row(each) for each in page] for page in reasons["pages"]]
    changes = _changes(ruleset, figures, [[names[row[0]] for row in page] for page in rows])
    return [_parts(page, names, causes, each) for page, each in zip(rows, changes, strict=True)]


def _row(row: Any) -> list[int]:
    """A row of whole numbers, whose places are not counted from the end of their lists."""
    if set(map(type, row)) != {int} or min(row[0], *row[1::2]) < 0:
        raise WrongShape("reasons that are no places and steps")
    return list(row)


def _parts(
    rows: Iterable[list[int]],
    names: Sequence[str],
    causes: Sequence[str],
    changes: Mapping[str, int],
) -> Parts:
    """What moved the figures of a page, of those that are still known."""
    found: Parts = {}
    for row in rows:
        name, steps = names[row[0]], row[2::2]
        if name not in changes:
            continue
        if len(row) % 2 == 0:
            steps.append(changes[name] - sum(steps))
        found[name] = tuple(zip([causes[each] for each in row[1::2]], steps, strict=True))
    return found


def carried_of(ruleset: Ruleset, world: World, body: Any) -> Carried:
    """What is on its way, brought to what the world of the save holds."""
    if "reasons" not in body:
        return Carried(settled(ruleset, world, ())[0])
    reasons = mapping(body["reasons"])
    causes, targets = texts(reasons["causes"]), texts(reasons["targets"])
    promises = [_promise(each, targets, causes) for each in reasons["promises"]]
    lost = [_promise(each, targets, causes) for each in reasons["given_up"]]
    pools = {
        name: {cause: number(part) for cause, part in mapping(held).items()}
        for name, held in mapping(reasons["pools"]).items()
    }
    return Carried(settled(ruleset, world, promises)[0], tuple(lost), pools)


def _promise(value: Any, targets: Sequence[str], causes: Sequence[str]) -> Promise:
    target, made, due, cause, moved = value
    place = targets[_place(whole(target), targets)]
    return Promise(
        place, whole(made), whole(due), causes[_place(whole(cause), causes)], number(moved)
    )


def _place(place: int, of: Sequence[str]) -> int:
    """A place in a list, never counted from its end."""
    if not 0 <= place < len(of):
        raise WrongShape("a place outside its list")
    return place

"""What do the definitions themselves say of a thing, in a few lines?

Rows of label and value for a page of the encyclopaedia: the numbers of a chip, who may give an
order, how many numbers a step of the quarter counts on and where they come from. No world is read.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from game.story.codex_shelf import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.content.ruleset import Ruleset
    from game.content.words import Words

Rows = list[tuple[str, str]]
STANDINGS = ("sourced", "fit", "guess", "invented")
MOST_NAMES = 8
_OWN = frozenset({"advisor", "order", "figure"})  # nobody else's page can describe them


def rows(ruleset: Ruleset, entry: Entry, words: Words) -> tuple[tuple[str, str], ...]:
    """Labels and values, those that say nothing left out."""
    found: Rows = []
    kind, id_ = entry.thing or (entry.shelf, entry.id)
    teller = _TELLERS.get(kind)
    if teller and (entry.thing or kind in _OWN):
        told = teller(ruleset, id_, words)
        found += [(words.t(f"story.codex.row.{label}"), value) for label, value in told if value]
    for stage in entry.stages:
        found += _stage(ruleset, stage, words)
    return tuple(found)


def summary(ruleset: Ruleset, entry: Entry, words: Words) -> str:
    """A sentence for a page whose thing has numbers and no text."""
    kind, id_ = entry.thing or (entry.shelf, entry.id)
    if kind == "node":
        node = ruleset.nodes[id_]
        return words.t(
            "story.codex.node",
            capex=words.money(node.capex_usd_per_kwpm),
            price=words.money(node.wafer_price_usd),
            n=round(node.layers_euv),
        )
    if kind == "region":
        state = ruleset.actors[ruleset.regions[id_].state]
        return words.t("story.codex.region", state=words.text(state.name))
    return words.t("story.codex.ending")


def _names(ruleset: Ruleset, table: str, ids: tuple[str, ...], words: Words) -> str:
    """The names of several things, the first of many."""
    known = getattr(ruleset, table)
    names = [words.text(known[id_].name) for id_ in ids if id_ in known]
    more = words.t("story.codex.more", n=len(names) - MOST_NAMES)
    return ", ".join(names[:MOST_NAMES]) + (f" {more}" if len(names) > MOST_NAMES else "")


def _chip(ruleset: Ruleset, id_: str, words: Words) -> Rows:
    chip = ruleset.chips[id_]
    memory = words.t("story.codex.stacks", n=chip.hbm_stacks) if chip.hbm_stacks else ""
    return [
        ("maker", words.text(ruleset.actors[chip.maker].name)),
        ("node", words.text(ruleset.nodes[chip.node].name)),
        ("machine_time", words.t("story.codex.h100e", x=words.number(chip.h100e, 2))),
        ("power", words.t("story.codex.watts", x=words.number(chip.watts))),
        ("memory", memory),
        ("links", words.unit(chip.bandwidth_gbs, "gbs") if chip.bandwidth_gbs else ""),
        ("tpp", words.number(chip.tpp) if chip.tpp else ""),
        ("density", words.number(chip.density, 1) if chip.density else ""),
        ("list_price", words.money(chip.price_usd)),
        ("made_from", words.quarter(chip.from_turn) if chip.from_turn > 0 else ""),
        ("redrawn", words.text(ruleset.chips[chip.respec_of].name) if chip.respec_of else ""),
    ]


def _node(ruleset: Ruleset, id_: str, words: Words) -> Rows:
    node = ruleset.nodes[id_]
    chips = tuple(chip.id for chip in ruleset.chips.values() if chip.node == id_)
    return [
        ("capex", words.t("story.codex.per_line", money=words.money(node.capex_usd_per_kwpm))),
        ("wafer", words.money(node.wafer_price_usd)),
        ("layers", words.number(round(node.layers_euv)) if node.layers_euv else ""),
        ("chips", _names(ruleset, "chips", chips, words)),
    ]


def _region(ruleset: Ruleset, id_: str, words: Words) -> Rows:
    state = ruleset.regions[id_].state
    actors = ruleset.actors.values()
    there = tuple(one.id for one in actors if one.region == id_ and one.id != state)
    return [
        ("state", words.text(ruleset.actors[state].name)),
        ("there", _names(ruleset, "actors", there, words)),
    ]


def _actor(ruleset: Ruleset, id_: str, words: Words) -> Rows:
    actor, seat = ruleset.actors[id_], ruleset.seats.get(id_)
    real = "real" if actor.real else "imagined"
    kind = actor.kind if actor.kind == "outside" else f"{actor.kind}.{real}"
    own = tuple(region.id for region in ruleset.regions.values() if region.state == id_)
    found = [
        ("kind", words.t(f"story.codex.kind.{kind}")),
        ("region", _names(ruleset, "regions", own or (actor.region,), words)),
        ("parent", words.text(ruleset.actors[actor.parent].name) if actor.parent else ""),
    ]
    if seat is None:
        return found
    orders = sum(id_ in order.seats for order in ruleset.orders.values())
    chair = words.t(f"story.codex.seat.{'open' if seat.playable else 'closed'}")
    people = ", ".join(one.name for one in ruleset.advisors.values() if id_ in one.for_)
    return [
        *found,
        ("seat", f"{words.text(seat.title)}, {chair}"),
        ("question", words.text(seat.question)),
        ("attention", words.t("session.points", n=seat.attention)),
        ("orders", words.number(orders)),
        ("council", people),
    ]


def _advisor(ruleset: Ruleset, id_: str, words: Words) -> Rows:
    one = ruleset.advisors[id_]
    return [
        ("role", words.text(one.role)),
        ("seats", _names(ruleset, "actors", one.for_, words)),
        ("mandate", words.text(one.mandate)),
    ]


def _order(ruleset: Ruleset, id_: str, words: Words) -> Rows:
    order = ruleset.orders[id_]
    moved = [words.text(ruleset.figures[name].label) for name in order.moves]
    lead = words.t("session.lead.later", n=order.lead) if order.lead else ""
    return [
        ("family", words.t(f"session.family.{order.family}")),
        ("givers", _names(ruleset, "actors", order.seats, words)),
        ("attention", words.t("session.points", n=order.attention)),
        ("lead", lead or words.t("session.lead.now")),
        ("moves", " · ".join(moved)),
        ("expects", "" if "{" in order.expects.en else words.text(order.expects)),
        ("counter", words.text(order.counter) if order.counter else ""),
        ("once", "" if order.repeat else words.t("story.codex.once")),
    ]


def _figure(ruleset: Ruleset, id_: str, words: Words) -> Rows:
    figure = ruleset.figures[id_]
    better = words.t(f"story.codex.better.{figure.better}") if figure.better != "none" else ""
    givers = [each for each in ruleset.orders.values() if id_ in each.moves]
    titles = list(dict.fromkeys(words.text(order.title) for order in givers))
    more = f" {words.t('story.codex.more', n=len(titles) - 6)}" if len(titles) > 6 else ""
    return [("better", better), ("moved_by", " · ".join(titles[:6]) + more), ("name", id_)]


def _stage(ruleset: Ruleset, stage: str, words: Words) -> Rows:
    """How many numbers a step of the quarter counts on, and how sure they are; what `why` says."""
    known = [one for id_, one in ruleset.coefficients.items() if id_.partition(".")[0] == stage]
    counts = Counter(str(one.status) for one in known)
    sure = [
        words.t(f"story.codex.standing.{each}", n=counts[each])
        for each in STANDINGS
        if counts[each]
    ]
    keys = [f"cause.{cause}" for cause in ruleset.causes if cause.partition(".")[0] == stage]
    named = [words.t(key) for key in keys if key in words]
    number = words.t("story.codex.numbers", n=len(known))
    return [
        (words.t("story.codex.row.numbers"), f"{number} ({', '.join(sure)})"),
        *([(words.t("story.codex.row.causes"), " · ".join(named))] if named else []),
    ]


_TELLERS: dict[str, Callable[[Ruleset, str, Words], Rows]] = {
    "chip": _chip,
    "node": _node,
    "region": _region,
    "actor": _actor,
    "advisor": _advisor,
    "order": _order,
    "figure": _figure,
}

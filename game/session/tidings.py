"""What is said once, as a table is laid: goals whose day has come, laws, full clouds, new orders?

Reads the standing as that table shows it; what the newspaper prints is `story/news.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from game.session import clouds, offers
from game.session.aims import goals, judged, tasks, terms
from game.session.dealt import dealt
from game.session.first_year import kept_back
from game.session.log import OrderRecord
from game.session.observe import FIRST_QUARTERS
from game.session.offers import CASH, sets_aside
from game.session.plan import Plan
from game.session.scenes import gamble_text
from game.session.sight import Sight
from game.session.standing import Standing
from game.story.run import answers_given, listed
from game.world.causes import parse
from game.world.figures import bindings

if TYPE_CHECKING:
    from game.content.models.conduct import Order

FILLED = "me.filled"
VOTED = "stage:opinion.law"  # what thanks a government for its law, or mocks it
BILL = "bill"  # the array that holds what is put to that vote
DEFAULT = "stage:budgets.default"  # what creditors do below the credit line
TAKEN = ("me.equity_sold", "me.staff", "me.rented", "me.trust")  # what they do it to


def tidings(sight: Sight, scenario: str, now: Standing) -> tuple[str, ...]:
    """The sentences; what the purse did not bear comes first."""
    told = (
        _default(sight, now),
        _unpaid(sight, now),
        dealt(sight, now),
        _gambles(sight, now),
        _laws(sight, now),
        _goal(sight, scenario, now),
        _clouds(sight, now),
        _whole_table(sight, now),
        _orders(sight, now),
    )
    return tuple(sentence for some in told for sentence in some)


def _default(sight: Sight, now: Standing) -> Iterator[str]:
    """That the creditors have closed the line, and what that cost."""
    taken = {name: _moved(now, name, DEFAULT) for name in ("me.defaults", *TAKEN)}
    if not taken.pop("me.defaults"):
        return
    effects = [
        sight.effect(name, sight.change_text(name, steps * sight.figure(name).step, 0.0))
        for name, steps in taken.items()
        if steps
    ]
    yield sight.words.t("session.default", effects=listed(effects, sight.words))


def _gambles(sight: Sight, now: Standing) -> Iterator[str]:
    """Whether the gambles came off that silence took in the quarter that is over."""
    records = now.log.of_turn(int(sight.world.turn[0]) - 1)
    for each in answers_given(sight.ruleset, records):
        if not each.asked and (told := gamble_text(sight, each.choice, each.won)):
            title = sight.words.text(each.storylet.title)
            yield sight.words.t("session.gamble", title=title, told=told)


def _moved(now: Standing, name: str, cause: str) -> int:
    """By how many steps one cause moved a figure in the quarter that is over."""
    return sum(steps for made, steps in now.closed.get(name, ()) if parse(made).name == cause)


def _unpaid(sight: Sight, now: Standing) -> Iterator[str]:
    """Orders of the quarter that is over which the purse did not cover."""
    turn, ruleset = int(sight.world.turn[0]), sight.ruleset
    paid = {parse(cause).places[1] for cause, _ in now.closed.get(CASH, ()) if _ordered(cause)}
    found = [
        sight.say(ruleset.orders[each.order].title, "")
        for each in now.log.of_turn(turn - 1)
        if isinstance(each, OrderRecord) and each.cost_usd > 0 and each.order in ruleset.orders
        if each.order not in paid and not sets_aside(ruleset.orders[each.order])
    ]
    if found:
        said = ", ".join(sight.words.t("session.quoted", name=title) for title in found)
        yield sight.words.t("session.order.unpaid", orders=said)


def _ordered(cause: str) -> bool:
    return parse(cause).kind == "order"


def _whole_table(sight: Sight, now: Standing) -> Iterator[str]:
    """The small table of the first year is over: so many orders more."""
    turns = [page.turn for page in now.log.pages]
    more = kept_back(sight.ruleset, sight.seat)
    if more and turns[-1] == FIRST_QUARTERS and turns[0] < FIRST_QUARTERS:
        yield sight.words.t("session.order.all", n=more)


def _orders(sight: Sight, now: Standing) -> Iterator[str]:
    """Orders that the world has grown into, and that can be given today.

    What they need was never there on an earlier table.
    """
    *earlier, last = now.log.pages
    if last.turn <= FIRST_QUARTERS:  # the table is still being laid
        return
    found = [
        sight.say(order.title, "")
        for order in sight.ruleset.orders.values()
        if sight.seat in order.seats and _possible(order, last.figures)
        if not any(_possible(order, page.figures) for page in reversed(earlier))
        if offers.offer_view(sight, Plan(), 0, order.id).barred is None
    ]
    if found:
        said = ", ".join(sight.words.t("session.quoted", name=title) for title in found)
        yield sight.words.t("session.order.possible", orders=said)


def _possible(order: Order, figures: Mapping[str, float]) -> bool:
    """Whether a table had what an order needs, whatever its amount and its price."""
    needs = [need.when for need in order.needs]
    return all(
        bool(when.value(figures.__getitem__)) for when in needs if when.names <= figures.keys()
    )


def _clouds(sight: Sight, now: Standing) -> Iterator[str]:
    """Whether landlords have less room for the seat than it has contracts, or soon may."""
    before = now.log.pages[-2].figures.get(FILLED, 1.0) if len(now.log.pages) > 1 else 1.0
    if told := clouds.news(sight, before):
        yield told


def _goal(sight: Sight, scenario: str, now: Standing) -> Iterator[str]:
    """Whether the goal of the quarter that is over was met, and which one comes next."""
    done, count = tasks(sight, now, scenario)
    if done < count:  # the goals of a guided scenario are not shown before its tasks are done
        return
    turn, words, given = int(sight.world.turn[0]), sight.words, goals(sight, scenario)
    following = next((each for each in given if each.until >= turn), None)
    for each in given:
        if each.until == turn - 1 and (found := judged(sight, now, each)):
            key = f"session.goal.{'met' if found.holds else 'missed'}"
            told = {"goal": sight.say(each.text)}
            if not found.holds and (why := listed(terms(sight, found), sight.words)):
                told["goal"] = sight.words.t("session.goal.by", goal=told["goal"], terms=why)
            if following is None:
                yield words.t(f"{key}.last", **told)
            else:
                yield words.t(key, **told, following=sight.say(following.text))


def _laws(sight: Sight, now: Standing) -> Iterator[str]:
    """Whether the law that the seat ordered has passed: its government stands higher, or lower."""
    turn, ruleset = int(sight.world.turn[0]), sight.ruleset
    given = [each.order for each in now.log.of_turn(turn - 1) if isinstance(each, OrderRecord)]
    earlier = {
        each.order
        for each in now.log.records
        if isinstance(each, OrderRecord) and each.turn < turn - 1
    }  # what a vote on these means was told then
    moved = _moved(now, "me.approval", VOTED)
    for order_id in given:
        order = ruleset.orders.get(order_id)
        if order is not None and moved and _puts_to_vote(sight, order):
            key = f"session.law.{'passed' if moved > 0 else 'failed'}"
            key += "_again" if order_id in earlier else ""
            yield sight.words.t(key, order=sight.words.text(order.title))


def _puts_to_vote(sight: Sight, order: Order) -> bool:
    """Whether an order lays a bill on the table."""
    bound = bindings(sight.ruleset)
    laid = [name for effect in order.effects for name in effect.add]
    return any(bound[name].array == BILL for name in laid)

"""Which orders wait until the small table of the first year is over, and for what besides?

Those that can be given are in `offers.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from game.errors import GameError
from game.session.lookup import find, near
from game.session.observe import FIRST_QUARTERS
from game.session.offers import first_of, numbers_of, offer_view, offered, wants
from game.session.plan import Plan
from game.session.sight import Sight
from game.session.views import OfferView
from game.session.wording import said_near

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def kept_back(ruleset: Ruleset, seat: str) -> int:
    """How many orders the table of the first year does not show."""
    first = len(first_of(ruleset, seat))
    return len(numbers_of(ruleset, seat)) - first if first else 0


def waiting(sight: Sight, plan: Plan) -> dict[str, str]:
    """The titles of the seat's orders that are not on offer yet."""
    open_ = {id_ for _, id_ in offered(sight, plan)}
    mine = numbers_of(sight.ruleset, sight.seat)
    return {id_: sight.say(sight.ruleset.orders[id_].title, "") for id_ in mine if id_ not in open_}


def waiting_views(sight: Sight, plan: Plan) -> tuple[OfferView, ...]:
    """The orders that are not on offer yet: since when they will be, and what they want besides."""
    later, numbers = waiting(sight, plan), numbers_of(sight.ruleset, sight.seat)
    quarter = sight.words.quarter(FIRST_QUARTERS)
    views = []
    for order_id in later:
        view = offer_view(sight, plan, numbers[order_id], order_id)
        amount = view.amount.default if view.amount else 1.0
        wanting = wants(sight, sight.ruleset.orders[order_id], amount)
        told = (sight.words.t("session.refused.not_yet", quarter=quarter), wanting)
        refused = ". ".join(filter(None, told))
        views.append(replace(view, refused=refused, other_amount=False, tired=False))
    return tuple(views)


def unknown(sight: Sight, plan: Plan, word: str) -> GameError:
    """Why nothing on offer answers to a word: it waits for the second year, or nobody knows it."""
    words, later = sight.words, waiting(sight, plan)
    found = find(word, later)
    if len(found) == 1:
        quarter, title = words.quarter(FIRST_QUARTERS), later[found[0]]
        what = words.t("session.refused.first_year", order=title, quarter=quarter)
        return GameError(what, "", words.t("session.hint.orders"))
    what = words.t("session.refused.unknown_order", order=word)
    mine = {id_: sight.say(sight.ruleset.orders[id_].title, "") for _, id_ in offered(sight, plan)}
    known = {**mine, **later}
    told = said_near(words, [known[id_] for id_ in found or near(word, known)])
    return GameError(what, "", told or words.t("session.hint.orders"))

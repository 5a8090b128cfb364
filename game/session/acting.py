"""May the player do this now, and if not, why?

Checks an order for the plan and an answer to a scene, and says no in the player's words. Nothing is
done here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.errors import GameError, IllegalOrder
from game.session import hints, offers, scenes
from game.session.lookup import find
from game.session.plan import WHOLE, Plan, PlanItem
from game.session.sight import Sight
from game.session.wording import sentence
from game.story.council import seated

if TYPE_CHECKING:
    from game.content.models.lore import Advisor


def checked_order(sight: Sight, plan: Plan, order_id: str, amount: float | None) -> PlanItem:
    """The order as the plan may hold it, with its usual amount when none is given."""
    words = sight.words
    order = sight.ruleset.orders.get(order_id)
    if order is None or sight.seat not in order.seats:
        what = words.t("session.refused.unknown_order", order=order_id)
        raise IllegalOrder(what, "", words.t("session.hint.orders"))
    asked = offers.amount_view(sight, order_id)
    if amount is None or asked is None:
        amount = asked.default if asked else 1.0
    elif asked.unit in WHOLE:
        amount = float(round(amount))
    why = offers.refusal(sight, plan, order_id, float(amount))
    if why is not None:
        title = sight.say(order.title, offers.amount_text(sight, order, float(amount)))
        what = words.t("session.refused.order", order=title, why=sentence(why))
        raise IllegalOrder(what, "", hints.hint(sight, plan, order_id, float(amount), asked))
    return PlanItem(order_id, float(amount))


def checked_choice(sight: Sight, scene_no: int, choice_no: int) -> tuple[int, str]:
    """The slot and the choice that two numbers of the views mean."""
    words, cards = sight.words, scenes.scene_cards(sight)
    hint = words.t("session.hint.scenes")
    if not 1 <= scene_no <= len(cards):
        what = words.t("session.refused.no_scene", n=scene_no)
        raise IllegalOrder(what, "", hint)
    card = cards[scene_no - 1]
    view = scenes.scene_view(sight, scene_no, card)
    if view.answered is not None:
        raise IllegalOrder(words.t("session.refused.answered"), view.title)
    if not 1 <= choice_no <= len(view.choices):
        raise IllegalOrder(words.t("session.refused.no_choice", n=choice_no), view.title, hint)
    choice = view.choices[choice_no - 1]
    if choice.refused is not None:
        what = words.t("session.refused.choice", why=choice.refused)
        raise IllegalOrder(what, choice.label)
    return card.slot, choice.id


def adviser_named(sight: Sight, word: str) -> Advisor:
    """The adviser of the seat whom a word means; raises GameError for nobody."""
    words = sight.words
    there = {each.id: each for each in seated(sight.ruleset, sight.seat)}
    found = find(word, {id_: each.name for id_, each in there.items()})
    found = found or find(word, {id_: words.text(each.role) for id_, each in there.items()})
    if len(found) != 1:
        names = ", ".join(each.name for each in there.values())
        hint = words.t("session.council.sitting", names=names)
        raise GameError(words.t("session.council.nobody"), "", hint)
    return there[found[0]]

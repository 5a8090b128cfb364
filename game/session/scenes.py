"""How does a scene read: its text, who advises what, what each answer moves?

Words the cards that the story has dealt. Effects are told from the content's own outcomes, so that
every answer names what it moves before it is given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from game.session.observe import sources
from game.session.sight import Sight, bars_in
from game.session.unions import Moved, moved
from game.session.views import AdviceView, ChoiceView, SceneView
from game.session.wording import span
from game.story.run import listed
from game.story.scenes import Card, cards
from game.story.telling import exactly

if TYPE_CHECKING:
    from game.content.models.story import Choice, Effect, Outcome, Storylet
    from game.content.words import Words

CASH = "me.cash_usd"


def scene_cards(sight: Sight) -> tuple[Card, ...]:
    """The scenes of the quarter in the order they are numbered."""
    return cards(sight.ruleset, sight.world, sight.seat)


def scene_view(sight: Sight, number: int, card: Card) -> SceneView:
    """One scene, waiting or answered."""
    storylet, words = card.storylet, sight.words
    told = storylet.fallback if card.by_fallback and storylet.fallback else storylet.text
    large = _larger_than_all(sight, storylet)
    choices = tuple(
        _choice_view(sight, number, choice, allowed, large)
        for number, (choice, allowed) in enumerate(_answers(card), start=1)
    )
    answered = next((c for c in choices if card.answer and c.id == card.answer.id), None)
    return SceneView(
        number=number,
        id=storylet.id,
        size=storylet.size,
        title=words.text(storylet.title),
        place=words.text(storylet.place),
        text=sight.say(told),
        advice=() if card.by_fallback else _advice(sight, card),
        choices=choices,
        kind_label=words.t(f"session.kind.{storylet.kind}"),
        sources=sources(sight, storylet),
        answered=answered,
        result=sight.say(card.outcome) if card.outcome else "",
        gamble=gamble_text(sight, card.answer, card.won) if card.answer else "",
    )


def _answers(card: Card) -> list[tuple[Choice, bool]]:
    """The answers on the card and whether each is open.

    A scene that has turned out another way does not speak of those that no longer fit it.
    """
    answers = zip(card.storylet.choices, card.allowed, strict=True)
    told = card.by_fallback
    return [(each, open_) for each, open_ in answers if open_ or each.of_fallback or not told]


def _advice(sight: Sight, card: Card) -> tuple[AdviceView, ...]:
    words, advisors = sight.words, sight.ruleset.advisors
    labels = {choice.id: words.text(choice) for choice in card.storylet.choices}
    return tuple(
        AdviceView(
            who=advisors[each.who].name,
            role=words.text(advisors[each.who].role),
            line=words.text(each),
            backs_label=labels[each.backs],
        )
        for each in card.storylet.advice
        if sight.seat in advisors[each.who].for_
    )


def _larger_than_all(sight: Sight, storylet: Storylet) -> frozenset[str]:
    """Figures that an answer moves by more than there is: no answer tells them in hundredths."""
    outcomes = [each for choice in storylet.choices for each in (choice.win, choice.lose) if each]
    return frozenset(
        each.name
        for outcome in outcomes
        for each in _added(sight, outcome)
        if abs(each.amount) > abs(sight.value(each.name))
    )


def _choice_view(
    sight: Sight, number: int, choice: Choice, allowed: bool, large: frozenset[str]
) -> ChoiceView:
    words = sight.words
    why = words.text(choice.needs_text).rstrip(".") if choice.needs_text else ""
    return ChoiceView(
        number=number,
        id=choice.id,
        label=words.text(choice),
        effects_text=effects_text(sight, choice, large),
        refused=None if allowed else _refusal(sight, choice, why),
    )


def _refusal(sight: Sight, choice: Choice, why: str) -> str:
    """Why an answer is refused, and what it takes where the purse does not hold it."""
    words, pay = sight.words, choice.win.pay
    why = why or words.t("session.refused.needs")
    price = sight.amount(pay.usd) if pay and pay.from_ == "me" else 0.0
    bar = max(price, bars_in(choice.needs).get(CASH, 0.0))
    if bar <= sight.value(CASH):
        return why
    key = "in_hand" if 0.0 < price < bar else "costs"
    return words.t(f"session.refused.{key}", why=why, money=words.money(bar))


def effects_text(sight: Sight, choice: Choice, large: frozenset[str] = frozenset()) -> str:
    """What an answer moves, and what it moves instead when the gamble fails, each with its odds."""
    win = _outcome_text(sight, choice.win, large)
    odds = min(max(sight.amount(choice.odds), 0.0), 1.0)
    if odds >= 1:
        return win
    nothing = sight.words.t("session.effect.none")
    lose = _outcome_text(sight, choice.lose, large) if choice.lose else nothing
    percent = sight.words.percent
    chances = {"odds": percent(odds), "rest": percent(1 - odds)}
    return sight.words.t("session.effect.odds", win=win, lose=lose, **chances)


def gamble_text(sight: Sight, choice: Choice, won: bool) -> str:
    """Whether a gamble that was taken came off, and what that moved; nothing where none was."""
    if won and sight.amount(choice.odds) >= 1:
        return ""
    outcome, words = choice.win if won else choice.lose, sight.words
    told = _outcome_text(sight, outcome, done=True) if outcome else words.t("session.effect.none")
    return words.t(f"session.effect.{'won' if won else 'lost'}", effects=told)


def _outcome_text(
    sight: Sight, outcome: Outcome, large: frozenset[str] = frozenset(), *, done: bool = False
) -> str:
    words = sight.words
    figures = _figures(sight, outcome, large, done=done)
    kept = listed((*_dealt(sight, outcome), *_timed(outcome, figures, words)), words)
    if outcome.then:
        later = words.t("session.effect.later")
        return listed((kept, later), words) if kept else later
    return kept or words.t("session.effect.none")


def _added(sight: Sight, effect: Effect) -> list[Moved]:
    """What an effect adds to figures, those that one would notice."""
    amounts = {name: sight.amount(expression) for name, expression in effect.add.items()}
    # Several chairs share a scene, and not all of them have what it moves.
    felt = {name: x for name, x in amounts.items() if abs(x) >= sight.figure(name).step / 2}
    return moved(sight, felt)


def _timed(outcome: Outcome, figures: list[str], words: Words) -> list[str]:
    """What an outcome does to figures, and when: of several it is said before all that it is of."""
    spans = [
        words.t(f"session.effect.{key}", n=n)
        for key, n in (("after", outcome.after), ("for", outcome.for_))
        if n
    ]
    if not (spans and figures):
        return figures
    key = "session.effect.all_timed" if len(figures) > 1 else "session.effect.timed"
    return [words.t(key, effects=listed(figures, words), when=", ".join(spans))]


def _dealt(sight: Sight, effect: Effect) -> list[str]:
    """The money and the chips that an effect moves; these it moves at once and for good."""
    words = sight.words
    parts = []
    if effect.pay and effect.pay.from_ == "me":
        parts.append(words.t("session.effect.pay", money=words.money(sight.amount(effect.pay.usd))))
    if effect.gain:
        money = words.money(sight.amount(effect.gain.usd))
        parts.append(words.t("session.effect.gain", money=money))
    if effect.transfer:
        deal = effect.transfer
        mine = deal.to in ("me", sight.seat)
        key = "session.effect.get" if mine else "session.effect.give"
        name = words.text(sight.ruleset.chips[deal.chip].name)
        parts.append(words.t(key, n=round(sight.amount(deal.units)), chip=name))
        if paid := sight.amount(deal.pay_usd):
            sign = "session.effect.pay" if mine else "session.effect.gain"
            parts.append(words.t(sign, money=words.money(paid)))
    return parts


def _figures(sight: Sight, effect: Effect, large: frozenset[str], *, done: bool) -> list[str]:
    """Each figure that an effect moves: what it sets, then what it adds.

    What is `done` is told as it stands, and no longer from what to what.
    """
    words = sight.words
    parts = []
    for name, expression in effect.set.items():
        amount, now = sight.amount(expression), sight.value(name)
        if done:
            value = sight.said(name, amount)
            parts.append(words.t("session.effect.now", label=sight.label(name), value=value))
        elif abs(amount - now) >= sight.figure(name).step / 2:
            key = (
                "session.effect.named"
                if sight.has_names(name, now, amount)
                else "session.effect.set"
            )
            was, value = span(*sight.told_apart(name, now, amount))
            parts.append(words.t(key, label=sight.label(name), value=value, was=was))
    for each in _added(sight, effect):
        told = sight.effect(each.name, _change(sight, each.name, each.amount, large))
        if each.whole:
            union = words.text(sight.ruleset.actors[sight.seat].name)
            change = _change(sight, each.whole, each.of_whole, large)
            told = words.t("session.effect.union", effect=told, union=union, change=change)
        parts.append(told)
    return parts


def _change(sight: Sight, name: str, amount: float, large: frozenset[str]) -> str:
    """By how much an answer moves a figure: all of it, so that what is told is what is applied."""
    before = 0.0 if name in large else abs(sight.value(name))

    def tell(change: float, more: int) -> str:
        return sight.change_text(name, change, before, more=more)

    return exactly(amount, sight.figure(name).unit, sight.words, tell)

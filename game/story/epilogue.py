"""What is told when a run is over?

The ending's own text, then what this seat did: figures from first to last, the orders it gave most,
two lines of its chronicle, the score, the decisions that weighed most, and an invitation to another
chair. It judges nothing that the content does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from game.story.endings import score
from game.story.run import Answered, Given, answers_given, listed, orders_given
from game.story.telling import Teller, said
from game.world.state import World

if TYPE_CHECKING:
    from game.content.models.world import Figure
    from game.content.ruleset import Ruleset
    from game.content.words import Words

FIGURES, ORDERS, LINES, DECISIONS = 2, 3, 2, 3


@dataclass(frozen=True)
class Epilogue:
    """How the run is told; the score is (label, 0–100) and the decisions are sentences."""

    ending_id: str
    title: str
    text: str  # paragraphs, an empty line between two
    score: tuple[tuple[str, float], ...]
    decisions: tuple[str, ...]


def epilogue(
    ruleset: Ruleset,
    world: World,
    seat: str,
    ending_id: str,
    history: Mapping[str, Sequence[float]],
    records: Sequence[Any],
    words: Words,
    moved: Mapping[str, float] | None = None,
) -> Epilogue:
    """Tell the run of one seat in lane 0.

    `history` holds figures by name, oldest first; `records` the orders and answers of the run (see
    run.py); `moved`, when it is known, how much each cause ("order:china:buy_chips", a scene's
    "scene:storylet:choice:china") moved in all, and then ranks the decisions.
    """
    teller = Teller(ruleset, world, seat, words)
    ending = ruleset.endings[ending_id]
    orders = orders_given(ruleset, records)
    answers = answers_given(ruleset, records)
    paragraphs = (
        teller.say(ending.epilogue),
        _deeds(ruleset, seat, history, orders, words),
        _remembered(answers, teller),
        _other_chair(ruleset, seat, words),
    )
    parts = score(ruleset, world, seat)
    return Epilogue(
        ending_id=ending_id,
        title=teller.say(ending.title),
        text="\n\n".join(part for part in paragraphs if part),
        score=tuple((words.text(ruleset.score[id_].label), parts[id_]) for id_ in parts),
        decisions=_decisions(seat, orders, answers, words, moved or {}),
    )


def _deeds(
    ruleset: Ruleset,
    seat: str,
    history: Mapping[str, Sequence[float]],
    orders: Sequence[Given],
    words: Words,
) -> str:
    """From what to what, and by which orders."""
    told: list[str] = []
    for name in ruleset.seats[seat].figures:
        series = history.get(name, ())
        if len(series) > 1 and len(told) < FIGURES:
            told.append(_from_to(ruleset.figures[name], series, words))
    total = sum(given.times for given in orders)
    if not total:
        told.append(words.t("story.epilogue.no_orders"))
        return " ".join(told)
    money = words.money(float(sum(given.cost_usd for given in orders)))
    told.append(words.t("story.epilogue.orders", n=total, money=money))
    often = [
        words.t("story.epilogue.often", n=given.times, title=words.text(given.order.title))
        for given in orders[:ORDERS]
    ]
    told.append(words.t("story.epilogue.most", orders=listed(often, words)))
    return " ".join(told)


def _from_to(figure: Figure, series: Sequence[float], words: Words) -> str:
    first, last = (said(value, figure.unit, words) for value in (series[0], series[-1]))
    return words.t("story.epilogue.figure", label=words.text(figure.label), first=first, last=last)


def _remembered(answers: Sequence[Answered], teller: Teller) -> str:
    """Two lines of the chronicle: the first scene that was really answered, and the last."""
    told = [answer for answer in answers if answer.asked and answer.storylet.chronicle is not None]
    major = [answer for answer in told if answer.storylet.size == "major"] or told
    ends = [major[0], major[-1]] if len(major) > 1 else major
    lines = []
    for answer in ends[:LINES]:
        assert answer.storylet.chronicle is not None
        lines.append(teller.say(answer.storylet.chronicle))
    return " ".join(lines)


def _other_chair(ruleset: Ruleset, seat: str, words: Words) -> str:
    """The question of the next playable seat, to be sat down to."""
    playable = [s for s in ruleset.seats.values() if s.playable or s.id == seat]
    place = [s.id for s in playable].index(seat)
    other = playable[(place + 1) % len(playable)]
    if other.id == seat:
        return ""
    question = words.text(other.question)
    return words.t("story.epilogue.chair", seat=words.text(other.title), question=question)


def _decisions(
    seat: str,
    orders: Sequence[Given],
    answers: Sequence[Answered],
    words: Words,
    moved: Mapping[str, float],
) -> tuple[str, ...]:
    """The decisions that weighed most: by what they moved, or else by money and attention."""
    spent = float(sum(given.cost_usd for given in orders)) or 1.0
    attention = sum(given.times * given.order.attention for given in orders) or 1
    ranked: list[tuple[float, int, str]] = []
    for given in orders:
        weight = given.cost_usd / spent + given.times * given.order.attention / attention
        weight = moved.get(f"order:{seat}:{given.order.id}", 0.0) if moved else weight
        ranked.append((weight, given.turns[0], _order_sentence(given, words)))
    for answer in answers:
        if not answer.asked:
            continue
        cause = f"scene:{answer.storylet.id}:{answer.choice.id}:{seat}"
        weight = 0.2 if answer.storylet.size == "major" else 0.05
        weight = moved.get(cause, 0.0) if moved else weight
        ranked.append((weight, answer.turn, _answer_sentence(answer, words)))
    ranked.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
    return tuple(sentence for _, _, sentence in ranked[:DECISIONS])


def _order_sentence(given: Given, words: Words) -> str:
    key = "story.decision.order" if given.cost_usd else "story.decision.free_order"
    return words.t(
        key,
        n=given.times,
        title=words.text(given.order.title),
        quarter=words.quarter(given.turns[0]),
        money=words.money(float(given.cost_usd)),
    )


def _answer_sentence(answer: Answered, words: Words) -> str:
    return words.t(
        "story.decision.answer",
        quarter=words.quarter(answer.turn),
        scene=words.text(answer.storylet.title),
        choice=words.text(answer.choice),
    )

"""What is told when a run is over?

The ending's own text and what it means from this chair, then what the seat did: figures from first
to last, the orders it gave most, its answers that weighed most (deeds.py), who gained and who paid,
a closing line, its goals, the score, the decisions that weighed most, and an invitation to another
chair. It judges nothing that the content does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from game.story import closings, deeds, goals, stakes, total
from game.story.endings import score
from game.story.goals import Judged
from game.story.run import Answered, Given, answers_given, listed, orders_given
from game.story.telling import Teller, said
from game.world.state import World

if TYPE_CHECKING:
    from game.content.models.conduct import Order
    from game.content.models.world import Figure
    from game.content.ruleset import Ruleset
    from game.content.words import Words

FIGURES, ORDERS, DECISIONS = 2, 2, 3
PARTS = 2  # of the score, told of one decision


@dataclass(frozen=True)
class Epilogue:
    """How the run is told; the score is (label, 0–100) and the decisions are sentences."""

    ending_id: str
    title: str
    text: str  # paragraphs, an empty line between two
    score: tuple[tuple[str, float], ...]
    decisions: tuple[str, ...]
    goals: tuple[str, ...] = ()  # each met or missed, since when, and by how much
    total: str = ""  # the score in one number, and what a run that ended early counts for


@dataclass(frozen=True)
class Found:
    """What playing the run again and looking back has found; all of it may be missing."""

    # By cause ("order:china:buy_chips", "scene:storylet:choice:china") and part of the score:
    # the points that a decision added to the score.
    moved: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    # What the seat moved in the figures of others, by the reasons of the run.
    felt: Sequence[stakes.Stake] = ()
    # By scene, what its answers moved by the same reasons (see deeds.py).
    weight: Mapping[str, float] = field(default_factory=dict)
    # Figures at the end less what they would be without the decisions: medians of some worlds.
    apart: Mapping[str, float] = field(default_factory=dict)
    # The seats that the player has sat in, and the best mean score there; None: never to the end.
    sat: Mapping[str, float | None] = field(default_factory=dict)
    # The goals of the seat, as the run left them.
    goals: Sequence[Judged] = ()
    # In how many worlds the run was played again; 0: in none.
    worlds: int = 0
    # How many quarters the run lasted, and how many its scenario has; empty where that is not told.
    lasted: tuple[int, int] | None = None
    # What the same years come to without any decision; None where there was none to leave out.
    idle: total.Idle | None = None


def epilogue(
    ruleset: Ruleset,
    world: World,
    seat: str,
    ending_id: str,
    history: Mapping[str, Sequence[float]],
    records: Sequence[Any],
    words: Words,
    found: Found | None = None,
) -> Epilogue:
    """Tell the run of one seat in lane 0.

    `history` holds figures by name, oldest first; `records` the orders and answers of the run (see
    run.py); what each decision moved ranks them, when it is known.
    """
    found = found or Found()
    teller = Teller(ruleset, world, seat, words)
    ending = ruleset.endings[ending_id]
    orders = orders_given(ruleset, records)
    answers = answers_given(ruleset, records)
    parts = score(ruleset, world, seat)
    ranked = _ranked(seat, orders, answers, words, found.moved)
    lifted = (each for each in ranked if each.gain >= 0.5 or not found.moved)
    lever = next((each.order for each in lifted if each.order), None)
    who = stakes.who(ruleset, seat, found.felt, found.apart, words)
    paragraphs = (
        teller.say(ending.epilogue),
        closings.from_chair(teller, seat, ending_id),
        _deeds(ruleset, seat, history, orders, words),
        deeds.tell(answers, found.weight, words),
        stakes.tell(ruleset, seat, found.felt, found.apart, words, found.worlds),
        closings.closing(teller, seat, found.goals, lever, who),
        _other_chair(ruleset, seat, found.sat, words),
    )
    return Epilogue(
        ending_id=ending_id,
        title=teller.say(ending.title),
        text="\n\n".join(part for part in paragraphs if part),
        score=tuple((words.text(ruleset.score[id_].label), parts[id_]) for id_ in parts),
        decisions=_decisions(ruleset, ranked, words, found.moved, parts),
        goals=tuple(
            goals.tell(ruleset, each, teller.say(each.goal.text), words) for each in found.goals
        ),
        total=total.told(ruleset, parts, found.lasted, found.idle, words),
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
    key = "story.epilogue.orders"
    if any(given.order.sets_aside.constant != 0.0 for given in orders):
        key += "_bills"
    told.append(words.t(key, n=total, money=money))
    often = [
        words.t("story.epilogue.often", n=given.times, title=words.text(given.order.title))
        for given in orders[:ORDERS]
    ]
    told.append(words.t("story.epilogue.most", orders=listed(often, words)))
    return " ".join(told)


def _from_to(figure: Figure, series: Sequence[float], words: Words) -> str:
    first, last = (said(value, figure.unit, words) for value in (series[0], series[-1]))
    key = "story.epilogue.still" if first == last else "story.epilogue.figure"
    return words.t(key, label=words.text(figure.label), first=first, last=last)


def _other_chair(ruleset: Ruleset, seat: str, sat: Mapping[str, float | None], words: Words) -> str:
    """The question of another playable seat, to be sat down to.

    One that the player has not tried, or not to its end, or the one that went worst; else the next.
    """
    playable = [s.id for s in ruleset.seats.values() if s.playable or s.id == seat]
    place = playable.index(seat)
    others = [*playable[place + 1 :], *playable[:place]]
    if not others:
        return ""
    key, other, best = "chair", others[0], ""
    if sat:
        untried = [id_ for id_ in others if id_ not in sat]
        unfinished = [id_ for id_ in others if sat.get(id_) is None]
        if untried or unfinished:
            key = "chair_new" if untried else "chair_unfinished"
            other = (untried or unfinished)[0]
        else:
            key, other = "chair_lowest", min(others, key=lambda id_: sat[id_] or 0.0)
            best = words.number(sat[other] or 0.0)
    chair = ruleset.seats[other]
    told = {"seat": words.text(chair.title), "question": words.text(chair.question), "x": best}
    return words.t(f"story.epilogue.{key}", **told)


@dataclass(frozen=True)
class _Decision:
    """An order with all the times it was given, or one answer, and what it weighs."""

    weight: float
    turn: int
    sentence: str
    cause: str
    order: Order | None = None
    points: float = 0.0  # of score that it moved, either way, where that is known
    gain: float = 0.0  # the same, what it cost taken off


def _ranked(
    seat: str,
    orders: Sequence[Given],
    answers: Sequence[Answered],
    words: Words,
    moved: Mapping[str, Mapping[str, float]],
) -> list[_Decision]:
    """The decisions, the weightiest first: by what they moved, then by money and attention."""
    spent = float(sum(given.cost_usd for given in orders)) or 1.0
    attention = sum(given.times * given.order.attention for given in orders) or 1
    found: list[_Decision] = []
    for given in orders:
        weight = given.cost_usd / spent + given.times * given.order.attention / attention
        cause, sentence = f"order:{seat}:{given.order.id}", _order_sentence(given, words)
        found.append(_Decision(weight, given.turns[0], sentence, cause, given.order))
    for answer in answers:
        if answer.asked:
            weight = 0.2 if answer.storylet.size == "major" else 0.05
            cause = f"scene:{answer.storylet.id}:{answer.choice.id}:{seat}"
            found.append(_Decision(weight, answer.turn, _answer_sentence(answer, words), cause))
    found = [
        replace(each, points=sum(map(abs, by.values())), gain=sum(by.values()))
        for each in found
        for by in (moved.get(each.cause, {}),)
    ]
    return sorted(found, key=lambda each: (-each.points, -each.weight, each.turn, each.sentence))


def _decisions(
    ruleset: Ruleset,
    ranked: Sequence[_Decision],
    words: Words,
    moved: Mapping[str, Mapping[str, float]],
    score: Mapping[str, float],
) -> tuple[str, ...]:
    """The decisions that weighed most, each with the score that the run has without it."""
    told: dict[str, str] = {}  # by cause: a scene may come twice
    for each in ranked:
        sentence = each.sentence
        if moved:
            moves = _moves(ruleset, moved.get(each.cause, {}), score, words)
            sentence = words.t("story.decision.weighed", decision=sentence, moves=moves)
        told.setdefault(each.cause, sentence)
    return tuple(told.values())[:DECISIONS]


def _moves(
    ruleset: Ruleset, parts: Mapping[str, float], score: Mapping[str, float], words: Words
) -> str:
    """What the parts of the score are without a decision, those that it moved most."""
    told = []
    for part in sorted(parts, key=lambda part: -abs(parts[part]))[:PARTS]:
        without = min(max(score[part] - parts[part], 0.0), 100.0)
        now, then = words.number(score[part]), words.number(without)
        if now != then:  # as the score is told
            label = words.text(ruleset.score[part].label)
            told.append(words.t("story.decision.part", label=label, without=then, now=now))
    return listed(told, words) if told else words.t("story.decision.unweighed")


def _order_sentence(given: Given, words: Words) -> str:
    key = "story.decision.order" if given.cost_usd else "story.decision.free_order"
    if given.cost_usd and given.order.sets_aside.constant != 0.0:
        key += "_bills"
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

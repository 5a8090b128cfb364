"""How is a view told in lines?

Views in, lines out; numbers before judgements, one fact a line. It asks the session nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from game.session.observe import FIRST_QUARTERS
from game.session.store import worded
from game.session.views import (
    EpilogueView,
    FigureView,
    ForecastView,
    NewsItem,
    OfferView,
    PlanLine,
    SceneView,
    TableView,
)
from game.session.wording import sentence

if TYPE_CHECKING:
    from game.content.words import Words
    from game.session.autosaves import SaveEntry
    from game.session.standing import Setup

Lines = list[str]


def setup_line(words: Words, setup: Setup, *, kept: bool) -> str:
    """With which dice one plays, and that each quarter is saved where it can be."""
    difficulty = words.t(f"session.difficulty.{setup.difficulty}")
    told = words.t("plain.setup", seed=str(setup.seed), difficulty=difficulty)
    return f"{told} {words.t('plain.setup.saved')}" if kept else told


def goal_lines(words: Words, view: TableView) -> Lines:
    """The task or goal that is open, and whether it is met; nothing where there is none."""
    key = "plain.goal.met" if view.goal_met else "plain.goal.open"
    if not view.goal:
        return []
    lines = [words.t(key, goal=view.goal)]
    if not view.goal_terms:
        return lines
    *first, told = view.goal_terms
    for term in reversed(first):
        told = words.t("story.pair", first=term, rest=told)
    return [*lines, words.t("plain.goal.terms", terms=told)]


def table_lines(
    words: Words, view: TableView, scenes: Sequence[SceneView], headlines: int = 1
) -> Lines:
    """The table: where one stands, the figures, the first headlines, the scenes that wait."""
    lines = [
        words.t(
            "plain.where",
            quarter=view.quarter,
            seat=view.seat_name,
            turn=view.turn,
            turns=view.turns,
        ),
        words.t(
            "plain.means",
            left=view.attention_left,
            all=view.attention,
            treasury=view.treasury_text,
        ),
    ]
    if view.purse_short:
        lines += purse_lines(words, view)
    lines += goal_lines(words, view)
    told = [figure for figure in view.figures if figure.name != "me.cash_usd"]  # said above
    lines += [figure_line(words, figure) for figure in told]
    lines.append(words.t("plain.bottleneck", what=view.bottleneck))
    for item in view.news[:headlines]:
        lines.append(words.t("plain.headline", headline=item.headline))
    waiting = [scene for scene in scenes if scene.answered is None]
    if view.scenes_waiting and waiting:
        titles = ", ".join(words.t("plain.quoted", text=scene.title) for scene in waiting)
        lines.append(words.t("plain.waiting", n=len(waiting), titles=titles))
    return lines


def figure_line(words: Words, view: FigureView) -> str:
    """A figure and how it moved."""
    if view.was:
        return words.t("plain.figure.named", label=view.label, text=view.text, was=view.was)
    if view.direction == 0:
        return words.t("plain.figure.same", label=view.label, text=view.text)
    key = "plain.figure.up" if view.direction > 0 else "plain.figure.down"
    key += ".answered" if view.answered else ""
    return words.t(key, label=view.label, text=view.text, change=view.change_text.lstrip("+−"))


def offer_lines(
    words: Words, offers: Sequence[OfferView], waiting: Sequence[OfferView] = ()
) -> Lines:
    """The offers under their families, or that there is none; then those that wait."""
    if not offers:
        return [words.t("plain.offer.none")]
    lines: Lines = []
    family = None
    for offer in offers:
        if offer.family != family:
            family = offer.family
            lines.append(words.t("plain.offer.family", family=offer.family_label))
        lines.append(_offer_line(words, offer))
    tired = [str(offer.number) for offer in offers if offer.tired]
    if tired:
        lines.append(words.t("plain.offer.tired", n=len(tired), numbers=", ".join(tired)))
    if waiting:
        titles = ", ".join(offer.title for offer in waiting)
        quarter = words.quarter(FIRST_QUARTERS)
        lines.append(words.t("plain.offer.later", n=len(waiting), quarter=quarter, titles=titles))
    return [*lines, words.t("plain.offer.how")]


def _offer_line(words: Words, offer: OfferView, whole: bool = False) -> str:
    told = offer.barred is not None and (whole or not offer.tired)  # else said once for all
    key = "plain.offer.refused" if told else "plain.offer.line"
    return words.t(
        key,
        n=offer.number,
        title=offer.title,
        amount=_asked(offer),
        points=words.t("session.points", n=offer.attention),
        cost=offer.cost_text,
        lead=offer.lead_text,
        why=sentence(offer.barred or ""),
    )


def offer_page(words: Words, offer: OfferView) -> Lines:
    """All about one offer."""
    lines = [_offer_line(words, offer, whole=True), offer.text]
    lines.append(words.t("plain.offer.expects", expects=offer.expects))
    if offer.amount:
        asked = offer.amount
        lines.append(
            words.t(
                "plain.offer.amount",
                low=words.unit(asked.low, asked.unit, like=asked.high),
                high=words.unit(asked.high, asked.unit),
                default=asked.text,
            )
        )
    if offer.present:
        lines.append(words.t("plain.offer.present", present=sentence(offer.present)))
    lines.append(words.t("plain.offer.name", id=offer.id, kind=sentence(offer.kind_label)))
    return lines + source_lines(words, offer.sources)


def plan_lines(words: Words, plan: Sequence[PlanLine], view: TableView) -> Lines:
    """The plan and the attention it leaves."""
    lines = [plan_line(words, line, "plain.plan.line") for line in plan]
    lines = lines or [words.t("plain.plan.empty")]
    return [*lines, *plan_left(words, view)]


def plan_left(words: Words, view: TableView) -> Lines:
    """What a plan leaves of attention, and of money."""
    told = words.t("plain.plan.left", left=view.attention_left, all=view.attention)
    return [told, *purse_lines(words, view)]


def purse_lines(words: Words, view: TableView) -> Lines:
    """What plan and bills leave, and what comes of it where that is debt."""
    told = words.t("plain.plan.purse", left=view.purse_text) if view.purse_text else ""
    return [part for part in (told, view.purse_short) if part]


def plan_line(words: Words, line: PlanLine, key: str) -> str:
    """One order of the plan, in the sentence of a key."""
    told = words.t(
        key,
        n=line.number,
        title=line.title,
        amount=_amount(line.amount_text, line.cost_text),
        cost=line.cost_text,
        points=words.t("session.points", n=line.attention),
    )
    return words.t("plain.plan.vain", line=told, why=line.vain) if line.vain else told


def scene_lines(words: Words, scene: SceneView) -> Lines:
    """A scene with its advice and its answers, or its result."""
    lines = [words.t("plain.scene.title", n=scene.number, title=scene.title, place=scene.place)]
    lines.append(scene.text)
    if scene.answered is not None:
        return lines + answer_lines(words, scene)
    for advice in scene.advice:
        lines.append(
            words.t(
                "plain.scene.advice",
                who=advice.who,
                role=advice.role,
                line=advice.line,
                backs=advice.backs_label.rstrip("."),
            )
        )
    for choice in scene.choices:
        key = "plain.scene.effects" if choice.effects_text else "plain.scene.choice"
        if choice.refused is not None:
            key = "plain.scene.refused"
        lines.append(
            words.t(
                key,
                n=choice.number,
                label=choice.label.rstrip("."),
                effects=choice.effects_text,
                why=sentence(choice.refused or ""),
            )
        )
    return [*lines, f"{sentence(scene.kind_label)}.", *source_lines(words, scene.sources)]


def answer_lines(words: Words, scene: SceneView) -> Lines:
    """What was answered and what came of it."""
    if scene.answered is None:
        return []
    lines = [words.t("plain.scene.answered", label=scene.answered.label.rstrip("."))]
    return [*lines, *(told for told in (scene.result, scene.gamble) if told)]


def news_lines(words: Words, items: Sequence[NewsItem]) -> Lines:
    """The newspaper."""
    lines: Lines = []
    for item in items:
        lines.append(words.t("plain.news.item", section=item.section_label, headline=item.headline))
        lines.append(words.t("plain.news.body", body=item.body, kind=item.kind_label))
    return lines or [words.t("plain.news.none")]


def forecast_lines(words: Words, view: ForecastView) -> Lines:
    """Where a figure may go: one quarter a line, then the sentence about the last one."""
    lines = []
    for quarter, texts in zip(view.quarters[1:], view.texts[1:], strict=True):
        low, lower, middle, upper, high = texts
        way = "sure" if low == high else "close" if lower == upper else "line"
        key = f"plain.forecast.{way}"
        ends = {"low": low, "lower": lower, "upper": upper, "high": high}
        lines.append(words.t(key, quarter=quarter, middle=middle, **ends))
    return [*lines, view.describe, view.note]


def defaulted_lines(words: Words, taken: Sequence[tuple[str, str]]) -> Lines:
    """The scenes that were left open, each with the answer that it took."""
    return [
        words.t("plain.defaulted", title=title, choice=choice.rstrip("."))
        for title, choice in taken
    ]


def brought_lines(words: Words, brought: Sequence[str]) -> Lines:
    """What the seat's own orders did or began, one a line."""
    return [words.t("plain.brought"), *brought] if brought else []


def epilogue_lines(words: Words, view: EpilogueView) -> Lines:
    """The ending, the score and the decisions that mattered."""
    lines = [words.t("plain.over", title=view.title), *view.text.splitlines()]
    if view.goals:
        lines += [words.t("plain.goals"), *view.goals]
    lines.append(words.t("plain.score"))
    for label, value in view.score:
        lines.append(words.t("plain.score.line", label=label, value=words.number(value)))
    if view.total:
        lines.append(view.total)
    if view.decisions:
        lines += [words.t("plain.decisions"), *view.decisions]
    return lines


def source_lines(words: Words, sources: Sequence[str]) -> Lines:
    """Where a text comes from, or nothing."""
    return [words.t("plain.sources", sources=", ".join(sources))] if sources else []


def _asked(offer: OfferView) -> str:
    """How much is asked for, and what it would change."""
    told = _amount(offer.amount_text, offer.cost_text)
    return f"{told} ({offer.present})" if offer.present else told


def _amount(amount: str, cost: str) -> str:
    """How much is asked for, unless the price says it already."""
    return f", {amount}" if amount and amount != cost else ""


def save_lines(words: Words, entries: Sequence[SaveEntry]) -> Lines:
    """The saves there are, and what is wrong with those that cannot be read."""
    lines = []
    for entry in entries:
        name = entry.name
        if entry.header is None:
            why = worded(entry.problem, words) if entry.problem else ""
            lines.append(words.t("plain.saves.bad", name=name, why=why))
            continue
        told = {key: str(entry.header.get(key, "")) for key in ("title", "turn", "saved_at")}
        lines.append(words.t("plain.saves.line", name=name, **told))
    return lines or [words.t("plain.saves.none")]

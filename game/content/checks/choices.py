"""Is every scene a choice: answers that differ, that can be taken, that somebody would take?

One storylet at a time, by what its expressions say before anybody plays. Which answer is the better
one is `dominance.py`'s business.
"""

from __future__ import annotations

from game.content.checks.conditions import open_when
from game.content.checks.dominance import dominated
from game.content.checks.warner import Content, RangeOf, Warner
from game.content.document import Path
from game.content.models import Storylet
from game.content.models.story import Choice, Outcome
from game.content.ranges import Bounds, survey
from game.content.walking import names_in
from game.errors import Problem

NEVER = Bounds(0.0, 0.0)


def check(content: Content) -> list[Problem]:
    """Every storylet with its choices and its advice."""
    problems: list[Problem] = []
    remembered = _remembered(content)
    for id_, storylet in content.ruleset.storylets.items():
        range_of = open_when(content, storylet)
        warner = content.warner("storylets", id_)
        _scene(warner, storylet, range_of)
        for position, choice in enumerate(storylet.choices):
            _choice(warner, ("choices", position), choice, range_of)
        _alike(warner, storylet)
        _advice(warner, content, storylet)
        for position, better in dominated(content, storylet, remembered):
            message = f"nobody gains by it: '{better}' does as well or better in everything"
            hint = "let it move something that the other one does not"
            warner.warn("W617", ("choices", position), message, hint)
        problems += warner.problems
    return problems


def _remembered(content: Content) -> frozenset[str]:
    """The names of memories that some expression reads."""
    names: set[str] = set()
    for kind in ("storylets", "news", "orders", "advisors", "endings", "policies"):
        for model in content.models(kind).values():
            names.update(names_in(model))
    return frozenset(name for name in names if name.startswith("taken."))


def _scene(warner: Warner, storylet: Storylet, range_of: RangeOf) -> None:
    """Fields that do nothing here, and a weight that is never drawn."""
    written = storylet.model_fields_set
    drawn = not storylet.follow_up and storylet.priority is None
    if drawn and survey(storylet.weight, range_of).bounds.high <= 0:
        hint = "give it a weight above 0, or make it a follow_up"
        warner.warn("W622", ("weight",), "this scene is never drawn: it weighs nothing", hint)
    idle = {
        "weight": not drawn and "weight" in written,
        "priority": storylet.follow_up and "priority" in written,
        "wait": storylet.once and "wait" in written,
        "fallback": not storylet.follow_up and storylet.fallback is not None,
    }
    why = {
        "weight": "a dated beat or a follow-up is not drawn by weight",
        "priority": "a follow-up comes when it is due",
        "wait": "it comes once: write 'once: false' if it may come again",
        "fallback": "only a follow-up has one, for when its condition no longer holds",
    }
    for field, is_idle in idle.items():
        if is_idle:
            warner.warn("W624", (field,), f"'{field}' does nothing here", why[field], key=True)


def _choice(warner: Warner, path: Path, choice: Choice, range_of: RangeOf) -> None:
    odds = survey(choice.odds, range_of).bounds
    if odds.low > 1 or odds.high < 0 or (choice.odds.constant or 0) > 1:
        warner.warn("W602", (*path, "odds"), "these odds lie outside 0–1")
    elif odds.low < 0 or odds.high > 1:
        least, most = (f"{each:g}".replace("inf", "any number") for each in odds)
        message = f"these odds may run from {least} to {most}"
        warner.warn("W618", (*path, "odds"), message, "write min(0.9, max(0.1, …))")
    if choice.lose is not None and choice.odds.constant == 1:
        warner.warn("W602", (*path, "lose"), "it never happens: there are no odds")
    if choice.lose is None and odds.high < 1:
        hint = "say under 'lose' what happens then, or write no odds"
        warner.warn("W602", (*path, "odds"), "when the dice are unkind, nothing happens", hint)
    if survey(choice.ai, range_of).bounds.high <= 0:
        hint = "give it a weight above 0, if only 0.1"
        warner.warn("W603", (*path, "ai"), "no rival ever takes this choice", hint)
    if choice.needs.constant is None and choice.needs_text is None:
        hint = "say in needs_text why it is refused"
        warner.warn("W604", (*path, "needs"), "a condition without an explanation", hint)
    if choice.default and choice.needs.constant != 1:
        message = "the default must always be possible"
        warner.warn("W605", (*path, "needs"), message, "make another choice the default")
    if not choice.default and survey(choice.needs, range_of).bounds == NEVER:
        hint = "its condition fails whenever the scene is on the table"
        warner.warn("W616", (*path, "needs"), "this choice can never be taken", hint)


def _alike(warner: Warner, storylet: Storylet) -> None:
    seen: dict[object, str] = {}
    for position, choice in enumerate(storylet.choices):
        effect = _effect(choice.win), choice.lose and _effect(choice.lose), choice.odds.source
        if effect in seen:
            message = f"the same effects as '{seen[effect]}'"
            hint = "a choice should change something else"
            warner.warn("W606", ("choices", position), message, hint)
        seen.setdefault(effect, choice.id)


def _effect(outcome: Outcome) -> str:
    return repr([(name, held) for name, held in outcome if name not in ("en", "fr")])


def _advice(warner: Warner, content: Content, storylet: Storylet) -> None:
    """Advice that somebody can hear, and one line of it from each."""
    heard: set[str] = set()
    for position, advice in enumerate(storylet.advice):
        path: Path = ("advice", position, "who")
        advisor = content.ruleset.advisors[advice.who]
        if not set(advisor.for_) & set(storylet.seats):
            message = f"'{advice.who}' sits in no council that sees this scene"
            hint = f"councils of {', '.join(advisor.for_)}"
            warner.warn("W607", path, message, hint)
        if advice.who in heard:
            message = f"'{advice.who}' speaks twice"
            warner.warn("W312", path, message, "keep one of the two lines")
        heard.add(advice.who)

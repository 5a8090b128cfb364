"""How is a cause said in words?

The words of orders and scenes are their own titles, those of the rules stand among the words of the
interface. Of what came with a mod that is not in play only its kind can be told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from game.session.log import Part
from game.session.sight import Sight
from game.world.causes import Cause, parse

if TYPE_CHECKING:
    from game.content.words import Words

BILLED, UNPAID = "rental.bills", "rental.unpaid"  # the stage, and the words where it took back
MINE = "me."
_NUMBER = re.compile(r"[+−]?[0-9][0-9\s.,]*")
UNKNOWN = {"order": 2, "scene": 3, "script": 1}  # places in a cause that only its mod can name
NEAR_MOST = 3  # names in a "did you mean"
HIRED = frozenset({"me.rented", "me.machine_time"})  # what a landlord can take back


def said_near(words: Words, names: Sequence[str]) -> str:
    """What somebody may have meant, as a question; nothing where nothing is near."""
    quoted = [words.t("session.quoted", name=name) for name in dict.fromkeys(names)][:NEAR_MOST]
    if not quoted:
        return ""
    return words.t("session.hint.near", names=one_of(quoted, words))


def one_of(names: Sequence[str], words: Words) -> str:
    """Several names of which any one will do."""
    *first, last = names
    return words.t("session.or", first=", ".join(first), last=last) if first else last


def span(low: str, high: str) -> tuple[str, str]:
    """Two worded numbers, the first without its unit where both have the same."""
    one, other = _NUMBER.match(low), _NUMBER.match(high)
    if one and other and low[one.end() :] == high[other.end() :]:
        return one[0].rstrip(), high
    return low, high


def sentence(text: str) -> str:
    """A text that begins as a sentence does."""
    return text[:1].upper() + text[1:]


def as_felt(sight: Sight, name: str, cause: str, parts: Mapping[str, Part]) -> str:
    """The cause that the words tell of a part of a figure, given all parts of the quarter.

    The stage that bills the rent (S9) takes back what is not paid, and shortens a contract in no
    other way: by that the machines that are gone are told from those for which there was no room.
    Of some figures a stage has words of its own, `cause.STAGE.HEAD`.
    """
    if name in HIRED and BILLED in cause:
        taken = any(steps < 0 and BILLED in each for each, steps in parts.get("me.rented", ()))
        if taken:
            return cause.replace(BILLED, UNPAID)
    parsed = parse(cause)
    of = name.removeprefix(MINE).partition(".")[0]
    if parsed.kind == "stage" and f"cause.{parsed.places[0]}.{of}" in sight.words:
        return str(replace(parsed, name=f"{parsed.name}.{of}"))
    return cause


def cause_text(sight: Sight, text: str) -> tuple[str, str]:
    """A cause in words, with the quarter of its order, and who or what stands behind it."""
    cause, words = parse(text), sight.words
    label, source = _named(sight, cause)
    if cause.ends:
        label = words.t("session.why.ends", cause=label)
    if cause.made is not None:
        key = "begun" if cause.kind == "stage" else "ordered"
        label = words.t(f"session.why.{key}", cause=label, quarter=words.quarter(cause.made))
    if cause.by:
        label = words.t("session.why.by", cause=label, stage=stage_text(sight, cause.by))
    return label, source


def stage_text(sight: Sight, stage: str) -> str:
    """What a stage says that it does."""
    key = f"cause.{stage}"
    return sight.words.t(key) if key in sight.words else stage.replace("_", " ").replace(".", ", ")


def _named(sight: Sight, cause: Cause) -> tuple[str, str]:
    """What a cause is called, whenever it was, and who or what stands behind it."""
    words, ruleset, places = sight.words, sight.ruleset, cause.places
    if cause.kind == "order" and len(places) == 2 and places[1] in ruleset.orders:
        title = sight.say(ruleset.orders[places[1]].title)
        return title, f"{_who(sight, places[0])}, {words.t('session.why.order')}"
    if cause.kind == "scene" and len(places) == 3 and places[0] in ruleset.storylets:
        storylet = ruleset.storylets[places[0]]
        label = scene = words.text(storylet.title)
        choice = next((c for c in storylet.choices if c.id == places[1]), None)
        if choice is not None:
            answer = words.text(choice).rstrip(".")
            label = words.t("session.why.answer", scene=scene, choice=answer)
        return label, f"{_who(sight, places[2])}, {words.t('session.why.scene')}"
    if cause.kind == "script" and places[0] in ruleset.scripts:
        line = ruleset.scripts[places[0]]
        label = words.text(ruleset.actors[line.actor].name)
        return words.text(line.title), f"{label}, {words.t('session.why.script')}"
    if len(places) == 3 and (key := f"cause.{places[0]}.{places[1]}") in words:
        lab = ruleset.actors.get(places[2])  # told of one lab (`shares.py`)
        label = words.t(key, lab=words.text(lab.name) if lab else places[2])
        return label, words.t("session.why.stage")
    if cause.kind in UNKNOWN and len(places) == UNKNOWN[cause.kind]:  # of a mod that is away
        who = _who(sight, places[-1] if cause.kind == "scene" else places[0])
        label = words.t(f"session.why.away.{cause.kind}")
        kind = words.t(f"session.why.{cause.kind}")
        return label, f"{who}, {kind}" if len(places) > 1 else kind
    return stage_text(sight, ":".join(places)), words.t("session.why.stage")


def _who(sight: Sight, seat: str) -> str:
    if seat == sight.seat:
        return sight.words.t("session.why.yours")
    actor = sight.ruleset.actors.get(seat)
    return sight.words.text(actor.name) if actor else seat

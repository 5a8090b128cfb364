"""Can a storylet be read in a world: its texts, its effects, its odds, in both languages?

Tells every text with the figures of the day and shows every scene as a face would; what fails, or
reads with braces or without a number, is a fault. Which worlds are tried is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.session import scenes as scene_views
from game.session.sight import Sight
from game.story.telling import Teller
from game.world.state import World

if TYPE_CHECKING:
    from game.content.document import Path
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset
    from game.content.words import Bilingual

LANGUAGES = ("en", "fr")
BROKEN = re.compile(r"[{}]|\b(nan|inf)\b")  # what no text that was told well holds


@dataclass(frozen=True)
class Fault:
    """A text that does not read, in one of the worlds."""

    storylet: Storylet
    path: Path
    message: str
    world: int


def unreadable(
    ruleset: Ruleset, seat: str, tried: Sequence[Storylet], worlds: Sequence[World]
) -> Iterator[Fault]:
    """Every text of some storylets that fails, in any of the worlds, as a seat reads it."""
    for language in LANGUAGES:
        words = ruleset.words(language)
        tellers = [Teller(ruleset, world, seat, words) for world in worlds]
        for storylet in tried:
            for path, text in _texts(storylet):
                filled = "{" in getattr(text, language)
                for n, teller in enumerate(tellers if filled else tellers[:1]):
                    wrong = _told(teller, text)
                    if wrong:
                        yield Fault(storylet, (*path, language), wrong, n)
    for n, world in enumerate(worlds):
        for storylet in tried:
            yield from _shown(ruleset, seat, storylet, world, n)


def names_figures(storylet: Storylet) -> bool:
    """Whether any of its texts is told with figures."""
    return any("{" in text.en or "{" in text.fr for _, text in _texts(storylet))


def misread(
    ruleset: Ruleset, seat: str, storylet: Storylet, world: World, lane: int
) -> tuple[tuple[Path, str], ...]:
    """What is wrong with the texts of one storylet in one lane of a world, with its path."""
    found: list[tuple[Path, str]] = []
    for language in LANGUAGES:
        teller = Teller(ruleset, world, seat, ruleset.words(language), lane=lane)
        for path, text in _texts(storylet):
            wrong = _told(teller, text)
            if wrong:
                found.append(((*path, language), wrong))
    return tuple(found)


def _told(teller: Teller, text: Bilingual) -> str:
    """What is wrong with a text, or nothing."""
    try:
        told = teller.say(text)
    except Exception as error:
        return f"it cannot be told: {said(error)}"
    return f"it reads “{told[:60]}”" if BROKEN.search(told) else ""


def _shown(
    ruleset: Ruleset, seat: str, storylet: Storylet, world: World, n: int
) -> Iterator[Fault]:
    """The scene as a face would show it, effects, odds and refusals included."""
    row = ruleset.index("seat", seat)
    here = World(**dict(world.items()))
    here.scene_now = np.full_like(world.scene_now, -1)
    here.scene_answer = np.full_like(world.scene_answer, -1)
    here.scene_won = np.zeros_like(world.scene_won)
    here.scene_now[row, 0] = ruleset.index("storylet", storylet.id)
    for language in LANGUAGES:
        sight = Sight(ruleset, here, seat, ruleset.words(language))
        try:
            (card,) = scene_views.scene_cards(sight)
            view = scene_views.scene_view(sight, 1, card)
        except Exception as error:
            yield Fault(storylet, ("id",), f"it cannot be shown: {said(error)}", n)
            return
        for place, choice in enumerate(view.choices):
            if BROKEN.search(choice.effects_text):
                message = f"its effects read “{choice.effects_text[:60]}”"
                yield Fault(storylet, ("choices", place), message, n)


def _texts(storylet: Storylet) -> Iterator[tuple[Path, Bilingual]]:
    """Every text that is told with figures, with its path."""
    yield ("text",), storylet.text
    if storylet.fallback is not None:
        yield ("fallback",), storylet.fallback
    if storylet.chronicle is not None:
        yield ("chronicle",), storylet.chronicle
    for n, choice in enumerate(storylet.choices):
        for name, outcome in (("win", choice.win), ("lose", choice.lose)):
            if outcome is not None:
                yield ("choices", n, name), outcome


def said(error: Exception) -> str:
    """An exception in one line."""
    return f"{type(error).__name__}: {error}"

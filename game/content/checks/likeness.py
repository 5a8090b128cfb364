"""Which texts say nearly the same as another one?

Texts of one kind in one language are compared by the runs of three words that they share; only
those that share a rare run are compared at all, so a thousand scenes cost no million comparisons.
Orders of different seats may be worded alike: nobody reads both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from game.content.checks.warner import Content
from game.content.document import Path
from game.content.models import Model, Order
from game.errors import Problem

_WORD = re.compile(r"\w+")
TELLING = 6  # letters of the first word of a run by which texts are brought together
LEAST = 10  # words in a text that is compared
COMMON = 6  # a run in more texts than this says nothing about any two of them
ALIKE = 0.55  # share of runs in common, of all runs of the two

# Where the texts stand that nobody wants to read twice.
PLACES: dict[str, tuple[str, ...]] = {
    "storylets": ("text", "fallback", "chronicle"),
    "news": ("body",),
    "facts": ("text",),
    "codex": ("text",),
    "endings": ("epilogue",),
    "orders": ("text",),
}
Key = tuple[str, Path]
Run = tuple[str, str, str]


def check(content: Content) -> list[Problem]:
    """A problem at the later one of any two texts that resemble each other."""
    problems: list[Problem] = []
    for kind, places in PLACES.items():
        models = content.models(kind)

        def never_meet(one: str, other: str, models: Mapping[str, Model] = models) -> bool:
            return isinstance(order := models[one], Order) and not (
                set(order.seats) & set(models[other].__dict__["seats"])
            )

        for language in ("en", "fr"):
            runs = dict(_runs(models, places, language))
            for key, (other, share) in _alike(runs, never_meet).items():
                warner = content.warner(kind, key[0])
                message = f"nearly the text of '{other[0]}': {share:.0%} of it in the same words"
                hint = "people notice: say it otherwise, or make it one definition"
                warner.warn("W505", key[1], message, hint)
                problems += warner.problems
    return problems


def _runs(
    models: Mapping[str, Model], places: tuple[str, ...], language: str
) -> Iterator[tuple[Key, frozenset[Run]]]:
    for id_, model in models.items():
        for place in places:
            text = getattr(getattr(model, place), language, "")
            words = _WORD.findall(text.lower())
            if len(words) >= LEAST:
                runs = frozenset(zip(words, words[1:], words[2:], strict=False))
                yield (id_, (place, language)), runs


def _alike(
    runs: dict[Key, frozenset[Run]], never_meet: Callable[[str, str], bool]
) -> dict[Key, tuple[Key, float]]:
    """For each text the earlier one of another definition that it resembles most."""
    holders: dict[Run, list[Key]] = {}
    found: dict[Key, tuple[Key, float]] = {}
    for key, own in runs.items():
        met: set[Key] = set()
        for run in own:
            if len(run[0]) >= TELLING:
                before = holders.get(run)
                if before is None:
                    holders[run] = [key]
                elif len(before) < COMMON:
                    met.update(before)
                    before.append(key)
        for other in sorted(met):
            apart = other[0] == key[0] or never_meet(other[0], key[0])
            share = 0.0 if apart else _share(own, runs[other])
            if share >= ALIKE and (key not in found or share > found[key][1]):
                found[key] = (other, share)
    return found


def _share(one: frozenset[Run], other: frozenset[Run]) -> float:
    """The runs in common, of all runs of the two."""
    common = len(one & other)
    return common / (len(one) + len(other) - common)

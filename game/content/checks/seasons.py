"""Does a scene say what time of the year it is, and may it come at another?

Where a scene happens and what it is called may name a season or a month only if its condition keeps
it there; a text may remember January at any time, and may not say that it is a January evening. A
scene that another one calls comes so many quarters after that one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from game.content.checks.warner import Content
from game.content.models import Storylet
from game.content.models.basis import Text
from game.content.ranges import INFINITE, Bounds, survey
from game.content.seasons import QUARTERS, Named, claimed, listed, named, naming
from game.content.words import Words
from game.errors import Problem

HINT = "keep `when` to the quarters that it fits, or drop it"
LANGUAGES = ("en", "fr")
_TURN = 0.25  # of a year
_Says = Callable[[str, int, Words], Named]


def check(content: Content) -> list[Problem]:
    """Every scene, in both languages."""
    words = {lang: content.ruleset.words(lang) for lang in LANGUAGES}
    if not all(listed(each) for each in words.values()):
        return []
    names = {lang: naming(each) for lang, each in words.items()}
    comes, problems = _Coming(content), list[Problem]()
    for id_, storylet in content.ruleset.storylets.items():
        warner = content.warner("storylets", id_)
        for place, text, says in _told(storylet):
            for lang in LANGUAGES:
                told = text.fr if lang == "fr" else text.en
                if not names[lang].search(told.lower()):
                    continue
                if says(told, QUARTERS[0], words[lang]) is Named.NOTHING:
                    continue  # as in every other quarter
                may_come = comes.quarters(id_)
                wrong = [q for q in may_come if says(told, q, words[lang]) is Named.WRONG]
                if wrong:
                    may = ", ".join(f"Q{each}" for each in wrong)
                    warner.warn("W514", (place, lang), f"may also be told in {may}", HINT)
        problems += warner.problems
    return problems


def _told(storylet: Storylet) -> Iterator[tuple[str, Text, _Says]]:
    """The texts of a scene that speak of the present, and how each may name it."""
    yield "place", storylet.place, named
    yield "title", storylet.title, named
    yield "text", storylet.text, claimed
    if storylet.fallback is not None:
        yield "fallback", storylet.fallback, claimed


class _Coming:
    """In which quarters of a year scenes may come."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.callers: dict[str, list[tuple[str, int]]] = {}
        for id_, storylet in content.ruleset.storylets.items():
            for choice in storylet.choices:
                for outcome in (choice.win, choice.lose):
                    for target, delay in outcome.then.items() if outcome else ():
                        self.callers.setdefault(target, []).append((id_, delay))

    def quarters(self, id_: str, below: frozenset[str] = frozenset()) -> list[int]:
        """Quarters, from 1, in which a scene is drawn or called; calls may go in a circle."""
        storylet = self.content.ruleset.storylets.get(id_)
        if storylet is None or id_ in below:
            return []
        found = set() if storylet.follow_up else self._drawn(storylet)
        for caller, delay in self.callers.get(id_, ()):
            before = self.quarters(caller, below | {id_})
            found |= {(each - 1 + delay) % len(QUARTERS) + 1 for each in before}
        return sorted(found)

    def _drawn(self, storylet: Storylet) -> set[int]:
        """Those in which its condition may hold."""
        low, high = self.content.range_of("quarter")
        if max(-low, high) == INFINITE:
            return set(QUARTERS)
        found: set[int] = set()
        for count in range(round(low / _TURN), round(high / _TURN) + 1):
            now = Bounds(count * _TURN, count * _TURN)

            def range_of(name: str, now: Bounds = now) -> Bounds:
                return now if name == "quarter" else self.content.range_of(name)

            if survey(storylet.when, range_of).bounds.high > 0:
                found.add(count % len(QUARTERS) + 1)
        return found

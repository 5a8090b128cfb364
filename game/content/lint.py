"""What in the content is allowed, and still probably a mistake?

Warnings about texts (a language missing, typography, lengths) and about sense (conditions that are
always true, choices alike, scenes that nothing leads to). None of them stops the game.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from game.content.definitions import Definition
from game.content.document import Path
from game.content.expressions import Expression
from game.content.models import Model, Storylet
from game.content.models.basis import Placeholders, Ref
from game.content.models.story import Outcome
from game.content.models.words import Word
from game.content.ranges import ANY, INFINITE, Bounds, survey
from game.content.references import BRACES
from game.content.ruleset import Ruleset
from game.content.walking import walk
from game.errors import Problem

Table = Mapping[str, Mapping[str, Definition]]

_SPACED = re.compile(r"(?<=[\w»)…\]])[ \u00a0]?[;!?]|[^\s\u202f]%|[ \u00a0][:%»]|«[^\u202f]")
_TYPOGRAPHY = (
    (re.compile(r"(?<=\w)'(?=\w)"), "a straight apostrophe", "write ’"),
    (re.compile(r'"'), "straight quotation marks", "write « … », with narrow spaces inside"),
    (re.compile(r"\.\.\."), "three dots", "write …"),
    (_SPACED, "no narrow space", "put U+202F before ; : ! ? % » and after «"),
)
# Words in one language: (kind, place) → least and most. A margin is left on both sides.
_LENGTHS = {
    ("storylets", "text"): (15, 75),
    ("news", "body"): (12, 50),
    ("facts", "text"): (20, 70),
    ("codex", "text"): (35, 125),
    ("endings", "epilogue"): (85, 210),
}


def lint(table: Table, ruleset: Ruleset) -> list[Problem]:
    """Every warning, in the order of the definitions."""
    problems: list[Problem] = []
    tables: dict[str, Mapping[str, Model]] = {
        kind: getattr(ruleset, kind) for kind in table if kind not in ("words", "figures")
    }
    for kind, models in tables.items():
        for id_, model in models.items():
            warner = _Warner(table[kind][id_], ruleset)
            walk(model, warner)
            if isinstance(model, Storylet):
                warner.storylet(model)
            problems += warner.problems
    for key, word in ruleset.word_table.items():
        warner = _Warner(table["words"][key], ruleset)
        warner.word(word)
        problems += warner.problems
    problems += _unreached(table, ruleset)
    return problems


def _names(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in BRACES.findall(text)}


class _Warner:
    """Receives what the walk finds in one definition and notes what looks wrong."""

    def __init__(self, definition: Definition, ruleset: Ruleset) -> None:
        self.definition = definition
        self.ruleset = ruleset
        self.problems: list[Problem] = []

    def _warn(self, code: str, path: Path, message: str, hint: str = "") -> None:
        found = self.definition.problem(code, path, message, hint, severity="warning")
        self.problems.append(found)

    def reference(self, path: Path, ref: Ref, word: str, key: bool) -> None:
        """References are either right or errors."""

    # ------------------------------------------------------------------------------- texts

    def text(self, path: Path, en: str, fr: str, placeholders: Placeholders | None) -> None:
        """Both languages, the same names in braces, French typography, sensible lengths."""
        if path[-1:] == ("note",) or not (en or fr):
            return  # a note speaks to whoever reads the file
        if not en or not fr:
            missing = "English" if fr else "French"
            self._warn("W501", path, f"the {missing} is missing", "people read the other language")
        elif ("{" in en or "{" in fr) and _names([en]) != _names([fr]):
            message = "the two languages hold different names in braces"
            self._warn("W504", (*path, "fr"), message, "use the same figures in both")
        self._typography((*path, "fr"), fr)
        bounds = _LENGTHS.get((self.definition.kind, ".".join(map(str, path))))
        if bounds:
            self._length(path, "en", en, bounds)
            self._length(path, "fr", fr, bounds)

    def _typography(self, path: Path, french: str) -> None:
        for pattern, message, hint in _TYPOGRAPHY:
            found = pattern.search(french)
            if found:
                around = french[max(found.start() - 12, 0) : found.end() + 8]
                self._warn("W502", path, f"{message} in “{around}”", hint)

    def _length(self, path: Path, language: str, text: str, bounds: tuple[int, int]) -> None:
        count = len(text.split())
        if text and not bounds[0] <= count <= bounds[1]:
            hint = f"{bounds[0]} to {bounds[1]} words read well here"
            self._warn("W503", (*path, language), f"{count} words", hint)

    def word(self, word: Word) -> None:
        """A word of the interface: the same names in braces in both languages."""
        english, french = _names((word.en.one, word.en.other)), _names((word.fr.one, word.fr.other))
        if english != french:
            message = "the two languages hold different names in braces"
            self._warn("W504", ("fr",), message, "use the same names in both")

    # ------------------------------------------------------------------------------- sense

    def expression(self, path: Path, expression: Expression) -> None:
        """A condition or a comparison that the bounds of its figures decide beforehand."""
        if expression.constant is not None:
            return
        found = survey(expression, self._range)
        for part, truth in found.decided:
            message = f"'{part}' is {'always' if truth else 'never'} true"
            self._warn("W601", path, message, "compare with the bounds of the figure")
        is_decided = found.bounds.low == found.bounds.high
        if expression.is_condition and is_decided and not found.decided:
            truth = found.bounds.low != 0
            self._warn("W601", path, f"this is {'always' if truth else 'never'} true")

    def _range(self, name: str) -> Bounds:
        name = name.removeprefix("was.")
        if name.startswith(("taken.", "seen.")):
            return Bounds(0.0, 1.0)
        figure = self.ruleset.figures.get(name)
        if figure is None:
            return ANY
        low = -INFINITE if figure.low is None else figure.low
        return Bounds(low, INFINITE if figure.high is None else figure.high)

    def storylet(self, storylet: Storylet) -> None:
        """Choices that differ, that can be taken, and advice that can be heard."""
        seen: dict[object, str] = {}
        for position, choice in enumerate(storylet.choices):
            path: Path = ("choices", position)
            odds = survey(choice.odds, self._range).bounds
            if odds.low > 1 or odds.high < 0 or (choice.odds.constant or 0) > 1:
                self._warn("W602", (*path, "odds"), "these odds lie outside 0–1")
            if choice.lose is not None and choice.odds.constant == 1:
                self._warn("W602", (*path, "lose"), "it never happens: there are no odds")
            if choice.ai.constant is not None and choice.ai.constant <= 0:
                self._warn("W603", (*path, "ai"), "no rival ever takes this choice")
            if choice.needs.constant is None and choice.needs_text is None:
                hint = "say in needs_text why it is refused"
                self._warn("W604", (*path, "needs"), "a condition without an explanation", hint)
            if choice.default and choice.needs.constant != 1:
                message = "the default must always be possible"
                self._warn("W605", (*path, "needs"), message, "make another choice the default")
            effect = _effect(choice.win), choice.lose and _effect(choice.lose), choice.odds.source
            if effect in seen:
                message = f"the same effects as '{seen[effect]}'"
                self._warn("W606", path, message, "a choice should change something else")
            seen.setdefault(effect, choice.id)
        for position, advice in enumerate(storylet.advice):
            advisor = self.ruleset.advisors[advice.who]
            if not set(advisor.for_) & set(storylet.seats):
                message = f"'{advice.who}' sits in no council that sees this scene"
                self._warn("W607", ("advice", position, "who"), message)


def _effect(outcome: Outcome) -> str:
    return repr(outcome.model_copy(update={"en": "", "fr": ""}))


def _unreached(table: Table, ruleset: Ruleset) -> list[Problem]:
    """Follow-ups that nothing schedules, or only for seats that they do not know."""
    callers: dict[str, set[str]] = {}
    for storylet in ruleset.storylets.values():
        for choice in storylet.choices:
            for outcome in (choice.win, choice.lose):
                for id_ in outcome.then if outcome else ():
                    callers.setdefault(id_, set()).update(storylet.seats)
    problems = []
    for id_, storylet in ruleset.storylets.items():
        definition = table["storylets"][id_]
        if storylet.follow_up and id_ not in callers:
            message = "nothing leads to this follow-up"
            hint = "name it in a 'then'"
            found = definition.problem("W608", ("id",), message, hint, severity="warning")
            problems.append(found)
        elif id_ in callers and not callers[id_] <= set(storylet.seats):
            lost = ", ".join(sorted(callers[id_] - set(storylet.seats)))
            message = f"it is also scheduled for {lost}, who cannot see it"
            found = definition.problem("W608", ("seats",), message, severity="warning")
            problems.append(found)
    return problems

"""Do the two languages say the same thing, at a length that reads, in the type each is set in?

One text at a time, in both languages: what is missing, what differs, what is set wrongly. Texts
that resemble each other are `likeness.py`'s business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from operator import eq
from typing import Any

from game.content.beside import Beside
from game.content.checks.typography import faults
from game.content.checks.warner import Content, Table, Warner
from game.content.document import Path
from game.content.models import KINDS, WORDS
from game.content.models.basis import Placeholders
from game.content.models.words import Word
from game.content.references import BRACES
from game.content.walking import walk_texts
from game.errors import Problem

# Words in one language: (kind, place) → least and most. A margin is left on both sides.
LENGTHS = {
    ("storylets", "text"): (15, 75),
    ("storylets", "fallback"): (12, 75),
    ("news", "body"): (12, 50),
    ("facts", "text"): (20, 70),
    ("codex", "text"): (35, 125),
    ("endings", "epilogue"): (85, 210),
    ("closings", "endings.*"): (30, 90),
}
# Characters in one language that fit on the line where they are shown.
LINES = {
    ("storylets", "title"): 60,
    ("storylets", "place"): 80,
    ("storylets", "choices.*"): 80,
    ("orders", "title"): 60,
    ("news", "headline"): 90,
    ("facts", "title"): 70,
    ("codex", "title"): 60,
}
# Doubled on purpose: `nous nous levons`, `had had`, `that that`.
_DOUBLES = frozenset("nous vous had that très bien non oui no so very is bon là her faire".split())
_COMMON_WORD = re.compile(r"\b[a-zà-ÿ]{3,}\b")
_HOUR = re.compile(r"[0-9] ?[ap]m\b")
_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(
    r"(?<![\w.,])(?:[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)*(?!\w)"
)
_UNIT_BESIDE = re.compile(
    r"(\$|€)\{[a-z0-9_.]+\}|\{[a-z0-9_.]+\}[ \u00a0\u202f]?(%|\$|€|H100e\b|MW\b|TWh\b|TW·h\b)"
)
_BARE = re.compile(r"(?<![\w.,:/–-])([0-9]{3,})(?=[.;!?]|,\s|$)")  # a sum, and nothing behind it
_TOLD = ("storylets", "news", "endings", "closings")  # where a bare number is no name of a chip
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))


_faultless = Beside()  # definitions whose texts have been looked at


def check(content: Content) -> list[Problem]:
    """Every text of every definition, and the words of the interface."""
    models = {kind: content.models(kind) for kind in KINDS}
    models["figures"] = content.table["figures"]  # type: ignore[assignment]
    return check_texts(content.table, {**models, WORDS: content.ruleset.word_table})


def check_texts(table: Table, models: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    """The same for some models by kind and id, whatever else is wrong with their content."""
    problems: list[Problem] = []
    for kind, found in models.items():
        for id_, model in found.items():
            held = table[kind][id_].data if kind == "figures" else model
            if _faultless.of(held, kind):
                continue
            warner = _Texts(Warner(table[kind][id_]), kind)
            if kind == WORDS:
                warner.word(held)
            elif kind == "figures":
                warner.figure(held)
            else:
                walk_texts(held, warner)
            problems += warner.out.problems
            if not warner.out.problems:
                _faultless.keep(held, True, kind)
    return problems


def _names(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in BRACES.findall(text)}


_Limits = tuple[tuple[int, int] | None, int | None]


class _Texts:
    """Receives what the walk finds in one definition and looks at its texts."""

    def __init__(self, out: Warner, kind: str) -> None:
        self.out = out
        self.kind = kind

    def text(self, path: Path, en: str, fr: str, placeholders: Placeholders | None) -> None:
        """Both languages, the same names in braces, their typography, sensible lengths."""
        if path[-1:] == ("note",) or not (en or fr):
            return  # a note speaks to whoever reads the file
        if not en or not fr:
            missing = "English" if fr else "French"
            hint = "people read the other language"
            self.out.warn("W501", path, f"the {missing} is missing", hint)
        else:
            self._compared(path, en, fr)
        limits = _limits(self.kind, path)
        for language, text in (("en", en), ("fr", fr)):
            if text:
                self._one((*path, language), language, text, limits)

    def word(self, word: Word) -> None:
        """A word of the interface: the same names in braces, and typography."""
        english, french = _names((word.en.one, word.en.other)), _names((word.fr.one, word.fr.other))
        if english != french:
            message = "the two languages hold different names in braces"
            self.out.warn("W504", ("fr",), message, "use the same names in both")
        for language, forms in (("en", word.en), ("fr", word.fr)):
            for form, text in {forms.one: "one", forms.other: "other"}.items():
                path: Path = (language,) if forms.one == forms.other else (language, text)
                self._set(path, language, form, form.lower().split())

    def figure(self, data: Mapping[str, Mapping[str, str]]) -> None:
        """A figure as it was written: a template is checked before its names are filled in."""
        for field in ("label", "meaning"):
            self.text((field,), data[field].get("en", ""), data[field].get("fr", ""), None)

    # ------------------------------------------------------------------------ both languages

    def _compared(self, path: Path, en: str, fr: str) -> None:
        if ("{" in en or "{" in fr) and _names([en]) != _names([fr]):
            message = "the two languages hold different names in braces"
            self.out.warn("W504", (*path, "fr"), message, "use the same figures in both")
        if en == fr and len(_COMMON_WORD.findall(en)) > 2:  # more than a name and its place
            hint = "write the French, or leave it out until it is written"
            self.out.warn("W509", (*path, "fr"), "the same words in both languages", hint)
        english, french = _numbers(en), _numbers(fr)
        # A number that one language writes out in words is no fault; nor is 6 pm for 18 heures.
        only_english = [n for n in english - french if n + 12 not in french]
        only_french = [n for n in french - english if n - 12 not in english]
        if only_english and only_french and not _HOUR.search(en):
            message = f"{min(only_english):g} in English, {min(only_french):g} in French"
            self.out.warn("W508", (*path, "fr"), message, "say the same number in both")

    # ------------------------------------------------------------------------- one language

    def _one(self, place: Path, language: str, text: str, limits: _Limits) -> None:
        bounds, most = limits
        words = text.lower().split()
        count = len(words)
        self._set(place, language, text, words)
        if bounds and not bounds[0] <= count <= bounds[1]:
            hint = f"{bounds[0]} to {bounds[1]} words read well here"
            self.out.warn("W503", place, f"{count} words", hint)
        if most and len(text) > most:
            message = f"{len(text)} characters on one line"
            self.out.warn("N513", place, message, f"{most} fit in a narrow window")
        if "{" in text and (found := _UNIT_BESIDE.search(text)):
            message = f"'{found[0]}': a figure brings its unit along"
            unit = found[1] or found[2]
            self.out.warn("W507", place, message, f"delete '{unit}'", offset=found.start())
        found = _BARE.search(text) if self.kind in _TOLD and _DIGIT.search(text) else None
        if found and not 1800 <= int(found[1]) <= 2100:
            message = f"'{found[1]}' of what?"
            self.out.warn("W506", place, message, "a number wants its unit", offset=found.start())

    def _set(self, place: Path, language: str, text: str, words: list[str]) -> None:
        """How it is set: marks, spaces, brackets, a word that stands there twice."""
        for start, end, rule in faults(text, language):
            if self.kind == "words" and rule.right == " ":
                continue  # the interface sets columns with spaces
            around = text[max(start - 12, 0) : end + 8]
            code = "W502" if language == "fr" else "W510"
            message = f"{rule.message} in “{around}”"
            self.out.warn(code, place, message, rule.hint, offset=start)
        for opening, closing in _PAIRS:
            if text.count(opening) != text.count(closing):
                message = (
                    f"{text.count(opening)} of {opening} and {text.count(closing)} of {closing}"
                )
                self.out.warn("W512", place, message, "each of them needs the other")
        following = words[1:]
        if True not in map(eq, words, following):
            return
        for word, behind in zip(words, following, strict=False):
            if word == behind and word.isalpha() and len(word) > 1 and word not in _DOUBLES:
                message = f"'{word} {behind}': a word twice"
                self.out.warn("W511", place, message, "keep one of them")
                break


def _limits(kind: str, path: Path) -> _Limits:
    """The least and the most words of a text at a path, and how long its line may be."""
    first, inside = str(path[0]), f"{path[0]}.*"  # any of several texts
    bounds = LENGTHS.get((kind, first)) if len(path) == 1 else None
    is_item = len(path) == 2 and isinstance(path[1], int)
    line = inside if is_item else first if len(path) == 1 else ""
    return bounds or LENGTHS.get((kind, inside)), LINES.get((kind, line))


def _numbers(text: str) -> set[float]:
    """The numbers written in digits, whatever marks group them and divide them."""
    if not _DIGIT.search(text):
        return set()
    bare = BRACES.sub(" ", text)
    return {float(re.sub(r"[^0-9]", "", found)) for found in _NUMBER.findall(bare)}

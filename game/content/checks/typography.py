"""How is French set, and English, and what does a text look like when it is set right?

Rules over one text at a time: the mark that is wrong, and the text as it should stand. Names in
braces and addresses are left alone. Which texts there are is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

NARROW = "\u202f"
_HELD = re.compile(r"\{[^{}]*\}|https?://\S+")  # never touched

_NARROW_HINT = "put U+202F before ; : ! ? % » and after «"
_TIGHT = re.compile(r"(?<=[\w»)…\]}])[ \u00a0]?(?=[;!?])")  # `mot ?` and `mot?`
_LOOSE = re.compile(r"[ \u00a0](?=[:%»])")  # a colon may stand alone: 12:30, {a}:{b}
_PERCENT = re.compile(r"(?<=[^\s\u202f])(?=%)")
_OPENING = re.compile(r"(?<=«)(?!\u202f)[ \u00a0]?")
_CLOSING = re.compile(r"(?<=[^\s\u202f])(?=»)")


class Rule(NamedTuple):
    """What is wrong, where to see it, how it is said and what belongs there."""

    signs: tuple[str, ...]  # one of them stands in every text that breaks the rule
    pattern: re.Pattern[str]
    right: str
    message: str
    hint: str

    def may_break(self, text: str) -> bool:
        """Whether it is worth looking closer: most texts break no rule."""
        # Asked of every text and every rule: `any` would take twice as long.
        for sign in self.signs:  # noqa: SIM110
            if sign in text:
                return True
        return False


_QUOTED = "write « … », with narrow spaces inside"
_SET = f"«{NARROW}\\1{NARROW}»"
FRENCH = (
    Rule(("'",), re.compile(r"(?<=\w)'(?=\w)"), "’", "a straight apostrophe", "write ’"),
    Rule(('"',), re.compile(r'"([^"\n]*)"'), _SET, "straight quotation marks", _QUOTED),
    Rule(
        ("“",),
        re.compile(r"“[ \u00a0\u202f]?([^“”\n]*?)[ \u00a0\u202f]?”"),
        _SET,
        "English quotation marks",
        _QUOTED,
    ),
    Rule(("...",), re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…", "three dots", "write …"),
    *(
        Rule(signs, pattern, NARROW, "no narrow space", _NARROW_HINT)
        for signs, pattern in (
            ((";", "!", "?"), _TIGHT),
            ((" :", " %", " »", "\u00a0"), _LOOSE),
            (("%",), _PERCENT),
            (("«",), _OPENING),
            (("»",), _CLOSING),
        )
    ),
)
_TWO_SPACES = Rule(("  ",), re.compile(r"(?<=\S)[ ]{2,}(?=\S)"), " ", "two spaces", "one is enough")
_BEFORE = "a space before a mark"
SPACES = (
    _TWO_SPACES,
    Rule((" ,", " ."), re.compile(r" (?=[,.](?:\s|$))"), "", _BEFORE, "delete it"),
)
ENGLISH = (
    Rule(
        tuple(f"{space}{mark}" for space in " \u00a0\u202f" for mark in ";:!?,"),
        re.compile(r"(?<=\w)[ \u00a0\u202f](?=[;:!?,](?:\s|$))"),
        "",
        _BEFORE,
        "delete it",
    ),
    _TWO_SPACES,
    Rule(
        ("%",), re.compile(r"(?<=[0-9])[ \u00a0\u202f](?=%)"), "", "a space before %", "delete it"
    ),
)
RULES = {"fr": (*FRENCH, *SPACES), "en": (*ENGLISH, SPACES[1])}


def _held(text: str) -> list[tuple[int, int]]:
    """From where to where stand names in braces and addresses."""
    is_plain = "{" not in text and "://" not in text
    return [] if is_plain else [match.span() for match in _HELD.finditer(text)]


def faults(text: str, language: str) -> Iterator[tuple[int, int, Rule]]:
    """The first place where each rule is broken; a rule said in one way is named once."""
    held = _held(text)
    said: set[str] = set()
    for rule in RULES[language]:
        if rule.message in said or not rule.may_break(text):
            continue
        for match in rule.pattern.finditer(text):
            if not any(first < match.end() and match.start() < last for first, last in held):
                said.add(rule.message)
                yield match.start(), match.end(), rule
                break


def mended(text: str, language: str) -> str:
    """The text as its language sets it."""
    for rule in RULES[language]:
        if not rule.may_break(text):
            continue
        held = _held(text)

        def right(
            match: re.Match[str], rule: Rule = rule, held: list[tuple[int, int]] = held
        ) -> str:
            inside = any(first < match.end() and match.start() < last for first, last in held)
            return match.group() if inside else match.expand(rule.right)

        text = rule.pattern.sub(right, text)
    return text

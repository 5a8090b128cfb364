"""Which goals of a run were met, since when, and by how much?

Judges the goals of a seat by the figures that the log keeps of every quarter, and words the
judgement. A condition is taken apart into what each figure reached and the bar that was asked for;
what cannot be taken apart is judged all the same, and told without figures.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.content.compiler import dotted_name
from game.content.expressions import compile_expression
from game.content.words import HALF_UP
from game.story.run import listed
from game.story.telling import MORE, SAID_EXACTLY, ends_said, points_said, said

if TYPE_CHECKING:
    from game.content.evaluation import Array
    from game.content.models.start import Goal
    from game.content.ruleset import Ruleset
    from game.content.words import Words

# What is asked of the figure, and what is asked when the two sides change places.
_ASKED: dict[type[ast.cmpop], tuple[str, str]] = {
    ast.GtE: ("least", "most"),
    ast.LtE: ("most", "least"),
    ast.Gt: ("above", "below"),
    ast.Lt: ("below", "above"),
    ast.Eq: ("just", "just"),
}


@dataclass(frozen=True)
class Term:
    """What one figure had come to, and what was asked of it: least, most, above, below, just.

    With `whole` it is the part that the figure, and what is counted `beside` it, are of a whole.
    """

    figure: str
    value: float
    bar: float
    asked: str
    beside: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()
    of: str = ""  # the figure that the bar is, where it is one

    @property
    def holds(self) -> bool:
        """Whether the figure stands where it was asked to."""
        return {
            "least": self.value >= self.bar,
            "most": self.value <= self.bar,
            "above": self.value > self.bar,
            "below": self.value < self.bar,
            "just": self.value == self.bar,
        }[self.asked]


@dataclass(frozen=True)
class Judged:
    """A goal as its day left it, or as the end of the run did when that came first."""

    goal: Goal
    due: bool  # its day came
    holds: bool
    since: int | None  # the turn whose end saw it come true and stay so; −1: before the first
    until: int | None  # for one that does not hold: the last turn at whose end it did
    terms: tuple[Term, ...]

    @property
    def met(self) -> bool:
        """Whether its day came and found it true."""
        return self.due and self.holds


class Past:
    """The figures of a run, quarter by quarter: every quarter is read as a world of its own."""

    def __init__(self, turns: Sequence[int], pages: Sequence[Mapping[str, float]]) -> None:
        self.turns = tuple(turns)
        self._pages = pages

    def __call__(self, name: str) -> Array:
        """A figure at the opening of every quarter; KeyError when it was not kept."""
        if name == "turn":
            return np.array(self.turns, float)
        return np.array([page[name] for page in self._pages], float)


def judge(goal: Goal, past: Past) -> Judged | None:
    """A goal as it stood when its last quarter was over, or at the end of the run.

    None where a figure that it reads was not kept.
    """
    day = goal.until + 1  # the table that its last quarter leaves behind
    turns = [turn for turn in past.turns if turn <= day]
    if not turns:
        return None
    try:
        held = np.asarray(goal.when.evaluate(past), bool)[: len(turns)]
        terms = _terms(goal.when.tree, past, len(turns) - 1)
    except KeyError:  # a figure that was not kept, under other rules
        return None
    since = until = None
    if held[-1]:
        since = turns[int(np.flatnonzero(~held)[-1]) + 1] - 1 if not held.all() else -1
    elif held.any():
        until = turns[int(np.flatnonzero(held)[-1])] - 1
    return Judged(goal, turns[-1] == day, bool(held[-1]), since, until, terms)


# ------------------------------------------------------------------------- taking it apart


def _terms(node: ast.expr, past: Past, place: int) -> tuple[Term, ...]:
    """What a condition asks of each figure; of several ways, the first that is true."""
    if isinstance(node, ast.BoolOp):
        parts = [_terms(value, past, place) for value in node.values]
        if isinstance(node.op, ast.Or):
            open_ = [part for part in parts if part and all(term.holds for term in part)]
            parts = open_[:1] or parts
        return tuple(term for part in parts for term in part)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _ASKED:
        asked, turned = _ASKED[type(node.ops[0])]
        left, right = node.left, node.comparators[0]
        for one, other, way in ((left, right, asked), (right, left, turned)):
            name, times = _figure(one)
            if name and (part := _part(past, place, name, times, _added(other), way)):
                return (part,)
            if name:
                bar, of = _value(other, past, place) / times, dotted_name(other) or ""
                return (
                    Term(name, float(past(name)[place]), bar, way, of=of if times == 1 else ""),
                )
    return ()


_TURNED = {"least": "most", "most": "least", "above": "below", "below": "above", "just": "just"}


def _part(
    past: Past, place: int, name: str, times: float, sum_: tuple[str, ...], way: str
) -> Term | None:
    """A figure, so many times, beside a sum of others: the smaller as a part of the larger."""
    one, others = float(past(name)[place]), sum(float(past(each)[place]) for each in sum_)
    if times < 1 and sum_ and one > 0:
        return Term(sum_[0], others / one, times, _TURNED[way], sum_[1:], (name,))
    if times > 1 and sum_ and others > 0:
        return Term(name, one / others, 1 / times, way, (), sum_)
    return None


def _added(node: ast.expr) -> tuple[str, ...]:
    """The figures of which an expression is the sum, two or more; nothing for anything else."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts = [_added(each) or (dotted_name(each),) for each in (node.left, node.right)]
        names = tuple(name or "" for part in parts for name in part)
        return names if all(names) else ()
    return ()


def _figure(node: ast.expr) -> tuple[str, float]:
    """The figure that an expression is, and how many times; nothing for anything else."""
    if name := dotted_name(node):
        return name, 1.0
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for number, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(number, ast.Constant) and (name := dotted_name(other)):
                times = float(number.value)  # type: ignore[arg-type]
                return (name, times) if times > 0 else ("", 1.0)
    return "", 1.0


def _value(node: ast.expr, past: Past, place: int) -> float:
    return float(compile_expression(ast.unparse(node)).evaluate(past)[place])


# ------------------------------------------------------------------------------- telling it


def tell(ruleset: Ruleset, judged: Judged, text: str, words: Words) -> str:
    """A goal, `text`, met or missed, since when, and by how much."""
    quarter = ""
    if judged.holds:
        key = "met" if judged.due else "held"
        if judged.since is not None and judged.since >= 0:
            quarter = words.quarter(judged.since)
        key += "" if quarter else ".start"
    else:
        key = "missed" if judged.due else "open"
        if judged.until is not None and judged.until >= 0:
            key, quarter = f"{key}.lost", words.quarter(judged.until)
    told = words.t(f"story.goal.{key}", goal=text, quarter=quarter)
    terms = listed((term_told(ruleset, term, words) for term in judged.terms), words)
    return words.t("story.goal.by", goal=told, terms=terms) if terms else f"{told}."


def value_told(ruleset: Ruleset, term: Term, words: Words) -> str:
    """What a figure had come to, in as many digits as show on which side of its bar it is."""
    return _apart(term, _unit(ruleset, term), words)[0]


def _unit(ruleset: Ruleset, term: Term) -> str:
    return "share" if term.whole else ruleset.figures[term.figure].unit


def term_told(ruleset: Ruleset, term: Term, words: Words, *, now: bool = False) -> str:
    """One figure and its bar, and how far it is from it when it should not be.

    What is asked `now` may still change; the rest is told of a day that is over.
    """
    unit = _unit(ruleset, term)
    value, bar, gap = _apart(term, unit, words)
    if term.whole:
        own = ".".join(("story.goal.part", *term.whole))  # a whole may have a wording of its own
        whole = _labels(ruleset, term.whole, words)
        value = words.t(own if own in words else "story.goal.part", part=value, whole=whole)
    named = words.has_names(unit)  # nothing is more than yes
    asked = "just" if named else term.asked
    if named and term.holds:
        asked = "is"  # what was asked for is what it is
    elif term.of in ruleset.figures:
        bar = words.t("story.goal.bar", bar=bar, label=_labels(ruleset, (term.of,), words))
    label = _labels(ruleset, (term.figure, *term.beside), words)
    key = f"story.goal.{'now.' if now and asked != 'is' else ''}{asked}"
    told = words.t(key, label=label, value=value, bar=bar)
    told = words.t("story.goal.mark" if term.holds else "story.goal.cross", term=told)
    if term.holds or asked == "just":
        return told
    key = "short" if term.value <= term.bar else "over"
    return words.t(f"story.goal.{key}", term=told, gap=gap) if gap else told


def _apart(term: Term, unit: str, words: Words) -> list[str]:
    """What was reached, what was asked, and how far they are apart, with as many digits each.

    They have the digits with which the bar reads as it is, and the three add up as they are told.
    """
    ends, size = (term.value, term.bar), abs(term.value - term.bar)
    most = max(map(abs, ends))
    told = [*ends_said(ends, unit, words), _gap(size, unit, words, like=most)]
    if words.has_names(unit) or unit == "usd":  # money changes its unit with its size
        return told
    times = 100 if unit == "share" else 1
    read = zip(ends, told, strict=False)  # nothing has the digits that nothing has
    least = max((_digits(text, words) for each, text in read if each), default=0)
    for digits in range(least, least + MORE + 1):
        value, bar, gap = (round(times * each * HALF_UP, digits) for each in (*ends, size))
        adds_up = gap > 0 and round(abs(bar - value), digits) == gap
        if times * most >= SAID_EXACTLY:  # in few figures, or in millions
            digits = max(_digits(each, words) for each in told)
        elif bar != round(times * term.bar, 9) or not (term.holds or adds_up):
            continue
        ends_told = [_in_digits(each, unit, words, digits, most) for each in ends]
        if unit == "share":
            return [*ends_told, points_said(100 * size, words, digits)]
        return [*ends_told, _in_digits(size, unit, words, digits, most)]
    return told


def _in_digits(value: float, unit: str, words: Words, digits: int, like: float) -> str:
    """A value with so many digits behind its mark, as far as it has them."""
    told = [said(value, unit, words, more, like=like) for more in range(MORE + 1 if value else 1)]
    return next((each for each in told if _digits(each, words) >= digits), told[0])


def _digits(text: str, words: Words) -> int:
    """How many digits a number in words has behind its mark."""
    found = re.search(r",(\d+)" if words.lang == "fr" else r"\.(\d+)", text)
    return len(found[1]) if found else 0


def _labels(ruleset: Ruleset, names: Sequence[str], words: Words) -> str:
    return " + ".join(words.text(ruleset.figures[name].label) for name in names)


def _gap(size: float, unit: str, words: Words, like: float = 0.0) -> str:
    """How far a figure is from its bar, in as many digits as it takes; empty for next to nothing.

    Nothing short of more than nothing is next to nothing too.
    """
    if unit == "share":
        told = [points_said(100 * size, words)]
    else:
        told = [said(size, unit, words, more, like=like) for more in range(MORE + 1)]
    return next((each for each in told if any(digit in each for digit in "123456789")), "")

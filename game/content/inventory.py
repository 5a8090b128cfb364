"""How much content is there, of which kind, for whom and for when?

Counts what stands in the files: words by kind, storylets by seat and year, chains of scenes that
lead to one another. What comes up in play is counted elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from game.content.quarters import turn as turn_of
from game.content.walking import walk
from game.content.words import FIRST_QUARTER, FIRST_YEAR

if TYPE_CHECKING:
    from game.content.definitions import Definition
    from game.content.document import Path
    from game.content.expressions import Expression
    from game.content.models.basis import Placeholders, Ref
    from game.content.models.story import Storylet
    from game.content.ruleset import Ruleset

LANGUAGES = ("en", "fr")
DATES = frozenset({"quarter", "turn"})

Table = Mapping[str, Mapping[str, "Definition"]]


def words_by_kind(table: Table) -> dict[str, dict[str, int]]:
    """The words of every kind in each language; kinds without any are left out."""
    found = {}
    for kind, definitions in table.items():
        counts = dict.fromkeys(LANGUAGES, 0)
        for definition in definitions.values():
            for language, text in _texts(definition.data):
                counts[language] += len(text.split())
        if any(counts.values()):
            found[kind] = counts
    return found


def words(table: Table) -> dict[str, int]:
    """All words in each language."""
    kinds = words_by_kind(table).values()
    return {language: sum(each[language] for each in kinds) for language in LANGUAGES}


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text in some data with its language; of a plural the form for several."""
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in LANGUAGES:
                text = item.get("other") if isinstance(item, dict) else item
                yield from [(key, text)] if isinstance(text, str) else []
            else:
                yield from _texts(item)


def inventory(ruleset: Ruleset, table: Table) -> dict[str, Any]:
    """What `content stats` says beside its totals."""
    return {
        "words_by_kind": words_by_kind(table),
        "chains": chains(ruleset),
        "by_seat": {
            seat: by_seat(ruleset, seat)
            for seat in ruleset.seats
            if any(seat in storylet.seats for storylet in ruleset.storylets.values())
        },
    }


# ------------------------------------------------------------------------------------- chains


def chains(ruleset: Ruleset) -> list[dict[str, Any]]:
    """Storylets that call one another or remember one another's answers, the longest first."""
    group = {id_: id_ for id_ in ruleset.storylets}

    def head(id_: str) -> str:
        while group[id_] != id_:
            id_ = group[id_]
        return id_

    for id_, storylet in ruleset.storylets.items():
        for other in _linked(storylet):
            if other in group:
                first, second = sorted((head(id_), head(other)), key=list(group).index)
                group[second] = first
    found: dict[str, list[str]] = {}
    for id_ in group:
        found.setdefault(head(id_), []).append(id_)
    named = [
        {"name": _name(ruleset, ids), "storylets": ids} for ids in found.values() if len(ids) > 1
    ]
    return sorted(named, key=lambda chain: -len(chain["storylets"]))


def _name(ruleset: Ruleset, ids: list[str]) -> str:
    """What a chain calls itself, or its first scene."""
    return next((name for id_ in ids if (name := ruleset.storylets[id_].chain)), ids[0])


def _linked(storylet: Storylet) -> set[str]:
    """The storylets that one calls, or asks about in an expression."""
    sink = _Names()
    walk(storylet, sink)
    return sink.storylets


class _Names:
    """Receives what the walk finds and keeps the storylets that are named."""

    def __init__(self) -> None:
        self.storylets: set[str] = set()

    def expression(self, path: Path, expression: Expression) -> None:
        """`taken.STORYLET.CHOICE` and `seen.STORYLET`."""
        for name in expression.names:
            head, _, rest = name.partition(".")
            if head in ("taken", "seen"):
                self.storylets.add(rest.partition(".")[0])

    def reference(self, path: Path, ref: Ref, word: str, key: bool) -> None:
        """A follow-up that an answer calls."""
        if ref.kind == "storylets":
            self.storylets.add(word)

    def text(self, path: Path, en: str, fr: str, placeholders: Placeholders | None) -> None:
        """Texts name no storylet."""


# -------------------------------------------------------------------------------------- seats


def by_seat(ruleset: Ruleset, seat: str) -> dict[str, Any]:
    """How many storylets a seat may see: by size, and by the year in which their dates let them."""
    mine = [each for each in ruleset.storylets.values() if seat in each.seats]
    scenario = next(iter(ruleset.scenarios.values()))
    first = turn_of(scenario.first_quarter, f"{FIRST_YEAR}Q{FIRST_QUARTER}")
    years: dict[int, set[str]] = {}
    for turn in range(first, first + scenario.turns):
        quarter = FIRST_YEAR + (FIRST_QUARTER - 1 + turn) / 4
        open_ = years.setdefault(int(quarter), set())
        open_ |= {each.id for each in mine if _dated(each, quarter, turn)}
    return {
        "storylets": len(mine),
        "major": sum(each.size == "major" for each in mine),
        "minor": sum(each.size == "minor" for each in mine),
        "follow_ups": sum(each.follow_up for each in mine),
        "by_year": {str(year): len(ids) for year, ids in years.items()},
    }


def _dated(storylet: Storylet, quarter: float, turn: int) -> bool:
    """Whether the clauses that ask only for the date let a storylet come."""
    from game.content.clauses import clauses  # with numpy, which nobody needs to count words

    if storylet.follow_up:
        return False
    dates = {"quarter": quarter, "turn": float(turn)}
    return all(
        bool(clause.condition.value(dates.__getitem__))
        for clause in clauses(storylet.when)
        if clause.condition.names <= DATES
    )

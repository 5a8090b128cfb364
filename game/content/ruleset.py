"""What is all the content, merged and checked?

The frozen result of loading: every definition by its id, the axes that the world's arrays are
indexed by, the coefficients and the words. Reads no file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from game.content.words import Words
from game.errors import Problem
from game.later import later

if TYPE_CHECKING:
    from game.content import definitions
    from game.content.models import (
        Actor,
        Advisor,
        Cause,
        Chip,
        Closing,
        Codex,
        Coefficient,
        Ending,
        Fact,
        Figure,
        Item,
        News,
        Node,
        Observation,
        Opening,
        Order,
        Policy,
        Region,
        Scenario,
        Score,
        Script,
        Seat,
        Series,
        Storylet,
    )
    from game.content.models.basis import Text
    from game.content.models.story import Outcome
    from game.content.models.words import Word
else:  # for hints to whoever misspells
    definitions = later("game.content.definitions")

# Delays of 0 to 12 quarters: what a storylet may schedule, and what pipelines hold.
LAGS = tuple(str(quarters) for quarters in range(13))


FIRST_ORDERS = 6  # that a seat is offered in the first year

# Why a mod is off.
BROKEN, UNASKED, HIDDEN, LOST = "it has problems", "nobody asked for it", "hidden", "not found"


@dataclass(frozen=True)
class ModInfo:
    """A mod that was found, and whether it takes part in the game."""

    id: str
    name: Text
    version: str
    enabled: bool
    problems: tuple[Problem, ...] = ()
    path: str = ""
    hash: str = ""  # sha256 of its files
    needs: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    breaks: tuple[str, ...] = ()
    game: str = ""
    license: str = ""
    about: Text | None = None
    why: str = ""  # why it stands at its place in the order, or why it is off


@dataclass(frozen=True, eq=False)
class Ruleset:
    """All content, merged and checked; the order of every table is stable."""

    actors: dict[str, Actor]
    regions: dict[str, Region]
    chips: dict[str, Chip]
    nodes: dict[str, Node]
    items: dict[str, Item]
    seats: dict[str, Seat]
    figures: dict[str, Figure]  # every template written out
    coefficients: dict[str, Coefficient]
    causes: dict[str, Cause]
    orders: dict[str, Order]
    policies: dict[str, Policy]
    storylets: dict[str, Storylet]
    advisors: dict[str, Advisor]
    facts: dict[str, Fact]
    codex: dict[str, Codex]
    scenarios: dict[str, Scenario]
    openings: dict[str, Opening]
    scripts: dict[str, Script]
    series: dict[str, Series]
    observations: dict[str, Observation]
    news: dict[str, News]
    endings: dict[str, Ending]
    closings: dict[str, Closing]
    score: dict[str, Score]
    word_table: dict[str, Word]
    mods: tuple[ModInfo, ...]
    hash: str
    usual: Ruleset | None = None  # the rules without what a scenario changes (`variants.py`)
    choices: tuple[tuple[str, str], ...] = ()  # (storylet, choice), all of them in one row
    lasting: tuple[tuple[tuple[str, ...], Outcome], ...] = ()  # what storylets do later, to whom
    _axes: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _index: dict[str, dict[str, int]] = field(default_factory=dict, repr=False)
    _numbers: dict[str, float] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        choices = tuple(
            (storylet.id, choice.id)
            for storylet in self.storylets.values()
            for choice in storylet.choices
        )
        object.__setattr__(self, "choices", choices)
        object.__setattr__(self, "lasting", tuple(_lasting(self.storylets)))
        self._axes.update(
            actor=tuple(self.actors),
            region=tuple(self.regions),
            chip=tuple(self.chips),
            node=tuple(self.nodes),
            item=tuple(self.items),
            seat=tuple(self.seats),
            chair=_chairs(self.seats, self.storylets),
            storylet=tuple(self.storylets),
            choice=tuple(f"{storylet}.{choice}" for storylet, choice in choices),
            order=tuple(self.orders),
            lag=LAGS,
        )
        for axis, ids in self._axes.items():
            self._index[axis] = {id_: position for position, id_ in enumerate(ids)}
        self._numbers.update(_numbers(self.coefficients))

    if not TYPE_CHECKING:  # or every misspelt name would pass for a table

        def __getattr__(self, name: str) -> Any:
            """A table that a cache keeps folded until it is asked for."""
            held = self.__dict__
            if name in (later := held.get("_later", ())):
                from game.content.thawing import thaw_part

                return held.setdefault(name, thaw_part(later[name]))
            raise AttributeError(f"a ruleset has no '{name}'")

    def k(self, id_: str) -> float:
        """The value of a coefficient; `id.key` for one that has a value for each key."""
        try:
            return self._numbers[id_]
        except KeyError:
            raise KeyError(
                f"no coefficient '{id_}' {definitions.nearest(id_, self._numbers)}"
            ) from None

    def table(self, id_: str) -> Mapping[str, float]:
        """The values of a coefficient that has one for each key."""
        coefficient = self.coefficients.get(id_)
        if coefficient is None or not isinstance(coefficient.value, dict):
            tables = [
                name for name, each in self.coefficients.items() if isinstance(each.value, dict)
            ]
            raise KeyError(
                f"no table of coefficients '{id_}' {definitions.nearest(id_, tables)}".rstrip()
            )
        return coefficient.value

    def axis(self, axis: str) -> tuple[str, ...]:
        """The ids of an axis, in the order of the arrays."""
        return self._axes[axis]

    def index(self, axis: str, id_: str) -> int:
        """The place of an id on an axis; a choice is written `storylet.choice`."""
        try:
            return self._index[axis][id_]
        except KeyError:
            hint = definitions.nearest(id_, self._index.get(axis, ()))
            raise KeyError(f"no {axis} '{id_}' {hint}".rstrip()) from None

    def words(self, lang: str) -> Words:
        """The words and number formats of a language."""
        return Words(lang, self.word_table)


def _chairs(seats: Mapping[str, Seat], storylets: Mapping[str, Storylet]) -> tuple[str, ...]:
    """The seats up to the last one that may be played or that may meet a scene.

    So a chair stands in the same place as its seat.
    """
    met = {seat for storylet in storylets.values() for seat in storylet.seats}
    taken = [n for n, (id_, seat) in enumerate(seats.items(), 1) if seat.playable or id_ in met]
    return tuple(seats)[: max(taken, default=0)]


def _lasting(storylets: Mapping[str, Storylet]) -> Iterator[tuple[tuple[str, ...], Outcome]]:
    """Outcomes that bring something in later quarters, with the seats that they may befall."""
    for storylet in storylets.values():
        for choice in storylet.choices:
            for outcome in (choice.win, choice.lose):
                if outcome is not None and (outcome.after or outcome.for_):
                    yield tuple(storylet.seats), outcome


def _numbers(coefficients: Mapping[str, Coefficient]) -> dict[str, float]:
    numbers: dict[str, float] = {}
    for id_, coefficient in coefficients.items():
        if isinstance(coefficient.value, dict):
            numbers.update({f"{id_}.{key}": float(each) for key, each in coefficient.value.items()})
        else:
            numbers[id_] = float(coefficient.value)
    return numbers

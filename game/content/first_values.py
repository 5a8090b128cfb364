"""Does each opening lie within the figures that read it?

A figure says how low and how high it can be, and the first quarter would bring a value beyond that
back without a word. Where several figures read one place, the widest of them is meant.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

from game.content.definitions import Definition
from game.content.document import Path
from game.content.models import Figure, Opening
from game.content.references import Names
from game.errors import Problem

ME = "me"  # in a figure of one's own: whoever reads it
_READ = re.compile(r"([a-z0-9_]+)(?:\[([a-z0-9_, ]+)\])?")
Places = list[tuple[tuple[str, ...], Figure]]  # the places that figures of one array read


def check(definitions: Mapping[str, Definition], names: Names) -> Iterator[Problem]:
    """Every value that an opening gives a figure beyond its range."""
    reads: dict[str, Places] = {}
    for figure in names.figures.values():
        if found := _READ.fullmatch(figure.read):
            ids = tuple(each.strip() for each in found[2].split(",")) if found[2] else ()
            reads.setdefault(found[1], []).append((ids, figure))
    for id_, opening in names.tables["openings"].items():
        if isinstance(opening, Opening):
            known = reads.get(opening.field, [])
            yield from _values(definitions[id_], opening.values, ("values",), known)


def _values(definition: Definition, values: object, path: Path, known: Places) -> Iterator[Problem]:
    """Numbers by id, down to the places at which figures read them."""
    if isinstance(values, dict):
        for key, inner in values.items():
            there = [(ids[1:], figure) for ids, figure in known if ids and ids[0] in (key, ME)]
            yield from _values(definition, inner, (*path, key), there)
    elif isinstance(values, int | float) and (wide := _widest(known)):
        low, high, name = wide
        if not low <= values <= high:
            message = f"'{values:g}' is out of range of the figure '{name}'"
            ends = [f"at least {low:g}"] * (low > -math.inf) + [f"at most {high:g}"] * (
                high < math.inf
            )
            hint = f"it is {' and '.join(ends)}"
            yield definition.problem("E207", path, message, hint)


def _widest(known: Places) -> tuple[float, float, str] | None:
    """The least and the most that some figures let stand at one place, and one of them."""
    bounded = [figure for _, figure in known if figure.low is not None or figure.high is not None]
    if not bounded:
        return None
    lows = [figure.low for figure in bounded if figure.low is not None]
    highs = [figure.high for figure in bounded if figure.high is not None]
    return min(lows, default=-math.inf), max(highs, default=math.inf), bounded[0].id

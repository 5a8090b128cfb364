"""Which arrays does the world have, by which axes, and which units may a figure have?

The page for whoever writes `field` of an opening or `read` of a figure. What each stored array
means is told by the world, and handed in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.content.openable import OPENABLE, Openable
from game.content.readable import BEGUN, DERIVED
from game.content.ruleset import Ruleset
from game.content.words import PLAIN_UNITS, said_units
from game.content.writable import refusal

Told = Mapping[str, tuple[str, str]]  # name of a stored array → its unit, its meaning

_COLUMNS = ("array", "unit", "an opening may give", "effects may write", "meaning")
_HEAD = f"| {' | '.join(_COLUMNS)} |\n|{'---|' * len(_COLUMNS)}"


def arrays_page(told: Told, ruleset: Ruleset) -> str:
    """Every array, by its axes; then the units of figures."""
    parts = [
        "# Arrays of the world",
        "The state of a quarter: [openings](opening.md) fill these arrays by `field`, "
        "[figures](figure.md) read them by `read`. An index stands for each axis, in this order: "
        "`cash_usd[lab_bay]`, `licence[h100,cn]`, and none for an array of one number: `tension`. "
        "In a figure `me` on the axis actor is the actor of whoever asks: `trust[me]`. An opening "
        "gives one number for all, or numbers by id: `values: {h100: {cn: 1}}`. What no opening "
        "fills is 0, unless the list says otherwise. A figure may declare `can` where effects may "
        "write the array; money, units and what each quarter works out anew are refused (E343).",
        "The axes are actors, regions, chips, nodes and items by id, seats by the id of their "
        "actor; habits are orders that wear, by id; `cycle` is 0 or 1, the quarters left in the "
        "making; `lag` is a turn modulo 32 in `pending`, and quarters ago in `best_us_by_turn`.",
        *_stored(told),
        "## Worked out from the others",
        "Figures may read these; no opening fills them, and no effect may write them. “There” is "
        "in all regions of a state, or in the region where another actor stands.",
        "| array | unit | meaning |\n|---|---|---|\n" + "\n".join(_derived(told)),
        "## Units of figures",
        "`unit` of a figure says how its value is written, in both languages. A mod may add a unit "
        "with a word of its own: `unit.NAME: {en: …, fr: …}`.",
        "| unit | written |\n|---|---|\n" + "\n".join(_units(ruleset)),
    ]
    return "\n\n".join(parts) + "\n"


def _stored(told: Told) -> Iterator[str]:
    """The arrays that may be opened, those of the same axes together."""
    by_axes: dict[tuple[str, ...], list[str]] = {}
    for name, known in OPENABLE.items():
        unit, meaning = told[name]
        written = "no" if refusal(name) else "yes"
        place = _placed(name, known.axes)
        row = f"| `{place}` | {unit} | {_holds(known)} | {written} | {meaning} |"
        by_axes.setdefault(known.axes, []).append(row)
    for axes in sorted(by_axes, key=lambda each: (len(each), each)):
        yield f"## By {' and '.join(axes)}" if axes else "## One number"
        yield "\n".join([_HEAD, *sorted(by_axes[axes])])


def _placed(name: str, axes: tuple[str, ...]) -> str:
    return f"{name}[{','.join(axes)}]" if axes else name


def _holds(known: Openable) -> str:
    """Which numbers an array can hold."""
    kind = "whole numbers" if known.is_whole else "numbers"
    if known.is_above_zero:
        return f"{kind} above 0"
    return kind if known.is_signed else f"{kind} from 0"


def _derived(told: Told) -> Iterator[str]:
    for name, axes in BEGUN.items():
        unit, meaning = told[name]
        yield f"| `{_placed(name, axes)}` | {unit} | {meaning} |"
    for name, (of, unit, meaning) in DERIVED.items():
        yield f"| `{_placed(name, tuple(of.split()))}` | {unit} | {meaning} |"


def _units(ruleset: Ruleset) -> Iterator[str]:
    for unit, written in PLAIN_UNITS.items():
        yield f"| `{unit}` | {written} |"
    for unit in sorted(said_units(ruleset.word_table)):
        word = ruleset.word_table.get(f"unit.{unit}")
        yield f"| `{unit}` | {word.en.other if word else 'by a name for each value'} |"

"""Which numbers do the equations read, how sure is each, and where does it come from?

The reference page of all coefficients of the base, file by file.
"""

from __future__ import annotations

from game.content.files import Table
from game.content.models.conduct import Coefficient
from game.content.ruleset import Ruleset

_HEAD = "| id | value | low–high | unit | status | source |\n|---|---|---|---|---|---|"
_MOST = 12  # entries of a table that are written out


def coefficients_page(table: Table, ruleset: Ruleset) -> str:
    """Every coefficient with its value, its range, its unit, its standing and its source."""
    parts = [
        "# Coefficients",
        "The numbers that the equations read. Change one with a patch in `coefficients/`: "
        "`patch: base:ID`, and what it `set`s ([coefficient](coefficient.md); "
        "[a price](../price.md) shows one). *low–high* is between what it is plausible; a value "
        "outside is a warning. Where the equations divide by a number, it must be above 0. A "
        "coefficient of your own is read by no equation. What each number does is told with its "
        "equation in [the economy](../../economy.md), under the stage that the file is named "
        "after: look for the id there.",
    ]
    files: dict[str, list[str]] = {}
    for id_, definition in table["coefficients"].items():
        file = definition.document.file.removeprefix("base/")
        files.setdefault(file, []).append(_row(ruleset.coefficients[id_]))
    for file, rows in files.items():
        parts += [f"## {file}", "\n".join([_HEAD, *rows])]
    return "\n\n".join(parts) + "\n"


def _row(known: Coefficient) -> str:
    low, high = (("" if end is None else _exact(end)) for end in (known.low, known.high))
    span = f"{low}–{high}" if low or high else "above 0" if known.positive else ""
    cells = [f"`{known.id}`", _value(known), span, known.unit, known.status, known.source.title]
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _value(known: Coefficient) -> str:
    if not isinstance(known.value, dict):
        return _exact(known.value)
    written = [f"{key}: {_exact(value)}" for key, value in known.value.items()]
    more = [f"and {len(written) - _MOST} more"] if len(written) > _MOST else []
    return "<br>".join([*written[:_MOST], *more])


def _exact(value: float) -> str:
    """A number to the last digit, as `expect` must name it."""
    return f"{int(value):_}" if value == int(value) else repr(value)

"""What was observed: the rows shipped with the game, or those of somebody's table?

Reads a CSV with the columns of the shipped observations. A table that cannot be read is refused,
with the line and what to write there; whether its series exist is asked elsewhere.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.quarters import number
from game.errors import GameError
from game.session.lookup import nearest
from game.session.scoring import Observed

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

NEEDED = ("id", "series", "quarter", "value", "tolerance", "tolerance_type", "role")
AGGREGATES = ("point", "sum", "mean")
TOLERANCES = ("relative", "absolute", "factor")
LARGEST = 16 << 20  # bytes


def shipped(ruleset: Ruleset) -> list[Observed]:
    """The observations of the content, in their order."""
    found = []
    for each in ruleset.observations.values():
        first, _, last = each.quarter.partition("-")
        found.append(
            Observed(
                id=each.id,
                series=each.series,
                quarter=each.quarter,
                first=number(first),
                last=number(last or first),
                aggregate=each.aggregate,
                value=each.value,
                tolerance=each.tolerance,
                tolerance_type=each.tolerance_type,
                role=each.role,
            )
        )
    return found


def read_file(path: Path) -> list[Observed]:
    """The observations of a CSV file; raises GameError with what is wrong, where, what to do."""
    try:
        if path.stat().st_size > LARGEST:
            raise GameError("the table is too large", str(path), "16 MB is the most")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        hint = "name a CSV file of observations"
        raise GameError(error.strerror or str(error), str(path), hint) from None
    except UnicodeDecodeError:
        raise GameError("this is no text", str(path), "save it as CSV in UTF-8") from None
    return read(text, str(path))


def read(text: str, where: str) -> list[Observed]:
    """The observations of a CSV text; `where` names it in errors."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found: list[Observed] = []
    places: dict[str, int] = {}
    try:
        _check_columns(reader.fieldnames or (), where)
        for row in reader:
            place = f"{where}, line {reader.line_num}"
            if not any((value or "") for value in row.values() if isinstance(value, str)):
                continue
            seen = _Line(row, place).observed()
            if seen.id in places:
                what = f"the id '{seen.id}' is there twice"
                raise GameError(what, place, f"the first is in line {places[seen.id]}")
            places[seen.id] = reader.line_num
            found.append(seen)
    except csv.Error as error:
        line = f"{where}, line {reader.reader.line_num}"
        raise GameError(f"this is no CSV: {error}", line, "put quotes round texts") from None
    if not found:
        raise GameError("there is no observation", where, "write a line for each")
    return found


def _check_columns(names: object, where: str) -> None:
    columns = [str(name).strip() for name in names] if isinstance(names, list | tuple) else []
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        near = [nearest(name, [c for c in columns if c not in NEEDED]) for name in missing]
        meant = ", ".join(
            f"'{one}' for '{name}'" for one, name in zip(near, missing, strict=True) if one
        )
        what = f"the columns {', '.join(missing)} are missing"
        hint = f"rename {meant}" if meant else f"the first line is {','.join(NEEDED)}"
        raise GameError(what, f"{where}, line 1", hint)


class _Line:
    """One line of a table, and where it stands."""

    def __init__(self, row: Mapping[str | None, object], place: str) -> None:
        self.row = {str(key).strip(): value for key, value in row.items() if key is not None}
        self.place = place
        if None in row:
            hint = "put quotes round texts with commas"
            raise GameError("there are more values than columns", place, hint)

    def observed(self) -> Observed:
        """The line as an observation; raises GameError."""
        first, last = self._quarters()
        aggregate = self._one_of("aggregate", AGGREGATES, "point")
        kind = self._one_of("tolerance_type", TOLERANCES)
        value, tolerance = self._number("value"), self._number("tolerance")
        if aggregate == "point" and last != first:
            raise self._wrong("aggregate", "several quarters make no point", "write sum or mean")
        if tolerance <= 0:
            raise self._wrong("tolerance", "a tolerance is above zero", "")
        if kind == "relative" and value == 0:
            raise self._wrong("value", "a relative tolerance of nothing", "write absolute")
        if kind == "factor" and (value <= 0 or tolerance < 1):
            raise self._wrong("tolerance", "a factor is 1 or more, of a value above zero", "")
        return Observed(
            id=self._text("id"),
            series=self._text("series"),
            quarter=self._text("quarter"),
            first=first,
            last=last,
            aggregate=aggregate,
            value=value,
            tolerance=tolerance,
            tolerance_type=kind,
            role=self._text("role"),
        )

    def _wrong(self, column: str, what: str, hint: str) -> GameError:
        return GameError(f"{column}: {what}", self.place, hint)

    def _text(self, column: str, default: str = "") -> str:
        text = str(self.row.get(column) or "").strip() or default
        if not text:
            raise self._wrong(column, "nothing is written here", "fill it in")
        return text

    def _number(self, column: str) -> float:
        text = self._text(column)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            hint = "digits and a point: 1234.5"
            raise self._wrong(column, f"'{text}' is not a number", hint)
        return value

    def _one_of(self, column: str, known: tuple[str, ...], default: str = "") -> str:
        text = self._text(column, default)
        if text not in known:
            raise self._wrong(column, f"'{text}' is not known", f"one of {', '.join(known)}")
        return text

    def _quarters(self) -> tuple[int, int]:
        text = self._text("quarter")
        parts = text.split("-")
        try:
            first, last = number(parts[0].strip()), number(parts[-1].strip())
        except ValueError:
            first, last = 1, 0
        if len(parts) > 2 or last < first:
            hint = "write 2024Q4, or 2024Q1-2024Q4"
            raise self._wrong("quarter", f"'{text}' is no quarter and no span", hint)
        return first, last

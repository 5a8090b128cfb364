"""What was observed: the rows shipped with the game, or those of somebody's table?

Reads a CSV with the columns of the shipped observations (docs/observations.md). A table that cannot
be read is refused, with every line that is wrong and what to write there; whether its series exist
is asked elsewhere.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from game.content.quarters import number
from game.errors import GameError
from game.session.lookup import nearest
from game.session.scoring import Observed

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset
    from game.content.words import Words

NEEDED = ("id", "series", "quarter", "value", "tolerance", "tolerance_type", "role")
OTHERS = ("aggregate", "unit")  # that are read where they are there
AGGREGATES = ("point", "sum", "mean")
TOLERANCES = ("relative", "absolute", "factor")
ROLES = ("fit", "score")  # others are judged apart
LARGEST = 16 << 20  # bytes
TOLD = 20  # bad lines that are told, at most


class BadTable(GameError):
    """A table with lines that cannot be read; `faults` are all of them, in their order."""

    def __init__(self, faults: Sequence[GameError], words: Words) -> None:
        first = faults[0]
        super().__init__(first.what, first.where, first.hint)
        self.faults = tuple(faults)
        self.lines = [str(fault) for fault in faults[:TOLD]]
        if more := len(faults[TOLD:]):
            self.lines.append(words.t("observations.more", n=more))

    def __str__(self) -> str:
        return "\n".join(self.lines)


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
                unit=each.unit,
            )
        )
    return found


def read_file(path: Path, words: Words) -> list[Observed]:
    """The observations of a CSV file; raises GameError with what is wrong, where, what to do."""
    where = str(path)
    try:
        if path.stat().st_size > LARGEST:
            raise _fault(words, "too_large", where, mb=LARGEST >> 20)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _fault(words, "unread", where, why=error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise _fault(words, "no_text", where) from None
    return read(text, where, words)


def read(text: str, where: str, words: Words) -> list[Observed]:
    """The observations of a CSV text; `where` names it in errors."""
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    found: dict[str, Observed] = {}
    lines: dict[str, int] = {}
    faults: list[GameError] = []
    try:
        _check_columns(reader.fieldnames or (), _line(words, where, 1), words)
        for row in reader:
            if not any((value or "") for value in row.values() if isinstance(value, str)):
                continue
            place = _line(words, where, reader.line_num)
            try:
                seen = _Line(row, place, words).observed()
                if seen.id in found:
                    raise _fault(words, "twice", place, id=seen.id, line=str(lines[seen.id]))
            except GameError as fault:
                faults.append(fault)
            else:
                found[seen.id], lines[seen.id] = seen, reader.line_num
    except csv.Error as error:  # what stands below cannot be told apart
        place = _line(words, where, reader.reader.line_num)
        faults.append(_fault(words, "no_csv", place, why=str(error)))
    if faults:
        raise BadTable(faults, words)
    if not found:
        raise _fault(words, "empty", where)
    return list(found.values())


def _line(words: Words, where: str, line: int) -> str:
    return words.t("observations.line", file=where, line=str(line))


def _fault(words: Words, key: str, where: str, **values: object) -> GameError:
    """What is wrong, and what to do where the words know it."""
    hint = f"observations.{key}.hint"
    what = words.t(f"observations.{key}", **values)
    return GameError(what, where, words.t(hint, **values) if hint in words else "")


def _check_columns(names: object, place: str, words: Words) -> None:
    columns = [str(name).strip() for name in names] if isinstance(names, list | tuple) else []
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        others = [column for column in columns if column not in (*NEEDED, *OTHERS)]
        meant = [(nearest(name, others), name) for name in missing]
        pairs = [words.t("observations.meant", one=one, name=name) for one, name in meant if one]
        what = words.t("observations.columns", n=len(missing), names=", ".join(missing))
        hint = words.t("observations.columns.first", names=",".join(NEEDED))
        if pairs:
            hint = words.t("observations.columns.rename", pairs=", ".join(pairs))
        raise GameError(what, place, hint)


class _Line:
    """One line of a table, and where it stands."""

    def __init__(self, row: Mapping[str | None, object], place: str, words: Words) -> None:
        self.row = {str(key).strip(): value for key, value in row.items() if key is not None}
        self.place, self.words = place, words
        if None in row:
            raise _fault(words, "too_many", place)

    def observed(self) -> Observed:
        """The line as an observation; raises GameError."""
        first, last = self._quarters()
        aggregate = self._one_of("aggregate", AGGREGATES, "point")
        kind = self._one_of("tolerance_type", TOLERANCES)
        value, tolerance = self._number("value"), self._number("tolerance")
        if aggregate == "point" and last != first:
            raise self._wrong("aggregate", "no_point")
        if tolerance <= 0:
            raise self._wrong("tolerance", "no_tolerance")
        if kind == "relative" and value == 0:
            raise self._wrong("value", "no_relative")
        if kind == "factor" and (value <= 0 or tolerance < 1):
            raise self._wrong("tolerance", "no_factor")
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
            unit=str(self.row.get("unit") or "").strip(),
        )

    def _wrong(self, column: str, key: str, **values: object) -> GameError:
        fault = _fault(self.words, key, self.place, **values)
        what = self.words.t("observations.column", column=column, what=fault.what)
        return GameError(what, fault.where, fault.hint)

    def _text(self, column: str, default: str = "") -> str:
        text = str(self.row.get(column) or "").strip() or default
        if not text:
            raise self._wrong(column, "blank")
        return text

    def _number(self, column: str) -> float:
        text = self._text(column)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self._wrong(column, "no_number", given=text)
        return value

    def _one_of(self, column: str, known: tuple[str, ...], default: str = "") -> str:
        text = self._text(column, default)
        if text not in known:
            raise self._wrong(column, "unknown", given=text, known=", ".join(known))
        return text

    def _quarters(self) -> tuple[int, int]:
        text = self._text("quarter")
        parts = text.split("-")
        try:
            first, last = number(parts[0].strip()), number(parts[-1].strip())
        except ValueError:
            first, last = 1, 0
        if len(parts) > 2 or last < first:
            raise self._wrong("quarter", "no_quarter", given=text)
        return first, last

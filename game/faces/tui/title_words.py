"""How does the title speak before the rules are read?

Whole texts from this face's own file of words; numbers plainly, no plurals, no units.
"""

from __future__ import annotations

from game.content.first_words import FirstTable


class FirstWords:
    """The words of the title, before the rules are read: whole texts, no plurals, no units."""

    def __init__(self, lang: str, table: FirstTable) -> None:
        self._lang, self._table = lang, table

    def t(self, key: str, **values: object) -> str:
        """The text of a key."""
        text = self._table.text(key, self._lang)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def number(self, x: float, digits: int = 0) -> str:
        """A number, plainly."""
        return f"{x:.{digits}f}"

    def compact(self, x: float) -> str:
        """A count, plainly."""
        return f"{x:g}"

    def unit(self, value: float, unit: str, *, like: float = 0.0) -> str:
        """A value with the name of its unit."""
        return f"{value:g} {unit}"

    def quarter(self, turn: int) -> str:
        """The number of a turn."""
        return str(turn)

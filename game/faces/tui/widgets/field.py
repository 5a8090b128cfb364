"""How does one write a number without losing the keys of the screen?

An input that takes the characters it wants and leaves all others to the screen's own keys.
"""

from __future__ import annotations

from typing import Any

from textual.events import Key
from textual.widgets import Input


class Field(Input):
    """A line to write in; `wanted` are the characters that belong into it."""

    def __init__(self, value: str, *, wanted: str, **more: Any) -> None:
        super().__init__(value, select_on_focus=True, **more)
        self._wanted = frozenset(wanted)

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is written here."""
        return character is not None and character in self._wanted

    async def _on_key(self, event: Key) -> None:
        """Leave a key that is not wanted to the screen."""
        if event.is_printable and event.character not in self._wanted:
            event.prevent_default()

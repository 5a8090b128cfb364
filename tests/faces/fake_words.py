"""Which words does a screen test speak? Those of the face's own file, and plain numbers."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

WORDS = Path(__file__).resolve().parents[2] / "content" / "base" / "words"
FILES = (WORDS / "tui.yaml", WORDS / "mods.yaml", WORDS / "council.yaml")


@cache
def catalogue() -> dict[str, Any]:
    """Key → language → text or plural forms."""
    loaded: dict[str, Any] = {}
    for file in FILES:
        loaded |= yaml.safe_load(file.read_text(encoding="utf-8"))
    return {key: entry for key, entry in loaded.items() if key.startswith("tui.")}


class FakeWords:
    """The words of one language, with the same methods as the game's own."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def t(self, key: str, **values: object) -> str:
        text = catalogue()[key][self.lang]
        if isinstance(text, dict):
            n = values.get("n", 0)
            single = n < 2 if self.lang == "fr" else n == 1  # type: ignore[operator]
            text = text["one" if single else "other"]
        return str(text).format(**values)

    def number(self, x: float, digits: int = 0) -> str:
        text = f"{x:,.{digits}f}"
        if self.lang == "fr":
            text = text.replace(",", "\u202f").replace(".", ",")
        return text.replace("-", "−")

    def compact(self, x: float) -> str:
        return f"{self.number(x / 1000)} k" if abs(x) >= 10_000 else self.number(x)

    def unit(self, value: float, unit: str, *, like: float = 0.0) -> str:
        return f"{self.number(value)} {unit}"

    def quarter(self, turn: int) -> str:
        year, place = divmod(turn + 3, 4)
        return f"{2022 + year}{'T' if self.lang == 'fr' else 'Q'}{place + 1}"

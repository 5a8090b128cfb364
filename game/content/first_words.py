"""Which words can be said before the content has been read?

The words of one file of the interface, without the reader of content and its library: help and the
title are shown at once. Understands how those files are written, one word a line or its two
languages on the lines below; for anything else it asks the library.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_TEXT = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf"^([a-z0-9_.]+): \{{en: ({_TEXT}), fr: ({_TEXT})\}}$", re.MULTILINE)
_BLOCK = re.compile(rf"^([a-z0-9_.]+):\n  en: ({_TEXT})\n  fr: ({_TEXT})$", re.MULTILINE)


class FirstTable:
    """The words of a file by key; each is a mapping of language to text or plural forms."""

    def __init__(self, path: Path) -> None:
        self._text = path.read_text(encoding="utf-8")
        found = (*_LINE.finditer(self._text), *_BLOCK.finditer(self._text))
        self._known: dict[str, Any] = {m[1]: {"en": m[2], "fr": m[3]} for m in found}
        self._parsed: Mapping[str, Any] | None = None

    def pairs(self) -> list[tuple[str, str]]:
        """English and French of every word that is written on one line, or its languages on two."""
        return [(json.loads(each["en"]), json.loads(each["fr"])) for each in self._known.values()]

    def text(self, key: str, lang: str) -> str:
        """The text of a key, that for many where there are plurals, or nothing."""
        known = self._known.get(key)
        if known is not None:
            return str(json.loads(known[lang]))
        if self._parsed is None:
            import yaml

            self._parsed = yaml.load(self._text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        found = (self._parsed or {}).get(key, {}).get(lang, "")
        return str(found["other"] if isinstance(found, dict) else found)

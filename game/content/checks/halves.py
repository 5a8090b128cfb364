"""Does a patch change what one language says, and leave the other as it was?

To write a language that was missing is to translate; and a patch that `expect`s the other language
has looked at it. Texts that nobody patches are `texts.py`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from game.content import patches
from game.content.checks.warner import Content
from game.content.definitions import Definition, Overlay
from game.content.document import Path
from game.errors import Problem

OTHER = {"en": "fr", "fr": "en"}
NAMES = {"en": "English", "fr": "French"}


def check(content: Content) -> list[Problem]:
    """Every text of which mods have written one language over what the other still says."""
    patched = (each for table in content.table.values() for each in table.values() if each.overlays)
    return [problem for definition in patched for problem in _left(definition)]


def _left(definition: Definition) -> Iterator[Problem]:
    """The languages of a definition that stay behind."""
    for overlay in definition.overlays:
        at = next((n for n, step in enumerate(overlay.path) if step in OTHER), None)
        if at is None or overlay.owner == definition.owner:
            continue
        text, language = overlay.path[:at], str(overlay.path[at])
        other = OTHER[language]
        left = definition.value_at((*text, other))
        before = _written(definition, text, language)
        if (
            left
            and before
            and before != definition.value_at((*text, language))
            and definition.owner_of((*text, other)) == definition.owner
            and not _is_expected(overlay, at, other)
        ):
            field = ".".join([*definition.shown(text).split("."), other]).lstrip(".")
            said = patches.shown(left.get("other", "") if isinstance(left, dict) else left)
            message = f"the {NAMES[other]} stays as it was, {said}"
            hint = f"set '{field}' too, or 'expect' it where it still says the same"
            yield definition.problem("W515", overlay.path, message, hint, severity="warning")


def _written(definition: Definition, text: Path, language: str) -> Any:
    """What a text said in a language before anybody patched it, or None."""
    document, way = definition.origin(text)
    value = document.value
    for step in way:
        value = value[step]
    return value.get(language) if isinstance(value, dict) else None


def _is_expected(overlay: Overlay, at: int, other: str) -> bool:
    """Whether the patch says what it expects the other language to be."""
    patch = overlay.document.value
    for step in overlay.prefix[:-2]:
        patch = patch[step]
    names = str(overlay.prefix[-1]).split(".")
    names = [*names[: len(names) - len(overlay.path) + at], other]
    way = ".".join(names)
    expected = patch.get("expect", {})
    return any(key == way or key.startswith(f"{way}.") for key in expected)

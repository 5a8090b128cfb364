"""Which mods does the header of a save name, and which are in play?

Reads plain values of a header that anybody may have written; imports no rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

Mods = tuple[tuple[str, str], ...]  # (id, version)


def mods_of(header: Mapping[str, Any]) -> Mods:
    """The mods a save was made with (id, version), then those of what is set apart in it."""
    listed = [header.get("mods"), header.get("away")]
    found = {
        str(mod["id"]): str(mod.get("version", ""))
        for mods in listed
        if isinstance(mods, list)
        for mod in mods
        if isinstance(mod, dict) and "id" in mod
    }
    return tuple(found.items())


def mods_in_play(ruleset: Ruleset) -> list[dict[str, str]]:
    """The mods that are on, in their order, with the hash of their files."""
    return [
        {"id": mod.id, "version": mod.version, "hash": mod.hash}
        for mod in ruleset.mods
        if mod.enabled
    ]

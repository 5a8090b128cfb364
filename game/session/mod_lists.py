"""Which mods does the header of a save name?

Reads plain values of a header that anybody may have written; imports no rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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

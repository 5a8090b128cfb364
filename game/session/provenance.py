"""Which game is a report of?

Its version, its rules and its mods, as every report in JSON names them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game import __version__

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def provenance(ruleset: Ruleset) -> dict[str, Any]:
    """The keys that stand first in the JSON of a report."""
    return {"game": __version__, "ruleset": ruleset.hash, "mods": mods_in_play(ruleset)}


def mods_in_play(ruleset: Ruleset) -> list[dict[str, str]]:
    """The mods that are on, in their order, with the hash of their files."""
    return [
        {"id": mod.id, "version": mod.version, "hash": mod.hash}
        for mod in ruleset.mods
        if mod.enabled
    ]

"""Which game is a report of?

Its version, its rules and its mods, as every report in JSON names them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from game import __version__
from game.session.mod_lists import mods_in_play

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset


def provenance(ruleset: Ruleset) -> dict[str, Any]:
    """The keys that stand first in the JSON of a report."""
    return {"game": __version__, "ruleset": ruleset.hash, "mods": mods_in_play(ruleset)}

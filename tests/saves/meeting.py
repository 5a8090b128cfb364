"""How does a test come to a morning on which a given scene waits?

Scenes are drawn, and a larger deck draws others: games with one seed after the other are played
until one of them meets it. Only the first quarters are played: they cost least.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from game.content import Ruleset
from game.session.session import Session

SEEDS, TURNS = range(1, 80), 6


def until_scene(
    ruleset: Ruleset, wanted: Collection[str], seat: str = "lab_paris", folder: Path | None = None
) -> Session:
    """A game whose player has one of the wanted scenes on the table; fails when none does."""
    for seed in SEEDS:
        session = Session.new(ruleset, seat=seat, seed=seed, folder=folder, autosaves=False)
        for _ in range(TURNS):
            if any(scene.id in wanted for scene in session.scenes()):
                return session
            session.end_turn()
    raise AssertionError(f"no game met {wanted}")

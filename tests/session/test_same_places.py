"""Is a figure that reads the place of another explained by the causes of that one?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import Ruleset, load
from game.session.following import followed, same_places
from game.session.session import Session
from tests.content.mod_making import write_mod

DIALS = """
- id: dial.coarse
  read: tension
  unit: index
  step: 2
  label: {en: "Coarse dial", fr: "Gros cadran"}
  meaning: {en: "Tension, in twos.", fr: "La tension, par deux."}
- id: dial.fine
  read: tension
  unit: index
  step: 0.1
  label: {en: "Fine dial", fr: "Cadran fin"}
  meaning: {en: "Tension, in tenths.", fr: "La tension, par dixièmes."}
"""


def _played(ruleset: Ruleset, seat: str, turns: int) -> Session:
    session = Session.new(ruleset, seat=seat, seed=11, autosaves=False)
    for _ in range(turns):
        session.end_turn()
    return session


@pytest.mark.parametrize("seat", ["taiwan", "lab_paris"])
def test_a_seat_by_its_own_name_has_the_causes_of_its_books(ruleset: Ruleset, seat: str) -> None:
    session, told = _played(ruleset, seat, 6), 0
    places = same_places(ruleset, seat)
    assert {f"trust.{seat}", f"cash.{seat}"} <= places.keys() and places[
        f"trust.{seat}"
    ] == "me.trust"
    assert not places.keys() & set(followed(ruleset, seat))
    for turn in range(1, 7):
        for name, kept in places.items():
            view, own = session.why(name, turn), session.why(kept, turn)
            assert sum(part.value for part in view.parts) == pytest.approx(view.figure.change)
            if ruleset.figures[name].step == ruleset.figures[kept].step:
                assert [part.label for part in view.parts] == [part.label for part in own.parts]
                told += len(view.parts)
            if view.figure.change:
                assert view.parts, (name, turn)
    assert told > 10


def test_a_mod_s_figure_has_the_causes_of_the_place_that_it_reads(tmp_path: Path) -> None:
    write_mod(tmp_path, "dials", {"figures/dials.yaml": DIALS})
    session = _played(load(mods=["dials"], mod_dirs=[tmp_path]), "lab_paris", 4)
    for turn in range(1, 5):
        known = {part.label for part in session.why("tension", turn).parts}
        for name in ("dial.coarse", "dial.fine"):
            view = session.why(name, turn)
            assert {part.label for part in view.parts} <= known
            assert sum(part.value for part in view.parts) == pytest.approx(view.figure.change)
            assert bool(view.parts) or not view.figure.change
        assert known  # the Strait is never still

"""Does what the story remembers follow its chairs when a save is opened under other rules?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import Ruleset, load
from game.session import migrations
from game.session.session import Session
from tests.content.mod_making import SCENE, write_mod

LETTER = SCENE.format(id="letter_to_tokyo").replace("[china]", "[japan]")


@pytest.fixture
def with_tokyo(tmp_path: Path) -> Ruleset:
    """The base game, in which a seat that nobody plays meets a scene."""
    write_mod(tmp_path / "mods", "letters", {"storylets/letters.yaml": LETTER})
    rules = load(mods=["letters"], mod_dirs=[tmp_path / "mods"])
    assert rules.axis("chair")[-1] == "japan"
    return rules


def _reload(session: Session, rules: Ruleset) -> Session:
    session.save("here")
    return Session.load(rules, "here", folder=session.folder, autosaves=False)


def test_a_seat_keeps_its_memory_while_it_has_no_chair(
    ruleset: Ruleset, with_tokyo: Ruleset, tmp_path: Path
) -> None:
    session = Session.new(with_tokyo, seed=3, folder=tmp_path, autosaves=False)
    place = with_tokyo.index("storylet", "letter_to_tokyo"), with_tokyo.index("chair", "japan")
    while session.standing.world.story_seen[place][0] < 0:
        session.end_turn()
    met = int(session.standing.world.story_seen[place][0])
    without = _reload(session, ruleset)
    assert without.standing.world.scene_now.shape[0] == len(ruleset.axis("chair")) == 8
    assert "letters" in without.notice
    assert _reload(without, with_tokyo).hash == session.hash
    without.end_turn()
    later = _reload(without, with_tokyo)
    assert later.standing.world.story_seen[place].tolist() == [met, met]
    assert not later.standing.aside
    later.end_turn()


def test_a_seat_of_a_mod_comes_into_a_running_game_and_leaves_it(
    ruleset: Ruleset, tmp_path: Path
) -> None:
    modded = load(mods=["seoul_memory"])
    assert modded.axis("chair") == modded.axis("seat") and modded.axis("chair")[-1] == "korea"
    session = Session.new(ruleset, seed=3, folder=tmp_path, autosaves=False)
    session.end_turn()
    joined = _reload(session, modded)
    row = modded.index("chair", "korea")
    assert (joined.standing.world.story_seen[:, row] == -1).all()
    for _ in range(8):
        joined.end_turn()
    assert (joined.standing.world.story_seen[:, row] >= 0).any()
    left = _reload(joined, ruleset)
    assert left.standing.world.story_took.shape[1] == len(ruleset.axis("chair"))
    assert _reload(left, modded).hash == joined.hash


def test_choices_that_stand_apart_from_their_storylets_are_refused() -> None:
    axes = {"seat": ["usa"], "storylet": ["a", "b"], "choice": ["a.x", "b.x", "a.y"]}
    with pytest.raises(ValueError, match="order of their storylets"):
        migrations.fourth({"axes": axes})
    axes["choice"].sort()
    assert migrations.fourth({"axes": axes})["axes"] == {
        "seat": ["usa"], "chair": ["usa"], "storylet": {"a": ["x", "y"], "b": ["x"]},
    }  # fmt: skip

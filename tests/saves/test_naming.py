"""Whose save may a name replace?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import Ruleset
from game.session import sharing
from game.session.autosaves import list_saves
from game.session.save_bytes import BadSave
from game.session.session import Session


def test_a_game_goes_over_its_own_save_and_over_no_other(ruleset: Ruleset, own_saves: Path) -> None:
    mine = Session.new(ruleset, seed=8)
    mine.save("my game")
    mine.end_turn()
    path = mine.save("my/game")
    kept = path.read_bytes()
    other = Session.new(ruleset, seed=9)
    with pytest.raises(BadSave) as caught:
        other.save("my game")
    assert caught.value.key == "others_name" and path.read_bytes() == kept
    free = str(caught.value.values["free"])
    assert other.save(free).stem == free and path.read_bytes() == kept
    assert Session.load(ruleset, path, autosaves=False).hash == mine.hash


def test_what_cannot_be_read_is_not_replaced(ruleset: Ruleset, own_saves: Path) -> None:
    session = Session.new(ruleset, seed=8)
    path = own_saves / "notes.save"
    path.write_text("no save at all", encoding="utf-8")
    with pytest.raises(BadSave, match="notes-2"):
        session.save("notes")
    assert path.read_text(encoding="utf-8") == "no save at all"


def test_a_long_name_that_is_taken_gets_its_number(ruleset: Ruleset, own_saves: Path) -> None:
    shared = sharing.export_save(Session.new(ruleset, seed=8).save("é" * 80), own_saves / "one")
    Session.new(ruleset, seed=8)
    names = {sharing.import_save(ruleset, shared).path.stem for _ in range(3)}
    assert len(names) == 3 and any(name.endswith("-2") for name in names)


@pytest.mark.parametrize("name", ["latest", "Latest", "dernière", "derniere", "latest.save"])
def test_what_means_the_newest_save_is_no_name(
    ruleset: Ruleset, own_saves: Path, tmp_path: Path, name: str
) -> None:
    session = Session.new(ruleset, seed=8)
    shared = session.share(str(tmp_path / "one"))
    for named in (session.save, lambda name: sharing.import_save(ruleset, shared, name)):
        with pytest.raises(BadSave) as caught:
            named(name)
        assert caught.value.key == "latest_name"


def test_a_save_that_is_called_so_all_the_same_loads_as_the_list_has_it(
    ruleset: Ruleset, own_saves: Path
) -> None:
    session = Session.new(ruleset, seed=8)
    session.save("mine").rename(own_saves / "latest.save")
    before = session.hash
    session.end_turn()
    (name,) = [entry.name for entry in list_saves(own_saves) if "latest" in entry.name]
    assert Session.load(ruleset, name, autosaves=False).hash == before

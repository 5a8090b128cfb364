"""Can two saves of one quarter be told apart?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import Ruleset
from game.faces.tui import save_rows
from game.session.session import Session


@pytest.mark.parametrize(("lang", "end"), [("en", "(end)"), ("fr", "(fin)")])
def test_the_last_table_and_the_end_are_two_lines_in_the_list(
    ruleset: Ruleset, own_saves: Path, lang: str, end: str
) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", 1)
    while not session.finished:
        session.end_turn()
    rows = [row for row in save_rows.rows(ruleset, lang) if row.automatic]
    over, before = rows[:2]  # the newest first
    assert over.title == f"{before.title} {end}"
    assert over.quarter.endswith(end) and not before.quarter.endswith(end)

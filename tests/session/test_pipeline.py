"""Is what is on its way told once?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from game.content import Ruleset
from game.session.pipeline import _told_once
from game.session.session import Session
from game.session.work_views import WorkView

FAB = WorkView("Wafers 5 nm, TSMC", "+30", "2026Q1", "2026Q4", 4, "Attract", "order", "2022Q4", 13)


def test_what_another_line_says_more_exactly_is_left_out() -> None:
    abroad = replace(FAB, label="Wafers 5 nm outside Taiwan, TSMC")
    assert _told_once([abroad, FAB]) == [abroad]
    assert _told_once([FAB, abroad]) == [abroad]
    others = [
        replace(FAB, label="Wafers 3 nm, TSMC"),
        replace(FAB, text="+31"),
        replace(FAB, begun="2023Q1"),
        replace(FAB, label="Wafers 5 nm outside Taiwan, Samsung"),
    ]
    assert _told_once([FAB, *others]) == [FAB, *others]


@pytest.mark.parametrize(("lang", "abroad"), [("en", "outside Taiwan"), ("fr", "hors de Taïwan")])
def test_an_island_reads_of_each_fab_abroad_once(ruleset: Ruleset, lang: str, abroad: str) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=1, lang=lang, autosaves=False)
    for _ in range(3):
        session.end_turn()
    works = session.pipeline().coming
    assert any(abroad in work.label for work in works)
    told = [replace(work, label=work.label.replace(f" {abroad}", "")) for work in works]
    assert len(set(told)) == len(told)

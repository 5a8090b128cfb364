"""Is what is on its way told once?"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

import pytest

from game.content import Ruleset
from game.errors import GameError
from game.session.pipeline import _told_once
from game.session.session import Session
from game.session.work_views import WorkView

ORDERS = ("state_machines", "grey_purchase")
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


def test_chips_on_their_way_are_told_of_those_who_could_buy_them(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="china", seed=4, autosaves=False)
    titles = {id_: session.words.text(ruleset.orders[id_].title) for id_ in ORDERS}
    names = [session.words.text(chip.name) for chip in ruleset.chips.values()]
    by: dict[str, set[str]] = {id_: set() for id_ in ORDERS}
    for _ in range(4):
        for order in ORDERS:
            with suppress(GameError):
                session.do(order)
        session.end_turn()
        for work in session.pipeline().coming:
            for id_, title in titles.items():
                if work.label in names and work.cause.startswith(title):
                    by[id_].add(work.label)
    bought, smuggled = by.values()
    assert bought and smuggled and not bought & smuggled
    assert "Ascend 910" in bought and "A100" in smuggled

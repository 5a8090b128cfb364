"""Do the advisers of a laboratory speak of the model that matters, and advise what can be done?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from game.content import Ruleset
from game.content.models.lore import Line

RIVALS = re.compile(r"\{(open\.eci|best_eci\.\w+)\}")
LABS = ("lab_frontier", "lab_hangzhou", "lab_paris", "commons")


def _lines(ruleset: Ruleset) -> Iterator[tuple[str, Line]]:
    for adviser in ruleset.advisors.values():
        if set(adviser.for_) & set(LABS):
            for line in adviser.lines:
                yield adviser.id, line


def test_whoever_compares_models_looks_into_the_drawer(ruleset: Ruleset) -> None:
    compared = 0
    for who, line in _lines(ruleset):
        names = set(line.when.names)
        rivals = {"open.eci"} | {name for name in names if name.startswith("best_eci.")}
        spoken_of = bool(RIVALS.search(line.en)) and "{me." in line.en
        if not (spoken_of and ({"me.eci", "me.trained"} & names or "{me.eci}" in line.en)):
            continue
        compared += 1
        # What is released may be set against a rival only where the drawer is asked as well.
        in_sight = "me.trained" in names or "{me.trained}" in line.en
        lead_in_the_open = names & rivals and "me.openness" in names
        assert in_sight or lead_in_the_open, (who, line.en)
        if "{me.trained}" in line.en:
            assert re.search("trained|drawer|made", line.en), (who, line.en)
            assert re.search("entraîné|tiroir|fait", line.fr), (who, line.fr)
    assert compared >= 8


def test_nobody_advises_to_end_a_contract_that_runs(ruleset: Ruleset) -> None:
    runs = next(each.for_ for each in ruleset.orders["rent_cloud"].effects if each.for_)
    assert runs == 8
    told = [line.en for _, line in _lines(ruleset) if "contract" in line.en and "eight" in line.en]
    assert len(told) >= 4
    for who, line in _lines(ruleset):
        assert not re.search("let some go|change landlord|[Rr]ent short", line.en), (who, line.en)
        if "me.rented" in line.when.names and "raise money" in line.en:
            assert "eight quarters" in line.en and "huit trimestres" in line.fr, who
        if re.search(r": rent\.|sign for the rooms", line.en):  # clouds that are full sign no more
            assert "me.filled" in line.when.names, (who, line.en)


def test_a_card_that_rent_would_pay_for_is_counted_in_hours(ruleset: Ruleset) -> None:
    """8,760 hours of a year: what is said of it holds only where the sum does."""
    told = [line for _, line in _lines(ruleset) if "day and night" in line.en]
    assert len(told) == 2
    for line in told:
        assert "rent_usd_per_hour * 8760 >= price.h100" in line.when.source
        if "Buy" in line.en:  # which nobody may in the first year
            assert "2023.75 <= quarter" in line.when.source

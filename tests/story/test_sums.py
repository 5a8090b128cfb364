"""Are sums that stand beside one another told in one unit, with as many digits each?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.story.telling import alike


@pytest.mark.parametrize(
    ("sums", "told"),
    [
        ((495e3, 600e3), ["$495,000", "$600,000"]),  # not $0.6m
        ((490e6, 500e6), ["$490m", "$500m"]),  # not 0.49 and $0.5bn
        ((92e6, 101e6), ["$92m", "$101m"]),  # not 92.0
        ((-31.4e6, -33.6e6), ["−$31.4m", "−$33.6m"]),
        ((494e6, 1.23e9), ["$0.49bn", "$1.23bn"]),
        ((9.5e6, 10e6), ["$9.5m", "$10.0m"]),
        ((0.0, 5e6), ["$0m", "$5m"]),
        ((302e3, 250e6), []),  # next to nothing beside the other
        ((5e6, 5.001e6), []),  # alike in three figures
    ],
)
def test_sums_of_one_range(ruleset: Ruleset, sums: tuple[float, ...], told: list[str]) -> None:
    assert alike(sums, ruleset.words("en")) == told


def test_a_change_has_its_sign_in_both_languages(ruleset: Ruleset) -> None:
    assert alike((2e9, 2.5e9), ruleset.words("fr"), signed=True) == [
        "+2,0\u202fMd$",
        "+2,5\u202fMd$",
    ]

"""Are sums that stand beside one another told in one unit, with as many digits each?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.story.telling import alike


@pytest.mark.parametrize(
    ("sums", "told"),
    [
        ((495e3, 600e3), ["495,000 $", "600,000 $"]),  # not 0.6 m$
        ((490e6, 500e6), ["490 m$", "500 m$"]),  # not 0.49 and 0.5 bn$
        ((92e6, 101e6), ["92 m$", "101 m$"]),  # not 92.0
        ((-31.4e6, -33.6e6), ["−31.4 m$", "−33.6 m$"]),
        ((494e6, 1.23e9), ["0.49 bn$", "1.23 bn$"]),
        ((9.5e6, 10e6), ["9.5 m$", "10.0 m$"]),
        ((0.0, 5e6), ["0 m$", "5 m$"]),
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

"""Is a world of a batch the world it would be alone, and do the sums add up?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.errors import GameError
from game.session import simulate as batches


def test_a_world_is_the_same_alone_and_in_any_chunk(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = batches.simulate(ruleset, "autumn_2022", 5, 4, 9)
    alone = batches.simulate(ruleset, "autumn_2022", 1, 4, 9, first_world=3)
    assert alone.hashes == (together.hashes[3],)
    monkeypatch.setattr(batches, "CHUNK", 2)
    assert batches.simulate(ruleset, "autumn_2022", 5, 4, 9).hashes == together.hashes


def test_the_summary_has_the_promised_keys(ruleset: Ruleset) -> None:
    told = batches.summary(ruleset, batches.simulate(ruleset, "autumn_2022", 4, 3, 1))
    assert (told["worlds"], told["turns"], len(told["hashes"])) == (4, 3, 4)
    quarters = told["series"]["tension"]
    assert list(quarters) == ["2022Q4", "2023Q1", "2023Q2", "2023Q3"]
    levels = list(quarters["2023Q3"].values())
    assert list(quarters["2023Q3"]) == ["p05", "p25", "p50", "p75", "p95"]
    assert levels == sorted(levels)
    assert all(sum(counts.values()) == 4 for counts in told["outcomes"].values())


def test_other_seeds_are_other_worlds(ruleset: Ruleset) -> None:
    one, two = (batches.simulate(ruleset, "autumn_2022", 2, 3, seed) for seed in (1, 2))
    assert len({*one.hashes, *two.hashes}) == 4


@pytest.mark.parametrize(
    "wrong",
    [{"scenario": "x"}, {"worlds": 0}, {"turns": 99}, {"policies": {"china": "x"}}],
)
def test_wrong_usage_is_said(ruleset: Ruleset, wrong: dict[str, object]) -> None:
    usual: dict[str, object] = {"scenario": "autumn_2022", "worlds": 2, "turns": 1, "seed": 1}
    with pytest.raises(GameError):
        batches.simulate(ruleset, **(usual | wrong))  # type: ignore[arg-type]

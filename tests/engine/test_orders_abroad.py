"""Orders beyond the border: lines abroad stand beside those at home, caps have their date."""

import pytest

from game.world.figures import Reader
from game.world.targets import targets
from tests.engine.conftest import give


def test_who_lets_the_foundry_build_abroad_moves_no_line_that_stands(ruleset, morning):
    tsmc, n5 = ruleset.index("actor", "tsmc"), ruleset.index("node", "n5")
    given, spared = (give(ruleset, morning, "taiwan", "bless_the_desert", k) for k in (1, 0))
    assert (given.wafers_abroad == spared.wafers_abroad).all()
    built, abroad = (
        (given.pending[row] - spared.pending[row]).sum(axis=0)
        for row in (targets(ruleset)[f"{name}[tsmc,n5]"] for name in ("wafers", "wafers_abroad"))
    )
    assert built.tolist() == abroad.tolist() == [24_000, 24_000]
    bill = built * 2 * ruleset.nodes["n5"].capex_usd_per_kwpm / 3_000
    assert (spared.cash_usd[tsmc] - given.cash_usd[tsmc]).tolist() == pytest.approx(bill.tolist())
    assert (given.wafers[tsmc, n5] == spared.wafers[tsmc, n5]).all()


def test_a_cap_on_the_second_tier_binds_its_buyers_a_quarter_later(ruleset, morning):
    gulf = ruleset.index("actor", "gulf_buyers")

    def owned(amount, turns):
        world = give(ruleset, morning, "usa", "diffusion_rule", amount, turns)
        return int(world.installed[:, gulf].sum()), Reader(ruleset, world)("quota.gulf")[0]

    assert owned(1_000, 1)[1] == 0
    assert owned(1_000, 2)[1] == 1_000
    assert owned(1_000, 6)[0] < 0.9 * owned(0, 6)[0]

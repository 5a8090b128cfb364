"""S10 Training: arithmetic, software and text become capability, up to a wall."""

import numpy as np
import pytest

from game.engine import s10_training as training
from tests.engine.conftest import suppose

PLENTY = 3e14


def index(x, flop, tokens=PLENTY):
    """The index of a model trained on so many effective FLOP, without unlocks and luck."""
    loss, _ = training.chinchilla(x, np.array([flop]), np.array([tokens]))
    return float(x.k("training.eci_top") - x.k("training.eci_per_nat") * loss[0])


def test_the_arithmetic_of_gpt_4_gives_its_index(quarter):
    assert index(quarter, 2.1e25) == pytest.approx(126, abs=1)


def test_more_arithmetic_always_helps_and_never_passes_the_wall(quarter):
    climb = [index(quarter, 10.0**power) for power in range(20, 40)]
    assert climb == sorted(climb)
    assert climb[-1] < quarter.k("training.eci_top")
    assert climb[7] - climb[6] < climb[2] - climb[1]


def test_less_text_never_helps_and_hurts_the_largest_runs(quarter):
    for flop in (1e22, 1e26, 1e30):
        by_text = [index(quarter, flop, tokens) for tokens in (1e12, 1e13, 1e14, 3e14)]
        assert by_text == sorted(by_text)
    assert index(quarter, 1e30, 1e13) < index(quarter, 1e30, 3e14) - 1


def test_a_quarter_of_machine_time_in_flop(calm):
    w, lab = calm.w, calm.actor("lab_paris")
    suppose(calm, {"training.final_share": 0.2, "training.mfu": 0.4, "training.run_kept": 0.5})
    w.installed[:, lab], w.rented_h100e[lab], w.allotted_h100e[lab] = 0, 1_000.0, 0.0
    w.train_share[lab], w.run_flop[lab] = 0.5, 4e23
    training.train(calm)
    # half of what was there, and 1000 * 0.5 * 0.2 H100e at 989.5 TFLOP/s, 40 % of it, 7.9e6 s
    assert w.run_flop[lab, 0] == pytest.approx(2e23 + 100 * 989.5e12 * 0.4 * 7.9e6)


def test_the_best_model_trained_is_never_forgotten(calm):
    lab = calm.actor("lab_hangzhou")
    calm.w.trained_eci[lab] = 133.0
    calm.w.train_share[:] = 0.0
    training.train(calm)
    assert calm.w.trained_eci[lab].tolist() == [133.0, 133.0]


def test_the_leader_improves_by_the_published_pace_and_others_by_their_effort(quarter):
    suppose(
        quarter,
        {
            "training.software_growth": 0.28,
            "training.effort_power": 0.7,
            "training.software_ceiling": 1e30,
        },
    )
    w, labs = quarter.w, quarter.places.labs
    w.installed[:, labs], w.rented_h100e[labs], w.commons_h100e[:] = 0, 0.0, 0.0
    w.software[labs], w.open_software[:] = 1.0, 1.0
    w.staff[labs], w.allotted_h100e[labs] = 100.0, 250.0
    leader = quarter.actor("lab_frontier")
    w.staff[leader], w.allotted_h100e[leader] = 400.0, 1_000.0  # four times the effort
    training.research(quarter)
    gained = {lab: float(np.log(w.software[lab, 0])) for lab in labs}
    assert gained[leader] == pytest.approx(0.28)
    assert gained[quarter.actor("lab_bay")] == pytest.approx(0.28 * 0.25**0.7)


def test_who_is_behind_reads_part_of_the_way_to_what_is_open(quarter):
    suppose(quarter, {"training.software_growth": 0.0, "training.spillover": 0.3})
    w, behind, ahead = quarter.w, quarter.actor("lab_paris"), quarter.actor("lab_bay")
    w.open_software[:] = 1.0
    w.software[behind], w.software[ahead] = 0.1, 2.0
    training.research(quarter)
    assert w.software[behind, 0] == pytest.approx(0.1**0.7)
    assert w.software[ahead, 0] == 2.0


def test_unlocks_add_their_share_of_points(calm):
    suppose(calm, {"training.reasoning_gain": 30})
    pair = [calm.actor("lab_bay"), calm.actor("lab_menlo")]
    calm.w.installed[:, pair], calm.w.rented_h100e[pair], calm.w.allotted_h100e[pair] = 0, 0, 5e4
    calm.w.run_flop[pair], calm.w.software[pair], calm.w.train_share[pair] = 1e25, 1.0, 0.5
    calm.w.data_extra[pair], calm.w.trained_eci[pair] = 0.0, 0.0
    calm.w.reasoning[pair] = [[0.0], [0.5]]
    training.train(calm)
    plain, thinking = calm.w.trained_eci[pair, 0]
    assert thinking - plain == pytest.approx(15)

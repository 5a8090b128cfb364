"""S10 Training: arithmetic, software and text become capability up to a wall; then methods."""

import numpy as np
import pytest

from game.engine import policies, tick
from game.engine import s10_training as training
from game.engine.orders import cost_usd, refusals
from game.world.dice import Dice
from tests.engine.conftest import suppose

PLENTY = 3e14


def best(x, flop, tokens=PLENTY):
    """The best use of so many effective FLOP and tokens."""
    return training.chinchilla(x, np.array([[flop]]), np.array([[tokens]]))


def index(x, flop, tokens=PLENTY):
    """The index of a model trained on so many effective FLOP, without unlocks and luck."""
    loss = best(x, flop, tokens).loss[0, 0]
    return float(x.k("training.eci_top") - x.k("training.eci_per_nat") * loss)


def alone(x, lab, hours):
    """Leave a lab with so many H100e of machine time and no other source of it."""
    w, row = x.w, x.actor(lab)
    w.installed[:, row] = 0
    for name in ("rented_h100e", "let_h100e", "lent_h100e"):
        getattr(w, name)[row] = 0.0
    w.allotted_h100e[row], w.hours_filled[row] = hours, 1.0
    return row


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


@pytest.mark.parametrize("flop", [1e21, 1e25, 1e28, 1e32])
@pytest.mark.parametrize("tokens", [1e12, 3e14])
def test_no_other_size_of_model_would_do_better(quarter, flop, tokens):
    k = quarter.k
    size = np.exp(np.linspace(np.log(1e6), np.log(1e20), 20_001))
    read = flop / 6.0 / size
    repeats = k("training.repeat_epochs")
    again = repeats * (1.0 - np.exp(-np.maximum(read / tokens - 1.0, 0.0) / repeats))
    worth = np.minimum(read, tokens) + tokens * again
    by_size = k("training.chinchilla_a") / size ** k("training.chinchilla_alpha")
    by_text = k("training.chinchilla_b") / worth ** k("training.chinchilla_beta")
    assert best(quarter, flop, tokens).loss[0, 0] == pytest.approx(
        (by_size + by_text).min(), rel=1e-5
    )


@pytest.mark.parametrize(("flop", "tokens"), [(1e25, 3e14), (1e28, 1e13), (1e31, 3e14)])
def test_what_a_little_more_would_save_is_told_rightly(quarter, flop, tokens):
    found, step = best(quarter, flop, tokens), 1e-4
    more = best(quarter, flop * np.exp(step), tokens).loss
    richer = best(quarter, flop, tokens * np.exp(step)).loss
    assert (found.loss - more) / step == pytest.approx(found.by_scale, rel=1e-3)
    assert (found.loss - richer) / step == pytest.approx(found.by_text, rel=1e-3, abs=1e-9)


def test_a_lab_is_told_what_holds_its_run_back(calm):
    suppose(calm, {"training.wall_points": 0.8})
    w, lab = calm.w, calm.actor("lab_paris")
    w.software[lab] = 1.0
    told = []
    for flop in (1e24, 1e30):
        w.run_flop[lab] = flop
        training.appraise(calm)
        told.append((float(w.run_limit[lab, 0]), float(w.scale_gain[lab, 0])))
    suppose(calm, {"training.tokens": 1e11})
    w.run_flop[lab] = 1e25
    training.appraise(calm)
    assert [code for code, _ in told] == [training.MACHINES, training.METHOD]
    assert told[0][1] > 3 > 0.8 > told[1][1]
    assert w.run_limit[lab, 0] == training.TEXT
    assert w.text_gain[lab, 0] > w.scale_gain[lab, 0]


def test_chosen_text_teaches_as_more_arithmetic_would(calm):
    suppose(calm, {"training.data_quality": 1.0})
    w, pair = calm.w, [calm.actor("lab_bay"), calm.actor("lab_menlo")]
    w.run_flop[pair], w.software[pair] = [[1e25], [2e25]], 1.0
    w.data_extra[pair] = [[1.0], [0.0]]
    training.appraise(calm)
    assert w.run_eci[pair[0], 0] == pytest.approx(w.run_eci[pair[1], 0])


def test_a_quarter_of_machine_time_in_flop(calm):
    suppose(calm, {"training.final_share": 0.2, "training.mfu": 0.4, "training.run_kept": 0.5})
    w, lab = calm.w, alone(calm, "lab_paris", 1_000.0)
    w.train_share[lab], w.run_flop[lab] = 0.5, 4e23
    training.run(calm)
    # half of what was there, and 1000 * 0.5 * 0.2 H100e at 989.5 TFLOP/s, 40 % of it, 7.9e6 s
    assert w.run_flop[lab, 0] == pytest.approx(2e23 + 100 * 989.5e12 * 0.4 * 7.9e6)


def test_the_best_model_trained_is_never_forgotten(calm):
    lab = calm.actor("lab_hangzhou")
    calm.w.trained_eci[lab] = 133.0
    calm.w.train_share[:] = 0.0
    training.run(calm)
    assert calm.w.trained_eci[lab].tolist() == [133.0, 133.0]


@pytest.fixture
def efforts(quarter):
    """All labs at efficiency 1 with nothing to read; effort 100 is that of the published pace."""
    suppose(
        quarter,
        {
            "training.software_growth": 0.28,
            "training.effort_power": 0.7,
            "training.software_returns": 1.25,
            "training.software_ceiling": 1e300,
            "training.reference_effort": 100.0,
            "training.final_share": 0.0,
            "training.assist": 1.5,
        },
    )
    w, labs = quarter.w, quarter.places.labs
    w.software[labs], w.open_software[:], w.staff[labs], w.train_share[labs] = 1.0, 1e-9, 100.0, 0.5
    return quarter


def grown(x, lab, hours):
    """ln of the growth of a lab's efficiency when every lab has so many H100e."""
    before = np.log(x.w.software[lab, 0])
    training.research(x, np.full((x.places.labs.size, x.w.width), float(hours)))
    return float(np.log(x.w.software[lab, 0]) - before)


def test_at_the_effort_of_2023_software_grows_by_the_published_pace(efforts):
    assert grown(efforts, efforts.actor("lab_bay"), 200.0) == pytest.approx(0.28)


def test_more_machines_and_more_people_find_more_with_diminishing_returns(efforts):
    lab, pace = efforts.actor("lab_bay"), np.expm1(0.28 / 1.25)
    efforts.w.staff[efforts.actor("lab_menlo")] = 400.0
    twice = grown(efforts, lab, 800.0)  # sqrt(100 * 400) is twice the reference
    assert twice == pytest.approx(1.25 * np.log1p(pace * 2**0.7))
    assert 0.28 < twice < 0.56
    menlo = np.log(efforts.w.software[efforts.actor("lab_menlo"), 0])
    assert menlo == pytest.approx(1.25 * np.log1p(pace * 4**0.7))


def test_the_further_the_harder_until_effort_has_grown_as_well(efforts):
    lab = efforts.actor("lab_bay")
    efforts.w.software[lab] = 10.0
    assert grown(efforts, lab, 200.0) < 0.06
    efforts.w.software[lab] = 10.0
    enough = 10.0 ** (1 / (1.25 * 0.7))  # effort whose power 0.7 * 1.25 has grown tenfold
    assert grown(efforts, lab, 200.0 * enough**2) == pytest.approx(0.28, rel=0.01)


def test_nothing_is_found_beyond_the_ceiling(efforts):
    suppose(efforts, {"training.software_ceiling": 50.0})
    lab = efforts.actor("lab_bay")
    efforts.w.software[lab] = 50.0
    assert grown(efforts, lab, 200.0) == 0.0


def test_agents_lend_a_hand_in_research(efforts):
    lab, pace = efforts.actor("lab_bay"), np.expm1(0.28 / 1.25)
    efforts.w.agents[lab] = 1.0
    assert grown(efforts, lab, 200.0) == pytest.approx(1.25 * np.log1p(pace * 2.5**0.35))


def test_who_is_behind_reads_part_of_the_way_to_what_is_open(efforts):
    suppose(efforts, {"training.software_growth": 0.0, "training.spillover": 0.3})
    w, behind, ahead = efforts.w, efforts.actor("lab_paris"), efforts.actor("lab_bay")
    w.open_software[:] = 1.0
    w.software[behind], w.software[ahead] = 0.1, 2.0
    training.research(efforts, np.full((efforts.places.labs.size, 2), 200.0))
    assert w.software[behind, 0] == pytest.approx(0.1**0.7)
    assert w.software[ahead, 0] == 2.0


def test_each_unlock_adds_its_points_and_its_cost(calm):
    points = {"reasoning": 10.0, "tool_use": 6.0, "agents": 8.0, "learning": 10.0}
    hours = {"reasoning": 1.0, "tool_use": 0.5, "agents": 2.0, "learning": 1.0}
    suppose(calm, {"training.unlock_gain": points, "training.unlock_cost": hours})
    w, lab = calm.w, calm.actor("lab_bay")
    w.run_flop[lab] = 1e25
    training.appraise(calm)
    plain = w.run_eci[lab, 0]
    assert w.thinking_cost[lab, 0] == 1.0
    w.reasoning[lab], w.tool_use[lab], w.agents[lab], w.learning[lab] = 1.0, 1.0, 0.5, 0.2
    training.appraise(calm)
    assert w.run_eci[lab, 0] - plain == pytest.approx(10 + 6 + 4 + 2)
    assert w.thinking_cost[lab, 0] == pytest.approx(1 + 1.0 + 0.5 + 1.0 + 0.2)


@pytest.fixture
def secret(calm):
    """One lab alone masters reasoning, halfway, and serves its best model."""
    suppose(calm, {"training.hearsay": 0.1, "training.readable": 0.8, "training.secrecy": 0.6})
    w, lab = calm.w, calm.actor("lab_frontier")
    w.reasoning[:], w.openness[:], w.open_reasoning[:] = 0.0, 0.0, 0.0
    w.reasoning[lab], w.trained_eci[lab], w.eci[lab] = 0.5, 130.0, 130.0
    return calm


def test_what_one_lab_has_found_gets_about_in_time(secret):
    training.spread(secret)
    assert secret.w.open_reasoning.tolist() == pytest.approx([0.05, 0.05])
    training.spread(secret)
    assert secret.w.open_reasoning.tolist() == pytest.approx([0.095, 0.095])
    assert not secret.w.open_tools.any()


def test_open_weights_tell_at_once_what_is_in_them_and_contracts_keep_it_longer(secret):
    w, lab = secret.w, secret.actor("lab_frontier")
    w.openness[lab] = [1.0, 0.0]
    w.closed[lab] = [0.0, 1.0]
    trust = w.trust[lab].copy()
    training.spread(secret)
    assert w.open_reasoning.tolist() == pytest.approx([0.4, 0.1 * 0.5 * 0.4])
    lost = [0.0, secret.k("training.secrecy_trust")]
    assert (trust - w.trust[lab]).tolist() == pytest.approx(lost)


def test_old_open_weights_do_not_tell_what_is_in_the_drawer(secret):
    w, lab = secret.w, secret.actor("lab_frontier")
    w.openness[lab], w.trained_eci[lab] = 1.0, 134.0
    training.spread(secret)
    assert w.open_reasoning.tolist() == pytest.approx([0.05, 0.05])


def test_who_builds_on_an_open_model_comes_close_and_trains_nothing_else(calm):
    suppose(calm, {"training.tuning_loss": 1.5, "training.run_kept": 0.5})
    w, lab = calm.w, alone(calm, "lab_paris", 1_000.0)
    w.open_eci[:], w.tuning[lab] = [120.0, 99.0], 1.0
    w.trained_eci[lab], w.run_flop[lab] = 100.0, 1e20
    training.run(calm)
    assert w.trained_eci[lab].tolist() == [118.5, 100.0]
    assert w.run_flop[lab].tolist() == [5e19, 5e19]
    assert not w.tuning.any()


def test_ways_of_working_come_in_their_order_and_want_machines(ruleset, morning):
    world = morning.copy()
    lab = ruleset.index("actor", "lab_frontier")
    chain = ("reasoning", "tool_use", "agents", "learning")
    orders = ("research_reasoning", "research_tools", "research_agents", "research_learning")
    world.trained_eci[lab], world.allotted_h100e[lab], world.hours_filled[lab] = 120.0, 1e5, 1.0
    for step, order in enumerate(orders):
        assert refusals(ruleset, world, "lab_frontier", order) == []
        later = [refusals(ruleset, world, "lab_frontier", o) for o in orders[step + 1 :]]
        assert all(later)
        getattr(world, chain[step])[lab] = 0.5
    world.installed[:, lab] = 0
    for name in ("allotted_h100e", "rented_h100e", "lent_h100e"):
        getattr(world, name)[lab] = 0.0
    assert refusals(ruleset, world, "lab_frontier", "research_learning")


def found(ruleset, morning, order, unlock, staff, hours, known=0.0):
    """What one order of research adds for a team of so many people with so many H100e."""
    world, lab = morning.copy(), ruleset.index("actor", "lab_frontier")
    world.trained_eci[lab], world.reasoning[lab] = 130.0, 0.6
    world.tool_use[lab], world.agents[lab] = 0.6, 0.6 if unlock == "learning" else 0.0
    world.installed[:, lab], world.rented_h100e[lab], world.lent_h100e[lab] = 0, 0.0, 0.0
    world.allotted_h100e[lab], world.hours_filled[lab], world.train_share[lab] = hours, 1.0, 0.8
    world.staff[lab], world.cash_usd[lab] = staff, 10**12
    getattr(world, f"open_{unlock}")[:] = known
    before = getattr(world, unlock)[lab, 0]
    orders = policies.no_orders(ruleset, world)
    orders[ruleset.index("order", order), ruleset.index("seat", "lab_frontier")] = 1.0
    for turn in range(5):
        world = tick(ruleset, world, orders if turn == 0 else orders * 0, Dice(1))
    return float(getattr(world, unlock)[lab, 0] - before)


@pytest.mark.parametrize("unlock", ["agents", "learning"])
def test_a_way_of_working_is_found_by_people_and_machines(ruleset, morning, unlock):
    order = f"research_{unlock}"
    mass = found(ruleset, morning, order, unlock, 1_000.0, 200_000.0)
    fewer = found(ruleset, morning, order, unlock, 1_000.0, 20_000.0)
    handful = found(ruleset, morning, order, unlock, 10.0, 2_000.0)
    assert fewer < 0.8 * mass
    assert handful < 0.1 * mass


def test_what_others_have_shown_is_read_by_a_handful_too(ruleset, morning):
    alone = found(ruleset, morning, "research_agents", "agents", 20.0, 20_000.0)
    reading = found(ruleset, morning, "research_agents", "agents", 20.0, 20_000.0, known=0.8)
    assert reading - alone == pytest.approx(0.4)


def test_others_pay_less_for_what_anyone_may_read(ruleset, morning):
    world = morning.copy()
    world.staff[ruleset.index("actor", "lab_paris")] = 100.0
    dear = cost_usd(ruleset, world, "lab_paris", "research_reasoning")
    world.open_reasoning[:] = 0.2
    assert cost_usd(ruleset, world, "lab_paris", "research_reasoning") == pytest.approx(0.6 * dear)


def test_the_first_model_that_reasons_comes_in_the_second_half_of_2024(play, ruleset):
    lab = ruleset.index("actor", "lab_frontier")
    assert not play(turns=6, worlds=(0, 1)).reasoning[lab].any()  # the morning of 2024Q2
    assert (play(turns=9, worlds=(0, 1)).reasoning[lab] >= 0.5).all()  # that of 2025Q1

"""What happens in one world in one quarter, if a Mesa model keeps its actors?

Mesa's: the model, its count of steps, one agent for each actor with that actor's books as its
attributes, and the activation of agents, in the order of the ruleset, wherever a stage goes actor
by actor: training, inference, demand and valuation by lab, externalities by everybody.
The oracle's: every rule, the dice, the order of the stages, and the other twelve stages whole,
which are markets or laws and run at the level of the model. Mesa's own dice are not thrown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import mesa

from benchmarks.mesa_tick.books import Ledger
from benchmarks.oracle import (
    s10_training,
    s11_inference,
    s12_demand,
    s14_valuation,
    s15_externalities,
)
from benchmarks.oracle.hours import lab_hours
from benchmarks.oracle.landlords import POOLS
from benchmarks.oracle.quarter import Quarter
from benchmarks.oracle.tick import STAGES

if TYPE_CHECKING:
    from benchmarks.oracle.dice import PlainDice
    from benchmarks.oracle.state import Lane
    from game.content.ruleset import Ruleset


class Actor(mesa.Agent):
    """Anything with a balance sheet; its books are attributes: `agent.cash_usd`."""

    model: Economy

    def __init__(self, model: Economy, actor: str) -> None:
        super().__init__(model)
        self.actor = actor
        self.used_kwh = 0.0

    @property
    def x(self) -> Quarter:
        """The quarter in the making."""
        return self.model.quarter

    def draw_power(self) -> None:
        """S15: what its machines draw."""
        self.used_kwh = s15_externalities.drawn_kwh(self.x, self.actor)


class State(Actor):
    """A government."""


class Firm(Actor):
    """A firm that trains no models."""


class Outside(Actor):
    """Everybody else: who pays, and is paid, from beyond the model."""


class Lab(Actor):
    """Who trains models and answers with them."""

    def __init__(self, model: Economy, actor: str) -> None:
        super().__init__(model, actor)
        self.fuel_h100e = 0.0

    def count_hours(self) -> None:
        """S10: the machine time of the quarter."""
        self.fuel_h100e = lab_hours(self.x, self.actor)

    def research(self) -> None:
        """S10: software."""
        s10_training.research(self.x, self.actor, self.fuel_h100e)

    def train(self) -> None:
        """S10: the run."""
        s10_training.train(self.x, self.actor, self.fuel_h100e)

    def finish(self) -> None:
        """S10: the best model so far."""
        s10_training.finish(self.x, self.actor)

    def open_counter(self) -> None:
        """S11: old cards, then the hours that are free to answer."""
        s11_inference.run_cards(self.x, self.actor)
        s11_inference.open_counter(self.x, self.actor)

    def set_price(self) -> None:
        """S11: what an answer costs."""
        s11_inference.set_price(self.x, self.actor)

    def charge(self) -> None:
        """S12: bill the users."""
        s12_demand.charge(self.x, self.actor)

    def be_valued(self, hit: bool, future: float) -> None:
        """S14: what investors think of it."""
        s14_valuation.value_lab(self.x, self.actor, hit, future)


KINDS: dict[str, type[Actor]] = {"state": State, "firm": Firm, "lab": Lab, "outside": Outside}


class Economy(mesa.Model):
    """One world; `step` is one quarter."""

    def __init__(self, ruleset: Ruleset, lane: Lane, dice: PlainDice) -> None:
        """Agents with the books of a lane, which is left as it was."""
        super().__init__(seed=dice.seed)
        made = {name: KINDS[spec.kind](self, name) for name, spec in ruleset.actors.items()}
        self.ledger = Ledger(lane.copy(), made)
        self.quarter = Quarter(ruleset, self.ledger, dice)
        self.by_agents: dict[str, Callable[[], None]] = {
            "training": self.training,
            "inference": self.inference,
            "demand": self.demand,
            "valuation": self.valuation,
            "externalities": self.externalities,
        }

    def step(self) -> None:
        """The stages in order, by agents or whole; then the next quarter."""
        for name, run in STAGES:
            if name in self.by_agents:
                self.by_agents[name]()
            else:
                run(self.quarter)
        self.ledger.turn += 1

    def lane(self) -> Lane:
        """The world as the oracle keeps it."""
        return self.ledger.lane()

    @property
    def labs(self) -> mesa.agent.AgentSet:
        """The agents that train models."""
        return self.agents_by_type[Lab]

    def training(self) -> None:
        """S10, as s10_training.run."""
        self.labs.do("count_hours").do("research")
        s10_training.spread(self.quarter)
        self.labs.do("train")
        s10_training.appraise(self.quarter)
        self.labs.do("finish")

    def inference(self) -> None:
        """S11, as s11_inference.run."""
        self.labs.do("open_counter")
        for pool in POOLS:
            s11_inference.meter(self.quarter, pool)
        self.labs.do("set_price")
        s11_inference.price_class(self.quarter)

    def demand(self) -> None:
        """S12, as s12_demand.run."""
        s12_demand.spread(self.quarter)
        s12_demand.serve(self.quarter, s12_demand.choose(self.quarter))
        self.labs.do("charge")

    def valuation(self) -> None:
        """S14, as s14_valuation.run."""
        x = self.quarter
        gap, room = s14_valuation.overspending(x), s14_valuation.growth_left(x)
        future = s14_valuation.prospects(x, room)
        s14_valuation.feel(x, gap)
        hit = s14_valuation.crash(x, gap)
        s14_valuation.value_designer(x, future)
        self.labs.do("be_valued", hit, future)
        s14_valuation.spend(x, hit, room)

    def externalities(self) -> None:
        """S15, as s15_externalities.run."""
        self.agents.do("draw_power")
        used = {agent.actor: agent.used_kwh for agent in self.agents}
        for region in self.quarter.places.regions:
            s15_externalities.measure(self.quarter, region, used)
            s15_externalities.pay_bills(self.quarter, region, used)
            s15_externalities.dry_up(self.quarter, region)

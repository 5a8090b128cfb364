"""WHAT HAPPENS: (state, orders, dice) to the next state and the reasons. See `tick.STAGES`."""

from game.engine.opening import first_turn, open_scenario, quarters
from game.engine.orders import cost_usd, refusals
from game.engine.tick import STAGES, tick
from game.engine.unattended import unattended

__all__ = [
    "STAGES",
    "cost_usd",
    "first_turn",
    "open_scenario",
    "quarters",
    "refusals",
    "tick",
    "unattended",
]

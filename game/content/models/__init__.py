"""Which kinds of definition exist, and which folder of the content holds which?

Each kind is one frozen pydantic model; the models are the only schema of the game. References
between definitions are declared here as `Ref` and checked when everything has been read. Files of
models do not put off their annotations: pydantic would only read every one of them again.
"""

from game.content.models.basis import Model
from game.content.models.conduct import Coefficient, Order, Policy
from game.content.models.lore import Advisor, Closing, Codex, Ending, Fact, News, Score
from game.content.models.reasons import Cause
from game.content.models.record import Observation, Script, Series
from game.content.models.start import Opening, Scenario, Seat
from game.content.models.story import Storylet
from game.content.models.world import Actor, Chip, Figure, Item, Node, Region

__all__ = [
    "KINDS",
    "SINGULAR",
    "WORDS",
    "Actor",
    "Advisor",
    "Cause",
    "Chip",
    "Closing",
    "Codex",
    "Coefficient",
    "Ending",
    "Fact",
    "Figure",
    "Item",
    "Model",
    "News",
    "Node",
    "Observation",
    "Opening",
    "Order",
    "Policy",
    "Region",
    "Scenario",
    "Score",
    "Script",
    "Seat",
    "Series",
    "Storylet",
]

# In the order in which a reader would meet them; words are not definitions and stand apart.
KINDS: dict[str, type[Model]] = {
    "actors": Actor,
    "regions": Region,
    "chips": Chip,
    "nodes": Node,
    "items": Item,
    "figures": Figure,
    "coefficients": Coefficient,
    "causes": Cause,
    "orders": Order,
    "policies": Policy,
    "seats": Seat,
    "scenarios": Scenario,
    "openings": Opening,
    "scripts": Script,
    "series": Series,
    "observations": Observation,
    "storylets": Storylet,
    "advisors": Advisor,
    "facts": Fact,
    "codex": Codex,
    "news": News,
    "endings": Ending,
    "closings": Closing,
    "score": Score,
}
WORDS = "words"

# What one definition of a kind is called in a message.
SINGULAR = {
    "actors": "actor",
    "regions": "region",
    "chips": "chip",
    "nodes": "node",
    "items": "item",
    "figures": "figure",
    "coefficients": "coefficient",
    "causes": "cause",
    "orders": "order",
    "policies": "policy",
    "seats": "seat",
    "scenarios": "scenario",
    "openings": "opening",
    "scripts": "line of a script",
    "series": "series",
    "observations": "observation",
    "storylets": "storylet",
    "advisors": "advisor",
    "facts": "fact",
    "codex": "codex page",
    "news": "news item",
    "endings": "ending",
    "closings": "closing",
    "score": "score part",
    "words": "word",
}

"""How does a test play a game that nobody planned? It gives random orders and random answers."""

from __future__ import annotations

import random

from game.errors import IllegalOrder
from game.session.session import Session


def wander(session: Session, chance: random.Random) -> None:
    """Give an order or two and answer some scenes, as far as the rules let it."""
    for scene in session.scenes():
        allowed = [n for n, choice in enumerate(scene.choices, 1) if choice.refused is None]
        if scene.answered is None and allowed and chance.random() < 0.7:
            session.choose(scene.number, chance.choice(allowed))
    offers = [offer for offer in session.offers() if offer.refused is None]
    for offer in chance.sample(offers, min(len(offers), chance.randrange(3))):
        try:
            session.do(offer.id)
        except IllegalOrder:
            continue  # the first order took what this one needs

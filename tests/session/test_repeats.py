"""How often does a whole game say the same again: the advisers, and the paper in its last years?

Each seat is played by its usual policy to the end of the decade, and gives some answer to all that
it is asked, after the advisers were heard.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from game.content import Ruleset
from game.engine.policies import follow, no_orders
from game.session.plan import Plan, PlanItem
from game.session.session import Session

MOST, APART = 3, 12
SPOKEN = 2.2  # lines a quarter that a council of five says at least
LATE, AGAIN = 2032.0, 0.12
SEATS = ("usa", "china", "europe", "lab_frontier", "lab_hangzhou", "lab_paris", "commons")


def _played(ruleset: Ruleset, seat: str) -> tuple[Session, dict[str, list[tuple[int, str]]]]:
    """A whole game of a seat, and what each adviser said when, without the numbers."""
    session = Session.new(ruleset, seat=seat, seed=5, autosaves=False)
    policy = next(each for each in ruleset.policies.values() if each.actor == seat)
    said: dict[str, list[tuple[int, str]]] = defaultdict(list)
    orders, row = list(ruleset.orders), ruleset.index("seat", seat)
    while not session.finished:
        world = session.standing.world
        for line in session.council():
            if line.line:
                text = re.sub(r"[+−]?\d[\d,. ]*", "#", line.line)
                said[line.id].append((int(world.turn[0]), text))
        for scene in session.scenes():
            allowed = [n for n, choice in enumerate(scene.choices, 1) if choice.refused is None]
            session.choose(scene.number, allowed[int(world.turn[0]) % len(allowed)])
        world = session.standing.world
        sheet = no_orders(ruleset, world)
        follow(ruleset, world, policy, sheet)
        plan = Plan()
        for place in np.flatnonzero(sheet[:, row, 0]).tolist():
            plan = plan.put(PlanItem(orders[place], float(sheet[place, row, 0])))
        session.standing = replace(session.standing, plan=plan)
        session.end_turn()
    return session, said


def _hold(ruleset: Ruleset, seat: str) -> Session:
    session, said = _played(ruleset, seat)
    for id_, lines in said.items():
        turns: dict[str, list[int]] = defaultdict(list)
        for turn, text in lines:
            turns[text].append(turn)
        for text, when in turns.items():
            assert len(when) <= MOST, (id_, text)
            assert all(later - turn >= APART for turn, later in pairwise(when)), (id_, text)
    quarters = len(session.standing.log.pages) - 1
    assert sum(map(len, said.values())) >= SPOKEN * quarters
    last = [turn for lines in said.values() for turn, _ in lines if turn == quarters - 1]
    assert len(last) == len(said) == 5, "not everybody takes leave"
    return session


def test_no_line_of_an_adviser_comes_often_or_soon_again(ruleset: Ruleset) -> None:
    _hold(ruleset, "taiwan")


@pytest.mark.long
def test_neither_the_councils_nor_the_papers_repeat_themselves(ruleset: Ruleset) -> None:
    late, again = 0, 0
    for seat in SEATS:
        seen: set[str] = set()
        for page in _hold(ruleset, seat).standing.log.pages:
            for item in page.news:
                is_late = page.figures["quarter"] >= LATE
                late += is_late
                again += is_late and item.id in seen
                seen.add(item.id)
    assert late > 8 * len(SEATS) and again <= AGAIN * late, (again, late)

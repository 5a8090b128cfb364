"""What does playing say of a content folder or a mod?

Joins the forced worlds and the games of the bots into problems such as a static check reports. Of a
mod, only what it brings or patches is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from game.content.definitions import BASE
from game.engine import open_scenario
from game.errors import GameError
from game.session.trials import rounds
from game.session.trials.exposure import Exposure
from game.session.trials.findings import Findings
from game.session.trials.forced import force

if TYPE_CHECKING:
    from game.content.files import Table
    from game.content.ruleset import Ruleset
    from game.errors import Problem


@dataclass
class Tried:
    """What was found, and what was met on the way."""

    games: int
    exposures: dict[str, Exposure]  # by seat
    forced: int  # choices that were taken in forced worlds
    problems: list[Problem] = field(default_factory=list)


def coverage(exposures: Mapping[str, Exposure]) -> list[dict[str, Any]]:
    """In what share of its games each kind of bot met each storylet, seat by seat."""
    rows = []
    for seat, exposure in exposures.items():
        for id_, met in exposure.met.items():
            shares = (met.appeared / exposure.played).tolist()
            rows.append(
                {
                    "storylet": id_,
                    "seat": seat,
                    "games": int(exposure.played.sum()),
                    "share": float(met.appeared.sum() / exposure.played.sum()),
                    "bots": dict(zip(exposure.kinds, shares, strict=True)),
                }
            )
    return rows


def owned(table: Table, owner: str) -> frozenset[str] | None:
    """The storylets that a mod brings or patches; None, that is all of them, for the base."""
    if owner == BASE:
        return None
    return frozenset(
        id_
        for id_, definition in table["storylets"].items()
        if definition.owner == owner or any(each.owner == owner for each in definition.overlays)
    )


def must_open(ruleset: Ruleset) -> None:
    """Refuse content of which no world can be made; raises GameError."""
    for scenario in (each.id for each in ruleset.scenarios.values() if each.prologue is None):
        try:
            open_scenario(ruleset, scenario, (0, 0))
        except (KeyError, ValueError) as error:
            what = error.args[0] if error.args else error
            hint = "the engine needs what the base game has; --no-tests plays nothing"
            raise GameError(
                f"no world can be made of this content: {what}", scenario, hint
            ) from None


def attempt(
    ruleset: Ruleset, table: Table, owner: str, games: int, *, jobs: int = 1, seed: int = 1
) -> Tried:
    """Force and play the storylets of an owner; `table` says where each stands."""
    must_open(ruleset)
    only = owned(table, owner)
    forced = force(ruleset, table, only, seed)
    seats = seats_of(ruleset, only)
    exposures = rounds.expose(ruleset, games, seed, seats=seats, jobs=jobs) if seats else {}
    found = list(forced.problems)
    findings = Findings(ruleset, table, only)
    for exposure in exposures.values():
        found += findings.of(exposure)
        if only is not None:
            exposure.met = {id_: met for id_, met in exposure.met.items() if id_ in only}
    return Tried(games, exposures, forced.choices, found)


def seats_of(ruleset: Ruleset, only: frozenset[str] | None) -> tuple[str, ...]:
    """The playable seats that see any of the storylets."""
    return tuple(
        seat
        for seat, each in ruleset.seats.items()
        if each.playable
        and any(
            seat in storylet.seats and (only is None or id_ in only)
            for id_, storylet in ruleset.storylets.items()
        )
    )

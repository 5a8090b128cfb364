"""How do rules written for one world read and write books that lie with its agents?

`Ledger` looks like the oracle's Lane. What has an entry for each actor is stored with the agents,
as attributes of the same names, and is only looked through here; all else is stored in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from benchmarks.oracle.state import Lane
from game.world.state import FIELDS

ACTOR = "actor"
OF_ACTORS = tuple(name for name, spec in FIELDS.items() if ACTOR in spec["axes"])
BY_ACTOR = frozenset(name for name in OF_ACTORS if FIELDS[name]["axes"][0] == ACTOR)
BY_CHIP = tuple(name for name in OF_ACTORS if name not in BY_ACTOR)  # then by actor

Agents = Mapping[str, Any]  # by actor, in the order of the ruleset


class Entries(MutableMapping[str, Any]):
    """One entry of all books, by actor: `ledger.cash_usd`."""

    __slots__ = ("agents", "name")

    def __init__(self, agents: Agents, name: str) -> None:
        self.agents, self.name = agents, name

    def __getitem__(self, actor: str) -> Any:
        return getattr(self.agents[actor], self.name)

    def __setitem__(self, actor: str, value: Any) -> None:
        setattr(self.agents[actor], self.name, value)

    def __delitem__(self, actor: str) -> None:
        raise TypeError(f"{self.name}: an actor stays in the books")

    def __iter__(self) -> Iterator[str]:
        return iter(self.agents)

    def __len__(self) -> int:
        return len(self.agents)


class ChipEntries(Entries):
    """One entry of all books for one chip class, by actor: `ledger.installed["h100"]`."""

    __slots__ = ("chip",)

    def __init__(self, agents: Agents, name: str, chip: str) -> None:
        super().__init__(agents, name)
        self.chip = chip

    def __getitem__(self, actor: str) -> Any:
        return getattr(self.agents[actor], self.name)[self.chip]

    def __setitem__(self, actor: str, value: Any) -> None:
        getattr(self.agents[actor], self.name)[self.chip] = value


class Ledger(Lane):
    """One world, in which the books of actors are with the agents."""

    def __init__(self, lane: Lane, agents: Agents) -> None:
        """Hand out the entries of a lane, which the ledger then uses up."""
        found = dict(vars(lane))
        for name in BY_ACTOR:
            view = Entries(agents, name)
            view.update(found[name])
            found[name] = view
        for name in BY_CHIP:
            rows = found[name]
            for actor, agent in agents.items():
                setattr(agent, name, {chip: row[actor] for chip, row in rows.items()})
            found[name] = {chip: ChipEntries(agents, name, chip) for chip in rows}
        vars(self).update(found)

    def __setattr__(self, name: str, value: Any) -> None:
        """A rule that writes an entry of all actors at once writes it into every book."""
        if name in BY_ACTOR:
            vars(self)[name].update(value)
        else:
            super().__setattr__(name, value)

    def lane(self) -> Lane:
        """The world as the oracle keeps it, by copy."""
        found = dict(vars(self))
        for name in BY_ACTOR:
            found[name] = dict(found[name])
        for name in BY_CHIP:
            found[name] = {chip: dict(row) for chip, row in found[name].items()}
        return Lane(**found).copy()

    def copy(self) -> Lane:
        """An independent copy, without agents."""
        return self.lane()

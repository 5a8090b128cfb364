"""What does an actor, a chip or a region bring along that joins a running game with a mod?

What the opening of the scenario gives it, as if it had waited until now. Its money comes from the
rest of the world and its chips count as made, so that nothing appears out of nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from game.session.parcels import Parcel
from game.session.save_axes import axes_of
from game.world.state import FIELDS, Ints, World

if TYPE_CHECKING:
    from game.content.ruleset import Ruleset

AXES = ("actor", "chip", "region", "node", "item")
PAYS = "outside"  # the rest of the world

Newcomers = Mapping[str, tuple[str, ...]]  # ids by their axis


def newcomers(
    ruleset: Ruleset, saved: Mapping[str, Sequence[str]], parcels: Iterable[Parcel]
) -> Newcomers:
    """The ids that a save has never known, neither in play nor set apart."""
    now, aside = axes_of(ruleset), [parcel.lost for parcel in parcels]
    found = {}
    for axis in AXES:
        known = {*saved[axis], *(id_ for lost in aside for id_ in lost.get(axis, ()))}
        found[axis] = tuple(id_ for id_ in now[axis] if id_ not in known)
    return {axis: ids for axis, ids in found.items() if ids}


def let_in(ruleset: Ruleset, world: World, opening: World, new: Newcomers) -> None:
    """Give newcomers what the opening has for them; writes the world in place."""
    rows = {axis: [ruleset.index(axis, id_) for id_ in ids] for axis, ids in new.items()}
    money, chips = world.cash_usd.sum(axis=0), _owned(world)
    for name, spec in FIELDS.items():
        for position, axis in enumerate(spec["axes"]):
            if axis in rows:
                cut = (*(slice(None),) * position, rows[axis])
                getattr(world, name)[cut] = getattr(opening, name)[cut]
    world.cash_usd[ruleset.index("actor", PAYS)] -= world.cash_usd.sum(axis=0) - money
    known = [at for at in range(len(ruleset.chips)) if at not in rows.get("chip", ())]
    world.made[known] += (_owned(world) - chips)[known]


def _owned(world: World) -> Ints:
    """Chips that somebody owns, wherever they are; (chip, worlds)."""
    owned: Ints = (world.inventory + world.transit + world.arriving + world.installed).sum(axis=1)
    return owned

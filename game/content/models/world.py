"""What is the world made of: actors, regions, chips, nodes, licence items, figures?

The things that the arrays of the world are indexed by, and the figures that people read.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from game.content.models.basis import (
    ActorId,
    Bool,
    ChipId,
    Float,
    Id,
    Int,
    NodeId,
    Note,
    NotNegative,
    Positive,
    RegionId,
    Rule,
    Said,
    Source,
    Str,
)


class Region(Rule):
    """A place with one grid, one law and one public."""

    id: Id
    state: ActorId  # whose soil it is
    name: Said
    note: Note | None = None


class Actor(Rule):
    """Anything with a balance sheet."""

    id: Id
    kind: Literal["outside", "state", "firm", "lab"]
    region: RegionId
    parent: ActorId | None = None  # who lends it machines
    name: Said
    real: Bool
    about: Said


class Node(Rule):
    """A generation of chip making."""

    id: Id
    name: Said
    nm: Positive
    capex_usd_per_kwpm: Positive  # per thousand wafers a month
    wafer_price_usd: Positive
    layers_euv: NotNegative
    source: Source


class Chip(Rule):
    """An accelerator that actors buy, install and smuggle."""

    id: Id
    name: Said
    maker: ActorId
    node: NodeId
    h100e: Positive  # machine time of one chip, one H100 = 1
    tpp: NotNegative  # total processing performance, the attribute that controls measure
    density: NotNegative  # tpp per mm²
    bandwidth_gbs: NotNegative
    tdp_watts: Positive  # rated power of the chip alone
    watts: Positive
    area_mm2: Positive
    dies: Annotated[Int, Field(ge=1)]
    hbm_stacks: Annotated[Int, Field(ge=0)]
    hbm_gb: NotNegative | None = None
    price_usd: Positive
    packages_per_wafer: Positive
    respec_of: ChipId | None = None  # re-drawn under the threshold once this class is banned
    from_turn: Int  # first turn in which it can be made; below 0: before the game
    about: Said
    source: Source


class Item(Rule):
    """Something other than a chip that needs a licence."""

    id: Id
    name: Said
    about: Said


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# The values of one name in braces: the name of an axis ("chips", "states"), or ids.
Range = Annotated[tuple[Id, ...], BeforeValidator(_listed), Field(min_length=1)]


class Figure(Rule):
    """A number that people read, conditions test and effects may write."""

    id: Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_.{}]{0,79}$")]
    for_: dict[Id, Range] = Field(default_factory=dict, alias="for")
    read: Str  # the array of the world and its index: chip_price_usd[a100]
    unit: Str
    step: Positive  # the smallest change that is worth a word
    low: Float | None = None
    high: Float | None = None
    can: tuple[Literal["add", "set"], ...] = ()
    headline: Bool = False
    better: Literal["up", "down", "none"] = "none"
    label: Said
    meaning: Said

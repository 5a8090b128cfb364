"""What is the world made of: actors, regions, chips, nodes, licence items, figures?

The things that the arrays of the world are indexed by, and the figures that people read.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from game.content.models.basis import (
    ActorId,
    Also,
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
    """Name of the region."""
    state: ActorId
    """Whose soil it is."""
    name: Said
    """What it is called."""
    note: Note | None = None
    """A remark for whoever reads the file."""


class Actor(Rule):
    """Anything with a balance sheet."""

    id: Id
    """Name of the actor."""
    kind: Literal["outside", "state", "firm", "lab"]
    """A state, a firm, a lab, or everybody else: of the world, or of a region."""
    region: RegionId
    """Where it lives: its grid, its law, its public."""
    parent: ActorId | None = None
    """The firm that lends it machines."""
    name: Said
    """What it is called."""
    real: Bool
    """Whether it exists outside the game."""
    about: Said
    """What it is, in a sentence."""


class Node(Rule):
    """A generation of chip making."""

    id: Id
    """Name of the generation."""
    name: Said
    """What it is called."""
    nm: Positive
    """Nanometres in its name."""
    capex_usd_per_kwpm: Positive
    """US dollars to build a thousand wafers a month."""
    wafer_price_usd: Positive
    """US dollars a wafer."""
    layers_euv: NotNegative
    """Layers that extreme ultraviolet machines print."""
    source: Source
    """Where the numbers come from."""


class Chip(Rule):
    """An accelerator that actors buy, install and smuggle."""

    id: Id
    """Name of the class."""
    name: Said
    """What it is called."""
    maker: ActorId
    """The actor who sells it."""
    node: NodeId
    """The generation it is made in."""
    h100e: Positive
    """Machine time of one chip; one H100 is 1."""
    tpp: NotNegative
    """Total processing performance, the attribute that controls measure."""
    density: NotNegative
    """TPP per square millimetre."""
    bandwidth_gbs: NotNegative
    """Gigabytes a second between chips."""
    tdp_watts: Positive
    """Rated power of the chip alone, in watts."""
    watts: Positive
    """Power of one chip with all that serves it, in watts."""
    area_mm2: Positive
    """Silicon of one chip, in square millimetres."""
    dies: Annotated[Int, Field(ge=1)]
    """Dies of one chip."""
    hbm_stacks: Annotated[Int, Field(ge=0)]
    """Stacks of memory on one chip."""
    hbm_gb: NotNegative | None = None
    """Gigabytes of memory on one chip."""
    price_usd: Positive
    """List price, USD: it bounds the market, which begins here unless an opening says otherwise."""
    packages_per_wafer: Positive
    """Chips that one wafer of packaging makes."""
    respec_of: ChipId | None = None
    """The class it is re-drawn from once that is banned; `policy.respec_quarters` adds a wait."""
    from_turn: Int
    """First turn in which it can be made; below 0: before the game."""
    about: Said
    """What it is, in a sentence or two."""
    source: Source
    """Where the numbers come from."""


class Item(Rule):
    """Something other than a chip that needs a licence."""

    id: Id
    """Name of the item."""
    name: Said
    """What it is called."""
    about: Said
    """What it is, in a sentence or two."""


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


# The values of one name in braces: the name of an axis ("chips", "states"), or ids.
Range = Annotated[
    tuple[Id, ...],
    BeforeValidator(_listed),
    Field(min_length=1),
    Also({"$ref": "#/definitions/Id"}),
]


class Figure(Rule):
    """A number that people read, conditions test and effects may write."""

    id: Annotated[Str, StringConstraints(pattern=r"^[a-z][a-z0-9_.{}]{0,79}$")]
    """Name in expressions; a name in braces is written out by `for`."""
    for_: dict[Id, Range] = Field(default_factory=dict, alias="for")
    """Values of each name in braces: an axis such as chips, or a list of ids."""
    read: Str
    """The array of the world and its index, as in arrays.md: chip_price_usd[a100]."""
    unit: Str
    """Unit, which says how the value is written; arrays.md lists them."""
    step: Positive
    """The smallest change that is worth a word."""
    low: Float | None = None
    """The least it can be."""
    high: Float | None = None
    """The most it can be."""
    can: tuple[Literal["add", "set"], ...] = ()
    """Whether effects may add to it or set it, if arrays.md lets them; none named: they may not."""
    headline: Bool = False
    """Whether it is among the few that are shown first; their causes are kept for every seat."""
    better: Literal["up", "down", "none"] = "none"
    """Which way is good news for whoever looks at it."""
    label: Said
    """What it is called on a chart."""
    meaning: Said
    """What it measures, in a sentence."""

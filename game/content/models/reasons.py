"""What may be said of a cause: what drives it, and whose wishes it carries out?

A cause is what a stage of the engine calls its own doing, `market.sales`; its words stand among the
words of the interface. Nothing here moves the world: it only says where to look for the reason of a
reason.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from game.content.models.basis import DottedId, FigureName, Int, Model, Ref, Str

# A figure, or one for each place: `power.*` stands for the place of the figure explained.
DriverName = Annotated[
    Str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*(\.\*)?$", max_length=80), Ref("drivers")
]


class Driver(Model):
    """A figure that the stage read, and how many quarters before its effect that figure moved."""

    figure: DriverName
    """The figure that was read; `price.*` stands for every figure that begins so."""
    lag: Annotated[Int, Field(ge=0, le=12)] = 0
    """How many quarters before its effect the figure moved."""


class Push(Model):
    """Which way what a stage reads moves what it makes, where that is so in every world.

    `power.*` stands for every figure that begins so and for one's own, `me.power`; a figure named
    whole goes before such a beginning.
    """

    up: tuple[DriverName, ...] = ()
    """Figures that rise when the stage does more."""
    down: tuple[DriverName, ...] = ()
    """Figures that fall when the stage does more."""
    more: tuple[DriverName, ...] = ()
    """Figures that make it do more when they rise."""
    less: tuple[DriverName, ...] = ()
    """Figures that make it do less when they rise."""


class Carry(Model):
    """Figures of the seat's own that a stage moves only because orders asked it to.

    They asked by filling the `pool`, inputs that the stage uses up; or, with `paid_by`, by what
    was bought through other causes a quarter before.
    """

    pool: tuple[FigureName, ...] = ()
    """Figures that orders fill and the stage uses up."""
    paid_by: tuple[DottedId, ...] = ()
    """Causes through which it was bought a quarter before."""
    figures: tuple[FigureName, ...] = ()
    """Figures of the seat that are moved only because orders asked."""
    labs: tuple[FigureName, ...] = ()
    """The same, of a lab only: a state’s are moved by its firms as well."""


class Cause(Model):
    """What stands behind one cause."""

    id: DottedId
    """What the stage calls its doing, such as `market.sales`."""
    drivers: tuple[Driver, ...] = ()
    """What it reads: where `why` looks for the reason of a reason."""
    pushes: tuple[Push, ...] = ()
    """Which way: so that what fell is not told behind what rose."""
    carries: tuple[Carry, ...] = ()
    """Whose wishes it carries out."""

"""What may be said of a cause: what drives it, and whose wishes it carries out?

A cause is what a stage of the engine calls its own doing, `market.sales`; its words stand among the
words of the interface. Nothing here moves the world: it only says where to look for the reason of a
reason.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from game.content.models.basis import (
    ALWAYS,
    Condition,
    DottedId,
    FigureName,
    Int,
    Model,
    Ref,
    Str,
)

# A figure, or every one that begins so.
DriverName = Annotated[
    Str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*(\.\*)?$", max_length=80), Ref("drivers")
]


class Driver(Model):
    """A figure that the stage read, what it pushes which way, and for how long that is felt.

    Only what moved, and moved so as to push the way a figure went, is told behind it. Of `raises`
    and `lowers` the nearest name counts, `finished.ascend` before `finished.*`, also between
    drivers of one kind: what `hbm.huawei` names whole, `hbm.memory_makers` pushes no more by
    `finished.*`. `power.*` there stands for one’s own as well, `me.power`.
    """

    figure: DriverName
    """The figure that was read; `price.*` is that of the place of the figure explained."""
    among: bool = False
    """Whether `eci.*` is the one of all these, elsewhere, whose move weighs most."""
    lag: Annotated[Int, Field(ge=0, le=12)] = 0
    """How many quarters before its effect the figure moved."""
    lasts: Annotated[Int, Field(ge=0, le=12)] = 0
    """For how many quarters more such a move is felt."""
    limit: bool = False
    """Whether it is a limit, of which 0 means that there is none."""
    raises: tuple[DriverName, ...] = ()
    """Figures that it makes rise when it rises, in every world."""
    lowers: tuple[DriverName, ...] = ()
    """Figures that it makes fall when it rises, in every world."""
    when: Condition = ALWAYS
    """Where it does so only in some worlds: what the table of the figure explained must hold."""


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
    anew: tuple[FigureName, ...] = ()
    """Figures that it counts from nothing each quarter, and to which later stages add."""
    carries: tuple[Carry, ...] = ()
    """Whose wishes it carries out."""

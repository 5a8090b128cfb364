"""What may be said of a cause: what drives it, and whose wishes it carries out?

A cause is what a stage of the engine calls its own doing, `market.sales`; its words stand among the
words of the interface. Nothing here moves the world: it only says where to look for the reason of a
reason.
"""

from __future__ import annotations

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
    lag: Annotated[Int, Field(ge=0, le=12)] = 0


class Carry(Model):
    """Figures of the seat's own that a stage moves only because orders asked it to.

    They asked by filling the `pool`, inputs that the stage uses up; or, with `paid_by`, by what
    was bought through other causes a quarter before.
    """

    pool: tuple[FigureName, ...] = ()
    paid_by: tuple[DottedId, ...] = ()
    figures: tuple[FigureName, ...] = ()
    labs: tuple[FigureName, ...] = ()  # of a lab only: a state's are moved by its firms as well


class Cause(Model):
    """What stands behind one cause."""

    id: DottedId
    drivers: tuple[Driver, ...] = ()
    carries: tuple[Carry, ...] = ()

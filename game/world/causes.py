"""How is the cause of a change written down?

As one short text, so that reasons can be added up, kept and read again: who or what it was, when it
was ordered if that was earlier, whether it is the end of something, and which stage carried it out.
Words for people are made of it elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

DUE = "stage:policy.due"  # what was set going before anybody wrote down by whom
END = "end:"


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause taken apart.

    `name` is `stage:market.sales`, `order:SEAT:ORDER`, `scene:STORYLET:CHOICE:SEAT` or
    `script:LINE`.
    """

    name: str
    made: int | None = None  # the turn in which it was ordered, when it took effect later
    ends: bool = False  # what it had brought for a time goes again
    by: str = ""  # the stage that carried it out, when it was not carried out at once

    def __str__(self) -> str:
        made = "" if self.made is None else f"@{self.made}"
        by = f">{self.by}" if self.by else ""
        return f"{END if self.ends else ''}{self.name}{made}{by}"

    @property
    def kind(self) -> str:
        """`stage`, `order`, `scene` or `script`."""
        return self.name.partition(":")[0]

    @property
    def places(self) -> list[str]:
        """What stands behind the kind."""
        return self.name.split(":")[1:]


def parse(text: str) -> Cause:
    """The cause that a text names; whatever stands in a save is read as well as it can be."""
    rest, _, by = text.partition(">")
    name, _, made = rest.partition("@")
    ends = name.startswith(END)
    number = int(made) if made.removeprefix("-").isdecimal() else None
    return Cause(name.removeprefix(END), number, ends, by)

"""How does the body of an older save become one of today?

One pure function for each step of the format, from plain lists to plain lists. Arrays that were
added since need no step: they start as in the opening of the scenario. A step is written where
something moved or changed its meaning.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LAGS = 32  # of formats 1 and 2


def second(body: dict[str, Any]) -> dict[str, Any]:
    """Format 2: what is on its way stands in the column of its turn, and fabs stand with it.

    Pages leave their figures to one list a figure.
    """
    axes, state = body["axes"], body["state"]
    turn = int(state["turn"])
    pipes = state.get("fab_pipe", [])
    targets = list(axes["target"])
    rows = [_turned(row, turn) for row in state["pending"]]
    for actor, nodes in zip(axes["actor"], pipes, strict=False):
        for node, quarters in zip(axes["node"], nodes, strict=False):
            if any(quarters):
                targets.append(f"wafers[{actor},{node}]")
                rows.append(_turned(quarters, turn))
    new = {name: values for name, values in state.items() if name != "fab_pipe"}
    new["pending"] = rows
    before = {k: v for k, v in body["before"].items() if k not in ("fab_pipe", "pending")}
    pages = [[number, hash_, news] for number, hash_, _, news in body["pages"]]
    values = [list(each) for each in zip(*(page[2] for page in body["pages"]), strict=True)]
    body = body | {"pages": pages, "values": values}
    return body | {"axes": axes | {"target": targets}, "state": new, "before": before}


def _turned(quarters: list[float], turn: int) -> list[float]:
    """A row by quarters left, as a row by turn modulo 32."""
    row = [0.0] * LAGS
    for left, amount in enumerate(quarters):
        row[(turn + left) % LAGS] = amount
    return row


STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: second}
FORMAT = 1 + len(STEPS)


def up(body: Any, saved: int) -> Any:
    """The body brought from the format in which it was saved to today's."""
    for number in range(saved, FORMAT):
        body = STEPS[number](body)
    return body

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


def third(body: dict[str, Any]) -> dict[str, Any]:
    """Format 3: each page stands by itself, with the figures that moved and their reasons.

    Steps that format 2 left out, because the others and the change give them, are null. Nothing has
    been set apart, and the rules have always been those of the header.
    """
    told = body.get("reasons", {})
    reasons = told.get("pages", [[] for _ in body["pages"]])
    pages = []
    columns = list(zip(*body["values"], strict=True)) or [() for _ in body["pages"]]
    before: tuple[Any, ...] = ("",) * len(body["values"])
    for (turn, hash_, news), column, rows in zip(body["pages"], columns, reasons, strict=True):
        now = tuple(
            was if value is None else value for was, value in zip(before, column, strict=True)
        )
        changed = enumerate(zip(before, now, strict=True))
        moved = [(place, value) for place, (was, value) in changed if was != value]
        page = {"turn": turn, "hash": hash_, "news": news}
        page["moved"] = [place for place, value in moved if value != ""]
        page["to"] = [value for _, value in moved if value != ""]
        page["gone"] = [place for place, value in moved if value == ""]
        page["parts"] = _columns(rows)
        pages.append(page)
        before = now
    new = {name: part for name, part in body.items() if name != "values"}
    new |= {"pages": pages, "aside": [], "rules": []}
    if "reasons" in body:
        new["reasons"] = {name: part for name, part in told.items() if name != "pages"}
    return new


def _columns(rows: list[list[int]]) -> list[list[Any]]:
    """Rows of a figure, then causes and steps in turn, as four columns."""
    causes: list[Any] = []
    steps: list[Any] = []
    for row in rows:
        causes += row[1::2]
        steps += [*row[2::2], None][: len(row) // 2]
    return [[row[0] for row in rows], [len(row) // 2 for row in rows], causes, steps]


def fourth(body: dict[str, Any]) -> dict[str, Any]:
    """Format 4: what the story remembers stands by chair; choices stand under their storylets.

    Until then every seat had its row: those that meet no scene lose it when the arrays are laid out
    under the rules, which alone know them.
    """
    axes = body["axes"]
    storylets: dict[str, list[str]] = {id_: [] for id_ in axes["storylet"]}
    for choice in axes["choice"]:
        storylet, _, id_ = choice.partition(".")
        storylets[storylet].append(id_)
    if axes["choice"] != [f"{one}.{id_}" for one, ids in storylets.items() for id_ in ids]:
        raise ValueError("the choices do not stand in the order of their storylets")
    new = {name: ids for name, ids in axes.items() if name != "choice"}
    return body | {"axes": new | {"chair": axes["seat"], "storylet": storylets}}


STEPS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: second, 2: third, 3: fourth}
FORMAT = 1 + len(STEPS)


def up(body: Any, saved: int) -> Any:
    """The body brought from the format in which it was saved to today's."""
    for number in range(saved, FORMAT):
        body = STEPS[number](body)
    return body

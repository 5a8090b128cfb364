"""Does anything stand behind itself: an actor that is its own grandparent, a chip its own ancestor?

Finds circles among ids that name one another. Which circles are wrong is said here for what the
engine follows to its end; follow-ups of scenes, which take time, are `checks/links.py`'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from game.content.definitions import Definition
from game.content.models import Model
from game.errors import Problem

# Fields that the engine follows from one definition to the next of its kind.
CHAINS = (("actors", "parent"), ("chips", "respec_of"))


def check(
    definitions: Mapping[str, Mapping[str, Definition]], tables: Mapping[str, Mapping[str, Model]]
) -> Iterator[Problem]:
    """Every circle of parents, at the one of them that stands first."""
    for kind, field in CHAINS:
        leads = {
            id_: {str(held)} if (held := getattr(model, field)) else set()
            for id_, model in tables[kind].items()
        }
        for circle in circles(leads):
            shown = " → ".join((*circle, circle[0]))
            message = f"it stands behind itself: {shown}"
            hint = f"let one of them have no '{field}'"
            yield definitions[kind][circle[0]].problem("E311", (field,), message, hint)


def circles(leads: Mapping[str, set[str]]) -> list[tuple[str, ...]]:
    """Each circle once, from the id in it that comes first."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in leads:
        paths: list[tuple[str, ...]] = [(start,)]
        seen: set[str] = set()
        while paths:
            path = paths.pop()
            for target in sorted(leads.get(path[-1], ())):
                if target == start:
                    found.setdefault(frozenset(path), path)
                elif target not in seen:
                    seen.add(target)
                    paths.append((*path, target))
    return list(found.values())

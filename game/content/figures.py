"""Which figures exist, once every template has been written out?

`price.{chip}` with `for: {chip: chips}` stands for one figure a chip: its name, the array it reads,
its label and its meaning are filled in here. What the value is, is the world's business.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product

from game.content.definitions import Definition, nearest
from game.content.models import Actor, Figure, Model
from game.content.models.basis import Text
from game.errors import Problem

_BRACES = re.compile(r"\{([^{}]*)\}")
_ARTICLE = re.compile("^(The|Le|La|Les) ")  # small within a label
NAMED_KINDS = ("actors", "regions", "chips", "nodes", "items")


class Axes:
    """The names that a template may run over, and what each id is called."""

    def __init__(
        self, tables: Mapping[str, Mapping[str, Model]], failed: frozenset[str] = frozenset()
    ) -> None:
        self.failed = failed  # ids whose own definition is wrong
        self.ids: dict[str, tuple[str, ...]] = {
            kind: tuple(tables.get(kind, ())) for kind in (*NAMED_KINDS, "seats")
        }
        actors = [each for each in tables.get("actors", {}).values() if isinstance(each, Actor)]
        for kind, plural in (("state", "states"), ("firm", "firms"), ("lab", "labs")):
            self.ids[plural] = tuple(each.id for each in actors if each.kind == kind)
        self.names: dict[str, Text] = {}
        for kind in reversed(NAMED_KINDS):
            for id_, model in tables.get(kind, {}).items():
                self.names[id_] = model.name  # type: ignore[attr-defined]


def expand(
    definitions: Mapping[str, Definition], models: Mapping[str, Figure], axes: Axes
) -> tuple[dict[str, Figure], list[Problem]]:
    """Every concrete figure by its name, and the templates that cannot be written out."""
    figures: dict[str, Figure] = {}
    problems: list[Problem] = []
    for id_, figure in models.items():
        definition = definitions[id_]
        found = _check(definition, figure, axes)
        if found:
            problems += found
            continue
        for concrete in _written_out(figure, axes):
            if concrete.id in figures:
                message = f"the figure '{concrete.id}' exists already"
                problems.append(definition.problem("E206", ("id",), message, "rename one of them"))
                break
            figures[concrete.id] = concrete
    return figures, problems


def _check(definition: Definition, figure: Figure, axes: Axes) -> list[Problem]:
    problems: list[Problem] = []
    for name, values in figure.for_.items():
        path = ("for", name)
        if all(value in axes.ids for value in values):
            continue
        for value in values:
            if not any(value in known for known in (axes.ids, axes.names, axes.failed)):
                hint = nearest(value, (*axes.ids, *axes.names))
                hint = hint or f"an axis ({', '.join(axes.ids)}) or ids"
                problems.append(definition.problem("E307", path, f"unknown range '{value}'", hint))
        if f"{{{name}}}" not in figure.id:
            message = f"'{{{name}}}' does not occur in the id"
            problems.append(
                definition.problem("E307", path, message, "every copy needs its own id")
            )
    texts = {
        ("id",): figure.id,
        ("read",): figure.read,
        ("label", "en"): figure.label.en,
        ("label", "fr"): figure.label.fr,
        ("meaning", "en"): figure.meaning.en,
        ("meaning", "fr"): figure.meaning.fr,
    }
    for place, text in texts.items():
        for name in _BRACES.findall(text):
            if name not in figure.for_:
                hint = nearest(name, figure.for_) or "declare it under 'for'"
                message = f"'{{{name}}}' has no range"
                problems.append(definition.problem("E307", place, message, hint))
    return problems


def _written_out(figure: Figure, axes: Axes) -> list[Figure]:
    if not figure.for_:
        return [figure]
    return [
        _filled(figure, dict(zip(figure.for_, chosen, strict=True)), axes)
        for chosen in product(*ranges(figure, axes))
    ]


def ranges(figure: Figure, axes: Axes) -> list[tuple[str, ...]]:
    """The ids that each name in braces stands for."""
    return [
        tuple(id_ for value in values for id_ in axes.ids.get(value, (value,)))
        for values in figure.for_.values()
    ]


def _filled(figure: Figure, chosen: Mapping[str, str], axes: Axes) -> Figure:
    def fill(text: str, language: str = "") -> str:
        for name, id_ in chosen.items():
            said = axes.names.get(id_) if language else None
            word = (said.fr or said.en if language == "fr" else said.en or said.fr) if said else id_
            if not text.startswith(f"{{{name}}}"):
                word = _ARTICLE.sub(lambda found: found[0].lower(), word)
            text = text.replace(f"{{{name}}}", word)
        return text

    def both(text: Text) -> Text:
        return Text.model_construct(en=fill(text.en, "en"), fr=fill(text.fr, "fr"))

    return figure.model_copy(
        update={
            "id": fill(figure.id),
            "read": fill(figure.read),
            "label": both(figure.label),
            "meaning": both(figure.meaning),
            "for_": {},
        }
    )


def patterns(ids: set[str]) -> tuple[re.Pattern[str], ...]:
    """What the figures of templates that failed their schema would be called."""
    return tuple(
        re.compile(r"[a-z0-9_]+".join(re.escape(part) for part in _BRACES.split(id_)[::2]))
        for id_ in sorted(ids)
    )

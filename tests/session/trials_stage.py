"""The base ruleset with storylets of a test's own, and where each of them stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import yaml

from game.content import Ruleset
from game.content.definitions import Definition
from game.content.document import Document
from game.content.models import KINDS

BLANK = {"en": "x", "fr": "x"}
Table = dict[str, dict[str, Definition]]


def staged(ruleset: Ruleset, storylets: str, turns: int = 16) -> tuple[Ruleset, Table]:
    """A few lines of YAML in place of all storylets, and shorter scenarios.

    Each storylet is one definition of one file.
    """
    models, definitions = {}, {}
    for given in yaml.safe_load(storylets):
        filled = {**dict.fromkeys(("place", "title", "text"), BLANK), "kind": "invented"}
        filled |= {"size": "major", "seats": ["china"], "when": 1, "mood": "neutral"}
        filled["choices"] = [{"id": "quiet", "default": True}, {"id": "other"}]
        filled |= given
        models[filled["id"]] = KINDS["storylets"].model_validate(filled)
        document = Document("base/storylets/staged.yaml", filled, ["..."])
        definitions[filled["id"]] = Definition("storylets", filled["id"], filled, document, ())
    empty: dict[str, Any] = {"_axes": {}, "_index": {}, "_numbers": {}}
    seats = {
        id_: Definition("seats", id_, {"id": id_}, Document("base/seats.yaml", {}, ["..."]), ())
        for id_ in ruleset.seats
    }
    table: Table = {"storylets": definitions, "seats": seats}
    short = {
        id_: each.model_copy(update={"turns": turns}) for id_, each in ruleset.scenarios.items()
    }
    return replace(ruleset, storylets=models, scenarios=short, **empty), table

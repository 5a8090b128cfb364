"""Which schema file does an editor need for each folder of content, and for mod.toml?

A content file is one definition or a list of them, each new or a patch; a file of words is a
mapping. The files are draft-07, one for each kind, and hold everything they refer to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from game.content.expressions import MAX_LENGTH
from game.content.manifests import Manifest
from game.content.models import WORDS
from game.content.reference.shapes import Schema, Shapes
from game.content.reference.told import MODELS, TESTS, file_name, singular, summary
from game.content.ruleset import Ruleset

MADE = "Made by `machinetime content schema`."
DRAFT = "http://json-schema.org/draft-07/schema#"
# Kinds whose ids an editor offers: they change seldom. Scenes and facts come and go every day.
OFFERED = ("actors", "regions", "chips", "nodes", "items", "seats", "advisors", "orders")

_WRITTEN = {
    "type": ["string", "number", "boolean"],
    "pattern": r"^[A-Za-z0-9_. +\-*/()<>=!,\n]*[A-Za-z0-9_.)][ \n]*$",
    "maxLength": MAX_LENGTH,
}
_PARTS: dict[str, Schema] = {
    "Condition": _WRITTEN
    | {
        "description": "An expression that is true or false: names of figures, numbers, "
        "comparisons, and or not.",
        "examples": ["quarter >= 2024 and tension < 60"],
    },
    "Amount": _WRITTEN
    | {
        "description": "A number or an expression: names of figures, numbers, + - * /, "
        "min max abs.",
        "examples": ["2 + 3 * grey.premium"],
    },
    "Id": {
        "type": "string",
        "pattern": "^[a-z][a-z0-9_]{0,79}$",
        "description": "Small letters, digits and _ , starting with a letter.",
        "examples": ["three_cards_in_lyon"],
    },
    "Values": {
        "description": "A number, or numbers by id, by place, or by both.",
        "anyOf": [
            {"type": "number"},
            {"type": "object", "additionalProperties": {"$ref": "#/definitions/Values"}},
            {"type": "array", "items": {"$ref": "#/definitions/Values"}},
        ],
    },
    "Patch": {
        "type": "object",
        "description": "A change to a definition of the base or of another mod.",
        "properties": {
            "patch": {
                "type": "string",
                "description": "The id to change; `base:` in front says whose it is.",
                "examples": ["base:card_in_a_bath_towel"],
            },
            "id": {"type": "string", "description": "A name for this patch, for messages only."},
            "expect": {
                "type": "object",
                "description": "Values by dotted path that it was written against; if they have "
                "changed, the mod is stale and stays off.",
            },
            "set": {"type": "object", "description": "Values by dotted path that replace others."},
            "add": {
                "type": "object",
                "description": "Entries by dotted path that lists and mappings gain.",
            },
            "remove": {
                "type": "array",
                "items": {"type": ["string", "integer"]},
                "description": "Dotted paths of what goes away.",
            },
        },
        "required": ["patch"],
        "additionalProperties": False,
    },
}


def offered(ruleset: Ruleset) -> dict[str, tuple[str, ...]]:
    """The ids that an editor may offer, by what they are referred to as."""
    found = {kind: tuple(getattr(ruleset, kind)) for kind in OFFERED}
    figures = ruleset.figures
    found["figures"] = tuple(figures)
    for how in ("add", "set"):
        found[how] = tuple(name for name, each in figures.items() if how in each.can)
    return found


def schemas(ruleset: Ruleset) -> dict[str, str]:
    """The text of every schema file by its name."""
    ids = offered(ruleset)
    files = {f"{file_name(kind)}.schema.json": _text(schema_of(kind, ids)) for kind in MODELS}
    return files | {"mod.schema.json": _text(manifest_schema())}


def schema_of(kind: str, ids: Mapping[str, Iterable[str]]) -> Schema:
    """The schema of a file in the folder of a kind."""
    shapes = Shapes(ids)
    entry = shapes.model(MODELS[kind])
    about = f"Files in {kind}/ · {summary(MODELS[kind])}"
    if kind == WORDS:
        return _whole(shapes, about, {"type": "object", "additionalProperties": entry})
    shapes.definitions["Entry"] = {"allOf": [entry]}
    if kind != TESTS:
        shapes.definitions["Entry"] = {
            "if": {"type": "object", "required": ["patch"]},
            "then": {"$ref": "#/definitions/Patch"},
            "else": entry,
        }
    one = {"$ref": "#/definitions/Entry"}
    body = {
        "if": {"type": "array"},
        "then": {"items": one, "description": f"Several entries: {singular(kind)} or patch."},
        "else": one,
    }
    return _whole(shapes, about, body)


def manifest_schema() -> Schema:
    """The schema of mod.toml."""
    shapes = Shapes({})
    return _whole(shapes, "mod.toml", shapes.model(Manifest))


def _whole(shapes: Shapes, about: str, body: Schema) -> Schema:
    used = dict(shapes.definitions)
    while missing := _named(used, body) - set(used):
        used |= {name: _PARTS[name] for name in missing}
    return {
        "$schema": DRAFT,
        "$comment": MADE,
        "title": about,
        **({"allOf": [body]} if "$ref" in body else body),
        "definitions": dict(sorted(used.items())),
    }


def _named(*values: Any) -> set[str]:
    """The names of the definitions that some schemas refer to."""
    found: set[str] = set()
    for value in values:
        if isinstance(value, dict):
            found |= {str(value["$ref"]).rsplit("/", 1)[1]} if "$ref" in value else set()
            found |= _named(*value.values())
        elif isinstance(value, list):
            found |= _named(*value)
    return found


def _text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"

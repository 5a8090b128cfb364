"""What stands on the reference page of each kind: its fields, and a real example from the base?

Markdown made from the models; the lists of names, effects and causes are in `lists.py`.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, WithJsonSchema

from game.content.definitions import Definition
from game.content.expressions import Expression
from game.content.files import Table
from game.content.manifests import Manifest
from game.content.models import SINGULAR, WORDS, Model
from game.content.models.basis import Also, Cited, Ref, Text
from game.content.places import CASES
from game.content.reference.shapes import Shapes
from game.content.reference.told import (
    MODELS,
    TESTS,
    default_of,
    descriptions,
    file_name,
    key_of,
    singular,
    summary,
)

# The definition that is shown of each kind; of the others, the first one.
SHOWN = {
    "orders": "open_weights",
    "storylets": "card_in_a_bath_towel",
    "seats": "taiwan",
    "policies": "taipei",
    "coefficients": "market.price_up",
    "scenarios": "history",
    "openings": "rent",
    "words": "unit.h100e",
    "observations": "",
}
EXAMPLE_LINES = 60  # a longer example is cut

_PATTERNS = {
    "^[a-z][a-z0-9_]{0,79}$": "id",
    "^[a-z][a-z0-9_-]{0,79}$": "id (with - too)",
    "^[a-z][a-z0-9_.-]{0,79}$": "name with dots",
    "^[12][0-9]{3}Q[1-4]$": "quarter such as `2022Q4`",
    r"^https?://[^\s]+$": "address",
    r"^[a-z][a-z0-9_]{0,79}\.[a-z][a-z0-9_]{0,79}$": "`SCENE.ANSWER`",
}
_REFS = {
    "add": "figure that may be added to",
    "set": "figure that may be set",
    "choice": "id of a choice of this scene",
    "drivers": "name of a figure, or `price.*`",
    "figures": "name of a figure",
    "pages": "id of a fact or a codex page",
}


def kind_page(kind: str, table: Table) -> str:
    """The page of one kind."""
    model = MODELS[kind]
    title = singular(kind).capitalize()
    end = CASES if kind == TESTS else ".yaml"
    where = f"Files: `{kind}/*{end}`. Schema: `schema/{file_name(kind)}.schema.json`."
    if kind == WORDS:
        where += " A file of words is a mapping of key: word."
    parts = [f"# {title}", summary(model), where, *_tables(model)]
    example = _example(kind, table)
    if example:
        parts += ["## Example", example]
    return "\n\n".join(parts) + "\n"


def manifest_page() -> str:
    """The page of mod.toml."""
    where = "File: `mod.toml`. Schema: `schema/mod.schema.json`."
    return "\n\n".join(["# mod.toml", summary(Manifest), where, *_tables(Manifest)]) + "\n"


def _tables(model: type[Model]) -> Iterator[str]:
    """The fields of a model, and of every model inside it, each once."""
    waiting, done = [model], set[type[Model]]([Text])  # which the index explains
    while waiting:
        each = waiting.pop(0)
        if each in done:
            continue
        done.add(each)
        if each is not model:
            yield f"## {each.__name__}\n\n{summary(each)}"
        yield fields_table(each)
        for field in each.model_fields.values():
            waiting += [inner for inner in _models(field.annotation) if inner not in done]


def fields_table(model: type[Model]) -> str:
    """Every field of a model: its key, what belongs there, its default, its meaning."""
    told = descriptions(model)
    lines = ["| key | what belongs there | if left out | meaning |", "|---|---|---|---|"]
    own = [name for name in model.model_fields if name not in Cited.model_fields]
    inherited = [name for name in Cited.model_fields if name in model.model_fields]
    for name in (*own, *inherited):
        field = model.model_fields[name]
        default = default_of(field)
        shown = "*required*" if field.is_required() else "" if default is None else _code(default)
        kind = said(field.annotation, tuple(field.metadata))
        lines.append(f"| `{key_of(name, field)}` | {kind} | {shown} | {told.get(name, '')} |")
    return "\n".join(lines)


def _code(value: object) -> str:
    if isinstance(value, bool):
        value = str(value).lower()
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    return f"`{value}`" if value != "" else ""


def _models(annotation: Any) -> Iterator[type[Model]]:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def said(annotation: Any, metadata: tuple[Any, ...] = ()) -> str:
    """What an annotation asks for, in words."""
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        metadata = (*more, *metadata)
    also = [_ALSO.get(str(mark.schema)) for mark in metadata if isinstance(mark, Also)]
    return " or ".join([*filter(None, also), _said(annotation, metadata)])


_ALSO = {
    "{'type': 'string'}": "text",
    "{'type': 'number'}": "number",
    "{'enum': ['all']}": "`all`",
    "{'enum': ['invented for balance']}": '`"invented for balance"`',
}


def _said(annotation: Any, metadata: tuple[Any, ...]) -> str:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = [each for each in get_args(annotation) if each is not type(None)]
        return " or ".join(dict.fromkeys(said(each, metadata) for each in inner))
    if origin is Literal:
        return "one of: " + ", ".join(f"`{word}`" for word in get_args(annotation))
    if origin is tuple:
        first, *more = get_args(annotation)
        if more != [...]:
            return f"list of {1 + len(more)}: {said(first)}"
        return f"list: {said(get_args(annotation)[0])}{_bounds(annotation, metadata)}"
    if origin is dict:
        key, value = get_args(annotation)
        return f"mapping of {said(key)} → {said(value)}"
    if annotation is Expression:
        whole = next(mark for mark in metadata if isinstance(mark, WithJsonSchema))
        name = str((whole.json_schema or {}).get("$ref"))
        return "[condition](expressions.md)" if name.endswith("Condition") else _AMOUNT
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        name = annotation.__name__
        return "text in two languages" if name == "Text" else f"[{name}](#{name.lower()})"
    if annotation is Any:
        return "number, or numbers by id"
    return _scalar(annotation, metadata)


_AMOUNT = "[expression](expressions.md)"


def _scalar(annotation: Any, metadata: tuple[Any, ...]) -> str:
    shape = Shapes({}).annotation(annotation, metadata)
    ref = next((mark for mark in metadata if isinstance(mark, Ref)), None)
    if ref is not None:
        name = _REFS.get(ref.kind) or f"id of {_article(SINGULAR[ref.kind])}"
        return name + "".join(f", or `{word}`" for word in ref.beside)
    if annotation is str:
        pattern = shape.get("pattern")
        return _PATTERNS.get(pattern, f"text like `{pattern}`") if pattern else "text"
    if annotation is bool:
        return "`true` or `false`"
    word = "whole number" if annotation is int else "number"
    return word + _bounds(annotation, metadata)


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _bounds(annotation: Any, metadata: tuple[Any, ...]) -> str:
    shape = Shapes({}).annotation(annotation, metadata)
    shape = shape["anyOf"][-1] if "anyOf" in shape else shape
    low = shape.get("minimum", shape.get("minItems"))
    high = shape.get("maximum", shape.get("maxItems"))
    if low is not None and high is not None:
        return f", {low} to {high}"
    if low is not None:
        return f", at least {low}"
    if high is not None:
        return f", at most {high}"
    return ", above 0" if shape.get("exclusiveMinimum") == 0 else ""


# --------------------------------------------------------------------------------- examples


def _example(kind: str, table: Table) -> str:
    held = table.get(kind, {})
    found = held.get(SHOWN.get(kind, "")) or next(iter(held.values()), None)
    if found is None:
        return ""
    name = found.document.file.removeprefix("base/")
    return f"From `content/base/{name}`:\n\n```yaml\n{excerpt(found)}\n```"


def excerpt(definition: Definition) -> str:
    """The lines of a definition as they stand in its file."""
    document, prefix = definition.document, definition.prefix
    if definition.kind == WORDS:
        return document.lines[document.keys[prefix].line - 1]
    start = document.values[prefix].line
    step = prefix[0] + 1 if prefix and isinstance(prefix[0], int) else None
    after = document.values.get((step,)) if step is not None else None
    lines = document.lines[start - 1 : after.line - 1 if after else None]
    while lines and (not lines[-1].strip() or lines[-1].startswith("#")):
        lines.pop()
    if len(lines) > EXAMPLE_LINES:
        lines = [*lines[:EXAMPLE_LINES], "  # … and so on"]
    return "\n".join(lines)

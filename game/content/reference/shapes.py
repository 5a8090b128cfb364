"""Which JSON Schema describes the same data as a model?

Walks the annotations of the models and writes draft-07, which editors read. It says what can be
said of one file alone; what refers to other files is left to `content check`.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel, StringConstraints, WithJsonSchema
from pydantic.fields import FieldInfo

from game.content.models import Model
from game.content.models.basis import Also, Filled, Ref
from game.content.reference.told import default_of, descriptions, key_of, summary

Schema = dict[str, Any]

_SCALARS: dict[Any, str] = {str: "string", int: "integer", float: "number", bool: "boolean"}
_BOUNDS = {
    Ge: ("ge", "minimum"),
    Gt: ("gt", "exclusiveMinimum"),
    Le: ("le", "maximum"),
    Lt: ("lt", "exclusiveMaximum"),
}


class Shapes:
    """The definitions that a schema needs, each under its name, as they are met."""

    def __init__(self, ids: Mapping[str, Iterable[str]]) -> None:
        self.ids = ids  # of each kind, those that an editor may offer
        self.definitions: dict[str, Schema] = {}

    def model(self, model: type[BaseModel]) -> Schema:
        """A reference to the definition of a model, which is written if it is new."""
        assert issubclass(model, Model)
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a model may hold itself
            self.definitions[name] = self._object(model)
        return {"$ref": f"#/definitions/{name}"}

    def _object(self, model: type[Model]) -> Schema:
        told = descriptions(model)
        properties: dict[str, Schema] = {}
        required: list[str] = []
        for name, field in model.model_fields.items():
            key = key_of(name, field)
            shape = self.annotation(field.annotation, tuple(field.metadata))
            if "$ref" in shape:
                shape = {"allOf": [shape]}  # beside a $ref, draft-07 reads nothing
            described: Schema = {"description": told.get(name, "")}
            if (default := default_of(field)) is not None:
                described["default"] = default
            if field.examples:
                described["examples"] = field.examples
            properties[key] = described | shape
            if field.is_required():
                required.append(key)
        extra: Any = model.model_config.get("json_schema_extra") or {}
        for key, more in extra.get("properties", {}).items():
            properties[key] |= more
        found: Schema = {"type": "object", "description": summary(model), "properties": properties}
        found |= {"required": required} if required else {}
        found |= {"additionalProperties": False}
        return found | {key: more for key, more in extra.items() if key != "properties"}

    def annotation(self, annotation: Any, metadata: tuple[Any, ...] = ()) -> Schema:
        """The schema of an annotation with the metadata that stood round it."""
        while get_origin(annotation) is Annotated:
            annotation, *more = get_args(annotation)
            metadata = (*more, *metadata)
        marks = list(_flat(metadata))
        whole = next((mark for mark in marks if isinstance(mark, WithJsonSchema)), None)
        if whole is not None:
            return dict(whole.json_schema or {})
        shape = self._shape(annotation, marks)
        also = [mark.schema for mark in marks if isinstance(mark, Also)]
        return {"anyOf": [*also, shape]} if also else shape

    def _shape(self, annotation: Any, marks: list[Any]) -> Schema:
        origin = get_origin(annotation)
        if origin in (Union, types.UnionType):
            inner = [each for each in get_args(annotation) if each is not type(None)]
            found = [self.annotation(each, tuple(marks)) for each in inner]
            return found[0] if len(found) == 1 else {"anyOf": found}
        if origin is Literal:
            return {"enum": list(get_args(annotation))}
        if origin is tuple:
            first, *more = get_args(annotation)
            shape: Schema = {"type": "array", "items": self.annotation(first)}
            if more != [...]:
                shape |= {"minItems": 1 + len(more), "maxItems": 1 + len(more)}
            return shape | _lengths(marks, "Items")
        if origin is dict:
            return self._mapping(*get_args(annotation))
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self._filled(annotation) if _has(marks, Filled) else self.model(annotation)
        if annotation is str:
            return self._string(marks)
        if annotation is Any:
            return {}
        return {"type": _SCALARS[annotation]} | _bounds(marks)

    def _mapping(self, keys: Any, values: Any) -> Schema:
        names = self.annotation(keys)
        shape: Schema = {"type": "object", "additionalProperties": self.annotation(values)}
        if names != {"type": "string"}:
            shape["propertyNames"] = names
        return shape

    def _filled(self, model: type[BaseModel]) -> Schema:
        """A text of which at least one language says something."""
        said = {"type": "string", "pattern": r"\S"}
        one = [{"required": [lang], "properties": {lang: said}} for lang in ("en", "fr")]
        return {"allOf": [self.model(model), {"anyOf": one}]}

    def _string(self, marks: list[Any]) -> Schema:
        shape: Schema = {"type": "string"} | _lengths(marks, "Length")
        for mark in marks:
            if isinstance(mark, StringConstraints) and mark.pattern is not None:
                shape["pattern"] = str(mark.pattern)
            if isinstance(mark, StringConstraints) and mark.max_length is not None:
                shape["maxLength"] = mark.max_length
        ref = next((mark for mark in marks if isinstance(mark, Ref)), None)
        known = sorted({*(self.ids.get(ref.kind) or ()), *ref.beside}) if ref else []
        if not known or ref is None:
            return shape
        name = f"{ref.kind}_known"
        self.definitions[name] = {"enum": known, "description": f"Known {ref.kind} of the base."}
        return {"anyOf": [{"$ref": f"#/definitions/{name}"}, shape]}


def _flat(metadata: Iterable[Any]) -> Iterable[Any]:
    """The marks, with those that a Field carries."""
    for mark in metadata:
        if isinstance(mark, FieldInfo):
            yield from _flat(mark.metadata)
        else:
            yield mark


def _has(marks: list[Any], kind: type) -> bool:
    return any(isinstance(mark, kind) for mark in marks)


def _bounds(marks: list[Any]) -> Schema:
    return {
        word: getattr(mark, name)
        for mark in marks
        for kind, (name, word) in _BOUNDS.items()
        if isinstance(mark, kind)
    }


def _lengths(marks: list[Any], of: str) -> Schema:
    found: Schema = {}
    for mark in marks:
        if isinstance(mark, MinLen):
            found[f"min{of}"] = mark.min_length
        if isinstance(mark, MaxLen):
            found[f"max{of}"] = mark.max_length
    return found

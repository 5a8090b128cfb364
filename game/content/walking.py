"""What do the models hold that must be checked against other files?

Walks a frozen definition by the annotations of its model and hands over every expression,
reference and text with its path. The plan of each model is made once.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Protocol, Union, get_args, get_origin

from pydantic import BaseModel

from game.content.document import Path
from game.content.expressions import Expression
from game.content.models.basis import Placeholders, Ref
from game.content.records import fields_of


class Sink(Protocol):
    """Who receives what the walk finds."""

    def expression(self, path: Path, expression: Expression) -> None:
        """An expression at a path."""

    def reference(self, path: Path, ref: Ref, word: str, key: bool) -> None:
        """A reference; `key` when the word is a key of a mapping."""

    def text(self, path: Path, en: str, fr: str, placeholders: Placeholders | None) -> None:
        """A text in both languages, with the names it may hold in braces."""


Visit = Callable[[Any, Path, Sink], None]


def walk(model: BaseModel, sink: Sink) -> None:
    """Hand everything of a definition to the sink."""
    _model_visit(type(model), None)(model, (), sink)


@cache
def _model_visit(model: type[BaseModel], placeholders: Placeholders | None) -> Visit:
    fields: list[tuple[str, str, Visit]] = []
    for name, info in model.model_fields.items():
        visit = _visit(info.annotation, tuple(info.metadata))
        if visit:
            fields.append((name, info.alias or name, visit))
    bilingual = {"en", "fr"} <= set(model.model_fields)
    allowed = placeholders
    if bilingual and allowed is None:
        allowed = _of(model.model_fields["en"].metadata, Placeholders)

    def visit_model(value: Any, path: Path, sink: Sink) -> None:
        if bilingual:
            sink.text(path, value.en, value.fr, allowed)
        held = fields_of(value)
        for name, key, visit in fields:
            visit(held[name], (*path, key), sink)

    return visit_model


def _of(metadata: Any, kind: type[Any]) -> Any:
    return next((each for each in metadata if isinstance(each, kind)), None)


def _visit(annotation: Any, metadata: tuple[Any, ...]) -> Visit | None:
    """The visit of an annotation, or None when nothing in it needs a check."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _visit(inner, (*metadata, *more))
    if origin in (Union, types.UnionType):
        visits = [_visit(each, metadata) for each in get_args(annotation)]
        return _optional(next((each for each in visits if each), None))
    if annotation is Expression:
        return _visit_expression
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model_visit(annotation, _of(metadata, Placeholders))
    if annotation is str:
        ref = _of(metadata, Ref)
        return _reference(ref) if ref else None
    if origin is tuple:
        return _tuple(_visit(get_args(annotation)[0], ()))
    if origin is dict:
        return _dict(*get_args(annotation))
    return None


def _visit_expression(value: Expression, path: Path, sink: Sink) -> None:
    sink.expression(path, value)


def _reference(ref: Ref) -> Visit:
    return lambda value, path, sink: sink.reference(path, ref, value, False)


def _optional(inner: Visit | None) -> Visit | None:
    if inner is None:
        return None

    def visit(value: Any, path: Path, sink: Sink) -> None:
        if value is not None:
            inner(value, path, sink)

    return visit


def _tuple(inner: Visit | None) -> Visit | None:
    if inner is None:
        return None

    def visit(values: Any, path: Path, sink: Sink) -> None:
        for position, value in enumerate(values):
            inner(value, (*path, position), sink)

    return visit


def _dict(key_annotation: Any, value_annotation: Any) -> Visit | None:
    metadata = get_args(key_annotation)[1:] if get_origin(key_annotation) is Annotated else ()
    ref = _of(metadata, Ref)
    inner = _visit(value_annotation, ())
    if ref is None and inner is None:
        return None

    def visit(values: Any, path: Path, sink: Sink) -> None:
        for key, value in values.items():
            if ref:
                sink.reference((*path, key), ref, key, True)
            if inner:
                inner(value, (*path, key), sink)

    return visit

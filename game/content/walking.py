"""What do the models hold that must be checked against other files?

Walks a frozen definition by the annotations of its model and hands over every expression,
reference and text with its path, or one of the three alone. The plan of each model is made once.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from enum import Flag, auto
from functools import cache
from typing import Annotated, Any, Protocol, Union, get_args, get_origin

from pydantic import BaseModel

from game.content.document import Path
from game.content.expressions import Expression
from game.content.models.basis import Placeholders, Ref
from game.content.records import fields_of


class Expressions(Protocol):
    """Who receives expressions."""

    def expression(self, path: Path, expression: Expression) -> None:
        """An expression at a path."""


class Texts(Protocol):
    """Who receives texts."""

    def text(self, path: Path, en: str, fr: str, placeholders: Placeholders | None) -> None:
        """A text in both languages, with the names it may hold in braces."""


class Sink(Expressions, Texts, Protocol):
    """Who receives all that the walk finds."""

    def reference(self, path: Path, ref: Ref, word: str, key: bool) -> None:
        """A reference; `key` when the word is a key of a mapping."""


Visit = Callable[[Any, Path, Any], None]  # the last one is the sink


class Wanted(Flag):
    """What a walk looks for: it does not go where there is none of it."""

    EXPRESSIONS = auto()
    REFERENCES = auto()
    TEXTS = auto()
    ALL = EXPRESSIONS | REFERENCES | TEXTS


def walk(model: BaseModel, sink: Sink) -> None:
    """Hand everything of a definition to the sink."""
    _walk(model, sink, Wanted.ALL)


def walk_expressions(model: BaseModel, sink: Expressions) -> None:
    """Hand the expressions of a definition to the sink."""
    _walk(model, sink, Wanted.EXPRESSIONS)


def walk_texts(model: BaseModel, sink: Texts) -> None:
    """Hand the texts of a definition to the sink."""
    _walk(model, sink, Wanted.TEXTS)


def _walk(model: BaseModel, sink: Any, wanted: Wanted) -> None:
    visit = _model_visit(type(model), None, wanted)
    if visit:
        visit(model, (), sink)


@cache
def _model_visit(
    model: type[BaseModel], placeholders: Placeholders | None, wanted: Wanted
) -> Visit | None:
    fields: list[tuple[str, str, Visit]] = []
    for name, info in model.model_fields.items():
        visit = _visit(info.annotation, tuple(info.metadata), wanted)
        if visit:
            fields.append((name, info.alias or name, visit))
    bilingual = Wanted.TEXTS in wanted and {"en", "fr"} <= set(model.model_fields)
    if not fields and not bilingual:
        return None
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


def _visit(annotation: Any, metadata: tuple[Any, ...], wanted: Wanted) -> Visit | None:
    """The visit of an annotation, or None when nothing in it needs a check."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _visit(inner, (*metadata, *more), wanted)
    if origin in (Union, types.UnionType):
        visits = [_visit(each, metadata, wanted) for each in get_args(annotation)]
        return _optional(next((each for each in visits if each), None))
    if annotation is Expression:
        return _visit_expression if Wanted.EXPRESSIONS in wanted else None
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model_visit(annotation, _of(metadata, Placeholders), wanted)
    if annotation is str:
        ref = _of(metadata, Ref) if Wanted.REFERENCES in wanted else None
        return _reference(ref) if ref else None
    if origin is tuple:
        return _tuple(_visit(get_args(annotation)[0], (), wanted))
    if origin is dict:
        keys, values = get_args(annotation)
        return _dict(keys, values, wanted)
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


def _dict(key_annotation: Any, value_annotation: Any, wanted: Wanted) -> Visit | None:
    metadata = get_args(key_annotation)[1:] if get_origin(key_annotation) is Annotated else ()
    ref = _of(metadata, Ref) if Wanted.REFERENCES in wanted else None
    inner = _visit(value_annotation, (), wanted)
    if ref is None and inner is None:
        return None

    def visit(values: Any, path: Path, sink: Sink) -> None:
        for key, value in values.items():
            if ref:
                sink.reference((*path, key), ref, key, True)
            if inner:
                inner(value, (*path, key), sink)

    return visit


def names_in(model: BaseModel) -> dict[str, Path]:
    """The names in all expressions of a definition, and where each stands first."""
    reader = _Names()
    walk_expressions(model, reader)
    return reader.names


class _Names:
    """Receives expressions and keeps the names in them."""

    def __init__(self) -> None:
        self.names: dict[str, Path] = {}

    def expression(self, path: Path, expression: Expression) -> None:
        """What an expression reads."""
        for name in expression.names:
            self.names.setdefault(name, path)

"""Does a definition have the keys and values that its kind asks for?

Runs one pydantic model over one definition and says every failure in the words of the content
files, with line, column and the nearest known key. What refers to other files is checked later.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from game.content.beside import Beside
from game.content.definitions import NEAR, Definition, article, nearest
from game.content.document import Path
from game.content.models import KINDS, SINGULAR
from game.content.models.basis import Model
from game.errors import Problem

STRANGE = 3  # keys of another kind, from which on it is the folder that is wrong
_TYPES = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of key: value",
    "model_type": "a mapping of key: value",
    "model_attributes_type": "a mapping of key: value",
    "is_instance_of": "something else",
}
LANGUAGES = frozenset({"en", "fr"})
THIRD = "docs/modding/translation.md says what is possible"
_PATTERNS = {
    "^[a-z][a-z0-9_]{0,79}$": "small letters, digits and _ , starting with a letter",
    "^[a-z][a-z0-9_-]{0,79}$": "small letters, digits, - and _ , starting with a letter",
    "^[12][0-9]{3}Q[1-4]$": "a quarter such as 2022Q4",
    r"^https?://[^\s]+$": "an address that starts with https://",
    r"^[0-9]{1,9}(\.[0-9]{1,9}){0,3}$": "numbers with dots between them, such as 1.0.0",
    r"^[a-z][a-z0-9_]{0,79}\.[a-z][a-z0-9_]{0,79}$": "SCENE.ANSWER, two ids with a dot between",
    "^[12][0-9]{3}Q[1-4](-[12][0-9]{3}Q[1-4])?$": "a quarter such as 2022Q4, or a span of two: "
    "2022Q4-2023Q2",
    "^[a-z][a-z0-9_.{}]{0,79}$": "small letters, digits, _ , dots and names in braces, starting "
    "with a letter",
    "^[a-z][a-z0-9_.-]{0,79}$": "small letters, digits, _ , - and dots, starting with a letter",
}


_sound = Beside()  # models of definitions without a problem


def validate(definition: Definition, model: type[Model]) -> tuple[Model | None, list[Problem]]:
    """The definition as a frozen model, or None and every problem found in it."""
    if (known := _sound.of(definition.data, model)) is not None:
        return known, []
    problems = list(_twice(definition, (), definition.data))
    try:
        checked = model.model_validate(definition.data)
        return (None, problems) if problems else (_sound.keep(definition.data, checked, model), [])
    except ValidationError as error:
        if other := _misplaced(definition, model):
            return None, [other]
        problems += _missing(definition, error)
        problems += [
            problem
            for details in error.errors(include_url=False, include_input=True)
            if (problem := _problem(definition, model, dict(details)))
        ]
    return None, problems  # without problems, the reader has already said it all


def _misplaced(definition: Definition, model: type[Model]) -> Problem | None:
    """Nearly every key that is unknown here is one of another kind: the folder is wrong."""
    if model not in KINDS.values() or not isinstance(definition.data, dict):
        return None
    here = set(known_keys(model, ()))
    lost = [key for key in definition.data if key not in here]
    fits = {kind: len({*lost} & {*known_keys(each, ())}) for kind, each in KINDS.items()}
    kind = max(fits, key=lambda kind: fits[kind])
    if len(lost) < STRANGE or fits[kind] < NEAR * len(lost):
        return None
    found, wanted = SINGULAR[kind], SINGULAR[definition.kind]
    message = f"this is written like {article(found)} {found}, not {article(wanted)} {wanted}"
    return definition.problem("E113", ("id",), message, f"move it to {kind}/")


def _twice(definition: Definition, path: Path, value: Any) -> Iterator[Problem]:
    """Items of one list that have one id: whoever names it would mean either."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _twice(definition, (*path, key), inner)
    elif isinstance(value, list):
        first: dict[str, Path] = {}
        for position, item in enumerate(value):
            if not isinstance(item, dict):
                continue
            here = (*path, position)
            if isinstance(id_ := item.get("id"), str) and first.setdefault(id_, here) != here:
                before = definition.problem("", (*first[id_], "id"), "")
                message = f"the id '{id_}' exists already in this list"
                hint = f"the first one is {before.file}:{before.line}; rename one of them"
                yield definition.problem("E206", (*here, "id"), message, hint)
            yield from _twice(definition, here, item)


def _missing(definition: Definition, error: ValidationError) -> list[Problem]:
    """One problem for each mapping that lacks keys, at the place of the mapping."""
    lacking: dict[Path, list[str]] = {}
    for details in error.errors(include_url=False, include_input=False, include_context=False):
        if details["type"] == "missing":
            *path, key = details["loc"]
            lacking.setdefault(tuple(path), []).append(f"'{key}'")
    problems = []
    for place, keys in lacking.items():
        if not definition.is_broken(place):
            are = "keys {} are" if len(keys) > 1 else "key {} is"
            message = f"the {are.format(', '.join(keys))} missing"
            problems.append(definition.problem("E202", place, message))
    return problems


def _problem(definition: Definition, model: type[Model], error: dict[str, Any]) -> Problem | None:
    path: Path = tuple(error["loc"])
    context: dict[str, Any] = error.get("ctx") or {}
    kind = error["type"]
    key = path[-1:] == ("[key]",)
    if key:
        path = path[:-1]
    path = (*path, *context.get("at", ()))
    if definition.is_broken(path) or kind == "missing":
        return None
    if kind == "too_short" and len(error["input"]) >= context["min_length"]:
        return None  # pydantic does not count the items that are wrong, and they are reported
    if kind == "extra_forbidden":
        known = known_keys(model, path[:-1])
        word = str(path[-1])
        hint = nearest(word, known) or f"known here: {', '.join(known)}"
        if re.fullmatch("[a-z]{2}", word) and set(known) >= LANGUAGES:
            hint = f"{', '.join(sorted(LANGUAGES))} are the languages of the game: {THIRD}"
        found = definition.problem("E201", path, f"unknown key '{word}'", hint, key=True)
        return replace(found, fix=_only_near(definition, path, known))
    code, message, hint = _said(kind, error, context)
    offset = context.get("offset")
    return definition.problem(code, path, message, hint, key=key, offset=offset)


def _only_near(definition: Definition, path: Path, known: list[str]) -> str:
    """The one known key that was meant, when there is one alone and it is not there already."""
    near = get_close_matches(str(path[-1]), known, n=2, cutoff=0.6)
    holder = definition.value_at(path[:-1])
    is_free = isinstance(holder, dict) and len(near) == 1 and near[0] not in holder
    return near[0] if is_free else ""


def _said(kind: str, error: dict[str, Any], context: dict[str, Any]) -> tuple[str, str, str]:
    """The code, the message and the hint for an error of pydantic or of our own validators."""
    if "code" in context:
        return context["code"], error["msg"], context.get("hint", "")
    found = error.get("input")
    if kind == "literal_error":
        allowed = [
            word.strip("'") for word in context["expected"].replace(" or ", ", ").split(", ")
        ]
        hint = nearest(str(found), allowed) or f"one of: {', '.join(allowed)}"
        return "E204", f"{_shown(found)} is not allowed here", hint
    if kind == "string_pattern_mismatch":
        wanted = _PATTERNS.get(context["pattern"], f"text that matches {context['pattern']}")
        return "E205", f"{_shown(found)} is not a name that can stand here", f"write {wanted}"
    if kind in _TYPES:
        return "E203", f"{_shown(found)} stands where {_TYPES[kind]} belongs", _retype(kind, found)
    if kind in ("too_short", "too_long"):
        least, most = context.get("min_length"), context.get("max_length")
        bound = f"at least {least}" if kind == "too_short" else f"at most {most}"
        return "E207", f"{context.get('actual_length')} of them, and {bound} belong here", ""
    signs = {"greater_than": ("gt", "above"), "greater_than_equal": ("ge", "at least")}
    signs |= {"less_than": ("lt", "below"), "less_than_equal": ("le", "at most")}
    if kind in signs:
        name, words = signs[kind]
        return "E207", f"{_shown(found)} is out of range", f"it must be {words} {context[name]:g}"
    return "E209", str(error["msg"])[:200], ""


def _retype(kind: str, found: Any) -> str:
    """How to write the same thing so that it has the type that belongs here."""
    if kind == "string_type" and isinstance(found, bool | int | float):
        return 'put quotes round it: "..."'
    if kind in ("int_type", "float_type") and isinstance(found, str):
        return "write digits alone: no quotes, no commas, no zero in front" if found else ""
    return ""


def _shown(value: Any) -> str:
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f"'{text[:60]}{'…' if len(text) > 60 else ''}'"


def known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that may stand in the mapping at this path of a model."""
    annotation: Any = model
    for step in path:
        annotation = _inner(annotation, step)
    found = _models(annotation)
    return [info.alias or name for each in found for name, info in each.model_fields.items()]


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) is Annotated:
        return _models(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return [found for each in get_args(annotation) for found in _models(each)]
    return []


def _inner(annotation: Any, step: str | int) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _inner(get_args(annotation)[0], step)
    if origin in (Union, types.UnionType):
        inside = (_inner(each, step) for each in get_args(annotation))
        return next((each for each in inside if each is not None), None)
    if origin is tuple:
        return get_args(annotation)[0]
    if origin is dict:
        return get_args(annotation)[1]
    for each in _models(annotation):
        for name, info in each.model_fields.items():
            if step in (name, info.alias):
                return info.annotation
    return None

"""What does a model say of its fields: description, type, default?

The descriptions are the strings under the fields in the source of the models, read only here, so
that starting the game pays nothing for them.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from functools import cache

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from game.content.expressions import Expression
from game.content.models import KINDS, SINGULAR, WORDS, Model
from game.content.models.cases import Case
from game.content.models.words import Word

TESTS = "tests"
MODELS: dict[str, type[Model]] = {**KINDS, WORDS: Word, TESTS: Case}
NAMES = {WORDS: "words", "scripts": "script", TESTS: "case"}


def file_name(kind: str) -> str:
    """The name of a kind in file names: storylet, policy, news."""
    return NAMES.get(kind) or SINGULAR[kind].split()[0]


def singular(kind: str) -> str:
    """What one entry of a kind is called."""
    return "test case" if kind == TESTS else SINGULAR[kind]


@cache
def descriptions(model: type[Model]) -> dict[str, str]:
    """What each field means, by its name in Python; those of the parent classes included."""
    found: dict[str, str] = {}
    for each in reversed(model.__mro__):
        if issubclass(each, Model) and each is not Model:
            found |= _own_descriptions(each)
    return found


def _own_descriptions(model: type) -> dict[str, str]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    assert isinstance(tree, ast.ClassDef)
    found: dict[str, str] = {}
    field = ""
    for item in tree.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            field = item.target.id
            continue
        if field and isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant):
            found[field] = str(item.value.value).strip()
        field = ""
    return found


def summary(model: type[Model]) -> str:
    """The first line of a model's docstring."""
    return (inspect.getdoc(model) or "").split("\n")[0]


def key_of(name: str, field: FieldInfo) -> str:
    """The key of a field as it is written in files."""
    return field.alias or name


def default_of(field: FieldInfo) -> object:
    """The default as plain data, or None where there is none that could be shown."""
    value = field.default
    if field.default_factory is not None or value is PydanticUndefined or value is None:
        return None
    if isinstance(value, Expression):
        number = value.constant
        return int(number) if number is not None and number.is_integer() else value.source
    if isinstance(value, tuple):
        return list(value) or None
    return value if isinstance(value, str | int | float | bool) else None

"""What does a condition, a weight or an amount written in content mean?

One small language (names, numbers, arithmetic, comparisons, `and or not`, `min max abs`), compiled
once and evaluated over numpy arrays: one world and a hundred thousand alike. Which names exist is
checked elsewhere.
"""

from __future__ import annotations

import ast
import copyreg
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from game.content.compiler import Compiler, ExpressionError, one_line
from game.content.evaluation import Array, Code, Read, Step, build, truth

MAX_LENGTH = 500

_BOOL, _FLOAT = np.dtype(np.bool_), np.dtype(np.float64)


@dataclass(frozen=True, eq=False)
class Expression:
    """A compiled expression: the same one decides one world in play and 100,000 in simulation."""

    source: str
    names: frozenset[str]
    is_condition: bool
    code: Code = field(repr=False)

    def evaluate(self, read: Read) -> Array:
        """The value in every world, (worlds,): bool for a condition, float64 otherwise.

        `read(name)` gives the figure of that name, (worlds,). An expression without names reads
        `turn`, only to know how many worlds there are; its array cannot be written.
        """
        value = self.value(read)
        if isinstance(value, np.ndarray) and value.ndim:
            return value
        return _filled(value, np.shape(read("turn")))

    def value(self, read: Read) -> Any:
        """The same as it comes: one number or bool where it cannot differ between worlds."""
        value = self.step(read)
        if self.is_condition:
            return truth(value)
        if isinstance(value, np.ndarray):
            return value if value.dtype is _FLOAT else value.astype(np.float64)
        return float(value)

    @cached_property
    def step(self) -> Step:
        """The closure, made when it is first asked for."""
        return build(self.code)

    @property
    def tree(self) -> ast.expr:
        """The syntax tree, for whoever wants to reason about the expression."""
        return Compiler(*one_line(self.source)).parse()

    @cached_property
    def constant(self) -> float | None:
        """The value when it is one number for all worlds and all times, else None."""
        return None if self.names else float(self.step(_read_nothing))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Expression)
            and self.source == other.source
            and self.is_condition == other.is_condition
        )

    def __hash__(self) -> int:
        return hash((self.source, self.is_condition))

    def __reduce__(self) -> tuple[Any, ...]:
        kept = {each.name: getattr(self, each.name) for each in fields(self)}
        return copyreg.__newobj__, (Expression,), kept  # type: ignore[attr-defined]


@lru_cache(maxsize=512, typed=True)
def _filled(value: float, shape: tuple[int, ...]) -> Array:
    """One number for every world; kept, hence read-only."""
    filled: Array = np.full(shape, value)
    filled.flags.writeable = False
    return filled


@lru_cache(maxsize=4096)
def compile_expression(source: str | float, condition: bool = False) -> Expression:
    """Compile a string (or a plain number) or raise ExpressionError."""
    if isinstance(source, bool):
        source = "1" if source else "0"
    if not isinstance(source, str):
        source = repr(source)
    if len(source) > MAX_LENGTH:
        message = f"the expression has {len(source)} characters, and {MAX_LENGTH} is the most"
        raise ExpressionError("E403", message, hint="split it, or move a part into a figure")
    text, shift = one_line(source)
    compiler = Compiler(text, shift)
    body = compiler.parse()
    term = compiler.visit(body, 1)
    return Expression(str(source), frozenset(compiler.names), condition, term.code)


def compile_condition(source: str | float) -> Expression:
    """Compile an expression whose value is yes or no."""
    return compile_expression(source, condition=True)


def _read_nothing(name: str) -> Any:
    raise KeyError(name)

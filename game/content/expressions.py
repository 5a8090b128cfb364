"""What does a condition, a weight or an amount written in content mean?

One small language (names, numbers, arithmetic, comparisons, `and or not`, `min max abs`), compiled
once and evaluated over numpy arrays: one world and a hundred thousand alike. Which names exist is
checked elsewhere.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from game.content.compiler import Array, Compiler, ExpressionError, Read, Step, one_line

MAX_LENGTH = 500


@dataclass(frozen=True, eq=False)
class Expression:
    """A compiled expression: the same one decides one world in play and 100,000 in simulation."""

    source: str
    names: frozenset[str]
    is_condition: bool
    tree: ast.expr = field(repr=False)
    step: Step = field(repr=False)

    def evaluate(self, read: Read) -> Array:
        """The value in every world, (worlds,): bool for a condition, float64 otherwise.

        `read(name)` gives the figure of that name, (worlds,). An expression without names reads
        `turn`, only to know how many worlds there are.
        """
        result = np.asarray(self.step(read), dtype=np.bool_ if self.is_condition else np.float64)
        if result.ndim:
            return result
        return np.full(np.shape(read("turn")), result)

    @property
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
        return compile_expression, (self.source, self.is_condition)


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
    return Expression(source, frozenset(compiler.names), condition, body, term.step)


def compile_condition(source: str | float) -> Expression:
    """Compile an expression whose value is yes or no."""
    return compile_expression(source, condition=True)


def _read_nothing(name: str) -> Array:
    raise KeyError(name)

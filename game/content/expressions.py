"""What does a condition, a weight or an amount written in content mean?

One small language (names, numbers, arithmetic, comparisons, `and or not`, `min max abs`), compiled
once and evaluated over numpy arrays: one world and a hundred thousand alike. Whoever only checks
it loads no numpy. Which names exist is checked elsewhere.
"""

from __future__ import annotations

import ast
import copyreg
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from game.content.compiler import Code, Compiler, ExpressionError, one_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from game.content.evaluation import Array, Read, Step

MAX_LENGTH = 500


@dataclass(frozen=True, eq=False)
class Expression:
    """A compiled expression: the same one decides one world in play and 100,000 in simulation."""

    source: str
    names: frozenset[str]
    is_condition: bool
    code: Code = field(repr=False)

    @cached_property
    def evaluate(self) -> Callable[[Read], Array]:
        """evaluate(read): the value in every world, (worlds,), of bool or float64.

        `read(name)` gives the figure of that name, (worlds,). An expression without names reads
        `turn`, only to know how many worlds there are; its array cannot be written.
        """
        from game.content.evaluation import everywhere

        return everywhere(self.value)

    @cached_property
    def value(self) -> Step:
        """value(read): the same as it comes, one number or bool where no two worlds can differ."""
        from game.content.evaluation import asked

        return asked(self.code, self.is_condition)

    @property
    def tree(self) -> ast.expr:
        """The syntax tree, for whoever wants to reason about the expression."""
        return ast.parse(one_line(self.source)[0], mode="eval").body  # it was compiled: it can be

    @cached_property
    def constant(self) -> float | None:
        """The value when it is one number for all worlds and all times, else None."""
        if self.names:
            return None
        is_negative = self.code[0] == "neg"
        code = self.code[1] if is_negative else self.code
        if code[0] == "number":  # as nearly all of them are
            return -float(code[1]) if is_negative else float(code[1])
        from game.content.evaluation import build

        return float(build(self.code)(_read_nothing))

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

"""What may the text of an expression say?

A whitelist over Python's syntax tree: whatever is not named here is refused, so no code runs from
content. Leaves nested tuples, which `evaluation.py` reads; which names exist is decided elsewhere.
"""

from __future__ import annotations

import ast
import keyword
import math
import re
from typing import Any, NamedTuple

from game.content.quarters import WRITTEN

Code = tuple[Any, ...]  # (what, part, part …); a part is again a tuple, a name or a number

TINY = 1e-12  # a divisor smaller than this counts as zero

MAX_DEPTH = 64
MAX_DIGITS = 30  # of a literal, before the point, and of any figure of the world
OVERFLOW_DIGITS = 300  # a float64 ends at 1e308

_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_ARITHMETIC: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
}
NAMES = (ast.Name, ast.Attribute)  # asked of every node: a union would be made each time
FUNCTIONS = ("min", "max", "abs")
_FOREIGN = re.compile(r"[^A-Za-z0-9_. +\-*/()<>=!,]")
_NUMBER_LIKE = re.compile(r"(?<!\w)[0-9]\w*")
_NUMBER = re.compile(r"[0-9]+(?:_[0-9]+)*(?:[eE][0-9]*)?")
_LANGUAGE = "use names, numbers, + - * /, comparisons, and or not, min max abs"


class ExpressionError(ValueError):
    """An expression that cannot be compiled; `offset` counts characters from its start."""

    def __init__(self, code: str, message: str, offset: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
        self.hint = hint


def one_line(source: str) -> tuple[str, int]:
    """The text for the parser, and how many characters stand before its first one."""
    text = source.replace("\n", " ")
    # `yield.ascend`, `taken.it.pass`: capitals let Python's parser take its own words for names.
    text = re.sub(r"(?<=\.)[a-z]+\b|\b[a-z]+(?=\.[a-z])", _disguise, text)
    stripped = text.lstrip()
    return stripped.rstrip(), len(text) - len(stripped)


def _disguise(match: re.Match[str]) -> str:
    word = match.group()
    return word.upper() if keyword.iskeyword(word) else word


def _undisguise(word: str) -> str:
    return word.lower() if keyword.iskeyword(word.lower()) else word


def _date(word: str) -> str:
    """How a quarter stands in an expression, where it is counted in years."""
    found = WRITTEN.fullmatch(word)
    if found is None:
        return ""
    year = int(found[1]) + (int(found[2]) - 1) / 4
    return f"write {year:g}: a quarter is a quarter of a year, from 2023 and 2023.25 to 2023.75"


def dotted_name(node: ast.expr) -> str:
    """The name that a node of the syntax tree spells, or nothing when it spells none."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(_undisguise(node.attr))
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join((_undisguise(node.id), *reversed(parts)))


class Term(NamedTuple):
    """A compiled part, a bound on its digits, and whether it says yes or no."""

    code: Code
    digits: float
    is_test: bool = False

    def number(self) -> Code:
        """The part as a number: a test is counted as 0 or 1."""
        return ("count", self.code) if self.is_test else self.code


class Compiler:
    """Turns one syntax tree into tuples by whitelist; whatever it does not know is refused."""

    def __init__(self, text: str, shift: int) -> None:
        self.text = text
        self.shift = shift
        self.names: set[str] = set()

    def parse(self) -> ast.expr:
        if not self.text:
            raise ExpressionError("E401", "the expression is empty", 0, "write a number or a name")
        if foreign := _FOREIGN.search(self.text):
            message = f"the character {foreign.group()!r} means nothing here"
            raise ExpressionError("E402", message, self.shift + foreign.start(), _LANGUAGE)
        for word in _NUMBER_LIKE.finditer(self.text):
            if not _NUMBER.fullmatch(word.group()):
                message = f"'{word.group()}' is neither a number nor a name"
                hint = _date(word.group()) or _LANGUAGE
                raise ExpressionError("E401", message, self.shift + word.start(), hint)
        try:
            return ast.parse(self.text, mode="eval").body
        except SyntaxError as error:
            at = self.shift + min(max((error.offset or 1) - 1, 0), len(self.text))
            raise ExpressionError("E401", "this cannot be read", at, self._hint()) from None
        except (RecursionError, MemoryError, ValueError):
            raise ExpressionError("E404", "the expression is nested too deep", 0) from None

    def _hint(self) -> str:
        if self.text.count("(") != self.text.count(")"):
            return "count the brackets: one is missing"
        if re.search(r"(?<![<>=!])=(?!=)", self.text):
            return "'=' compares as '=='"
        return _LANGUAGE

    def _error(self, code: str, node: ast.AST, message: str, hint: str = "") -> ExpressionError:
        offset = self.shift + getattr(node, "col_offset", 0)
        return ExpressionError(code, message, offset, hint)

    def visit(self, node: ast.expr, depth: int) -> Term:
        """The term for a node."""
        if depth > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} deep"
            raise self._error("E404", node, message, "split it, or move a part into a figure")
        if isinstance(node, ast.Constant):
            return self._literal(node)
        if isinstance(node, NAMES):
            return self._name(node)
        if isinstance(node, ast.UnaryOp):
            return self._unary(node, depth)
        if isinstance(node, ast.BinOp):
            return self._binary(node, depth)
        if isinstance(node, ast.BoolOp):
            parts = (self.visit(value, depth + 1).code for value in node.values)
            word = "and" if isinstance(node.op, ast.And) else "or"
            return Term((word, *parts), 0.0, is_test=True)
        if isinstance(node, ast.Compare):
            return self._compare(node, depth)
        if isinstance(node, ast.Call):
            return self._call(node, depth)
        raise self._error("E402", node, "this is not part of the language", _LANGUAGE)

    def _literal(self, node: ast.Constant) -> Term:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self._error("E402", node, "only numbers and names", "true is 1 and false is 0")
        if abs(value) > 10**MAX_DIGITS:
            raise self._error(
                "E405", node, "this number is too large", f"1e{MAX_DIGITS} is the most"
            )
        number = float(value)
        return Term(("number", number), max(math.log10(number), 0.0) if number else 0.0)

    def _name(self, node: ast.Name | ast.Attribute) -> Term:
        name = dotted_name(node)
        if not name:
            raise self._error("E402", node, "a dot joins names only", _LANGUAGE)
        if any(part.startswith("_") for part in name.split(".")):
            raise self._error("E402", node, f"'{name}' is not a name of a figure")
        if name in FUNCTIONS:
            raise self._error("E402", node, f"'{name}' needs brackets", f"write {name}(a, b)")
        self.names.add(name)
        return Term(("name", name), MAX_DIGITS)

    def _unary(self, node: ast.UnaryOp, depth: int) -> Term:
        term = self.visit(node.operand, depth + 1)
        if isinstance(node.op, ast.USub):
            return Term(("neg", term.number()), term.digits)
        if isinstance(node.op, ast.UAdd):
            return Term(term.number(), term.digits)
        if isinstance(node.op, ast.Not):
            return Term(("not", term.code), 0.0, is_test=True)
        raise self._error("E402", node, "this sign is not part of the language", _LANGUAGE)

    def _binary(self, node: ast.BinOp, depth: int) -> Term:
        left = self.visit(node.left, depth + 1)
        right = self.visit(node.right, depth + 1)
        joined = _ARITHMETIC.get(type(node.op))
        if joined is None:
            raise self._error(
                "E402", node.right, "this sign is not part of the language", _LANGUAGE
            )
        if isinstance(node.op, ast.Mult):
            digits = left.digits + right.digits
        elif isinstance(node.op, ast.Div):
            digits = left.digits - math.log10(TINY)
        else:
            digits = max(left.digits, right.digits) + math.log10(2)
        if digits > OVERFLOW_DIGITS:
            raise self._error("E405", node, "this can grow beyond every number", "shorten it")
        return Term((joined, left.number(), right.number()), digits)

    def _compare(self, node: ast.Compare, depth: int) -> Term:
        sides = [self.visit(side, depth + 1).code for side in (node.left, *node.comparators)]
        tests: list[Code] = []
        for sign, left, right in zip(node.ops, sides, sides[1:], strict=False):
            compare = _COMPARE.get(type(sign))
            if compare is None:
                raise self._error("E402", node, "'in' and 'is' do not exist here", _LANGUAGE)
            tests.append((compare, left, right))
        return Term(tests[0] if len(tests) == 1 else ("and", *tests), 0.0, is_test=True)

    def _call(self, node: ast.Call, depth: int) -> Term:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in FUNCTIONS:
            raise self._error("E402", node, "only min, max and abs can be called", _LANGUAGE)
        if node.keywords or any(isinstance(each, ast.Starred) for each in node.args):
            raise self._error("E402", node, f"{name} takes values only", f"write {name}(a, b)")
        terms = [self.visit(each, depth + 1) for each in node.args]
        if name == "abs":
            if len(terms) != 1:
                raise self._error("E406", node, f"abs takes one value, not {len(terms)}")
            return Term(("abs", terms[0].number()), terms[0].digits)
        if len(terms) < 2:
            raise self._error("E406", node, f"{name} compares two values or more")
        parts = (term.number() for term in terms)
        return Term((name, *parts), max(term.digits for term in terms))

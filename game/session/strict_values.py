"""Is a value of a save what it should be?

A save is a file that anybody may have written: every text, number and list is asked for by name.
"""

from __future__ import annotations

from typing import Any


class WrongShape(ValueError):
    """The body is JSON, but not the body of a save."""


def mapping(value: Any) -> dict[str, Any]:
    """A mapping with texts for keys."""
    if not isinstance(value, dict):
        raise WrongShape("a mapping was expected")
    return value


def texts(value: Any) -> list[str]:
    """A list of texts."""
    if not isinstance(value, list):
        raise WrongShape("a list was expected")
    if not set(map(type, value)) <= {str}:
        raise WrongShape("a text was expected")
    return value


def text(value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        raise WrongShape("a text was expected")
    return value


def whole(value: Any) -> int:
    """A whole number; true and false are none."""
    if type(value) is not int:
        raise WrongShape("a whole number was expected")
    return value


def wholes(value: Any) -> list[int]:
    """A list of whole numbers, looked at all at once."""
    if not isinstance(value, list) or not set(map(type, value)) <= {int}:
        raise WrongShape("a list of whole numbers was expected")
    return value


def places(value: Any, of: int) -> list[int]:
    """A list of places in a list of so many, none of them counted from its end."""
    found = wholes(value)
    if found and not 0 <= min(found) <= max(found) < of:
        raise WrongShape("a place outside its list")
    return found


def numbers(value: Any) -> list[float]:
    """A list of numbers, looked at all at once."""
    kinds = set(map(type, value)) if isinstance(value, list) else {type(None)}
    if not kinds <= {int, float}:
        raise WrongShape("a list of numbers was expected")
    return list(map(float, value)) if int in kinds else value


def number(value: Any) -> float:
    """A number."""
    if type(value) not in (int, float):
        raise WrongShape("a number was expected")
    return float(value)

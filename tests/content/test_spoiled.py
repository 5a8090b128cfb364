"""Does any single spoiled value of any kind end in located problems, and never in a traceback?"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from game.content import check

TINY = Path(__file__).parent / "tiny"
FILES = sorted(path.relative_to(TINY).as_posix() for path in TINY.rglob("*.yaml"))
SPOILED = [-1, 10**17, 1e29, True, "", "x", "{x}", "me", [], {}, [7], {"en": 7}, {"a b": "c"}]


class Quoting(yaml.SafeDumper):
    """Writes every text in quotes, as the content does."""


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)
Quoting.ignore_aliases = lambda self, data: True  # type: ignore[method-assign]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside some data."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*path, key))


def spoiled(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of the data with another value at a path."""
    other = copy.deepcopy(data)
    holder = other
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    return other


@pytest.mark.parametrize("name", FILES)
def test_a_spoiled_value_never_raises(name: str, base: Path) -> None:
    data = yaml.safe_load((base / name).read_text(encoding="utf-8"))
    for number, path in enumerate(places(data)):
        # One of the values at each place, another one at the next: all of them meet each kind.
        other = spoiled(data, path, SPOILED[number % len(SPOILED)])
        text = yaml.dump(other, Dumper=Quoting, allow_unicode=True)
        (base / name).write_text(text, encoding="utf-8")
        for problem in check.run(base).problems:
            assert problem.code[0] in "EWN"
            assert problem.line > 0

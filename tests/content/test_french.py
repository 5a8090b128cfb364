"""Is the French that the interface speaks written as one writes French?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

SHELVES = "words orders figures causes seats endings advisors score scenarios codex".split()
COLON = "\u202f:"
# Where a clause ends: a point, a semicolon, a middle dot; or a quotation before a capital.
CLAUSE = re.compile(r"[.!?…;·]|(?<=[»}])\s(?=[A-ZÉÀ])")
ENGLISH = re.compile(r"\b(latest|pgdn|pgup|pagedown|escape|backspace)\b")
BASE = Path(__file__).resolve().parents[2] / "content" / "base"


def french(node: object) -> Iterator[str]:
    """Every French text of a file as it was read."""
    if isinstance(node, dict):
        told = node.get("fr")
        forms = told.values() if isinstance(told, dict) else [told]
        yield from (each for each in forms if isinstance(each, str))
        for value in node.values():
            yield from french(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from french(value)


@pytest.mark.parametrize("shelf", SHELVES)
def test_one_colon_is_enough_for_a_clause(shelf: str) -> None:
    files = [yaml.safe_load(path.read_bytes()) for path in (BASE / shelf).glob("*.yaml")]
    texts = [text for file in files for text in french(file)]
    assert files
    clauses = [clause for text in texts for clause in CLAUSE.split(text)]
    assert [clause for clause in clauses if clause.count(COLON) > 1] == []
    assert [text for text in texts if ENGLISH.search(text)] == []

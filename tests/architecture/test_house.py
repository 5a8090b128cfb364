"""Can a stranger tell, from its name and its first lines, what each file is for?"""

from __future__ import annotations

import ast
from pathlib import Path

VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}


def modules(root: Path) -> list[Path]:
    return sorted((root / "game").rglob("*.py"))


def test_every_module_says_what_it_answers(root: Path) -> None:
    silent = [
        str(path.relative_to(root))
        for path in modules(root)
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing(root: Path) -> None:
    vague = [str(p.relative_to(root)) for p in modules(root) if VAGUE & {p.stem, p.parent.name}]
    assert vague == []

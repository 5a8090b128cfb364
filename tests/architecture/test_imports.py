"""Does each package import only what it may?

The contracts stand in `pyproject.toml`. What they cannot see (a module loaded at run time, numpy's
hidden dice, builtins that reach out of the program) is checked here.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SEALED = ("world", "engine", "story")
REACHING_OUT = {"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint"}


def test_contracts_are_kept(root: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter], cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


QUIET = (
    "game.content",
    "game.engine",
    "game.story",
    "game.session",
    "game.session.session",
    "game.faces.plain",
    "game.faces.cli",
)


@pytest.mark.parametrize("module", QUIET)
def test_module_loads_no_screen_library(module: str, root: Path) -> None:
    code = (
        f"import sys, {module}\n"
        "print(*sorted({n.partition('.')[0] for n in sys.modules} & {'textual', 'rich'}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == "", f"import {module} loads {run.stdout.strip()}"


def test_stages_do_not_call_one_another(root: Path) -> None:
    stages = sorted((root / "game" / "engine").glob("s[0-9][0-9]_*.py"))
    assert len(stages) > 10
    for path in stages:
        text = path.read_text(encoding="utf-8")
        assert [other.stem for other in stages if other != path and other.stem in text] == []


def sealed_files(root: Path) -> list[Path]:
    return sorted(p for name in SEALED for p in (root / "game" / name).rglob("*.py"))


def reaches(tree: ast.AST) -> list[str]:
    """Every place where the code rolls numpy's own dice or calls a builtin that leaves it."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="random" as name):
                found.append(f"line {node.lineno}: numpy.{name}")
            case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr="load" | "save" as name):
                found.append(f"line {node.lineno}: numpy.{name}")
            case ast.ImportFrom(module="numpy", names=names):
                hidden = [each.name for each in names if each.name in ("random", "load", "save")]
                found += [f"line {node.lineno}: numpy.{name}" for name in hidden]
            case ast.ImportFrom(module="numpy.random"):
                found.append(f"line {node.lineno}: numpy.random")
            case ast.Call(func=ast.Name(id=name)) if name in REACHING_OUT:
                found.append(f"line {node.lineno}: {name}()")
    return found


def test_sealed_packages_reach_out_nowhere(root: Path) -> None:
    files = sealed_files(root)
    assert len(files) > 10
    found = {
        str(path.relative_to(root)): places
        for path in files
        if (places := reaches(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


def test_the_check_sees_what_it_is_for() -> None:
    bad = "import numpy as np\nx = np.random.default_rng()\nopen('a')\nnp.load('b')\n"
    assert len(reaches(ast.parse(bad))) == 3
    other = "from numpy import random, zeros\nfrom numpy.random import default_rng\n"
    assert len(reaches(ast.parse(other))) == 2

"""What do the content tests start from? A whole content folder of a few lines a kind.

Each test copies it, spoils or adds one file, and looks at what the loader says.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent

Write = Callable[[str, str], Path]


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the tiny content, with no mods around."""
    monkeypatch.setenv("MACHINETIME_MODS", "")
    folder = tmp_path / "base"
    shutil.copytree(HERE / "tiny", folder)
    return folder


@pytest.fixture
def write(base: Path) -> Write:
    """Write a file of the tiny content: write("storylets/x.yaml", "- id: ...")."""

    def write_file(name: str, text: str) -> Path:
        path = base / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write_file

"""Are the words that are shown first those that the content would give, and read without it?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from game.content.first_words import FirstTable
from game.content.places import base_dir


@pytest.mark.parametrize("name", ["cli.yaml", "tui.yaml"])
def test_they_are_the_words_of_the_file(name: str) -> None:
    path = base_dir() / "words" / name
    table = FirstTable(path)
    for key, word in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        for lang in ("en", "fr"):
            text = word[lang]
            assert table.text(key, lang) == (text["other"] if isinstance(text, dict) else text), key
    assert table.text("no.such.word", "en") == ""


def test_words_written_in_any_other_way_are_found_too(tmp_path: Path) -> None:
    path = tmp_path / "words.yaml"
    path.write_text('a.b:\n  fr: "é \\"x\\""\n  en: >\n    long\nc: {en: "1\\u202f%", fr: "2"}\n')
    table = FirstTable(path)
    assert [table.text("a.b", lang) for lang in ("en", "fr")] == ["long\n", 'é "x"']
    assert table.text("c", "en") == "1\u202f%"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_help_needs_no_library_for_them(lang: str, root: Path) -> None:
    code = (
        "import contextlib, io, sys\nfrom game.faces.cli import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()):\n"
        f"    main(['--help', '--lang', '{lang}'])\n"
        "sys.exit('yaml' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0

"""Does the face have all its words, in both languages, and no others?"""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from tests.faces.fake_words import catalogue

# Keys that the code puts together; each stands for every entry that begins with it.
BUILT = ("tui.help.at.", "tui.help.key.", "tui.help.term.", "tui.help.word.",
         "tui.title.", "tui.mods.fact.", "tui.leave.", "tui.epilogue.")  # fmt: skip


def texts(entry: object) -> list[str]:
    return list(entry.values()) if isinstance(entry, dict) else [str(entry)]


def code(root: Path) -> str:
    files = sorted((root / "game" / "faces" / "tui").rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_fill_the_same_names(key: str) -> None:
    names = {
        lang: {name for text in texts(entry) for _, name, _, _ in Formatter().parse(text) if name}
        for lang, entry in catalogue()[key].items()
    }
    assert names["en"] == names["fr"]


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_french_signs_hold_to_their_words(key: str) -> None:
    for text in texts(catalogue()[key]["fr"]):
        assert not re.search(r" [;:!?%»]|« |'", text), text


def test_every_word_that_is_asked_for_exists(root: Path) -> None:
    source = code(root)
    asked = {f"tui.{key}" for key in re.findall(r'(?<!words\.)\bt\(\s*"([a-z_.]+)"', source)}
    asked |= {f"tui.key.{word}" for word in re.findall(r'\.hint\("[^"]*", "([a-z_]+)"', source)}
    asked |= {f"tui.help.at.{topic}" for topic in re.findall(r'TOPIC = "([a-z_]+)"', source)}
    assert sorted(asked - set(catalogue())) == []


def test_no_word_is_left_over(root: Path) -> None:
    source = code(root).replace("'", '"')
    names = {key: key.removeprefix("tui.").removeprefix("key.") for key in catalogue()}
    unused = [key for key in names if not key.startswith(BUILT) and f'"{names[key]}"' not in source]
    assert unused == []


def test_the_key_bar_has_short_words() -> None:
    for key, entry in catalogue().items():
        if key.startswith("tui.key."):
            assert all(len(text) <= 17 for text in texts(entry)), key

"""Which problems can a check report, and what does each of their codes mean?

One table for reports, `--explain`, the reference of codes and the tests. A code never changes its
meaning: E forbids the use of a file, W is worth a look, N is a remark; S is found by playing, T by
the content's own tests.
"""

from __future__ import annotations

from game.content.codes.entry import Code
from game.content.codes.files import FILES
from game.content.codes.logic import LOGIC
from game.content.codes.mods import MODS
from game.content.codes.playing import PLAYING, TESTS
from game.content.codes.references import REFERENCES
from game.content.codes.scenes import SCENES
from game.content.codes.schema import SCHEMA
from game.content.codes.tables import TABLES
from game.content.codes.texts import TEXTS

__all__ = ["CODES", "FAMILIES", "Code"]

# Family → its codes, in the order in which they are explained.
FAMILIES: dict[str, tuple[Code, ...]] = {
    "files": FILES,
    "schema": SCHEMA,
    "references": (*REFERENCES, *TABLES),
    "conditions": LOGIC,
    "choices": SCENES,
    "texts": TEXTS,
    "mods and comments": MODS,
    "playing": PLAYING,
    "tests": TESTS,
}
CODES: dict[str, Code] = {each.code: each for codes in FAMILIES.values() for each in codes}

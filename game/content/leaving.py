"""What are the rules without one file of a mod?

The other files, the other mods and the base as they are: whoever looks for the file that is to
blame for something leaves out one after the other. A file that others need cannot be left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from game.content.files import read_base
from game.content.loader import build, merge
from game.content.manifests import open_mod
from game.content.places import CASES, MANIFEST
from game.content.ruleset import ModInfo, Ruleset


def without_each_file(infos: Sequence[ModInfo], owner: str) -> Iterator[tuple[str, Ruleset]]:
    """Every file of a mod over the game's own content, with the rules without it."""
    active = [open_mod(Path(info.path)) for info in infos if info.enabled]
    files = next((mod.files for mod in active if mod.info.id == owner), {})
    base = read_base()
    for name in files:
        if name == MANIFEST or name.endswith(CASES):
            continue
        rest = {other: raw for other, raw in files.items() if other != name}
        mods = [replace(mod, files=rest) if mod.info.id == owner else mod for mod in active]
        ruleset, _ = build(merge(base, mods)[0], ())
        if ruleset is not None:
            yield f"{owner}/{name}", ruleset

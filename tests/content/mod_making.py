"""How does a test come by a mod? A few lines of manifest, and the files it needs."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

SCENE = """
- id: {id}
  size: minor
  seats: [china]
  when: tension > 10
  mood: rest
  place: {{en: "Here", fr: "Ici"}}
  title: {{en: "A scene", fr: "Une scène"}}
  text: {{en: "Some text.", fr: "Du texte."}}
  choices:
    - {{id: take, en: "Take", fr: "Prendre", win: {{add: {{tension: 1}}}}}}
    - {{id: leave, default: true, en: "Leave", fr: "Laisser"}}
"""


def write_mod(folder: Path, id_: str, files: Mapping[str, str] = {}, **manifest: object) -> Path:
    """A mod in a folder of its id: write_mod(folder, "one", {"storylets/x.yaml": "..."})."""
    lines = [f'id = "{id_}"', f'version = "{manifest.pop("version", "1.0")}"']
    lines += [f"{key} = {value!r}" for key, value in manifest.items()]
    lines += ["[name]", f'en = "{id_}"', f'fr = "{id_}"']
    for name, text in {"mod.toml": "\n".join(lines) + "\n", **files}.items():
        path = folder / id_ / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / id_


def pack(mod: Path, to: Path, names: list[str] | None = None) -> Path:
    """A zip of a folder, its files in the order that is asked for."""
    found = {path.relative_to(mod).as_posix(): path for path in mod.rglob("*") if path.is_file()}
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names or sorted(found):
            archive.write(found[name], name)
    return to


def newcomer(effect: str) -> str:
    """An order of Beijing’s that no game has, with one effect."""
    return f"""
- id: newcomer
  family: society
  seats: [china]
  attention: 1
  cost: 1_000_000
  payee: outside
  title: {{en: "New", fr: "Nouveau"}}
  text: {{en: "New.", fr: "Nouveau."}}
  expects: {{en: "Less.", fr: "Moins."}}
  effects: [{effect}]
  moves: [tension]
  kind: invented
"""

"""Mods that somebody made to do harm: archives, manifests, files and expressions.

Each is written into a folder, as a folder or a zip of its own; what must be said of it stands in
`hostile_mods.expected`. The big ones are made here, so that none lies about.
"""

from __future__ import annotations

import io
import stat
import warnings
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

MANIFEST = 'id = "one"\nversion = "1"\n[name]\nen = "One"\nfr = "Un"\n'
SCENE = """
- id: extra
  size: minor
  seats: [china]
  when: "{when}"
  mood: rest
  place: {{en: "Here", fr: "Ici"}}
  title: {{en: "A scene", fr: "Une scène"}}
  text: {{en: "Some text.", fr: "Du texte."}}
  choices:
    - {{id: take, en: "Take", fr: "Prendre", win: {{add: {{tension: {amount}}}}}}}
    - {{id: leave, default: true, en: "Leave", fr: "Laisser"}}
"""
Entry = tuple[str | zipfile.ZipInfo, bytes | str]
Make = Callable[[Path], None]


# ------------------------------------------------------------------------------ archives


def zipped(*entries: Entry, manifest: str = MANIFEST) -> Make:
    """A zip of a manifest and these entries."""

    def make(folder: Path) -> None:
        with warnings.catch_warnings(), zipfile.ZipFile(folder / "one.zip", "w", 8) as archive:
            warnings.simplefilter("ignore")  # of names given twice
            archive.writestr("mod.toml", manifest)
            for name, data in entries:
                archive.writestr(name, data)

    return make


def raw(data: Callable[[], bytes]) -> Make:
    """A file that is called a zip."""
    return lambda folder: (folder / "one.zip").write_bytes(data()) and None


def changed(change: Callable[[bytes], bytes], *entries: Entry) -> Make:
    """A zip whose bytes were changed afterwards."""

    def make(folder: Path) -> None:
        zipped(*(entries or (("a.yaml", "a: 1"),)))(folder)
        path = folder / "one.zip"
        path.write_bytes(change(path.read_bytes()))

    return make


def _info(name: str, mode: int = 0, **more: object) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for key, value in more.items():
        setattr(info, key, value)
    return info


def _inner(size: int) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", 8) as archive:
        entry = zipfile.ZipInfo("a.yaml")  # of a fixed date: the report names a byte of it
        archive.writestr(entry, b" " * size, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _encrypted(data: bytes) -> bytes:
    """The first bit of the flags set, in the entry and in the list of entries."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            changed[at + place] |= 1
            at = data.find(mark, at + 1)
    return bytes(changed)


_LINK = stat.S_IFLNK | 0o777
_LONG = "x" * 200

ARCHIVES: dict[str, Make] = {
    "a path upwards": zipped(("../evil.yaml", "a: 1")),
    "a path upwards, later": zipped(("storylets/../../evil.yaml", "a: 1")),
    "a path from the root": zipped(("/etc/evil.yaml", "a: 1")),
    "a path of another drive": zipped(("C:/evil.yaml", "a: 1")),
    "a path with backslashes": zipped(("storylets\\..\\evil.yaml", "a: 1")),
    "a path of a network": zipped(("//host/share/evil.yaml", "a: 1")),
    "a path with an empty part": zipped(("storylets//x.yaml", "a: 1")),
    "a path with a dot": zipped(("storylets/./x.yaml", "a: 1")),
    "a name of a device": zipped(("storylets/CON.yaml", "a: 1")),
    "a name in capitals": zipped(("STORY.yaml", "a: 1")),
    "two names that differ in case": zipped(("Words/x.yaml", "a: 1"), ("words/x.yaml", "a: 1")),
    "two names alike": zipped(("words/x.yaml", "a: 1"), ("words/x.yaml", "b: 1")),
    "a name with a control character": zipped(("a\x1b[2J.yaml", "a: 1")),
    "a name with a new line": zipped(("a\nb.yaml", "a: 1")),
    "a name that is turned round": zipped(("storylets/\u202elmay.x", "a: 1")),
    "a name in other letters": zipped(("sc\u0435ne.yaml", "a: 1")),
    "a name that is too long": zipped((_LONG + ".yaml", "a: 1")),
    "a name that hides": zipped((".git/config.yaml", "a: 1")),
    "a name with a blank": zipped(("a b.yaml", "a: 1")),
    "a name with a zero": changed(lambda data: data.replace(b"a.yaml", b"a\0yaml")),
    "a program": zipped(("run.py", "import os")),
    "a program behind a suffix": zipped(("x.yaml.exe", "MZ")),
    "a zip in a zip": zipped(("inner.zip", _inner(10))),
    "a zip in a zip that is called a text": zipped(("storylets/x.yaml", _inner(9))),
    "a link": zipped((_info("link.yaml", _LINK), "/etc/passwd")),
    "a link upwards": zipped((_info("link.yaml", _LINK), "../../../secret")),
    "a device": zipped((_info("dev.yaml", stat.S_IFCHR | 0o666), "")),
    "a pipe": zipped((_info("pipe.yaml", stat.S_IFIFO | 0o666), "")),
    "a bomb": zipped(("a.yaml", b" " * 900_000)),
    "a bomb of zeros": zipped(("words/x.yaml", bytes(1_000_000))),
    "a file that is too big": zipped(("a.yaml", b" " * 1_000_001)),
    "files that are too big together": zipped(*((f"{n}.yaml", bytes(999_999)) for n in range(33))),
    "files that are too many": zipped(*((f"{n}.yaml", "") for n in range(2_001))),
    "folders that are too many": zipped(*((f"d{n}/", "") for n in range(2_001))),
    "a password": changed(_encrypted),
    "an unknown packing": changed(lambda data: data.replace(b"\x08\x00", b"\x63\x00")),
    "a size that lies": changed(
        lambda data: data.replace((1_500_000).to_bytes(4, "little"), (999).to_bytes(4, "little")),
        ("a.yaml", b"a: 1\n" * 300_000),
    ),
    "a checksum that lies": changed(
        lambda data: data.replace(b"PK\x01\x02", b"PK\x01\x02", 1)[:-1]
    ),
    "an archive cut in half": changed(lambda data: data[: len(data) // 2]),
    "an archive without a list": changed(lambda data: data[: data.find(b"PK\x01\x02")]),
    "a list that begins beyond the end": changed(
        lambda data: data[:-6] + (2**31 - 1).to_bytes(4, "little") + data[-2:]
    ),
    "more entries than it has": changed(lambda data: data[:-12] + b"\xff\xff" + data[-10:]),
    "entries that lie on each other": changed(lambda data: data.replace(b"a.yaml", b"mod.tom")),
    "no zip at all": raw(lambda: b"#!/bin/sh\nrm -rf .\n"),
    "nothing": raw(lambda: b""),
    "an empty zip": raw(lambda: b"PK\x05\x06" + bytes(18)),
    "another kind of archive": raw(lambda: b"ustar" + bytes(5000)),
    "no manifest": raw(lambda: _inner(10)),
    "two folders": raw(lambda: _two_folders()),
}


def _two_folders() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("a/mod.toml", MANIFEST)
        archive.writestr("b/x.yaml", "a: 1")
    return held.getvalue()


# ------------------------------------------------------------------------------ manifests


def folder(files: Iterable[tuple[str, str | bytes]], manifest: str | bytes = MANIFEST) -> Make:
    """A mod in a folder."""

    def make(place: Path) -> None:
        for name, text in (("mod.toml", manifest), *files):
            path = place / "one" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(
                text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
            )

    return make


def manifest(text: str | bytes) -> Make:
    """A mod that is only a manifest."""
    return folder((), text)


_HEAD = 'id = "one"\nversion = "1"\n'
_NAME = '[name]\nen = "One"\nfr = "Un"\n'

MANIFESTS: dict[str, Make] = {
    "a manifest with a key twice": manifest(_HEAD + 'id = "two"\n' + _NAME),
    "a manifest with a table twice": manifest(_HEAD + _NAME + _NAME),
    "a table over a value": manifest(_HEAD + "name = 1\n" + _NAME),
    "dotted keys over a table": manifest(_HEAD + _NAME + 'name.de = "x"\n[name.en]\n'),
    "a manifest 20,000 deep": manifest(_HEAD + "x = " + "[" * 20_000 + "]" * 20_000 + "\n" + _NAME),
    "a key of 20,000 parts": manifest(_HEAD + ".".join("a" * 20_000) + " = 1\n" + _NAME),
    "a number of 5,000 digits": manifest(_HEAD + "x = " + "9" * 5_000 + "\n" + _NAME),
    "not a number": manifest(_HEAD + "x = nan\n" + _NAME),
    "a date for a version": manifest('id = "one"\nversion = 2024-01-01\n' + _NAME),
    "a number for a version": manifest('id = "one"\nversion = 1.0\n' + _NAME),
    "a version of 5,000 digits": manifest(f'id = "one"\nversion = "{"9" * 5_000}"\n' + _NAME),
    "an id upwards": manifest('id = "../../evil"\nversion = "1"\n' + _NAME),
    "an id with a colon": manifest('id = "base:night"\nversion = "1"\n' + _NAME),
    "the id of the game": manifest('id = "base"\nversion = "1"\n' + _NAME),
    "an id of 10,000 letters": manifest(f'id = "{"a" * 10_000}"\nversion = "1"\n' + _NAME),
    "an id that is a list": manifest('id = ["one"]\nversion = "1"\n' + _NAME),
    "a name that clears the screen": manifest(_HEAD + '[name]\nen = "\\u001b[2J"\nfr = "Un"\n'),
    "a name the wrong way round": manifest(_HEAD + '[name]\nen = "\\u202eenO"\nfr = "Un"\n'),
    "a name with a raw escape": manifest(_HEAD + '[name]\nen = "\x1b[2J"\nfr = "Un"\n'),
    "a lone surrogate": manifest(_HEAD + '[name]\nen = "\\ud800"\nfr = "Un"\n'),
    "needs that are code": manifest(_HEAD + "needs = [\"__import__('os')\"]\n" + _NAME),
    "needs without end": manifest(_HEAD + f'needs = ["a{" >= 1," * 3000}"]\n' + _NAME),
    "10,000 needs": manifest(_HEAD + f"needs = {[f'm{n}' for n in range(10_000)]}\n" + _NAME),
    "bounds that nobody can read": manifest(_HEAD + f'game = "{">=" * 5_000}1"\n' + _NAME),
    "itself among its needs": manifest(_HEAD + 'needs = ["one"]\n' + _NAME),
    "a manifest in UTF-16": manifest((_HEAD + _NAME).encode("utf-16")),
    "a manifest in Latin letters": manifest(
        (_HEAD + '[name]\nen = "é"\nfr = "é"').encode("latin-1")
    ),
    "a manifest with a mark": manifest(b"\xef\xbb\xbf" + (_HEAD + _NAME).encode()),
    "a manifest with zeros": manifest(b"id = \0\n"),
    "an empty manifest": manifest(b""),
    "a manifest of 3 MB": manifest(_HEAD + "# " + "x" * 3_000_000 + "\n" + _NAME),
}


# --------------------------------------------------------------------- files and expressions


def scene(when: str = "tension > 10", amount: str = "1") -> Make:
    """A mod with one scene."""
    return folder([("storylets/x.yaml", SCENE.format(when=when, amount=amount))])


def story(text: str | bytes) -> Make:
    """A mod with one file of storylets."""
    return folder([("storylets/x.yaml", text)])


_ANCHORS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)

FILES: dict[str, Make] = {
    "a billion laughs": story(_ANCHORS),
    "an anchor round itself": story("a: &a [*a]"),
    "a merge of keys": story("- &a {id: x}\n- {<<: *a, size: minor}"),
    "lists 40,000 deep": story("- " * 40_000 + "x"),
    "open brackets": story("{" * 100_000),
    "mappings 2,000 deep": story("".join("  " * n + "a:\n" for n in range(2_000))),
    "a tag that runs a program": story("- {id: !!python/object/apply:os.system ['true']}"),
    "a tag of one's own": story("- !evil {id: x}"),
    "a tag of bytes": story("- {id: !!binary aGVsbG8=}"),
    "a number of 5,000 digits": story("- {patch: night, set: {weight: " + "9" * 5_000 + "}}"),
    "a number out of all measure": story("- {patch: night, set: {weight: 1e308}}"),
    "1e999": story("- {patch: night, set: {weight: 1e999}}"),
    "not a number": story("- {patch: night, set: {weight: .nan}}"),
    "infinity": story("- {patch: night, set: {weight: .inf}}"),
    "a number in base sixty": story("- {patch: night, set: {weight: 190:20:30}}"),
    "yes for a number": story("- {patch: night, set: {weight: yes}}"),
    "a key twice": story("- {id: x, id: y}"),
    "a key that is a list": story("- {[a]: 1}"),
    "two documents": story("- {id: x}\n---\n- {id: y}"),
    "an escape": story("\x1b[2J"),
    "an escaped escape": story('- {patch: night, set: {chronicle: {en: "\\e[2J", fr: "x"}}}'),
    "text the wrong way round": story("- {patch: night, set: {chronicle: {en: '\u202ex', fr: x}}}"),
    "a lone surrogate": story("- {patch: night, set: {chronicle: {en: '\ud800', fr: x}}}"),
    "zeros": story(bytes(1_000)),
    "UTF-16": story("- {id: x}".encode("utf-16")),
    "a file of 1 MB and one byte": story("#" * 1_000_001),
    "an id upwards": story("- {id: ../../etc}"),
    "an unknown kind": folder([("programs/x.yaml", "- {id: x}")]),
    "a scene of the game": story(SCENE.format(when="1", amount="1").replace("extra", "night")),
    "a text with a program": scene("__import__('os').system('true')"),
    "an attribute": scene("tension.__class__"),
    "attributes of attributes": scene("().__class__.__bases__[0].__subclasses__()"),
    "a name with underscores": scene("__builtins__"),
    "a call of a call": scene("max(1, 2)(3)"),
    "an unknown function": scene("open('/etc/passwd')"),
    "a lambda": scene("(lambda: 1)()"),
    "a list that is built": scene("[x for x in (1, 2)]"),
    "an assignment": scene("(x := 5)"),
    "a text in quotes": scene("'a' * 10 ** 10"),
    "a formatted text": scene("f'{tension}'"),
    "a power without end": scene("9 ** 9 ** 9 ** 9"),
    "a shift without end": scene("1 << 100000"),
    "a number of 400 digits": scene("9" * 400),
    "a number in hexadecimal": scene("0xff"),
    "an imaginary number": scene("1j"),
    "a thousand brackets": scene("(" * 200 + "1" + ")" * 200),
    "a thousand minus signs": scene("-" * 400 + "1"),
    "an expression of 10,000 letters": scene("1 + " * 2_500 + "1"),
    "a division by nothing": scene("1 / 0 > 1"),
    "a star": scene("*tension"),
    "an index": scene("tension[0]"),
    "an await": scene("await tension"),
    "a yield": scene("(yield)"),
    "a new line": scene("1\\n+ 1"),
    "a comment": scene("1 # and more"),
    "a semicolon": scene("1; 2"),
    "letters that look alike": scene("tensi\u043en > 1"),
    "letters that are folded": scene("\uff54ension > 1"),
    "a figure of nobody": scene("me.password > 1"),
    "an effect out of all measure": scene(amount='"1e30 * 1e30 * 1e300"'),
    "an effect on nothing": story(
        SCENE.format(when="1", amount="1").replace("tension:", "nobody:")
    ),
    "a braced text that is code": story(
        SCENE.format(when="1", amount="1").replace("Some text.", "{tension.__class__}")
    ),
    "a patch of an id": story("- {patch: night, set: {id: letter}}"),
    "a patch of everything": story("- {patch: night, set: {'': 1}}"),
    "a patch upwards": story("- {patch: '../night', set: {weight: 1}}"),
    "a patch of a patch": story("- {patch: night, set: {patch: letter}}"),
    "a patch that removes all": story("- {patch: night, remove: [choices, choices, text, id]}"),
}


def links(place: Path) -> None:
    """A folder with a link in it."""
    folder(())(place)
    (place / "one" / "link.yaml").symlink_to("/etc/passwd")


def link_to_a_folder(place: Path) -> None:
    """A folder with a link to a folder that holds it."""
    folder(())(place)
    (place / "one" / "words").symlink_to(place / "one", target_is_directory=True)


def manifest_folder(place: Path) -> None:
    """A folder in the place of the manifest."""
    (place / "one" / "mod.toml").mkdir(parents=True)


FOLDERS: dict[str, Make] = {
    "a link in a folder": links,
    "a folder that holds itself": link_to_a_folder,
    "a folder for a manifest": manifest_folder,
    "2,001 files": folder((f"words/{n}.yaml", "") for n in range(2_001)),
    "33 MB": folder((f"words/{n}.yaml", bytes(1_000_000)) for n in range(33)),
}

CASES: dict[str, Make] = {
    f"{kind}: {name}": make
    for kind, table in (
        ("archive", ARCHIVES),
        ("folder", FOLDERS),
        ("manifest", MANIFESTS),
        ("file", FILES),
    )
    for name, make in table.items()
}

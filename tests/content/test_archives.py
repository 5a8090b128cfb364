"""Is a mod in a zip read without extraction, within its limits, and refused in words otherwise?"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from game.content import load
from game.content.archive import MAX_ENTRIES, read_mod
from game.content.manifests import open_mod


def pack(path: Path, files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


MANIFEST = 'id = "zipped"\nversion = "1"\n[name]\nen = "Zip"\nfr = "Zip"\n'


@pytest.mark.parametrize("top", ["", "zipped-1.0/"])
def test_a_zip_is_read_like_a_folder(base: Path, tmp_path: Path, top: str) -> None:
    words = 'menu.more: {en: "More", fr: "Plus"}'
    files = {f"{top}mod.toml": MANIFEST, f"{top}words/x.yaml": words}
    folder = pack(tmp_path / "mods" / "any.zip", files).parent
    assert load(base, ["zipped"], [folder]).words("fr").t("menu.more") == "Plus"
    assert sorted(path.name for path in folder.iterdir()) == ["any.zip"]


@pytest.mark.parametrize(
    "name",
    [
        "../evil.yaml",
        "storylets/../../evil.yaml",
        "/etc/evil.yaml",
        "storylets//x.yaml",
        "./x.yaml",
        "C:\\evil.yaml",
        "storylets\\..\\evil.yaml",
        "STORY.yaml",
        "évil.yaml",
        "x.py",
        "x.yaml.exe",
        "storylets/\u202elmay.x",
        "a" * 122 + ".yaml",
        "inner.zip",
    ],
)
def test_names_that_a_zip_may_not_hold(tmp_path: Path, name: str) -> None:
    files, problems = read_mod(pack(tmp_path / "x.zip", {"mod.toml": MANIFEST, name: "a: 1"}))
    assert files == {}
    assert [problem.code for problem in problems] == ["E709"]
    assert problems[0].line_text().isprintable()


LEFT_OVER = {
    "__MACOSX/._mod.toml": b"\0\5\x16\7",
    "__MACOSX/words/._x.yaml": b"\0\5\x16\7",
    ".DS_Store": b"\0\0\0\1Bud1",
    "words/.DS_Store": b"\0\0\0\1Bud1",
    ".vscode/settings.json": "{}",
    ".git/hooks/Some Hook.sample": "exit 1",
    "words/x.yaml~": "a: [",
    "words/x.yaml.bak": "a: [",
    "words/.x.yaml.swp": "a: [",
    "Thumbs.db": b"\0",
}


@pytest.mark.parametrize("top", ["", "my_mod/"])
def test_what_systems_and_editors_leave_is_no_part_of_a_mod(tmp_path: Path, top: str) -> None:
    clean = {"mod.toml": MANIFEST, "words/x.yaml": 'menu.more: {en: "More", fr: "Plus"}'}
    littered = {f"{'' if name.startswith('__') else top}{name}": text
                for name, text in (clean | LEFT_OVER).items()}  # fmt: skip
    folder = tmp_path / "folder"
    for name, text in (clean | LEFT_OVER).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    mods = [
        open_mod(each)
        for each in (
            pack(tmp_path / "clean.zip", clean),
            pack(tmp_path / "littered.zip", littered),
            folder,
        )
    ]
    assert [mod.info.problems for mod in mods] == [()] * 3
    assert [sorted(mod.files) for mod in mods] == [sorted(clean)] * 3
    assert len({mod.info.hash for mod in mods}) == 1


@pytest.mark.parametrize(
    "name",
    [
        ".git/../../evil.yaml",
        "../.DS_Store",
        "/.DS_Store",
        "__MACOSX/../evil.yaml~",
        "__MACOSX\\..\\evil",
        "./.DS_Store",
        "words//x.yaml~",
        ".x\x1b[2J",
    ],
)
def test_a_path_that_leads_away_is_never_passed_over(tmp_path: Path, name: str) -> None:
    files, problems = read_mod(pack(tmp_path / "x.zip", {"mod.toml": MANIFEST, name: "a: 1"}))
    assert files == {}
    assert [problem.code for problem in problems] == ["E709"]
    assert problems[0].hint


def test_a_zip_bomb(tmp_path: Path) -> None:
    files, problems = read_mod(pack(tmp_path / "x.zip", {"a.yaml": b" " * 900_000}))
    assert (files, problems[0].code) == ({}, "E709")
    assert "200 times" in problems[0].message
    _, problems = read_mod(pack(tmp_path / "y.zip", {"a.yaml": b" " * 1_000_001}))
    assert "1,000,000 is the most" in problems[0].message
    many = {f"{n}.yaml": "" for n in range(MAX_ENTRIES + 1)}
    _, problems = read_mod(pack(tmp_path / "z.zip", many))
    assert "2,000 is the most" in problems[0].message
    heavy = {f"{n}.yaml": bytes(1_000_000) for n in range(33)}
    _, problems = read_mod(pack(tmp_path / "w.zip", heavy))
    assert "32,000,000 is the most" in problems[0].message


def test_links_twins_and_passwords(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.yaml")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert read_mod(tmp_path / "x.zip")[1][0].message == "a link"
    with pytest.warns(UserWarning), zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("a.yaml", "1")
        archive.writestr("a.yaml", "2")
    assert "twice" in read_mod(tmp_path / "y.zip")[1][0].message
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.yaml").symlink_to("/etc/passwd")
    assert "a link" in read_mod(folder)[1][0].message


def test_a_size_that_lies(tmp_path: Path) -> None:
    raw = bytearray(pack(tmp_path / "x.zip", {"a.yaml": b"a: 1\n" * 300_000}).read_bytes())
    true, claimed = (1_500_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    (tmp_path / "x.zip").write_bytes(bytes(raw).replace(true, claimed))
    files, problems = read_mod(tmp_path / "x.zip")
    assert (files, [problem.code for problem in problems]) == ({}, ["E709"])


def test_a_damaged_zip_never_raises(tmp_path: Path) -> None:
    whole = pack(tmp_path / "x.zip", {"mod.toml": MANIFEST, "a/b.yaml": "a: 1"}).read_bytes()
    path = tmp_path / "y.zip"
    for position in range(0, len(whole), 3):
        path.write_bytes(whole[:position])
        read_mod(path)
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        read_mod(path)

"""Would every tracked file mean the same on another person's machine?

No file names a folder of one machine or the host of a package index; the lock pins each
requirement with hashes and says nothing about where it was fetched.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOTS = ("home", "Users", "root", "tmp", "opt", "mnt", "srv", "work", "workspace", "private/var")
MACHINE_PATH = re.compile(rf"(?<![\w.:/~$)}}\]])/(?:{'|'.join(ROOTS)})/[\w.]")
INDEX = re.compile(
    r"pypi\s*\.\s*org/simple|pythonhosted\.org|--(?:extra-)?index[-]url|--find[-]links"
    r"|(?:https?|file)://[^\s\"')]*/simple\b",
    re.IGNORECASE,
)
SKIPPED = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis"}
NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)==\S+(?: ; (?P<marker>[^\\]+))? \\$")
HASH = re.compile(r"^ {4}--hash=sha256:[0-9a-f]{64}(?: \\)?$")


def tracked(root: Path) -> list[Path]:
    """The files git tracks or would; in an unpacked archive, every file but the caches."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        names = subprocess.run(listing, cwd=root, capture_output=True, check=True).stdout
        found = [root / name.decode() for name in names.split(b"\0") if name]
    else:
        found = [
            p
            for p in root.rglob("*")
            if not SKIPPED & set(p.relative_to(root).parts)
            and not any(part.endswith("_cache") for part in p.relative_to(root).parts)
        ]
    return [p for p in found if p.is_file()]


def test_no_file_names_a_machine_or_an_index(root: Path) -> None:
    found = []
    for path in tracked(root):
        data = path.read_bytes()
        if b"\0" in data or path == Path(__file__).resolve():
            continue
        for number, line in enumerate(data.decode("utf-8", errors="replace").splitlines(), 1):
            if MACHINE_PATH.search(line) or INDEX.search(line):
                found.append(f"{path.relative_to(root)}:{number}: {line.strip()[:100]}")
    assert found == []


def test_the_check_sees_what_it_is_for() -> None:
    slash = "/"
    assert MACHINE_PATH.search(f"open('{slash}home/ada/x')")
    assert MACHINE_PATH.search(f"see {slash}tmp/x.txt")
    assert not MACHINE_PATH.search(f"https:{slash}{slash}example.org{slash}home{slash}x")
    assert not MACHINE_PATH.search("and/or, build/tmp/x")
    assert INDEX.search("https:" + "//mirror.example/simple/")


def pins(path: Path) -> dict[str, list[str]]:
    """The lock as {name: its hash lines}; a line of any other form fails the test."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := NAME.match(line):
            name = match[1].lower()
            found.setdefault(name, [])
        else:
            assert HASH.match(line), f"{path.name}: not a pin and not a hash: {line}"
            found[name].append(line)
    return found


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
def test_every_pin_has_hashes(name: str, root: Path) -> None:
    locked = pins(root / "requirements" / name)
    assert locked
    assert [pin for pin, hashes in locked.items() if not hashes] == []


def test_the_lock_holds_what_the_project_asks_for(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    run = pins(root / "requirements" / "run.txt")
    dev = pins(root / "requirements" / "dev.txt")
    for wanted, lock in (
        (project["dependencies"] + extras["build"], run),
        (project["dependencies"] + extras["build"] + extras["dev"], dev),
    ):
        names = {Requirement(line).name.lower() for line in wanted} - {project["name"]}
        assert names <= lock.keys()
    assert {pin: dev.get(pin) for pin in run} == run

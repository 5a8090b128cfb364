"""Does the game still play once it is installed, away from the checkout?"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("wheel")]

DROPPED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "MACHINETIME_SAVES")


def run(*command: str | Path, cwd: Path, stdin: str = "", saves: Path | None = None) -> str:
    env = {key: value for key, value in os.environ.items() if key not in DROPPED}
    env |= {"PYTHONUTF8": "1"} | ({"MACHINETIME_SAVES": str(saves)} if saves else {})
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The `machinetime` command of a clean environment that holds the lock and the wheel."""
    place = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-build-isolation", "--no-deps", "--wheel-dir", place, root, cwd=place)
    (wheel,) = place.glob("*.whl")
    venv.create(place / "env", with_pip=True)
    scripts = place / "env" / ("Scripts" if os.name == "nt" else "bin")
    own = (scripts / "python", "-m", "pip", "--quiet", "--disable-pip-version-check", "install")
    run(*own, "--require-hashes", "-r", root / "requirements" / "run.txt", cwd=place)
    run(*own, "--no-deps", wheel, cwd=place)
    return scripts / "machinetime"


def test_three_quarters_in_plain_mode(installed: Path, tmp_path: Path) -> None:
    play = (installed, "play", "--plain", "--seat", "china", "--seed", "1", "--lang", "en")
    said = run(*play, cwd=tmp_path, stdin="end\nend\nend\nlook\n", saves=tmp_path / "saves")
    assert "2023Q3" in said
    assert any((tmp_path / "saves").iterdir())


def test_the_example_mod_comes_with_the_wheel(installed: Path, tmp_path: Path) -> None:
    play = (installed, "play", "--plain", "--mods", "lyon_garage", "--lang", "fr")
    said = run(*play, cwd=tmp_path, stdin="fin\n", saves=tmp_path / "saves")
    assert "2023T1" in said


def test_content_is_clean_where_it_is_installed(installed: Path, tmp_path: Path) -> None:
    run(installed, "content", "check", cwd=tmp_path)

"""Is a file that was asked for there whole, or as it was before?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from game.content import Ruleset, load
from game.faces import cli
from game.faces.whole_file import try_folder, whole_file, write_whole
from game.session.session import Session

resource = pytest.importorskip("resource")  # limits of files are a matter of POSIX

SIMULATE = ["simulate", "--worlds", "3", "--turns", "2"]


@pytest.fixture(autouse=True)
def known(ruleset: Ruleset) -> None:
    """The rules lie in the cache: a command that may not write them need not check them."""
    load()


def limited(*args: str) -> subprocess.CompletedProcess[str]:
    """A command whose files may have a kilobyte."""
    code = (
        "import resource, signal, sys\n"
        "from game.faces.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    run = [sys.executable, "-c", code, *args]
    return subprocess.run(run, capture_output=True, text=True, check=False)


def test_a_file_is_replaced_when_its_last_byte_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, "été")
    assert path.read_bytes() == "été".encode()
    with pytest.raises(ZeroDivisionError), whole_file(path) as file:
        file.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == "été".encode()
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    link.symlink_to(path)
    write_whole(link, "x")
    assert link.is_symlink()
    assert path.read_text() == "x"


def test_a_folder_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        write_whole(tmp_path, "x")
    try_folder(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_of_a_chronicle(
    ruleset: Ruleset, own_saves: Path, tmp_path: Path
) -> None:
    session = Session.new(ruleset, seat="lab_hangzhou", seed=6)
    session.end_turn()
    out = tmp_path / "out" / "run.html"
    out.parent.mkdir()
    args = ["chronicle", "latest", "--out", str(out)]
    run = limited(*args)
    assert run.returncode == 1
    assert str(out) in run.stderr
    assert list(out.parent.iterdir()) == []
    assert cli.main(args) == 0


@pytest.mark.parametrize("suffix", ["json", "csv", "npz"])
def test_a_full_disk_leaves_the_old_numbers(tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"r.{suffix}"
    out.write_text("old")
    run = limited(*SIMULATE, "--out", str(out))
    assert run.returncode == 1
    assert str(out) in run.stderr
    assert out.read_text() == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_not_there_is_said_before_anything_is_played(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def played(*args: object, **more: object) -> None:
        pytest.fail("the worlds were played")

    monkeypatch.setattr("game.session.simulate.simulate", played)
    out = tmp_path / "no" / "x.json"
    assert cli.main([*SIMULATE, "--out", str(out)]) == 1
    assert str(out) in capsys.readouterr().err

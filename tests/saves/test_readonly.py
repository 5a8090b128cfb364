"""What may a second window do with a game that is open in another one?"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from game.content import Ruleset
from game.faces.options import PlayOptions
from game.faces.plain.commands import Desk
from game.faces.tui.host import GameHost
from game.session import hold, save_file
from game.session.locations import save_path
from game.session.save_bytes import BadSave
from game.session.save_file import read_header
from game.session.session import Session
from tests.faces.driving import playing

_HOLDER = """
import sys
from collections.abc import Iterator
from pathlib import Path
from game.session.hold import hold
held = hold(Path(sys.argv[1]), sys.argv[2])
print(held is not None, flush=True)
sys.stdin.read()
"""


def _elsewhere(folder: Path, playthrough: str) -> subprocess.Popen[str]:
    """A process that asks for a playthrough; `True` on its first line when it has it."""
    return subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder), playthrough],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
    )


def _said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.fixture
def opened_twice(
    ruleset: Ruleset, own_saves: Path
) -> Iterator[tuple[Session, subprocess.Popen[str]]]:
    """A game of two quarters as a second window opens it, and the process that has it."""
    first = Session.new(ruleset, seed=8)
    first.end_turn()
    playthrough = first.setup.playthrough
    first._hold = None  # the first window closes, another process takes the game up
    other = _elsewhere(own_saves, playthrough)
    assert _said(other) == "True"
    second = Session.load(ruleset, "latest")
    yield second, other
    other.kill()
    other.wait()


def test_a_second_window_plays_but_is_not_saved(
    opened_twice: tuple[Session, subprocess.Popen[str]], own_saves: Path
) -> None:
    session, _ = opened_twice
    assert session.read_only and "another window" in session.notice
    before = {path: path.read_bytes() for path in own_saves.glob("*.save")}
    session.end_turn()
    assert "Save it under another name" in session.notice
    for name in (None, next(iter(before)).stem):
        with pytest.raises(BadSave) as caught:
            session.save(name)
        assert caught.value.key == ("held_name" if name else "held")
    assert {path: path.read_bytes() for path in own_saves.glob("*.save")} == before


def test_under_another_name_it_becomes_a_game_of_its_own(
    ruleset: Ruleset, opened_twice: tuple[Session, subprocess.Popen[str]], own_saves: Path
) -> None:
    session, _ = opened_twice
    theirs = session.setup.playthrough
    session.end_turn()
    path = session.save("my own")
    mine = read_header(path)["playthrough"]
    assert not session.read_only and mine == session.setup.playthrough != theirs
    session.end_turn()
    assert any(mine in each.name for each in own_saves.glob("auto-*.save"))
    assert Session.load(ruleset, "my own", autosaves=False).hash != session.hash


def test_leaving_loses_nothing(
    ruleset: Ruleset, opened_twice: tuple[Session, subprocess.Popen[str]], own_saves: Path
) -> None:
    session, _ = opened_twice
    before = set(own_saves.glob("*.save"))
    assert session.leave() is None and set(own_saves.glob("*.save")) == before
    session.end_turn()
    path = session.leave()
    assert path is not None and path not in before
    assert Session.load(ruleset, path, autosaves=False).hash == session.hash


def test_loading_another_loses_nothing_either(
    ruleset: Ruleset, opened_twice: tuple[Session, subprocess.Popen[str]]
) -> None:
    session, _ = opened_twice
    desk = Desk(session, lambda name, lang: Session.load(ruleset, name, lang))
    desk.answer("end")
    played = session.hash
    saved = desk.answer("load latest").lines[0].removeprefix("Saved: ")
    assert desk.session is not session
    assert Session.load(ruleset, Path(saved), autosaves=False).hash == played


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_process_gives_its_game_back(
    ruleset: Ruleset,
    opened_twice: tuple[Session, subprocess.Popen[str]],
    own_saves: Path,
    number: signal.Signals,
) -> None:
    session, other = opened_twice
    again = _elsewhere(own_saves, session.setup.playthrough)
    assert _said(again) == "False"
    other.send_signal(number)
    other.wait(20)
    again.communicate()
    assert not Session.load(ruleset, "latest").read_only


def test_only_living_processes_leave_files(
    opened_twice: tuple[Session, subprocess.Popen[str]], own_saves: Path
) -> None:
    session, other = opened_twice
    held = own_saves / f"{hold.PREFIX}{session.setup.playthrough}"
    hold.sweep(own_saves)
    assert held.exists()
    other.kill()
    other.wait()
    hold.sweep(own_saves)
    assert not held.exists()
    taken = hold.hold(own_saves, "mine")
    assert taken is not None and hold.hold(own_saves, "mine") is taken
    asks = _elsewhere(own_saves, "mine")
    assert _said(asks) == "False"
    asks.communicate()
    taken.release()
    assert not (own_saves / f"{hold.PREFIX}mine").exists()
    asks = _elsewhere(own_saves, "mine")
    assert _said(asks) == "True"
    asks.communicate()


def test_where_nothing_can_be_locked_one_plays_all_the_same(
    ruleset: Ruleset, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    session = Session.new(ruleset, folder=tmp_path / "file" / "saves")
    assert not session.read_only
    session.end_turn()


def test_many_ask_and_one_gets_it(own_saves: Path) -> None:
    for _ in range(3):
        asking = [_elsewhere(own_saves, "one") for _ in range(6)]
        assert sorted(map(_said, asking)) == ["False"] * 5 + ["True"]
        for process in asking:
            process.communicate()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_line_face_says_it_and_lets_one_go(
    ruleset: Ruleset, opened_twice: tuple[Session, subprocess.Popen[str]], lang: str
) -> None:
    session, _ = opened_twice
    session.lang = lang
    words = ("another window", "Nothing new") if lang == "en" else ("autre fenêtre", "Rien de neuf")
    desk = Desk(session, lambda name, lang: Session.load(ruleset, name, lang))
    assert words[0] in " ".join(desk.answer("save").errors)
    quiet = desk.answer("quit")
    assert quiet.leave and words[1] in quiet.lines[0]
    assert words[0] in " ".join(desk.answer("end").errors)
    assert not desk.answer("save mine").errors
    assert save_path("mine").exists()


async def test_the_screen_face_says_it_and_keeps_it_under_another_name(
    opened_twice: tuple[Session, subprocess.Popen[str]], own_saves: Path
) -> None:
    host = GameHost(PlayOptions())
    async with playing(own_saves, (80, 24), host=host) as player:
        await player.until(lambda: host.ready)
        await player.press("enter")
        await player.at("TableScreen")
        await player.shows("another window")
        assert player.app.desk.game.read_only
        player.app.desk.game.end_turn()
        assert player.app.keep()
        assert not player.app.desk.game.read_only
        assert len({read_header(path)["playthrough"] for path in own_saves.glob("*.save")}) == 2


def test_a_fork_does_not_give_back_what_it_inherits(own_saves: Path) -> None:
    taken = hold.hold(own_saves, "mine")
    assert taken is not None
    if not (child := os.fork()):
        taken.release()
        os._exit(hold.hold(own_saves, "mine") is not None)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert taken.path.exists()


def test_a_lock_is_not_inherited(own_saves: Path) -> None:
    taken = hold.hold(own_saves, "mine")
    assert taken is not None and taken._file is not None
    assert not os.get_inheritable(taken._file)


@pytest.mark.parametrize("times", [1, 3])
def test_a_file_that_another_program_looks_into_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """As Windows has it, where a virus scanner may hold a file for a moment."""
    real, refused = os.replace, []

    def replace(path: Path, to: Path) -> None:
        if len(refused) < times:
            refused.append(path)
            raise PermissionError(13, "used by another process")
        real(path, to)

    save_file.write_save(tmp_path / "a.save", {"turn": 1}, {})
    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(save_file, "SHARING_PAUSES_S", (0.0, 0.0))
    if times < 3:
        save_file.write_save(tmp_path / "a.save", {"turn": 2}, {})
    else:
        with pytest.raises(BadSave, match="used by another process"):
            save_file.write_save(tmp_path / "a.save", {"turn": 2}, {})
    assert save_file.read_header(tmp_path / "a.save")["turn"] == (2 if times < 3 else 1)

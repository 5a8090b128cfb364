"""Is a player asked for a game in lines, and a script never?"""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game.content import Ruleset
from game.faces.options import PlayOptions
from game.faces.plain import choosing
from game.faces.plain.commands import Desk
from game.session.session import Session

GAME = (sys.executable, "-m", "game")


def answers(*lines: str) -> Callable[[str], str]:
    """Somebody who types these lines, and then nothing more."""
    left = list(lines)

    def ask(prompt: str) -> str:
        if not left:
            raise EOFError
        return left.pop(0)

    return ask


def asked(ruleset: Ruleset, options: PlayOptions, *lines: str) -> tuple[PlayOptions, list[str]]:
    said: list[str] = []
    return choosing.completed(ruleset, options, answers(*lines), said.append), said


def test_enter_three_times_is_a_game(ruleset: Ruleset, own_saves: Path) -> None:
    found, said = asked(ruleset, PlayOptions(), "", "")  # the tutorial has one seat to take
    assert (found.scenario, found.seat, found.difficulty) == ("tutorial", "lab_paris", "normal")
    assert said[0] == "Which scenario?"
    Session.new(ruleset)
    found, _ = asked(ruleset, PlayOptions(), "", "", "")
    assert (found.scenario, found.seat, found.difficulty) == ("autumn_2022", "china", "normal")


def test_numbers_ids_and_names_are_understood(ruleset: Ruleset, own_saves: Path) -> None:
    found, said = asked(
        ruleset, PlayOptions(lang="fr"), "9", "0", "le mur", "commons", "xyzzy", "rude"
    )
    assert (found.scenario, found.seat, found.difficulty) == ("the_wall", "commons", "hard")
    assert sum(line.startswith("Un numéro de 1 à") for line in said) == 3


def test_only_what_is_not_known_is_asked(ruleset: Ruleset, own_saves: Path) -> None:
    named = PlayOptions(scenario="history", difficulty="easy")
    found, said = asked(ruleset, named, "2")
    assert (found.scenario, found.seat, found.difficulty) == ("history", "lab_paris", "easy")
    assert said[0] == "Which chair?"
    found, said = asked(ruleset, PlayOptions(seat="usa"))
    assert (found.scenario, found.seat, said) == ("autumn_2022", "usa", [])


def test_the_end_of_the_input_is_no_answer(ruleset: Ruleset, own_saves: Path) -> None:
    with pytest.raises(choosing.NoAnswer):
        asked(ruleset, PlayOptions(), "2")


def test_nobody_is_asked_through_a_pipe(own_saves: Path) -> None:
    done = subprocess.run(
        [*GAME, "play", "--plain", "--lang", "en"],
        input="quit\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.startswith("Machine Time. Your chair: Beijing.")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals here")
def test_somebody_at_a_terminal_is_asked(own_saves: Path) -> None:
    ours, theirs = os.openpty()
    with subprocess.Popen(
        [*GAME, "play", "--plain", "--lang", "en"], stdin=theirs, stdout=theirs, stderr=theirs
    ) as game:
        os.close(theirs)
        os.write(ours, b"3\n2\n\nquit\n")
        seen, deadline = b"", time.monotonic() + 60
        while b"Saved" not in seen and time.monotonic() < deadline:
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    seen += os.read(ours, 1 << 16)
                except OSError:
                    break
        game.wait(timeout=30)
    os.close(ours)
    text = seen.decode()
    assert text.index("Which scenario?") < text.index("Which chair?") < text.index("Which diff")
    assert "Your chair: China" in text or "Your chair: Beijing" in text
    assert "2024Q4" in text.split("Your question")[1]


@pytest.mark.parametrize("wrong", [("--scenario", "nowhere"), ("--seat", "nobody")])
def test_a_wrong_id_lists_the_right_ones(own_saves: Path, wrong: tuple[str, str]) -> None:
    done = subprocess.run(
        [*GAME, "play", "--plain", "--lang", "fr", *wrong],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert ("the_shock (Le choc)" if wrong[0] == "--scenario" else "usa (Washing") in done.stderr


def test_the_list_names_every_scenario_and_chair(ruleset: Ruleset) -> None:
    lines = "\n".join(choosing.listed(ruleset, "en"))
    assert all(f"{id_}: " in lines for id_ in ruleset.scenarios)
    assert all(f"{seat.id} (" in lines for seat in ruleset.seats.values() if seat.playable)


def test_the_line_face_says_that_a_task_is_done_and_what_comes_next(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", "lab_paris", autosaves=False)
    desk = Desk(session, lambda name, lang: session)
    assert session.briefing() in desk.opening()
    assert "Done" not in " ".join(desk.answer("choose 1").lines)  # its quarter is still to end
    said = desk.answer("end").lines
    assert said[-1] == "Done: task 1 of 6."
    assert any(line.startswith("Goal: 2 of 6") for line in said)
    desk.answer("do rent_cloud")
    said = desk.answer("end").lines
    assert said[-1] == "Done: task 2 of 6."
    assert any(line.startswith("Goal: 3 of 6") for line in said)
    assert "Done" not in " ".join(desk.answer("look").lines)

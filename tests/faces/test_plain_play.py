"""Can the whole game be played in lines, in both languages, without ever losing anything?"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game.content import Ruleset
from game.faces.plain.commands import Desk
from game.faces.plain.grammar import COMMANDS
from game.session.autosaves import list_saves
from game.session.session import Session

SEATS = ("usa", "china", "lab_hangzhou", "lab_paris")
BOXES = set("─│┌┐└┘├┤┬┴┼═║╔╗╚╝▁▂▃▄▅▆▇█●○")


@pytest.fixture
def desk(ruleset: Ruleset) -> Desk:
    session = Session.new(ruleset, seat="china", seed=3)
    return Desk(session, lambda name, lang: Session.load(ruleset, name, lang))


def _say(desk: Desk, *lines: str) -> list[str]:
    """The lines answered to some commands, none of which may complain."""
    said: list[str] = []
    for line in lines:
        reply = desk.answer(line)
        assert not reply.errors, (line, reply.errors)
        said += reply.lines
    return said


def _complaint(desk: Desk, line: str) -> str:
    reply = desk.answer(line)
    assert reply.errors and not reply.lines
    return " ".join(reply.errors)


@pytest.mark.parametrize("seat", SEATS)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_first_screen_fits_and_says_what_to_type(
    ruleset: Ruleset, seat: str, lang: str
) -> None:
    session = Session.new(ruleset, seat=seat, lang=lang, autosaves=False)
    lines = Desk(session, lambda name, lang: session).opening()
    assert len(lines) <= 20
    assert session.question() in lines[1]
    words = ("scènes", "ordres", "fin", "aide") if lang == "fr" else ("orders", "end", "help")
    assert all(word in lines[-1] for word in words if session.scenes() or word != "scènes")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_command_answers_in_lines_without_boxes(
    desk: Desk, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where `export` writes
    desk.session.lang = lang
    _say(desk, "do 1", "end", "do 2")
    for command in COMMANDS:
        needs = {"choose": "1 1", "do": "1", "drop": "1", "why": "tension", "graph": "tension"}
        needs |= {"load": "latest", "lang": lang, "save": "x"}
        reply = desk.answer(f"{command} {needs.get(command, '')}")
        assert reply.lines or reply.errors, command
        text = " ".join((*reply.lines, *reply.errors))
        assert not BOXES & set(text), command
        assert "\x1b" not in text and "{" not in text, (command, text)


def test_reasons_of_any_quarter_and_what_stands_behind_them(desk: Desk) -> None:
    _say(desk, *["end"] * 6)
    now = _say(desk, "why rent of an h100")
    assert any(line.startswith("Behind it: ") for line in now)
    assert any(line.startswith("And behind that: ") for line in now)
    assert now == _say(desk, "why rent of an h100 2024Q2")
    before = _say(desk, "why rent of an h100 2023Q4")
    assert before != now and "since 2023Q3" in before[0]
    assert "2031Q1 has not been played" in _complaint(desk, "why tension 2031Q1")
    _say(desk, "lang fr")
    assert "depuis 2023T3" in _say(desk, "pourquoi loyer d’un h100 2023T4")[0]


def test_works_are_told_with_their_quarter_and_their_order(desk: Desk) -> None:
    _say(desk, "do expand_smic 1bn", "end")
    told = _say(desk, "works")
    assert told[0] == "On its way:"
    assert any("Expand the 7 nm foundry (you, order, 2022Q4)" in line for line in told)
    _say(desk, "lang fr")
    assert _say(desk, "chantiers")[0].startswith("En route")


def test_a_bare_number_is_the_same_in_every_order(desk: Desk) -> None:
    _say(desk, "do expand_smic 4", "end", "end", "end", "end", "do packaging_cn 1.5")
    assert desk.session.standing.plan.amount("packaging_cn") == 1.5e9
    _say(desk, "do packaging_cn 300 M")
    assert desk.session.standing.plan.amount("packaging_cn") == 3e8
    assert any(
        "1,5 Md$" in line.replace("\u202f", " ")
        for line in _say(desk, "lang fr", "donner packaging_cn 1,5")
    )


def test_a_forecast_tells_each_quarter_and_what_it_takes_for_granted(desk: Desk) -> None:
    *quarters, told, note = _say(desk, "forecast tension")
    assert [line[:7] for line in (quarters[0], quarters[-1])] == ["2023Q1:", "2025Q4:"]
    assert len(quarters) == 12
    assert "nine in ten between" in quarters[-1]
    assert "1,000 futures" in told
    assert "no other comes up" in note
    heading, *every, _ = _say(desk, "forecast")
    assert heading.startswith("1,000 futures, from 2022Q4 to 2025Q4")
    assert len(every) == len(desk.session.table().figures)
    assert not any("futures" in line for line in every)
    desk.session.lang = "fr"
    assert "1\u202f000 avenirs" in _say(desk, "prevision tension")[-2]
    assert _complaint(desk, "prévision xyzzy")


def test_french_words_work_with_and_without_accents(desk: Desk) -> None:
    desk.session.lang = "fr"
    _say(desk, "voir", "scènes", "scenes", "SCENES", "ordres", "conseil", "chiffres gris")
    _say(desk, "donner 1", "plan", "annuler", "refaire", "retirer 1", "journal", "codex asml")
    assert any("détroit" in line for line in _say(desk, "pourquoi detroit"))
    assert "Tapez" in _say(desk, "fin")[-1]


def test_both_languages_are_understood_at_any_time(desk: Desk) -> None:
    assert _say(desk, "ordres") == _say(desk, "orders")
    assert "Pékin" in " ".join(_say(desk, "lang fr"))
    assert "Beijing" in " ".join(_say(desk, "langue anglais"))
    assert "en or fr" in _complaint(desk, "lang de")


@pytest.mark.parametrize(
    ("typed", "near"), [("ordrs", "orders"), ("lok", "look"), ("counsil", "council")]
)
def test_an_unknown_word_gets_the_nearest(desk: Desk, typed: str, near: str) -> None:
    before = desk.session.hash
    assert near in _complaint(desk, typed)
    assert desk.session.hash == before


@pytest.mark.parametrize(
    "line",
    ["xyzzy", "do", "do 99", "do nothing at all", "do 1 lots", "drop 7", "why", "why qqqq"],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_cannot_be_done_is_said_and_changes_nothing(desk: Desk, line: str, lang: str) -> None:
    desk.session.lang = lang
    before = desk.session.table()
    assert len(_complaint(desk, line)) > 10
    assert desk.session.table() == before


@pytest.mark.parametrize("line", ["choose x", "choose 1 9", "choose 7 1", "choose 1 2 3"])
def test_answers_that_do_not_exist(desk: Desk, line: str) -> None:
    assert _complaint(desk, line)


def test_what_follows_the_name_of_an_order_is_an_amount_or_no_amount(desk: Desk) -> None:
    offer = desk.session.offers()[0]
    for wrong in ("-5", "nan", "1e9e"):
        told = " ".join(desk.answer(f"do {offer.id} {wrong}").errors)
        assert f"“{wrong}”" in told and offer.title not in told


def test_orders_by_number_name_title_and_amount(desk: Desk) -> None:
    offers = [offer for offer in desk.session.offers() if offer.amount and not offer.refused]
    offer = offers[0]
    assert offer.amount is not None
    for name in (str(offer.number), offer.id, offer.id.replace("_", " "), offer.title):
        _say(desk, f"do {name}")
        assert desk.session.plan()[0].order_id == offer.id
        _say(desk, "drop 1")
    amount = (offer.amount.low + offer.amount.high) / 2
    _say(desk, f"do {offer.number} {amount / 1e6:.0f}m")
    assert desk.session.standing.plan.items[0].amount == pytest.approx(amount, rel=0.01)
    assert offer.text in _say(desk, f"orders {offer.number}")
    family = _say(desk, f"orders {offer.family_label}")
    assert len(family) < len(_say(desk, "orders")) and offer.title in " ".join(family)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "not offered in the first year"), ("fr", "la première année")]
)
def test_an_order_of_later_years_is_said_to_exist(desk: Desk, lang: str, said: str) -> None:
    desk.session.lang = lang
    ruleset, offered = desk.session.ruleset, {each.id for each in desk.session.offers()}
    later = next(id_ for id_, order in ruleset.orders.items()
                 if desk.session.setup.seat in order.seats and id_ not in offered)  # fmt: skip
    for typed in (later, desk.words.text(ruleset.orders[later].title)):
        told = _complaint(desk, f"do {typed}")
        assert said in told and desk.words.quarter(4) in told
    assert said not in _complaint(desk, "do nothing_of_the_kind")
    for _ in range(4):
        desk.session.end_turn()
    assert later in {each.id for each in desk.session.offers()}


def test_mods_of_this_game_and_of_the_next(desk: Desk) -> None:
    assert _say(desk, "mods")[0] == "in this game: none; for the next: none"


def test_scenes_are_read_and_answered(desk: Desk) -> None:
    assert "Answer with" in _say(desk, "scenes")[-1]
    answered = _say(desk, "choose 1")
    assert answered[0].startswith("Answered:")
    assert "answered" in _complaint(desk, "choose 1")
    assert "Answered:" in " ".join(_say(desk, "scenes"))


def test_saving_and_loading_under_a_name(desk: Desk) -> None:
    _say(desk, "do 1", "save Première partie")
    before = desk.session.table()
    _say(desk, "end", "end", "load Première partie")
    assert desk.session.table() == before
    assert "Première" in " ".join(_say(desk, "saves"))
    assert "no such save" in _complaint(desk, "load nowhere")


@pytest.mark.parametrize("path", ["~nosuch/x", "x" * 300, f"{'x' * 300}/x"])
@pytest.mark.parametrize("command", ["load", "import", "export", "chronicle"])
def test_a_path_that_cannot_be_ends_no_game(desk: Desk, command: str, path: str) -> None:
    assert _complaint(desk, f"{command} {path}")


def test_loading_another_game_keeps_the_one_that_is_left(ruleset: Ruleset, desk: Desk) -> None:
    _say(desk, "save base", "choose 1")
    assert "no such save" in _complaint(desk, "load nowhere")
    saved = _say(desk, "load base")[0].removeprefix("Saved: ")
    assert desk.session.scenes()[0].answered is None
    left = Session.load(ruleset, Path(saved), autosaves=False)
    assert left.scenes()[0].answered is not None


def _start(*more: str, seat: str = "china", lang: str = "en") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "game", "play", "--plain", "--seed", "5", "--seat", seat]
    return subprocess.Popen(
        [*command, "--lang", lang, *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).resolve().parents[2],
    )


# A state in one language and a lab in the other on every run, all seats in both at night.
_BRIEF = {("usa", "en"), ("lab_paris", "fr")}
_RUNS = [
    pytest.param(seat, lang, marks=[] if (seat, lang) in _BRIEF else [pytest.mark.long])
    for seat in SEATS
    for lang in ("en", "fr")
]


@pytest.mark.parametrize(("seat", "lang"), _RUNS)
def test_ending_every_quarter_reaches_the_epilogue(seat: str, lang: str) -> None:
    game = _start(seat=seat, lang=lang)
    said, complained = game.communicate("end\n" * 41, timeout=120)
    assert (game.returncode, complained) == (0, "")
    assert ("Score, sur 100" if lang == "fr" else "Score, out of 100") in said
    assert not BOXES & set(said) and "\x1b" not in said and "{" not in said


def test_end_of_input_saves_and_leaves_with_0(own_saves: Path) -> None:
    game = _start()
    said, complained = game.communicate("do 1\nnonsense\n", timeout=60)
    assert game.returncode == 0
    assert "Saved:" in said and "nonsense" in complained and "nonsense" not in said
    assert list_saves(own_saves)[0].header is not None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_signals_save_and_leave_with_their_code(
    ruleset: Ruleset, own_saves: Path, number: signal.Signals
) -> None:
    game = _start()
    assert game.stdin and game.stdout
    game.stdin.write("do 1\nplan\n")
    game.stdin.flush()
    _read_until(game, "Attention left: 3 of 4", times=2)
    game.send_signal(number)
    game.wait(20)
    assert game.returncode == 128 + number
    assert len(Session.load(ruleset, "latest", autosaves=False).plan()) == 1


def _read_until(game: subprocess.Popen[str], text: str, times: int = 1) -> None:
    """Wait until the game has said something, without blocking for ever."""
    assert game.stdout
    os.set_blocking(game.stdout.fileno(), False)
    said, deadline = "", time.monotonic() + 30
    while said.count(text) < times:
        assert time.monotonic() < deadline, said
        if select.select([game.stdout], [], [], 1)[0]:
            said += os.read(game.stdout.fileno(), 65536).decode(errors="replace")


def test_a_closed_pipe_loses_nothing(own_saves: Path) -> None:
    game = _start()
    assert game.stdout and game.stdin and game.stderr
    game.stdout.close()
    try:
        game.stdin.write("help\n" * 50)
        game.stdin.close()
    except BrokenPipeError:
        pass
    assert "Traceback" not in game.stderr.read()
    assert game.wait(60) == 0
    assert list_saves(own_saves)[0].header is not None


def test_the_plain_face_loads_no_screen_library() -> None:
    code = (
        "import io, sys; sys.stdin = io.StringIO('scenes\\norders\\nend\\nwhy tension\\n')\n"
        "from game.faces.cli import main\n"
        "assert main(['play', '--plain', '--seed', '1']) == 0\n"
        "print('LOADED', *sorted({n.split('.')[0] for n in sys.modules} & {'textual', 'rich'}))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "LOADED"


def test_a_scene_that_nobody_answered_is_said_with_its_answer(desk: Desk) -> None:
    title = desk.session.scenes()[0].title
    told = _say(desk, "end")
    (line,) = [line for line in told if line.startswith(f"Nobody answered “{title}”")]
    assert "quiet answer, " in line
    for scene in desk.session.scenes():
        number = next(choice.number for choice in scene.choices if choice.refused is None)
        _say(desk, f"choose {scene.number} {number}")
    assert not any(line.startswith("Nobody answered") for line in _say(desk, "end"))


def test_the_end_stays_on_the_table_until_one_leaves(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, "tutorial", seat="lab_paris", seed=3)
    desk = Desk(session, lambda name, lang: session)
    assert "is not over" in _say(desk, "epilogue")[0]
    while not session.finished:
        last = desk.answer("end")
        assert not last.leave
    assert last.lines[-1].startswith("The game is over and stays on the table")
    told = _say(desk, "epilogue")
    assert told[0].startswith("The run is over: ") and told[-1] == last.lines[-1]
    assert _say(desk, "épilogue") == told == _say(desk, "look")
    assert "the run is over" in _complaint(desk, "end")
    assert desk.answer("quit").leave


@pytest.mark.parametrize(
    ("lang", "word", "told"), [("en", "goal", "Goal:"), ("fr", "but", "But\u202f:")]
)
def test_the_goal_can_be_asked_for_by_its_name(
    ruleset: Ruleset, lang: str, word: str, told: str
) -> None:
    session = Session.new(ruleset, seat="usa", seed=1, lang=lang, autosaves=False)
    lines = Desk(session, lambda name, lang: session).answer(word).lines
    assert any(line.startswith(told) for line in lines)

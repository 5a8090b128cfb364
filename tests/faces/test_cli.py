"""Does every command do what it says, with the right exit code and the promised keys?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from game import __version__
from game.content import Ruleset
from game.faces import cli
from game.session.session import Session


def _json(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> object:
    """The one JSON value a command prints, and nothing else."""
    capsys.readouterr()
    assert cli.main([*args, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def game(ruleset: Ruleset, own_saves: Path) -> Session:
    session = Session.new(ruleset, seat="lab_hangzhou", seed=6)
    session.choose(1, 1)
    session.do(next(offer.id for offer in session.offers() if not offer.refused))
    session.end_turn()
    return session


def test_the_version_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom game.faces.cli import main\n"
        "assert main(['--version']) == 0\n"
        "heavy = {'numpy', 'pydantic', 'yaml', 'textual', 'rich', 'platformdirs'}\n"
        "print(*heavy & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [__version__]


@pytest.mark.parametrize("args", [["play", "--seed", "-1"], ["nope"], ["saves"], ["load"]])
def test_wrong_usage_is_2(args: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(args)
    assert caught.value.code == 2


def test_an_unknown_seat_is_wrong_usage_and_a_missing_save_is_not_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["play", "--plain", "--seat", "atlantis"]) == 2
    assert "lab_paris" in capsys.readouterr().err
    assert cli.main(["load", "nowhere", "--plain", "--lang", "fr"]) == 1
    assert "n’existe pas" in capsys.readouterr().err


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_help_speaks_both_languages(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    for args in (
        [],
        ["play"],
        ["load"],
        ["saves"],
        ["simulate"],
        ["backtest"],
        ["content"],
        ["mods", "list"],
    ):
        with pytest.raises(SystemExit) as caught:
            cli.main(["--lang", lang, *args, "--help"])
        assert caught.value.code == 0
        told = capsys.readouterr().out
        assert ("afficher cette aide" in told) is (lang == "fr")
        assert ("print this help" in told) is (lang == "en")


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LC_ALL": "fr_FR.UTF-8", "LANG": "en_US.UTF-8"}, "fr"),
        ({"LANG": "fr_CA"}, "fr"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_system_s(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], lang: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli.language() == lang


def test_lines_where_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    for name in ("__stdin__", "__stdout__", "__stderr__"):
        monkeypatch.setattr(sys, name, Terminal())
    monkeypatch.setenv("TERM", "xterm-256color")
    assert cli.wants_tui(plain=False) and not cli.wants_tui(plain=True)
    monkeypatch.setenv("TERM", "dumb")
    assert not cli.wants_tui(plain=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "__stdin__", None)
    assert not cli.wants_tui(plain=False)
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert cli.wants_tui(plain=False)


def test_options_of_play_may_stand_before_or_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(cli, "_start", lambda options, plain: asked.append((options, plain)) or 0)
    cli.main(["--seat", "usa", "--plain", "play", "--seed", "4"])
    cli.main(["play", "--seat", "usa", "--plain", "--seed", "4"])
    cli.main(["--seat", "usa", "--plain", "--seed", "4"])
    assert asked[0] == asked[1] == asked[2]
    assert (asked[0][0].seat, asked[0][0].seed, asked[0][1]) == ("usa", 4, True)
    assert asked[0][0].lang == cli.language()
    cli.main(["play", "--mods", "a, b"])
    cli.main(["play", "--mods", "a", "--no-mods"])
    assert [options.mods for options, _ in asked[3:]] == [("a", "b"), ()]


def test_saves_list_show_verify_and_replay(
    game: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = _json(capsys, "saves", "list")
    assert isinstance(rows, list) and len(rows) == 2 and rows[0]["turn"] == 1
    shown = _json(capsys, "saves", "show", "latest")
    assert isinstance(shown, dict)
    assert shown["hash"] == game.hash and shown["seat"] == "lab_hangzhou"
    for command in ("verify", "replay"):
        told = _json(capsys, "saves", command, "latest")
        promised = {"ok": True, "turns": 1, "hash": game.hash, "diverged": None, "match": "hash"}
        assert isinstance(told, dict) and promised.items() <= told.items()
        assert cli.main(["saves", command, "latest", "--lang", "fr"]) == 0
        assert game.hash in capsys.readouterr().out


def test_a_save_opens_in_its_own_language_unless_another_is_asked_for(
    ruleset: Ruleset, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(cli, "_start", lambda options, plain: asked.append(options.lang) or 0)
    monkeypatch.setenv("LC_ALL", "C")
    Session.new(ruleset, lang="fr")
    cli.main(["load", "latest"])
    cli.main(["load", "latest", "--lang", "en"])
    cli.main(["load", "nowhere"])
    assert asked == ["fr", "en", "en"]


def test_a_damaged_save_is_reported_and_left_where_it_is(
    game: Session, own_saves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = own_saves / "broken.save"
    path.write_bytes(game.save("whole").read_bytes()[:-3])
    for command in ("verify", "replay"):
        told = _json(capsys, "saves", command, str(path), code=1)
        assert isinstance(told, dict) and not told["ok"]
    assert path.exists()
    path.write_bytes(b"nothing of the kind")
    assert cli.main(["saves", "show", str(path)]) == 1
    assert cli.main(["saves", "list"]) == 0


def test_simulate_writes_json_csv_and_npz(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = ["simulate", "--worlds", "3", "--turns", "2", "--seed", "8"]
    told = _json(capsys, *usual)
    assert isinstance(told, dict)
    assert {"worlds", "turns", "series", "outcomes", "hashes"} <= set(told)
    for suffix in ("json", "csv", "npz"):
        out = tmp_path / f"out.{suffix}"
        assert cli.main([*usual, "--out", str(out)]) == 0
        assert out.stat().st_size > 1000
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == told
    capsys.readouterr()
    for wrong in (["--out", "x.txt"], ["--scenario", "x"], ["--policy", "china"]):
        assert cli.main([*usual, *wrong]) == 2
        assert capsys.readouterr().err
    missing = str(tmp_path / "no" / "x.json")
    assert cli.main([*usual, "--out", missing]) == 1


def test_simulate_tells_a_short_table(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = ["simulate", "--worlds", "3", "--turns", "2", "--seed", "8"]
    assert cli.main(usual) == 0
    told = capsys.readouterr().out
    assert "mods in play: none" in told and "price.h100" in told and "2023Q2" in told
    assert len(told) < 4000 and all(len(line) < 180 for line in told.splitlines())
    assert all(f"  {seat}: " in told for seat in ("usa", "china", "commons"))
    assert cli.main([*usual, "--figures", "tension,war", "--lang", "fr"]) == 0
    told = capsys.readouterr().out
    assert "tension" in told and "price.h100" not in told and "mods en jeu" in told
    for wrong in ("tensoin", "me.cash_usd"):
        assert cli.main([*usual, "--figures", wrong]) == 2
        assert wrong in capsys.readouterr().err
    choice = tmp_path / "enabled.toml"
    choice.write_text('enabled = ["lyon_garage"]\n', encoding="utf-8")
    monkeypatch.setenv("MACHINETIME_MODS_FILE", str(choice))
    for more, line in (([], "lyon_garage 1.1.0"), (["--no-mods"], "none")):
        assert cli.main([*usual, "--figures", "tension", *more]) == 0
        assert f"mods in play: {line}" in capsys.readouterr().out


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("how", ["missing", "broken", "chosen", "unread"])
def test_a_report_without_its_mods_is_none(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    how: str,
    lang: str,
) -> None:
    folder = tmp_path / "own"
    (folder / "wrong").mkdir(parents=True)
    (folder / "wrong" / "mod.toml").write_text('id = "wrong"\n', encoding="utf-8")
    choice = folder / "enabled.toml"
    choice.write_text('enabled = ["wrong"]\n' if how == "chosen" else "no", encoding="utf-8")
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(folder))
    monkeypatch.setenv("MACHINETIME_MODS_FILE", str(choice))
    more = {"missing": ["--mods", "nowhere"], "broken": ["--mods", "wrong"]}.get(how, [])
    reports = [["simulate", "--worlds", "2", "--turns", "0"], ["content", "why", "window_three"]]
    reports += [["backtest", "--worlds", "2"]] if more else []
    for report in reports:
        assert cli.main([*report, *more, "--lang", lang]) == 1
        out = capsys.readouterr()
        said = "illisible" if how == "unread" else "Rien n’a été joué"
        said_en = "could not be read" if how == "unread" else "Nothing was played"
        assert not out.out and (said if lang == "fr" else said_en) in out.err
    assert choice.exists()
    assert cli.main([*reports[0], "--no-mods"]) == 0  # nor does backtest use what is chosen


@pytest.mark.parametrize(
    ("args", "en", "fr"),
    [
        (["--policy", "foo"], "--policy foo: write SEAT=POLICY", "écrivez SEAT=POLICY"),
        (["--policy", "=x"], "--policy =x: write SEAT=POLICY", "écrivez SEAT=POLICY"),
        (["--out", "x.txt"], "--out x.txt: a file ends in .json", "se termine par .json"),
        (["--turns", "99"], "--turns 99: autumn_2022 has 41 quarters", "a 41 trimestres"),
        (
            ["--scenario", "autum_2022"],
            "did you mean autumn_2022?",
            "vouliez-vous dire autumn_2022",
        ),
        (["--difficulty", "x"], "difficulty “x” — easy, normal, hard", "difficulté « x » — easy,"),
        (["--policy", "china=x"], "no seat has the policy “china=x”", "aucun fauteuil n’a la"),
        (["--figures", "tensoin"], "did you mean tension?", "pas de chiffre « tensoin »"),
        (["--figures", "me.trust"], "name whose it is", "personne ne joue ici"),
        (["--worlds", "0"], "1 world or more", "1 monde ou plus"),
        (["--seed", "9" * 23], "at most 18 digits", "de 18 chiffres au plus"),
        (
            ["--bogus"],
            "error: unrecognized arguments: --bogus",
            "erreur : arguments inconnus : --bogus",
        ),
        (
            ["--worlds"],
            "argument --worlds: expected one",
            "argument --worlds : il y faut une valeur",
        ),
    ],
)
def test_wrong_usage_says_what_is_right(
    capsys: pytest.CaptureFixture[str], args: list[str], en: str, fr: str
) -> None:
    for lang, said in (("en", en), ("fr", fr)):
        try:
            assert cli.main(["simulate", *args, "--lang", lang]) == 2
        except SystemExit as left:
            assert left.code == 2
        assert said in capsys.readouterr().err.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "unknown command: “zut” (choose from"), ("fr", "commande inconnue : « zut »")],
)
def test_an_unknown_command_is_told_in_the_callers_quotes(
    capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    for args in (["zut"], ["content", "zut"]):
        with pytest.raises(SystemExit):
            cli.main([*args, "--lang", lang])
        told = capsys.readouterr().err.replace("\u202f", " ")
        assert said in told and "'" not in told.splitlines()[-1]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_help_says_who_uses_the_mods_that_are_on(
    capsys: pytest.CaptureFixture[str], lang: str
) -> None:
    on, off = ("those that are switched on (mods list)", "none, not even those that are switched")
    if lang == "fr":
        on, off = "ceux qui sont allumés (mods list)", "aucun, pas même ceux qui sont allumés"
    for command, said in (("simulate", on), ("backtest", off)):
        with pytest.raises(SystemExit):
            cli.main([command, "--lang", lang, "--help"])
        assert said in " ".join(capsys.readouterr().out.split())


def test_a_game_goes_on_without_a_mod_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["play", "--list", "--mods", "nowhere"]) == 0
    out = capsys.readouterr()
    assert "autumn_2022" in out.out and "nowhere stays off" in out.err


def test_files_say_what_they_are_results_of(tmp_path: Path) -> None:
    usual = ["simulate", "--worlds", "2", "--turns", "1", "--seed", "8", "--difficulty", "hard"]
    for suffix in ("csv", "npz"):
        assert cli.main([*usual, "--out", str(tmp_path / f"x.{suffix}")]) == 0
    first, *rows = (tmp_path / "x.csv").read_text(encoding="utf-8").splitlines()
    assert first == "name,quarter,p05,p25,p50,p75,p95,unit"
    assert next(row for row in rows if row.startswith("rent_usd")).endswith(",usd_per_hour")
    with np.load(tmp_path / "x.npz") as held:
        about = json.loads(str(held["about"]))
    told = {"scenario": "autumn_2022", "seed": 8, "difficulty": "hard", "mods": [], "worlds": 2}
    assert told.items() <= about.items() and about["units"]["rent_usd_per_hour"] == "usd_per_hour"


def test_why_knows_the_mods_that_are_on_and_names_the_mod_of_a_scene(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = ["content", "why", "three_cards_in_lyon", "--games", "0"]
    assert cli.main(usual) == 2
    assert "it is in the mod lyon_garage: add --mods lyon_garage" in capsys.readouterr().err
    choice = tmp_path / "enabled.toml"
    choice.write_text('enabled = ["lyon_garage"]\n', encoding="utf-8")
    monkeypatch.setenv("MACHINETIME_MODS_FILE", str(choice))
    assert cli.main(usual) == 0
    assert "mods in play: lyon_garage" in capsys.readouterr().out
    assert cli.main([*usual, "--no-mods"]) == 2


def test_content_and_mods(capsys: pytest.CaptureFixture[str]) -> None:
    told = _json(capsys, "content", "check", "--no-tests")
    assert isinstance(told, dict) and told["errors"] == 0
    assert {"errors", "warnings", "problems"} <= set(told)
    stats = _json(capsys, "content", "stats")
    assert isinstance(stats, dict)
    assert {"storylets", "choices", "orders", "words", "facts", "seats", "scenarios"} <= set(stats)
    mods = _json(capsys, "mods", "list")
    assert isinstance(mods, list)
    assert all({"id", "version", "enabled", "problems"} <= set(mod) for mod in mods)
    for args in (["content", "stats"], ["mods", "list"], ["saves", "list"]):
        assert cli.main(args) == 0
        assert capsys.readouterr().out


def test_processes_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    usual = ["simulate", "--worlds", "2", "--turns", "1", "--seed", "8"]
    assert _json(capsys, *usual, "--jobs", "2") == _json(capsys, *usual)


def test_the_cache_can_be_passed_over(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MACHINETIME_CACHE", str(tmp_path / "cache"))
    _json(capsys, "mods", "list")
    assert (tmp_path / "cache").is_dir()
    monkeypatch.setenv("MACHINETIME_CACHE", str(tmp_path / "other"))
    _json(capsys, "mods", "list", "--no-cache")
    assert not (tmp_path / "other").exists()


def test_what_cannot_be_printed_is_said_and_closed_streams_are_silent(own_saves: Path) -> None:
    game = [sys.executable, "-m", "game"]
    root = Path(__file__).resolve().parents[2]
    full = Path("/dev/full")
    if full.exists():
        with full.open("w") as out:
            run = subprocess.run(
                [*game, "saves", "list"], cwd=root, stdout=out, stderr=subprocess.PIPE, text=True
            )
        assert run.returncode == 1 and "Traceback" not in run.stderr
        assert "cannot write" in run.stderr
    closed = f"{sys.executable} -m game play --plain --seat usa --seed 1 <&-"
    run = subprocess.run(["sh", "-c", closed], cwd=root, capture_output=True, text=True)
    assert run.returncode == 0 and "Traceback" not in run.stderr
    assert "2022Q4" in run.stdout


@pytest.mark.parametrize("args", [["saves", "list"], ["content", "why", "nichts ☃"]])
def test_json_is_utf_8_whatever_the_terminal_speaks(
    game: Session, args: list[str], own_saves: Path
) -> None:
    game.save("Être ☃")
    run = subprocess.run(
        [sys.executable, "-m", "game", *args, "--json"],
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    told = json.loads(run.stdout.decode("utf-8"))
    assert "☃" in json.dumps(told, ensure_ascii=False)


LONG = "x" * 300


@pytest.mark.parametrize(
    "args",
    [
        ["saves", "export", "latest", "~nosuch/x"],
        ["saves", "export", "latest", LONG],
        ["saves", "show", "~nosuch/x"],
        ["saves", "show", f"{LONG}/{LONG}"],
        ["saves", "import", "~nosuch/x"],
        ["saves", "import", LONG],
        ["chronicle", "latest", "--out", "~nosuch/x"],
        ["chronicle", "latest", "--out", LONG],
        ["mods", "add", "~nosuch/x"],
        ["mods", "upgrade", "~nosuch/x"],
        ["simulate", "--worlds", "1", "--turns", "1", "--out", "/dev/null/x.json"],
    ],
)
def test_a_path_that_cannot_be_is_an_error_with_its_reason(
    game: Session, capsys: pytest.CaptureFixture[str], args: list[str]
) -> None:
    told = _json(capsys, *args, code=1)
    assert isinstance(told, dict) and told["error"]["reason"] in (
        "missing", "path", "refused", "unreadable", "unwritable"
    )  # fmt: skip
    assert cli.main([*args, "--lang", "fr"]) == 1
    said = capsys.readouterr()
    assert said.err and not said.out


@pytest.mark.parametrize(
    "variable",
    ["MACHINETIME_SAVES", "MACHINETIME_MODS", "MACHINETIME_MODS_FOLDER", "MACHINETIME_MODS_FILE"],
)
def test_a_folder_of_nobody_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], variable: str
) -> None:
    monkeypatch.setenv(variable, "~nosuch/x")
    told = _json(capsys, "saves" if "SAVES" in variable else "mods", "list", code=1)
    assert isinstance(told, dict) and told["error"]["where"] == "~nosuch/x"


def test_pages_that_cannot_be_written_are_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["content", "docs", "--out", "/dev/null/x"]) == 1
    assert "/dev/null" in capsys.readouterr().err


@pytest.mark.parametrize("before", [["--seed", "7"], ["--mods", "lyon_garage"], ["--plain"]])
def test_options_that_would_be_lost_before_a_command_are_refused(
    capsys: pytest.CaptureFixture[str], before: list[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main([*before, "simulate", "--worlds", "1", "--turns", "1", "--json"])
    assert caught.value.code == 2
    told = json.loads(capsys.readouterr().out)
    assert before[0] in told["error"]["message"] and "simulate" in told["error"]["message"]


def test_options_before_a_command_that_takes_them_are_honoured() -> None:
    asked = ["--seed", "7", "--seat", "usa", "--plain", "--lang", "fr"]
    args = cli._parser([]).parse_args([*asked, "play"])
    assert (args.seed, args.seat, args.plain, args.lang) == (7, "usa", True, "fr")
    for given in (["--no-mods", "--plain", "load", "x"], ["--plain", "load", "x", "--no-mods"]):
        args = cli._parser([]).parse_args(given)
        assert args.no_mods and args.plain
    assert not cli._parser([]).parse_args(["load", "x"]).no_mods
    assert cli._parser([]).parse_args(["--lang", "fr", "load", "x"]).lang == "fr"
    with pytest.raises(SystemExit):
        cli._parser([]).parse_args(["--seed", "7", "load", "x"])


def test_help_speaks_the_language_named_either_way(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for args in (["--lang=fr", "--help"], ["--lang", "fr", "--help"], ["--lang", "en", "--help"]):
        with pytest.raises(SystemExit):
            cli.main(args)
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != told[2]


def test_a_difficulty_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("simulate", "--worlds", "1", "--turns", "1", "--difficulty", "zzz")
    told = _json(capsys, *asked, code=2)
    assert isinstance(told, dict) and "zzz" in told["error"]["message"]


def test_the_seed_is_told_to_its_last_digit(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["simulate", "--worlds", "1", "--turns", "1", "--seed", str(10**17 + 7)]) == 0
    assert str(10**17 + 7) in capsys.readouterr().out

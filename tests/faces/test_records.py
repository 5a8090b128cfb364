"""Can the records and the chronicle be had from the shell, in lines and on the screen?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.content import Ruleset
from game.faces import cli
from game.faces.plain.commands import Desk
from game.faces.plain.show import epilogue_lines
from game.faces.records_told import lines
from game.faces.tui.paint.pages import epilogue
from game.faces.tui.paint.records import records as painted_records
from game.session import annals
from game.session.annals import Ended
from game.session.records import records, worth
from game.session.save_bytes import BadSave
from game.session.session import Session
from tests.faces.driving import playing, to_table
from tests.faces.fake_session import FakeSession


@pytest.fixture
def known(ruleset: Ruleset, own_saves: Path) -> Ended:
    """One run that ended, in the annals of the saves folder."""
    run = Ended(
        "a", "autumn_2022", "china", 7, "hard", next(iter(ruleset.endings)), "2032Q4", {"peace": 61}
    )
    annals.remember(own_saves, "china", "a", [], run)
    return run


@pytest.fixture
def game(ruleset: Ruleset, own_saves: Path) -> Session:
    session = Session.new(ruleset, seat="lab_hangzhou", seed=6)
    session.end_turn()
    return session


def test_records_in_lines_and_as_json(
    ruleset: Ruleset, known: Ended, capsys: pytest.CaptureFixture[str]
) -> None:
    again = "machinetime play --scenario autumn_2022 --seat china --seed 7 --difficulty hard"
    assert cli.main(["records", "--lang", "fr"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert f"À rejouer\u202f: {again}" in lines
    assert f"— (encore {len(ruleset.endings) - 1})" in lines
    assert cli.main(["records", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"best", "endings", "seen", "of"}
    china = next(best for best in told["best"] if best["seat"] == "china")
    assert china["score"] == 61.0
    assert china["again"] == again
    assert {"id": known.ending, "title": told["endings"][0]["title"], "times": 1} in told["endings"]


def test_records_of_a_newer_version_are_named_and_left(
    own_saves: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_saves.mkdir(parents=True, exist_ok=True)
    path = own_saves / annals.ENDINGS
    path.write_text('{"format":2}')
    assert cli.main(["records", "--lang", "fr"]) == 1
    said = capsys.readouterr().err
    assert "version plus récente" in said
    assert str(path) in said
    assert cli.main(["records", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["reason"] == "newer"
    assert path.read_text() == '{"format":2}'


def test_points_of_two_chairs_are_not_to_be_compared(
    ruleset: Ruleset, known: Ended, own_saves: Path
) -> None:
    words = ruleset.words("en")

    def both() -> tuple[str, str]:
        found = records(ruleset, annals.read(own_saves), words)
        painted = painted_records(found, lambda key, **values: words.t(f"tui.{key}", **values), 200)
        return " ".join(lines(found, words)), " ".join(line.plain for line in painted)

    assert not any("says nothing about another" in text for text in both())
    ended = Ended("b", "autumn_2022", "taiwan", 7, "hard", known.ending, "2032Q4", {"peace": 63})
    annals.remember(own_saves, "taiwan", "b", [], ended)
    assert all("one line says nothing about another" in text for text in both())


def test_an_open_model_that_is_the_best_leaves_no_difference_to_be_told(ruleset: Ruleset) -> None:
    told = ruleset.endings["commons_won"].epilogue
    assert "the difference is" not in told.en and "if anything does" in told.en
    assert "s’il reste quelque chose" in told.fr


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_records_and_chronicle_while_playing_in_lines(
    ruleset: Ruleset, game: Session, known: Ended, tmp_path: Path, lang: str
) -> None:
    desk = Desk(game, lambda name, lang: game)
    game.lang = lang
    records = desk.answer("palmarès" if lang == "fr" else "records")
    assert any("--seed 7" in line for line in records.lines)
    file = tmp_path / "run.html"
    written = desk.answer(f"{'chronique' if lang == 'fr' else 'chronicle'} {file}")
    assert str(file) in written.lines[0]
    assert f'<html lang="{lang}">' in file.read_text("utf-8")
    assert desk.answer("chronicle").lines == tuple(
        line.lstrip("#- ") for line in game.chronicle() if line
    )
    refused = desk.answer(f"chronicle {tmp_path / 'run.docx'}")
    assert ".docx" in refused.errors[0]


def test_the_chronicle_of_a_save(
    game: Session, own_saves: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in own_saves.iterdir()}
    assert cli.main(["chronicle", "latest", "--lang", "fr"]) == 0
    assert capsys.readouterr().out.startswith("# Temps machine")
    out = tmp_path / "run.md"
    assert cli.main(["chronicle", "latest", "--out", str(out), "--lang", "en", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(out)}
    assert out.read_text("utf-8").startswith("# Machine Time")
    assert cli.main(["chronicle", "latest", "--out", str(tmp_path / "no" / "run.md")]) == 1
    assert cli.main(["chronicle", "nowhere"]) == 1
    assert {path: path.read_bytes() for path in own_saves.iterdir()} == before


async def test_the_records_from_the_title(own_saves: Path) -> None:
    async with playing(own_saves) as player:
        await player.at("TitleScreen")
        player.app.screen.open("records")  # type: ignore[attr-defined]
        await player.at("RecordsScreen")
        await player.shows("THE BEST RUN OF EVERY CHAIR")
        await player.shows("The Wall · seed 7, normal")
        await player.press("l")
        await player.shows("FINS VUES")
        assert "— —" in player.text()
        await player.press("q")
        await player.at("TitleScreen")


async def test_a_key_writes_the_chronicle_into_a_file(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("n", "h")
        await player.at("ChronicleScreen")
        await player.press("s")
        await player.shows("The chronicle is in")
        assert (own_saves / "book.html").exists()


async def test_the_screen_says_what_it_cannot_read(own_saves: Path) -> None:
    def unreadable(lang: str) -> None:
        raise BadSave("newer", "annals.json", format=2)

    async with playing(own_saves) as player:
        await player.at("TitleScreen")
        player.host.records = unreadable
        player.screen.open("records")
        await player.at("RecordsScreen")
        await player.shows("annals.json")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_last_page_tells_the_points_that_the_records_keep(
    ruleset: Ruleset, own_saves: Path, lang: str
) -> None:
    view, words = FakeSession(own_saves, lang).epilogue(), ruleset.words(lang)
    run = Ended("b", "autumn_2022", "taiwan", 7, "hard", "peace", "2032Q4", dict(view.score))
    told = words.t("story.epilogue.total", x=words.number(worth(ruleset, run)))
    assert told == view.total
    painted = epilogue(view, (), lambda key, **v: words.t(f"tui.{key}", **v), 120)
    assert told in [line.plain.strip() for line in painted]
    assert told in epilogue_lines(words, view)

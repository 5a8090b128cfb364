"""Does `machinetime mods` do what it says, in lines and in JSON, with the right exit code?"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from game.content import chosen
from game.faces import cli
from tests.content.mod_making import pack, write_mod

BROKEN = "- {patch: base:night, set: {wieght: 1}}\n"


@pytest.fixture
def small(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny content with the words of the game: read in no time."""
    folder = tmp_path / "base"
    shutil.copytree(root / "tests" / "content" / "tiny", folder)
    shutil.rmtree(folder / "words")
    shutil.copytree(root / "content" / "base" / "words", folder / "words")
    monkeypatch.setattr("game.content.places.base_dir", lambda: folder)


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of mods for this test alone."""
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    monkeypatch.setenv("LC_ALL", "C")
    return tmp_path / "own"


class Mods:
    """`machinetime mods`, run and read."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def json(self, *args: str, code: int = 0) -> Any:
        """The one JSON value, and nothing else on either stream."""
        self.capsys.readouterr()
        assert cli.main(["mods", *args, "--json"]) == code
        out, err = self.capsys.readouterr()
        assert err == ""
        return json.loads(out)

    def lines(self, *args: str, code: int = 0, lang: str = "en") -> str:
        self.capsys.readouterr()
        assert cli.main(["mods", *args, "--lang", lang]) == code
        out, err = self.capsys.readouterr()
        return out + err


@pytest.fixture
def mods(capsys: pytest.CaptureFixture[str]) -> Mods:
    return Mods(capsys)


def test_a_mod_from_its_first_line_to_its_removal(mods: Mods, own: Path) -> None:
    made = mods.json("new", "mine", "--name", "À moi")
    assert made["path"] == str(own / "mine") and "mod.toml" in made["files"]
    before = {each["id"]: each for each in mods.json("list")}
    assert before["mine"]["state"] == "off" and before["mine"]["place"] == "own"
    assert before["mine"]["contents"] == {"storylets": 2} and len(before["mine"]["hash"]) == 64
    assert before["lyon_garage"]["place"] == "shipped"
    done = mods.json("enable", "mine", "lyon_garage")
    assert done["chosen"] == ["lyon_garage", "mine"] and set(done["changed"]) == {*done["chosen"]}
    after = [each["id"] for each in mods.json("list") if each["enabled"]]
    assert after == ["lyon_garage", "mine"]
    told = mods.lines("list", "--why", lang="fr")
    assert "2. mine 0.1.0\u202f: À moi (allumé\u202f; 2 scènes)" in told
    assert str(own / "mine") in told and before["mine"]["hash"] in told
    assert "empreinte" not in mods.lines("list", lang="fr")
    gone = mods.json("remove", "mine")
    assert gone["path"] == str(own / ".removed" / "mine") and chosen.read().ids == ("lyon_garage",)
    assert mods.json("disable", "lyon_garage")["chosen"] == []


@pytest.mark.usefixtures("small")
def test_a_broken_mod_is_listed_with_its_line_and_its_caret(mods: Mods, own: Path) -> None:
    write_mod(own, "bad", {"storylets/x.yaml": BROKEN})
    refused = mods.json("enable", "bad", code=1)
    assert refused["code"] == "E716" and refused["problems"][0]["code"] == "E201"
    chosen.write(["bad"])
    told = mods.lines("list")
    assert "error E201 bad/storylets/x.yaml:1:29 base:night wieght: unknown key 'wieght'" in told
    assert f"    {BROKEN.rstrip()}\n" in told
    caret = next(line for line in told.split("\n") if line.strip() == "^")
    assert caret.index("^") == next(
        line for line in told.split("\n") if line.strip() == BROKEN.strip()
    ).index("wieght")
    row = next(each for each in mods.json("list") if each["id"] == "bad")
    assert (row["chosen"], row["enabled"], row["state"]) == (True, False, "broken")
    assert cli.main(["play", "--plain", "--no-mods", "--seat", "nobody"]) == 2


@pytest.mark.usefixtures("small")
def test_the_list_survives_whatever_lies_in_the_folder(mods: Mods, own: Path) -> None:
    write_mod(own, "fine")
    (own / "empty").mkdir()
    (own / "no.zip").write_bytes(b"no zip")
    (own / "torn").mkdir()
    (own / "torn" / "mod.toml").write_bytes(b"\xff\x00")
    (own / "enabled.toml").write_text("enabled = [")
    found = {each["id"]: each for each in json_of_list(mods)}
    assert found["fine"]["state"] == "off"
    assert found["no"]["problems"][0]["code"] == "E709" and found["no"]["state"] == "broken"
    assert found["torn"]["problems"][0]["code"] == "E701"
    assert (own / "enabled.toml.broken-1").read_text() == "enabled = ["


def json_of_list(mods: Mods) -> list[dict[str, Any]]:
    """The list as JSON; what is said of a broken choice stands on the other stream."""
    mods.capsys.readouterr()
    assert cli.main(["mods", "list", "--json"]) == 0
    out, err = mods.capsys.readouterr()
    assert "could not be read" in err and "enabled.toml.broken-1" in err
    found: list[dict[str, Any]] = json.loads(out)
    return found


@pytest.mark.usefixtures("small")
def test_adding_and_replacing(mods: Mods, own: Path, tmp_path: Path) -> None:
    path = pack(write_mod(tmp_path, "mine"), tmp_path / "mine.zip")
    added = mods.json("add", str(path), "--enable")
    assert added["path"] == str(own / "mine.zip") and added["enabled"] is True
    assert chosen.read().ids == ("mine",)
    assert mods.json("add", str(path), code=1)["code"] == "E712"
    write_mod(tmp_path, "mine", version="2.0")
    told = mods.lines("add", str(tmp_path / "mine"), code=1, lang="fr")
    assert "mine 1.0 est déjà dans votre dossier, et voici 2.0" in told
    told = mods.lines("add", str(tmp_path / "mine"), "--replace")
    assert str(own / ".removed" / "mine.zip") in told
    assert "error E201" in mods.lines(
        "add", str(write_mod(tmp_path, "bad", {"storylets/x.yaml": BROKEN})), code=1
    )


@pytest.mark.usefixtures("small")
def test_conflicts_are_told(mods: Mods, own: Path) -> None:
    for id_, weight in (("one", 3), ("two", 4)):
        text = f"- {{patch: base:night, set: {{title.en: '{weight}'}}}}\n"
        write_mod(own, id_, {"storylets/x.yaml": text})
    assert "No mod is on" in mods.lines("conflicts")
    found = mods.json("conflicts", "one", "two", code=1)
    assert found["mods"] == ["one", "two"]
    assert found["fields"] == [
        {"kind": "storylets", "id": "night", "field": "title.en", "mods": ["one", "two"]}
    ]
    assert [each["code"] for each in found["conflicts"]] == ["W708"]
    told = mods.lines("conflicts", "one", "two", code=1)
    assert "storylets night, title.en: one → two; the last one wins." in told
    assert mods.json("conflicts", "one")["conflicts"] == []


@pytest.mark.usefixtures("small")
def test_upgrading_says_and_writes(mods: Mods, own: Path) -> None:
    text = "- patch: base:night\n  expect: {weight: 7}  # mine\n  set: {wait: 3}\n"
    path = write_mod(own, "mine", {"storylets/x.yaml": text}) / "storylets" / "x.yaml"
    told = mods.lines("upgrade", "mine", code=1)
    assert "error E707" in told and "--write would put: 2 + tension / 10" in told
    assert path.read_text() == text
    assert mods.json("upgrade", str(own / "mine"), "--write")["written"] == [str(path)]
    assert path.read_text() == text.replace("7", "2 + tension / 10")
    assert "nothing to change" in mods.lines("upgrade", "mine")
    assert mods.json("upgrade", "mien", code=1)["code"] == "E702"


@pytest.mark.usefixtures("small")
def test_a_mod_that_is_not_there_is_told_in_one_language(mods: Mods, own: Path) -> None:
    there = "trouvés : " if mods.json("list") else "aucun mod n’a été trouvé"
    told = mods.lines("enable", "zzz", code=1, lang="fr").replace("\u202f", " ")
    assert told.startswith("E702 : il n’y a pas de mod « zzz » — ") and there in told
    write_mod(own, "mine")
    told = mods.lines("enable", "mien", code=1, lang="fr").replace("\u202f", " ")
    assert told.rstrip().endswith("— vouliez-vous dire « mine » ?")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_help_and_refusals_speak_both_languages(
    capsys: pytest.CaptureFixture[str], mods: Mods, lang: str
) -> None:
    for name in ("list", "add", "enable", "disable", "new", "conflicts", "upgrade", "remove"):
        with pytest.raises(SystemExit):
            cli.main(["--lang", lang, "mods", name, "--help"])
        told = capsys.readouterr().out
        assert ("afficher cette aide" in told) is (lang == "fr")
    french = lang == "fr"
    assert ("il n’y a pas de mod" in mods.lines("enable", "x", code=1, lang=lang)) is french
    assert ("pas un mod" in mods.lines("add", ".", code=1, lang=lang)) is french
    assert ("nom court" in mods.lines("new", "X", code=2, lang=lang)) is french
    assert ("pas de mod" in mods.lines("remove", "x", code=1, lang=lang)) is french

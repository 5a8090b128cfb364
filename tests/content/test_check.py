"""Does the check keep quiet where it was told to, explain itself, and stay quick?"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from game.content import baseline, check, reader
from game.content.check import HIDING
from game.content.codes import CODES, FAMILIES
from game.content.definitions import nearest
from game.content.files import Reading, collect
from game.content.loader import assemble
from game.errors import GameError
from game.faces import cli
from tests.content import many
from tests.content.conftest import Write
from tests.content.mod_making import SCENE, write_mod

GAME = Path(__file__).parents[2] / "game"
LONELY = """- id: lonely
  size: minor
  follow_up: true
  seats: [china]
  when: tension < 60
  mood: neutral
  place: {en: "Here", fr: "Ici"}
  title: {en: "A title", fr: "Un titre"}
  text:
    en: "The harbour master looks away, counts his keys and says that nobody came by in the rain."
    fr: "Le capitaine du port détourne les yeux, compte ses clefs et dit que nul n’est venu ici."
  choices:
    - {id: stay, en: "Stay", fr: "Rester", win: {add: {tension: 1}}, ai: 0}
    - {id: leave, default: true, en: "Leave", fr: "Partir"}
"""


def codes(report: check.Report) -> list[str]:
    """The codes found in the file of the lonely scene."""
    return [each.code for each in report.problems if each.file == "base/storylets/lonely.yaml"]


# ------------------------------------------------------------------------------------ ignores


def test_a_reason_keeps_one_code_of_one_line_out(base: Path, write: Write) -> None:
    path = write("storylets/lonely.yaml", LONELY)
    assert codes(check.run(base)) == ["W608", "W603"]
    path.write_text("# check: ignore W608 because a mod leads here\n" + LONELY, encoding="utf-8")
    assert codes(check.run(base)) == ["W603"]
    said = LONELY.replace("ai: 0}", "ai: 0}  # check: ignore W603, W608 because nobody may")
    path.write_text(said, encoding="utf-8")
    assert codes(check.run(base)) == ["W608", "W902"]


def test_no_comment_is_idle_in_what_was_checked_by_half(base: Path, write: Write) -> None:
    said = "# check: ignore W608 because a mod leads here\n" + LONELY
    write("storylets/lonely.yaml", said.replace("tension < 60", "tensoin < 60"))
    assert codes(check.run(base)) == ["E301"]
    write("storylets/lonely.yaml", said.replace("W608", "S804"))  # only games can tell
    assert codes(check.run(base)) == ["W608", "W603"]


def test_a_comment_inside_a_text_is_text(base: Path, write: Write) -> None:
    inside = "# check: ignore W608 because it is only said"
    block = f"\n    en: >\n      {inside}\n      {'it goes on and on, ' * 4}it ends\n"
    text = re.sub(r'\n    en: "The.*\n', lambda _: block, LONELY)
    write("storylets/lonely.yaml", text)
    assert codes(check.run(base)) == ["W608", "W603"]


# ----------------------------------------------------------------------------------- baseline


def test_known_problems_are_subtracted_wherever_they_move(
    base: Path, write: Write, tmp_path: Path
) -> None:
    path = write("storylets/lonely.yaml", LONELY)
    kept = tmp_path / "known.json"
    before = check.run(base)
    kept.write_text(baseline.written(before), encoding="utf-8")
    path.write_text("# one line more\n" + LONELY.replace("ai: 0", "odds: 7"), encoding="utf-8")
    report = baseline.subtracted(check.run(base), baseline.read(kept))
    assert codes(report) == ["W602"]
    assert (report.known, report.gone) == (len(before.problems) - 1, 1)
    assert report.counts().endswith(f"{report.known} known from the baseline, 1 of it gone")


def test_each_known_problem_counts_once(base: Path, write: Write) -> None:
    path = write("storylets/lonely.yaml", LONELY)
    known = baseline.counted(check.run(base))
    path.write_text(LONELY + LONELY.replace("lonely", "lonely_too"), encoding="utf-8")
    assert codes(baseline.subtracted(check.run(base), known)) == ["W608", "W505", "W505", "W603"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 2, "problems": []}', '{"format": 1}'])
def test_what_is_no_baseline_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GameError):
        baseline.read(path)
    with pytest.raises(GameError):
        baseline.read(tmp_path / "nowhere.json")


# -------------------------------------------------------------------------------------- codes


def test_every_code_that_stands_in_the_program_is_explained() -> None:
    written: set[str] = set()
    for path in GAME.rglob("*.py"):
        if "codes" not in path.parts:
            written |= set(re.findall(r'"([EWN][0-9]{3})"', path.read_text(encoding="utf-8")))
    static = {code for code, each in CODES.items() if each.static}
    assert static <= written
    assert {code for code in written if code[1] in "1234567"} <= set(CODES)


def test_every_code_says_what_is_wrong_and_what_is_right() -> None:
    assert sum(map(len, FAMILIES.values())) == len(CODES)
    for code, each in CODES.items():
        assert re.fullmatch(r"[A-Z][0-9]{3}", code)
        assert each.severity in ("error", "warning", "note")
        assert each.confidence in ("sure", "likely", "maybe")
        assert each.meaning.endswith(".") and not each.title.endswith(".")
        assert each.bad.strip() != each.good.strip() != ""
        assert each.bad in each.text().replace("\n    ", "\n") and code in each.text()


def test_a_problem_says_how_sure_it_is(base: Path, write: Write) -> None:
    write("storylets/lonely.yaml", LONELY.replace("ai: 0", "odds: 0.5 + tension / 50"))
    report = check.run(base)
    assert {each.confidence for each in report.problems} <= {"sure", "likely"}
    assert "W618" not in codes(report)
    assert "W618" in codes(report.with_doubtful())
    found = report.with_doubtful().as_dict()["problems"]
    assert {each["code"]: each["confidence"] for each in found}["W618"] == "maybe"


# ------------------------------------------------------------------------------- command line


def told(capsys: pytest.CaptureFixture[str], *args: str, code: int = 0) -> str:
    """What `content check` prints."""
    capsys.readouterr()
    assert cli.main(["content", "check", *args]) == code
    return capsys.readouterr().out


def test_the_command(
    base: Path, write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write("storylets/lonely.yaml", LONELY.replace('"Un titre"', '"L\'un"').replace("ai", "ais"))
    text = told(capsys, str(base), code=1)
    assert "error E201 base/storylets/lonely.yaml:13:70 choices.stay.ais: unknown key" in text
    line = LONELY.splitlines()[12].replace("ai", "ais")
    assert text.splitlines()[1:3] == [f"    {line}", " " * 73 + "^"]
    fixed = told(capsys, str(base), "--fix")
    assert fixed.startswith("fixed E201 base/storylets/lonely.yaml:13:70")
    assert "fixed W502" in fixed and "W603" in fixed
    assert "fixed" not in told(capsys, str(base), "--fix")
    kept = str(tmp_path / "known.json")
    assert "0 warnings" in told(capsys, str(base), "--write-baseline", kept)
    data = json.loads(told(capsys, str(base), "--baseline", kept, "--all", "--json"))
    assert data["problems"] == [] and data["known"] > 0 and data["fixed"] == []
    assert "W608 a follow-up that nothing leads to" in told(capsys, "--explain", "w608")
    assert json.loads(told(capsys, "--explain", "E201", "--json"))["good"] == "odds: 0.5"
    assert all(code in told(capsys, "--explain", "all") for code in CODES)


def test_a_name_that_goes_on_is_nearest() -> None:
    assert nearest("me.cash", ["me.share", "me.cash_usd", "cash"]) == "did you mean 'me.cash_usd'?"
    assert nearest("machine_time", ["machine_time.usa", "machine"]) == (
        "did you mean 'machine_time.usa'?"
    )
    assert nearest("zzz", ["me.share"]) == ""


def test_a_word_that_is_only_a_little_alike_is_not_proposed() -> None:
    assert nearest("bargman", ["amazon", "nvidia"]) == ""
    assert nearest("barge_at_the_lock", ["genie_in_the_pocket"]) == ""
    assert nearest("tensoin", ["amazon", "tension"]) == "did you mean 'tension'?"


BLOCK = """  text:
    en: "The harbour master looks away, counts his keys and says that nobody came by in the rain."
    # told twice
    fr: >
      Le capitaine du port détourne
      les yeux, compte ses clefs et dit : nul
      n’est venu ici.
"""


def test_the_caret_stands_on_the_line_of_a_block_where_the_fault_is(
    base: Path, write: Write
) -> None:
    start, end = LONELY.index("  text:"), LONELY.index("  choices:")
    text = LONELY[:start] + BLOCK + LONELY[end:]
    path = write("storylets/lonely.yaml", text)
    found = [each for each in check.run(base).problems if each.code == "W502"]
    assert [(each.line, each.excerpt[each.column - 3 : each.column + 1]) for each in found] == [
        (14, "it :")
    ]
    ignored = text.replace("# told twice", "# check: ignore W502 because the harbour says so")
    path.write_text(ignored, encoding="utf-8")
    assert "W502" not in codes(check.run(base))


def test_errors_say_that_more_may_follow_and_no_scene_is_proposed_to_itself(
    tmp_path: Path,
) -> None:
    told = "win: {then: {odd_quince_leter: 2}}"
    scene = SCENE.format(id="odd_quince_letter").replace("win: {add: {tension: 1}}", told)
    mod = write_mod(tmp_path, "mine", {"storylets/x.yaml": scene})
    report = check.run(mod)
    text = report.text()
    assert "unknown storylet 'odd_quince_leter'" in text
    assert "did you mean 'odd_quince_letter'" not in text
    assert text.splitlines()[-2].startswith("1 error, ")
    assert text.splitlines()[-1] == HIDING
    (mod / "storylets" / "x.yaml").write_text(SCENE.format(id="odd_quince_letter"))
    assert HIDING not in check.run(mod).text()


def test_the_command_refuses_what_it_cannot_do(capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, "--explain", "W999", code=2)
    told(capsys, "--baseline", "/nowhere/known.json", code=1)


# -------------------------------------------------------------------------------------- speed


def quickest(times: int, run: Callable[[], object]) -> tuple[float, object]:
    """The least seconds of several runs, each of which reads every file, and what the last gave."""
    found = []
    for _ in range(times):
        reader._read.cache_clear()
        began = time.process_time()
        last = run()
        found.append(time.process_time() - began)
    return min(found), last


def test_a_thousand_scenes_more_load_in_a_second(tmp_path: Path) -> None:
    mod = many.write(tmp_path / "many")
    alone, _ = quickest(2, assemble)
    both, assembly = quickest(2, lambda: assemble(None, ("many",), (mod,)))
    assert len(assembly.ruleset.storylets) >= 1000  # type: ignore[attr-defined]
    # A second where nobody else is at work; on a busy machine everything takes longer.
    assert both - alone < max(1.0, 2.5 * alone), f"{both:.2f} s against {alone:.2f} s"


def test_a_check_of_many_scenes_finds_nothing_in_them(tmp_path: Path) -> None:
    report = check.run(many.write(tmp_path / "many", 200))
    assert [each.report() for each in report.problems if each.file.startswith("many/")] == []


def test_the_check_of_the_game_takes_a_second() -> None:
    alone, _ = quickest(2, assemble)
    taken, _ = quickest(2, check.run)
    assert taken < max(1.0, 3 * alone), f"{taken:.2f} s; to load it takes {alone:.2f} s"


def test_generated_scenes_are_the_same_every_time(tmp_path: Path) -> None:
    one, other = many.write(tmp_path / "a", 80, 3), many.write(tmp_path / "b", 80, 3)
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert [(one / name).read_bytes() for name in files] == [
        (other / name).read_bytes() for name in files
    ]
    reading = Reading()
    read = [(str(name), (one / name).read_bytes()) for name in files if name.suffix == ".yaml"]
    assert collect(reading, read, "many/", "many") == []
    assert reading.problems == [] and len(reading.table["storylets"]) == 80


def test_a_folder_without_content_is_no_clean_one(root: Path, tmp_path: Path) -> None:
    report = check.run(tmp_path)
    assert report.errors == 1 and "no content" in report.problems[0].message
    file = tmp_path / "notes.txt"
    file.write_text("a note", encoding="utf-8")
    assert "not a folder" in check.run(file).problems[0].message
    with pytest.raises(GameError, match="folder of mods") as caught:
        check.run(root / "docs" / "modding" / "examples")
    assert "a_chip" in caught.value.hint

"""Does `--fix` change what it says, only that, and leave nothing for a second time?"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from game.content import check, fixing
from game.content.checks.typography import FRENCH, RULES, faults, mended
from game.content.mending import mend
from game.errors import GameError
from tests.content.conftest import Write

BAD = Path(__file__).parent / "bad"
FRAME = """- id: typed
  size: minor
  seats: [china]
  when: tension < 60
  mood: neutral
  place: {en: "Here", fr: "Ici"}   # a remark that stays
  title: {en: "A title", fr: TITLE}
  text:
    en: "The harbour master looks away, counts his keys and says that nobody came by in the rain."
    fr: >
      Le capitaine du port détourne les yeux, compte ses clefs et dit que nul n’est venu BLOCK
      par cette pluie.
  choices:
    - {id: stay, en: "Stay", fr: "Rester", win: {add: {tension: 1}}}
    - {id: leave, default: true, en: "Leave", fr: "Partir"}
"""


def scene(title: str = '"Un titre"', block: str = "hier") -> str:
    """A scene that is right but for its French title and one word of its text."""
    return FRAME.replace("TITLE", title).replace("BLOCK", block)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"L\'usine... prête"', '"L’usine… prête"'),
        ("'L''usine: prête !'", "'L’usine: prête\u202f!'"),
        ('"Il dit \\"non\\" ?"', '"Il dit «\u202fnon\u202f»\u202f?"'),
        ('"Il dit « non », à 40%"', '"Il dit «\u202fnon\u202f», à 40\u202f%"'),
        ('"Prix : tous; quoi?"', '"Prix\u202f: tous\u202f; quoi\u202f?"'),
        ("Un titre sans guillemets", '"Un titre sans guillemets"'),
    ],
)
def test_only_the_characters_in_question_change(
    before: str, after: str, base: Path, write: Write
) -> None:
    path = write("storylets/typed.yaml", scene(before))
    report, done = mend(base)
    assert path.read_text(encoding="utf-8") == scene(after)
    assert done
    assert {problem.file for problem in done} == {"base/storylets/typed.yaml"}
    assert [p for p in report.problems if p.file == "base/storylets/typed.yaml"] == []
    assert mend(base)[1] == []


def test_blocks_are_mended_line_by_line(base: Path, write: Write) -> None:
    path = write("storylets/typed.yaml", scene(block="à l'aube... ni après;"))
    mend(base)
    assert path.read_text(encoding="utf-8") == scene(block="à l’aube… ni après\u202f;")


def test_bytes_of_editors_go(base: Path, write: Write) -> None:
    path = write("storylets/typed.yaml", "")
    spaced = scene().replace("size: minor", "size: minor  ").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + spaced.encode())
    path.chmod(0o640)
    done = mend(base)[1]
    assert path.read_bytes() == scene().encode()
    assert {problem.code for problem in done} == {"W116", "W117", "N118"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.name for each in path.parent.iterdir() if "tmp" in each.name] == []


def test_a_key_is_named_when_one_alone_is_near(base: Path, write: Write) -> None:
    text = scene().replace("size: minor", "sizze: minor").replace("mood:", "mod:")
    path = write("storylets/typed.yaml", text)
    assert {problem.code for problem in mend(base)[1]} == {"E201"}
    assert path.read_text(encoding="utf-8") == scene()


@pytest.mark.parametrize(
    "spoil",
    [
        ("size: minor", "zzz: minor"),  # nothing is near
        ("  mood: neutral", "  mood: neutral\n  mod: hurt"),  # it is there already
        ('fr: "Un titre"', "fr: Vite, trop vite"),  # a comma has dropped the rest
        ('fr: "Un titre"}', "fr: Le dossier #3}"),  # a comment has dropped the rest
    ],
)
def test_what_is_ambiguous_stays(spoil: tuple[str, str], base: Path, write: Write) -> None:
    text = scene().replace(*spoil)
    path = write("storylets/typed.yaml", text)
    report, done = mend(base)
    assert path.read_text(encoding="utf-8") == text
    assert report.errors and not done


def test_what_is_ignored_or_changed_meanwhile_stays(base: Path, write: Write) -> None:
    line = '  title: {en: "A title", fr: "L\'un"}'
    comment = "  # check: ignore W502 because the machine prints it so\n"
    text = scene().replace('  title: {en: "A title", fr: "Un titre"}', comment + line)
    path = write("storylets/typed.yaml", text)
    assert mend(base)[1] == []
    report = check.run(write("storylets/typed.yaml", scene('"L\'un"')).parents[1])
    path.write_text(scene('"L\'autre"'), encoding="utf-8")
    assert fixing.fix(report.problems, report.documents, report.folders) == []
    assert path.read_text(encoding="utf-8") == scene('"L\'autre"')


def test_a_link_is_not_written_through(base: Path, write: Write, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(scene('"L\'un"'), encoding="utf-8")
    os.symlink(outside, base / "storylets" / "typed.yaml")
    assert mend(base)[1] == []
    assert outside.read_text(encoding="utf-8") == scene('"L\'un"')


def test_a_mod_is_mended_and_not_the_base_under_it(tmp_path: Path) -> None:
    mod = tmp_path / "small"
    (mod / "words").mkdir(parents=True)
    manifest = 'id = "small"\nversion = "1.0"\n\n[name]\nen = "S"\nfr = "S"\n'
    (mod / "mod.toml").write_text(manifest, encoding="utf-8")
    words = mod / "words" / "w.yaml"
    words.write_text('small.one: {en: "One", fr: "L\'un"}\n', encoding="utf-8")
    done = mend(mod)[1]
    assert [problem.file for problem in done] == ["small/words/w.yaml"]
    assert words.read_text(encoding="utf-8") == 'small.one: {en: "One", fr: "L’un"}\n'


def test_an_archive_is_not_written_into(tmp_path: Path) -> None:
    packed = tmp_path / "packed.zip"
    packed.write_bytes(b"PK")
    with pytest.raises(GameError, match="archive"):
        mend(packed)
    assert packed.read_bytes() == b"PK"


def test_a_mod_that_is_off_for_its_errors_is_mended_too(tmp_path: Path) -> None:
    mod = tmp_path / "small"
    (mod / "news").mkdir(parents=True)
    manifest = 'id = "small"\nversion = "1.0"\n\n[name]\nen = "S"\nfr = "S"\n'
    (mod / "mod.toml").write_text(manifest, encoding="utf-8")
    news = mod / "news" / "n.yaml"
    text = (Path(__file__).parent / "tiny/news/news.yaml").read_text(encoding="utf-8")
    text = text.replace("price.a100 > was.price.a100", "tension > 5").replace(
        "dearer", "dearer_too"
    )
    news.write_text(text.replace("section:", "sektion:").replace("’", "'"), encoding="utf-8")
    report, done = mend(mod)
    assert {problem.code for problem in done} == {"E201", "W502"}
    assert news.read_text(encoding="utf-8") == text
    assert report.problems == ()


@pytest.mark.parametrize("bad", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_mistake_becomes_another_text(bad: Path, base: Path) -> None:
    kind, name = bad.stem.split("__")
    (base / kind).mkdir(exist_ok=True)
    path = base / kind / f"{name}.yaml"
    path.write_bytes(bad.read_bytes())
    done = mend(base)[1]
    if not done:
        assert path.read_bytes() == bad.read_bytes()
    assert mend(base)[1] == []
    try:
        values = list(yaml.safe_load_all(bad.read_bytes()))
    except yaml.YAMLError:
        return
    assert leaves(list(yaml.safe_load_all(path.read_bytes()))) == leaves(values)


def leaves(value: Any) -> list[str]:
    """Every value of some data in its order, without what typography changes."""
    if isinstance(value, dict | list):
        inside = value.values() if isinstance(value, dict) else value
        return [leaf for each in inside for leaf in leaves(each)]
    return ["".join(char for char in str(value) if char.isalnum())]


@given(
    st.text(alphabet="aé'\"«»“” \u00a0\u202f.…;:!?%,1{}", max_size=30),
    st.sampled_from(["en", "fr"]),
)
def test_what_is_mended_needs_no_mending(text: str, language: str) -> None:
    once = mended(text, language)
    assert mended(mended(once, language), language) == mended(once, language)
    bare = {c for c in text if c.isalnum()}
    assert {c for c in once if c.isalnum()} == bare


def test_a_fault_is_what_mending_changes() -> None:
    for text in ("L'un", "Oui?", "« Oui »", "100 %", "Il dit : non...", "Bien… dit\u202f!"):
        assert bool(list(faults(text, "fr"))) is (mended(text, "fr") != text)
    assert list(faults("Who paid? 40%, all of it.", "en")) == []
    assert {rule.message for rule in FRENCH} <= {rule.message for rule in RULES["fr"]}

"""Is a mod told what has changed under its patches, and is only what is safe written anew?"""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from game.content import load, mod_upgrade
from game.content.manifests import open_mod
from game.content.mod_contents import collisions, counts
from game.content.mod_store import ModError
from game.content.mod_upgrade import Finding
from tests.content.mod_making import SCENE, pack, write_mod

PATCH = """\
# kept: a comment
- patch: base:night      # and this one
  expect:
    weight:   2 + tension / 9    # once it was nine
    size: "minor"
    title.en: "A cargo at noon"
    choices.buy_all.ai: 3
    choices.walk_away.default: false
    choices.buy_all.win.then.letter: 3
  set: {weight: 9}
- {patch: letter, expect: {mood: rest, choices.pass.win.add.tension: 9}, set: {mood: "hurt"}}
- patch: base:gone
  set: {weight: 1}
- patch: night
  set: {choices.sell_all.ai: 1}
  expect: {chronicle.en: "x"}
"""


@pytest.fixture(autouse=True)
def own(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of mods for this test alone, over the tiny content."""
    monkeypatch.setattr("game.content.places.base_dir", lambda: base)
    monkeypatch.setenv("MACHINETIME_MODS_FOLDER", str(tmp_path / "own"))
    return tmp_path / "own"


def look(mod: Path) -> dict[str, Finding]:
    found = mod_upgrade.look(open_mod(mod)).findings
    return {finding.problem.path or finding.problem.code: finding for finding in found}


def test_every_failure_is_told_with_what_the_base_says(own: Path) -> None:
    found = look(write_mod(own, "mine", {"storylets/x.yaml": PATCH}))
    said = {path: (finding.now, finding.new) for path, finding in found.items()}
    assert said == {
        "expect.weight": ("2 + tension / 10", "2 + tension / 10"),
        "expect.size": ("major", "major"),
        "expect.title.en": ("A cargo at night", ""),
        "expect.choices.buy_all.ai": ("2", "2"),
        "expect.choices.walk_away.default": ("true", "true"),
        "expect.mood": ("hurt", "hurt"),
        "expect.choices.pass.win.add.tension": ("1", "1"),
        "patch": ("", ""),
        "set.choices.sell_all.ai": ("", ""),
        "expect.chronicle.en": ("—", ""),
    }
    places = {path: (finding.problem.line, finding.problem.code) for path, finding in found.items()}
    assert places["expect.weight"] == (4, "E707") and places["patch"] == (12, "E706")
    assert all(finding.problem.excerpt for finding in found.values())


def test_what_is_safe_is_written_and_nothing_else_moves(own: Path) -> None:
    mod = write_mod(own, "mine", {"storylets/x.yaml": PATCH.replace("\n", "\r\n")})
    path = mod / "storylets" / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (mod / "storylets" / "y.yaml").write_text("- {patch: night, add: {tags: [a]}}\n")
    upgrade = mod_upgrade.look(open_mod(mod))
    assert upgrade.changed == ("storylets/x.yaml",)
    assert mod_upgrade.write(upgrade) == (path,)
    expected = PATCH
    for old, new in (
        ("weight:   2 + tension / 9 ", "weight:   2 + tension / 10 "),
        ('size: "minor"', "size: major"),
        ("buy_all.ai: 3", "buy_all.ai: 2"),
        ("default: false", "default: true"),
        ("mood: rest", "mood: hurt"),
        ("tension: 9}", "tension: 1}"),
    ):
        assert old in expected
        expected = expected.replace(old, new)
    wanted = b"\xef\xbb\xbf" + expected.replace("\n", "\r\n").encode()
    assert path.read_bytes() == wanted
    assert not any(each.name.startswith(".") for each in path.parent.iterdir())
    assert mod_upgrade.look(open_mod(mod)).changed == ()


def test_an_expression_with_commas_is_quoted_where_it_must_be(own: Path, base: Path) -> None:
    night = base / "storylets" / "night.yaml"
    text = night.read_text(encoding="utf-8")
    night.write_text(text.replace("weight: 2 + tension / 10", "weight: max(1, tension)"))
    flow = "- {patch: night, expect: {weight: 2}, set: {weight: 3}}\n"
    mod = write_mod(own, "mine", {"storylets/x.yaml": flow})
    mod_upgrade.write(mod_upgrade.look(open_mod(mod)))
    assert 'expect: {weight: "max(1, tension)"}' in (mod / "storylets/x.yaml").read_text()
    assert load(mods=["mine"]).storylets["night"].weight.constant == 3


def test_a_patch_of_another_mod_is_held_against_it(own: Path) -> None:
    write_mod(own, "ground", {"storylets/x.yaml": "- {patch: night, set: {weight: 5}}"})
    fits = "- {patch: night, expect: {weight: 5}, set: {mood: rest}}"
    mod = write_mod(own, "roof", {"storylets/x.yaml": fits}, needs=["ground"])
    assert look(mod) == {}


def test_the_bounds_are_widened_when_all_else_is_right(own: Path) -> None:
    flow = "- {patch: night, expect: {weight: 2}, set: {weight: 3}}\n"
    mod = write_mod(own, "mine", {"storylets/x.yaml": flow}, game=">=0.0,<0.1")
    manifest = mod / "mod.toml"
    before = manifest.read_text().replace("game = '>=0.0,<0.1'", "game = '>=0.0,<0.1'  # mine")
    manifest.write_text(before)
    assert not next(m for m in load(mods=["mine"]).mods if m.id == "mine").enabled
    mod_upgrade.write(mod_upgrade.look(open_mod(mod)))
    assert manifest.read_text() == before.replace("'>=0.0,<0.1'", '">=0.1,<2"')
    assert next(m for m in load(mods=["mine"]).mods if m.id == "mine").enabled


@pytest.mark.parametrize(
    "text",
    [
        "- {patch: gone, set: {weight: 3}}",
        SCENE.format(id="extra").replace("mood", "mod"),
        "- {patch: night, expect: {title.en: x}}",
    ],
)
def test_the_bounds_stay_when_something_else_is_wrong(own: Path, text: str) -> None:
    mod = write_mod(own, "mine", {"storylets/x.yaml": text}, game="<0.1")
    upgrade = mod_upgrade.look(open_mod(mod))
    assert upgrade.findings[-1].problem.code == "E705" and upgrade.findings[-1].new == ""
    assert upgrade.changed == ()


def test_a_zip_is_told_and_never_changed(own: Path, tmp_path: Path) -> None:
    flow = "- {patch: night, expect: {weight: 2}, set: {weight: 3}}\n"
    path = pack(write_mod(tmp_path, "mine", {"storylets/x.yaml": flow}), tmp_path / "m.zip")
    before = path.read_bytes()
    upgrade = mod_upgrade.look(open_mod(path))
    assert [finding.new for finding in upgrade.findings] == ["2 + tension / 10"]
    with pytest.raises(ModError, match="E715"):
        mod_upgrade.write(upgrade)
    assert path.read_bytes() == before and zipfile.is_zipfile(path)


def test_one_that_cannot_be_read_is_refused(own: Path) -> None:
    mod = write_mod(own, "mine")
    (mod / "mod.toml").write_text("id = ")
    with pytest.raises(ModError) as caught:
        mod_upgrade.look(open_mod(mod))
    assert caught.value.code == "E715" and caught.value.problems[0].excerpt == "id = "


def test_what_a_mod_holds_is_counted(own: Path) -> None:
    files = {"storylets/x.yaml": PATCH + SCENE.format(id="extra"), "words/x.yaml": 'a.b: {en: "x"}'}
    assert counts(open_mod(write_mod(own, "mine", files))) == {
        "storylets": 1,
        "words": 1,
        "patches": 4,
    }


def test_what_mods_do_to_one_another(own: Path) -> None:
    two = "- {patch: night, expect: {size: minor}, set: {weight: 4}}"
    write_mod(own, "one", {"storylets/x.yaml": "- {patch: night, set: {weight: 3, mood: rest}}"})
    write_mod(own, "two", {"storylets/x.yaml": "- {patch: night, set: {weight: 4}}"})
    write_mod(own, "three", {"storylets/x.yaml": two})
    write_mod(own, "four", breaks=["one"], needs=["nobody"])
    assert collisions(["one"]).conflicts == ()
    found = collisions(["one", "two"])
    assert found.mods == ("one", "two")
    assert found.fields == ((("storylets", "night", ("weight",)), ("one", "two")),)
    assert [(each.mods, each.problem.code) for each in found.conflicts] == [
        (("two", "one"), "W708")
    ]
    codes = {each.problem.code for each in collisions(["one", "three", "four"]).conflicts}
    assert codes == {"E702", "E704", "E707"}
    assert [each.problem.code for each in collisions(["onne"]).conflicts] == ["E702"]

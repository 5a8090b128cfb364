"""Do mods lie in the same order everywhere, and does a zip change the game as a folder does?"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset, load
from game.content.manifests import open_mod
from game.session.save_file import read_header
from game.session.session import Session
from tests.content.mod_making import SCENE, pack, write_mod

PATCHES = {
    "storylets/x.yaml": """
- patch: base:nobody_counted
  set: {title: {en: "Somebody counted", fr: "Quelqu’un a compté"}}
""",
    "orders/x.yaml": """
- patch: base:state_machines
  set: {attention: 2, title.en: "Buy two machines"}
""",
    "coefficients/x.yaml": """
- patch: base:difficulty.starting_cash
  expect: {value.normal: 1.0}
  set: {value.normal: 2.0}
""",
    "figures/x.yaml": """
- patch: "base:cash.{actor}"
  set: {label.en: "Purse, {actor}"}
""",
    "advisors/x.yaml": """
- patch: base:treasurer_china
  set: {name: "Shen the Elder"}
""",
    "words/x.yaml": """
- patch: plain.next.orders
  set: {en: "Orders first."}
""",
}


@pytest.fixture(scope="module")
def zipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Ruleset, Path]:
    """The real game with a zip of patches, packed in a shuffled order."""
    folder = tmp_path_factory.mktemp("zipped")
    mod = write_mod(folder, "patcher", PATCHES)
    (mod / "readme.md").write_text("for people", encoding="utf-8")
    names = ["mod.toml", "readme.md", *sorted(PATCHES, reverse=True)]
    (folder / "zips").mkdir()
    path = pack(mod, folder / "zips" / "any_name.zip", names)
    return load(mods=["patcher"], mod_dirs=[path.parent]), path


def test_a_zip_changes_scene_order_and_number_in_play(
    zipped: tuple[Ruleset, Path], ruleset: Ruleset, own_saves: Path
) -> None:
    modded, path = zipped
    (info,) = (mod for mod in modded.mods if mod.enabled)
    assert info.problems == () and info.path == str(path)
    plain = Session.new(ruleset, seat="china", seed=3, autosaves=False)
    game = Session.new(modded, seat="china", seed=3)
    cash = [each.standing.world.cash_usd[ruleset.index("actor", "china"), 0]
            for each in (plain, game)]  # fmt: skip
    assert cash[1] == 2 * cash[0]
    assert game.scenes()[0].title == "Somebody counted" != plain.scenes()[0].title
    offers = {offer.id: offer for offer in game.offers()}
    assert offers["state_machines"].title == "Buy two machines"
    assert offers["state_machines"].attention == 2
    header = read_header(game.save("zipped"))
    assert header["mods"] == [{"id": "patcher", "version": "1.0", "hash": info.hash}]
    assert header["ruleset"] == modded.hash != ruleset.hash


def test_figures_words_and_advisers_can_be_patched(
    zipped: tuple[Ruleset, Path], ruleset: Ruleset
) -> None:
    modded, _ = zipped
    assert modded.figures["cash.china"].label.en == "Purse, Beijing"
    assert modded.figures["cash.china"].label.fr == ruleset.figures["cash.china"].label.fr
    assert modded.advisors["treasurer_china"].name == "Shen the Elder"
    assert modded.words("en").t("plain.next.orders") == "Orders first."
    key = "plain.next.orders"
    assert modded.words("fr").t(key) == ruleset.words("fr").t(key)


def test_a_folder_and_its_zips_are_one_mod(zipped: tuple[Ruleset, Path], tmp_path: Path) -> None:
    _, path = zipped
    mod = path.parent.parent / "patcher"
    inside = tmp_path / "deep" / "patcher-1.0"
    inside.mkdir(parents=True)
    for name in ["mod.toml", *PATCHES]:
        (inside / name).parent.mkdir(exist_ok=True)
        (inside / name).write_bytes((mod / name).read_bytes())
    wrapped = pack(inside.parent, tmp_path / "wrapped.zip")
    found = [open_mod(each) for each in (mod, path, wrapped)]
    assert len({each.info.hash for each in found}) == 1
    yaml = [[name for name in each.files if name.endswith(".yaml")] for each in found]
    assert yaml[0] == yaml[1] == yaml[2] == sorted(PATCHES)


def tables(ruleset: Ruleset) -> str:
    held = {axis: ruleset.axis(axis) for axis in ("storylet", "order", "actor")}
    mods = [(mod.id, mod.enabled, mod.why) for mod in ruleset.mods]
    tags = {id_: list(each.tags) for id_, each in ruleset.storylets.items()}
    return json.dumps([held, mods, tags])


def test_the_order_of_a_listing_changes_nothing(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mods"
    for id_, more in (("c", {}), ("a", {"after": ["c"]}), ("b", {}), ("d", {"needs": ["a"]})):
        files = {
            "storylets/z.yaml": SCENE.format(id=f"{id_}_z"),
            "storylets/a.yaml": SCENE.format(id=f"{id_}_a"),
            "storylets/a-b.yaml": SCENE.format(id=f"{id_}_ab"),
            "storylets/a/b.yaml": f"- {{patch: night, add: {{tags: [{id_}]}}}}",
        }
        write_mod(folder, id_, files, **more)
    pack(folder / "b", folder / "b.zip", sorted(
        (p.relative_to(folder / "b").as_posix() for p in (folder / "b").rglob("*.*")), reverse=True
    ))  # fmt: skip
    for path in sorted((folder / "b").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    (folder / "b").rmdir()
    expected = tables(load(base, ["d", "c", "b", "a"], [folder]))
    assert json.loads(expected)[2]["night"] == ["b", "c", "a", "d"]
    dice = random.Random(1)
    real_iterdir, real_rglob = Path.iterdir, Path.rglob

    def shuffled(found: Any) -> Any:
        paths = list(found)
        dice.shuffle(paths)
        return iter(paths)

    monkeypatch.setattr(Path, "iterdir", lambda self: shuffled(real_iterdir(self)))
    monkeypatch.setattr(Path, "rglob", lambda self, what: shuffled(real_rglob(self, what)))
    monkeypatch.setenv("MACHINETIME_CACHE", "off")
    for wanted in (["a", "b", "c", "d"], ["b", "d", "a", "c"], ["c", "a", "d", "b"]):
        assert tables(load(base, wanted, [folder])) == expected


def test_a_second_mod_of_one_id_is_listed_and_said(base: Path, tmp_path: Path) -> None:
    write_mod(tmp_path / "first", "one", version="2.0")
    write_mod(tmp_path / "second", "one", version="1.0")
    ruleset = load(base, ["one"], [tmp_path / "first", tmp_path / "second"])
    found = [mod for mod in ruleset.mods if mod.id == "one"]
    assert [(mod.version, mod.enabled) for mod in found] == [("2.0", True), ("1.0", False)]
    (problem,) = found[1].problems
    assert problem.code == "W710" and str(tmp_path / "first") in problem.message


def test_hundreds_of_mods_that_need_one_another_are_quick(base: Path, tmp_path: Path) -> None:
    # Every mod needs all those before it: counting the ways through them would never end.
    ids = [f"m{number:02}" for number in range(40)]
    for place, id_ in enumerate(ids):
        write_mod(tmp_path / "mods", id_, needs=ids[:place])
    ruleset = load(base, ids[-1:], [tmp_path / "mods"])
    assert [mod.id for mod in ruleset.mods if mod.enabled] == ids


def test_a_circle_is_named_and_what_waits_for_it_too(base: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mods"
    write_mod(folder, "a", needs=["b"])
    write_mod(folder, "b", needs=["c"])
    write_mod(folder, "c", needs=["a"])
    write_mod(folder, "d", after=["a"])
    ruleset = load(base, ["a", "d"], [folder])
    said = {mod.id: mod.problems[0] for mod in ruleset.mods if mod.problems}
    assert "a → b → c → a" in said["a"].message and "it waits" in said["d"].message
    assert {problem.code for problem in said.values()} == {"E703"}
    assert said["a"].excerpt == "needs = ['b']" and said["d"].excerpt == "after = ['a']"


def test_the_mod_that_spoils_the_base_is_off_and_not_the_last(base: Path, tmp_path: Path) -> None:
    # Without its choice buy_all, `letter` of the base asks for what is not there.
    spoiler = """
- patch: night
  remove: [choices.buy_all]
  add: {choices: [{id: other, en: "Other", fr: "Autre", win: {add: {tension: 3}}}]}
"""
    write_mod(tmp_path / "mods", "a_spoiler", {"storylets/x.yaml": spoiler})
    write_mod(tmp_path / "mods", "innocent", {"storylets/x.yaml": SCENE.format(id="extra")})
    ruleset = load(base, ["a_spoiler", "innocent"], [tmp_path / "mods"])
    state = {mod.id: mod.enabled for mod in ruleset.mods}
    assert (state["a_spoiler"], state["innocent"]) == (False, True)
    assert "extra" in ruleset.storylets


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ("set: {weight: 3}", "set: {weight: 4}", "this field"),
        ('set: {title.en: "A"}', 'set: {title: {en: "B", fr: "B"}}', "'title.en'"),
        ('set: {title: {en: "B", fr: "B"}}', 'set: {title.en: "A"}', "'title'"),
        ("set: {choices.buy_all.ai: 3}", "set: {choices.0.ai: 4}", "this field"),
        ("set: {choices.walk_away.ai: 3}", "remove: [advice.0]", ""),
        ("set: {weight: 3}", "set: {when: tension > 3}", ""),
        ("add: {tags: [a]}", "add: {tags: [b]}", ""),
    ],
)
def test_fields_that_two_mods_write(
    base: Path, tmp_path: Path, first: str, second: str, said: str
) -> None:
    for id_, part in (("one", first), ("two", second)):
        text = f"- patch: night\n  {part}\n"
        write_mod(tmp_path / "mods", id_, {"storylets/x.yaml": text})
    ruleset = load(base, ["one", "two"], [tmp_path / "mods"])
    mods = {mod.id: mod for mod in ruleset.mods}
    assert mods["one"].enabled and mods["two"].enabled and not mods["one"].problems
    told = [problem.message for problem in mods["two"].problems]
    assert [problem.code for problem in mods["two"].problems] == (["W708"] if said else [])
    assert not said or ("the mod 'one' also changes" in told[0] and said in told[0])


def test_a_word_that_two_mods_say_is_told(base: Path, tmp_path: Path) -> None:
    for id_ in ("one", "two"):
        text = f'menu.start: {{en: "{id_}", fr: "{id_}"}}'
        write_mod(tmp_path / "mods", id_, {"words/x.yaml": text})
    ruleset = load(base, ["one", "two"], [tmp_path / "mods"])
    assert ruleset.words("en").t("menu.start") == "two"
    assert [p.code for mod in ruleset.mods if mod.id == "two" for p in mod.problems] == ["W708"]


def test_an_expect_that_another_mod_breaks_names_it(base: Path, tmp_path: Path) -> None:
    one = "- {patch: night, set: {size: minor}}"
    two = "- {patch: night, expect: {size: major}, set: {weight: 4}}"
    write_mod(tmp_path / "mods", "one", {"storylets/x.yaml": one})
    write_mod(tmp_path / "mods", "two", {"storylets/x.yaml": two})
    ruleset = load(base, ["one", "two"], [tmp_path / "mods"])
    (problem,) = next(mod for mod in ruleset.mods if mod.id == "two").problems
    assert problem.code == "E707" and "the mod 'one' has written it" in problem.hint


def test_a_folder_that_cannot_be_read_is_passed_over(
    base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_mod(tmp_path / "mods", "one")
    closed = tmp_path / "closed"
    closed.mkdir()
    real = Path.iterdir

    def refusing(self: Path) -> Any:
        if self == closed:
            raise PermissionError(13, "no", str(self))
        return real(self)

    monkeypatch.setattr(Path, "iterdir", refusing)
    ruleset = load(base, ["one"], [closed, tmp_path / "mods"])
    assert [mod.id for mod in ruleset.mods if mod.enabled] == ["one"]


@pytest.mark.parametrize("text", ['"\\u001b[2J"', '"\u202eevil"', '["a", "\\u200f"]'])
def test_a_manifest_does_not_steer_the_terminal(base: Path, tmp_path: Path, text: str) -> None:
    mod = write_mod(tmp_path / "mods", "one")
    manifest = mod / "mod.toml"
    manifest.write_text(f"license = {text}\n" + manifest.read_text(), encoding="utf-8")
    ruleset = load(base, ["one"], [tmp_path / "mods"])
    (info,) = (mod for mod in ruleset.mods if mod.id == "one")
    assert not info.enabled and [problem.code for problem in info.problems] == ["E701"]
    assert "U+" in info.problems[0].message
    assert info.problems[0].report().replace("\n", "").isprintable()

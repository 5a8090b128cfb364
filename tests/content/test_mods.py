"""Do mods add, patch and stand in order, and is a bad one put aside with its reasons?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.content import ModInfo, Ruleset, check, load
from game.content.manifests import satisfies
from game.errors import GameError

Make = Callable[..., Path]

SCENE = """
- id: {id}
  size: minor
  seats: [china]
  when: tension > 10
  mood: rest
  place: {{en: "Here", fr: "Ici"}}
  title: {{en: "A scene", fr: "Une scène"}}
  text: {{en: "Some text.", fr: "Du texte."}}
  choices:
    - {{id: take, en: "Take", fr: "Prendre", win: {{add: {{tension: 1}}}}}}
    - {{id: leave, default: true, en: "Leave", fr: "Laisser"}}
"""


@pytest.fixture
def make(base: Path, tmp_path: Path) -> Make:
    """Write a mod: make("one", {"storylets/x.yaml": "..."}, needs=["two"])."""

    def make_mod(id_: str, files: Mapping[str, str] = {}, **manifest: object) -> Path:
        folder = tmp_path / "mods" / f"folder_of_{id_}"
        lines = [f'id = "{id_}"', 'version = "1.0"']
        lines += [f"{key} = {value!r}" for key, value in manifest.items()]
        lines += ["[name]", f'en = "{id_}"', f'fr = "{id_}"']
        for name, text in {"mod.toml": "\n".join(lines), **files}.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder

    return make_mod


@pytest.fixture
def play(base: Path, tmp_path: Path) -> Callable[..., Ruleset]:
    """Load the tiny content with some mods of the test's own folder."""
    return lambda *mods: load(base, mods, [tmp_path / "mods"])


def state(ruleset: Ruleset, id_: str) -> ModInfo:
    return next(mod for mod in ruleset.mods if mod.id == id_)


def codes(ruleset: Ruleset, id_: str) -> list[str]:
    return [problem.code for problem in state(ruleset, id_).problems]


def test_a_mod_adds(make: Make, play: Callable[..., Ruleset]) -> None:
    make("one", {"storylets/x.yaml": SCENE.format(id="extra")})
    ruleset = play("one")
    assert list(ruleset.storylets) == ["night", "letter", "extra"]
    assert state(ruleset, "one").enabled
    assert len(state(ruleset, "one").hash) == 64
    assert ruleset.hash != play().hash
    assert "extra" not in play().storylets
    assert not state(play(), "one").enabled


def test_a_mod_patches(make: Make, play: Callable[..., Ruleset]) -> None:
    patch = """
- patch: base:night
  expect: {choices.walk_away.default: true, weight: 2 + tension / 10}
  set:
    weight: 9
    choices.buy_all.win.then.letter: 5
    title: {en: "Another title", fr: "Un autre titre"}
  add:
    tags: [lyon]
    choices.buy_all.lose.add: {licence.euv.cn: -0.1}
    choices: [{id: third, en: "Third", fr: "Troisième", win: {add: {tension: 3}}}]
  remove: [advice.0, choices.buy_all.needs_text]
"""
    make("one", {"storylets/x.yaml": patch})
    ruleset = play("one")
    night = ruleset.storylets["night"]
    assert codes(ruleset, "one") == []
    assert night.weight.constant == 9
    assert [choice.id for choice in night.choices] == ["buy_all", "walk_away", "third"]
    assert night.choices[0].win.then == {"letter": 5}
    lose = night.choices[0].lose
    assert lose is not None
    assert set(lose.add) == {"tension", "licence.euv.cn"}
    assert night.title.fr == "Un autre titre"
    assert night.tags == ("lyon",)
    assert night.advice == ()
    assert night.choices[0].needs_text is None
    assert play().storylets["night"].advice


def test_words_may_be_said_otherwise(make: Make, play: Callable[..., Ruleset]) -> None:
    make("one", {"words/x.yaml": 'menu.start: {en: "Begin", fr: "Débuter"}'})
    assert play("one").words("en").t("menu.start") == "Begin"
    assert play().words("en").t("menu.start") == "Start"


@pytest.mark.parametrize(
    ("patch", "code"),
    [
        ("- {patch: nigth, set: {weight: 1}}", "E706"),
        ("- {patch: other:night, set: {weight: 1}}", "E706"),
        ("- {patch: night, set: {choices.nobody.ai: 1}}", "E706"),
        ("- {patch: night, remove: [chronicle]}", "E706"),
        ("- {patch: night, add: {weight: [1]}}", "E706"),
        ("- {patch: night, add: {choices.buy_all.win: {then: {letter: 1}}}}", "E706"),
        ("- {patch: night, expect: {weight: 3}, set: {weight: 4}}", "E707"),
        ("- {patch: night, expect: {chronicle: 3}}", "E707"),
        ("- {patch: night, replace: {weight: 1}}", "E201"),
        ("- {patch: night, set: [1]}", "E203"),
        ("- {patch: night, set: {weigth: 1}}", "E201"),
        ("- {patch: night, set: {when: tensoin > 1}}", "E301"),
        ("- {patch: night, remove: [choices.walk_away]}", "E207"),
    ],
)
def test_a_bad_patch_puts_the_mod_aside(
    make: Make, play: Callable[..., Ruleset], patch: str, code: str
) -> None:
    make("one", {"storylets/x.yaml": patch})
    ruleset = play("one")
    mod = state(ruleset, "one")
    assert not mod.enabled
    assert code in {problem.code for problem in mod.problems}
    assert ruleset.storylets["night"].weight.source == "2 + tension / 10"


@pytest.mark.parametrize("expects", ["", 'expect: {weight: "2 + tension / 10"}, '])
def test_two_mods_on_one_field_stand_together_unless_the_later_expects_it(
    make: Make, play: Callable[..., Ruleset], expects: str
) -> None:
    make("one", {"storylets/x.yaml": "- {patch: night, set: {weight: 3}}"})
    make("two", {"storylets/x.yaml": f"- {{patch: night, {expects}set: {{weight: 4}}}}"})
    assert play("two").storylets["night"].weight.constant == 4
    assert codes(play("one", "two"), "two") == (["E707"] if expects else ["W708"])
    assert play("one", "two").storylets["night"].weight.constant == (3 if expects else 4)


def test_a_problem_of_a_patch_stands_in_the_patch(make: Make, play: Callable[..., Ruleset]) -> None:
    text = '- patch: night\n  set:\n    weight: 3\n    choices.buy_all.odds: "tension +"\n'
    make("one", {"storylets/x.yaml": text})
    problem = state(play("one"), "one").problems[0]
    assert (problem.file, problem.line) == ("one/storylets/x.yaml", 4)
    assert problem.path == "choices.buy_all.odds"


def test_what_moves_up_in_a_list_keeps_its_place(make: Make, play: Callable[..., Ruleset]) -> None:
    text = "- patch: letter\n  remove: [choices.pass]\n  add:\n    choices: [{id: x, ods: 1}]\n"
    make("one", {"storylets/x.yaml": text})
    problems = state(play("one"), "one").problems
    places = {problem.path: problem.file for problem in problems}
    assert places["choices.x.ods"] == "one/storylets/x.yaml"


def test_an_id_of_the_base_is_not_taken_over(make: Make, play: Callable[..., Ruleset]) -> None:
    make("one", {"storylets/x.yaml": SCENE.format(id="night")})
    problem = state(play("one"), "one").problems[0]
    assert problem.code == "E206"
    assert "patch: base:night" in problem.hint


def test_lists_grow_and_fields_conflict(make: Make, play: Callable[..., Ruleset]) -> None:
    for id_, weight in (("one", 3), ("two", 4)):
        patch = f"- {{patch: night, set: {{weight: {weight}}}, add: {{tags: [{id_}]}}}}"
        make(id_, {"storylets/x.yaml": patch})
    ruleset = play("two", "one")
    assert ruleset.storylets["night"].tags == ("one", "two")
    assert ruleset.storylets["night"].weight.constant == 4
    assert codes(ruleset, "one") == []
    assert codes(ruleset, "two") == ["W708"]
    assert state(ruleset, "two").problems[0].severity == "warning"
    assert state(ruleset, "two").enabled


def test_order_is_depth_then_id(make: Make, play: Callable[..., Ruleset]) -> None:
    make("b")
    make("c", needs=["z"])
    make("a", after=["c", "nobody"])
    make("z")
    ruleset = play("c", "b", "a")
    assert [mod.id for mod in ruleset.mods if mod.enabled] == ["b", "z", "c", "a"]
    assert "another mod needs it" in state(ruleset, "z").why


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        ({"needs": ["nobody"]}, "E702"),
        ({"needs": ["two >= 2"]}, "E702"),
        ({"needs": ["one"]}, "E703"),
        ({"breaks": ["two"]}, "E704"),
        ({"game": ">=99"}, "E705"),
        ({"game": "new"}, "E705"),
        ({"gamme": ">=0.1"}, "E701"),
        ({"needs": "two"}, "E701"),
    ],
)
def test_a_manifest_that_cannot_be_met(
    make: Make, play: Callable[..., Ruleset], manifest: dict[str, object], code: str
) -> None:
    make("one", {"storylets/x.yaml": SCENE.format(id="extra")}, **manifest)
    make("two")
    make("three", needs=["one"])
    ruleset = play("one", "two", "three")
    assert code in codes(ruleset, "one")
    assert codes(ruleset, "three") == ["E702" if code != "E703" else "E703"]
    assert state(ruleset, "two").enabled
    assert "extra" not in ruleset.storylets


def test_needs_fall_with_what_they_need(make: Make, play: Callable[..., Ruleset]) -> None:
    make("one", {"storylets/x.yaml": "- id: ["})
    make("two", {"storylets/x.yaml": SCENE.format(id="extra")}, needs=["one"])
    make("three", {"storylets/x.yaml": SCENE.format(id="other")})
    ruleset = play("one", "two", "three")
    assert codes(ruleset, "one") == ["E104"]
    assert codes(ruleset, "two") == ["E702"]
    assert list(ruleset.storylets) == ["night", "letter", "other"]


def test_a_mod_that_spoils_the_base_is_off(make: Make, play: Callable[..., Ruleset]) -> None:
    # `letter` of the base asks whether buy_all was taken: without that choice the base is wrong.
    patch = """
- patch: night
  remove: [choices.buy_all]
  add: {choices: [{id: other, en: "Other", fr: "Autre", win: {add: {tension: 3}}}]}
"""
    make("one", {"storylets/x.yaml": patch})
    ruleset = play("one")
    assert codes(ruleset, "one") == ["E304"]
    assert [choice.id for choice in ruleset.storylets["night"].choices] == ["buy_all", "walk_away"]


def test_asking_for_a_mod_that_is_not_there(play: Callable[..., Ruleset], make: Make) -> None:
    make("lyon_garage")
    problem = state(play("lyon_garaje"), "lyon_garaje").problems[0]
    assert problem.code == "E702"
    assert "lyon_garage" in problem.hint


@pytest.mark.parametrize("text", ["id = ", "\x00", 'id = "one"', 'id = "base"\nversion = "1"'])
def test_a_broken_manifest(
    make: Make, play: Callable[..., Ruleset], tmp_path: Path, text: str
) -> None:
    folder = make("one")
    (folder / "mod.toml").write_text(text)
    ruleset = play()
    mod = next(mod for mod in ruleset.mods if mod.path == str(folder))
    assert {problem.code for problem in mod.problems} == {"E701"}


@pytest.mark.parametrize(
    ("version", "bounds", "fits"),
    [
        ("0.9", ">=0.9,<2", True),
        ("1.99.1", ">=0.9,<2", True),
        ("2.0", ">=0.9,<2", False),
        ("0.10", ">=0.9", True),
        ("1.0", "==1", True),
        ("1.0", "!=1.0.0", False),
        ("1.0", "", True),
    ],
)
def test_versions(version: str, bounds: str, fits: bool) -> None:
    assert satisfies(version, bounds) is fits


def test_check_reports_a_mod(make: Make, base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.content.places.base_dir", lambda: base)
    folder = make("one", {"storylets/x.yaml": SCENE.format(id="extra").replace("mood", "mod")})
    report = check.run(folder)
    assert report.errors == 2
    assert {problem.file for problem in report.problems if problem.severity == "error"} == {
        "one/storylets/x.yaml"
    }


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]",
        "- " * 40_000 + "x",
        "{" * 100_000,
        "- {id: x, id: y}",
        "- {id: !!python/object/apply:os.system ['true']}",
        "- {id: ../../etc}",
        "- {patch: [night]}",
        "- {patch: night, set: {'': 1}}",
        "- {patch: night, set: {'.': 1}}",
        "- {patch: night, set: {choices: 7}}",
        "- {patch: night, remove: [choices, choices]}",
        "- {patch: night, remove: ['']}",
        "- {patch: night, remove: [id]}",
        "- {patch: night, set: {id: letter}}",
        "- {patch: night, set: {when: \"__import__('os').system('true')\"}}",
        "- {patch: night, set: {weight: 1e308}}",
        "- {patch: night, set: {weight: 99999999999999999999999}}",
        "- {patch: night, add: {choices: [[[[[]]]]]}}",
        "[[], {}, 7, x]",
        "7",
        "\x1b[2J",
    ],
)
def test_hostile_files_only_disable_their_mod(
    make: Make, play: Callable[..., Ruleset], text: str
) -> None:
    make("one", {"storylets/x.yaml": text})
    ruleset = play("one")
    mod = state(ruleset, "one")
    assert not mod.enabled
    assert mod.problems
    assert all(problem.report().replace("\n", "").isprintable() for problem in mod.problems)


FIELDS = st.sampled_from(
    [
        *("", ".", "id", "choices", "choices.0", "choices.buy_all.win.then", "choices.buy_all.win"),
        *("weight", "when", "title.fr", "seats.0", "seats.china", "advice.0.who", "nothing.here"),
    ]
)
VALUES = st.recursive(
    st.sampled_from(["7", "-1e30", "night", '"text"', "true", "me.cash_usd", "[]", "{}"]),
    lambda inner: st.one_of(
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("{{letter: {}, en: {}}}".format, inner, inner),
    ),
    max_leaves=4,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(FIELDS, VALUES), max_size=2, unique_by=lambda pair: pair[0]),
    st.lists(st.tuples(FIELDS, VALUES), max_size=2, unique_by=lambda pair: pair[0]),
    st.lists(FIELDS, max_size=2),
)
def test_no_patch_raises(
    make: Make,
    play: Callable[..., Ruleset],
    changed: list[tuple[str, str]],
    added: list[tuple[str, str]],
    removed: list[str],
) -> None:
    def mapping(pairs: list[tuple[str, str]]) -> str:
        return "{" + ", ".join(f'"{field}": {value}' for field, value in pairs) + "}"

    taken = "[" + ", ".join(f'"{field}"' for field in removed) + "]"
    text = f"- {{patch: night, set: {mapping(changed)}, add: {mapping(added)}, remove: {taken}}}"
    make("one", {"storylets/x.yaml": text})
    mod = state(play("one"), "one")
    assert mod.enabled or mod.problems


def test_a_mod_that_would_make_money_is_put_aside(make: Make, play: Callable[..., Ruleset]) -> None:
    figure = """
- id: my_money
  read: "cash_usd[china]"
  unit: usd
  step: 1
  can: [add]
  label: {en: "My money", fr: "Mon argent"}
  meaning: {en: "Money.", fr: "De l’argent."}
"""
    scene = SCENE.format(id="extra").replace("add: {tension: 1}", "add: {my_money: 1_000_000_000}")
    make("one", {"figures/x.yaml": figure, "storylets/x.yaml": scene})
    make("two", {"figures/x.yaml": "- patch: base:me.cash_usd\n  set: {can: [add]}\n"})
    make("three", {"figures/x.yaml": '- patch: base:tension\n  set: {read: "cash_usd[china]"}\n'})
    for id_, line in (("one", 6), ("two", 2), ("three", 2)):
        mod = state(play(id_), id_)
        assert not mod.enabled
        assert {(each.file, each.line) for each in mod.problems} == {
            (f"{id_}/figures/x.yaml", line)
        }
        assert mod.problems[-1].code == "E343"


def test_a_patch_that_spoils_another_mod_is_put_aside_itself(
    make: Make, play: Callable[..., Ruleset]
) -> None:
    make("one", {"storylets/x.yaml": SCENE.format(id="extra")})
    patch = "- patch: one:extra\n  set: {size: major}\n  remove: [mood, choices.take]\n"
    make("two", {"storylets/x.yaml": patch}, needs=["one"])
    ruleset = play("one", "two")
    assert state(ruleset, "one").enabled and not state(ruleset, "two").enabled
    found = state(ruleset, "two").problems
    assert [(each.code, each.file, each.column, each.entry) for each in found] == [
        ("E202", "two/storylets/x.yaml", 12, "one:extra"),
        ("E207", "two/storylets/x.yaml", 18, "one:extra"),
    ]
    assert "it shows in one/storylets/x.yaml:2" in found[0].hint


def test_the_second_answer_of_one_name_is_the_one_at_fault(
    make: Make, play: Callable[..., Ruleset]
) -> None:
    patch = """
- patch: base:night
  add:
    choices:
      - {id: write, en: "Write", fr: "Écrire", win: {add: {tension: 1}}}
"""
    make("one", {"storylets/x.yaml": patch})
    make("two", {"storylets/x.yaml": patch.replace("tension: 1", "tension: 2")}, after=["one"])
    ruleset = play("one", "two")
    assert [choice.id for choice in ruleset.storylets["night"].choices].count("write") == 1
    assert state(ruleset, "one").enabled
    (problem,) = state(ruleset, "two").problems
    assert (problem.code, problem.file, problem.line) == ("E206", "two/storylets/x.yaml", 5)
    assert "one/storylets/x.yaml:5" in problem.hint


def test_a_folder_without_a_manifest_is_told_so(
    make: Make, play: Callable[..., Ruleset], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make("one", {"storylets/x.yaml": SCENE.format(id="extra")})
    monkeypatch.chdir(folder / "storylets")
    with pytest.raises(GameError, match=f"no mod.toml here.*further up: {folder}"):
        check.run(Path())
    (folder / "mod.toml").unlink()
    with pytest.raises(GameError, match=r"no mod.toml here.*mods new"):
        check.run(folder)
    (tmp_path / "mods" / "pictures").mkdir()
    held = state(play(), "folder_of_one")
    assert "pictures" not in [mod.id for mod in play().mods]
    (problem,) = held.problems
    assert (problem.code, problem.message) == ("E701", "there is no mod.toml")

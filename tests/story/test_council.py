"""Does an adviser say what is urgent, and not the same thing every quarter?"""

from __future__ import annotations

from collections.abc import Mapping

from game.story.council import REST, Said, council, spoken
from tests.story.conftest import Stage
from tests.story.tables import worlds

ADMIRAL = """
- id: admiral
  for: [china]
  name: "Xu Chen"
  watches: [tension]
  lines:
    - {when: tension > 50, en: "A {tension}", fr: "A"}
    - {when: tension > 20, en: "B", fr: "B"}
    - {when: tension > 20, en: "C", fr: "C"}
    - {when: tension < 10, en: "D", fr: "D"}
"""


def _said(stage: Stage, tensions: list[float]) -> str:
    """What the admiral says quarter by quarter; a point for silence."""
    ruleset = stage(advisors=ADMIRAL)
    words = ruleset.words("en")
    lately: Mapping[str, Said] = {}
    told = ""
    for turn, tension in enumerate(tensions):
        world = worlds(ruleset, turn=turn, tension=tension)
        lines = council(ruleset, world, "china", words, 0, lately)
        told += "".join(line[0] for _, line in lines) or "."
        lately = spoken(ruleset, world, "china", lately)
    return told


def test_a_line_rests_before_it_is_said_again(stage: Stage) -> None:
    silence = "." * (REST - 2)
    assert _said(stage, [30.0] * (REST + 2)) == f"BC{silence}BC"
    assert _said(stage, [60.0] * (REST + 3)) == f"ABC{silence[1:]}ABC"
    assert REST > 8, "nobody remembers the words after two years"


def test_a_line_that_goes_on_holding_comes_ever_more_seldom(stage: Stage) -> None:
    told = _said(stage, [60.0] * (4 * REST + 3))
    assert {line: told[:41].count(line) for line in "ABC"} == {"A": 2, "B": 2, "C": 2}
    first, second, third = (place for place, line in enumerate(told) if line == "A")
    assert (second - first, third - second) == (REST, 3 * REST)


def test_what_is_new_and_urgent_comes_first(stage: Stage) -> None:
    assert _said(stage, [30.0, 60.0, 60.0, 60.0]) == "BAC."
    assert _said(stage, [30.0, 30.0, 60.0]) == "BCA"
    assert (
        _said(stage, [30.0] * (REST + 1) + [60.0]) == f"BC{'.' * (REST - 2)}BA"
    )  # never said: before what was


def test_what_held_before_is_not_said_at_once_when_it_holds_again(stage: Stage) -> None:
    assert _said(stage, [30.0, 5.0, 30.0, 5.0, 30.0, 5.0]) == "BDC..."


def test_nobody_speaks_when_nothing_holds(stage: Stage) -> None:
    assert _said(stage, [15.0, 30.0, 15.0]) == ".B."


def test_lines_of_one_morning_do_not_come_back_on_one_morning(stage: Stage) -> None:
    lines = """
- id: {id_}
  for: [china]
  name: "{id_}"
  watches: [tension]
  lines:
    - {{when: tension > 20, en: "{id_}", fr: "{id_}"}}
    - {{when: tension > 50, en: "new {id_}", fr: "new {id_}"}}
"""
    three = ("one", "two", "three")
    ruleset = stage(advisors="".join(lines.format(id_=id_) for id_ in three))
    words, lately, told = ruleset.words("en"), dict[str, Said](), list[list[str]]()
    for turn in range(REST + 4):
        world = worlds(ruleset, turn=turn, tension=60.0 if turn == REST + 1 else 30.0)
        told.append([line for _, line in council(ruleset, world, "china", words, 0, lately)])
        lately = spoken(ruleset, world, "china", lately)
    assert told[0] == list(three)
    assert told[REST] == ["one"]
    assert told[REST + 1] == ["new one", "new two", "new three"]  # what is fresh is said at once
    assert told[REST + 2 :] == [["two"], ["three"]]


def test_what_a_table_heard_it_keeps_and_remembers_whatever_is_answered(stage: Stage) -> None:
    ruleset = stage(advisors=ADMIRAL)
    words = ruleset.words("en")

    def lines(turn: int, tension: float, lately: Mapping[str, Said]) -> list[str]:
        world = worlds(ruleset, turn=turn, tension=tension)
        return [line[0] for _, line in council(ruleset, world, "china", words, 0, lately)]

    morning = worlds(ruleset, turn=0, tension=30.0)
    lately = spoken(ruleset, morning, "china", {})
    assert lines(0, 30.0, lately) == ["B"]
    assert lines(0, 60.0, lately) == ["B"], "a scene brought a more urgent line"
    assert lines(0, 5.0, lately) == [], "a scene made it untrue, and another line true"
    evening = worlds(ruleset, turn=0, tension=60.0)
    assert spoken(ruleset, evening, "china", lately) == lately == {"admiral": ((0, 1),)}
    assert lines(1, 60.0, lately) == ["A"]
    assert lines(1, 30.0, lately) == ["C"]


def test_a_line_may_tell_what_a_figure_was_a_quarter_and_a_year_ago(stage: Stage) -> None:
    ruleset = stage(
        advisors="""
- id: admiral
  for: [china]
  name: "Xu Chen"
  lines:
    - when: tension > was.tension and tension > ago.tension
      en: "{tension} {was.tension} {ago.tension}"
      fr: "{tension}"
"""
    )
    world, words = worlds(ruleset, turn=4, tension=30.0), ruleset.words("en")
    past = [{"tension": figure} for figure in (10.0, 40.0, 40.0, 20.0)]
    told = council(ruleset, world, "china", words, past=past)
    assert [line for _, line in told] == ["30 20 10"]
    assert spoken(ruleset, world, "china", {}, past) == {"admiral": ((4, 0),)}
    for unmoved in ([], past[:3], [{"tension": 10.0}, *past[:3]]):
        assert not council(ruleset, world, "china", words, past=unmoved)


def test_a_table_hears_three_who_have_nothing_new_and_all_who_have(stage: Stage) -> None:
    lines = """
- id: {id_}
  for: [china]
  name: "{id_}"
  lines:
    - {{when: tension > {bar}, en: "new", fr: "new"}}
    - {{when: tension > 20, en: "one", fr: "one"}}
    - {{when: tension > 20, en: "two", fr: "two"}}
    - {{when: tension > 20, en: "three", fr: "three"}}
"""
    ids = ("a", "b", "c", "d", "e")
    bars = (50, 50, 99, 99, 99)
    ruleset = stage(
        advisors="".join(lines.format(id_=id_, bar=bar) for id_, bar in zip(ids, bars, strict=True))
    )
    words, lately, told = ruleset.words("en"), dict[str, Said](), []
    past: list[dict[str, float]] = []
    for turn, tension in enumerate((30.0, 30.0, 30.0, 60.0, 60.0)):
        world = worlds(ruleset, turn=turn, tension=tension)
        said = council(ruleset, world, "china", words, 0, lately, past)
        told.append(" ".join(f"{each.id}:{line}" for each, line in said))
        lately = spoken(ruleset, world, "china", lately, past)
        past.append({"tension": tension, "turn": float(turn)})
    assert told == [
        "a:one b:one c:one d:one e:one",
        "a:two b:two c:two",
        "a:three d:two e:two",
        "a:new b:new c:three",
        "b:three d:three e:three",
    ]


def test_a_line_comes_back_only_where_fewer_than_two_have_one_never_heard(stage: Stage) -> None:
    lines = """
- id: {id_}
  for: [china]
  name: "{id_}"
  lines:
    - {{when: tension > 20, en: "old", fr: "old"}}
    - {{when: tension > {bar}, en: "new", fr: "new"}}
"""
    bars = {"a": 50, "b": 60, "c": 99}
    ruleset = stage(advisors="".join(lines.format(id_=id_, bar=bars[id_]) for id_ in bars))
    words, lately, told = ruleset.words("en"), dict[str, Said](), []
    for turn, tension in {0: 30.0, REST + 1: 65.0, REST + 2: 65.0, REST + 3: 30.0}.items():
        world = worlds(ruleset, turn=turn, tension=tension)
        said = council(ruleset, world, "china", words, 0, lately)
        told.append(" ".join(f"{each.id}:{line}" for each, line in said))
        lately = spoken(ruleset, world, "china", lately)
    assert told == ["a:old b:old c:old", "a:new b:new", "a:old", "b:old"]
    one = worlds(ruleset, turn=REST + 1, tension=55.0)
    lately = dict.fromkeys(bars, ((0, 0),))
    said = council(ruleset, one, "china", words, 0, lately)
    assert [(each.id, line) for each, line in said] == [("a", "new"), ("b", "old")]

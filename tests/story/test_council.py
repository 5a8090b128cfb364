"""Does an adviser say what is urgent, and not the same thing every quarter?"""

from __future__ import annotations

from collections.abc import Mapping

from game.story.council import council, spoken
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
    ruleset, words = stage(advisors=ADMIRAL), None
    words = ruleset.words("en")
    lately: Mapping[str, tuple[int, ...]] = {}
    told = ""
    for tension in tensions:
        world = worlds(ruleset, tension=tension)
        told += "".join(line[0] for _, line in council(ruleset, world, "china", words, 0, lately))
        lately = spoken(ruleset, world, "china", lately)
    return told


def test_lines_that_go_on_holding_take_turns(stage: Stage) -> None:
    assert _said(stage, [30.0] * 6) == "BCBCBC"
    assert _said(stage, [60.0] * 7) == "ABCABCA"


def test_what_is_new_and_urgent_comes_first(stage: Stage) -> None:
    assert _said(stage, [30.0, 60.0, 60.0, 60.0]) == "BACA"
    assert _said(stage, [30.0, 30.0, 60.0]) == "BCA"


def test_what_held_before_and_holds_again_is_said_again(stage: Stage) -> None:
    assert _said(stage, [30.0, 5.0, 30.0, 5.0, 5.0]) == "BDBDD"


def test_nobody_speaks_when_nothing_holds(stage: Stage) -> None:
    assert _said(stage, [15.0, 30.0, 15.0]) == "B"

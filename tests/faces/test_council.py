"""Can one read the council, and ask it, in both faces?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import Ruleset
from game.faces.plain.commands import Desk
from game.session.session import Session
from tests.faces.driving import playing, to_table

SIZES = {"80": (80, 24), "140": (140, 40)}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_council_stands_at_length_and_can_be_asked(
    own_saves: Path, size: tuple[int, int]
) -> None:
    async with playing(own_saves, size, seat="china") as player:
        await to_table(player)
        await player.press("k")
        await player.at("CouncilScreen")
        for words in ("To count.", "For “Build”", "41 to 52", "a treaty", "right 3 of 4"):
            await player.shows(words)
        await player.press("9")  # nobody has this number
        assert getattr(player.game, "asked", None) != ("ask", "shen")
        await player.press("1")
        await player.until(lambda: getattr(player.game, "asked", None) == ("ask", "shen"))
        await player.press("l")
        await player.shows("juste 3 sur 4")
        await player.press("k")
        await player.at("TableScreen")


@pytest.mark.parametrize(
    ("lang", "ask", "expects"),
    [("en", "ask strait", "Expects "), ("fr", "interroger détroit", "Prévision. ")],
)
def test_the_council_is_told_in_lines(ruleset: Ruleset, lang: str, ask: str, expects: str) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=3, lang=lang, autosaves=False)
    desk = Desk(session, lambda *_: session)
    told = desk.answer("council").lines
    advisor = ruleset.advisors["strait_taipei"]
    mandate = ruleset.words(lang).text(advisor.mandate)
    assert any(mandate in line for line in told)
    assert sum(line.startswith(expects) for line in told) >= 4
    answer = desk.answer(ask)
    assert answer.lines[0].startswith(expects) and not answer.errors
    assert not desk.answer("ask").lines and desk.answer("ask").errors
    assert "Chiu" in desk.answer("ask zzzzzzzz").errors[0]


async def test_a_person_is_introduced_once_and_stays_in_the_encyclopaedia(own_saves: Path) -> None:
    async with playing(own_saves, SIZES["80"], seat="china") as player:
        await to_table(player)
        await player.press("k")
        await player.shows("To count.")
        await player.press("l", "k")
        await player.at("TableScreen")
        await player.press("l", "k")
        await player.at("CouncilScreen")
        await player.shows("41 to 52")
        assert "To count." not in player.text() and "AS BEFORE" not in player.text()
        await player.press("k")
        await player.at("TableScreen")
        await player.press("k")  # by now it was read in English too
        await player.shows("AS BEFORE")


def test_lines_introduce_nobody_twice_and_begin_with_what_is_new(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=3, autosaves=False)
    desk = Desk(session, lambda *_: session)
    people = [each for each in ruleset.advisors.values() if "taiwan" in each.for_]
    first, again = desk.answer("council").lines, desk.answer("council").lines
    assert sum(each.mandate.en in line for each in people for line in first) == len(people)
    assert not any(each.mandate.en in line for each in people for line in again)
    assert again[0] == "As before:"
    desk.answer("ask strait")  # one of them has something new to say
    told = desk.answer("council").lines
    chiu = next(each for each in people if each.id == "strait_taipei")
    assert told[0].startswith(chiu.name)
    assert "As before:" in told
    page = desk.answer(f"codex {chiu.name}").lines
    assert any(chiu.mandate.en.rstrip(".") in line for line in page)

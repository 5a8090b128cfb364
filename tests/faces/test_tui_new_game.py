"""Can scenario, seat, difficulty, seed and mods be chosen, and read, on one screen?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from game.content import Ruleset
from game.faces.options import PlayOptions
from game.faces.tui.host import GameHost
from game.faces.tui.paint.start import about_scenario, about_seat
from game.session import lobby
from tests.faces.driving import Player, playing, to_table
from tests.faces.fake_session import FakeHost

PAGE_WIDTH, PAGE_HEIGHT = 44, 18  # of the page beside the lists at 80×24


async def to_new_game(player: Player) -> None:
    await player.press("n")
    await player.at("NewGameScreen")


async def test_another_scenario_has_other_seats_and_enter_sits_down(own_saves: Path) -> None:
    async with playing(own_saves) as player:
        await to_new_game(player)
        await player.shows("Can one catch up")
        await player.press("1", "up", "up")  # past the first seat, into the scenarios
        await player.shows("One thing at a time.")
        assert "Beijing" not in player.text()
        await player.press("enter")
        await player.at("NewsScreen")
        scenario, seat, seed, level, drawn = player.host.asked
        assert (scenario, seat, level, drawn) == ("lesson", "lab_paris", "normal", True)
        assert seed > 0


async def test_settings_go_with_the_seat(own_saves: Path) -> None:
    async with playing(own_saves) as player:
        await to_new_game(player)
        await player.press("d")
        await player.shows("less money")
        await player.press("s", "4", "2", "enter", "2", "enter")
        await player.at("NewsScreen")
        assert player.host.asked == ("autumn", "lab_paris", 42, "hard", False)


async def test_what_the_command_line_named_is_there_when_the_menu_opens_the_choice(
    own_saves: Path,
) -> None:
    async with playing(own_saves, seed=42, difficulty="hard") as player:
        await to_new_game(player)
        assert player.screen.seed.value == "42"
        await player.press("2", "enter")
        await player.at("NewsScreen")
        assert player.host.asked == ("autumn", "lab_paris", 42, "hard", False)


async def test_a_newcomer_stands_on_the_tutorial(own_saves: Path) -> None:
    host = FakeHost(own_saves)
    host.newcomer = True
    async with playing(own_saves, host=host) as player:
        await to_new_game(player)
        assert player.screen.scenarios.has_focus
        await player.press("enter")
        await player.at("NewsScreen")
        assert host.asked[0] == "lesson"


async def test_the_mouse_marks_and_sits_down(own_saves: Path) -> None:
    async with playing(own_saves) as player:
        await to_new_game(player)
        await player.pilot.click("#level")
        await player.shows("less money")
        await player.pilot.click("#scenarios", offset=(5, 0))
        await player.shows("One thing at a time.")
        await player.pilot.click("#mods-line")
        await player.at("ModsScreen")
        await player.press("q")
        await player.at("NewGameScreen")
        await player.pilot.click("#seats", offset=(5, 0))
        await player.at("NewsScreen")
        assert player.host.asked[:2] == ("lesson", "lab_paris")


async def test_the_list_that_has_the_keys_is_told_first_in_a_small_window(
    ruleset: Ruleset, own_saves: Path
) -> None:
    host = GameHost(PlayOptions(lang="fr"))
    async with playing(own_saves, host=host, lang="fr") as player:
        await player.until(lambda: host.ready)
        await to_new_game(player)
        await player.until(lambda: "pour apprendre ───" in player.text().split("\n")[1])
        await player.press("right")
        await player.until(lambda: "Canopée, à Paris ───" in player.text().split("\n")[1])


async def test_the_real_scenarios_and_one_named_on_the_command_line(
    ruleset: Ruleset, own_saves: Path
) -> None:
    options = {"scenario": "the_wall", "lang": "en", "seed": 5}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (140, 40), host=host) as player:
        await player.until(lambda: host.ready)
        await to_new_game(player)
        await player.shows("The largest run so far")
        await player.press("8")
        await player.shows("Can machine time be a commons?")
        await player.shows("14,000 pooled")


@pytest.mark.parametrize("options", [{"scenario": "history"}, {"seat": "nobody"}])
async def test_what_was_half_said_on_the_command_line_opens_the_choice(
    ruleset: Ruleset, own_saves: Path, options: dict[str, Any]
) -> None:
    from game.faces.tui.app import MachineTime

    host = GameHost(PlayOptions(**options))
    app = MachineTime(host, PlayOptions(**options))
    app.animation_level = "none"
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        player = Player(app, pilot, host)
        await player.at("NewGameScreen")
        await player.shows("As it was" if "scenario" in options else "usa (Washington)")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_text_can_be_read_whole_in_the_smallest_window(ruleset: Ruleset, lang: str) -> None:
    words = ruleset.words(lang)
    for scenario in lobby.scenarios(ruleset, words):
        assert len(about_scenario(scenario, PAGE_WIDTH)) <= PAGE_HEIGHT, scenario.id
        for seat in lobby.seats(ruleset, scenario.id, words):
            told = about_seat(seat, words.t, PAGE_WIDTH, goals=False)
            assert len(told) <= PAGE_HEIGHT, (scenario.id, seat.id)


async def test_a_task_that_is_done_is_said_once_at_the_table(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        player.game.tasks_done = 1
        await player.press("p", "q")
        await player.at("TableScreen")
        await player.shows("Done: 1 of 6.")
        assert len(player.app.notes) == 1
        await player.press("p", "q")
        await player.at("TableScreen")
        assert len(player.app.notes) == 1

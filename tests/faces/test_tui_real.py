"""Does the face play the real game: content, engine, saves and all?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from game.faces.options import PlayOptions
from game.faces.tui.host import GameHost
from game.session.views import AmountView
from tests.faces.driving import Player, playing


async def to_the_table(player: Player) -> None:
    """Read the papers, answer every scene with the first choice that is open."""
    for _ in range(12):
        await player.pilot.pause(0.02)
        if player.where == "NewsScreen":
            await player.press("enter")
        elif player.where == "SceneCard":
            scene: Any = player.screen._scene
            if scene.answered is None:
                open_ = next(one for one in scene.choices if one.refused is None)
                await player.press(str(open_.number))
            await player.press("enter")
        elif player.where == "TableScreen" and not player.screen.waiting():
            return
    await player.at("TableScreen")


@pytest.mark.parametrize(("seat", "lang"), [("china", "en"), ("lab_paris", "fr")])
async def test_some_quarters_of_the_real_game(own_saves: Path, seat: str, lang: str) -> None:
    options = {"seat": seat, "lang": lang, "seed": 7}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        for turn in range(1, 4):
            await to_the_table(player)
            game: Any = player.app.desk.game
            assert game.table().turn == turn
            offer = next(one for one in game.offers() if one.refused is None)
            await player.press(str(offer.number), "enter")
            if offer.amount is not None:
                await player.at("AmountCard")
                await player.press("enter")
            await player.until(lambda game=game: len(game.plan()) == 1)
            for key in "wgcon" if turn == 1 else "":
                await player.press(key)
                await player.until(lambda: player.where != "TableScreen")
                await player.press("q")
                await player.at("TableScreen")
            await player.press("e")
        await to_the_table(player)
        assert game.table().turn == 4
        assert list(own_saves.glob("*.save"))


async def test_a_long_reason_is_read_on_while_the_list_keeps_its_mark(own_saves: Path) -> None:
    options = {"seat": "china", "lang": "fr", "seed": 7}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        for _ in range(5):
            await to_the_table(player)
            await player.press("e")
        await to_the_table(player)
        await player.press("w")
        await player.at("WhyScreen")
        screen: Any = player.screen
        rows = screen.figures()
        for _ in rows:
            await player.pilot.pause(0.02)
            if screen.page.max_scroll_y > 0:
                break
            await player.press("down")
        await player.shows("pg↓ lire")
        marked = screen.list.chosen
        await player.press("pagedown")
        await player.until(lambda: screen.page.scroll_y > 0)
        assert screen.list.chosen == marked and screen.list.has_focus


async def test_a_source_is_told_twice_only_where_it_cannot_be_told_whole(own_saves: Path) -> None:
    options = {"seat": "china", "lang": "fr", "seed": 7}
    host, seen = GameHost(PlayOptions(**options)), list[int]()
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        for _ in range(12):
            await player.pilot.pause(0.1)
            card: Any = player.screen
            if player.where == "SceneCard" and card._scene.answered is None:
                again = len(card._rest(card._scene, card.text.size.width))
                assert again <= card.text.max_scroll_y
                seen.append(again)
                open_ = next(one for one in card._scene.choices if one.refused is None)
                await player.press(str(open_.number))
            else:
                idle = player.where == "TableScreen" and not card.waiting()
                await player.press("e" if idle else "enter")
    assert 0 in seen


async def test_want_of_attention_is_said_once_and_numbers_run_upwards(own_saves: Path) -> None:
    options = {"seat": "china", "lang": "en", "seed": 7}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (140, 40), host=host, **options) as player:
        for _ in range(4):
            await to_the_table(player)
            await player.press("e")
        await to_the_table(player)
        game: Any = player.app.desk.game
        while not any(offer.tired for offer in game.offers()):
            game.do(next(o.id for o in game.offers() if not o.refused and o.planned is None))
        player.screen.redraw()
        await player.pilot.pause(0.05)
        assert "attention short" not in player.text()
        line = next(each for each in player.text().splitlines() if "OFFERS" in each)
        assert "1 attention point left" in line
        rows = [row.id for row in player.screen.orders._rows if row.id.startswith("offer:")]
        numbers = {f"offer:{offer.id}": offer.number for offer in game.offers()}
        assert [numbers[row] for row in rows] == sorted(numbers.values())


async def test_an_order_in_vain_is_told_before_the_quarter_ends(own_saves: Path) -> None:
    options = {"seat": "lab_frontier", "lang": "en", "seed": 7}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        await to_the_table(player)
        game: Any = player.app.desk.game
        game.do("serve_model")
        world = game.standing.world.copy()
        lab = game.ruleset.index("actor", "lab_frontier")
        world.trained_eci[lab] = world.eci[lab]
        game.standing = replace(game.standing, world=world)
        await player.press("e")
        await player.shows("Serve the model: The drawer holds nothing better")
        assert game.table().turn == 1
        await player.press("e")
        await player.until(lambda: game.table().turn == 2)


async def test_the_menus_of_the_real_game(own_saves: Path) -> None:
    host = GameHost(PlayOptions())
    async with playing(own_saves, (80, 24), host=host) as player:
        await player.until(lambda: host.ready)
        await player.press("n")
        await player.at("NewGameScreen")
        await player.shows("Six quarters to learn")  # whoever has never played begins there
        await player.press("down")
        await player.shows("Beijing")
        await player.press("l")
        await player.shows("Pékin")
        await player.press("d", "2", "enter")
        await player.at("NewsScreen")
        await player.press("ctrl+q")
        await player.until(lambda: player.app.return_code == 0)
    async with playing(own_saves, (80, 24), host=GameHost(PlayOptions())) as player:
        await player.shows("Continue")
        await player.press("enter")
        await player.at("TableScreen")
        assert player.app.desk.game.table().turn == 1


async def test_amounts_in_one_unit_and_asked_only_where_there_is_a_choice(own_saves: Path) -> None:
    options = {"seat": "china", "lang": "en", "seed": 7}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        await to_the_table(player)
        game: Any = player.app.desk.game
        for order, typed, usd in (("expand_smic", "4", 4e9), ("expand_smic", "2", 2e9)):
            offer = next(each for each in game.offers() if each.id == order)
            player.screen.give(offer)
            await player.at("AmountCard")
            assert "How much, in $bn?" in player.text()
            if offer.planned is not None:  # it opens at what is planned, not at the default
                assert player.screen.field.value == "4 bn"
            await player.press(typed, "enter")
            await player.at("TableScreen")
            assert game.standing.plan.amount(order) == usd
        one = AmountView("tools", 1.0, 1.0, 1.0, "1 machine")
        offer = next(each for each in game.offers() if each.amount and each.id != order)
        player.screen.give(replace(offer, amount=one, refused=None))
        assert player.where == "TableScreen"


@pytest.mark.parametrize(("lang", "sums"), [("en", "2.3 991"), ("fr", "2,3 991")])
async def test_the_sum_of_a_round_follows_what_is_typed(
    own_saves: Path, lang: str, sums: str
) -> None:
    options = {"seat": "lab_frontier", "lang": lang, "seed": 4711}
    host = GameHost(PlayOptions(**options))
    usual, typed = sums.split()
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        await to_the_table(player)
        game: Any = player.app.desk.game
        player.screen.give(game.offers()[0])
        await player.at("AmountCard")
        assert usual in player.text()
        await player.press("5")
        await player.shows(typed)
        assert usual not in player.text() and "✕" not in player.text()
        await player.press("q")
        await player.at("TableScreen")
        training = next(each for each in game.offers() if each.id == "train_share")
        assert training.refused and training.barred is None
        player.screen.give(training)  # it opens at what is so already, which is refused
        await player.at("AmountCard")
        await player.shows("✕")
        await player.press("7", "0")
        await player.until(lambda: "✕" not in player.text())


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_what_a_figure_means_is_told_to_its_end(own_saves: Path, lang: str) -> None:
    options = {"seat": "lab_paris", "lang": lang, "seed": 7}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        await to_the_table(player)
        game: Any = player.app.desk.game
        longest = max(game.table().figures, key=lambda figure: len(figure.meaning))
        await player.press("shift+tab")
        player.screen.figures.focus()
        player.screen.figures.choose(longest.name)
        await player.pilot.pause(0.05)
        words = longest.meaning.split()
        assert " ".join(words[-2:]) in " ".join(player.text().split())


async def test_why_begins_with_the_goal_and_the_gate(own_saves: Path) -> None:
    options = {"seat": "lab_paris", "lang": "en", "seed": 3}
    host = GameHost(PlayOptions(**options))
    async with playing(own_saves, (80, 24), host=host, **options) as player:
        await to_the_table(player)
        await player.press("w")
        await player.at("WhyScreen")
        await player.press("home")
        await player.until(lambda: "Goal 1 of 5, to the end of 2023Q4" in player.text())
        assert "at least 104.0 asked" in player.text()
        await player.press("down")
        await player.until(lambda: "keeps more accelerators from running" in player.text())
        await player.press("home", "g")  # the curve of the first figure that the goal reads
        await player.at("ChartScreen")
        assert player.screen._figure == "me.eci"

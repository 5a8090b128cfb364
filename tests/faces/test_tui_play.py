"""Can a person begin, read, plan, answer, end the quarter, save and leave, by keys alone?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from game.session import views as v
from tests.faces.driving import playing, to_table
from tests.faces.fake_session import FakeHost, FakeSession
from tests.faces.fake_story import TURNS


async def test_a_new_game_goes_from_the_title_to_the_first_scene(own_saves: Path) -> None:
    async with playing(own_saves) as player:
        await player.press("enter")
        await player.at("NewGameScreen")
        await player.press("2", "enter")
        await player.at("NewsScreen")
        assert player.game.seat == "lab_paris"
        await player.press("enter")
        await player.at("SceneCard")


async def test_the_seed_can_be_written_and_left_again(own_saves: Path) -> None:
    async with playing(own_saves) as player:
        await player.press("n")
        await player.at("NewGameScreen")
        await player.press("s", "4", "x", "2", "q")
        assert player.screen.seed.value == "42"
        await player.until(lambda: player.screen.menu.has_focus)
        await player.press("q")
        await player.at("TitleScreen")


async def test_a_long_scene_is_read_on_while_the_choices_keep_the_keys(own_saves: Path) -> None:
    async with playing(own_saves, (80, 20), seat="china") as player:
        await player.press("enter")
        await player.at("SceneCard")
        text, choices = player.screen.text, player.screen.choices
        await player.until(lambda: text.max_scroll_y > 0)
        await player.press("pagedown")
        await player.until(lambda: text.scroll_y > 0)
        assert choices.chosen is None and choices.has_focus
        await player.press("pageup")
        await player.until(lambda: text.scroll_y == 0)


async def test_an_offer_is_given_undone_and_withdrawn(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("3", "enter")
        await player.until(lambda: player.game.planned == [("open_model", None)])
        await player.shows("attention left: 3 of 4")
        await player.press("u")
        await player.until(lambda: player.game.planned == [])
        await player.press("3", "enter", "home", "enter")
        await player.until(lambda: player.game.planned == [] and len(player.game.past) == 2)


async def test_an_amount_is_asked_for_and_moved_along_its_range(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("1", "enter")
        await player.at("AmountCard")
        await player.press("up", "enter")
        await player.at("TableScreen")
        assert player.game.planned == [("buy_home", 25_000.0)]


async def test_an_amount_out_of_range_is_not_given(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("1", "enter")
        await player.at("AmountCard")
        await player.press("7", "enter")
        await player.shows("between 1,000 units and 100,000 units")
        await player.press("q")
        await player.at("TableScreen")
        assert player.game.planned == []


async def test_a_refused_offer_says_why_and_is_not_given(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("5")
        await player.shows("✕ 1 attention point short")
        await player.press("enter")
        assert player.game.planned == []


@pytest.mark.parametrize("key", ["1", "ampersand"])
async def test_a_scene_is_answered_by_number_on_either_keyboard(own_saves: Path, key: str) -> None:
    async with playing(own_saves, seat="china") as player:
        await player.press("enter")
        await player.at("SceneCard")
        await player.press(key)
        await player.shows("You chose: Buy it all before dawn")
        assert player.game.answer == 1
        await player.press("enter")
        await player.at("TableScreen")


async def test_an_enter_too_many_after_the_paper_answers_no_scene(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await player.press("enter", "enter")  # the first one puts the paper away
        await player.at("SceneCard")
        await player.press("enter")
        await player.shows("↑↓ mark an answer, ↵ gives it.")
        assert player.game.answer is None
        await player.press("down", "enter")  # now one is
        await player.shows("You chose: Buy it all before dawn")
        assert player.game.answer == 1
        await player.press("enter")
        await player.at("TableScreen")


async def test_an_enter_too_many_gives_no_order_when_a_table_is_laid(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        orders = player.screen.orders
        assert orders.chosen is None and orders.has_focus
        assert "↑↓ mark" in player.text() and "↵ give  " not in player.text()
        await player.press("enter")
        await player.shows("↑↓ or its number marks an order, ↵ gives it.")
        assert player.screen.orders.chosen is None and player.game.planned == []
        await player.press("down")
        await player.shows("↵ give  ")
        marked = orders.chosen
        await player.press("n")
        await player.at("NewsScreen")
        await player.press("q")
        await player.at("TableScreen")
        assert orders.chosen == marked  # within the quarter the mark stays
        await player.press("3", "enter")
        await player.until(lambda: player.game.planned == [("open_model", None)])
        await player.press("e", "e")
        await player.at("NewsScreen")
        await player.press("enter", "enter")
        await player.until(lambda: type(player.screen).__name__ != "NewsScreen")
        assert orders.chosen is None and player.game.planned == []


async def test_the_keys_say_that_a_choice_is_to_be_marked_first(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await player.press("enter")
        await player.at("SceneCard")
        choices = player.screen.choices
        assert "↑↓ mark" in player.text() and "this one" not in player.text()
        await player.press("up")
        await player.until(lambda: choices.chosen == "3")
        await player.shows("↵ this one")


class LongSession(FakeSession):
    """A scene of seven lines in a small window, with four answers that all move much."""

    LINES = 3  # that say what an answer moves

    def scenes(self) -> tuple[v.SceneView, ...]:
        (scene,) = super().scenes()
        text = " ".join(["The treaty hangs on what a single word will come to mean."] * 8)
        moved = " ".join(["Concern, United States −0.3; Standing +1;"] * 2 * self.LINES)
        choices = tuple(
            v.ChoiceView(n, f"c{n}", f"An answer, {n}", f"{moved} the end of {n}", None)
            for n in range(1, 5)
        )
        return (replace(scene, text=f"{text} That is asked.", choices=choices, advice=()),)


class LongerSession(LongSession):
    """The same, and each answer moves more."""

    LINES = 4


@pytest.mark.parametrize("kind", [LongSession, LongerSession])
async def test_what_is_asked_is_read_in_a_small_window_before_an_answer_is_marked(
    own_saves: Path, monkeypatch: pytest.MonkeyPatch, kind: type[FakeSession]
) -> None:
    monkeypatch.setattr("tests.faces.fake_session.FakeSession", kind)
    async with playing(own_saves, (80, 24), host=FakeHost(own_saves), seat="china") as player:
        await player.press("enter")
        await player.at("SceneCard")
        await player.shows("That is asked.")
        assert all(f"An answer, {n}" in player.text() for n in range(1, 5))
        await player.press("down", "down")  # the marked one says all that it moves
        await player.shows("the end of 2")
        assert "the end of 1" not in player.text()
        assert all(f"An answer, {n}" in player.text() for n in range(1, 5))


async def test_a_refused_choice_leaves_the_scene_open(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await player.press("enter")
        await player.at("SceneCard")
        await player.press("é")
        assert player.game.answer is None
        await player.shows("needs a customs office")


async def test_a_scene_that_waits_must_be_left_twice(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("e")
        await player.shows("e again ends the quarter")
        assert player.game.turn == 5
        await player.press("e")
        await player.at("NewsScreen")
        assert player.game.turn == 6


async def test_without_a_scene_one_key_ends_the_quarter(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await player.press("enter", "3", "enter")
        await player.at("TableScreen")
        await player.press("e")
        await player.at("NewsScreen")
        assert player.game.turn == 6


async def test_what_became_of_a_goal_is_said_as_the_quarter_begins(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        player.game.missed = True
        await player.press("e", "e")
        await player.shows("Goal missed.")
        assert player.game.turn == 6


async def test_what_is_told_of_the_quarter_stays_above_the_papers_and_is_whole(
    own_saves: Path,
) -> None:
    long = tuple(f"Thing {n}: {'word ' * 40}end {n}." for n in range(1, 4))  # ten lines
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        player.game.tidings = lambda: long  # type: ignore[method-assign]
        player.game.brought = lambda: (f"Buy: {'more ' * 20}chips.",)  # type: ignore[method-assign]
        player.screen.tell("Rent: too dear")
        await player.shows("Rent: too dear")
        await player.press("e", "e")
        await player.at("NewsScreen")
        await player.shows("THE PAPERS")
        shown = player.text()
        assert shown.index("Thing 1:") < shown.index("end 3.") < shown.index("THE PAPERS")
        order = [shown.index(each) for each in ("end 3.", "Your orders", "Buy: more", "chips.")]
        assert order == sorted(order) and order[-1] < shown.index("THE PAPERS")
        assert "Rent: too dear" not in shown, "it was said of the quarter that is over"
        assert not player.app.notes, "a note would go after a while, and be cut"
        await player.press("enter")
        await player.at("SceneCard")
        await player.press("q", "n")
        await player.at("NewsScreen")
        await player.shows("Thing 1:")


async def test_the_last_quarter_leads_to_the_epilogue_and_the_title(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        player.game.turn = TURNS
        await player.press("e", "e")
        await player.at("EpilogueScreen")
        await player.shows("Two worlds")
        await player.press("enter")
        await player.at("TitleScreen")
        assert player.app.desk.play is None


@pytest.mark.parametrize(
    ("key", "screen", "words"),
    [
        ("w", "WhyScreen", "demand left without licence"),
        ("g", "ChartScreen", "Machine time: 1000 futures."),
        ("n", "NewsScreen", "THE PAPERS · 2023Q4"),
        ("c", "CodexScreen", "→ High-bandwidth memory"),
        ("o", "OrdersScreen", "All orders"),
        ("p", "PipelineScreen", "ON ITS WAY · 2023Q4"),
        ("s", "SaveScreen", "Each turn is kept by itself"),
        ("question_mark", "HelpScreen", "KEYS"),
        ("q", "LeaveCard", "Leave the game?"),
    ],
)
async def test_each_key_opens_its_screen_and_one_key_comes_back(
    own_saves: Path, key: str, screen: str, words: str
) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press(key)
        await player.at(screen)
        await player.shows(words)
        await player.press("escape" if screen == "SaveScreen" else "q")
        await player.at("TableScreen")


async def test_a_figure_is_turned_over_between_causes_and_curve(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("shift+tab", "down", "enter")
        await player.at("WhyScreen")
        await player.shows("Best model")
        await player.press("g")
        await player.at("ChartScreen")
        await player.shows("Best model: 1000 futures.")


async def test_causes_are_turned_back_to_other_quarters(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("w")
        await player.at("WhyScreen")
        await player.shows("118 k H100e  2023Q4")
        await player.shows("└ Chips not to be had 78 % +12 pts")
        await player.press("left", "left")
        await player.shows("118 k H100e  2023Q2")
        await player.press(*["left"] * 9)
        await player.shows("118 k H100e  2022Q4")
        await player.press(*["right"] * 9)
        await player.shows("118 k H100e  2023Q4")


async def test_the_arrows_run_from_the_offers_into_the_figures(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("up")
        await player.until(lambda: player.screen.figures.has_focus)
        await player.press("down", "down", "down", "down", "down")
        await player.until(lambda: player.screen.orders.has_focus)


async def test_the_encyclopaedia_searches_and_follows_links_back(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("c")
        await player.at("CodexScreen")
        await player.press("2")
        await player.shows("The foundry that nearly all of them wait for.")
        await player.press("left")
        await player.shows("→ TSMC")
        await player.press("slash", *"memory", "enter")
        await player.shows("Stacks beside the chip")
        await player.press("q")
        await player.at("TableScreen")


async def test_the_newspaper_turns_back_and_stops_at_the_first_quarter(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("n")
        await player.at("NewsScreen")
        await player.press(*["left"] * 9)
        await player.shows("THE PAPERS · 2022Q4")
        await player.press(*["right"] * 9)
        await player.shows("THE PAPERS · 2023Q4")


async def test_orders_are_given_by_family(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("o")
        await player.at("OrdersScreen")
        await player.press("right", "right")
        await player.shows("◄ Openness ►")
        await player.shows("↑↓ or its number")
        await player.press("enter")
        assert player.game.planned == [], "an Enter too many gives nothing"
        await player.press("down", "enter")
        await player.until(lambda: player.game.planned == [("open_model", None)])


async def test_the_language_turns_at_once_on_every_screen(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await player.press("enter")
        await player.at("SceneCard")
        await player.press("l")
        await player.shows("Tout prendre avant l’aube")
        await player.shows("1 scène attend")
        assert player.game.lang == "fr"
        await player.press("l")
        await player.shows("Buy it all before dawn")


async def test_a_game_is_saved_and_loaded_again(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("s")
        await player.at("SaveScreen")
        await player.press(*"mine", "enter")
        await player.at("TableScreen")
        assert (own_saves / "mine.save").exists()
        await player.press("q", "down", "enter")
        await player.at("TitleScreen")
        await player.shows("Continue")
        await player.press("enter")
        await player.at("TableScreen")


async def test_a_save_is_chosen_from_the_list(own_saves: Path) -> None:
    own_saves.mkdir()
    for name, turn in (("early", "3"), ("late", "9")):
        (own_saves / f"{name}.save").write_text(turn, encoding="utf-8")
    async with playing(own_saves) as player:
        await player.press("down", "down", "enter")
        await player.at("LoadScreen")
        await player.press("down", "enter")
        await player.at("TableScreen")
        assert player.game.turn == 9


async def test_a_save_named_on_the_command_line_is_at_the_table(own_saves: Path) -> None:
    own_saves.mkdir()
    path = own_saves / "one.save"
    path.write_text("7", encoding="utf-8")
    async with playing(own_saves, save=str(path)) as player:
        await player.at("TableScreen")
        assert player.game.turn == 7


@pytest.mark.parametrize("keys", [("ctrl+c", "ctrl+c"), ("ctrl+q",), ("q", "up", "enter")])
async def test_leaving_saves_first(own_saves: Path, keys: tuple[str, ...]) -> None:
    host = FakeHost(own_saves)
    async with playing(own_saves, host=host, seat="china") as player:
        await to_table(player)
        await player.press(*keys)
        await player.until(lambda: player.app.return_code is not None)
        assert player.app.return_code == 0
    assert (own_saves / "save.save").exists()


async def test_one_ctrl_c_only_warns(own_saves: Path) -> None:
    async with playing(own_saves, seat="china") as player:
        await to_table(player)
        await player.press("ctrl+c")
        await player.shows("ctrl+c once more saves and quits.")
        assert player.app.return_code is None

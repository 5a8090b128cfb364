"""Do words become lines of the right width, in both languages, whatever the text holds?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from game.faces.tui.lines import Drawn, clip, fit, heading, joined, say, spread, wrap
from game.faces.tui.look import BRIGHT, POINT, REFUSED
from game.faces.tui.paint.figures import FigureColumns, bare_value, split_unit
from game.faces.tui.paint.masthead import LETTERS, big, wafer
from game.faces.tui.paint.scene import scene_text, whole_voices
from game.faces.tui.paint.table import offer_lines, plan_line
from game.session.session import Session
from game.session.views import FigureView, PlanLine
from tests.faces.fake_words import catalogue

if TYPE_CHECKING:
    from game.content import Ruleset

NARROW = "\u202f"


def plain(lines: list[Content]) -> list[str]:
    return [line.plain for line in lines]


def test_wrapping_never_parts_a_french_sign_from_its_word() -> None:
    text = f"Les caisses sont scellées{NARROW}; le prix{NARROW}: 118{NARROW}000{NARROW}$"
    for width in range(12, 40):
        for line in plain(wrap(text, width)):
            assert cell_len(line) <= width
            assert not line.startswith((";", ":", "000", "$"))


@pytest.mark.parametrize(
    ("value", "text", "bare"),
    [
        (3.01e9, "3.01 billion people", "3.0 bn"),
        (2.4e6, "2.4 million people", "2.4 m"),
        (18.0, "18 people", "18"),
        (0.52, "52%", "52%"),
    ],
)
def test_a_value_without_its_unit_keeps_its_size(
    ruleset: Ruleset, value: float, text: str, bare: str
) -> None:
    figure = FigureView("users", "Users", "", value, text, 0.0, "", 0, (), "people")
    assert bare_value(figure, ruleset.words("en")) == bare


def test_later_lines_hang_under_the_first() -> None:
    assert plain(wrap("one two three four", 10, "· ", "  ")) == ["· one two", "  three", "  four"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert plain(wrap("abcdefghijklmnopqrst", 8)) == ["abcdefgh", "ijklmnop", "qrst"]


def test_paragraphs_stay_apart() -> None:
    assert plain(wrap("one\n\ntwo", 20)) == ["one", "", "two"]


@given(st.text("ab \u202f[]«é", max_size=200), st.integers(8, 60))
def test_no_line_is_wider_than_its_window_and_no_letter_is_lost(text: str, width: int) -> None:
    lines = plain(wrap(text, width))
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_brackets_are_text_and_not_markup() -> None:
    assert say(("[bold]no[/] [", BRIGHT)).plain == "[bold]no[/] ["


def test_the_left_end_gives_way_to_the_right_one() -> None:
    assert spread("a long left end", "right", 12).plain == "a lon… right"
    assert spread("left", "right", 12).plain == "left   right"


def test_a_clipped_line_says_so() -> None:
    assert clip("abcdef", 4).plain == "abc…"
    assert clip("abc", 4).plain == "abc"
    assert plain(fit([Content("one"), Content("two")], 1, 20)) == ["one …"]


def test_a_heading_fills_its_width() -> None:
    assert heading("NEWS", 12).plain == "NEWS ───────"
    assert heading("PLAN", 16, "2 of 4").plain == "PLAN ──── 2 of 4"


def test_small_facts_that_are_missing_leave_no_dot() -> None:
    assert joined(("one", "", "two")).plain == "one · two"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("29,017 H100e", ("29,017", "H100e")),
        (f"29{NARROW}017{NARROW}éq.{NARROW}H100", (f"29{NARROW}017", f"éq.{NARROW}H100")),
        ("+3 months", ("+3", "months")),
        ("−1.0%", ("−1.0%", "")),
        ("98.0", ("98.0", "")),
    ],
)
def test_a_number_parts_from_its_unit(text: str, parts: tuple[str, str]) -> None:
    assert split_unit(text) == parts


def test_the_title_can_be_drawn_in_both_languages() -> None:
    for key in ("tui.title.first", "tui.title.second"):
        for word in catalogue()[key].values():
            assert set(word) <= set(LETTERS)
            assert {line.cell_length for line in big(word)} == {big(word)[0].cell_length}


def test_the_wafer_is_round_and_lit_in_part() -> None:
    rows = [line.plain for line in wafer(0.4)]
    widths = [len(row.strip()) for row in rows]
    assert widths == widths[::-1]
    assert widths[0] < widths[len(widths) // 2]


def test_a_drawing_is_drawn_once_for_each_width() -> None:
    calls: list[int] = []

    def draw(width: int) -> list[Content]:
        calls.append(width)
        return [Content("x" * width)]

    drawn = Drawn(draw)
    drawn.lines(5), drawn.lines(5), drawn.lines(6)
    assert calls == [5, 6]


def test_a_bare_number_has_the_unit_that_stands_beside_the_field(ruleset: Ruleset) -> None:
    from game.faces.amounts import understood, unit_text, written
    from game.session.views import AmountView

    foundry = AmountView("usd", 2e9, 3e8, 1e10, "")
    packing = AmountView("usd", 8e8, 2e8, 4e9, "")  # offered below a billion, takes several
    small = AmountView("usd", 5e6, 1e6, 4e8, "")
    assert (understood("4", foundry), understood("1.5", packing)) == (4e9, 1.5e9)
    assert (understood("1,5", small), understood("0.4 bn", small)) == (1.5e6, 4e8)
    assert understood("90", foundry) == 9e10, "refused as what was meant"
    for text in ("500 M", "500m", "500 m$", "$500m", "0.5 bn", "0,5 Md", "500000k", "500,000,000"):
        assert understood(text, packing) == 5e8, text
    words, mots = ruleset.words("en"), ruleset.words("fr")
    assert [unit_text(each, words) for each in (packing, small)] == ["$bn", "$m"]
    assert [unit_text(each, mots) for each in (packing, small)] == ["Md$", "M$"]
    assert written(8e8, packing, "en") == "0.8 bn" and written(8e8, packing, "fr") == "0,8 Md"
    share = AmountView("share", 0.8, 0.1, 0.95, "")
    assert (understood("90", share), understood("95 %", share)) == (0.9, 0.95)
    assert unit_text(share, words) == "%"
    machines = AmountView("tools", 4.0, 1.0, 12.0, "")
    assert unit_text(machines, words) == unit_text(machines, mots) == "machines"
    assert understood("5", AmountView("mw", 300.0, 10.0, 3000.0, "")) == 5


def test_the_amount_of_a_planned_order_is_whole(ruleset: Ruleset) -> None:
    line = PlanLine(1, "x", "Stock up on printing machines", "1 machine", "$16m", 1)
    assert plan_line(line, 36).plain.endswith("… · 1 machine $16m")


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("seat", ["taiwan", "usa", "lab_frontier"])
def test_labels_are_whole_at_140_columns(ruleset: Ruleset, seat: str, lang: str) -> None:
    session = Session.new(ruleset, seat=seat, seed=5, lang=lang, autosaves=False)
    for _ in range(6):
        session.end_turn()
    figures = session.table().figures
    columns = FigureColumns.of(figures, session.words)
    lines = {figure.label: [line.plain for line in columns.lines(figure, 45)] for figure in figures}
    assert all(cell_len(line) <= 45 for several in lines.values() for line in several)
    assert not any("…" in line for several in lines.values() for line in several)
    below = [label for label, several in lines.items() if len(several) > 1]
    assert len(below) <= (seat == "taiwan"), below  # the one with two places in its name
    for unit in {figure.unit for figure in figures}:  # in thousands and without the unit: all of it
        alike = [each for each in figures if each.unit == unit and each.value >= 1e4]
        told = [split_unit(columns.short(each)) for each in alike]
        assert len({"k" in amount or "k" in rest for amount, rest in told}) <= 1, told
        assert len({columns.is_bare(each, 45) for each in alike}) <= 1


def test_a_label_takes_the_room_of_the_unit_and_of_the_sparkline(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=5, autosaves=False)
    figure = replace(session.figures()[0], label="x" * 20, text="11,108 chips", value=11108.0)
    columns = FigureColumns.of([figure], session.words)
    assert "11,108 chips" in columns.lines(figure, 60)[0].plain
    tight = columns.lines(figure, 40)[0].plain
    assert tight.startswith("x" * 20) and "11,108 chips" not in tight and "11,108" in tight
    assert columns.lines(replace(figure, text="$24.3bn"), 34)[0].plain.count("bn") == 1
    hopeless, rest = (each.plain for each in columns.lines(replace(figure, label="x" * 40), 40))
    assert (hopeless + rest).count("x") == 40
    assert hopeless.count("▄") + hopeless.count("▁") >= 1, "it keeps its curve"
    money = replace(figure, label="Treasury", text="$150,000", value=150_000.0)
    assert "$150,000" in FigureColumns.of([money], session.words).lines(money, 40)[0].plain


def test_an_order_that_attention_is_short_for_has_the_mark_of_a_refused_one(
    ruleset: Ruleset,
) -> None:
    session = Session.new(ruleset, seat="lab_frontier", seed=4711, autosaves=False)
    for order in ("raise_round", "serve_model", "rent_cloud"):
        session.do(order)
    offers = [each for each in session.offers() if each.planned is None]
    tired = [each for each in offers if each.tired]
    assert tired
    for offer in offers:
        mark = offer_lines(offer, 40)[0].plain.split()[-1]
        assert mark == (REFUSED if offer.barred else POINT * offer.attention), offer.title


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_title_of_an_order_is_cut_in_a_narrow_list(ruleset: Ruleset, lang: str) -> None:
    session = Session.new(ruleset, seat="china", seed=4, lang=lang, autosaves=False)
    while session.table().turn < 6:
        session.end_turn()
    below = 0
    for offer in session.offers():
        first, *more = [line.plain for line in offer_lines(offer, 44)]
        assert all(len(line) <= 44 for line in (first, *more))
        whole = " ".join(" ".join([first, *more]).split())
        assert "…" not in whole and all(word in whole for word in offer.title.split())
        below += len(more)
    assert 0 < below < 10


def test_no_voice_of_a_scene_is_only_a_name_at_the_end_of_the_window(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="taiwan", seed=7, autosaves=False)
    scene = session.scenes()[0]
    assert scene.advice
    lines = scene_text(scene, lambda key, **told: key, 74, roomy=False)
    names = [
        place
        for place, line in enumerate(lines)
        if line.plain.startswith(tuple(f"  {each.who} ·" for each in scene.advice))
    ]
    assert len(names) == len(scene.advice)
    for height in range(1, len(lines) + 3):
        kept = whole_voices(lines, height, scene)
        assert height - kept == (height - 1 in names), height

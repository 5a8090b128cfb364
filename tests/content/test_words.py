"""Does the game write words and numbers as an English and a French reader write them?"""

from __future__ import annotations

from pathlib import Path

import pytest

from game.content import Words, load
from game.content.models.basis import Text
from game.content.models.words import Word

N = "\u202f"


@pytest.fixture
def words() -> dict[str, Words]:
    table = {
        "days": Word.model_validate(
            {
                "en": {"one": "{n} day, {who}", "other": "{n} days, {who}"},
                "fr": {"one": "{n} jour, {who}", "other": "{n} jours, {who}"},
            }
        ),
        "unit.chips": Word.model_validate(
            {
                "en": {"one": "{x} chip", "other": "{x} chips"},
                "fr": {"one": "{x} puce", "other": "{x} puces"},
            }
        ),
        "unit.flop": Word.model_validate({"en": "{x} FLOP", "fr": "{x} FLOP"}),
        "unit.limit.2": Word.model_validate({"en": "text", "fr": "le texte"}),
        "unit.switch.on": Word.model_validate({"en": "yes", "fr": "oui"}),
        "unit.switch.off": Word.model_validate({"en": "no", "fr": "non"}),
    }
    return {lang: Words(lang, table) for lang in ("en", "fr")}


@pytest.mark.parametrize(
    ("n", "en", "fr"),
    [
        (0, "0 days", "0 jour"),
        (1, "1 day", "1 jour"),
        (1.5, "1.5 days", "1,5 jour"),
        (2, "2 days", "2 jours"),
        (-1, "−1 day", "−1 jour"),
        (1200, "1,200 days", f"1{N}200 jours"),
    ],
)
def test_plurals(words: dict[str, Words], n: float, en: str, fr: str) -> None:
    assert words["en"].t("days", n=n, who="Ana") == f"{en}, Ana"
    assert words["fr"].t("days", n=n, who="Ana") == f"{fr}, Ana"


def test_values_are_filled_in_literally(words: dict[str, Words]) -> None:
    said = words["en"].t("days", n=2, who="{n} {who.__class__} %s")
    assert said == "2 days, {n} {who.__class__} %s"


def test_a_missing_word_or_value_names_the_nearest(words: dict[str, Words]) -> None:
    with pytest.raises(KeyError, match=r"no word 'dais'.*'days'"):
        words["en"].t("dais")
    with pytest.raises(KeyError, match="wants 'who'"):
        words["en"].t("days", n=1)


def test_a_template_cannot_reach_into_anything(words: dict[str, Words]) -> None:
    asked: list[str] = []

    def read(name: str) -> str:
        asked.append(name)
        return "7"

    template = "{price.a100} {x.__class__} {x!r} {x:>9} {0} {} {{x}} {x[0]} {A} {me.cash_usd}"
    filled = words["en"].fill(template, read)
    assert filled == "7 {x.__class__} {x!r} {x:>9} {0} {} {7} {x[0]} {A} 7"
    assert asked == ["price.a100", "x", "me.cash_usd"]


def test_the_other_language_stands_in(words: dict[str, Words]) -> None:
    assert words["fr"].text(Text(en="Only English")) == "Only English"
    assert words["en"].text(Text(fr="Rien qu’en français")) == "Rien qu’en français"
    assert words["fr"].text(Text(en="Night", fr="Nuit")) == "Nuit"


def test_there_are_two_languages() -> None:
    with pytest.raises(ValueError, match="no language 'de'"):
        Words("de", {})


@pytest.mark.parametrize(
    ("x", "digits", "en", "fr"),
    [
        (0, 0, "0", "0"),
        (-0.2, 0, "0", "0"),
        (1234567, 0, "1,234,567", f"1{N}234{N}567"),
        (-1234.56, 1, "−1,234.6", f"−1{N}234,6"),
        (0.052, 2, "0.05", "0,05"),
    ],
)
def test_numbers(words: dict[str, Words], x: float, digits: int, en: str, fr: str) -> None:
    assert words["en"].number(x, digits) == en
    assert words["fr"].number(x, digits) == fr


@pytest.mark.parametrize(
    ("usd", "en", "fr"),
    [
        (412e9, "$412bn", f"412{N}Md$"),
        (-0.9e9, "−$900m", f"−900{N}M$"),  # three figures: 0.9 of a billion has one
        (0.702e9, "$702m", f"702{N}M$"),
        (0.9996e9, "$1.0bn", f"1,0{N}Md$"),
        (2.5e13, "$25.0tn", f"25{N}000{N}Md$"),
        (99.96e9, "$100bn", f"100{N}Md$"),
        (450e6, "$450m", f"450{N}M$"),
        (12.3e6, "$12.3m", f"12,3{N}M$"),
        (12_247, "$12,200", f"12{N}200{N}$"),
        (-412_345, "−$412,000", f"−412{N}000{N}$"),
        (9_999, "$9,999", f"9{N}999{N}$"),
        (1.2345e12, "$1.2tn", f"1{N}230{N}Md$"),
        (2.5, "$2.50", f"2,50{N}$"),
        (0, "$0", f"0{N}$"),
        (499_999_999, "$500m", f"500{N}M$"),
    ],
)
def test_money(words: dict[str, Words], usd: float, en: str, fr: str) -> None:
    assert words["en"].money(usd) == en
    assert words["fr"].money(usd) == fr


def test_sums_that_differ_may_be_told_with_more_figures(words: dict[str, Words]) -> None:
    assert words["en"].money(412_345, more=1) == "$412,300"
    assert words["fr"].money(1.2345e12, more=1) == f"1{N}234{N}Md$"


def test_percentages_and_signs(words: dict[str, Words]) -> None:
    assert words["en"].percent(0.52) == "52%"
    assert words["fr"].percent(0.523, 1) == f"52,3{N}%"
    assert words["fr"].percent(-0.2, signed=True) == f"−20{N}%"
    assert words["en"].percent(0.2, signed=True) == "+20%"
    assert words["en"].money(3e9, signed=True) == "+$3.0bn"


@pytest.mark.parametrize(
    ("turn", "quarter"), [(0, "2022Q4"), (1, "2023Q1"), (4, "2023Q4"), (40, "2032Q4")]
)
def test_quarters(words: dict[str, Words], turn: int, quarter: str) -> None:
    assert words["en"].quarter(turn) == quarter
    assert words["fr"].quarter(turn) == quarter.replace("Q", "T")


@pytest.mark.parametrize(
    ("value", "unit", "en", "fr"),
    [
        (1, "chips", "1 chip", "1 puce"),
        (8000, "chips", "8,000 chips", f"8{N}000 puces"),
        (0.52, "share", "52%", f"52{N}%"),
        (0.0523, "share", "5.2%", f"5,2{N}%"),
        (2023.75, "year", "2023Q4", "2023T4"),
        (3e9, "usd", "$3.0bn", f"3,0{N}Md$"),
        (0.456, "index01", "0.46", "0,46"),
        (2.5, "usd_per_mtok", "2.50", "2,50"),
        (0.00424, "usd_per_mtok", "0.0042", "0,0042"),
        (1, "switch", "yes", "oui"),
        (0, "switch", "no", "non"),
        (2.149e25, "flop", "2.1 × 10²⁵ FLOP", f"2,1{N}×{N}10²⁵ FLOP"),
        (0.0, "flop", "0 FLOP", "0 FLOP"),
        (2.0, "limit", "text", "le texte"),
        (17.4, "something_else", "17", "17"),
    ],
)
def test_units(words: dict[str, Words], value: float, unit: str, en: str, fr: str) -> None:
    assert words["en"].unit(value, unit) == en
    assert words["fr"].unit(value, unit) == fr


@pytest.mark.parametrize(
    ("x", "digits", "told"),
    [(136.5, 0, "137"), (137.5, 0, "138"), (-0.5, 0, "−1"), (2.675, 2, "2.68"), (49.74, 1, "49.7")],
)
def test_halves_are_told_away_from_zero(
    words: dict[str, Words], x: float, digits: int, told: str
) -> None:
    assert words["en"].number(x, digits) == told


@pytest.mark.parametrize(
    ("x", "en", "fr"),
    [(950, "950", "950"), (118_000, "118 k", f"118{N}k"), (1.25e6, "1.3 m", f"1,3{N}M")],
)
def test_compact(words: dict[str, Words], x: float, en: str, fr: str) -> None:
    assert words["en"].compact(x) == en
    assert words["fr"].compact(x) == fr


def test_words_come_from_files(base: Path) -> None:
    words = load(base).words("fr")
    assert words.t("menu.turns", n=1, who="vous") == "encore 1 tour pour vous"
    assert "menu.start" in words


@pytest.mark.parametrize(
    ("usd", "like", "en", "fr"),
    [
        (490e6, 1.6e9, "$0.49bn", f"0,49{N}Md$"),
        (91e6, 5e8, "$91.0m", f"91,0{N}M$"),
        (64e6, 1.2e9, "$0.064bn", f"0,064{N}Md$"),
        (0.0, 3e9, "$0bn", f"0{N}Md$"),
        (150e3, 3e9, "$150,000", f"150{N}000{N}$"),  # next to nothing: it keeps its own unit
        (3e9, 490e6, "$3.0bn", f"3,0{N}Md$"),
    ],
)
def test_a_sum_beside_a_larger_one_has_its_unit(
    words: dict[str, Words], usd: float, like: float, en: str, fr: str
) -> None:
    assert words["en"].money(usd, like=like) == en
    assert words["fr"].money(usd, like=like) == fr

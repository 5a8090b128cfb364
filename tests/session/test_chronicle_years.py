"""Does a year close before what is answered in the next one?"""

from __future__ import annotations

import re

import pytest

from game.content import Ruleset
from game.session.session import Session
from game.story.chronicle import chronicle, quarter_of, year_of


def moved_at_new_year(session: Session) -> tuple[str, float, float]:
    """Play until an answer of a first quarter moves a figure: which, from what and to what."""
    names = session.ruleset.seats[session.setup.seat].figures[:3]
    while not session.finished:
        turn = session.standing.log.pages[-1].turn
        for scene in session.scenes() if quarter_of(turn) == 1 else ():
            before = dict(session.standing.log.pages[-1].figures)
            choice = next(each for each in scene.choices if not each.refused)
            session.choose(scene.number, choice.number)
            after = session.standing.log.pages[-1].figures
            for name in names:
                if abs(after[name] - before[name]) > 1.5:
                    return name, before[name], after[name]
        session.end_turn()
    pytest.fail("no answer moved a figure")


def test_a_year_closes_before_what_the_next_one_answers(ruleset: Ruleset) -> None:
    session = Session.new(ruleset, seat="commons", seed=11, autosaves=False)
    name, before, after = moved_at_new_year(session)
    figure, words = ruleset.figures[name], ruleset.words("en")
    was, now = (f"{figure.label.en} {words.unit(value, figure.unit)}" for value in (before, after))
    assert was != now
    year = year_of(session.standing.log.pages[-1].turn)

    def told(opening: str) -> str:
        return next(line for line in session.chronicle() if line.startswith(opening))

    closed = f"As {year - 1} closed"
    assert was in told(closed) and now not in told(closed)
    assert now in told(f"So far in {year}")
    session.end_turn()
    assert was in told(closed) and now not in told(closed)


def test_a_year_that_is_not_over_is_measured_from_the_end_of_the_last(ruleset: Ruleset) -> None:
    """From 7,153 at the end of 2022 to 1,681 in the spring is no rise over a year."""
    at = (5000.0, 1000.0, 1000.0, 1000.0, 1000.0, 7000.0, 2000.0)  # 2023 closes as 2024 opens
    name = ruleset.seats["lab_paris"].figures[0]
    for lang, told in (
        (
            "en",
            "So far in 2024, this is where Canopée stands: {label} 2,000 H100e (−5,000 H100e since",
        ),
        (
            "fr",
            "Canopée, en 2024, pour l’instant : {label} 2 000 éq. H100 (−5 000 éq. H100 depuis fin",
        ),
    ):
        words = ruleset.words(lang)
        book = chronicle(ruleset, "lab_paris", [], {name: at}, {}, words)
        label = words.text(ruleset.figures[name].label)
        assert told.format(label=label) in book.replace("\u202f", " ")


@pytest.mark.parametrize(
    ("lang", "seasons"),
    [
        ("en", ("winter", "spring", "summer", "autumn")),
        ("fr", ("hiver", "printemps", "été", "automne")),
    ],
)
def test_a_year_is_told_in_the_order_of_its_quarters(
    ruleset: Ruleset, lang: str, seasons: tuple[str, ...]
) -> None:
    """The front page of a summer does not stand before what happened in the spring."""
    session = Session.new(ruleset, seat="china", seed=4, lang=lang, autosaves=False)
    while session.table().turn < 30:
        session.end_turn()
    any_ = "|".join(seasons)
    own = {"en": rf"That ({any_})|in the ({any_}) of 20", "fr": rf"Cet? ({any_})-là|({any_}) 20"}
    told = 0
    for paragraph in session.chronicle():
        found = re.findall(own[lang], paragraph)
        named = [seasons.index(that or when) for that, when in found]
        assert named == sorted(named), paragraph
        told += len(set(named)) > 1
    assert told > 3

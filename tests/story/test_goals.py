"""Is a goal judged on its day, by the figures of that day, and told with its bar?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.content.models.start import Goal
from game.story.goals import Judged, Past, Term, judge, tell


def goals(*given: tuple[int, str]) -> tuple[Goal, ...]:
    """Goals from their day and their condition."""
    text = {"en": "Do it.", "fr": "Le faire."}
    return tuple(
        Goal.model_validate({"until": until, "when": when, "text": text}) for until, when in given
    )


def past(first: int = 0, **series: tuple[float, ...]) -> Past:
    """The figures of a run: `me__approval` for me.approval."""
    length = len(next(iter(series.values())))
    pages = [{name.replace("__", "."): each[n] for name, each in series.items()}
             for n in range(length)]  # fmt: skip
    return Past(range(first, first + length), pages)


def judged(until: int, when: str, run: Past) -> Judged:
    found = judge(goals((until, when))[0], run)
    assert found is not None
    return found


APPROVAL = (50.0, 40.0, 41.0, 46.0, 44.0, 39.0)


@pytest.mark.parametrize(
    ("until", "when", "met", "since", "lost"),
    [
        (2, "me.approval >= 45", True, 2, None),  # the table of turn 3: the end of turn 2
        (3, "me.approval >= 45", False, None, 2),
        (4, "me.approval > 39", False, None, 3),
        (4, "me.approval >= 39", True, -1, None),
        (3, "me.approval >= 60", False, None, None),
    ],
)
def test_a_goal_is_judged_when_its_last_quarter_is_over(
    until: int, when: str, met: bool, since: int | None, lost: int | None
) -> None:
    found = judged(until, when, past(me__approval=APPROVAL))
    assert found.due
    assert (found.met, found.since, found.until) == (met, since, lost)


def test_a_run_that_ends_before_the_day_neither_meets_nor_misses(ruleset: Ruleset) -> None:
    found = judged(16, "me.approval >= 30", past(me__approval=APPROVAL))
    assert not found.due and found.holds and not found.met
    told = tell(ruleset, found, "Stay.", ruleset.words("en"))
    assert told == (
        "Stay. Its day did not come; it held from the first day on: "
        "✓ Approval 39, at least 30 asked."
    )


def test_each_figure_is_told_with_the_bar_that_the_day_set() -> None:
    when = "10 * tension >= 400 + me.approval and me.approval <= 45 and 3 < confidence"
    run = past(tension=(30.0, 44.0), me__approval=(50.0, 48.0), confidence=(0.5, 0.6))
    assert judged(0, when, run).terms == (
        Term("tension", 44.0, 44.8, "least"),
        Term("me.approval", 48.0, 45.0, "most"),
        Term("confidence", 0.6, 3.0, "above"),
    )


def test_of_two_ways_the_one_that_was_taken_is_told() -> None:
    when = "me.approval >= 90 or (tension <= 40 and confidence >= 0.5)"
    run = past(tension=(50.0, 30.0), me__approval=(50.0, 50.0), confidence=(0.5, 0.6))
    assert [term.figure for term in judged(0, when, run).terms] == [
        "tension",
        "confidence",
    ]
    both = past(tension=(50.0, 60.0), me__approval=(50.0, 50.0), confidence=(0.5, 0.6))
    assert len(judged(0, when, both).terms) == 3


def test_a_miss_says_by_how_much_however_little(ruleset: Ruleset) -> None:
    run = past(first=4, me__approval=(46.0, 44.7), dark__us=(0.02, 0.126))
    found = judged(4, "me.approval >= 45 and dark.us <= 0.1", run)
    assert tell(ruleset, found, "Hold.", ruleset.words("en")) == (
        "Hold. Missed, though it held until the end of 2023Q3: "
        "✕ Approval 44.7, at least 45.0 asked (0.3 short); "
        "✕ Dark chips, United States 13%, at most 10% asked (3 points over)."
    )
    french = tell(ruleset, found, "Tenir.", ruleset.words("fr"))
    assert french.startswith(
        "Tenir. Manqué, après avoir tenu jusqu’à la fin de 2023T3\u202f: ✕ Popularité 44,7"
    )
    assert "(manque\u202f: 0,3)" in french and "de trop)" in french


def test_what_is_yes_or_no_is_not_more_or_less(ruleset: Ruleset) -> None:
    found = judged(0, "me.openness >= 1", past(me__openness=(0.0, 0.0)))
    told = tell(ruleset, found, "Open up.", ruleset.words("en"))
    assert told == "Open up. Missed: ✕ Open weights no, yes asked."
    found = judged(0, "me.openness >= 1", past(me__openness=(1.0, 1.0)))
    told = tell(ruleset, found, "Open up.", ruleset.words("en"))
    assert told == "Open up. Met, from the first day on: ✓ Open weights: yes."


def test_a_bar_that_is_another_figure_says_which(ruleset: Ruleset) -> None:
    run = past(open__eci=(157.4, 157.4), me__eci=(157.4, 157.4))
    found = judged(0, "open.eci <= me.eci", run)
    told = tell(ruleset, found, "Lead.", ruleset.words("en"))
    assert told.endswith("✓ Best open model 157.4, at most 157.4 (“Released model”) asked.")
    dit = tell(ruleset, found, "Mener.", ruleset.words("fr")).replace("\u202f", " ")
    assert "il fallait au plus 157,4 (« " in dit


def test_what_cannot_be_taken_apart_is_judged_all_the_same(ruleset: Ruleset) -> None:
    found = judged(0, "min(tension, 3) >= 3", past(tension=(1.0, 5.0)))
    assert found.met and found.terms == ()
    assert (
        tell(ruleset, found, "Wait.", ruleset.words("en"))
        == "Wait. Met, from the end of 2022Q4 on."
    )


def test_a_figure_that_was_not_kept_is_not_judged() -> None:
    assert judge(goals((0, "lockin < 1"))[0], past(tension=(1.0, 5.0))) is None


def test_every_goal_of_the_base_can_be_told(ruleset: Ruleset) -> None:
    everything = dict.fromkeys(ruleset.figures, (1.0, 1.0))
    pages = [{name: each[n] for name, each in everything.items()} for n in range(2)]
    for seat in ruleset.seats.values():
        for each in (judge(goal, Past((0, 1), pages)) for goal in seat.goals):
            assert each.terms, (seat.id, each.goal.when.source)
            for lang in ("en", "fr"):
                assert "{" not in tell(ruleset, each, "", ruleset.words(lang))


def test_a_part_of_a_whole_is_told_as_one(ruleset: Ruleset) -> None:
    when = "me.rented + me.allotted + me.lent <= 0.8 * me.machine_time"
    run = past(
        me__rented=(1.0, 80.0),
        me__allotted=(0.0, 10.0),
        me__lent=(0.0, 9.0),
        me__machine_time=(2.0, 100.0),
    )
    found = judged(0, when, run)
    told = tell(ruleset, found, "Own a fifth.", ruleset.words("en"))
    assert not found.met
    assert told.endswith("99% of “Machine time”, at most 80% asked (19 points over)."), told
    assert "Rented time, as signed + Allotted time + Lent" in told
    dit = tell(ruleset, found, "Un cinquième.", ruleset.words("fr"))
    assert "99\u202f% de «\u202fTemps machine\u202f», il fallait au plus 80\u202f%" in dit
    europe = judged(0, "10 * confidence >= tension + multiple", past(
        confidence=(1.0, 3.0), tension=(1.0, 60.0), multiple=(1.0, 40.0)))  # fmt: skip
    (term,) = europe.terms
    assert (term.value, term.bar, term.asked) == (0.03, 0.1, "least")
    assert term.whole == ("tension", "multiple")


def test_the_machine_time_of_the_two_giants_is_told_in_words(ruleset: Ruleset) -> None:
    goal = ruleset.seats["europe"].goals[-1]
    run = past(
        machine_time__europe=(1.0, 37.0),
        machine_time__usa=(1.0, 700.0),
        machine_time__china=(1.0, 300.0),
        me__approval=(50.0, 50.0),
    )
    found = judged(0, goal.when.source, run)
    told = tell(ruleset, found, "", ruleset.words("en"))
    assert "3.7% of the machine time of Washington and Beijing together, at least 1.0% ask" in told
    dit = tell(ruleset, found, "", ruleset.words("fr")).replace("\u202f", " ")
    assert "3,7 % du temps machine de Washington et de Pékin réunis, il fallait au moins 1,0" in dit


def test_how_far_off_agrees_with_what_stands_beside_it(ruleset: Ruleset) -> None:
    found = judged(0, "open.eci >= 167.6", past(open__eci=(160.0, 167.4)))
    told = tell(ruleset, found, "Do it.", ruleset.words("en"))
    assert "167.4, at least 167.6 asked (0.2 short)" in told
    assert "167,4" in tell(ruleset, found, "Do it.", ruleset.words("fr"))


@pytest.mark.parametrize(
    ("when", "value", "told"),
    [
        ("best_eci.cn >= 117.5", 98.0, "98,0, il fallait au moins 117,5 (manque : 19,5)"),
        ("best_eci.cn >= 117.5", 120.2, "120,2, il fallait au moins 117,5"),
        ("me.approval >= 65", 60.5, "60,5, il fallait au moins 65,0 (manque : 4,5)"),
        ("me.approval >= 65", 60.4, "60, il fallait au moins 65 (manque : 5)"),
        ("yield.ascend >= 0.5", 0.432, "43 %, il fallait au moins 50 % (manque : 7 points)"),
        ("lockin <= 0.8", 0.806, "0,81, il fallait au plus 0,80 (0,01 de trop)"),
    ],
)
def test_what_was_reached_and_what_is_wanting_add_up_to_what_was_asked(
    ruleset: Ruleset, when: str, value: float, told: str
) -> None:
    name = when.partition(" ")[0].replace(".", "__")
    found = judged(0, when, past(**{name: (value, value)}))
    line = tell(ruleset, found, "", ruleset.words("fr")).replace("\u202f", " ")
    assert told in line

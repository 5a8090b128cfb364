"""Do the records name the best run of every chair, and keep unseen endings to themselves?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from game.content import Ruleset
from game.session import annals
from game.session.annals import Annals, Ended
from game.session.records import again, as_dict, records, sat, worth


def run(seat: str, mean: float, ending: str = "the_wall", mods: tuple[str, ...] = ()) -> Ended:
    score = {"peace": mean, "planet": mean}
    return Ended(f"{seat}{mean}", "autumn_2022", seat, 7, "hard", ending, "2032Q4", score, mods)


def test_the_best_run_of_each_chair_with_the_way_back(ruleset: Ruleset) -> None:
    ending = next(iter(ruleset.endings))
    known = Annals((run("china", 40.0, ending), run("china", 61.0, ending, ("lyon_garage",))))
    told = records(ruleset, known, ruleset.words("en"))
    playable = [seat.id for seat in ruleset.seats.values() if seat.playable]
    assert [best.seat for best in told.best] == playable
    china = next(best for best in told.best if best.seat == "china")
    assert china.run is not None
    assert china.run.mean == 61.0
    assert china.again == (
        "machinetime play --scenario autumn_2022 --seat china --seed 7 --difficulty hard"
        " --mods lyon_garage"
    )
    assert next(best for best in told.best if best.seat == "usa").run is None


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_ending_that_nobody_saw_is_not_named(ruleset: Ruleset, lang: str) -> None:
    seen, *unseen = ruleset.endings.values()
    words = ruleset.words(lang)
    told = as_dict(records(ruleset, Annals((run("china", 40.0, seen.id),)), words))
    assert told["endings"][0] == {"id": seen.id, "title": words.text(seen.title), "times": 1}
    assert told["endings"][1] == {"id": None, "title": None, "times": 0}
    assert (told["seen"], told["of"]) == (1, len(ruleset.endings))
    assert all(words.text(each.title) not in str(told) for each in unseen)


def test_an_ending_of_a_mod_that_is_away_keeps_its_id(ruleset: Ruleset) -> None:
    told = records(ruleset, Annals((run("china", 40.0, "of_a_mod"),)), ruleset.words("en"))
    assert next(best for best in told.best if best.run).ending == "of_a_mod"
    assert told.seen == 0
    assert again(run("usa", 1.0)).startswith("machinetime play --scenario autumn_2022 --seat usa")


def test_a_run_that_ended_early_counts_for_what_was_run(ruleset: Ruleset) -> None:
    broke = replace(run("commons", 27.0, "bankruptcy"), playthrough="b", quarter="2028Q2")
    lasted = run("commons", 23.0)
    known = Annals((broke, lasted))
    told = next(b for b in records(ruleset, known, ruleset.words("en")).best if b.run)
    assert (told.run, told.points) == (lasted, 23.0), "the bankruptcy is not the best run"
    assert worth(ruleset, broke) == pytest.approx(27.0 * 23 / 41)
    assert sat(ruleset, known) == {"commons": 23.0}
    wall = replace(broke, scenario="the_wall", quarter="2026Q4")
    assert worth(ruleset, wall) == pytest.approx(27.0 * 4 / 28), "counted from where it begins"
    assert worth(ruleset, replace(broke, scenario="of_a_mod")) == 27.0


OLD = (
    b'{"format":1,"ended":[{"difficulty":"normal","ending":"bankruptcy","mods":[],'
    b'"playthrough":"a","quarter":"2028Q2","scenario":"autumn_2022",'
    b'"score":{"peace":60,"planet":0},"seat":"commons","seed":7}]}'
)


def test_the_records_of_before_are_read_by_the_same_rule(ruleset: Ruleset, tmp_path: Path) -> None:
    (tmp_path / annals.ENDINGS).write_bytes(OLD)
    found = as_dict(records(ruleset, annals.read(tmp_path), ruleset.words("en")))
    (best,) = (each for each in found["best"] if each["seat"] == "commons")
    assert best["score"] == pytest.approx(30 * 23 / 41)
    assert best["parts"] == {"peace": 60.0, "planet": 0.0}, "as the end found them"

"""Do the records name the best run of every chair, and keep unseen endings to themselves?"""

from __future__ import annotations

import pytest

from game.content import Ruleset
from game.session.annals import Annals, Ended
from game.session.records import again, as_dict, records


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
